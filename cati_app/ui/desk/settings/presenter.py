"""The tab of settings: parts of the study, their settings, a word to find one; the shift log behind J."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from cati_app.domain.ids import CellId
from cati_app.ui.desk.settings.editing import SettingEditing
from cati_app.ui.desk.settings.fixed import fixed_settings
from cati_app.ui.desk.settings.names import group_names, setting_name
from cati_app.ui.desk.settings.port import SettingFacts, SettingsDesk, StudySettings
from cati_app.ui.desk.settings.publishing import Publishing
from cati_app.ui.desk.settings.shift_log import ShiftLogPage
from cati_app.ui.desk.settings.states import SettingsState, SettingsStep
from cati_app.ui.desk.settings.views import SettingsView
from cati_app.ui.desk.settings.words import changed_text, details, group_row, notice_text, row_of
from cati_app.ui.desk.states import TableState
from cati_app.ui.stage.panel_states import PanelKind
from cati_app.ui.stage.stage import Stage

TAB = "settings"
_LIST, _LOG = "settings list", "settings log"
_FOUND = "found"
"""The part that holds what a word finds."""


class SettingsPresenter:
    """What is selected stays while settings change.

    Args:
        log: The page behind J.
        called: What a cell is called.
    """

    def __init__(
        self,
        stage: Stage,
        view: SettingsView,
        desk: SettingsDesk,
        log: ShiftLogPage,
        called: Callable[[CellId], str] = str,
    ) -> None:
        self._stage = stage
        self._view = view
        self._desk = desk
        self._step = SettingsStep.LIST
        self._study: StudySettings | None = None
        self._settings: Sequence[SettingFacts] = ()
        self._group = "hours"
        self._selected = ""
        self._word = ""
        self.editing = SettingEditing(stage, desk, self.look)
        self.publishing = Publishing(stage, desk, called, self.look)
        self.log = log

    def shown(self, key: str) -> None:
        """A tab came to the front."""
        if key == TAB:
            self._stage.situate(tab=_LOG if self._step is SettingsStep.LOG else _LIST)
            self.look()

    def look(self) -> None:
        """Read the file, and the log where that is in front."""
        self._stage.run(self._desk.look, self._looked)
        if self._step is SettingsStep.LOG:
            self.log.read()

    def tick(self) -> None:
        """A few seconds have passed: the file may have been changed by hand."""
        if self._stage.situation.tab == _LIST and not self._stage.busy:
            self._stage.run(self._desk.look, self._looked)

    def _looked(self, study: StudySettings) -> None:
        if study == self._study:
            return
        self._study = study
        self._settings = (*study.settings, *fixed_settings(self._stage.words))
        self.editing.read(study)
        self._render()

    # -- what is selected ---------------------------------------------------------------------------------------

    def select_group(self, key: str) -> None:
        """Another part of the study."""
        if key != self._group:
            self._group, self._selected = key, ""
            self._render()

    def select(self, name: str) -> None:
        """Another setting."""
        if name != self._selected:
            self._selected = name
            self._render()

    def find(self, text: str) -> None:
        """Settings with this word in name, part or explanation; blank: all parts again."""
        self._word = text.strip().casefold()
        self._group, self._selected = (_FOUND if self._word else "hours"), ""
        self._render()

    def _in_group(self, key: str) -> list[SettingFacts]:
        if key == _FOUND:
            return [facts for facts in self._settings if self._word in self._searched(facts)]
        return [facts for facts in self._settings if facts.group == key]

    def _searched(self, facts: SettingFacts) -> str:
        words = self._stage.words
        name = setting_name(words, facts.name, facts.pattern)
        part = group_names(words)[facts.group][0] if facts.group in group_names(words) else ""
        return f"{name} {facts.name} {part} {words.say(facts.about)} {facts.value}".casefold()

    def _facts(self) -> SettingFacts | None:
        listed = self._in_group(self._group)
        return next((facts for facts in listed if facts.name == self._selected), listed[0] if listed else None)

    # -- what is shown ------------------------------------------------------------------------------------------

    def _render(self) -> None:
        study, words = self._study, self._stage.words
        if study is None:
            return
        changed = sum(facts.value != facts.in_force for facts in study.settings)
        self._stage.situate(
            can_undo_setting=study.undo is not None,
            changed_by_hand=bool(changed) and not study.elsewhere,
            publishes=study.publishes,
        )
        facts, names = self._facts(), group_names(words)
        listed = self._in_group(self._group)
        title = names[self._group][0] if self._group in names else words.say("Found")
        about = names[self._group][1] if self._group in names else ""
        columns = (words.say("Setting"), words.say("Value"), words.say("Source"))
        self._view.render_settings(
            SettingsState(
                title=title,
                version=words.say("Version {version} of the study", version=study.version),
                groups=self._groups(),
                settings=TableState(
                    "settings",
                    title,
                    columns,
                    tuple(row_of(words, each) for each in listed),
                    words.say("No setting has this word. Esc lists all of them."),
                    facts.name if facts is not None else "",
                ),
                about=about,
                name=setting_name(words, facts.name, facts.pattern) if facts is not None else "",
                path=facts.name if facts is not None else "",
                lines=details(words, facts, study.law) if facts is not None else (),
                notice=notice_text(words, study, changed),
                undo=self._undo_text(study),
                in_force=not changed or study.elsewhere,
                publishes=study.publishes,
                foot=words.say("Everything here stands in study.yaml, which may be changed by hand as well."),
            )
        )

    def _groups(self) -> TableState:
        words = self._stage.words
        keys = [key for key in group_names(words) if self._in_group(key)]
        rows = [group_row(words, key, len(self._in_group(key))) for key in keys]
        if self._word:
            rows.insert(0, (_FOUND, words.say("Found"), str(len(self._in_group(_FOUND)))))
        heads = (words.say("Part"), "")
        return TableState("groups", words.say("Parts of the study"), heads, tuple(rows), "", self._group)

    def _undo_text(self, study: StudySettings) -> str:
        undo, words = study.undo, self._stage.words
        if undo is None:
            return ""
        first = undo.names[0] if undo.names else ""
        name, before = changed_text(words, study.settings, first, undo.before)
        _, after = changed_text(words, study.settings, first, undo.after)
        return words.say(
            "{setting}: {before} → {after}; can be undone until {time} (Ctrl+Z)",
            setting=name,
            before=before,
            after=after,
            time=f"{undo.until:%H:%M}",
        )

    # -- commands -----------------------------------------------------------------------------------------------

    def command(self, name: str) -> bool:
        """A command of the table; whether it was one of these."""
        actions: dict[str, Callable[[], None]] = {
            "setting_edit": self._edit,
            "settings_in_force": partial(self.editing.ask, None),
            "undo_setting": self.editing.undo,
            "study_publish": lambda: self.publishing.ask(self._study),
            "shift_log": self._open_log,
            "shift_note": self.log.ask_note,
        }
        if name not in actions:
            return False
        actions[name]()
        return True

    def _edit(self) -> None:
        facts = self._facts()
        if facts is not None:
            self.editing.ask(facts)

    def _open_log(self) -> None:
        self._go(SettingsStep.LOG)
        self.log.read()

    def back(self) -> None:
        """Esc in the shift log."""
        self._go(SettingsStep.LIST)
        self._render()
        self.look()

    def _go(self, step: SettingsStep) -> None:
        self._step = step
        self._stage.situate(tab=_LOG if step is SettingsStep.LOG else _LIST)
        self._view.show_step(step)

    # -- panels -------------------------------------------------------------------------------------------------

    def text_saved(self, kind: PanelKind, ref: str, text: str) -> None:
        """Enter in a panel."""
        if kind is PanelKind.SETTING:
            self.editing.reason_given(ref, text)
        elif kind is PanelKind.SHIFT_NOTE:
            self.log.note_given(text)

    def panel_closed(self, kind: PanelKind) -> None:
        """Esc."""
        if kind is PanelKind.SETTING:
            self.editing.closed()
