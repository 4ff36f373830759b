"""A supervisor moves an appointment or hands a case over: what it would do, why, done, and ten minutes to undo it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from cati_app.domain.calling.promise import Promise
from cati_app.domain.calling.routing import speaks
from cati_app.domain.casework.case_list import CaseLine
from cati_app.domain.casework.cases import CaseState
from cati_app.domain.changes import Topic
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import UserId
from cati_app.domain.people.users import Role, User
from cati_app.fieldwork.calling.agree_anew import AgreedAnew, NewAgreement
from cati_app.fieldwork.monitor.read_cases import CaseWindow
from cati_app.ui.desk.cases.agreeing_words import AgreeingWords
from cati_app.ui.desk.services import SupervisorServices
from cati_app.ui.stage.panel_states import (
    AppointmentInput,
    AppointmentPanelState,
    ChoicePanelState,
    PanelKind,
    ResultOption,
    TextPanelState,
)
from cati_app.ui.stage.reason_words import promise_lines
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import HistoryLine, Tone
from cati_app.ui.stage.wording import case_label, clock_there, rule_text

KINDS = (PanelKind.AGREE_CASE, PanelKind.AGREE_OWNER)
_UNDO = timedelta(minutes=10)


class Agreeing:
    """One agreement at a time; a panel that is closed ends it."""

    def __init__(self, stage: Stage, services: SupervisorServices) -> None:
        self._stage = stage
        self._services = services
        self._words = AgreeingWords(stage.words, services)
        self._line: CaseLine | None = None
        self._people: Mapping[UserId, User] = {}
        self._offered: Sequence[CaseLine] = ()
        self._agreement = NewAgreement()
        self._foreseen: tuple[HistoryLine, ...] = ()
        self._running = False
        self._typed = ""  # the reason
        self._last: tuple[AgreedAnew, int, datetime] | None = None  # with the number of its case, and until when

    # -- keys -------------------------------------------------------------------------------------------------

    def move(self, line: CaseLine, people: Mapping[UserId, User]) -> None:
        """M: another time."""
        self._begin(line, people)
        self._stage.panel(self._calendar_panel(line))

    def hand_over(self, line: CaseLine, people: Mapping[UserId, User]) -> None:
        """O, R: another person; for a case that cannot be handed over nobody is asked to whom."""
        if line.held_by is not None or line.state is not CaseState.OPEN:
            self._stage.explain(RuleViolation("case_in_hand" if line.held_by is not None else "case_not_open"))
            return
        self._begin(line, people)
        owner, language = line.appointment_owner, line.language
        options = [self._person(user, owner, language) for user in self._team()]
        if not options:
            self._stage.explain(RuleViolation("message_to_nobody"))
            return
        title = self._stage.words.say("{case}: to whom?", case=case_label(self._stage.words, line.case_no))
        rule = self._words.rule(firm=line.appointment_at is not None and line.appointment_firm)
        self._stage.panel(ChoicePanelState(PanelKind.AGREE_OWNER, title, tuple(options), rule))

    def hand_over_of(self, person: UserId, window: CaseWindow) -> None:
        """H: one of a person's appointments and suspended interviews, to somebody else."""
        words = self._stage.words
        lines = [line for line in window.lines if line.appointment_owner == person and line.held_by is None]
        if not lines:
            self._stage.say(
                words.say("Nothing waits for this person: no appointment, and no suspended interview with one."),
                words.say("Any other case is handed over in the tab Cases, with R."),
                Tone.WARN,
            )
            return
        self._people, self._offered = window.people, lines
        options = tuple(
            ResultOption(str(line.case_no), case_label(words, line.case_no), self._words.standing(line))
            for line in lines
        )
        self._stage.panel(ChoicePanelState(PanelKind.AGREE_CASE, words.say("Hand over which case?"), options))

    def chosen(self, kind: PanelKind, code: str) -> None:
        """A choice in a panel."""
        if kind is PanelKind.AGREE_CASE:
            line = next((each for each in self._offered if str(each.case_no) == code), None)
            if line is not None:
                self.hand_over(line, self._people)
        elif self._line is not None:
            self._foresee(NewAgreement(owner=UserId(code)))

    def offered(self, typed: AppointmentInput) -> None:
        """A time is being typed: whether it can be kept."""
        line = self._line
        if line is None:
            return
        agreement = NewAgreement(self._at(line, typed), typed.firm)
        work = partial(self._services.cases.agree.preview, self._services.user, line.id, agreement)
        self._stage.run(work, partial(self._judged, line), lambda error: isinstance(error, RuleViolation))

    def made(self, typed: AppointmentInput) -> None:
        """Enter in the calendar."""
        if self._line is not None:
            self._foresee(NewAgreement(self._at(self._line, typed), typed.firm), typed.note)

    def reason_given(self, text: str) -> None:
        """Enter in the last panel does it."""
        line = self._line
        if line is None or self._running:
            return
        if not text.strip():
            self._ask_reason(rule_text(self._stage.words, RuleViolation("reason_needed")))
            return
        services, stage = self._services, self._stage
        work = partial(services.cases.agree, services.user, line.id, self._agreement, text)
        self._running, self._typed = True, text
        stage.shell.hide_panel()
        waits_for = stage.words.say("The hub is asked for the case …")
        stage.ask(work, partial(self._done, line), self._failed, waits_for, services.stop_waiting)

    def undo(self) -> None:
        """Ctrl+Z: within ten minutes, until the case went on."""
        if self._last is None or self._running:
            return
        (agreed, case_no, _), services = self._last, self._services
        self._running = True
        work = partial(services.cases.agree.take_back, services.user, agreed)
        waits_for = self._stage.words.say("The hub is asked for the case …")
        self._stage.ask(work, partial(self._undone, case_no), self._failed, waits_for, services.stop_waiting)

    def expire(self) -> None:
        """Every few seconds: what cannot be taken back any more is not offered."""
        if self._last is not None and self._services.clock.now() >= self._last[2]:
            self._last = None
            self._stage.situate(can_undo_agreement=False)

    def closed(self) -> None:
        """Esc: nothing was changed."""
        self._line = None

    # -- the steps --------------------------------------------------------------------------------------------

    def _begin(self, line: CaseLine, people: Mapping[UserId, User]) -> None:
        self._line, self._people, self._agreement = line, people, NewAgreement()

    def _team(self) -> list[User]:
        team = [user for user in self._people.values() if user.active and user.role is Role.INTERVIEWER]
        return sorted(team, key=lambda user: user.number)

    def _person(self, user: User, owner: UserId | None, language: str) -> ResultOption:
        words = self._stage.words
        name = words.say("Int. {number}", number=f"{user.number:02d}")
        spoken = self._words.languages(user.languages)
        why_not = ""
        if user.id == owner:
            why_not = words.say("has it already")
        elif not speaks(user, language):
            why_not = rule_text(words, RuleViolation("owner_language"))
        return ResultOption(user.id, name, spoken, enabled=not why_not, why_not=why_not)

    def _calendar_panel(self, line: CaseLine) -> AppointmentPanelState:
        words, calendar = self._stage.words, self._services.rules.calendar_of(line.locality)
        local = calendar.local(self._services.clock.now())
        at = None if line.appointment_at is None else calendar.local(line.appointment_at)
        return AppointmentPanelState(
            title=words.say("{case}: another time", case=case_label(words, line.case_no)),
            today=local.date(),
            zone_line=clock_there(words, local),
            zone=calendar.zone,
            on=None if at is None else at.date(),
            at=None if at is None else at.time().replace(second=0, microsecond=0),
            firm=line.appointment_firm,
        )

    def _at(self, line: CaseLine, typed: AppointmentInput) -> datetime:
        zone = ZoneInfo(self._services.rules.calendar_of(line.locality).zone)
        return datetime.combine(typed.on, typed.at, tzinfo=zone)

    def _judged(self, line: CaseLine, foreseen: tuple[AgreedAnew, Promise]) -> None:
        if self._line is not line or self._stage.shell.open_panel() is not PanelKind.APPOINTMENT:
            return  # closed meanwhile
        calendar, now = self._services.rules.calendar_of(line.locality), self._services.clock.now()
        lines = promise_lines(self._stage.words, foreseen[1], calendar, now)
        self._stage.panel(replace(self._calendar_panel(line), suggestions=lines))

    def _foresee(self, agreement: NewAgreement, typed: str = "") -> None:
        line = self._line
        if line is None or self._running:
            return
        self._agreement, self._running = agreement, True
        work = partial(self._services.cases.agree.preview, self._services.user, line.id, agreement)
        self._stage.run(work, partial(self._show, line, typed), self._refused)

    def _show(self, line: CaseLine, typed: str, foreseen: tuple[AgreedAnew, Promise]) -> None:
        self._running = False
        if self._line is line:
            self._foreseen = self._words.foreseen(line, *foreseen, self._people)
            self._ask_reason(typed=typed)

    def _refused(self, error: Exception) -> bool:
        """In the calendar another time can be typed at once."""
        self._running = False
        line = self._line
        if not isinstance(error, RuleViolation) or line is None:
            return False
        if self._stage.shell.open_panel() is PanelKind.APPOINTMENT:
            message = rule_text(self._stage.words, error)
            self._stage.panel(replace(self._calendar_panel(line), message=message))
            return True
        self._stage.shell.hide_panel()
        return False

    def _ask_reason(self, message: str = "", typed: str = "") -> None:
        words, line = self._stage.words, self._line
        if line is None:
            return
        is_move = self._agreement.owner is None
        action = words.say("Move it") if is_move else words.say("Hand it over")
        title = words.say("{case}: why?", case=case_label(words, line.case_no))
        self._stage.panel(
            TextPanelState(PanelKind.AGREE_REASON, title, typed, earlier=self._foreseen, message=message, action=action)
        )

    def _failed(self, error: Exception) -> bool:
        """Where a line was cut, the reason that was typed stands there again."""
        self._running = False
        if self._line is not None and not isinstance(error, RuleViolation):
            self._ask_reason(typed=self._typed)
        return False

    def _done(self, line: CaseLine, agreed: AgreedAnew) -> None:
        self._running, self._line = False, None
        until = self._services.clock.now() + _UNDO
        self._last = agreed, line.case_no, until
        words, local = self._stage.words, self._services.rules.calendar.local(until)
        self._stage.situate(can_undo_agreement=True)
        self._stage.say(
            self._words.done(line, agreed, self._people),
            words.say("Can be taken back until {time} (Ctrl+Z).", time=f"{local:%H:%M}"),
            Tone.OK,
        )
        self._stage.changed(frozenset({Topic.CASES, Topic.APPOINTMENTS}))

    def _undone(self, case_no: int, _: None) -> None:
        self._running, self._last = False, None
        words = self._stage.words
        self._stage.situate(can_undo_agreement=False)
        self._stage.say(words.say("{case}: as it was before.", case=case_label(words, case_no)), tone=Tone.OK)
        self._stage.changed(frozenset({Topic.CASES, Topic.APPOINTMENTS}))
