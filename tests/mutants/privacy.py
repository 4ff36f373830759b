"""Mistakes in access codes, in erasing on one machine, and in what is overdue."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

_CODES, _CODES_TEST = "cati_app/domain/casework/access_codes.py", "tests/unit/domain/test_access_codes.py"
_ERASED = "tests/unit/store/test_erased_here.py"

PRIVACY = (
    Mutant(
        "access codes: a wrong digit passes",
        _CODES,
        'if check_digit(self.digits) != "0":',
        'if check_digit(self.digits) == "x":',
        _CODES_TEST,
    ),
    Mutant(
        "access codes: somebody else's is given once more",
        "cati_app/store/access_codes.py",
        "if not self._statements.all(_WITH, value):",
        "if True:",
        "tests/unit/store/test_codes_of_respondents.py",
    ),
    Mutant(
        "erasing: the place of a suspended interview is kept",
        "cati_app/fieldwork/sharing/erase_case.py",
        "            if interview.place is not None:\n                unit.quota.give_back(interview.place)\n",
        "            pass\n",
        _ERASED,
    ),
    Mutant(
        "erasing: a conversation is interrupted",
        "cati_app/fieldwork/sharing/erase_case.py",
        '    if case.locked_by is not None:\n        raise RuleViolation("case_in_hand")',
        '    if case.id is None:\n        raise RuleViolation("case_in_hand")',
        _ERASED,
    ),
    Mutant(
        "erasing: nothing is written down outside the database",
        "cati_app/station/erasing_here.py",
        "        self._database.state.keep_erased([case_id])\n",
        "",
        _ERASED,
    ),
    Mutant(
        "privacy: overdue on the last day",
        "cati_app/domain/casework/privacy.py",
        "due < today",
        "due <= today",
        "tests/unit/ui/test_overdue_data.py",
    ),
    Mutant(
        "privacy: a number alone is enough for two",
        "cati_app/cli/privacy.py",
        "if not (arguments.called_back and arguments.second):",
        "if not arguments.second:",
        "tests/unit/cli/test_privacy_command.py",
    ),
)
