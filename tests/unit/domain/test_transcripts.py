"""Transcripts are read as their writers save them, and found by the time of a card."""

from __future__ import annotations

import pytest

from cati_app.domain.errors import RuleViolation
from cati_app.domain.sittings.transcripts import LONGEST_TRANSCRIPT, Segment, beside, segments_of

_VTT = """WEBVTT - sitting 1

NOTE made by hand

1
00:01.500 --> 00:04.000 align:start
<v Expert>It was quieter.</v>
People knew each other.

01:02:03.004 --> 01:02:05.000


00:05.000 --> 00:06.000
And today?"""


def test_cues_of_webvtt_are_stretches_with_their_time() -> None:
    assert (
        Segment(1_500, "It was quieter. People knew each other."),
        Segment(5_000, "And today?"),
    ) == segments_of("\ufeff" + _VTT)


@pytest.mark.parametrize(
    ("text", "stretches"),
    [
        ("no time\nat all", (Segment(None, "no time\nat all"),)),
        ("Head\n[00:12] first\nmore\n\n1:00:00 – second", None),
        ("00:12\n\n(0:30) – נחמד", (Segment(30_000, "נחמד"),)),
    ],
)
def test_a_text_is_parted_where_a_line_begins_with_a_time(text: str, stretches: tuple[Segment, ...] | None) -> None:
    parted = (Segment(None, "Head"), Segment(12_000, "first\nmore"), Segment(3_600_000, "second"))

    assert (stretches or parted) == segments_of(text)


@pytest.mark.parametrize("text", ["", " \n ", "WEBVTT\n\n00:01.000 --> 00:02.000\n \n"])
def test_an_empty_one_is_refused(text: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        segments_of(text)
    assert "transcript_blank" == refused.value.code


def test_one_that_is_too_long_says_by_how_much() -> None:
    assert 1 == len(segments_of("x" * LONGEST_TRANSCRIPT))
    with pytest.raises(RuleViolation) as refused:
        segments_of("é" * LONGEST_TRANSCRIPT)
    assert ("transcript_too_long", 2 * LONGEST_TRANSCRIPT) == (refused.value.code, refused.value.context["length"])


def test_beside_a_card_stands_what_was_being_said_and_what_followed() -> None:
    spoken = tuple(Segment(at, str(at)) for at in (0, 10, 20, 30))
    untimed = Segment(None, "somewhere")

    assert spoken[1:3] == beside((untimed, *spoken), 12, 30)
    assert spoken[:1] == beside(spoken, 0, 1)
    assert () == beside((untimed,), 0, 1_000)
