"""Mistakes where places follow codes at a hub, and where their station has it told."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

_HUB = "cati_app/fieldwork/sharing/follow_for_all.py"
_STATION = "cati_app/fieldwork/monitor/places_at_hub.py"
_AT_HUB = "tests/unit/store/test_places_follow_at_a_hub.py"
_TOLD = "tests/unit/store/test_codes_told_to_a_hub.py"

PLACES = (
    Mutant(
        "a station that knows fewer codes has a place moved",
        "cati_app/domain/sharing/places.py",
        "all(self.seen.get(device, 0) >= number for device, number in others.items())",
        "any(self.seen.get(device, 0) >= number for device, number in others.items()) or not others",
        _AT_HUB,
    ),
    Mutant(
        "codes that moved nothing are forgotten at the hub",
        _HUB,
        "[fact.event for fact in unit.log.of_interview(interview) if fact.event.kind in PLACED]",
        "[fact.event for fact in unit.log.of_interview(interview) if fact.event.kind == FOLLOWED]",
        _AT_HUB,
    ),
    Mutant(
        "a place that moved is counted on its former grant still",
        _HUB,
        "            unit.grants.save(grant.to(GrantState.BACK))\n",
        "            unit.grants.save(grant)\n",
        _AT_HUB,
    ),
    Mutant(
        "an interview that was rejected takes the place that it had before",
        _HUB,
        "    unit.interviews.save(replace(interview, cell_id=given.place))\n",
        "",
        _AT_HUB,
    ),
    Mutant(
        "a place moves while a station has the case",
        _HUB,
        "    return lease is not None and lease.is_open\n",
        "    return False\n",
        _AT_HUB,
    ),
    Mutant(
        "an interview that does not count moves",
        _HUB,
        "counts = not under_review.is_rejected and interview.quota_status in WITH_PLACE",
        "counts = interview.quota_status in WITH_PLACE",
        _AT_HUB,
    ),
    Mutant(
        "an earlier word that comes later moves a place back",
        "cati_app/fieldwork/sharing/say_again.py",
        '        if given.at <= last.of(unit, PLACED, "interview", given.interview_id):\n            return None\n',
        "",
        _AT_HUB,
    ),
    Mutant(
        "what waits for the hub is over once somebody tried",
        _STATION,
        "            if rule.code == _OVER:\n",
        "            if rule.code:\n",
        _TOLD,
    ),
    Mutant(
        "an interview that does not count for the time being is told of no more",
        _STATION,
        "        if derived is None:\n            return None\n",
        "        if derived is None:\n            self._in_store(partial(self._answered, user, changes, ()))\n"
        "            return None\n",
        _TOLD,
    ),
    Mutant(
        "a case that a hub from a copy lacks is told of no more",
        _STATION,
        '_OVER = "own_interview"',
        '_OVER = "no_such_case"',
        _TOLD,
    ),
    Mutant(
        "an analyst's codes are told to the hub",
        "cati_app/fieldwork/monitor/code_answers.py",
        "        if follows and ids is not None:\n",
        "        if ids is not None:\n",
        _TOLD,
    ),
    Mutant(
        "whoever held an interview has its place moved at the hub",
        "cati_app/fieldwork/monitor/code_answers.py",
        "told = {known: each for known, each in resting.items() if each.user_id != user.id}",
        "told = dict(resting)",
        _TOLD,
    ),
    Mutant(
        "data sets have the categories that an interview was held with, wherever a hub counts it",
        "cati_app/fieldwork/monitor/derived_places.py",
        "for each in derived if each.fits(place)), interview.frozen or {}",
        "for each in derived[:0]), interview.frozen or {}",
        _TOLD,
    ),
)
