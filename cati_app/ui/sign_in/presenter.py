"""The first screen: signing in, a first password, the first supervisor of a study, and start codes to hand out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.texts import Words
from cati_app.ui.sign_in.port import Beginnings, HandedOut, PasswordWanted, SignedIn, SignIn
from cati_app.ui.sign_in.states import HandoutState, LoginState, UserOption
from cati_app.ui.stage.form_states import LOGIN, FieldKind, FieldState, FormState, wrong_field
from cati_app.ui.stage.password_words import password_rules, passwords_differ
from cati_app.ui.stage.runner import Progress
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import Tone
from cati_app.ui.stage.wording import environment_text, rule_text

if TYPE_CHECKING:
    from cati_app.ui.sign_in.views import LoginView

_FIRST, _PASSWORD, _CHANGE = "first", "password", "change"
WAIT = "sign_in_delayed"
"""Code of the rule that nobody signs in for some seconds after failures; `seconds` says how many."""

BEGUN = "study_begun"
"""Code of the rule that a study has one first supervisor: somebody was quicker in another window."""


class SignInPresenter:
    """Words what the screen shows, and hands over whoever has signed in.

    Args:
        beginnings: None: nobody gets a first password here.
        offered: Whom the screen offers by now; None: always the same people.
        first: Nobody can sign in yet: the first supervisor is asked for.
    """

    def __init__(
        self,
        stage: Stage,
        view: LoginView,
        sign_in: SignIn,
        login: LoginState,
        signed_in: Callable[[SignedIn], None],
        question_confirmed: Callable[[], None],
        beginnings: Beginnings | None = None,
        offered: Callable[[], tuple[UserOption, ...]] | None = None,
        *,
        first: bool = False,
    ) -> None:
        self._stage, self._view, self._sign_in = stage, view, sign_in
        self._login, self._signed_in, self._question_confirmed = login, signed_in, question_confirmed
        self._beginnings, self._offered, self._first = beginnings, offered, first
        self._form: FormState | None = None
        self._code = ("", "")  # login and start code of who has to choose a password
        self._waiting: SignedIn | None = None  # until the start codes are taken
        self._asked = False  # whether they are noted
        self._signs_in = False  # whether a name and a password are being looked at
        view.login_given.connect(self.log_in)
        view.question_confirmed.connect(self.confirm_question)
        view.form_given.connect(self.give_form)
        view.form_left.connect(self.leave_form)
        view.handout_taken.connect(self.take_handout)

    def start(self) -> None:
        """Ask who sits down; in a new study, for its first supervisor."""
        self._form, self._code, self._waiting = None, ("", ""), None
        self._stage.situate(has_people=not self._first)
        if self._first:
            self._form = _first_form(self._stage.words)
        self._view.render(replace(self._login, form=None if self._login.question else self._form))

    def start_again(self) -> None:
        """Somebody else sits down: people may have come and gone since."""
        self._signs_in = False
        self.start()
        if self._offered is not None:
            self._stage.run(self._offered, self._offer)

    def _offer(self, users: tuple[UserOption, ...]) -> None:
        if users != self._login.users:
            self._login = replace(self._login, users=users)
            self.start()

    # -- name and password ----------------------------------------------------------------------------------------

    def log_in(self, user: str, password: str) -> None:
        """A name and a password."""
        if self._signs_in or self._login.question:
            return  # a second Enter: one person signs in once
        if self._stage.busy:  # with what the person before led to, or with who may sign in
            self._stage.once_idle(partial(self.log_in, user, password))
            return
        self._signs_in = True
        login = user.strip()

        def work(progress: Progress) -> SignedIn | PasswordWanted | None:
            return self._sign_in(login, password, lambda share: progress.report(share, ""))

        done = partial(self._answered, login, password)
        self._stage.run_long(work, done, self._refused, self._progressed)

    def _progressed(self, share: float, _: str) -> None:
        words = self._stage.words
        message = words.say(
            "Keys are made anew and everything is sealed with them, once. Please wait: if the machine stops, the"
            " database is as before."
        )
        self._view.render(replace(self._login, message=message, busy=True, share=share))

    def _answered(self, login: str, password: str, answer: SignedIn | PasswordWanted | None) -> None:
        words = self._stage.words
        self._signs_in = False
        if answer is None:
            self._view.render(replace(self._login, message=words.say("Name or password is wrong."), tone=Tone.WARN))
            return
        self._stage.say("")  # what kept somebody out is over
        if isinstance(answer, PasswordWanted):
            self._code = login, password
            self._ask(_password_form(words, answer))
        else:
            self._entered(answer)

    def _refused(self, error: Exception) -> bool:
        self._signs_in = False
        if not isinstance(error, RuleViolation) or error.code != WAIT:
            self._view.render(self._login)
            return False
        self._view.render(replace(self._login, wait_s=int(error.context.get("seconds", 1))))
        return True

    def confirm_question(self) -> None:
        """Whoever sits there says that the clock is right; the next who signs in answers for it."""
        if self._login.question:
            self._question_confirmed()
            self._login = replace(self._login, question="")
            self._view.render(replace(self._login, form=self._form))

    # -- first passwords ------------------------------------------------------------------------------------------

    def _ask(self, form: FormState) -> None:
        self._form = form
        self._view.render(replace(self._login, form=form))

    def ask_for_change(self) -> None:
        """Whoever has a password may choose another one, in every role."""
        if (
            self._form is None
            and self._waiting is None
            and not (self._first or self._login.question or self._stage.busy)
        ):
            self._ask(_change_form(self._stage.words, self._login))

    def give_form(self, texts: tuple[str, ...]) -> None:
        """Enter on the form."""
        form, beginnings = self._form, self._beginnings
        if form is None or beginnings is None or self._stage.busy:
            return
        *others, password, again = texts
        if password != again:
            self._ask(replace(form, message=passwords_differ(self._stage.words), wrong=""))
            return
        self._view.render(replace(self._login, form=replace(form, message="", wrong="", busy=True)))
        if form.key == _FIRST:
            login, name = others
            self._stage.run(
                partial(beginnings.begin_study, login, name or login, password), self._begun, self._form_refused
            )
        elif form.key == _CHANGE:
            login, old = others
            self._set(partial(beginnings.set_password, login, old, password), beginnings.stop_waiting)
        else:
            self._set(partial(beginnings.set_password, *self._code, password), beginnings.stop_waiting)

    def _set(self, work: Callable[[], SignedIn], stop: Callable[[], None] | None) -> None:
        waits_for = self._stage.words.say("The hub is told of the new password …")
        self._stage.ask(work, self._entered, self._form_refused, waits_for, stop)

    def leave_form(self) -> None:
        """Esc: back to name and password, where there are people."""
        if not self._first and not self._stage.busy:
            self.start()

    def _begun(self, person: SignedIn) -> None:
        self._first = False
        self._stage.situate(has_people=True)
        self._entered(person)

    def _form_refused(self, error: Exception) -> bool:
        words, wrong = self._stage.words, ""
        if isinstance(error, RuleViolation) and error.code == BEGUN:
            self._first = False
            self.start_again()
            self._stage.say(rule_text(words, error), tone=Tone.WARN)
            return True
        if isinstance(error, RuleViolation):
            text, wrong = rule_text(words, error), wrong_field(error)
        elif isinstance(error, EnvironmentProblem):
            text = " ".join(environment_text(words, error))
        else:
            return False
        if self._form is not None:
            self._ask(replace(self._form, message=text, wrong=wrong))
        return True

    # -- at work --------------------------------------------------------------------------------------------------

    def _entered(self, person: SignedIn) -> None:
        self._form, self._code = None, ("", "")
        if person.handed_out is None:
            self._signed_in(person)
            return
        self._waiting, self._asked = person, False
        self._view.render(replace(self._login, handout=_handout(self._stage.words, person.handed_out)))

    def take_handout(self) -> None:
        """The start codes are noted; they are not put away by an Enter that was struck twice on what came before."""
        person = self._waiting
        if person is None or person.handed_out is None:
            return
        if not self._asked:
            self._asked = True
            self._view.render(replace(self._login, handout=_handout(self._stage.words, person.handed_out, asked=True)))
            return
        self._waiting = None
        self._view.render(self._login)
        self._signed_in(person)


def _new_password(words: Words) -> tuple[FieldState, FieldState]:
    return (
        FieldState("new", words.say("New password"), FieldKind.PASSWORD),
        FieldState("again", words.say("New password once more"), FieldKind.PASSWORD),
    )


def _first_form(words: Words) -> FormState:
    return FormState(
        _FIRST,
        words.say("A new study: who supervises it?"),
        words.say("Begin the study"),
        (
            words.say(
                "The first person is a supervisor, who adds all others. Then the recovery sheet is printed, and the"
                " sample comes in: under three minutes altogether."
            ),
            password_rules(words, supervisor=True),
        ),
        (
            FieldState(LOGIN, words.say("Login"), hint=words.say("What is typed at the sign-in, 1 to 64 characters")),
            FieldState("name", words.say("Name"), may_be_blank=True, hint=words.say("Blank: the login")),
            *_new_password(words),
        ),
    )


def _change_form(words: Words, login: LoginState) -> FormState:
    label = words.say("Login")
    options = tuple((user.key, user.label) for user in login.users)
    who = FieldState(LOGIN, label, FieldKind.PICK, login.user or options[0][0], options) if options else None
    return FormState(
        _CHANGE,
        words.say("Change your password"),
        words.say("Change it and sign in"),
        (
            password_rules(words, supervisor=False),
            words.say("Backups made so far open with the password of their time."),
        ),
        (
            who or FieldState(LOGIN, label, value=login.user),
            FieldState("old", words.say("Password so far"), FieldKind.PASSWORD),
            *_new_password(words),
        ),
        leave=words.say("Leave it"),
    )


def _password_form(words: Words, wanted: PasswordWanted) -> FormState:
    return FormState(
        f"{_PASSWORD} {wanted.login}",
        words.say("Welcome. Choose a password"),
        words.say("Set it and sign in"),
        (
            words.say("The start code was right and is used up with this step."),
            password_rules(words, supervisor=wanted.supervisor),
        ),
        _new_password(words),
        leave=words.say("Leave it"),
    )


def _handout(words: Words, handed_out: HandedOut, *, asked: bool = False) -> HandoutState:
    copies = ""
    renamed = tuple(
        words.say("{old} is now {new}: another login differed in nothing but capital letters.", old=old, new=new)
        for old, new in handed_out.renamed
    )
    if handed_out.old_copies:
        told = words.say(
            "These copies were made before and open with the old passwords. Keep them until you trust the new state,"
            " then delete them:"
        )
        copies = "\n".join((told, *handed_out.old_copies))
    return HandoutState(
        words.say("Start codes to hand out"),
        (
            words.say(
                "Everybody has keys of their own now. Each person signs in once with the start code and then chooses a"
                " password. The codes are shown once; a lost one is replaced by Reset, in the settings."
            ),
            *renamed,
        ),
        tuple(
            words.say("{name} · login {login} · {code}", name=name, login=login, code=code)
            for name, login, code in handed_out.codes
        ),
        copies,
        words.say("Are the codes noted? They are not shown again. Enter once more puts them away.") if asked else "",
    )
