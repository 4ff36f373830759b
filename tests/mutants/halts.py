"""Mistakes in what a supervisor decides about stations, in who is signed in, and in what holds a call back."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

_SHARING, _SIM = "cati_app/fieldwork/sharing", "tests/sim"
_NEWEST = "tests/unit/store/test_who_has_it_after_a_copy.py"
_STATIONS = "tests/unit/hub/test_stations_at_a_hub.py"
_CALLS = "tests/unit/store/test_waiting_cases.py tests/unit/store/test_many_stations.py"
_HELD = "tests/unit/store/test_number_holds.py"

_ONCE = "tests/unit/hub/test_acts_done_once.py"

_WORKED = "tests/unit/store/test_worked_here.py"

HALTS = (
    Mutant(
        "what others have worked before a station took for worked there",
        f"{_SHARING}/borrow_case.py",
        "            lease = replace(lease, results=len(unit.calls.attempts_of(lease.case_id)))\n",
        "",
        f"{_WORKED} {_SIM}",
    ),
    Mutant(
        "the clock of another station says when a result can be taken back no more",
        f"{_SHARING}/borrow_case.py",
        "result_at = unit.calls.attempts_of(case.id)[-1].ended_at",
        "result_at = unit.calls.last_result_at(case.id)",
        f"{_WORKED} {_SIM}",
    ),
    Mutant(
        "a case that comes back as it was is due by the clock of its station",
        f"{_SHARING}/take_in.py",
        "if case.due_at is None or case.due_at == due_before:",
        "if case.due_at is None:",
        f"{_WORKED} {_SIM}",
    ),
    Mutant(
        "somebody works on under a session that is over",
        "cati_app/store/hub/sessions.py",
        "s.session_hash = ? AND s.device = ? AND s.until > ?",
        "s.session_hash = ? AND s.device = ? AND s.until <> ?",
        f"tests/unit/hub/test_sessions.py {_SIM}",
    ),
    Mutant(
        "a copy of what a supervisor decided is done once more",
        "cati_app/hub/numbered.py",
        "    if known is not None:\n",
        "    if known is None and units is None:\n",
        f"{_ONCE} tests/sim",
    ),
    Mutant(
        "what was refused is done by a copy once there is room",
        "cati_app/hub/numbered.py",
        "    if not (isinstance(answer, HubRefusal) and answer.refused is Refused.RIGHT):\n",
        "    if not isinstance(answer, HubRefusal):\n",
        _ONCE,
    ),
    Mutant(
        "who may not decide uses up the id of who may",
        "cati_app/hub/numbered.py",
        "    if not (isinstance(answer, HubRefusal) and answer.refused is Refused.RIGHT):\n",
        "    if answer is not None:\n",
        _ONCE,
    ),
    Mutant(
        "what was decided in another life of the hub is done in this one",
        "cati_app/hub/casework.py",
        "        by = self._signed_in(asked.session)\n        self._check(asked.epoch)\n",
        "        by = self._signed_in(asked.session)\n",
        _ONCE,
    ),
    Mutant(
        "decided again while its answer is missing it is another act",
        "cati_app/fieldwork/people/note_hub.py",
        "_unanswered(facts, act, subject) or self._ids.new_id()",
        "self._ids.new_id()",
        "tests/unit/store/test_acts_at_a_station.py",
    ),
    Mutant(
        "a paused station is lent cases",
        f"{_SHARING}/recovery.py",
        "if station is not None and station.halt is not None:",
        "if station is not None and station.written_off:",
        _STATIONS,
    ),
    Mutant(
        "a paused station hears before a call that it may begin",
        "cati_app/hub/casework.py",
        "        halt = None if station is None else station.halt\n        return HoldTold",
        "        halt = None\n        return HoldTold",
        _STATIONS,
    ),
    Mutant(
        "a station is paused no more once the hub comes back from a copy in which it was not",
        f"{_SHARING}/attach_station.py",
        "paused = before.paused or (before.epoch != epoch and holdings.paused)",
        "paused = before.paused",
        _STATIONS,
    ),
    Mutant(
        "a station that was paused without a line is so no more once the hub comes back from a copy",
        f"{_SHARING}/attach_station.py",
        "paused = before.paused or (before.epoch != epoch and holdings.paused)",
        "paused = before.paused if before.epoch == epoch else holdings.paused",
        _NEWEST,
    ),
    Mutant(
        "a hub that goes on without all gives places as well",
        f"{_SHARING}/recovery.py",
        "    if missing:\n",
        "    if missing and not unit.stations.goes_on(epoch):\n",
        _STATIONS,
    ),
    Mutant(
        "a hub that once went on without all does so after every later copy",
        "cati_app/store/known_stations.py",
        '"SELECT goes_on, edition FROM recovery WHERE epoch = ?"',
        '"SELECT goes_on, edition FROM recovery WHERE epoch <= ?"',
        _STATIONS,
    ),
    Mutant(
        "a hub goes on although no station lacks",
        f"{_SHARING}/halt_stations.py",
        "            if not missing:\n",
        "            if missing is None:\n",
        _STATIONS,
    ),
    Mutant(
        "a station that was re-admitted stays written off",
        f"{_SHARING}/halt_stations.py",
        "unit.stations.save(replace(known, written_off=False))",
        "unit.stations.save(known)",
        _STATIONS,
    ),
    Mutant(
        "a station that was written off is re-admitted by saying what it has",
        f"{_SHARING}/attach_station.py",
        "unit.stations.save(replace(before, epoch=epoch,",
        "unit.stations.save(replace(before, written_off=False, epoch=epoch,",
        _STATIONS,
    ),
    Mutant(
        "somebody is signed in at every station who is at one",
        "cati_app/store/hub/sessions.py",
        "AND s.device = ? AND s.until > ?",
        "AND (s.device = ? OR true) AND s.until > ?",
        "tests/unit/hub/test_sessions.py",
    ),
    Mutant(
        "a session never ends",
        "cati_app/store/hub/sessions.py",
        "AND s.until > ?",
        "AND s.until <> ?",
        "tests/unit/hub/test_sessions.py",
    ),
    Mutant(
        "whoever left the study stays signed in",
        "cati_app/store/hub/sessions.py",
        "if person is not None and person[7] else None",
        "if person is not None else None",
        "tests/unit/hub/test_sessions.py",
    ),
    Mutant(
        "any password begins a session",
        "cati_app/store/hub/sessions.py",
        "if row is None or not same or not row[7]:",
        "if row is None or not row[7]:",
        "tests/unit/hub/test_sessions.py",
    ),
    Mutant(
        "wrong passwords are tried as fast as they come",
        "cati_app/store/hub/sessions.py",
        "        if self._waits(user_id):\n",
        '        if self._waits(""):\n',
        "tests/unit/hub/test_sessions.py",
    ),
    Mutant(
        "a call begins on a case whose lease is over",
        f"{_SHARING}/work_at_station.py",
        "if self._lent.is_over(user, attempt.case_id):",
        "if self._lent.is_over(user, attempt.case_id) and not number:",
        _CALLS,
    ),
    Mutant(
        "a call begins on a case that went to others",
        f"{_SHARING}/hold_numbers.py",
        " or not lease.is_open:\n                return BeforeCall.LOST",
        ":\n                return BeforeCall.LOST",
        f"{_HELD} {_CALLS}",
    ),
    Mutant(
        "what was taken back holds its numbers still",
        f"{_SHARING}/hold_numbers.py",
        "        else:\n            unit.holds.release(lease.token)",
        "        else:\n            unit.holds.of(lease.case_id, now)",
        _HELD,
    ),
    Mutant(
        "what was taken back releases what others hold, and for good",
        "cati_app/store/leases.py",
        "DELETE FROM number_hold WHERE until IS NOT NULL AND epoch = ? AND n = ?",
        "DELETE FROM number_hold WHERE coalesce(epoch, ?) >= 0 AND coalesce(n, ?) >= 0",
        _HELD,
    ),
    Mutant(
        "a late copy of a hold that was let go sets it again",
        f"{_SHARING}/hold_numbers.py",
        "if unit.holds.is_last(word):",
        "if unit.holds.is_last(word) is not None:",
        f"{_HELD} {_SIM}",
    ),
    Mutant(
        "a hold that ended meanwhile does not hold again when its station says it again",
        "cati_app/store/leases.py",
        "AND hold_n <= ?",
        "AND hold_n < ?",
        _HELD,
    ),
    Mutant(
        "a hub from a copy is not told whose person wants no more calls",
        f"{_SHARING}/attach_station.py",
        "                self._hold_numbers(unit, now, holdings)\n",
        "",
        f"{_HELD} {_SIM}",
    ),
    Mutant(
        "a case that comes back without its hold leaves its numbers held",
        f"{_SHARING}/take_in.py",
        "        unit.holds.release(lease.token)  # the case says now whether its numbers are on the block list\n",
        "",
        f"{_HELD} {_SIM}",
    ),
    Mutant(
        "whoever wants no more calls is called on where the rest of the case is kept aside",
        f"{_SHARING}/take_in.py",
        "if handed.bundle.blocked and is_of_this:",
        "if handed.bundle.blocked and not lease:",
        _HELD,
    ),
    Mutant(
        "a hold for a while lasts for ever",
        "cati_app/store/leases.py",
        "(until IS NULL OR until > ?)",
        "(until IS NULL OR until <> ?)",
        _HELD,
    ),
)
