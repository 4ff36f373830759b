"""The supervisor's table of open appointments: when, which case, whose, and whether it is late."""

from __future__ import annotations

from datetime import datetime

from cati_app.domain.calling.routing import Keeping, keeping
from cati_app.domain.casework.case_list import CaseFilter, CaseLine, CaseOrder, CaseStanding
from cati_app.domain.casework.cases import CaseCondition
from cati_app.fieldwork.monitor.read_cases import CaseWindow
from cati_app.texts import Words
from cati_app.ui.desk.cases.words import person
from cati_app.ui.desk.services import SupervisorServices
from cati_app.ui.desk.states import TableState
from cati_app.ui.stage.language_words import language_word
from cati_app.ui.stage.result_words import result_label
from cati_app.ui.stage.wording import case_digits, when_exactly

TAB = "appointments"
NEXT_ONES = CaseFilter(CaseStanding.AGREED, None, CaseOrder.DUE)


def appointments_table(words: Words, services: SupervisorServices, window: CaseWindow) -> TableState:
    """The next appointments, by time; the key of a row is the number of its case."""
    now = services.clock.now()
    title = words.say("Appointments")
    columns = (
        words.say("When"),
        words.say("Case"),
        words.say("Agreed"),
        words.say("With"),
        words.say("State"),
        words.say("Language"),
        words.say("Last result"),
    )
    return TableState(
        TAB,
        title,
        columns,
        tuple(_row(words, services, window, line, now) for line in window.lines),
        words.say("No appointment is open. Interviewers make them with F9 during a call."),
    )


def _row(
    words: Words, services: SupervisorServices, window: CaseWindow, line: CaseLine, now: datetime
) -> tuple[str, ...]:
    assert line.appointment_at is not None
    calendar = services.rules.calendar_of(line.locality)
    return (
        str(line.case_no),
        when_exactly(words, calendar, line.appointment_at, now),
        case_digits(line.case_no),
        words.say("firm") if line.appointment_firm else words.say("roughly"),
        person(words, window.people, line.appointment_owner),
        _standing(words, services, window, line, now),
        language_word(words, services.texts, line.language),
        result_label(words, services.texts.results, line.last or line.disposition),
    )


def _standing(words: Words, services: SupervisorServices, window: CaseWindow, line: CaseLine, now: datetime) -> str:
    """Whether somebody is at it, or it is due, late or missed."""
    assert line.appointment_at is not None
    if line.condition(now) is CaseCondition.HELD:
        return words.say("in hand: {who}", who=person(words, window.people, line.held_by))
    return {
        Keeping.MISSED: words.say("missed: due like other cases"),
        Keeping.LATE: words.say("late: anybody may keep it"),
        Keeping.DUE: words.say("due now"),
        Keeping.TO_COME: words.say("to come"),
    }[keeping(line.appointment_at, now, services.rules.schedule)]
