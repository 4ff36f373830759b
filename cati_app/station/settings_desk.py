"""The settings of a study for a supervisor in a window: read from study.yaml, changed there, in force at once."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cati_app.domain.casework.replay import Replayed
from cati_app.domain.changes import ChangeSet
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.ids import CellId
from cati_app.domain.people.users import User
from cati_app.fieldwork.monitor.change_settings import (
    ChangedValue,
    ChangeSettings,
    MadeChange,
    NoteShift,
    ReadSettingsChanges,
    SettingsChange,
)
from cati_app.fieldwork.monitor.read_shift_log import ReadShiftLog, ShiftLog
from cati_app.fieldwork.monitor.replay_rules import ReplayRules
from cati_app.publish.csv_layout import COMMA
from cati_app.publish.outputs import Outputs, csv_kind, unwritable
from cati_app.station.folders import is_rehearsal
from cati_app.station.loading import LoadedStudy, errors
from cati_app.station.opening import Station
from cati_app.station.study_reading import read_study, workbook_cache
from cati_app.station.study_rules import with_calling
from cati_app.store.joined import SETTINGS_TOLD
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.study.check_study import check_study
from cati_app.study.editable import CALLING_GROUPS, EditableSetting, bounds, editable_settings
from cati_app.study.model import Study
from cati_app.study.patch import WantedSetting
from cati_app.study.settings_file import (
    ChangedSettings,
    SettingsText,
    change,
    changed_elsewhere,
    read_study_file,
    write,
)
from cati_app.study.typed_settings import as_typed, wanted, written
from cati_app.texts import say
from cati_app.ui.desk.settings.port import (
    ForeseenChange,
    ForeseenPublication,
    PlayedAgain,
    SettingEdit,
    SettingFacts,
    StudySettings,
    UndoableChange,
)

if TYPE_CHECKING:
    from cati_app.station.differences import Differences
    from cati_app.station.study_to_hub import StudyToHub

_LOG_COLUMNS = ("time", "what", "who", "values", "text")
_LOG_KIND = csv_kind(_LOG_COLUMNS[0])


class StationSettings:
    """Implements `SettingsDesk`; for the lanes that it names.

    Args:
        read_from: A copy of what a hub has, where that has the cases.
    """

    def __init__(self, station: Station, keys: HeldKeys, user: User, read_from: Station | None = None) -> None:
        self._station = station
        self._keys = keys
        self._user = user
        self._read = read_from or station
        self._to_hub: StudyToHub | None = None

    @property
    def study(self) -> Study:
        """What the station works by now."""
        return self._station.loaded.study

    @property
    def is_at_hub(self) -> bool:
        """Whether stations of a hub get a change with its next edition."""
        return self._station.opened.has_cases_elsewhere()

    @property
    def publishes(self) -> bool:
        """Whether this station brings the study to a hub."""
        return self._station.hub.takes_passwords and not self._station.opened.is_joined()

    # -- as they stand ------------------------------------------------------------------------------------------

    def look(self) -> StudySettings:
        """As they stand now."""
        station, text = self._station, read_study_file(self._station.loaded.folder)
        study = text.loaded.study
        fault = next((finding.message for finding in errors(text.loaded.findings)), "") if study is None else ""
        now = self._named(station.loaded.study, station.loaded.lines)
        there = self._named(study, text.loaded.lines) if study is not None else now
        made = ReadSettingsChanges(station.units(self._keys), station.clock)(self._user)
        return StudySettings(
            settings=tuple(_facts(setting, now.get(name)) for name, setting in there.items()),
            version=(study or station.loaded.study).version,
            digest=text.digest,
            fault=fault,
            elsewhere=station.opened.is_joined(),
            publishes=self.publishes,
            waits=self.publishes and station.database.kept(SETTINGS_TOLD) not in (None, text.digest),
            undo=self._undoable(made) if made is not None else None,
            law=station.rules.pack.source,
        )

    def _undoable(self, made: MadeChange) -> UndoableChange:
        values = made.change.values
        first = values[0] if values else ChangedValue("", None, None)
        names = tuple(value.name for value in values)
        until = self._station.rules.calendar.local(made.until)
        return UndoableChange(made.change.id, names, first.before or "", first.after or "", until)

    def _named(self, study: Study, lines: Mapping[str, int]) -> dict[str, EditableSetting]:
        return {setting.name: setting for setting in editable_settings(study, lines)}

    # -- what a change does -------------------------------------------------------------------------------------

    def new_change(self) -> str:
        """Id of a change that is about to be made."""
        return self._station.new_change()

    def foresee(self, edit: SettingEdit) -> ForeseenChange:
        """What a change would do; nothing is done."""
        text = self.whole()
        try:
            changed = self._changed(text, edit)
        except ValueError as error:
            return ForeseenChange((error.args[0],))
        faults = self.faults(changed)
        study = changed.loaded.study
        if faults or study is None:
            return ForeseenChange(faults)
        setting = self._named(study, {}).get(edit.name)
        differs = bool(changed.lines()) or not edit.name
        is_played = differs and (setting is None or setting.group in CALLING_GROUPS)
        return ForeseenChange((), changed.lines(), is_played)

    def play(self, edit: SettingEdit) -> PlayedAgain:
        """The calls of the last day under other rules."""
        study = self._changed(self.whole(), edit).loaded.study
        if study is None:
            raise ValueError("the settings have faults")
        return self._played(study)

    def whole(self) -> SettingsText:
        """The file as it stands now."""
        return read_study_file(self._station.loaded.folder)

    def _changed(self, text: SettingsText, edit: SettingEdit) -> ChangedSettings:
        """The file with the change; ValueError with a phrase: the text is none that can be meant."""
        if not edit.name:
            return change(text, ())
        study = text.loaded.study or self._station.loaded.study
        setting = self._named(study, text.loaded.lines).get(edit.name)
        if setting is None or setting.by_hand:
            raise RuleViolation("setting_refused")
        asked = wanted(setting, edit.text)
        if asked.removed and setting.line is None:
            return change(text, ())
        return change(text, (asked,))

    def faults(self, changed: ChangedSettings) -> tuple[str, ...]:
        """Why the file would be refused: by the model, or beside the questionnaire."""
        study = changed.loaded.study
        if study is None:
            return tuple(fault.message for fault in changed.faults)
        faults = errors(tuple(check_study(study, self._station.loaded.form, changed.loaded.lines)))
        return tuple(fault.message for fault in faults)

    def _played(self, study: Study) -> PlayedAgain:
        station, clock = self._read, self._station.clock
        today = station.rules.calendar.local(clock.now()).date()
        other = with_calling(self._station.rules, study)
        replay = ReplayRules(station.opened.units_beside(), self._station.rules)
        compared = replay(self._user, other, before=today)
        now, until = clock.now(), station.rules.calendar.day_around(clock.now())[1]
        rows = tuple(
            (key, figure(compared.now), figure(compared.then))
            for key, figure in (
                ("due_now", lambda played: sum(at <= now for at in played.due.values())),
                ("due_today", lambda played: sum(at < until for at in played.due.values())),
                ("open", lambda played: len(played.due)),
                ("closed", lambda played: len(played.retired)),
                ("against", _against),
                ("early", lambda played: played.early),
            )
        )
        return PlayedAgain(compared.day, compared.cases, rows)

    # -- the change ---------------------------------------------------------------------------------------------

    def make(self, edit: SettingEdit, reason: str) -> ChangeSet:
        """Make a change; it holds for whoever begins something from now on."""
        self._refuse_elsewhere()
        text = self.whole()
        if text.digest != edit.digest:
            raise changed_elsewhere(text.path)
        try:
            changed = self._changed(text, edit)
        except ValueError:
            raise RuleViolation("setting_refused") from None
        return self._write(changed, edit.id, reason)

    def undo(self) -> ChangeSet:
        """Take the last change back."""
        self._refuse_elsewhere()
        station = self._station
        made = ReadSettingsChanges(station.units(self._keys), station.clock)(self._user)
        if made is None:
            raise RuleViolation("setting_undo_nothing")
        text = self.whole()
        study = text.loaded.study or station.loaded.study
        there = self._named(study, text.loaded.lines)
        asked = []
        for value in made.change.values:
            setting = there.get(value.name)
            if setting is None or _written(setting) != value.after:
                raise RuleViolation("setting_used")
            before = value.before
            asked.append(WantedSetting(setting.path, removed=True) if before is None else wanted(setting, before))
        return self._write(change(text, asked), self.new_change(), "", made.change.id)

    def put_in_force(self, changed: ChangedSettings, change_id: str, reason: str) -> ChangeSet:
        """Several settings at once, as `make` does one."""
        self._refuse_elsewhere()
        return self._write(changed, change_id, reason)

    def _refuse_elsewhere(self) -> None:
        if self._station.opened.is_joined():
            raise RuleViolation("settings_elsewhere")

    def _write(self, changed: ChangedSettings, id_: str, reason: str, undoes: str = "") -> ChangeSet:
        station, study = self._station, changed.loaded.study
        if study is None or self.faults(changed):
            raise RuleViolation("setting_refused")
        values = self._differing(study, changed)
        if not values:
            raise RuleViolation("setting_unchanged")
        facts = SettingsChange(id_, values, study.version, undoes)
        into_force: list[LoadedStudy] = []
        made = ChangeSettings(station.units(self._keys), station.clock)(
            self._user, facts, reason, partial(self._put, changed, into_force)
        )
        if into_force:
            station.renew(into_force[0])
            station.prepare(self._keys, self._user)
        return made

    def _differing(self, study: Study, changed: ChangedSettings) -> tuple[ChangedValue, ...]:
        """What is another one than what the station works by; what was changed by hand meanwhile is among it."""
        loaded = self._station.loaded
        were, now = self._named(loaded.study, loaded.lines), self._named(study, changed.loaded.lines)
        rehearsed = is_rehearsal(loaded.folder)
        differing = [
            name
            for name in dict.fromkeys((*now, *were))
            if _written(were.get(name)) != _written(now.get(name)) and not (rehearsed and name.startswith("title."))
        ]
        return tuple(
            ChangedValue(name, _written(were.get(name)), _written(now.get(name)))
            for name in differing
            if not any(name.startswith(f"{entry}.") for entry in differing)  # an entry says all of its values
        )

    def _put(self, changed: ChangedSettings, into_force: list[LoadedStudy]) -> Callable[[], None]:
        """Write the file and read the study as it is then; gives what puts the former one back."""
        put_back = _nothing
        if changed.data != changed.before.data:
            former = ChangedSettings(write(changed), changed.before.data, changed.before.loaded)
            put_back = partial(_put_back, former)
        loaded = read_study(self._station.loaded.folder, workbook_cache())
        if not isinstance(loaded, LoadedStudy):
            put_back()
            raise RuleViolation("setting_refused")
        into_force.append(loaded)
        return put_back

    # -- to the hub ---------------------------------------------------------------------------------------------

    def foresee_publication(self) -> ForeseenPublication:
        """What the hub would get."""
        outlook = self._study_to_hub().outlook()
        changes = outlook.differences
        overtaken, ended = self._station.hub.lane(partial(self._cells_ahead, changes))
        return ForeseenPublication(
            is_new=bool(outlook.changed or outlook.waiting),
            settings=tuple((each.path, each.before, each.now) for each in changes.settings) if changes else (),
            targets=tuple((each.cell, each.before, each.now) for each in changes.targets) if changes else (),
            overtaken=overtaken,
            ended=ended,
            come=changes.come if changes else (),
            left=changes.left if changes else (),
            files=changes.files if changes else (),
            versions=changes.versions if changes else 0,
            stations=outlook.waiting,
            codes=outlook.telling_codes,
            roles=changes.roles if changes else (),
            parts=outlook.changed,
        )

    def _cells_ahead(self, changes: Differences | None) -> tuple[tuple[CellId, ...], tuple[CellId, ...]]:
        """Cells that have more than they shall have from then on, and those whose target of a supervisor ends."""
        if changes is None or not changes.targets:
            return (), ()
        cells = self._read.read_steered()(self._user)
        overtaken = changes.overtaken([cell.count for cell in cells])
        return tuple(each.cell for each in overtaken), tuple(each.cell for each in changes.ended(cells))

    def publish(self) -> int | None:
        """Bring the study to the hub."""
        return self._study_to_hub().publish()

    def stop_publishing(self) -> None:
        """Lets go of the hub that is being asked or told."""
        if self._to_hub is not None:
            self._to_hub.let_go()

    def _study_to_hub(self) -> StudyToHub:
        from cati_app.station.study_to_hub import StudyToHub  # noqa: PLC0415 - most studies have no hub

        self._to_hub = StudyToHub(self._station, self._user, self._keys, self._station.hub.lane)
        return self._to_hub

    # -- the shift log ------------------------------------------------------------------------------------------

    def shift_log(self) -> ShiftLog:
        """What happened today."""
        return ReadShiftLog(self._read.units(self._keys), self._station.clock, self._station.rules)(self._user)

    def note(self, text: str) -> None:
        """Write a note into it."""
        NoteShift(self._station.units(self._keys), self._station.clock)(self._user, text)

    def save_log(self, path: str, rows: tuple[tuple[str, ...], ...]) -> None:
        """The log as CSV."""
        written = io.StringIO(newline="")
        lines = csv.writer(written)
        lines.writerow(_LOG_COLUMNS)
        if is_rehearsal(self._station.loaded.folder):
            lines.writerow(("", say("Rehearsal"), "", "", say("Rehearsal: nothing of this is real.")))
        lines.writerows([COMMA.text(field) for field in row] for row in rows)
        outputs = Outputs(stores=self._station.stores, by_hand=True, private=True)
        try:
            outputs.write(Path(path), _LOG_KIND, [written.getvalue().encode("utf-8-sig")])
        except OSError as error:
            raise unwritable(Path(path), error) from None


def _against(played: Replayed) -> int:
    return sum(played.blocked.values())


def _nothing() -> None:
    """The file was not written."""


def _put_back(former: ChangedSettings) -> None:
    """The log could not be written: the file is as it was; where that fails too, it is told as changed by hand."""
    try:
        write(former)
    except EnvironmentProblem:
        return


def _written(setting: EditableSetting | None) -> str | None:
    """As it is typed where it stands in the file; None: it does not."""
    if setting is None or setting.line is None:
        return None
    return written(setting)


def _facts(setting: EditableSetting, in_force: EditableSetting | None) -> SettingFacts:
    least, most = bounds(setting)
    value = written(setting)
    return SettingFacts(
        name=setting.name,
        pattern=setting.pattern,
        group=setting.group,
        kind=setting.kind.value,
        value=value,
        in_force=value if setting.name.startswith("title.") or in_force is None else written(in_force),
        default=None if setting.default is None else as_typed(setting.default),
        least=least,
        most=most,
        choices=setting.choices,
        about=setting.about,
        line=setting.line,
        law=setting.law,
        by_hand=setting.by_hand,
    )
