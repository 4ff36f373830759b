"""What was said in a sitting goes to the log and comes back from it, whoever keeps it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from cati_app.domain.casework.interviews import Interview, StoredDatum
from cati_app.domain.ids import CaseId
from cati_app.domain.outcomes.dispositions import SUSPENDED
from cati_app.domain.sittings.cards import CardDraft, CardKind, GuideCard, TimeMark
from cati_app.domain.sittings.facts import (
    CardClosed,
    CardCorrected,
    ProbeAsked,
    QuoteMoved,
    RecorderSynced,
    SittingFacts,
    SittingFinished,
    SittingPaused,
    SittingResumed,
    SittingStarted,
    TopicEntered,
    TopicPutOff,
    TopicState,
    TopicTicked,
)
from cati_app.domain.sittings.quotes import QuoteConsent, Release
from cati_app.domain.sittings.transcripts import Segment
from cati_app.fieldwork.interview.finish_interview import EndedSitting
from cati_app.fieldwork.sitting.quote_facts import QUOTE_MOVED
from cati_app.fieldwork.sitting.read_cards import ReadCards
from cati_app.fieldwork.sitting.record_sitting import ReadSitting, RecordSitting
from cati_app.fieldwork.sitting.release_quotes import CaseQuotes, ReleaseQuotes
from cati_app.fieldwork.sitting.sitting_counts import counts_of
from cati_app.fieldwork.sitting.sitting_log import SittingRecord
from cati_app.fieldwork.sitting.sitting_protocol import WriteSitting
from cati_app.fieldwork.sitting.transcripts import LAID, Transcripts
from tests.stations import TUESDAY, Site
from tests.unit.fieldwork.sittings import YOUNG_MAN, begun, finish, refused


def mark(seconds: int) -> TimeMark:
    return TimeMark(seconds * 1_000, TUESDAY + timedelta(seconds=seconds, microseconds=7))


QUOTE = GuideCard("c1", "mood", CardKind.QUOTE, "„Früher war es ruhig.“ \u202bנחמד\u202c 🙂", mark(12), 1, "change")
NOTE = GuideCard("c2", "mood", CardKind.NOTE, "speaks of the station", mark(40), 1, important=True)
HELD: tuple[SittingFacts, ...] = (
    SittingStarted(1, mark(0), "7"),
    TopicEntered("mood", mark(0)),
    RecorderSynced(mark(3)),
    ProbeAsked("mood", "change", mark(10)),
    CardClosed(QUOTE, mark(30)),
    SittingPaused(mark(31)),
    SittingResumed(mark(31)),
    CardClosed(NOTE, mark(50)),
    TopicPutOff("work", mark(51)),
    TopicTicked("mood", TopicState.SKIPPED, mark(52), "no time"),
    CardCorrected(NOTE.corrected("speaks of the bus station", CardKind.NOTE, important=False), "misheard"),
    QuoteMoved("c1", Release.CHANGED, "It was quieter."),
    SittingFinished(mark(60)),
)


def keep(site: Site, interview: Interview, write: WriteSitting) -> int:
    log = site.station.answer_log(site.keys)
    return RecordSitting(log, site.clock)(site.ann, interview, write, "de")


def read(site: Site, interview: Interview) -> SittingRecord:
    return ReadSitting(site.units())(site.ann, interview.id)


def typed(text: str) -> CardDraft:
    return CardDraft("c9", "work", CardKind.NOTE, text, mark(70), "p", important=True)


def test_every_fact_comes_back_as_it_was(own_site: Site) -> None:
    _, interview = begun(own_site)
    first, rest = HELD[:4], HELD[4:]
    keep(own_site, interview, WriteSitting(first, None))
    last = keep(own_site, interview, WriteSitting(rest, typed("so f")))

    assert SittingRecord(HELD, typed("so f")) == read(own_site, interview)
    with own_site.units()() as unit:
        assert (last, "de") == (unit.log.end(), unit.interviews.get(interview.id).language)


def test_a_draft_is_what_its_changes_make_of_it_until_it_is_closed_or_dropped(own_site: Site) -> None:
    _, interview = begun(own_site)
    kept = None
    for text in ("a", "abc", "a long middle c", "long middle c", "🙂long 🙂iddle", "", "again"):
        draft = typed(text) if text else None
        keep(own_site, interview, WriteSitting((), draft, kept))
        kept = draft
        assert draft == read(own_site, interview).draft
    assert 0 == keep(own_site, interview, WriteSitting((), kept, kept))
    closed = CardClosed(typed("again").closed(1), mark(80))
    keep(own_site, interview, WriteSitting((closed,), None, kept))
    assert SittingRecord((closed,), None) == read(own_site, interview)


def test_a_long_draft_is_not_written_again_with_each_word(own_site: Site) -> None:
    _, interview = begun(own_site)
    long = "x" * 100_000
    keep(own_site, interview, WriteSitting((), typed(long)))
    keep(own_site, interview, WriteSitting((), typed(f"{long} y"), typed(long)))

    with own_site.units()() as unit:
        *_, logged = unit.log.of_sittings((interview.id,))[interview.id]
    assert len(long) + 2 == len(read(own_site, interview).draft.text)  # type: ignore[union-attr]  # it is there
    assert " y" == (logged.event.payload or {})["text"]


def test_after_a_failed_write_the_whole_draft_is_told_or_that_there_is_none(own_site: Site) -> None:
    _, interview = begun(own_site)
    keep(own_site, interview, WriteSitting((), typed("which failed, they say")))
    keep(own_site, interview, WriteSitting((), typed("whole"), None, is_unsure=True))
    assert typed("whole") == read(own_site, interview).draft
    keep(own_site, interview, WriteSitting((), None, None, is_unsure=True))
    assert SittingRecord() == read(own_site, interview)


def test_the_cards_of_all_experts_are_read_by_who_may_and_nothing_else_is(own_site: Site) -> None:
    offer, first = begun(own_site, YOUNG_MAN)
    keep(own_site, first, WriteSitting(HELD, None))
    finish(own_site, offer, first, SUSPENDED)
    begun(own_site)

    (expert,) = ReadCards(own_site.units())(own_site.eve)

    assert (first.id, ["It was quieter.", "speaks of the bus station"]) == (
        expert.interview.id,
        [card.text for card in expert.cards],
    )
    counts = counts_of((expert,))
    assert (1, 1, 60_000, 2, 1) == (
        *(counts.experts, counts.sittings, counts.talked_ms, counts.cards),
        counts.quotes[Release.CHANGED],
    )
    with refused("no_export"):
        ReadCards(own_site.units())(own_site.ann)
    with refused("answers_sealed"):
        ReadCards(own_site.station.units(None))(own_site.eve)


def test_the_questionnaire_is_read_as_if_no_sitting_had_been_held(own_site: Site) -> None:
    _, interview = begun(own_site)
    keep(own_site, interview, WriteSitting(HELD, None))

    with own_site.units()() as unit:
        log = unit.log.of_interview(interview.id)
    assert len(HELD) == len(log)
    assert [] == list(own_site.place().read_session(log))


def test_a_quote_is_sent_and_comes_back_in_other_words(own_site: Site) -> None:
    offer, interview = begun(own_site, YOUNG_MAN)
    quote = CardClosed(replace(QUOTE, release=Release.OPEN), mark(30))
    keep(own_site, interview, WriteSitting((SittingStarted(1, mark(0)), quote, CardClosed(NOTE, mark(50))), None))
    said = [StoredDatum("/consents/quoting", "after_reading", None)]
    own_site.place().finish_interview(own_site.ann, EndedSitting(interview.id, offer.attempt, "complete", said, {}))
    quotes = ReleaseQuotes(own_site.units(), own_site.units(), own_site.clock, "quoting")

    known = quotes.of_case(own_site.sue, offer.case.id)
    assert CaseQuotes(interview.id, QuoteConsent.AFTER_READING, (quote.card,)) == known
    with refused("quote_order"):
        quotes.move(own_site.sue, offer.case.id, "c1", Release.APPROVED)
    quotes.move(own_site.sue, offer.case.id, "c1", Release.SENT)
    with refused("card_blank"):
        quotes.move(own_site.sue, offer.case.id, "c1", Release.CHANGED, " ")
    moved = quotes.move(own_site.sue, offer.case.id, "c1", Release.CHANGED, "It was quieter.")

    assert (Release.CHANGED, "It was quieter.") == (moved.release, moved.text)
    (expert,) = ReadCards(own_site.units())(own_site.eve)
    assert (moved, NOTE) == expert.cards
    with refused("card_unknown"):
        quotes.move(own_site.sue, offer.case.id, "c2", Release.SENT)
    with refused("supervisor_needed"):
        quotes.move(own_site.ann, offer.case.id, "c1", Release.SENT)
    assert None is quotes.of_case(own_site.sue, CaseId("case-2"))
    told = own_site.facts(QUOTE_MOVED)
    assert 2 == len(told)
    assert "quieter" not in repr(told[-1].payload)


def test_a_transcript_is_laid_beside_a_sitting_that_was_held_and_nobody_reads_it_in_the_log(own_site: Site) -> None:
    _, interview = begun(own_site)
    keep(own_site, interview, WriteSitting(HELD, None))
    transcripts = Transcripts(own_site.units(), own_site.units(), own_site.clock)
    for text in ("[00:01] misheard", "[00:01] It was quieter."):
        transcripts.lay(own_site.sue, 1, 1, text)

    assert {1: (Segment(1_000, "It was quieter."),)} == transcripts.of_case(own_site.eve, 1)
    assert {} == transcripts.of_case(own_site.eve, 2)
    (first, _) = own_site.facts(LAID)
    assert "misheard" not in repr(first.payload)
    for code, case, sitting in (("no_such_sitting", 1, 2), ("no_such_sitting", 2, 1), ("no_such_case", 77, 1)):
        with refused(code):
            transcripts.lay(own_site.sue, case, sitting, "x")
    with refused("supervisor_needed"):
        transcripts.lay(own_site.ann, 1, 1, "x")


def test_without_consent_no_quote_is_sent(own_site: Site) -> None:
    offer, interview = begun(own_site, YOUNG_MAN)
    keep(own_site, interview, WriteSitting((CardClosed(QUOTE, mark(30)),), None))
    for asked_in in (None, "quoting"):
        quotes = ReleaseQuotes(own_site.units(), own_site.units(), own_site.clock, asked_in)
        with refused("quotes_not_allowed"):
            quotes.move(own_site.sue, offer.case.id, "c1", Release.SENT)


@pytest.mark.parametrize("nothing", [(), ("none",)])
def test_without_a_sitting_there_are_no_facts_of_one(site: Site, nothing: tuple[str, ...]) -> None:
    with site.units()() as unit:
        assert {} == dict(unit.log.of_sittings(nothing))  # type: ignore[arg-type]  # an id that nobody gave
