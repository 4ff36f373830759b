"""Tells whoever steers the shift what the person at this window does, whenever that changes."""

from __future__ import annotations

from datetime import datetime

from cati_app.domain.people.seats import Activity, TeamSeat
from cati_app.fieldwork.calling.call_run import CallRun
from cati_app.ui.console.interview.presenter import InterviewPresenter
from cati_app.ui.console.services import InterviewerServices


class SeatTeller:
    """Looks at the call and the interview whenever they were shown; between two changes nothing is told."""

    def __init__(self, services: InterviewerServices, run: CallRun, interviewing: InterviewPresenter) -> None:
        self._services = services
        self._run = run
        self._interviewing = interviewing
        self._doing: tuple[Activity, str] | None = None  # and which interview or call it is
        self._since: datetime | None = None
        self._told: TeamSeat | None = None

    def look(self) -> None:
        """Tell what the person does, if that is something else now."""
        seat = self._seat()
        if seat != self._told:
            self._told = seat
            self._services.seats(self._services.user, seat)

    def leave(self) -> None:
        """The person gets up."""
        self._told = None
        self._services.seats.leave(self._services.user)

    def _seat(self) -> TeamSeat:
        user, run, interview = self._services.user.id, self._run, self._interviewing.interview
        if run.is_paused:
            return TeamSeat(user, Activity.AWAY)
        asking = self._interviewing.session if interview is not None else None
        if interview is not None and asking is not None:
            since = self._from(Activity.INTERVIEW, interview.id)
            return TeamSeat(user, Activity.INTERVIEW, since, self._interviewing.question_number, asking.language)
        if run.call is not None:
            return TeamSeat(user, Activity.CALL, self._from(Activity.CALL, run.call.id))
        activity = Activity.NOTHING if run.offer is None and run.nothing is not None else Activity.BETWEEN
        return TeamSeat(user, activity, self._from(activity, ""))

    def _from(self, activity: Activity, which: str) -> datetime | None:
        """Since when; a pause within it changes nothing."""
        if (activity, which) != self._doing:
            self._doing, self._since = (activity, which), self._services.clock.now()
        return self._since
