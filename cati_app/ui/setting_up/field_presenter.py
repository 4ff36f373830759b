"""The pages after the study folder: people, sample, rehearsal, release; each is done when its Enter returns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.texts import Words
from cati_app.ui.setting_up import field_forms as forms
from cati_app.ui.setting_up.field_port import (
    AskedColumn,
    BegunStudy,
    EndedField,
    FieldServices,
    SampleTrial,
    SheetShown,
)
from cati_app.ui.setting_up.pages import titles
from cati_app.ui.setting_up.states import SettingUpState, StepLine
from cati_app.ui.setting_up.views import SettingUpView
from cati_app.ui.stage.form_states import FormState, wrong_field
from cati_app.ui.stage.password_words import passphrase_refused, passwords_differ
from cati_app.ui.stage.runner import Cancelled, Lane, Operation, Progress, Runner
from cati_app.ui.stage.states import Tone

T = TypeVar("T")

_ASKS_PASSPHRASE = ("passphrase_needed", "no_key_store", "wrong_passphrase")


class FieldPresenter:
    """From a folder to a study in the field. What was done stays done wherever somebody leaves.

    Args:
        home: Where a file for the printer is proposed.
        ended: See `EndedField`.
    """

    def __init__(
        self,
        view: SettingUpView,
        services: FieldServices,
        words: Words,
        runner: Runner,
        ended: EndedField,
        home: Path,
    ) -> None:
        self._view, self._services, self._words, self._runner = view, services, words, runner
        self._ended, self._home = ended, home
        self._folder = Path()
        self._at, self._shown = "", 0
        self._form = FormState("", "", "")
        self._under_way: Operation | None = None
        self._sheet = SheetShown(())
        self._codes: list[str] = []
        self._noted = False
        self._file, self._columns, self._portion = "", tuple[AskedColumn, ...](), ""
        self._roles: tuple[str, ...] = ()
        self._brings = 0
        self._given: dict[str, Callable[..., None]] = {
            forms.PASSPHRASE: self._passphrase_given,
            forms.FIRST: self._first_given,
            forms.SIGN_IN: self._signing_in,
            forms.SHEET: self._sheet_given,
            forms.GROUPS: self._groups_given,
            forms.PERSON: self._person_given,
            forms.FILE: self._file_given,
            forms.COLUMNS: self._columns_given,
            forms.TRIED: self._tried_given,
            forms.FIELD: self._field_given,
            forms.PLAYED: self._ask_release,
            forms.RELEASE: self._release_given,
        }
        self._back: dict[str, Callable[[], None]] = {
            forms.GROUPS: lambda: self._show_sheet(self._sheet),
            forms.FILE: self._ask_person,
            forms.COLUMNS: self._ask_file,
            forms.TRIED: lambda: self._show_columns(self._columns),
            forms.FIELD: self._ask_file,
            forms.PLAYED: self._ask_rehearsal,
            forms.RELEASE: self._ask_rehearsal,
        }

    @property
    def page(self) -> str:
        """The form in front; blank: the folder is not made yet."""
        return self._at

    @property
    def busy(self) -> bool:
        """Whether something is under way."""
        return self._form.busy

    def begin(self, folder: Path) -> None:
        """The folder is made, or was made before."""
        self._folder = folder
        self._view.form_given.connect(self.given)
        self._view.form_left.connect(self.back)
        self._view.file_chosen.connect(self.file_chosen)
        self._open("")

    def given(self, texts: tuple[str, ...]) -> None:
        """Enter on a form."""
        if not self.busy:
            self._given[self._at](*texts) if self._at != forms.COLUMNS else self._columns_given(texts)

    def back(self) -> None:
        """Esc: stop what is under way, else back; at the first form to the start page."""
        if self._under_way is not None:
            self._under_way.cancel()
        elif self._at == forms.PERSON and self._codes and not self._noted:
            self._noted = True
            told = self._words.say("Are the codes noted? They are not shown again. Esc once more puts them away.")
            self._tell(told, Tone.WARN)
        elif not self.busy:
            self._back.get(self._at, partial(self._ended, False))()

    def file_chosen(self, path: str) -> None:
        """A sample file, from a dialog."""
        if self._at == forms.FILE and not self.busy:
            self._file = path
            self._ask_file()

    # -- people ---------------------------------------------------------------------------------------------------

    def _open(self, passphrase: str) -> None:
        if not self._at:
            title = self._words.say("The study is being opened …")
            self._show(forms.SIGN_IN, FormState("", title, " ", busy=True))
        self._run(partial(self._services.open, self._folder, passphrase), self._opened, self._not_opened)

    def _opened(self, study: BegunStudy) -> None:
        if study.has_people:
            self._show(forms.SIGN_IN, forms.sign_in_form(self._words, study.title))
        else:
            self._show(forms.FIRST, forms.first_form(self._words))

    def _not_opened(self, error: Exception) -> bool:
        if not isinstance(error, EnvironmentProblem) or error.code not in _ASKS_PASSPHRASE:
            return False
        refused = error.code == "wrong_passphrase"
        if not refused or self._at != forms.PASSPHRASE:
            new = error.code == "no_key_store"
            self._show(forms.PASSPHRASE, forms.passphrase_form(self._words, new=new))
        if refused:
            self._tell(self._words.worded(error.message))
        return True

    def _passphrase_given(self, passphrase: str, again: str | None = None) -> None:
        if again is not None and (told := passphrase_refused(self._words, passphrase, again)):
            self._tell(told)
        else:
            self._open(passphrase)

    def _first_given(self, login: str, name: str, password: str, again: str) -> None:
        if password != again:
            self._tell(passwords_differ(self._words))
        else:
            self._run(partial(self._services.begin, login, name or login, password), self._at_work)

    def _signing_in(self, login: str, password: str) -> None:
        self._run(partial(self._services.sign_in, login, password), self._at_work)

    def _at_work(self, _: None) -> None:
        self._run(self._services.sheet, self._sheet_read)

    def _sheet_read(self, sheet: SheetShown | None) -> None:
        if sheet is None:
            self._ask_person()
        else:
            self._show_sheet(sheet)

    def _show_sheet(self, sheet: SheetShown) -> None:
        self._sheet = sheet
        self._show(forms.SHEET, forms.sheet_form(self._words, sheet, self._home))

    def _sheet_given(self, path: str) -> None:
        if path:
            self._run(partial(self._services.save_sheet, path), lambda _: self._ask_groups(path))
        else:
            self._ask_groups("")

    def _ask_groups(self, saved: str) -> None:
        self._show(forms.GROUPS, forms.groups_form(self._words, self._sheet, saved))

    def _groups_given(self, of_page_1: str, of_page_2: str) -> None:
        confirm = partial(self._services.confirm_sheet, self._sheet.groups, of_page_1, of_page_2)
        self._run(confirm, lambda _: self._ask_person())

    def _ask_person(self) -> None:
        services = self._services
        self._noted = False
        form = forms.person_form(self._words, self._codes, services.roles, services.languages)
        self._show(forms.PERSON, form)

    def _person_given(self, login: str, name: str, role: str, languages: str) -> None:
        if login:
            added = partial(self._person_added, login, name or login)
            self._run(partial(self._services.add, login, name or login, role, languages), added)
        elif self._codes and not self._noted:
            self._noted = True
            told = self._words.say("Are the codes noted? They are not shown again. Enter once more puts them away.")
            self._tell(told, Tone.WARN)
        else:
            self._codes.clear()
            self._ask_file()

    def _person_added(self, login: str, name: str, code: str) -> None:
        line = self._words.say("{name} · login {login} · {code}", name=name, login=login, code=code)
        self._codes.append(line)
        self._ask_person()

    # -- the sample -----------------------------------------------------------------------------------------------

    def _ask_file(self) -> None:
        self._show(forms.FILE, forms.file_form(self._words, self._file))

    def _file_given(self, path: str) -> None:
        self._file = path
        if path:
            self._run(partial(self._services.look, path), self._show_columns)
        else:
            self._ask_rehearsal()

    def _show_columns(self, columns: tuple[AskedColumn, ...]) -> None:
        self._columns = columns
        self._show(forms.COLUMNS, forms.columns_form(self._words, columns, self._portion))

    def _columns_given(self, texts: tuple[str, ...]) -> None:
        *roles, self._portion = texts
        self._roles = tuple(roles)
        self._columns = tuple(
            replace(column, role=role) for column, role in zip(self._columns, self._roles, strict=True)
        )
        self._run_long("store", partial(self._bring_in, False), self._tried)

    def _bring_in(self, store: bool, progress: Progress) -> SampleTrial:
        return self._services.bring_in(self._roles, self._portion, progress, store=store)

    def _tried(self, tried: SampleTrial) -> None:
        if tried.problem:
            self._tell(tried.problem, Tone.WARN)
            return
        self._show(forms.TRIED, forms.tried_form(self._words, tried.lines, tried.cases))
        self._brings = tried.cases

    def _tried_given(self) -> None:
        if self._brings:
            self._run_long("store", partial(self._bring_in, True), lambda _: self._ask_rehearsal())
        else:
            self._ask_rehearsal()

    # -- rehearsal and release ------------------------------------------------------------------------------------

    def _ask_rehearsal(self) -> None:
        folder = self._folder.with_name(f"{self._folder.name}-{self._words.say('rehearsal')}")
        self._run(
            self._services.proposed,
            lambda proposed: self._show(forms.FIELD, forms.rehearsal_form(self._words, folder, proposed)),
        )

    def _field_given(self, what: str, seats: str, days: str, numbers: str, folder: str) -> None:
        if what == forms.NO:
            self._ask_release()
            return

        def play(progress: Progress) -> tuple[str, ...]:
            return self._services.rehearse(seats, days, numbers, folder, progress)

        self._run_long("backup", play, partial(self._played, folder))

    def _played(self, folder: str, lines: Sequence[str]) -> None:
        self._show(forms.PLAYED, forms.played_form(self._words, lines, folder))

    def _ask_release(self) -> None:
        self._run(
            self._services.waiting,
            lambda waiting: self._show(forms.RELEASE, forms.release_form(self._words, waiting)),
        )

    def _release_given(self, portions: str = "0") -> None:
        if portions == "0":
            self._ended(True)
        else:
            self._run(partial(self._services.release, portions), lambda _: self._ended(True))

    # -- what is shown --------------------------------------------------------------------------------------------

    def _run(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], bool] | None = None
    ) -> None:
        self._set_busy()
        self._runner.submit("store", work, partial(self._done, done), partial(self._broke, failed))

    def _run_long(self, lane: Lane, work: Callable[[Progress], T], done: Callable[[T], None]) -> None:
        self._set_busy(self._words.say("Please wait; Esc stops it, and nothing was changed then."))
        over, broke = partial(self._done, done), partial(self._broke, None)
        self._under_way = self._runner.submit_long(lane, work, over, broke, self._progressed)

    def _progressed(self, share: float, text: str) -> None:
        told = text or self._words.say("{share} done; Esc stops it.", share=self._words.say("{share:.0%}", share=share))
        self._render(replace(self._form, message=told, tone=Tone.PLAIN))

    def _done(self, done: Callable[[T], None], result: T) -> None:
        self._under_way = None
        self._form = replace(self._form, busy=False, message="")
        done(result)

    def _broke(self, failed: Callable[[Exception], bool] | None, error: Exception) -> None:
        self._under_way = None
        if failed is not None and failed(error):
            return
        if isinstance(error, Cancelled):
            self._tell(self._words.say("Stopped. Nothing was changed."), Tone.WARN)
        elif isinstance(error, EnvironmentProblem):
            self._tell(f"{self._words.worded(error.message)} {self._words.worded(error.cure)}")
        elif isinstance(error, RuleViolation):
            self._tell(self._services.rule_words(error), wrong=wrong_field(error))
        else:
            raise error

    def _set_busy(self, told: str = "") -> None:
        self._render(replace(self._form, busy=True, message=told, tone=Tone.PLAIN))

    def _tell(self, text: str, tone: Tone = Tone.BAD, wrong: str = "") -> None:
        self._render(replace(self._form, busy=False, message=text, tone=tone, wrong=wrong))

    def _show(self, at: str, form: FormState) -> None:
        self._at, self._shown = at, self._shown + 1
        leave = form.leave or self._words.say("To the start page; what is done is kept")
        self._render(replace(form, key=f"{at} {self._shown}", leave=leave))

    def _render(self, form: FormState) -> None:
        self._form = form
        before = [StepLine(name, is_done=True) for name in titles(self._words).values()]
        now, names = forms.FIELD_PAGES.index(forms.STEP_OF[self._at]), forms.field_titles(self._words)
        steps = [StepLine(names[page], is_now=n == now, is_done=n < now) for n, page in enumerate(forms.FIELD_PAGES)]
        self._view.render(SettingUpState((*before, *steps), form, file_field=self._at == forms.FILE, is_made=True))
