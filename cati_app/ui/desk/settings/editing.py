"""A supervisor changes a setting: what it would do, why; then it is done, and can be taken back for ten minutes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from cati_app.domain.changes import ChangeSet
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.ui.desk.settings.names import setting_name
from cati_app.ui.desk.settings.port import (
    ForeseenChange,
    PlayedAgain,
    SettingEdit,
    SettingFacts,
    SettingsDesk,
    StudySettings,
)
from cati_app.ui.desk.settings.words import allowed_text, field_text, notes_of, proposal, rows_of, typed_value
from cati_app.ui.stage.panel_states import PanelKind, SteeringPanelState
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import Tone
from cati_app.ui.stage.wording import environment_text, rule_text
from cati_app.values import dataclass


def _silent(share: float, text: str) -> None:
    """Nobody is told how far the replay is."""


@dataclass(frozen=True, slots=True)
class _Draft:
    """A change that is being decided.

    Args:
        facts: None: what was changed by hand is put in force.
        foreseen: None: it is not known yet.
    """

    edit: SettingEdit
    facts: SettingFacts | None
    reason: str = ""
    message: str = ""
    foreseen: ForeseenChange | None = None


class SettingEditing:
    """One change at a time.

    Args:
        refresh: Reads the settings anew.
    """

    def __init__(self, stage: Stage, desk: SettingsDesk, refresh: Callable[[], None]) -> None:
        self._stage = stage
        self._desk = desk
        self._refresh = refresh
        self._study: StudySettings | None = None
        self._draft: _Draft | None = None
        self._looking = self._again = False  # at what a change would do; what is typed meanwhile comes next
        self._playing = False

    def read(self, study: StudySettings) -> None:
        """What was read: a change that is being decided while the file was changed elsewhere is decided on that."""
        before, self._study = self._study, study
        draft = self._draft
        if draft is None or before is None or study.digest == draft.edit.digest:
            return
        name = draft.edit.name
        facts = next((facts for facts in study.settings if facts.name == name), None)
        message = self._stage.words.say("study.yaml was changed in another place meanwhile: look, and decide again.")
        edit = replace(draft.edit, id=self._desk.new_change(), digest=study.digest)
        self._draft = replace(draft, edit=edit, facts=facts if name else None, message=message, foreseen=None)
        self._look()

    def ask(self, facts: SettingFacts | None) -> None:
        """E on a setting; None: A, what was changed by hand."""
        words, study = self._stage.words, self._study
        if study is None:
            return
        if study.elsewhere:
            self._stage.explain(RuleViolation("settings_elsewhere"))
            return
        if facts is not None and (facts.by_hand or study.fault):
            told = study.fault and words.worded(study.fault)
            self._stage.say(told or words.say("This is changed in study.yaml by hand, not here."))
            return
        name, text = (facts.name, proposal(words, facts)) if facts is not None else ("", "")
        self._draft = _Draft(SettingEdit(self._desk.new_change(), name, text, study.digest), facts)
        self._look()

    def typed(self, text: str) -> None:
        """Another value stands in the field."""
        draft = self._draft
        if draft is None or draft.facts is None:
            return
        edit = replace(draft.edit, text=self._value(draft, text))
        if edit != draft.edit:
            self._draft = replace(draft, edit=edit, message="", foreseen=None)
        self._look()

    def _value(self, draft: _Draft, text: str) -> str:
        return typed_value(self._stage.words, draft.facts, text) if draft.facts is not None else ""

    # -- what it would do ---------------------------------------------------------------------------------------

    def _look(self) -> None:
        draft = self._draft
        if draft is None:
            return
        self._panel()
        if self._looking:
            self._again = True
            return
        self._looking = True
        self._stage.run(
            partial(self._desk.foresee, draft.edit),
            partial(self._looked, draft.edit),
            partial(self._unseen, draft.edit),
        )

    def _looked(self, edit: SettingEdit, foreseen: ForeseenChange) -> None:
        self._looking, again, self._again = False, self._again, False
        if self._draft is not None and self._draft.edit == edit:
            self._draft = replace(self._draft, foreseen=foreseen)
            self._panel()
            self._play()
        elif again:
            self._look()

    def _play(self) -> None:
        """The calls so far under the new rules, beside the store: nobody who calls waits for it."""
        draft = self._draft
        if self._playing or draft is None or draft.foreseen is None or not draft.foreseen.is_played:
            return
        self._playing = True
        edit = draft.edit
        self._stage.run_long(
            lambda progress: self._desk.play(edit), partial(self._played, edit), self._not_played, _silent, "backup"
        )

    def _played(self, edit: SettingEdit, played: PlayedAgain) -> None:
        self._playing, draft = False, self._draft
        if draft is not None and draft.edit == edit and draft.foreseen is not None:
            self._draft = replace(draft, foreseen=replace(draft.foreseen, played=played))
            self._panel()
        else:
            self._play()

    def _not_played(self, error: Exception) -> bool:
        """What it would do to calls is not known; why it cannot be made is told by what is foreseen."""
        self._playing = False
        return isinstance(error, (RuleViolation, EnvironmentProblem, ValueError))

    def _unseen(self, edit: SettingEdit, error: Exception) -> bool:
        """Why it cannot be changed here stands in the panel."""
        words = self._stage.words
        if isinstance(error, EnvironmentProblem):
            self._looked(edit, ForeseenChange((" ".join(environment_text(words, error)),)))
            return True
        if isinstance(error, RuleViolation):
            self._looked(edit, ForeseenChange((rule_text(words, error),)))
            return True
        self._looking = False
        return False

    def _panel(self) -> None:
        draft, study, words = self._draft, self._study, self._stage.words
        if draft is None or study is None:
            return
        facts = draft.facts
        name = setting_name(words, facts.name, facts.pattern) if facts is not None else ""
        rows = rows_of(words, draft.foreseen)
        self._stage.panel(
            SteeringPanelState(
                ref=draft.edit.id,
                title=words.say("Change: {setting}", setting=name)
                if facts is not None
                else words.say("Put in force what was changed in study.yaml by hand?"),
                action=words.say("Change it") if facts is not None else words.say("Put in force"),
                columns=(words.say("rules now"), words.say("new rules")) if rows else (),
                rows=rows,
                notes=notes_of(words, study, draft.foreseen),
                target=field_text(words, facts, draft.edit.text) if facts is not None else None,
                reason=draft.reason,
                message=draft.message,
                kind=PanelKind.SETTING,
                asked=words.say("New value"),
                example=(allowed_text(words, facts) if facts is not None else "") or words.say("blank: the default"),
            )
        )

    # -- deciding -----------------------------------------------------------------------------------------------

    def reason_given(self, text: str, reason: str) -> None:
        """Enter in the panel."""
        draft, words = self._draft, self._stage.words
        if draft is None:
            return
        edit = replace(draft.edit, text=self._value(draft, text))
        draft = self._draft = replace(draft, edit=edit, reason=reason)
        if not reason.strip():
            self._refuse(rule_text(words, RuleViolation("reason_needed")))
        elif draft.foreseen is not None and draft.foreseen.faults and self._foreseen_for(edit):
            self._refuse(words.say("So it cannot be: see above."))
        else:
            self._make(draft)

    def _foreseen_for(self, edit: SettingEdit) -> bool:
        return self._draft is not None and self._draft.edit == edit and not self._looking

    def _refuse(self, message: str) -> None:
        if self._draft is not None:
            self._draft = replace(self._draft, message=message)
            self._panel()

    def _make(self, draft: _Draft) -> None:
        self.closed()
        self._stage.shell.hide_panel()
        work = partial(self._desk.make, draft.edit, draft.reason)
        self._stage.run(work, partial(self._done, draft), partial(self._failed, draft))

    def _done(self, draft: _Draft, changes: ChangeSet) -> None:
        words, facts = self._stage.words, draft.facts
        if facts is None:
            told = words.say("What was changed in study.yaml is in force.")
        else:
            told = words.say("Changed: {setting}.", setting=setting_name(words, facts.name, facts.pattern))
        self._stage.say(told, tone=Tone.OK)
        self._stage.changed(changes)
        self._refresh()

    def _failed(self, draft: _Draft, error: Exception) -> bool:
        """Nothing that was typed is lost: the panel comes again with the reason why."""
        if not isinstance(error, (RuleViolation, EnvironmentProblem)):
            return False
        words = self._stage.words
        message = (
            rule_text(words, error) if isinstance(error, RuleViolation) else " ".join(environment_text(words, error))
        )
        self._draft = replace(draft, message=message)
        self._look()
        self._refresh()
        return True

    def closed(self) -> None:
        """Esc: nothing is changed."""
        self._draft = None

    def undo(self) -> None:
        """Ctrl+Z: the last change that this person made is taken back."""
        self._stage.run(self._desk.undo, self._undone, self._not_undone)

    def _undone(self, changes: ChangeSet) -> None:
        self._stage.say(self._stage.words.say("The setting stands as before the change."), tone=Tone.OK)
        self._stage.changed(changes)
        self._refresh()

    def _not_undone(self, error: Exception) -> bool:
        self._refresh()
        return False
