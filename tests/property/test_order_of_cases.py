"""The order of cases: appointments due (in time, late, soft), then the part of the day tried least, then due time."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from cati_app.domain.calling.queue import Because, Nothing
from cati_app.domain.calling.schedule import ScheduleRules, Tried
from tests.casework import alter
from tests.stations import TUESDAY, Site

MINUTES = st.integers(-120, 120)
MISSED = -60  # minutes after which nobody may keep an appointment any more
CASE = st.fixed_dictionaries(
    {
        "attempts": st.integers(0, 4),
        "tried": st.sampled_from([Tried(), Tried((0, 1, 0, 0), 2), Tried((1, 0, 0, 0), 2), Tried((0, 2, 0, 0), -5, 1)]),
        "state": st.sampled_from(["open", "open", "open", "closed"]),
        "due": st.none() | MINUTES,
        "appointment": st.none() | MINUTES,
        "firm": st.booleans(),
        "mine": st.booleans(),
        "locked": st.sampled_from([False, False, False, True]),
    }
)


def rank(number: int, case: dict[str, Any]) -> tuple[Any, ...] | None:
    """Place in the order, None for a case that cannot be called now."""
    if case["state"] == "closed" or case["locked"]:
        return None
    at, due_at = case["appointment"], case["due"]
    if at is not None and at <= MISSED:  # settled before the next is offered: due by the ordinary rules, so at once
        at, due_at = None, 0
    if at is not None:
        due = at <= 5 if case["mine"] or case["firm"] else at <= -15
        turn = 2 if not case["firm"] else 0 if at >= -15 else 1  # firm ones in time, firm ones that are late, soft ones
        return (0, turn, at, number) if due else None
    if due_at is not None and due_at > 0:
        return None
    return (1, case["tried"].levels(ScheduleRules())[1], -10_000 if due_at is None else due_at, number)


@given(st.lists(CASE, min_size=5, max_size=5))
@settings(max_examples=20, deadline=None)
def test_the_case_offered_is_the_first_in_the_order(cases: list[dict[str, Any]]) -> None:
    ranks = {n: place for n, case in enumerate(cases, 1) if (place := rank(n, case)) is not None}
    with TemporaryDirectory() as folder:
        site = Site(Path(folder))
        try:
            found = _offered(site, cases)
        finally:
            site.close()

    assert (min(ranks, key=lambda n: ranks[n]) if ranks else None) == found


def _offered(site: Site, cases: list[dict[str, Any]]) -> int | None:
    def at(minutes: int | None) -> datetime | None:
        return None if minutes is None else TUESDAY + timedelta(minutes=minutes)

    with site.units()() as unit:
        for number, case in enumerate(cases, 1):
            alter(
                unit,
                unit.cases.get(f"case-{number}").id,  # type: ignore[arg-type]
                attempts=case["attempts"],
                tried=case["tried"],
                levels=case["tried"].levels(ScheduleRules()),
                state=case["state"],
                due_at=at(case["due"]),
                appointment_at=at(case["appointment"]),
                appointment_firm=case["firm"],
                appointment_owner=site.ann.id if case["mine"] else site.bob.id,
                locked_by=site.bob.id if case["locked"] else None,
            )
        unit.commit()
    offer = site.place().take_case(site.ann)
    if isinstance(offer, Nothing):
        return None
    assert (offer.because is Because.NEVER_CALLED) <= (offer.attempt.attempt_no == 1)
    return offer.case.case_no
