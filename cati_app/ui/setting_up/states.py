"""What the pages of a new study show."""

from __future__ import annotations

from cati_app.domain.findings import Finding
from cati_app.ui.stage.form_states import FormState
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step in the list at the side."""

    title: str
    is_now: bool = False
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class SettingUpState:
    """A page.

    Args:
        told: How the questionnaire was read last, or why it cannot be read now.
        is_missed: It cannot be.
        file_field: Whether a file can be chosen for the first field.
        is_read: A questionnaire was looked through.
        is_made: The folder is there: questionnaire and findings are no matter of these pages any more.
    """

    steps: tuple[StepLine, ...]
    form: FormState
    findings: tuple[Finding, ...] = ()
    told: str = ""
    is_missed: bool = False
    file_field: bool = False
    is_made: bool = False
    is_read: bool = True
