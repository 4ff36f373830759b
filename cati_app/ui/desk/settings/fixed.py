"""What is the same in every study and is looked at here all the same: thresholds of alerts, figures of people."""

from __future__ import annotations

from cati_app.domain.casework.alerts import RAISED_AFTER
from cati_app.domain.outcomes.fair_figures import TALKS_AT_LEAST
from cati_app.domain.people.shown_groups import MOST_OF_ONE, PEOPLE_AT_LEAST
from cati_app.domain.phrases import source
from cati_app.texts import Words
from cati_app.ui.desk.settings.port import SettingFacts

_ALERTS, _WORKS, _FIXED = "alerts", "works", "fixed"


def is_fixed(facts: SettingFacts) -> bool:
    """Whether no study sets it."""
    return facts.kind == _FIXED


def fixed_settings(words: Words) -> tuple[SettingFacts, ...]:
    """All of them."""
    return (
        _fixed(_ALERTS, "looks", str(RAISED_AFTER), source("A reading that is true once does not warn yet.")),
        _fixed(
            _WORKS,
            "mode",
            words.say("groups only"),
            source(
                "Everybody sees the own figure; supervisors see groups. The mode makes an agreement with the staff's"
                " representatives easier, and replaces none."
            ),
        ),
        _fixed(_WORKS, "people", str(PEOPLE_AT_LEAST), source("Smaller groups say why nothing stands there.")),
        _fixed(_WORKS, "talks", str(TALKS_AT_LEAST), source("With fewer it is too early to judge.")),
        _fixed(_WORKS, "share", f"{MOST_OF_ONE:g}", source("Above it a figure of the group would be one of a person.")),
    )


def _fixed(group: str, key: str, value: str, about: str) -> SettingFacts:
    name = f"{group}.{key}"
    return SettingFacts(name, name, group, _FIXED, value, value, about=about, by_hand=True)
