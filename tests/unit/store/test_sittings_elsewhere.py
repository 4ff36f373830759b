"""A sitting that was ended at one station of a hub goes on at another: its interview brings its cards along."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from cati_app.domain.casework.after_call import Agreed
from cati_app.domain.sittings.cards import CardDraft, CardKind, GuideCard, TimeMark
from cati_app.domain.sittings.facts import CardClosed, SittingFinished, SittingStarted
from cati_app.fieldwork.sitting.read_cards import ReadCards
from cati_app.fieldwork.sitting.record_sitting import ReadSitting, RecordSitting
from cati_app.fieldwork.sitting.sitting_log import SittingRecord
from cati_app.fieldwork.sitting.sitting_protocol import WriteSitting
from tests.many import Field
from tests.stations import TUESDAY
from tests.unit.store.test_many_stations import MAN

_MARK = TimeMark(7_000, TUESDAY)
_CARD = GuideCard("c1", "mood", CardKind.QUOTE, "It was quieter.", _MARK, 1)
_DRAFT = CardDraft("c2", "mood", CardKind.NOTE, "half a wo", _MARK)
_HELD = SittingStarted(1, _MARK, "1"), CardClosed(_CARD, _MARK)


def test_cards_and_draft_are_there_where_the_interview_goes_on_each_once(tmp_path: Path) -> None:
    field = Field(tmp_path)
    one, two = field.stations
    one.borrow()
    offer = one.dialled()
    interview = one.begin(offer)
    one.reserve(interview, **MAN)
    record = RecordSitting(one.site.station.answer_log(one.site.keys), one.site.clock)
    record(one.user, interview, WriteSitting(_HELD, _DRAFT), "de")
    agreed = Agreed(field.hub.clock.now() + timedelta(minutes=30), firm=True)
    one.finish(offer, interview, "interview_suspended", agreed)
    one.done()
    field.hub.clock.move(50 * 60)

    carried = field.hub.sql("SELECT kind, payload FROM carried_event WHERE kind LIKE 'interview.sitting.%'")
    assert (3, {None}) == (len(carried), {payload for _, payload in carried}), "a hub keeps it sealed"

    two.borrow()
    two.dialled()
    two.site.place(two.user).resume_interview(two.user, interview.id)
    assert SittingRecord(_HELD, _DRAFT) == ReadSitting(two.site.units())(two.user, interview.id)

    ended = SittingFinished(_MARK)
    record = RecordSitting(two.site.station.answer_log(two.site.keys), two.site.clock)
    record(two.user, interview, WriteSitting((ended,), _DRAFT, _DRAFT), "de")
    assert SittingRecord((*_HELD, ended), _DRAFT) == ReadSitting(two.site.units())(two.user, interview.id)
    (expert,) = ReadCards(two.site.units())(two.site.sue)
    assert (_CARD,) == expert.cards
    field.check()
    field.close()
