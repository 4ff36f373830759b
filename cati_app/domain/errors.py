"""The two kinds of failure that are nobody's bug: a rule that forbids, and an environment that fails.

Neither carries an answer, a name or a number: ids and codes only.
"""

from __future__ import annotations


class RuleViolation(Exception):
    """The action is not allowed now; `code` names the rule, `context` holds ids and figures for the wording."""

    def __init__(self, code: str, **context: str | float) -> None:
        super().__init__(code)
        self.code = code
        self.context = context


CASE_LOST = "case_lost"
"""The rule's code when a case went to others meanwhile: use cases raise it, calls and windows act on it."""


HALTED = frozenset(("hub_paused", "hub_written_off"))
"""Codes: a supervisor lets this station begin no call."""
NOT_WAITED_FOR = "hub_not_waited_for"
"""The problem's code when a person did not want to wait for a hub any longer."""


UNANSWERED = frozenset(("hub_unreachable", "hub_too_often"))
"""Codes: a hub gives no answer now; asked again later it does."""


TURNED_BACK = "hub_turned_back"
"""The problem's code when a hub gives what it has given before: it came back from a copy."""


class RowRefused(ValueError):
    """A database takes no such row: what it says contradicts a table. Repeated it is refused again."""


class EnvironmentProblem(Exception):
    """Disk, key, lock or line failed: `message` says what happened and what is safe, `cure` what to do."""

    def __init__(self, code: str, message: str, cure: str) -> None:
        super().__init__(f"{message} {cure}")
        self.code = code
        self.message = message
        self.cure = cure

    def afresh(self) -> EnvironmentProblem:
        """The same, to be raised: one that is raised twice keeps all that stood in either place."""
        return EnvironmentProblem(self.code, self.message, self.cure)
