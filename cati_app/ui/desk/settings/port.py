"""What the tab of settings asks of the rest: settings as they stand, what a change does, the change, the shift log."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol

from cati_app.domain.changes import ChangeSet
from cati_app.domain.ids import CellId
from cati_app.domain.people.users import Role
from cati_app.fieldwork.monitor.read_shift_log import ShiftLog
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class SettingFacts:
    """A setting as it stands in study.yaml.

    Args:
        pattern: Its name, the same for every entry of a list: `calling.shifts[].seats`.
        kind: How it is typed: number, share, switch, hour, hours, day, choice, text, words, many.
        value: As it is typed; blank: not set.
        in_force: What the station works by now; another one than `value` where the file was changed by hand.
        default: As it is typed; None: there is none.
        about: The explanation of the model, as a source string.
        line: In the file; None: it does not stand there.
        law: Name of the locked rules that bound it; blank: none do.
        by_hand: Changed in the file alone.
    """

    name: str
    pattern: str
    group: str
    kind: str
    value: str
    in_force: str
    default: str | None = None
    least: str = ""
    most: str = ""
    choices: tuple[str, ...] = ()
    about: str = ""
    line: int | None = None
    law: str = ""
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class UndoableChange:
    """The last change, while it can be taken back.

    Args:
        until: On the study's clock.
    """

    id: str
    names: tuple[str, ...]
    before: str
    after: str
    until: datetime


@dataclass(frozen=True, slots=True)
class StudySettings:
    """All settings.

    Args:
        digest: Of the file, by which a change elsewhere is noticed.
        fault: Why the file cannot be used as it stands, untranslated; blank: it can.
        elsewhere: The study is changed at another station.
        publishes: The study is brought to a hub from this station; those of the hub get a change with its next edition.
        waits: study.yaml is another one than the hub was told of last.
        law: Where the locked rules come from.
    """

    settings: tuple[SettingFacts, ...]
    version: str
    digest: str
    fault: str = ""
    elsewhere: bool = False
    publishes: bool = False
    waits: bool = False
    undo: UndoableChange | None = None
    law: str = ""


@dataclass(frozen=True, slots=True)
class PlayedAgain:
    """The calls so far under the rules of today and under those that are decided.

    Args:
        day: Whose cases were played again; None: all.
        rows: Key of the figure, now, then.
    """

    day: date | None
    cases: int
    rows: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class ForeseenChange:
    """What a change would do; nothing is done.

    Args:
        faults: Why it cannot be made, untranslated.
        lines: Of the file that differ: number, before, after.
        is_played: The calls so far can be played again under it, see `SettingsDesk.play`.
        played: What came of that; None: not known yet.
    """

    faults: tuple[str, ...] = ()
    lines: tuple[tuple[int, str, str], ...] = ()
    is_played: bool = False
    played: PlayedAgain | None = None


@dataclass(frozen=True, slots=True)
class SettingEdit:
    """A change that is decided.

    Args:
        id: Made where it is decided; the same one told twice is made once.
        name: Of the setting; blank: what was changed by hand is taken over.
        digest: Of the file that was in sight.
    """

    id: str
    name: str
    text: str
    digest: str


@dataclass(frozen=True, slots=True)
class ForeseenPublication:
    """What a hub would get that it does not have.

    Args:
        is_new: There is anything.
        settings: Path, before, now, as they are typed; None: not in the file.
        targets: Cell, before, now; None: no such cell.
        overtaken: Cells that have more than they shall have from then on.
        ended: Cells whose target, which a supervisor changed, ends.
        come: Logins that are new or active again.
        left: Logins of people who have left.
        files: Other files of the study folder that differ.
        versions: New versions of the questionnaire.
        stations: That came with a code, and will be named in the signed list.
        codes: Of quota cells, which whoever runs the hub reads as they are.
        roles: Login, role before, role now.
        parts: What differs from what the hub has: `rules`, `staff`, `people`, `folder`.
    """

    is_new: bool
    settings: tuple[tuple[str, str | None, str | None], ...] = ()
    targets: tuple[tuple[CellId, int | None, int | None], ...] = ()
    overtaken: tuple[CellId, ...] = ()
    ended: tuple[CellId, ...] = ()
    come: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    versions: int = 0
    stations: int = 0
    codes: tuple[str, ...] = ()
    roles: tuple[tuple[str, Role, Role], ...] = ()
    parts: tuple[str, ...] = ()


class SettingsDesk(Protocol):
    """The settings of a study for one supervisor; what says nothing else is for the store's lane."""

    def look(self) -> StudySettings:
        """As they stand now. EnvironmentProblem: `settings_unreadable`."""
        ...

    def new_change(self) -> str:
        """Id of a change that is about to be made."""
        ...

    def foresee(self, edit: SettingEdit) -> ForeseenChange:
        """What a change would do.

        Raises:
            EnvironmentProblem: `setting_unpatchable`, `settings_faulty`, `settings_unreadable`.
        """
        ...

    def play(self, edit: SettingEdit) -> PlayedAgain:
        """The calls of the last day under other rules; read beside the store, in any lane. It may take seconds.

        Raises:
            EnvironmentProblem, ValueError: as `foresee`, or where it has faults.
        """
        ...

    def make(self, edit: SettingEdit, reason: str) -> ChangeSet:
        """Make a change; it holds for whoever begins something from now on.

        Raises:
            RuleViolation: `reason_needed`, `text_too_long`, `setting_unchanged`, `setting_refused`,
                `settings_elsewhere`.
            EnvironmentProblem: as `foresee`, and `settings_changed`, `settings_readonly`, `settings_unwritable`.
        """
        ...

    def undo(self) -> ChangeSet:
        """Take the last change back.

        Raises:
            RuleViolation: `setting_undo_nothing`, `setting_used` where it was changed again meanwhile.
            EnvironmentProblem: as `make`.
        """
        ...

    def foresee_publication(self) -> ForeseenPublication:
        """What the hub would get; nothing is sent. In the lane `net`.

        Raises:
            RuleViolation: `sheet_first`, `people_elsewhere`.
            EnvironmentProblem: as asking a hub; `study_not_in_force`, `part_name`.
        """
        ...

    def publish(self) -> int | None:
        """Bring the study to the hub, in the lane `net`; the number of the edition, None where it has everything.

        Raises:
            RuleViolation, EnvironmentProblem: as `foresee_publication`; `head_lower`.
        """
        ...

    def stop_publishing(self) -> None:
        """From any thread: lets go of the hub that is asked or told."""
        ...

    def shift_log(self) -> ShiftLog:
        """What happened today."""
        ...

    def note(self, text: str) -> None:
        """Write a note into it. RuleViolation: `note_needed`, `text_too_long`."""
        ...

    def save_log(self, path: str, rows: tuple[tuple[str, ...], ...]) -> None:
        """The log as CSV. EnvironmentProblem: as files that leave the program."""
        ...
