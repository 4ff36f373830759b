"""The supervisor's list of cases in words: columns, rows, filters; never a number, a name or a note."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from cati_app.domain.calling.queue import Waits
from cati_app.domain.calling.routing import ANY
from cati_app.domain.casework.case_list import CaseFilter, CaseLine, CaseOrder, CaseStanding
from cati_app.domain.casework.cases import CaseCondition, CaseState
from cati_app.domain.casework.interviews import InterviewState
from cati_app.domain.ids import CellId, UserId
from cati_app.domain.people.users import NOBODY, Role, User
from cati_app.domain.quota.fitting import cells_of
from cati_app.fieldwork.monitor.read_cases import COUNTED, CaseWindow
from cati_app.texts import Words
from cati_app.ui.desk.cases.states import CaseListRow, CaseListState
from cati_app.ui.desk.services import SupervisorServices
from cati_app.ui.stage.language_words import language_word
from cati_app.ui.stage.result_words import result_label
from cati_app.ui.stage.wording import case_digits, when_exactly


def person(words: Words, people: Mapping[UserId, User], user_id: UserId | None) -> str:
    """`Int. 04`; supervisors by name; blank for nobody; words for somebody of whom it is not known any more."""
    if user_id is None:
        return ""
    if user_id == NOBODY:
        return words.say("no longer known")
    user = people.get(user_id)
    if user is not None and user.role is not Role.INTERVIEWER:
        return user.name
    return words.say("Int. {number}", number=f"{user.number:02d}" if user else "?")


def cell_text(services: SupervisorServices, cell: str) -> str:
    """The quota cell in words, as far as the sample tells it; blank when it tells nothing."""
    if not cell:
        return ""
    each = cells_of(CellId(cell))
    return ", ".join(services.texts.cell_words(known, without=ANY) or known for known in each)


def rest_text(words: Words, rest: str) -> str:
    """Why an open case is not due, in short."""
    texts = {
        Waits.DAY_LIMIT.value: words.say("called enough today"),
        Waits.REFUSAL_REST.value: words.say("rests, was refused"),
    }
    return texts.get(rest, words.say("waits"))


_Stamp = tuple[CaseLine, CaseCondition, bool, date, bool]


def _today(services: SupervisorServices, at_place: str, now: datetime) -> tuple[date, bool]:
    """The day at a locality, and whether calls may start there now."""
    calendar = services.rules.calendar_of(at_place)
    return calendar.local(now).date(), calendar.is_open(now)


def look_up_holidays(services: SupervisorServices, window: CaseWindow) -> None:
    """Holidays are read at their first use, which takes most of a second: not while a window waits."""
    now = services.clock.now()
    for at_place in {line.locality for line in window.lines}:
        services.rules.calendar_of(at_place).next_open(now)


class CaseListWords:
    """Words for a study's list of cases; rows that stay as they were are not worded again."""

    def __init__(self, words: Words, services: SupervisorServices) -> None:
        self._words = words
        self._services = services
        self._languages = len(services.texts.languages) > 1
        self._cells = services.rules.quota is not None and services.rules.quota.is_told_by_sample
        self._worded: dict[_Stamp, CaseListRow] = {}

    def state(self, window: CaseWindow, stretch: int, current: str = "") -> CaseListState:
        """The stretch as it is shown."""
        wanted, words = window.wanted, self._words
        return CaseListState(
            self._columns(),
            self._rows(window),
            current,
            stretch,
            window.has_before,
            window.has_after,
            self._count(window),
            words.say("State: {state}", state=standing_text(words, wanted.standing)),
            words.say("Result: {result}", result=self.result_text(wanted.result)),
            order_text(words, wanted.order),
            "" if window.lines else self._empty(wanted),
        )

    def result_text(self, result: str | None) -> str:
        """The result that is asked for."""
        if result is None:
            return self._words.say("all")
        return result_label(self._words, self._services.texts.results, result)

    def _columns(self) -> tuple[str, ...]:
        words = self._words
        columns = (
            words.say("Case"),
            words.say("State"),
            words.say("Last result"),
            words.say("Attempts"),
            words.say("Next time"),
            words.say("Appointment"),
            words.say("With"),
        )
        more = (words.say("Language"),) if self._languages else ()
        return (*columns, *more, *((words.say("Quota cell"),) if self._cells else ()))

    def _rows(self, window: CaseWindow) -> tuple[CaseListRow, ...]:
        """Reworded only where a line, its condition, its being for now, the day or the opening of its hours changed."""
        now = self._services.clock.now()
        todays = {
            at_place: _today(self._services, at_place, now) for at_place in {line.locality for line in window.lines}
        }
        worded: dict[_Stamp, CaseListRow] = {}
        for line in window.lines:
            today, hours_open = todays[line.locality]
            for_now = line.next_is_now(now, hours_open=hours_open)
            stamp = (line, line.condition(now), for_now, today, hours_open)
            worded[stamp] = self._worded.get(stamp) or self._row(line, window, now, for_now=for_now)
        self._worded = worded
        return tuple(worded.values())

    def _row(self, line: CaseLine, window: CaseWindow, now: datetime, *, for_now: bool) -> CaseListRow:
        words, services = self._words, self._services
        cells = [
            case_digits(line.case_no),
            self._state(line, now),
            self._result(line),
            str(line.attempts),
            self._words.say("now") if for_now else self._next(line, now),
            self._agreed(line, window),
            person(words, window.people, line.held_by),
        ]
        if self._languages:
            cells.append(language_word(words, services.texts, line.language))
        if self._cells:
            cells.append(cell_text(services, line.cell))
        return CaseListRow(line.id, tuple(cells))

    def _state(self, line: CaseLine, now: datetime) -> str:
        words = self._words
        text = {
            CaseCondition.CLOSED: words.say("closed"),
            CaseCondition.UNRELEASED: words.say("not released yet"),
            CaseCondition.HELD: self._held(line),
            CaseCondition.AGREED: words.say("appointment"),
            CaseCondition.WAITS: rest_text(words, line.rest),
            CaseCondition.DUE: words.say("due"),
        }[line.condition(now)]
        if line.interview is not InterviewState.SUSPENDED:
            return text
        begun = words.say("interview nearly complete") if line.usable else words.say("interview begun")
        return f"{text} · {begun}"

    def _held(self, line: CaseLine) -> str:
        """What whoever has the case in hand does with it."""
        words = self._words
        if line.interview is InterviewState.RUNNING:
            return words.say("in an interview")
        return words.say("in hand, dialled") if line.is_dialled else words.say("in hand")

    def _result(self, line: CaseLine) -> str:
        """The last result; of a closed case its final code, and the last result where it is another one."""
        words, labels = self._words, self._services.texts.results
        if line.is_dialled and not line.last:
            return words.say("no result yet")
        if line.state is not CaseState.CLOSED:
            return result_label(words, labels, line.last or line.disposition)
        final = result_label(words, labels, line.disposition)
        last = result_label(words, labels, line.last) if line.last else final
        return final if last == final else words.say("{final} (last: {last})", final=final, last=last)

    def _next(self, line: CaseLine, now: datetime) -> str:
        calendar = self._services.rules.calendar_of(line.locality)
        at = line.next_call(calendar, now)
        return "–" if at is None else when_exactly(self._words, calendar, at, now)

    def _agreed(self, line: CaseLine, window: CaseWindow) -> str:
        if line.appointment_at is None:
            return ""
        words, owner = self._words, person(self._words, window.people, line.appointment_owner)
        kind = words.say("firm") if line.appointment_firm else words.say("roughly")
        return f"{kind} · {owner}" if owner else kind

    def _count(self, window: CaseWindow) -> str:
        if window.count >= COUNTED:
            return self._words.say("{count} cases and more", count=f"{COUNTED:,}".replace(",", "\u202f"))
        count = f"{window.count:,}".replace(",", "\u202f")
        return self._words.say_count("{count} case", "{count} cases", window.count, count=count)

    def _empty(self, wanted: CaseFilter) -> str:
        words = self._words
        if wanted == CaseFilter():
            return words.say("There are no cases yet. They come with the sample: cati sample import or generate.")
        if wanted.result is not None:
            return words.say("No case has this state and this result just now. Other filters show more.")
        texts = {
            CaseStanding.OPEN: words.say("No case is open: all are closed, or wait to be released."),
            CaseStanding.AGREED: words.say("No appointment is open. Interviewers make them with F9 during a call."),
            CaseStanding.HELD: words.say("Nobody has a case in hand. It appears here as soon as somebody gets one."),
            CaseStanding.CLOSED: words.say("No case is closed yet. Results of calls and interviews close cases."),
            CaseStanding.UNRELEASED: words.say("The whole sample is released; no case waits for it."),
            CaseStanding.REVIEW: words.say(
                "No interview waits for review. From 30 complete interviews on, some that stand out and some drawn at"
                " random come here; analysts ask for others."
            ),
        }
        return texts[wanted.standing]


def standing_text(words: Words, standing: CaseStanding) -> str:
    """Which cases are listed."""
    return {
        CaseStanding.ALL: words.say("all"),
        CaseStanding.OPEN: words.say_in("case", "open"),
        CaseStanding.AGREED: words.say("with an appointment"),
        CaseStanding.HELD: words.say("in hand"),
        CaseStanding.CLOSED: words.say("closed"),
        CaseStanding.UNRELEASED: words.say("not released yet"),
        CaseStanding.REVIEW: words.say("waiting for review"),
    }[standing]


def order_text(words: Words, order: CaseOrder) -> str:
    """In which order."""
    return words.say("Order: next time") if order is CaseOrder.DUE else words.say("Order: number")
