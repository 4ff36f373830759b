"""What the pages of a new study work with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import Protocol

from cati_app.domain.errors import RuleViolation
from cati_app.domain.findings import Finding
from cati_app.values import dataclass

Filled = Mapping[str, str]
"""What was filled in, by the name of the field."""


@dataclass(frozen=True, slots=True)
class LookedThrough:
    """What is known of the study as it is filled in now.

    Args:
        languages: Of the questionnaire, by code, as the window calls them.
        groups: Names of its groups.
        questions: How many it asks.
        variables: What a quota may count by: code and label of each category, by name.
        planned: Variables of each quota, by its name.
        title: Of the questionnaire, as it names itself; blank: it does not.
    """

    findings: Sequence[Finding] = ()
    languages: Mapping[str, str] | None = None
    groups: Sequence[str] = ()
    questions: int = 0
    variables: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    planned: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    title: str = ""


class SettingUpServices(Protocol):
    """`look` and `make` run in a lane, the others on the main thread."""

    countries: Sequence[tuple[str, str]]
    """Those whose holidays are known: code, and name in the language of the window."""
    rules: str
    """Name of the locked rules, which hold in every country."""

    def states(self, country: str) -> Sequence[tuple[str, str]]:
        """Those that have holidays of their own, code and name."""
        ...

    def time_zone(self, country: str) -> str:
        """The one of its capital; blank where the program does not know it."""
        ...

    def kept(self) -> Filled:
        """What was left in the middle, else what a new study begins with."""
        ...

    def keep(self, filled: Filled) -> None: ...

    def look(self, filled: Filled) -> LookedThrough:
        """Look through everything so far. EnvironmentProblem and RuleViolation say what cannot be read."""
        ...

    def make(self, filled: Filled) -> Path:
        """Make the study folder. EnvironmentProblem: `new_study_there` and others."""
        ...

    def ended(self) -> None:
        """Nothing is left to do of the study that was made; the next one begins anew."""
        ...

    def short_name(self, title: str) -> str: ...

    def rule_words(self, rule: RuleViolation) -> str: ...


MadeStudy = Callable[[Path], None]
"""Called with the folder of the new study."""
