"""Mistakes in what supervisors change of cells: on what was in sight, once, and taken back while nobody used it."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

_STEERING, _WHAT_IF = "cati_app/domain/quota/steering.py", "cati_app/domain/quota/what_if.py"
_RULES, _FORESEEN = "tests/unit/domain/test_steering.py", "tests/unit/domain/test_what_if.py"
_BOOK, _CONTRACT = "cati_app/store/quota_book.py", "tests/contract/test_other_ports.py"
_BOARD = "tests/unit/ui/test_steering.py"

_MOVING, _MACHINE = "cati_app/domain/quota/moving.py", "tests/property/test_quota_machine.py"

STEERING = (
    Mutant(
        "a cell that a supervisor closed takes people where there is no line",
        "cati_app/fieldwork/sharing/lent_cases.py",
        "            if shut is not None:\n",
        "            if shut is None and wish is None:\n",
        "tests/unit/store/test_several_quotas_at_hub.py",
    ),
    Mutant(
        "a cell that was opened again stays closed at a station",
        "cati_app/fieldwork/sharing/borrow_case.py",
        "if now != (count.closed, count.paused):",
        "if any(now):",
        "tests/unit/store/test_several_quotas_at_hub.py",
    ),
    Mutant(
        "targets that somebody holds a place of go to another cell",
        _MOVING,
        "return max(0, cell.count.target - cell.count.taken)",
        "return cell.count.target",
        _MACHINE,
    ),
    Mutant(
        "targets move on what was not in sight of the other cell",
        _MOVING,
        "((giving, edit.seen), (taking, move.seen))",
        "((giving, edit.seen), (taking, None))",
        _BOARD,
    ),
    Mutant(
        "half of a move is taken back",
        _MOVING,
        '    if len(both) == 1:\n        raise RuleViolation("undo_apart")\n',
        "",
        _MACHINE,
    ),
    Mutant(
        "a move told twice is refused the second time",
        _MOVING,
        "    if edit.version in (giving.version, taking.version):\n        return giving, taking\n",
        "",
        "tests/unit/hub/test_steering_at_a_hub.py",
    ),
    Mutant(
        "the slower of two supervisors overwrites what the other did",
        _STEERING,
        "if edit.seen is not None and edit.seen != self.version:",
        "if edit.seen is not None and not edit.id:",
        _RULES,
    ),
    Mutant(
        "a change told twice is refused the second time",
        _STEERING,
        "        if edit.id == self.version:\n            return self\n",
        "",
        _RULES,
    ),
    Mutant(
        "a change is taken back at any time",
        _STEERING,
        "if at > self.change.until:",
        "if at > self.change.until + UNDO_FOR:",
        _RULES,
    ),
    Mutant(
        "a place that somebody used is taken back",
        _STEERING,
        "        if self.used:\n            raise RuleViolation",
        "        if self.used > 9:\n            raise RuleViolation",
        _RULES,
    ),
    Mutant(
        "whoever came to a cell that was opened does not keep it open",
        _STEERING,
        "            return since\n",
        "            return 0\n",
        _RULES,
    ),
    Mutant(
        "a place that came back hides one that was used",
        _STEERING,
        "return self.count.taken + self.count.rolled_back",
        "return self.count.taken",
        _RULES,
    ),
    Mutant(
        "a change that another one followed is taken back",
        _STEERING,
        "if edit.undoes != self.version or self.change is None:",
        "if self.change is None:",
        _RULES,
    ),
    Mutant(
        "opening the study ends what a supervisor said",
        _BOOK,
        "CASE WHEN cell.planned = ?3 THEN cell.target ELSE ?3 END",
        "CASE WHEN cell.planned = ?3 THEN ?3 ELSE ?3 END",
        _CONTRACT,
    ),
    Mutant(
        "a target below what is there lets one more in",
        _BOOK,
        "THEN cell.achieved + cell.in_progress ELSE 0 END",
        "THEN cell.achieved + cell.in_progress + 1 ELSE 0 END",
        _CONTRACT,
    ),
    Mutant(
        "a new number of the plan leaves the version as it was",
        _BOOK,
        "version = CASE WHEN cell.planned = ?3 THEN cell.version ELSE ?5 END",
        "version = CASE WHEN cell.planned = ?3 THEN cell.version ELSE cell.version END",
        _CONTRACT,
    ),
    Mutant(
        "a lower target is foreseen below what is done and held",
        _WHAT_IF,
        "else max(count.target, count.taken)",
        "else count.target",
        _FORESEEN,
    ),
    Mutant(
        "a closed cell lets in what it lacks",
        _WHAT_IF,
        "cell.count.taken if cell.count.closed or cell.count.paused else in_force(cell.count)",
        "in_force(cell.count)",
        _FORESEEN,
    ),
    Mutant(
        "a contradiction of the plan is told with every change",
        _WHAT_IF,
        "if gap.wants - gap.lets_in > gaps.get(_of(gap), 0)",
        "if gap.wants - gap.lets_in > 0 or gaps",
        _FORESEEN,
    ),
    Mutant(
        "whoever is slower decides on what stood before",
        "cati_app/ui/desk/board/steering.py",
        "replace(seen, id=self._services.cells.new_change())",
        "replace(draft.edit, id=self._services.cells.new_change())",
        _BOARD,
    ),
    Mutant(
        "a change needs no reason",
        "cati_app/fieldwork/quota/steer_cell.py",
        "if not reason.strip() and not edit.undoes:",
        "if not reason.strip() and not edit.cell:",
        "tests/unit/fieldwork/test_steer_cell.py",
    ),
)
