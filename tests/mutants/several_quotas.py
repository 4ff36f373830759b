"""Mistakes in what several quotas are held to: modes, states, quotas within a category, the choice among cells."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

_CELLS = "cati_app/domain/quota/cells.py"
_RULES = "tests/unit/domain/test_cells_of_several_quotas.py"
_STORED, _AT_HUB = "tests/unit/store/test_several_quotas.py", "tests/unit/store/test_several_quotas_at_hub.py"
_CONTRACT, _PLAYED = "tests/contract/test_other_ports.py", "tests/property/test_quota_machine.py"
_CODED = "tests/unit/store/test_followed_codes.py"

QUOTAS = (
    Mutant(
        "an overrun cell counts those in progress",
        _CELLS,
        "(count.achieved if count.mode is QuotaMode.OVERRUN else count.taken)",
        "count.taken",
        _RULES,
    ),
    Mutant(
        "a soft cell turns people away",
        _CELLS,
        "ALWAYS_TAKES = frozenset({QuotaMode.SOFT, QuotaMode.COUNTER})",
        "ALWAYS_TAKES = frozenset({QuotaMode.COUNTER})",
        _RULES,
    ),
    Mutant(
        "a paused cell takes people",
        _CELLS,
        "return has_room(count) and not count.closed and not count.paused",
        "return has_room(count) and not count.closed",
        _RULES,
    ),
    Mutant(
        "one quota that takes the person is enough",
        _CELLS,
        "[count for count in chosen if not _takes(count, classification)]), None)",
        "[count for count in chosen[:1] if not _takes(count, classification)]), None)",
        _RULES,
    ),
    Mutant(
        "a quota within a category counts everybody",
        _CELLS,
        "        if not _counts_there(quota, told):",
        "        if not quota.targets:",
        _RULES,
    ),
    Mutant(
        "of several cells one is taken that is full",
        _CELLS,
        "[count for count in counts if _takes(count, classification)] or list(counts)",
        "list(counts)",
        _RULES,
    ),
    Mutant(
        "of several cells the fullest is taken",
        _CELLS,
        "min(open_ones, key=_fullness)",
        "max(open_ones, key=_fullness)",
        _RULES,
    ),
    Mutant(
        "a choice at random is always the first cell",
        _CELLS,
        "if quota.choice is CellChoice.RANDOM:",
        "if quota.choice is CellChoice.RANDOM and not key:",
        _RULES,
    ),
    Mutant(
        "a cell that still fits is chosen again",
        _CELLS,
        "return replace(self, several=tuple(kept)) if self.several else self",
        "return self",
        _RULES,
    ),
    Mutant(
        "a counter steers whom is dialled",
        "cati_app/domain/calling/routing.py",
        "counting = [cell for cell in cells if cell.mode is not QuotaMode.COUNTER]",
        "counting = list(cells)",
        _RULES,
    ),
    Mutant(
        "a place is held in its first cell alone",
        "cati_app/store/quota_book.py",
        "        for cell in cells_of(place):",
        "        for cell in cells_of(place)[:1]:",
        _CONTRACT,
    ),
    Mutant(
        "the database gives a place in an overrun cell that is full",
        "cati_app/store/migrations/versions/v0034_several_quotas.py",
        "AND OLD.achieved >= NEW.target BEGIN",
        "AND OLD.achieved > NEW.target + 9 BEGIN",
        _CONTRACT,
    ),
    Mutant(
        "the database gives one place too many in a strict cell",
        "cati_app/store/migrations/versions/v0034_several_quotas.py",
        "_BY_MODE = \"CHECK (mode <> 'strict' OR achieved + in_progress <= max(target, room))\"",
        "_BY_MODE = \"CHECK (mode <> 'strict' OR achieved + in_progress <= max(target, room) + 1)\"",
        _CONTRACT,
    ),
    Mutant(
        "a correction gives back the cells that stay",
        "cati_app/fieldwork/quota/reserve_place.py",
        "        if cell not in after:",
        "        if cell:",
        _PLAYED,
    ),
    Mutant(
        "an interview is in its own way when an answer is corrected",
        "cati_app/fieldwork/quota/reserve_place.py",
        "if cell in held else count",
        "if cell in held and not cell else count",
        _STORED,
    ),
    Mutant(
        "an interview that goes on takes a place that is not free",
        "cati_app/fieldwork/quota/own_place.py",
        "    if not decision.has_place:",
        "    if not decision.counts:",
        "tests/unit/fieldwork/test_own_place.py",
    ),
    Mutant(
        "a correction at a hub asks for cells that the interview has",
        "cati_app/fieldwork/quota/given_places.py",
        "if cell not in known)",
        "if cell)",
        _AT_HUB,
    ),
    Mutant(
        "what an interview has too much stays held at the hub",
        "cati_app/fieldwork/sharing/judge_interviews.py",
        "        if over is not None:",
        "        if over is not None and not over:",
        _AT_HUB,
    ),
    Mutant(
        "after three corrections a cell that never changed is given back",
        "cati_app/fieldwork/sharing/grant_place.py",
        "grant in of_interview and wanted.intersection(cells_of(grant.cell_id))",
        "grant in of_interview and wanted.issubset(())",
        _AT_HUB,
    ),
    Mutant(
        "a station says that another cell is full than the hub",
        _CELLS,
        "named = [count for count in chosen if count.cell_id == refused]",
        "named = [count for count in chosen[:1] if refused is not None]",
        _AT_HUB,
    ),
    Mutant(
        "a complete interview is in its own way where it moves",
        "cati_app/fieldwork/quota/own_place.py",
        "replace(count, achieved=count.achieved - 1) if cell in stands else count",
        "count",
        "tests/unit/fieldwork/test_own_place.py",
    ),
    Mutant(
        "a complete interview that moves leaves its old place taken",
        "cati_app/fieldwork/quota/own_place.py",
        "            book.reopen(cell)\n            book.give_back(cell)\n    for cell in come:",
        "            book.reopen(cell)\n    for cell in come:",
        "tests/unit/fieldwork/test_own_place.py",
    ),
    Mutant(
        "an analyst's codes move a place",
        "cati_app/fieldwork/monitor/code_answers.py",
        "follows, ids = user.role in GRANTS[Right.SUPERVISE].roles, self._ids",
        "follows, ids = True, self._ids",
        _CODED,
    ),
    Mutant(
        "whoever held an interview moves its place by coding",
        "cati_app/fieldwork/monitor/code_answers.py",
        "            if interview.user_id == now.by:\n                continue\n",
        "",
        _CODED,
    ),
    Mutant(
        "what somebody looked at before it was coded does not wait",
        "cati_app/fieldwork/quota/look_at_interview.py",
        "return self.codings[interview] < codings",
        "return False",
        _CODED,
    ),
    Mutant(
        "a place moves though the log does not lead to what is stored",
        "cati_app/fieldwork/monitor/coded_places.py",
        "            if any(held.value(name) != text for name, text in stored.items()):\n                return None\n",
        "",
        _CODED,
    ),
    Mutant(
        "an interview that belongs where it counts stays marked",
        "cati_app/fieldwork/monitor/follow_codes.py",
        "        unit.interviews.save(interview.stay())\n",
        "        pass\n",
        _CODED,
    ),
    Mutant(
        "a code that no questionnaire offers moves a place",
        "cati_app/fieldwork/monitor/coded_places.py",
        "kept = tuple(each for each in coded.codes if each in known)",
        "kept = coded.codes",
        _CODED,
    ),
    Mutant(
        "a new code is one of every question with that list",
        "cati_app/engine/form/further_choices.py",
        'own = node.choices if node.choices not in form.lists else f"{node.choices}_{node.index}"',
        "own = node.choices",
        "tests/unit/engine/test_further_choices.py",
    ),
    Mutant(
        "what was changed by hand comes into force with a new code",
        "cati_app/station/new_code.py",
        "if loaded.form_hash != before.form_hash or _without_codes(loaded.study) != _without_codes(before.study):",
        "if False:",
        "tests/unit/station/test_coding_desk.py",
    ),
)
