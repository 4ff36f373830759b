"""Mistakes in what leaves the house."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

_CASES, _TESTED = "cati_app/publish/formats/sav_cases.py", "tests/unit/publish/test_system_file_cases.py"

PUBLISHING = (
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
