"""Complete interviews with times on their questions, and who is said to have held them."""

from __future__ import annotations

from dataclasses import replace

from cati_app.domain.ids import CaseId, InterviewId
from cati_app.domain.outcomes.dispositions import COMPLETE
from cati_app.domain.people.users import User
from cati_app.engine.session.events import SessionEvent
from tests.stations import Site
from tests.unit.fieldwork.sittings import YOUNG_MAN, begun, finish


def held(site: Site, *, seconds: int = 10, text: str = "4", result: str = COMPLETE) -> tuple[CaseId, InterviewId]:
    """An interview of a young man with two answers, complete unless it is said to have ended otherwise."""
    offer, interview = begun(site, YOUNG_MAN)
    at = site.clock.now()
    events = [SessionEvent("started", "", at, 0, {"language": "de", "seed": 1, "time_zone": "Europe/Berlin"})]
    for number, (ref, answer) in enumerate((("/main/rooms", text), ("/main/wish", "more trees"))):
        began = number * seconds * 1000
        events += [
            SessionEvent("shown", ref, at, began),
            SessionEvent("answered", ref, at, began + seconds * 1000, {"text": answer, "special": None}),
        ]
    site.place().record_events(site.ann, interview, events, "/main/wish", "de")
    site.clock.move(60)
    finish(site, offer, interview, result)
    return offer.case.id, interview.id


def given_to(site: Site, person: User, interview_id: InterviewId) -> None:
    """That person held it."""
    with site.units()() as unit:
        unit.interviews.save(replace(unit.interviews.get(interview_id), user_id=person.id))
        unit.commit()
