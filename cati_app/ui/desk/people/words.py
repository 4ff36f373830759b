"""Words of the tab of people: roles, standings, rows, the sheet."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from cati_app.domain.errors import NOT_WAITED_FOR, UNANSWERED, EnvironmentProblem, RuleViolation
from cati_app.domain.people.users import Role
from cati_app.texts import Words
from cati_app.ui.desk.people.port import PeopleFacts, PersonLine, SheetStanding, Standing
from cati_app.ui.desk.people.states import PeopleState
from cati_app.ui.desk.states import TableState
from cati_app.ui.stage.states import Tone
from cati_app.ui.stage.wording import environment_text, rule_text


def role_word(words: Words, role: Role) -> str:
    """The role, for people."""
    return {
        Role.INTERVIEWER: words.say("interviewer"),
        Role.SUPERVISOR: words.say("supervisor"),
        Role.ANALYST: words.say("analyst"),
    }[role]


def standing_word(words: Words, standing: Standing) -> str:
    """Where somebody stands."""
    return {
        Standing.ACTIVE: words.say("active"),
        Standing.WAITS: words.say("has a start code"),
        Standing.GONE: words.say("deactivated"),
    }[standing]


def now_told(words: Words) -> str:
    """That the hub knows a change of people."""
    return words.say("The hub knows it; it holds at the other stations from their next contact on.")


def not_told(words: Words, error: Exception) -> str:
    """Why it does not, and what happens then; blank for a fault of the program."""
    if isinstance(error, EnvironmentProblem):
        text, cure = environment_text(words, error)
    elif isinstance(error, RuleViolation):
        text, cure = rule_text(words, error), ""
    else:
        return ""
    if does_not_answer(error):  # nobody repeats anything then
        cure = words.say("It goes there by itself as soon as the hub answers while a supervisor is signed in here.")
    before = words.say("At the other stations everything is as before, for the hub was not told:")
    return " ".join(filter(None, (before, text, cure)))


def does_not_answer(error: Exception) -> bool:
    """Whether a hub was silent, or was not waited for, and may be asked again at any time."""
    return isinstance(error, EnvironmentProblem) and error.code in (*UNANSWERED, NOT_WAITED_FOR)


def people_state(words: Words, facts: PeopleFacts, selected: str, message: str, tone: Tone) -> PeopleState:
    """The list as it is shown.

    Args:
        selected: Id of the person whose row is selected; blank: none.
    """
    person = next((line for line in facts.people if line.id == selected), None)
    here = person is not None and person.standing in (Standing.ACTIVE, Standing.WAITS)
    sheet, sheet_tone = _sheet(words, facts)
    return PeopleState(
        table=replace(_table(words, facts), selected=selected),
        sheet=sheet,
        sheet_tone=sheet_tone,
        sheet_waits=facts.sheet is SheetStanding.WAITS,
        message=message,
        tone=tone,
        can_change=here,
        can_reset=here and person is not None and not person.is_self,
        can_deactivate=here and person is not None and not person.is_self,
    )


def _table(words: Words, facts: PeopleFacts) -> TableState:
    columns = (
        words.say("No."),
        words.say("Name"),
        words.say("Login"),
        words.say("Role"),
        words.say("Languages"),
        words.say("Skills"),
        words.say("State"),
        words.say("Last sign-in"),
    )
    rows = tuple(_row(words, line) for line in facts.people)
    return TableState("people", words.say("People"), columns, rows, words.say("Nobody yet."))


def _row(words: Words, line: PersonLine) -> tuple[str, ...]:
    return (
        line.id,
        f"{line.number:02d}",
        words.say("{name} (you)", name=line.name) if line.is_self else line.name,
        line.login,
        role_word(words, line.role),
        " ".join(line.languages) or "–",
        " ".join(line.skills) or "–",
        standing_word(words, line.standing),
        _moment(words, line.last_sign_in),
    )


def _moment(words: Words, at: datetime | None) -> str:
    return words.say("{at:%Y-%m-%d %H:%M}", at=at) if at is not None else words.say("never")


def _sheet(words: Words, facts: PeopleFacts) -> tuple[str, Tone]:
    if facts.sheet is SheetStanding.NOT_NEEDED:
        return words.say("Demo and practice need no recovery sheet: nothing here is worth keeping."), Tone.PLAIN
    if facts.sheet is SheetStanding.WAITS:
        return (
            words.say(
                "Not confirmed yet. Until two groups are typed back from the paper, no sample can come in: without the"
                " sheet, a lost password or a broken machine would lose everything."
            ),
            Tone.WARN,
        )
    if facts.sheet_made_at is None:
        return words.say("On paper, with Share no. {number}.", number=facts.share_number), Tone.OK
    made = words.say(
        "On paper, with Share no. {number}, made on {day:%Y-%m-%d}.", number=facts.share_number, day=facts.sheet_made_at
    )
    return made, Tone.OK
