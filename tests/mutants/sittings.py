"""Mistakes in sittings with experts: time, drafts, topics and the release of quotes."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

_INTERVIEW, _QUOTES = "cati_app/domain/sittings/guided_interview.py", "cati_app/domain/sittings/quotes.py"
_CONDUCT = "cati_app/fieldwork/sitting/sitting_conduct.py"
_OF_INTERVIEW, _OF_QUOTES = "tests/unit/domain/test_guided_interview.py", "tests/unit/domain/test_quotes.py"
_OF_CONDUCT = "tests/unit/fieldwork/test_sitting_conduct.py"

SITTINGS = (
    Mutant(
        "time goes on in a pause",
        _CONDUCT,
        "self._since = now.mono_ms if self.is_running else None",
        "self._since = now.mono_ms",
        _OF_CONDUCT,
    ),
    Mutant(
        "a draft waits for the hands to rest",
        _CONDUCT,
        "if before != self.draft and self._changed_at is None:",
        "if before != self.draft:",
        _OF_CONDUCT,
    ),
    Mutant(
        "what the store did not take comes after what happened since",
        _CONDUCT,
        "self._on_its_way.facts + self._facts, None",
        "self._facts + self._on_its_way.facts, None",
        _OF_CONDUCT,
    ),
    Mutant(
        "a card goes along to the next topic",
        _CONDUCT,
        "if self.draft is not None and self.draft.text.strip():",
        "if self.draft is None:",
        _OF_CONDUCT,
    ),
    Mutant(
        "the time that the program was away counts as talked",
        _CONDUCT,
        "self._base_ms = max(interview.active_ms, draft.mark.active_ms if draft is not None else 0)",
        "self._base_ms = interview.active_ms",
        _OF_CONDUCT,
    ),
    Mutant(
        "one sitting more than was planned",
        _INTERVIEW,
        "if self.sitting >= self.most:",
        "if self.sitting > self.most:",
        _OF_INTERVIEW,
    ),
    Mutant(
        "a topic that was put off comes next",
        _INTERVIEW,
        "iter([*not_put_off, *still_open])",
        "iter(still_open)",
        _OF_INTERVIEW,
    ),
    Mutant(
        "a card from before the recording begins within it",
        _INTERVIEW,
        "if begun is None or card.mark.at < begun.at:",
        "if begun is None:",
        _OF_INTERVIEW,
    ),
    Mutant(
        "a quote is printed before its person has read it",
        _QUOTES,
        "return consent is QuoteConsent.AFTER_READING and state in RELEASED",
        "return consent is QuoteConsent.AFTER_READING",
        _OF_QUOTES,
    ),
    Mutant(
        "a quote is sent without consent",
        _QUOTES,
        "_NOTHING_ALLOWED = (None, QuoteConsent.NO)",
        "_NOTHING_ALLOWED = (QuoteConsent.NO,)",
        _OF_QUOTES,
    ),
    Mutant(
        "a draft loses what stands behind a change",
        "cati_app/fieldwork/sitting/sitting_log.py",
        '(old[-tail:] if tail else "")',
        '""',
        "tests/contract/test_sittings_port.py",
    ),
    Mutant(
        "the opening counts as a conversation where somebody wants no more calls",
        "cati_app/fieldwork/interview/conduct.py",
        "if self._has_guide and opted_out == COMPLETE:",
        "if opted_out == COMPLETE and not self._has_guide:",
        "tests/unit/ui/test_sittings_held.py",
    ),
)
