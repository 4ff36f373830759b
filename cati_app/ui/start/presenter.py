"""The start page: which studies there are, and what becomes of a choice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.texts import Words
from cati_app.ui.stage.message import MessageState, Tone
from cati_app.ui.stage.runner import Lane
from cati_app.ui.start.states import FileWanted, JoinedHub, StartState, StudyLine

if TYPE_CHECKING:
    from cati_app.ui.start.port import Leave, ListedStudy, StartServices, StudiesListed, Submits
    from cati_app.ui.start.views import StartPageView

T = TypeVar("T")

_PASSPHRASE, _JOIN = "passphrase", "join"
_ASKS_PASSPHRASE = ("passphrase_needed", "no_key_store", "wrong_passphrase")


class StartPresenter:
    """Routes what is chosen; `leave` is called with what comes after the page."""

    def __init__(
        self,
        view: StartPageView,
        services: StartServices,
        words: Words,
        runner: Submits,
        leave: Callable[[Leave], None],
        home: Path,
    ) -> None:
        self._view, self._services, self._words, self._runner = view, services, words, runner
        self._leave = leave
        self._home = home
        self._state = StartState()
        self._prepared: object = None  # a study that waits for its passphrase
        view.open_asked.connect(self.open)
        view.forget_asked.connect(self.forget)
        view.action_asked.connect(self.act)
        view.file_chosen.connect(self.file_chosen)
        view.form_given.connect(self.form_given)
        view.form_left.connect(self.form_left)
        view.message_closed.connect(self.close_message)

    # -- the list -----------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Show what the index says."""
        self._list(self._services.read())

    def _list(self, listed: StudiesListed) -> None:
        say = self._words.say
        pairs = zip(listed.studies, listed.opened_on, strict=True)
        lines = tuple(self._line(study, day) for study, day in pairs)
        selected = self._state.selected
        if selected not in {line.key for line in lines}:
            selected = next((line.key for line in lines if line.is_there), lines[0].key if lines else "")
        message = self._state.message
        if listed.kept is not None:
            message = MessageState(
                say("The list of studies could not be read; it was built again from the one before."),
                say("No study was touched. The unreadable file is kept: {path}", path=listed.kept),
                Tone.WARN,
            )
        empty = say("No study was opened on this machine yet. Here stand those that were opened or joined.")
        hubs = self._hubs(listed)
        self._render(replace(self._state, studies=lines, hubs=hubs, selected=selected, message=message, empty=empty))

    def _line(self, study: ListedStudy, opened_on: date) -> StudyLine:
        say, folder = self._words.say, study.folder
        title = study.title.get(self._words.language) or study.title.get("de") or next(iter(study.title.values()))
        if not study.is_there():
            return StudyLine(
                str(folder),
                title,
                "⚠ " + say("Folder not found: {path}", path=folder),
                say("Nothing is lost as long as the folder exists. Del takes the line off."),
                Tone.WARN,
                is_there=False,
            )
        state, tone = say("on this machine"), Tone.PLAIN
        if study.at_hub:
            state, tone = say("at a hub"), Tone.OK
        if study.rehearsal:
            state, tone = say("Rehearsal"), Tone.WARN
        detail = say("last opened on {day:%Y-%m-%d} · {path}", day=opened_on, path=folder)
        return StudyLine(str(folder), title, state, detail, tone)

    def _hubs(self, listed: StudiesListed) -> tuple[JoinedHub, ...]:
        """Hubs of these studies, with how many there are; whether a hub answers is asked once somebody signs in."""
        words, days = self._words, dict[str, list[date]]()
        for study, day in zip(listed.studies, listed.opened_on, strict=True):
            if study.hub:
                days.setdefault(study.hub, []).append(day)
        return tuple(
            JoinedHub(
                address,
                words.say_count(
                    "{count} study · last opened on {day:%Y-%m-%d}",
                    "{count} studies · last opened on {day:%Y-%m-%d}",
                    len(opened),
                    day=max(opened),
                ),
            )
            for address, opened in days.items()
        )

    def forget(self, key: str) -> None:
        """Del: the line goes, the study stays where it is."""
        self._run("store", partial(self._forgotten, Path(key)), partial(self._list_without, key), self._not_written)

    def _forgotten(self, folder: Path) -> StudiesListed:
        self._services.forget(folder)
        return self._services.read()

    def _list_without(self, key: str, listed: StudiesListed) -> None:
        told = self._words.say("The line is off the list. Nothing of the study was deleted: {path}", path=key)
        self._state = replace(self._state, message=MessageState(told))
        self._list(listed)

    def _not_written(self, error: Exception) -> bool:
        if not isinstance(error, OSError):
            return False
        say = self._words.say
        self._tell(
            MessageState(
                say("The list of studies cannot be written. Nothing was changed."),
                say("Look whether the disk is full, and who may write into the state folder (CATI_STATE)."),
                Tone.BAD,
            )
        )
        return True

    # -- ways in ------------------------------------------------------------------------------------------------

    def open(self, key: str) -> None:
        """Enter on a study."""
        if self._state.busy:
            return
        say, folder = self._words.say, Path(key)
        self._render(
            replace(
                self._state, selected=key, message=None, form=None, busy=say("{path} is being opened …", path=folder)
            )
        )
        self._run("store", partial(self._services.prepare, folder), self._enter, None)

    def _enter(self, prepared: object, passphrase: str = "") -> None:
        self._prepared = prepared
        try:
            leave = self._services.enter(prepared, passphrase)
        except EnvironmentProblem as problem:
            if problem.code in _ASKS_PASSPHRASE:
                self._ask_passphrase(problem)
                return
            self._explain(problem)
        except RuleViolation as rule:
            self._explain(rule)
        else:
            self._prepared = None
            busy = self._state.busy or self._words.say("A window is being opened …")
            self._render(replace(self._state, form=None, busy=busy))
            self._leave(leave)  # and stay busy: keys that were typed meanwhile are not the page's

    def _ask_passphrase(self, problem: EnvironmentProblem) -> None:
        from cati_app.ui.stage.form_states import FieldKind, FieldState, FormState  # noqa: PLC0415 - asked on demand

        say = self._words.say
        refused = problem.code == "wrong_passphrase"
        text, fields = (
            say("It is asked for each time: this account keeps no key of the database."),
            [FieldState(_PASSPHRASE, say("Passphrase"), FieldKind.PASSWORD)],
        )
        if problem.code == "no_key_store":
            text = say(
                "This account has no keyring, so the database of this study gets a passphrase. Write it down and keep"
                " it apart: without it nobody opens the study again."
            )
            from cati_app.ui.stage.password_words import passphrase_rules  # noqa: PLC0415 - most starts ask for none

            fields = [replace(fields[0], hint=passphrase_rules(self._words))]
            fields.append(FieldState("again", say("Passphrase, once more"), FieldKind.PASSWORD))
        form = FormState(
            problem.code if problem.code == "no_key_store" else _PASSPHRASE,
            say("Passphrase of the database"),
            say("Open"),
            (text,),
            tuple(fields),
            leave=say("Leave it"),
            message=self._words.worded(problem.message) if refused else "",
        )
        self._render(replace(self._state, busy="", form=form))

    def act(self, name: str) -> None:
        """A key or button of the page."""
        if self._state.busy or self._state.form is not None:
            return
        if name == "folder":
            self._view.ask_file(FileWanted.FOLDER, str(self._home))
        elif name == "preview":
            self._view.ask_file(FileWanted.FORM, str(self._home))
        elif name == "join":
            self._ask_code()
        elif name == "new":
            self._leave_for(self._services.begin_new)
        elif name == "language":
            self._leave_for(self._services.other_language)
        elif name == "help":
            self._tell(self._help())

    def _help(self) -> MessageState:
        """F1: what the keys of the page do."""
        say = self._words.say
        lines = (
            say("Enter opens the study selected and asks for a sign-in; arrows select another one."),
            say("N sets a study up, from a questionnaire to the field."),
            say("O opens the folder of a study that was set up elsewhere."),
            say("J joins a study at a hub, with the code that a supervisor made."),
            say("P shows a questionnaire as interviewers will see it; nothing is stored."),
            say("Del takes a line off the list; nothing is deleted."),
            say("F7 changes the language of the program. Ctrl++ and Ctrl+- change the size of the text."),
            say("Esc closes this."),
        )
        return MessageState(say("Help"), "\n".join(lines))

    def _leave_for(self, ready: Callable[[], Leave | None]) -> None:
        """What is slow to load is loaded while the page says so."""
        self._render(replace(self._state, message=None, busy=self._words.say("A window is being opened …")))

        def painted(_: None) -> None:
            leave = ready()
            if leave is None:
                self._render(replace(self._state, busy=""))
            else:
                self._leave(leave)  # as above

        self._run("store", lambda: None, painted, None)

    def file_chosen(self, what: FileWanted, path: str) -> None:
        """A study folder, or a questionnaire to look at."""
        if what is FileWanted.FOLDER:
            self.open(path)
        else:
            self._leave_for(partial(self._services.preview, Path(path)))

    def _ask_code(self) -> None:
        from cati_app.ui.stage.form_states import FieldKind, FieldState, FormState  # noqa: PLC0415 - asked on demand

        say = self._words.say
        form = FormState(
            _JOIN,
            say("Join a study at a hub"),
            say("Join"),
            (
                say(
                    "A supervisor of the study makes the code: `cati hub code STUDY --as SUPERVISOR`. It is typed once"
                    " and not kept."
                ),
            ),
            (
                FieldState("code", say("Code of the hub"), FieldKind.PASSWORD),
                FieldState(
                    "folder",
                    say("Folder to be made"),
                    value=str(self._home / say("Studies") / say("study")),
                    hint=say("A folder that is not there yet; nothing is overwritten."),
                ),
                FieldState(
                    _PASSPHRASE,
                    say("Passphrase of the database"),
                    FieldKind.PASSWORD,
                    may_be_blank=True,
                    hint=say("Only where this account has no keyring. Without it nobody opens the study again."),
                ),
            ),
            leave=say("Leave it"),
        )
        self._render(replace(self._state, message=None, form=form))

    def _new_passphrase_refused(self, key: str, texts: tuple[str, ...]) -> str:
        """What is wrong with a passphrase that a database will have; blank: nothing, or it has one already."""
        from cati_app.ui.stage.password_words import passphrase_refused  # noqa: PLC0415 - as above

        if key == "no_key_store":
            return passphrase_refused(self._words, *texts)
        return passphrase_refused(self._words, texts[-1], texts[-1]) if key == _JOIN and texts[-1] else ""

    def form_given(self, texts: tuple[str, ...]) -> None:
        """Enter on the form."""
        form = self._state.form
        if form is None:
            return
        if told := self._new_passphrase_refused(form.key, texts):
            self._render(replace(self._state, form=replace(form, message=told)))
            return
        self._render(replace(self._state, form=replace(form, busy=True, message="")))
        if form.key != _JOIN:
            self._enter(self._prepared, texts[0])
            return
        code, folder, passphrase = texts[0], Path(texts[1]).expanduser(), texts[2]
        join = partial(self._services.join, code, folder, passphrase)
        self._run("net", join, lambda _: self.open(str(folder)), self._not_joined)

    def _not_joined(self, error: Exception) -> bool:
        """The form stays, and says what was wrong."""
        form = self._state.form
        if form is None or not isinstance(error, EnvironmentProblem):
            return False
        told = f"{self._words.worded(error.message)} {self._words.worded(error.cure)}"
        self._render(replace(self._state, form=replace(form, busy=False, message=told, tone=Tone.BAD, wrong="code")))
        return True

    def form_left(self) -> None:
        """Esc: back to the list."""
        self._prepared = None
        self._render(replace(self._state, form=None))

    def close_message(self) -> None:
        """It was read."""
        self._tell(None)

    # -- what is said -------------------------------------------------------------------------------------------

    def _run(
        self, lane: Lane, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], bool] | None
    ) -> None:
        def broke(error: Exception) -> None:
            if failed is None or not failed(error):
                self._explain(error)

        self._runner.submit(lane, work, done, broke)

    def _explain(self, error: Exception) -> None:
        """What is in the way, and its cure; anything else is a bug and rises."""
        if isinstance(error, EnvironmentProblem):
            text, cure = self._words.worded(error.message), self._words.worded(error.cure)
            if error.code == "study_errors":  # a report of many lines is read below, not in capitals of a headline
                text, cure = cure, text
            self._tell(MessageState(text, cure, Tone.BAD))
        elif isinstance(error, RuleViolation):
            self._tell(MessageState(self._words.say("Not allowed: {code}.", code=error.code), "", Tone.WARN))
        else:
            raise error

    def _tell(self, message: MessageState | None) -> None:
        self._render(replace(self._state, busy="", form=None, message=message))

    def _render(self, state: StartState) -> None:
        self._state = state
        self._view.render(state)
