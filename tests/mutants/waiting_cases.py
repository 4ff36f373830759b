"""Mistakes in what a case is held to that waits at a station while another one is worked."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

_SHARING, _WAITS = "cati_app/fieldwork/sharing", "tests/unit/store/test_waiting_cases.py"
_BACK = "tests/unit/store/test_requests_back.py"
_LAPSED = "tests/unit/store/test_lapsed_at_hub.py"
_WISHES = "tests/unit/store/test_wishes_leave_with_their_case.py"

WAITING = (
    Mutant(
        "an appointment waits behind somebody's call",
        f"{_SHARING}/lend_case.py",
        "agreed=not asked.waits)",
        "agreed=True)",
        _WAITS,
    ),
    Mutant(
        "a case that waits behind somebody's call keeps a colleague idle",
        f"{_SHARING}/lend_case.py",
        "if isinstance(due, Nothing) and not asked.waits:",
        "if isinstance(due, Nothing) and asked.waits:",
        _WAITS,
    ),
    Mutant(
        "a case that waits is held for hours by a station that is silent",
        f"{_SHARING}/lend_case.py",
        "report_within = timedelta(0)",
        "report_within = REPORT_WITHIN",
        _WAITS,
    ),
    Mutant(
        "a case that is worked goes to others as if it waited",
        f"{_SHARING}/hold_numbers.py",
        "unit.leases.save(lease.confirm())",
        "unit.leases.save(lease)",
        _WAITS,
    ),
    Mutant(
        "somebody is called on a case that others have",
        f"{_SHARING}/hold_numbers.py",
        "return BeforeCall.LOST",
        "return BeforeCall.FREE",
        _WAITS,
    ),
    Mutant(
        "without a line somebody is called on a case that others may have",
        f"{_SHARING}/lent_cases.py",
        "if told is BeforeCall.UNKNOWN and self.in_store",
        "if told is BeforeCall.LOST and self.in_store",
        _WAITS,
    ),
    Mutant(
        "a firm appointment waits behind a case that was fetched ahead",
        f"{_SHARING}/lent_cases.py",
        "if yields_at is not None and self._clock.now() >= yields_at:",
        "if yields_at is not None and self._clock.now() < yields_at:",
        _WAITS,
    ),
    Mutant(
        "an appointment of others that nobody keeps is told to nobody",
        f"{_SHARING}/lend_case.py",
        "if begins <= now or agreed.owner == user_id:",
        "if agreed.owner == user_id:",
        _WAITS,
    ),
    Mutant(
        "a pause keeps the case that waits",
        f"{_SHARING}/borrow_case.py",
        "if _is_of(lease, by) and waits_here(unit, lease)",
        "if _is_of(lease, by) and not waits_here(unit, lease)",
        _WAITS,
    ),
    Mutant(
        "whoever leaves gives back what was lent for a colleague",
        f"{_SHARING}/borrow_case.py",
        "return by.id is None or lease.user_id == by.id",
        "return True",
        _WAITS,
    ),
    Mutant(
        "a case that waited and went to others stays at the station",
        f"{_SHARING}/borrow_case.py",
        "elif waits_here(unit, lease):",
        "elif lease.waits and unit.cases.get(lease.case_id).locked_by is not None:",
        _WAITS,
    ),
    Mutant(
        "what was worked goes without a trace where others have the case",
        f"{_SHARING}/borrow_case.py",
        "locked_by is None and not is_worked(unit, lease)",
        "locked_by is None",
        _WAITS,
    ),
    Mutant(
        "whoever leaves keeps a case from others that never arrived",
        f"{_SHARING}/borrow_case.py",
        "            if leaves:\n                unit.packages.give_request_back(by.id)\n",
        "",
        _BACK,
    ),
    Mutant(
        "a late copy of a request that went back lends a case to nobody",
        f"{_SHARING}/requests_back.py",
        "if known is None:",
        "if known is not None:",
        _BACK,
    ),
    Mutant(
        "a request that goes back takes a case from those who have it by now",
        f"{_SHARING}/requests_back.py",
        "if newest is None or newest.token <= lease.token:",
        "if newest is not None:",
        _BACK,
    ),
    Mutant(
        "a request for one case whose answer was lost keeps the case until the lease is over",
        "cati_app/fieldwork/sharing/named_case.py",
        "            self.in_store(partial(ask.no_more, user, case_id))\n",
        "",
        "tests/unit/store/test_named_cases.py tests/sim",
    ),
    Mutant(
        "a request for the next case goes back as well when the program starts",
        "cati_app/store/packages.py",
        'if key.count(":") == _PARTS_OF_NAMED and not key.endswith(f":{but}"):',
        "if key.startswith(_REQUEST):",
        "tests/unit/store/test_named_cases.py",
    ),
    Mutant(
        "a late copy of a request for one case that was refused lends it to nobody",
        f"{_SHARING}/lend_named_case.py",
        "                answer_nothing(unit, asked.epoch, asked.device, asked.request, now)\n"
        "                unit.commit()\n",
        "",
        "tests/unit/store/test_named_cases.py tests/sim",
    ),
    Mutant(
        "a case that is lent again leaves the wish for no more calls behind",
        f"{_SHARING}/borrow_case.py",
        "    settle_blocks_of(unit, now, lease.case_id)\n",
        "",
        _WISHES,
    ),
    Mutant(
        "a study that goes to a hub leaves the wishes of the last moment behind",
        f"{_SHARING}/hand_over.py",
        "if settle_all_blocks(unit, moment(self._clock, user)):",
        "if not user:",
        _WISHES,
    ),
    Mutant(
        "what lapses goes back from where its interview was once, not from where a place is held for it",
        f"{_SHARING}/lend_case.py",
        "partial(_outlasts_time, unit), partial(_give_back, unit)",
        "partial(_outlasts_time, unit)",
        _LAPSED,
    ),
    Mutant(
        "an interview stays held at the hub without a place",
        f"{_SHARING}/judge_interviews.py",
        "        unit.interviews.save(interview.lapse())\n        unit.cases.save(unit",
        "        unit.cases.save(unit",
        _LAPSED,
    ),
    Mutant(
        "who is erased and wanted no more calls is called again",
        f"{_SHARING}/erase_case.py",
        "                settle_blocks_of(unit, now, case_id)\n",
        "",
        "tests/unit/store/test_erasures.py",
    ),
    Mutant(
        "who is erased with a case in hand and wanted no more calls is called again",
        f"{_SHARING}/borrow_case.py",
        "    settle_blocks_of(unit, now, lease.case_id)\n    if unit.erasures.is_erased(lease.case_id):",
        "    if unit.erasures.is_erased(lease.case_id):",
        "tests/unit/store/test_erasures.py",
    ),
)
