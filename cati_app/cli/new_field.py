"""What the pages of a new study do once its folder is there, by the use cases of `cati user`, `sample`, `rehearse`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cati_app.cli.opening import load, open_station_with
from cati_app.cli.rehearse import MOST_DAYS, MOST_NUMBERS, MOST_SEATS
from cati_app.cli.rule_words import rule_words
from cati_app.cli.terms import ROLES
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.people.rights import Right
from cati_app.domain.people.sheet import GROUPS
from cati_app.domain.people.users import Role, User
from cati_app.domain.phrases import Phrase
from cati_app.fieldwork.rights import PROGRAM, require
from cati_app.station.machine import SystemClock
from cati_app.station.opening import Station
from cati_app.station.people_desk import StationPeople
from cati_app.station.remembering import remember_new
from cati_app.station.sample_desk import StationSample
from cati_app.station.sheets import synced_by
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.texts import chosen
from cati_app.texts.sample_rows import rows_line
from cati_app.ui.desk.people.port import NewPerson, SheetCheck
from cati_app.ui.desk.sample.port import FileFacts, FileRefused, ImportPlan
from cati_app.ui.desk.sample.reasons import file_reason
from cati_app.ui.desk.sample.words import plan_problem, role_labels
from cati_app.ui.setting_up.field_port import AskedColumn, BegunStudy, Options, SampleTrial, SheetShown, Waiting
from cati_app.ui.stage.runner import Progress

_ROWS = 10_000  # about what a sample has, for a share before its end is known
_NUMBERS = 2000  # invented where no sample was brought in
_ROW = 7  # groups of the sheet on a line


class NewField:
    """Implements `FieldServices`."""

    def __init__(self) -> None:
        self.roles: Options = tuple((role.value, ROLES(role.value)) for role in Role)
        self.languages = ""
        self._station: Station | None = None
        self._who: tuple[User, HeldKeys] | None = None
        self._file: FileFacts | None = None
        self._sample: StationSample | None = None

    # -- the database and people ----------------------------------------------------------------------------------

    def open(self, folder: Path, passphrase: str) -> BegunStudy:
        """Open its database, or make it."""
        loaded = load(folder)
        station = self._station = open_station_with(loaded, passphrase)
        remember_new(folder, SystemClock())
        self.languages = ", ".join(language.code for language in loaded.study.languages)
        return BegunStudy(loaded.title(chosen().language), station.has_people())

    def begin(self, login: str, name: str, password: str) -> None:
        """The first supervisor."""
        station = self._open_station()
        keys = station.people.begin_study()
        station.people.add_person(keys)(PROGRAM, login, name, Role.SUPERVISOR, password)
        self.sign_in(login, password)

    def sign_in(self, login: str, password: str) -> None:
        """A supervisor goes on."""
        station = self._open_station()
        who = station.sign_in(login, password)
        if who is None:
            raise RuleViolation("wrong_login")
        require(who[0], Right.SUPERVISE)
        self._who = who
        station.prepare(who[1], who[0])

    def sheet(self) -> SheetShown | None:
        """The recovery sheet, where it is not on paper yet."""
        station = self._open_station()
        if not station.people.sheet_is_needed():
            return None
        user, keys = self._at_work()
        sheet, check, say = station.people.read_sheet(keys)(user), self._people().check_of_sheet(), chosen().say
        rows = []
        for title, page in (
            (say("Recovery sheet {number}, page 1 (keys)", number=sheet.number), sheet.page_1),
            (say("Recovery sheet {number}, page 2 (Share)", number=sheet.number), sheet.page_2),
        ):
            groups = page.split()
            starts = range(0, GROUPS, _ROW)
            rows += [title, *(f"  {at + 1}–{at + _ROW}:  {'  '.join(groups[at : at + _ROW])}" for at in starts)]
        return SheetShown(tuple(rows), (check.root_group, check.share_group))

    def save_sheet(self, path: str) -> None:
        """Both pages as a file that only this account can read. EnvironmentProblem: `folder_synced` and others."""
        file = Path(path).expanduser()
        program = synced_by(file)
        if program:
            raise EnvironmentProblem(
                "folder_synced",
                Phrase("{program} copies this folder to other machines; the sheet was not written.", program=program),
                "Name a file on a stick or in another folder.",
            )
        self._people().save_sheet(str(file))

    def confirm_sheet(self, groups: tuple[int, int], of_page_1: str, of_page_2: str) -> None:
        """Two groups typed back; then the sample that study.yaml names comes in, where it names one."""
        self._people().confirm_sheet(SheetCheck(*groups), of_page_1, of_page_2)
        self._people().load_sample(lambda share: None)

    def add(self, login: str, name: str, role: str, languages: str) -> str:
        """A further person."""
        spoken = tuple(languages.replace(",", " ").split())
        return self._people().add(NewPerson(login, name, Role(role), spoken, ())).code

    # -- the sample -----------------------------------------------------------------------------------------------

    def look(self, path: str) -> tuple[AskedColumn, ...]:
        """The columns of a file."""
        file = str(Path(path).expanduser())
        try:
            facts = self._file = self._desk().look(file)
        except FileRefused as refused:
            raise _unreadable(refused) from None
        words = chosen()
        return tuple(
            AskedColumn(column.name, " · ".join(column.examples), column.role, role_labels(words, column.use))
            for column in facts.columns
        )

    def bring_in(self, roles: Sequence[str], portion_text: str, progress: Progress, *, store: bool) -> SampleTrial:
        """Import, or only look."""
        facts, words = self._file, chosen()
        assert facts is not None
        size = int(portion_text) if portion_text.isdecimal() and int(portion_text) else None
        plan = ImportPlan(facts.path, facts.sheet, tuple(roles), facts.restore_zeros, size, facts.hidden)
        problem = plan_problem(words, plan, portion_text)
        if problem:
            return SampleTrial((), 0, problem)

        def told(rows: int) -> None:
            progress.check()
            progress.report(rows / (rows + _ROWS))

        try:
            outcome = self._desk().run(plan, store=store, on_progress=told)
        except FileRefused as refused:
            raise _unreadable(refused) from None
        counts = outcome.counts
        taken = counts.added + counts.renewed + counts.unchanged
        return SampleTrial((rows_line(words, facts.format, taken, counts.left_out),), counts.added + counts.renewed)

    # -- rehearsal and release ------------------------------------------------------------------------------------

    def proposed(self) -> tuple[int, int, int]:
        """The people who were added, the days of the field, the cases that were brought in; else what is usual."""
        from cati_app.demo.rehearsal.proposed import proposed_days, proposed_seats  # noqa: PLC0415 - see below

        station = self._open_station()
        people = sum(user.role is Role.INTERVIEWER for user in station.logins())
        cases = sum(self._desk().figures().states.values())
        study = station.loaded.study
        seats = min(people, MOST_SEATS) or proposed_seats(study)
        return seats, proposed_days(study), min(cases, MOST_NUMBERS) or _NUMBERS

    def rehearse(self, seats: str, days: str, numbers: str, folder: str, progress: Progress) -> tuple[str, ...]:
        """Play a field; a study folder that another program changed meanwhile is read anew."""
        from cati_app.demo.rehearsal.run import rehearse  # noqa: PLC0415 - whoever does without it loads none of it

        say = chosen().say
        figures = {
            say("Interviewers at once"): (seats, MOST_SEATS),
            say("Days of work at most"): (days, MOST_DAYS),
            say("Invented numbers"): (numbers, MOST_NUMBERS),
        }
        for name, (text, most) in figures.items():
            _within(name, text, most)

        def between(share: float) -> None:
            progress.check()
            progress.report(share)

        study, out = self._open_station().loaded.folder, Path(folder).expanduser()
        loaded = load(study)
        invents = loaded.study.model_copy(update={"sample": None})  # the numbers of the study stay where they are
        _, lines = rehearse(
            loaded.with_study(invents),
            out,
            seats=int(seats),
            days=int(days),
            seed=1,
            numbers=int(numbers),
            between=between,
            spoken=[
                user.languages
                for user in self._open_station().logins()
                if user.active and user.role is Role.INTERVIEWER
            ],
        )
        remember_new(out, SystemClock())
        remember_new(study, SystemClock())  # stays the first on the start page
        return lines

    def waiting(self) -> Waiting:
        """What a release would open."""
        figures = self._desk().figures()
        every = sum(figures.states.values())
        portions = tuple(portion.waiting for portion in figures.portions if portion.waiting)
        return Waiting(portions, every - sum(portions))

    def release(self, portions: str) -> int:
        """Open the next portions."""
        _within(chosen().say("Portions to begin with"), portions, len(self.waiting().portions), least=0)
        return sum(self._desk().release() for _ in range(int(portions)))

    def close(self) -> None:
        """Close the database."""
        if self._station is not None:
            self._station.database.close()
            self._station = None

    def rule_words(self, rule: RuleViolation) -> str:
        """A rule in words."""
        return rule_words(chosen(), rule)

    # -- who is at work -------------------------------------------------------------------------------------------

    def _open_station(self) -> Station:
        assert self._station is not None, "open comes first"
        return self._station

    def _at_work(self) -> tuple[User, HeldKeys]:
        assert self._who is not None, "signing in comes first"
        return self._who

    def _people(self) -> StationPeople:
        user, keys = self._at_work()
        return StationPeople(self._open_station(), keys, user, chosen().language)

    def _desk(self) -> StationSample:
        if self._sample is None:
            user, keys = self._at_work()
            self._sample = StationSample(self._open_station(), keys, user)
        return self._sample


def _unreadable(refused: FileRefused) -> EnvironmentProblem:
    message, cure = file_reason(chosen(), refused)
    return EnvironmentProblem("sample_unreadable", message, cure)


def _within(name: str, text: str, most: int, least: int = 1) -> None:
    """RuleViolation where a figure is none that can be meant."""
    if not text.isdecimal() or len(text) > len(str(most)) or not least <= int(text) <= most:
        raise RuleViolation("figure_out_of_range", name=name, least=least, most=most)
