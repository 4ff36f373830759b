"""Mistakes in what leaves the house."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

_CASES, _TESTED = "cati_app/publish/formats/sav_cases.py", "tests/unit/publish/test_system_file_cases.py"
_BASES, _HELD_AGAINST = "cati_app/domain/tabulation/told_bases.py", "tests/unit/domain/test_told_bases.py"

PUBLISHING = (
    Mutant("tables: a base is told that parts hidden cells", _BASES, "(within and beyond) or ", "", _HELD_AGAINST),
    Mutant(
        "tables: all but few are told",
        _BASES,
        "self._is_close_to(group, np.ones(len(group), np.bool_))",
        "False",
        _HELD_AGAINST,
    ),
    Mutant(
        "tables: two bases tell of few between them",
        _BASES,
        "or any(self._is_close_to(group, other) for other in self._told)",
        "",
        _HELD_AGAINST,
    ),
    Mutant(
        "a number beyond what a code of an SPSS file holds is written into the code",
        _CASES,
        "(whole <= _MOST)",
        "(whole <= _MOST + 1)",
        _TESTED,
    ),
    Mutant(
        "a part of a long text in an SPSS file has no blank behind it",
        _CASES,
        'return b" ".join(text',
        'return b"".join(text',
        _TESTED,
    ),
    Mutant(
        "a case of an SPSS file whose last codes are full begins no further ones",
        _CASES,
        "count, groups = rows.stop - rows.start, width // 8 + 1",
        "count, groups = rows.stop - rows.start, -(-width // 8)",
        _TESTED,
    ),
    Mutant(
        "answers that an interview lacks stand one line too high",
        "cati_app/publish/dataset/gathered.py",
        "if references != self._references:",
        "if not set(references) <= set(self._references):",
        "tests/unit/publish/test_gathered.py",
    ),
    Mutant(
        "codes of one interview are those of all",
        "cati_app/store/event_log.py",
        "if only is None:",
        "if not only:",
        "tests/unit/store/test_answer_codings.py",
    ),
)
