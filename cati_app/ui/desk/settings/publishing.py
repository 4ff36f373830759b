"""A supervisor brings the study to its hub: what the stations there will get, then the word that does it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import CellId
from cati_app.domain.people.users import Role
from cati_app.texts import Words
from cati_app.ui.desk.people.words import role_word
from cati_app.ui.desk.settings.port import ForeseenPublication, SettingFacts, SettingsDesk, StudySettings
from cati_app.ui.desk.settings.words import changed_text
from cati_app.ui.stage.panel_states import ChoicePanelState, PanelKind, ResultOption
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import HistoryLine, Tone

_BRING, _NOT_NOW = "bring", "not now"
_MOST = 6
"""Lines of one kind that are told."""


class Publishing:
    """P on the tab of settings.

    Args:
        called: What a cell is called.
        refresh: Reads the settings anew.
    """

    def __init__(
        self, stage: Stage, desk: SettingsDesk, called: Callable[[CellId], str], refresh: Callable[[], None]
    ) -> None:
        self._stage, self._desk, self._called, self._refresh = stage, desk, called, refresh
        self._asks = False  # the hub
        self._settings: Sequence[SettingFacts] = ()  # as they stood when it was asked

    def ask(self, study: StudySettings | None) -> None:
        """What the hub would get, it is asked itself."""
        words = self._stage.words
        if study is None or self._asks:
            return
        if study.elsewhere:
            self._stage.explain(RuleViolation("settings_elsewhere"))
            return
        waits_for = words.say("The hub is asked what it has of the study …")
        self._asks, self._settings = True, study.settings
        asked = self._desk.foresee_publication
        self._stage.ask(asked, self._foreseen, self._unforeseen, waits_for, self._desk.stop_publishing)

    def _unforeseen(self, error: Exception) -> bool:
        self._asks = False
        return False

    def _foreseen(self, foreseen: ForeseenPublication) -> None:
        words = self._stage.words
        self._asks = False
        if self._stage.shell.open_panel() is not None:  # somebody types there
            self._stage.say(words.say("The hub has answered: P once more shows what it would get."))
            return
        if not foreseen.is_new:
            self._told(None)
            return
        bring = words.say("bring it there: its stations work by it from their next contact on")
        options = (ResultOption(_BRING, bring), ResultOption(_NOT_NOW, words.say("not now")))
        lines = tuple(HistoryLine(name, text) for name, text in _lines(words, foreseen, self._called, self._settings))
        text = words.say("Interviews that run go on as they began. The sample stays where it is.")
        title = words.say("Bring the study to the hub?")
        self._stage.panel(ChoicePanelState(PanelKind.PUBLISH, title, options, text, lines))

    def chosen(self, code: str) -> None:
        """A choice in the panel."""
        self._stage.shell.hide_panel()
        if code == _BRING:
            waits_for = self._stage.words.say("The study is brought to the hub …")
            self._stage.ask(self._desk.publish, self._told, None, waits_for, self._desk.stop_publishing)

    def _told(self, edition: int | None) -> None:
        words = self._stage.words
        if edition is None:
            self._stage.say(words.say("The hub has everything already."), tone=Tone.OK)
        else:
            self._stage.say(words.say("The hub has the study, as edition {n}.", n=edition), tone=Tone.OK)
        self._refresh()


def _lines(
    words: Words, foreseen: ForeseenPublication, called: Callable[[CellId], str], settings: Sequence[SettingFacts]
) -> list[tuple[str, str]]:
    """What differs, each with what it is called; parts of the study where nothing else tells what differs in them."""
    lines = _bounded(words, [_setting(words, settings, *each) for each in foreseen.settings])
    lines += _bounded(
        words,
        [
            (called(cell), words.say("target {before} → {now}", before=_figure(before), now=_figure(now)))
            for cell, before, now in foreseen.targets
        ],
    )
    over = words.say("has more than its new target: nobody is lost, nobody else is interviewed there")
    lines += _bounded(words, [(called(cell), over) for cell in foreseen.overtaken])
    ends = words.say("the target that a supervisor set on the board ends; that of study.yaml holds")
    lines += _bounded(words, [(called(cell), ends) for cell in foreseen.ended])
    facts = (
        (words.say("People who come"), ", ".join(foreseen.come)),
        (words.say("People who leave"), ", ".join(foreseen.left)),
        (words.say("Other roles"), ", ".join(_role(words, *each) for each in foreseen.roles[:_MOST])),
        (words.say("Other files"), ", ".join(foreseen.files[:_MOST])),
        (words.say("New versions of the questionnaire"), str(foreseen.versions or "")),
        (words.say("Stations that are admitted"), str(foreseen.stations or "")),
        (words.say("Codes that the hub reads"), ", ".join(foreseen.codes[:_MOST])),
    )
    lines += [(name, text) for name, text in facts if text]
    return lines or [(words.say("What differs"), ", ".join(_part(words, part) for part in foreseen.parts))]


def _setting(
    words: Words, settings: Sequence[SettingFacts], path: str, before: str | None, now: str | None
) -> tuple[str, str]:
    """A setting with both values, as the page of settings has them."""
    if any(value is not None and value[:1] in ("[", "{") for value in (before, now)):
        name, _ = changed_text(words, settings, path, "")
        return name, words.say("differs in study.yaml, and is read there")
    nothing = words.say("not in the file")
    told = [changed_text(words, settings, path, value) if value else ("", nothing) for value in (before, now)]
    name = changed_text(words, settings, path, "")[0]
    return name, f"\u2066{told[0][1]}\u2069 → \u2066{told[1][1]}\u2069"


def _role(words: Words, login: str, before: Role, now: Role) -> str:
    return f"{login} \u2066{role_word(words, before)} → {role_word(words, now)}\u2069"


def _part(words: Words, part: str) -> str:
    """A part of an edition."""
    names = {
        "rules": words.say("rules of calling and of quotas"),
        "staff": words.say("logins, languages, skills and passwords"),
        "people": words.say("names and keys of people"),
        "folder": words.say("the study folder and versions of the questionnaire"),
    }
    return names.get(part, part)


def _bounded(words: Words, lines: list[tuple[str, str]]) -> list[tuple[str, str]]:
    more = len(lines) - _MOST
    return lines if more <= 0 else [*lines[:_MOST], ("", words.say("and {count} more", count=more))]


def _figure(target: int | None) -> str:
    return "–" if target is None else str(target)
