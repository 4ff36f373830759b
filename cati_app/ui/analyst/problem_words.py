"""What keeps an analyst from something, in words."""

from __future__ import annotations

from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.texts import Words
from cati_app.texts.coding_rules import coding_rule
from cati_app.texts.release_words import release_rule
from cati_app.texts.table_rules import table_rule
from cati_app.ui.stage.wording import environment_text, rule_text


def problem_words(words: Words, error: Exception) -> str | None:
    """A rule or a problem of the machine, in one or more lines; None: it is a bug."""
    if isinstance(error, RuleViolation):
        told = table_rule(error) or coding_rule(error) or release_rule(error)
        return rule_text(words, error) if told is None else words.worded(told)
    if isinstance(error, EnvironmentProblem):
        return "\n".join(environment_text(words, error))
    return None
