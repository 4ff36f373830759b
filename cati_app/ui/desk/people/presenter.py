"""The tab of people: who works on the study, what is changed about them, and the recovery sheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar

from cati_app.domain.changes import ChangeSet, Topic
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.people.users import Role
from cati_app.ui.desk.people import forms
from cati_app.ui.desk.people.port import (
    NewPerson,
    PeopleDesk,
    PeopleFacts,
    PersonLine,
    SheetCheck,
    SheetStanding,
    StartCode,
)
from cati_app.ui.desk.people.states import CodeState, PeopleStep, SheetState, WorkState
from cati_app.ui.desk.people.views import PeopleView
from cati_app.ui.desk.people.words import does_not_answer, not_told, now_told, people_state
from cati_app.ui.stage.form_states import FormState, wrong_field
from cati_app.ui.stage.paper_states import PaperPage
from cati_app.ui.stage.password_words import passwords_differ
from cati_app.ui.stage.runner import Progress
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import Tone
from cati_app.ui.stage.wording import environment_text, rule_text

TAB = "people"
_TICKS_OF_SILENCE, _TICKS_OF_A_REFUSAL = 2, 12
"""So many are let pass before the hub is asked again."""
T = TypeVar("T")


class PeoplePresenter:
    """One page in front at a time; nothing is done before it was said what it does."""

    def __init__(self, stage: Stage, view: PeopleView, desk: PeopleDesk, remind: Callable[[str], None]) -> None:
        """
        Args:
            remind: Shows a line on every tab of the desk; blank takes it away.
        """
        self._stage, self._view, self._desk, self._remind = stage, view, desk, remind
        self.step = PeopleStep.LIST
        self._facts = PeopleFacts((), SheetStanding.NOT_NEEDED)
        self._selected = ""
        self._to_select = ""  # the login of whoever was added or reset, once the list is read again
        self._form: FormState | None = None
        self._code = CodeState()
        self._check: SheetCheck | None = None
        self._save_to = ""
        self._shown = False
        self._said_last = "", Tone.PLAIN
        self._looks = False  # whether something waits for the hub
        self._rests = 0  # so many ticks until that is looked at again
        self._refusal = ""  # the code of why it was not taken, as it was said
        stage.listen(self._changed)

    # -- the list -----------------------------------------------------------------------------------------------

    def shown(self, key: str) -> None:
        """A tab came to the front."""
        self._shown = key == TAB
        if self._shown:
            self._stage.situate(tab=f"{TAB} {self.step}")
            if self.step is PeopleStep.LIST:
                self.read()

    def _changed(self, changes: ChangeSet) -> None:
        """Somebody else did something, at a hub all the time: what was said here stays in sight."""
        if self._shown and self.step is PeopleStep.LIST:
            self.read(*self._said_last)

    def read(self, message: str = "", tone: Tone = Tone.PLAIN) -> None:
        """Read everybody and show them, with what was just done."""
        self._said_last = message, tone
        self._stage.run(self._desk.facts, partial(self._show, message, tone), self._unreadable)

    def _unreadable(self, error: Exception) -> bool:
        """The list is not as it was signed: in words, on its own page."""
        if not isinstance(error, EnvironmentProblem):
            return False
        self._go(PeopleStep.LIST)
        self._render(" ".join(environment_text(self._stage.words, error)), Tone.BAD)
        return True

    def begin(self, first: Callable[[], None]) -> None:
        """When a supervisor sits down: the reminder, and after `first` was shown, the sheet if it was never seen."""
        self._stage.run(self._desk.facts, partial(self._began, first))

    def _began(self, first: Callable[[], None], facts: PeopleFacts) -> None:
        self._take(facts)
        if facts.sheet is SheetStanding.WAITS:
            first()
        self.tick()

    def _take(self, facts: PeopleFacts) -> None:
        self._facts = facts
        self._selected = next((line.id for line in facts.people if line.login == self._to_select), self._selected)
        self._to_select = ""
        if all(line.id != self._selected for line in facts.people):
            self._selected = next((line.id for line in facts.people), "")
        words = self._stage.words
        waits = facts.sheet is SheetStanding.WAITS
        self._remind(
            words.say("The recovery sheet is not confirmed: no sample can come in. People, Ctrl+S.") if waits else ""
        )

    def _show(self, message: str, tone: Tone, facts: PeopleFacts) -> None:
        self._take(facts)
        self._go(PeopleStep.LIST)
        self._render(message, tone)

    def _render(self, message: str = "", tone: Tone = Tone.PLAIN) -> None:
        self._said_last = message, tone
        self._view.render_people(people_state(self._stage.words, self._facts, self._selected, message, tone))

    def select(self, person_id: str) -> None:
        """A row of the list."""
        if person_id != self._selected:
            self._selected = person_id
            self._render()

    @property
    def _person(self) -> PersonLine | None:
        return next((line for line in self._facts.people if line.id == self._selected), None)

    # -- what can be done -----------------------------------------------------------------------------------------

    def command(self, name: str) -> None:
        """A command of the table."""
        if self._stage.busy:
            return
        words, person = self._stage.words, self._person
        myself = next((line for line in self._facts.people if line.is_self), None)
        plain: dict[str, Callable[[], None]] = {
            "people_add": lambda: self._ask(forms.add_form(words)),
            "people_password": lambda: self._ask(
                forms.password_form(words, supervisor=myself is None or myself.role is Role.SUPERVISOR)
            ),
            "people_rotate": lambda: self._ask(forms.rotate_form(words)),
            "people_sheet": self.show_sheet,
            "people_renew_sheet": self._ask_renewal,
            "sheet_save": self._view.ask_where_to_save,
            "sheet_print": self._view.ask_printer,
        }
        if name in plain:
            plain[name]()
        elif person is not None and name in _OF_A_PERSON:
            state = people_state(words, self._facts, self._selected, "", Tone.PLAIN)
            form, allowed = _OF_A_PERSON[name]
            if getattr(state, allowed):
                self._ask(form(words, person))
            else:
                self._render(_not_with(self._stage, person), Tone.WARN)

    def _ask(self, form: FormState) -> None:
        self._form = form
        self._go(PeopleStep.FORM)
        self._view.render_form(form)

    def _ask_renewal(self) -> None:
        words = self._stage.words
        if self._facts.sheet is SheetStanding.NOT_NEEDED:
            self._render(words.say("Demo and practice need no recovery sheet."), Tone.WARN)
        else:
            self._ask(forms.renew_sheet_form(words, alone=self._facts.supervisors < 2))

    def leave(self) -> None:
        """Somebody else sits down: nothing that was typed or shown stays."""
        self._desk.stop_telling()
        self._remind("")
        self._go(PeopleStep.LIST)
        self._facts = PeopleFacts((), SheetStanding.NOT_NEEDED)
        self._render()

    def back(self) -> None:
        """Esc: one page back."""
        if self.step is PeopleStep.FORM and self._form is not None and self._form.key in _BESIDE_THE_SHEET:
            self.show_sheet()
        elif self.step is not PeopleStep.RUNNING and not self._stage.busy:
            self.read()

    def confirm(self) -> None:
        """Enter: the start code is noted; or the sheet is on paper, so that two groups can be typed."""
        if self.step is PeopleStep.CODE:
            self._code_noted()
        elif self.step is PeopleStep.SHEET and not self._stage.busy:
            self._stage.run(self._desk.check_of_sheet, self._ask_groups)

    def _code_noted(self) -> None:
        """A code that was not looked at yet is not put away: Enter may have been struck twice on the form before."""
        words = self._stage.words
        if self._code.question:
            self.read(words.say("The start code is not shown again. A new one: Reset."))
        else:
            question = words.say("Is the code noted? It is not shown again. Enter once more puts it away.")
            self._code = replace(self._code, question=question)
            self._view.render_code(self._code)

    def _ask_groups(self, check: SheetCheck) -> None:
        self._check = check
        self._ask(forms.type_back_form(self._stage.words, check))

    def give(self, texts: tuple[str, ...]) -> None:
        """Enter on a form."""
        form = self._form
        if form is None or self.step is not PeopleStep.FORM or self._stage.busy:
            return
        kind, _, person_id = form.key.partition(" ")
        desk, words = self._desk, self._stage.words
        if kind == forms.ADD:
            login, name, role, languages, skills = texts
            new = NewPerson(login, name or login, Role(role), _codes(languages), _codes(skills))
            self._run(partial(desk.add, new), self._code_made)
        elif kind == forms.PASSWORD:
            old, fresh, again = texts
            if fresh != again:
                self._problem(passwords_differ(words))
                return
            changed = self._said(words.say("Your password is changed."))
            waits_for = words.say("The hub is told of the new password …")
            self._run(partial(desk.change_password, old, fresh), changed, waits_for, desk.stop_waiting)
        elif kind == forms.RESET:
            self._work(words.say("Resetting …"), partial(desk.reset, person_id), self._code_made)
        elif kind == forms.DEACTIVATE:
            done = self._told(words.say("Deactivated. The keys of the study are renewed."))
            self._work(words.say("Deactivating …"), partial(desk.deactivate, person_id), done)
        elif kind == forms.ABILITIES:
            saved = self._told(words.say("Saved. It counts from the next case on."))
            self._run(partial(desk.set_abilities, person_id, *map(_codes, texts)), saved)
        elif kind == forms.RENAME:
            login, name = texts
            self._run(partial(desk.rename, person_id, login, name), self._told(words.say("Login and name are saved.")))
        elif kind == forms.ROTATE:
            done = self._told(words.say("The keys of the study are renewed."))
            self._work(words.say("Renewing the keys …"), desk.rotate, done)
        elif kind == forms.RENEW_SHEET:
            login, password = texts or ("", "")
            made = partial(desk.renew_sheet, login, password)
            self._work(words.say("Making a new sheet …"), made, lambda _: self.begin(self.show_sheet))
        elif kind == forms.TYPE_BACK and self._check is not None:
            self._run(partial(desk.confirm_sheet, self._check, *texts), self._sheet_confirmed)
        elif kind == forms.SAVE_ANYWAY:
            self._save_now(self._save_to)

    def _code_made(self, made: StartCode) -> None:
        self._tell_hub(partial(self._show_code, made))

    def _show_code(self, made: StartCode, at_hub: str, is_told: bool) -> None:
        words = self._stage.words
        self._to_select = made.login
        self._form = None
        self._go(PeopleStep.CODE)
        self._code = CodeState(
            words.say("Start code for {name}", name=made.name),
            (
                words.say("Login: {login}", login=made.login),
                words.say(
                    "It is shown once. Hand it over on paper or by voice; it is used up at the first sign-in, at"
                    " which {name} chooses a password.",
                    name=made.name,
                ),
                *([at_hub] if at_hub else []),
            ),
            made.code,
        )
        self._view.render_code(self._code)

    # -- the sheet ------------------------------------------------------------------------------------------------

    def show_sheet(self, message: str = "", tone: Tone = Tone.PLAIN) -> None:
        """The pages that wait to be confirmed."""
        if self._facts.sheet is SheetStanding.NOT_NEEDED:
            self._render(self._stage.words.say("Demo and practice need no recovery sheet."), Tone.WARN)
            return
        self._stage.run(self._desk.sheet, partial(self._sheet_shown, message, tone), self._no_sheet)

    def _sheet_shown(self, message: str, tone: Tone, pages: tuple[PaperPage, ...]) -> None:
        words = self._stage.words
        self._form = None
        self._go(PeopleStep.SHEET)
        texts = (
            words.say(
                "These two pages are the only way back when passwords or this machine are lost. Print them, or save"
                " them on a stick; keep them apart from each other, under lock."
            ),
            words.say("Then type two groups from the paper. From then on page 1 is on paper only."),
        )
        self._view.render_sheet(SheetState(texts, pages, message, tone))

    def _no_sheet(self, error: Exception) -> bool:
        if not isinstance(error, RuleViolation):
            return False
        self.read(rule_text(self._stage.words, error), Tone.WARN)
        return True

    def save(self, path: str) -> None:
        """Where the file is to be; a folder that is copied elsewhere is asked about first."""
        if self.step is PeopleStep.SHEET:
            self._save_to = path
            self._stage.run(partial(self._desk.synced_by, path), self._place_known)

    def _place_known(self, program: str) -> None:
        if program:
            self._ask(forms.save_anyway_form(self._stage.words, program))
        else:
            self._save_now(self._save_to)

    def _save_now(self, path: str) -> None:
        self._stage.run(partial(self._desk.save_sheet, path), partial(self._saved, path), self._not_saved)

    def _saved(self, path: str, _: None) -> None:
        words = self._stage.words
        text = words.say("Saved: {path}. Delete the file once it is printed: it opens the study.", path=path)
        self.show_sheet(text, Tone.OK)

    def _not_saved(self, error: Exception) -> bool:
        if not isinstance(error, EnvironmentProblem):
            return False
        text, cure = environment_text(self._stage.words, error)
        self.show_sheet(f"{text} {cure}", Tone.BAD)
        return True

    def printed(self, done: bool) -> None:
        """The printer took the sheet, or not."""
        words = self._stage.words
        if done:
            self.show_sheet(words.say("Sent to the printer. Fetch both pages before you go on."), Tone.OK)
        else:
            self.show_sheet(words.say("The printer refused it. Choose another one, or save the sheet."), Tone.BAD)

    def _sheet_confirmed(self, _: None) -> None:
        words = self._stage.words
        title = words.say("Loading the sample of the study …")
        self._go(PeopleStep.RUNNING)
        self._progressed(title, 0.0, "")

        def in_lane(progress: Progress) -> int:
            return self._desk.load_sample(lambda share: progress.report(share, ""))

        self._form = None
        self._stage.run_long(in_lane, self._sample_loaded, self._no_sample, partial(self._progressed, title))

    def _no_sample(self, error: Exception) -> bool:
        """The sheet is confirmed all the same, and the study goes on."""
        if not isinstance(error, EnvironmentProblem):
            return self._refused(error)
        text, cure = environment_text(self._stage.words, error)
        confirmed = self._stage.words.say("The sheet is confirmed: page 1 is on paper only now.")
        self.read(f"{confirmed} {text} {cure}", Tone.WARN)
        return True

    def _sample_loaded(self, cases: int) -> None:
        words = self._stage.words
        self._stage.changed(frozenset({Topic.CASES}))
        confirmed = words.say("The sheet is confirmed: page 1 is on paper only now.")
        if cases:
            loaded = words.say_count("{count} case came in.", "{count} cases came in.", cases)
            self.read(f"{confirmed} {loaded}", Tone.OK)
        else:
            self.read(f"{confirmed} {words.say('A sample can come in now: tab Sample.')}", Tone.OK)

    # -- work -------------------------------------------------------------------------------------------------------

    def _said(self, text: str) -> Callable[[object], None]:
        return lambda _: self.read(text, Tone.OK)

    def _told(self, text: str) -> Callable[[object], None]:
        """The same, once the hub was told of it where it has the people."""

        def say_it(at_hub: str, is_told: bool) -> None:
            self.read(f"{text} {at_hub}".rstrip(), Tone.OK if is_told else Tone.WARN)

        return lambda _: self._tell_hub(say_it)

    def _tell_hub(self, then: Callable[[str, bool], None]) -> None:
        """Bring a change of people to the hub.

        Args:
            then: Hears what is to be said of that, and whether the hub has it; blank where no hub has the people.
        """
        words, tell = self._stage.words, self._desk.tell_hub
        if tell is None:
            then("", True)
            return

        def failed(error: Exception) -> bool:
            why = not_told(words, error)
            if why:
                then(why, False)
            return bool(why)

        told = now_told(words)
        self._stage.ask(
            tell,
            lambda _: then(told, True),
            failed,
            words.say("The hub is told of the change …"),
            self._desk.stop_telling,
        )

    # -- what was changed without a line ----------------------------------------------------------------------------

    def tick(self) -> None:
        """Every few seconds: what the hub was not told goes there by itself, as soon as it answers."""
        if self._desk.tell_hub is None or self._looks or self._stage.busy:
            return
        if self._rests:
            self._rests -= 1
            return
        self._looks = True
        self._stage.look(self._desk.tell_waiting, self._looked, self._looked_without_result)

    def _looked(self, told: bool) -> None:
        self._looks, self._refusal = False, ""
        if told:
            self._say_late(now_told(self._stage.words), Tone.OK)

    def _looked_without_result(self, error: Exception) -> bool:
        self._looks = False
        if does_not_answer(error):
            self._rests = _TICKS_OF_SILENCE
            return True
        why = not_told(self._stage.words, error)
        if why and isinstance(error, RuleViolation | EnvironmentProblem):
            self._rests = _TICKS_OF_A_REFUSAL
            if error.code != self._refusal:
                self._refusal = error.code
                self._say_late(why, Tone.WARN)
        return bool(why)

    def _say_late(self, text: str, tone: Tone) -> None:
        if self._shown and self.step is PeopleStep.LIST:
            self.read(text, tone)
        else:
            self._stage.say(self._stage.words.say("People were changed without a line."), text, tone)

    def _run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        waits_for: str = "",
        stop: Callable[[], None] | None = None,
    ) -> None:
        """Short work of a form: it is busy meanwhile, and stays when it was refused.

        Args:
            waits_for: What is waited for where a hub is asked; `stop` lets go of that.
        """
        if self._form is not None:
            self._view.render_form(replace(self._form, busy=True))
        self._stage.ask(work, done, self._refused, waits_for, stop)

    def _work(self, title: str, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Some seconds of work, done as a whole or not at all."""
        self._go(PeopleStep.RUNNING)
        self._progressed(title, 0.0, "")
        self._stage.run(work, done, self._refused)

    def _progressed(self, title: str, share: float, _: str) -> None:
        text = self._stage.words.say("Please wait a moment. It is done as a whole, or everything stays as it was.")
        self._view.render_work(WorkState(title, text, share))

    def _refused(self, error: Exception) -> bool:
        """A rule said no: the form stays, so that it can be put right."""
        if isinstance(error, RuleViolation):
            self._problem(rule_text(self._stage.words, error), wrong_field(error))
            return True
        if isinstance(error, EnvironmentProblem) and self._form is not None:
            text, cure = environment_text(self._stage.words, error)
            self._problem(f"{text} {cure}")
            return True
        self.read()
        return False

    def _problem(self, text: str, wrong: str = "") -> None:
        if self._form is None:
            self.read(text, Tone.WARN)
            return
        self._go(PeopleStep.FORM)
        self._view.render_form(replace(self._form, message=text, wrong=wrong, busy=False))

    def _go(self, step: PeopleStep) -> None:
        self.step = step
        if step is PeopleStep.LIST:
            self._form, self._code = None, CodeState()
        if self._shown:
            self._stage.situate(tab=f"{TAB} {step}")
        self._view.show_step(step)


_BESIDE_THE_SHEET = frozenset({forms.TYPE_BACK, forms.SAVE_ANYWAY})
_OF_A_PERSON: dict[str, tuple[Callable[..., FormState], str]] = {
    "people_abilities": (forms.abilities_form, "can_change"),
    "people_rename": (forms.rename_form, "can_change"),
    "people_reset": (forms.reset_form, "can_reset"),
    "people_deactivate": (forms.deactivate_form, "can_deactivate"),
}


def _not_with(stage: Stage, person: PersonLine) -> str:
    """Why nothing of that is done with this person."""
    words = stage.words
    if person.is_self:
        return words.say("That is you: another supervisor does that. Your password: Ctrl+Shift+P.")
    return words.say("{name} is deactivated and stays so; add a new person.", name=person.name)


def _codes(text: str) -> tuple[str, ...]:
    """`de, tr` as `("de", "tr")`."""
    return tuple(dict.fromkeys(text.replace(",", " ").split()))
