"""Mistakes in what is done for somebody who rings back, here and at a hub."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

_LEND, _HERE = "cati_app/fieldwork/sharing/lend_to_caller.py", "cati_app/fieldwork/calling"
_AT_A_HUB = "tests/unit/store/test_callers_at_a_hub.py"
_ON_ONE = "tests/unit/fieldwork/test_ring_back_by_number.py"
_TOLD = "tests/unit/station/test_team_at_hub.py"
CALLERS = (
    Mutant(
        "a repeated request of whoever talks to a caller is told that the case is in hand",
        _LEND,
        "            if given is not None and given.is_open:\n                return lent_again(unit, user, given)\n",
        "",
        _AT_A_HUB,
    ),
    Mutant(
        "a late copy of a request that found nobody lends a case",
        _LEND,
        "            if given is not None:\n                if",
        "            if given is not None and given.is_open:\n                if",
        _AT_A_HUB,
    ),
    Mutant(
        "a station tries numbers out at the hub",
        _LEND,
        "                check_pace(unit.log, user, now)",
        "                assert user",
        _AT_A_HUB,
    ),
    Mutant(
        "a case whose number is held is lent to whoever talks to a caller",
        _LEND,
        "unit.holds.of(case.id, now.at) is not None",
        "not case.case_no",
        _AT_A_HUB,
    ),
    Mutant(
        "a case that waits behind somebody's work makes no way for a caller",
        _LEND,
        "or not newest.waits:",
        "or newest.waits:",
        _AT_A_HUB,
    ),
    Mutant(
        "word of a caller goes to anybody",
        _LEND,
        "envelope.people != (newest.user_id,)",
        "not envelope.people",
        _AT_A_HUB,
    ),
    Mutant(
        "word of a caller is left without a look-up",
        _LEND,
        "if not may_leave(unit.log, user, case_id, now):",
        "if not case_id:",
        _AT_A_HUB,
    ),
    Mutant(
        "what a hub lent for a caller while the line was cut stays lent",
        "cati_app/fieldwork/sharing/lent_cases.py",
        "            self.in_store(partial(ask.no_more, user, of))\n",
        "            self.in_store(partial(ask.got_nothing, user, of))\n",
        _AT_A_HUB,
    ),
    Mutant(
        "a case in hand is left in hand for the one of a caller",
        f"{_HERE}/ring_back.py",
        "return_undialled(unit, self._clock, user, in_hand)",
        "assert in_hand",
        _ON_ONE,
    ),
    Mutant(
        "a look-up leaves no trace",
        f"{_HERE}/look_up_caller.py",
        "    log.append([now.fact(LOOKED_UP",
        "    list([now.fact(LOOKED_UP",
        _ON_ONE,
    ),
    Mutant(
        "cases that were never released are told of",
        "cati_app/domain/casework/callers.py",
        "if case.state is not CaseState.UNRELEASED",
        "if case.state",
        _ON_ONE,
    ),
    Mutant(
        "word comes again in anybody's name",
        "cati_app/hub/team.py",
        "if hmac.compare_digest(desk.vouch(word_text(each.message)), each.mac)",
        "if each.mac",
        _TOLD,
    ),
    Mutant(
        "word that a hub lost is not said again",
        "cati_app/station/team_at_hub.py",
        "self._lacking = frozenset(answer.lacks)",
        "self._lacking = frozenset(answer.lacks[:0])",
        _TOLD,
    ),
    Mutant(
        "a caller is said to be busy",
        "cati_app/ui/console/results.py",
        "    if with_caller:\n",
        "    if with_caller and not dialled:\n",
        "tests/unit/ui/test_results_that_fit.py",
    ),
)
"""Each is noticed by one file of tests."""
