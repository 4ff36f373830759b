"""The mistakes: where each is made, and the tests that have to notice. Boundaries and faults there once were."""

from __future__ import annotations

from typing import NamedTuple


class Mutant(NamedTuple):
    """A text of the program replaced by a wrong one; `tests` are files or folders, separated by blanks."""

    what: str
    file: str
    right: str
    wrong: str
    tests: str


_DOMAIN, _FIELDWORK, _ENGINE = "tests/unit/domain", "tests/unit/fieldwork", "tests/unit/engine"
_CONTRACT = "tests/contract"

MUTANTS = (
    # -- domain
    Mutant(
        "a part at the very end of the time looked ahead no longer counts",
        "cati_app/domain/calling/due.py",
        "begin > first + rules.best_within",
        "begin >= first + rules.best_within",
        f"{_DOMAIN}/test_due.py",
    ),
    Mutant(
        "a call may start after the last minute in which an interview fits",
        "cati_app/domain/calling/calendar.py",
        "local.time() >= window.start and local <= self._last_start(local.date(), window)",
        "local.time() >= window.start",
        f"{_DOMAIN}/test_calendar.py",
    ),
    Mutant(
        "the first minute of the calling hours is closed",
        "cati_app/domain/calling/calendar.py",
        "local.time() >= window.start and",
        "local.time() > window.start and",
        f"{_DOMAIN}/test_calendar.py",
    ),
    Mutant(
        "an appointment is not missed yet when the time of the team ends",
        "cati_app/domain/calling/routing.py",
        "return now >= at + rules.team_until",
        "return now > at + rules.team_until",
        f"{_DOMAIN}/test_routing.py",
    ),
    Mutant(
        "a quota cell takes one interview too many",
        "cati_app/domain/quota/cells.py",
        "if count.taken >= count.target else",
        "if count.taken > count.target else",
        f"{_DOMAIN}/test_quota.py",
    ),
    Mutant(
        "a day may have one contact attempt too many",
        "cati_app/domain/calling/results.py",
        "return today >= self.max_attempts_per_day",
        "return today > self.max_attempts_per_day",
        f"{_DOMAIN}/test_after_call.py",
    ),
    # -- fieldwork
    Mutant(
        "a lease is over in its last second",
        "cati_app/fieldwork/calling/settle_queue.py",
        "now.at - seen > rules.schedule.lease",
        "now.at - seen >= rules.schedule.lease",
        f"{_FIELDWORK}/test_settling.py",
    ),
    Mutant(
        "what looks ahead counts a lease otherwise than what settles it",
        "cati_app/fieldwork/calling/look_ahead.py",
        "now - seen > schedule.lease",
        "now - seen >= schedule.lease",
        f"{_FIELDWORK}/test_settling.py",
    ),
    Mutant(
        "a result can still be taken back when its time is over",
        "cati_app/fieldwork/calling/record_result.py",
        "if now.at >= given.undo_until:",
        "if now.at > given.undo_until:",
        f"{_FIELDWORK}/test_calls_and_results.py",
    ),
    Mutant(
        "a number is dialled once more than the limit",
        "cati_app/domain/calling/results.py",
        "return dials >= self.max_attempts",
        "return dials > self.max_attempts",
        f"{_FIELDWORK}/test_limits.py",
    ),
    Mutant(
        "exactly half of the core questions is not enough for a partial interview",
        "cati_app/domain/casework/interviews.py",
        "core_answered >= core_share * core_asked",
        "core_answered > core_share * core_asked",
        f"{_FIELDWORK} {_DOMAIN}",
    ),
    Mutant(
        "a second soft refusal leaves the case open",
        "cati_app/domain/casework/ending.py",
        "if so_far.refusals > 1:",
        "if so_far.refusals > 2:",
        f"{_DOMAIN}/test_after_call.py",
    ),
    Mutant(
        "a case is closed although somebody agreed to go on after the soft refusal",
        "cati_app/domain/casework/ending.py",
        "contacts[-1] == SOFT_REFUSAL",
        "SOFT_REFUSAL in contacts",
        f"{_DOMAIN}/test_after_call.py",
    ),
    Mutant(
        "what is foreseen forgets the call that is under way",
        "cati_app/fieldwork/calling/foresight.py",
        "calls=0 if offer.dialled else 1",
        "calls=0",
        "tests/property/test_closing_laws.py",
    ),
    Mutant(
        "an appointment can be made for this very moment",
        "cati_app/domain/casework/after_call.py",
        "if agreed.at <= at:",
        "if agreed.at < at:",
        f"{_FIELDWORK}/test_calls_and_results.py",
    ),
    # -- engine
    Mutant(
        "a question nobody is asked takes an answer",
        "cati_app/engine/session/apply.py",
        "if node.kind is not NodeKind.QUESTION or not (ahead or row.relevant[node.slot]):",
        "if node.kind is not NodeKind.QUESTION:",
        _ENGINE,
    ),
    Mutant(
        "an answer that is no choice of the list is taken from the log",
        "cati_app/engine/session/apply.py",
        "if any(name not in known for name in chosen(node, answer.text)):",
        "if all(name not in known for name in chosen(node, answer.text)):",
        _ENGINE,
    ),
    Mutant(
        "a hard check is kept with a reason",
        "cati_app/engine/session/answering.py",
        "kept = fault is not None and not fault.hard and bool(",
        "kept = fault is not None and bool(",
        _ENGINE,
    ),
    Mutant(
        "an answer given ahead counts as confirmed",
        "cati_app/engine/session/apply.py",
        "row.aside[node.slot] = ahead and not answer.is_blank",
        "row.aside[node.slot] = False",
        _ENGINE,
    ),
    # -- faults there were
    Mutant(
        "a new theme brings a new guard against bouncing keys",
        "cati_app/ui/widgets/kit.py",
        "        self.texts.clear()\n",
        "        self.texts.clear()\n        self.keys = KeyGuard(monotonic_ms)\n",
        "tests/gui/test_theme.py",
    ),
    Mutant(
        "work given to the store is dropped at the end",
        "cati_app/ui/tasks.py",
        "pool.shutdown(wait=True)",
        "pool.shutdown(wait=True, cancel_futures=True)",
        "tests/gui/test_tasks.py",
    ),
    Mutant(
        "the late end of a call ends the next one",
        "cati_app/fieldwork/calling/call_run.py",
        "belongs = self.call is not None and self.call.id == event.call_id",
        "belongs = self.call is not None",
        f"{_FIELDWORK}/test_call_run.py",
    ),
    Mutant(
        "the screen says no recording whatever the study declares",
        "cati_app/domain/calling/line.py",
        "    if not wanted:\n",
        "    if True:\n",
        f"{_FIELDWORK}/test_call_run.py",
    ),
    Mutant(
        "a special answer wakes nobody who reads it",
        "cati_app/engine/form/evaluation.py",
        "            self._push_edges(node.index, row)\n        self.settle()",
        "            pass\n        self.settle()",
        _ENGINE,
    ),
    Mutant(
        "a special answer sets off no trigger",
        "cati_app/engine/form/evaluation.py",
        "if node.triggers and (special or row.v[node.slot] != before):",
        "if node.triggers and row.v[node.slot] != before:",
        _ENGINE,
    ),
    # -- ports, and the fakes of them
    Mutant(
        "the store deals portions in the order of ids",
        "cati_app/store/sample.py",
        "(ORDER BY release_order, id) - 1",
        "(ORDER BY id) - 1",
        f"{_CONTRACT}/test_sample_port.py",
    ),
    Mutant(
        "the store takes a first call with it to no other frame",
        "cati_app/store/sample.py",
        "            if frame != unit.frame:\n",
        "            if False:\n",
        f"{_CONTRACT}/test_sample_port.py",
    ),
    Mutant(
        "the store forgets that a number was called once a file came in",
        "cati_app/store/sample.py",
        '"UPDATE number SET position = ? WHERE id = ?"',
        '"UPDATE number SET position = ?, dials = 0 WHERE id = ?"',
        f"{_CONTRACT}/test_sample_port.py",
    ),
    Mutant(
        "the fake opens what waits without asking for its portion",
        "tests/fakes/sample.py",
        "        opened = waiting if replicates is not None else waiting[:count]\n",
        "        opened = waiting\n",
        f"{_CONTRACT}/test_sample_port.py",
    ),
    Mutant(
        "the fake finds the numbers of nobody",
        "tests/fakes/sample.py",
        " in wanted\n        }\n",
        ' != ""\n        }\n',
        f"{_CONTRACT}/test_sample_port.py",
    ),
    Mutant(
        "the store lists the case at the mark again",
        "cati_app/store/case_book.py",
        '("<", " DESC") if back else (">", "")',
        '("<=", " DESC") if back else (">=", "")',
        f"{_CONTRACT}/test_book_ports.py",
    ),
    Mutant(
        "the store opens notes for who only looks at the list",
        "cati_app/store/case_book.py",
        "self._contacts.open_bytes(sealed) if opened else None",
        "self._contacts.open_bytes(sealed)",
        f"{_CONTRACT}/test_book_ports.py",
    ),
    Mutant(
        "the fake lists cases without a next time by it",
        "tests/fakes/books.py",
        "key=lambda line: line.mark(wanted.order))",
        "key=lambda line: line.case_no)",
        f"{_CONTRACT}/test_book_ports.py",
    ),
    Mutant(
        "the store begins a page with the last interview of the one before",
        "cati_app/store/interview_book.py",
        "(i.started_at, i.id) > (?, ?)",
        "(i.started_at, i.id) >= (?, ?)",
        f"{_CONTRACT}/test_book_ports.py",
    ),
    Mutant(
        "the store counts an interview that ends as the next day begins",
        "cati_app/store/interview_counts.py",
        "ended_at >= ? AND ended_at < ?",
        "ended_at > ? AND ended_at <= ?",
        f"{_CONTRACT}/test_book_ports.py",
    ),
    Mutant(
        "the fake takes broken off interviews for complete ones",
        "tests/fakes/books.py",
        "end = interview.ended_at if interview.state is InterviewState.COMPLETED else None",
        "end = interview.ended_at",
        f"{_CONTRACT}/test_book_ports.py",
    ),
    Mutant(
        "a telephone beside the screen ends its call twice",
        "cati_app/dialer/manual.py",
        "call_id, self._call = self._call, None",
        "call_id = self._call",
        f"{_CONTRACT}/test_dialer_port.py",
    ),
    Mutant(
        "a softphone that took no number has a call",
        "cati_app/dialer/manual.py",
        'raise LineProblem("adapter", f"no program',
        'self._call = call_id; raise LineProblem("adapter", f"no program',
        f"{_CONTRACT}/test_dialer_port.py",
    ),
    Mutant(
        "the fake of a line begins a call beside the one that is up",
        "tests/fakes/dialer.py",
        '            raise RuntimeError("a call is up")',
        "            pass",
        f"{_CONTRACT}/test_dialer_port.py",
    ),
)
