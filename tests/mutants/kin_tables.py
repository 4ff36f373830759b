"""Mistakes in what tables of kin variables hide beside each other."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

_KIN, _FOUND = "cati_app/domain/tabulation/kinship.py", "tests/unit/domain/test_kinship.py"
_TABLES, _EQUATIONS = "cati_app/domain/tabulation/kin_tables.py", "cati_app/domain/tabulation/kin_equations.py"
_TOGETHER = "cati_app/domain/tabulation/hidden_together.py"
_ATTACKED = "tests/unit/domain/test_hidden_together.py"
_FILES = "tests/unit/publish/test_tables_told_together.py"

KIN_TABLES = (
    Mutant("kin: five people are few", _KIN, "_people(met, part) >= limit", "_people(met, part) > limit", _FOUND),
    Mutant("kin: the same base makes kin", _KIN, "or answered <= side", "", _FOUND),
    Mutant("kin: rare categories are not looked at", _KIN, "taken[sample[sample >= 0]] = True", "", _FOUND),
    Mutant(
        "kin: sums of one are not those of the other",
        _EQUATIONS,
        "yield from self._bound(bond, axis)",
        "yield from ()",
        _ATTACKED,
    ),
    Mutant(
        "kin: sums of few may follow", _TABLES, "is_small(count, self._limit) and count != told", "False", _ATTACKED
    ),
    Mutant(
        "kin: people of one coarse category cost as much as others",
        _TABLES,
        "np.where(apart, cost, 0.0)",
        "cost",
        _ATTACKED,
    ),
    Mutant("kin: what hides more is kept", _TABLES, "if hidden <= self._people_hidden():", "if True:", _FILES),
    Mutant(
        "kin: columns of few are told by their bases",
        _TOGETHER,
        "columns.hidden(self._hidden)",
        "frozenset()",
        _ATTACKED,
    ),
    Mutant("kin: a filter tells what a category hides", _TOGETHER, "| self._told_by_filter(number)", "", _ATTACKED),
    Mutant(
        "kin: a table of two kin is judged by itself",
        _TOGETHER,
        "if closed is None or (closed & ~table.hidden).any():",
        "if closed is None:",
        _ATTACKED,
    ),
    Mutant(
        "kin: tables that were decided move with new columns",
        _TOGETHER,
        "if before is not None and any(",
        "if before is None and any(",
        _ATTACKED,
    ),
    Mutant(
        "kin: the codebook tells what tables hide",
        "cati_app/publish/formats/codebook.py",
        "hidden_answers(numbers, also=also)",
        "hidden_answers(numbers)",
        _FILES,
    ),
    Mutant(
        "kin: a description tells what tables hide",
        "cati_app/publish/formats/ddi.py",
        "for code in codes], also=also)",
        "for code in codes])",
        _FILES,
    ),
    Mutant(
        "kin: the report on variables tells what tables hide",
        "cati_app/publish/reports/codebook_report.py",
        "codes = {str(code) for code in self._hidden.get(variable.name, ())}",
        "codes = set[str]()",
        _FILES,
    ),
)
