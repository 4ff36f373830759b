"""A supervisor decides something at the hub: why, then it is done there while whoever waits sees it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.ui.stage.panel_states import PanelKind, TextPanelState
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.wording import rule_text
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class HubDecision:
    """What is decided.

    Args:
        title: What it will do, and the question why.
        action: What Enter does.
        work: Does it with the reason, in the lane `net`.
        done: Gets what that gave.
    """

    title: str
    action: str
    work: Callable[[str], Any]
    done: Callable[[Any], None]


class Deciding:
    """One at a time; a panel that is closed ends it.

    Args:
        stop: Lets go of the line.
    """

    def __init__(self, stage: Stage, stop: Callable[[], None]) -> None:
        self._stage = stage
        self._stop = stop
        self._decision: HubDecision | None = None

    def ask(self, decision: HubDecision) -> None:
        """Why."""
        self._decision = decision
        self._panel()

    def reason_given(self, text: str) -> None:
        """Enter in the panel."""
        decision = self._decision
        if decision is None:
            return
        if not text.strip():
            self._panel(rule_text(self._stage.words, RuleViolation("reason_needed")))
            return
        self.closed()
        self._stage.shell.hide_panel()
        waits_for = self._stage.words.say("Waiting for the hub …")
        failed = partial(self._failed, decision, text)
        self._stage.ask(lambda: decision.work(text), decision.done, failed, waits_for, self._stop)

    def _failed(self, decision: HubDecision, text: str, error: Exception) -> bool:
        """Where the hub was not reached the panel comes back with what was typed."""
        if not isinstance(error, EnvironmentProblem):
            return False
        self._stage.explain(error)
        self._decision = decision
        self._panel(text=text)
        return True

    def closed(self) -> None:
        """Esc: nothing is decided."""
        self._decision = None

    def _panel(self, message: str = "", text: str = "") -> None:
        if self._decision is not None:
            title, action = self._decision.title, self._decision.action
            self._stage.panel(TextPanelState(PanelKind.AT_HUB, title, text, message=message, action=action))
