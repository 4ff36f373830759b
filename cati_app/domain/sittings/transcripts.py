"""Transcripts of sittings: what was said, by time on the recording, to be laid beside the cards."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cati_app.domain.errors import RuleViolation
from cati_app.values import dataclass

LONGEST_TRANSCRIPT = 1_000_000
"""Bytes of a transcript in UTF-8, at most: a sealed fact of it still travels to a hub."""
_STAMP = r"(?:(\d{1,2}):)?(\d{1,2}):(\d{2})(?:[.,](\d{3}))?"
_CUE = re.compile(rf"^\s*{_STAMP}\s+-->")
_LINE = re.compile(rf"^\s*[\[(#]?{_STAMP}[\])#]?[ \t:–-]*(.*)$")
_VOICE = re.compile(r"</?[a-z][^>]*>")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a transcript.

    Args:
        at_ms: Where it begins on the recording; None: the transcript does not say.
        text: Never blank.
    """

    at_ms: int | None
    text: str


def segments_of(text: str) -> tuple[Segment, ...]:
    """A transcript in stretches: cues of WebVTT, else what follows on each time at the beginning of a line.

    A text without times is one stretch.

    Raises:
        RuleViolation: `transcript_blank`; `transcript_too_long` with how many bytes it has and may have.
    """
    size = len(text.encode("utf-8", errors="surrogatepass"))
    if size > LONGEST_TRANSCRIPT:
        raise RuleViolation("transcript_too_long", length=size, most=LONGEST_TRANSCRIPT)
    lines = text.removeprefix("\ufeff").splitlines()
    stretches = _cues(lines) if lines and lines[0].startswith("WEBVTT") else _stamped(lines)
    if not stretches:
        raise RuleViolation("transcript_blank")
    return stretches


def beside(segments: Sequence[Segment], from_ms: int, until_ms: int) -> tuple[Segment, ...]:
    """Stretches that were said between two moments of the recording, the one running at the first included.

    Args:
        segments: In the order of the recording; those without a time are left out.
    """
    timed = [(each.at_ms, each) for each in segments if each.at_ms is not None]
    begun = max((at for at, _ in timed if at <= from_ms), default=from_ms)
    return tuple(each for at, each in timed if begun <= at < until_ms)


def _cues(lines: Sequence[str]) -> tuple[Segment, ...]:
    """Of WebVTT: what stands below a line of times, up to a blank line; marks of voices go."""
    stretches: list[Segment] = []
    at: int | None = None
    spoken: list[str] = []
    for line in [*lines, ""]:
        cue = _CUE.match(line)
        if cue is not None:
            at, spoken = _ms(cue), []
        elif line.strip() and at is not None:
            spoken.append(_VOICE.sub("", line).strip())
        elif at is not None:
            if any(spoken):
                stretches.append(Segment(at, " ".join(filter(None, spoken))))
            at = None
    return tuple(stretches)


def _stamped(lines: Sequence[str]) -> tuple[Segment, ...]:
    stretches: list[Segment] = []
    at: int | None = None
    said: list[str] = []
    for line in lines:
        stamp = _LINE.match(line)
        if stamp is not None:
            stretches += _closed(at, said)
            at, said = _ms(stamp), [stamp[5]]
        else:
            said.append(line)
    return (*stretches, *_closed(at, said))


def _closed(at: int | None, said: Sequence[str]) -> list[Segment]:
    text = "\n".join(said).strip()
    return [Segment(at, text)] if text else []


def _ms(stamp: re.Match[str]) -> int:
    hours, minutes, seconds, ms = (int(part or 0) for part in stamp.groups()[:4])
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms
