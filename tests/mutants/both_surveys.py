"""Mistakes in what experts and residents are coded, compared, invited and released by."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

_DOMAIN = "tests/unit/domain"

BOTH_SURVEYS = (
    Mutant(
        "alpha forgets that a value is not compared with itself",
        "cati_app/domain/coding/agreement.py",
        "1 - (total - 1) * observed / expected",
        "1 - total * observed / expected",
        f"{_DOMAIN}/test_agreement.py",
    ),
    Mutant(
        "an agreement of exactly .8 gets a warning",
        "cati_app/domain/coding/agreement.py",
        "if alpha >= FIRM:",
        "if alpha > FIRM:",
        f"{_DOMAIN}/test_agreement.py",
    ),
    Mutant(
        "a coder sees what the other gave before both have coded",
        "cati_app/domain/coding/coded_units.py",
        "return self.codings if self.is_coded else",
        "return self.codings if self.codings else",
        f"{_DOMAIN}/test_coded_units.py",
    ),
    Mutant(
        "a code that was retired is dropped without a word",
        "cati_app/domain/coding/code_frame.py",
        "removed += (RemovedCode(axis, old, removal, reached, into) for old in sorted(originals))",
        "removed += ()",
        f"{_DOMAIN}/test_code_frame.py",
    ),
    Mutant(
        "the next person is seated though the plan cannot be met by those after",
        "cati_app/domain/focus_groups/group_draw.py",
        "shortfall = plan.shortfall(after, [*seated, person])",
        "shortfall = plan.shortfall(after, seated)",
        f"{_DOMAIN}/test_group_draw.py",
    ),
    Mutant(
        "whose value is unknown takes a place that is for others",
        "cati_app/domain/focus_groups/group_plan.py",
        "if not held.others and person.value(feature) not in held.ranges:",
        "if False and person.value(feature) not in held.ranges:",
        f"{_DOMAIN}/test_group_plan.py",
    ),
    Mutant(
        "half of the experts with a stance lead",
        "cati_app/domain/comparison/leanings.py",
        "if 2 * persons > with_stance",
        "if 2 * persons >= with_stance",
        f"{_DOMAIN}/test_comparison.py",
    ),
    Mutant(
        "a missing value belongs to every group",
        "cati_app/domain/release/likeness.py",
        "alike[tuple(row.get(name) for name in quasi_identifiers)].append(row)",
        "alike[tuple(row[name] for name in quasi_identifiers if name in row)].append(row)",
        f"{_DOMAIN}/test_likeness.py",
    ),
    Mutant(
        "dates are taken for telephone numbers",
        "cati_app/domain/release/identifying_texts.py",
        'undated = _DATE.sub(lambda date: " " * len(date[0]), text)',
        "undated = text",
        f"{_DOMAIN}/test_identifying_texts.py",
    ),
)
