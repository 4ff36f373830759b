"""The panel that asks when to call again, and the time as typed in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from cati_app.domain.calling.promise import Promise
from cati_app.domain.casework.cases import Case
from cati_app.ui.console.services import InterviewerServices
from cati_app.ui.stage.panel_states import AppointmentInput, AppointmentPanelState, PanelKind
from cati_app.ui.stage.reason_words import promise_lines
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.wording import clock_there


def local_time(services: InterviewerServices, agreed: AppointmentInput, at_place: str = "") -> datetime:
    """The agreed time on the respondent's clock, aware."""
    return datetime.combine(agreed.on, agreed.at, tzinfo=ZoneInfo(services.rules.calendar_of(at_place).zone))


def appointment_panel(
    stage: Stage, services: InterviewerServices, message: str, note: str, at_place: str = ""
) -> AppointmentPanelState:
    """The panel that asks when to call again."""
    words, calendar = stage.words, services.rules.calendar_of(at_place)
    local = calendar.local(services.clock.now())
    parts = []
    for label, window in (
        (words.say("Mon–Fri"), calendar.weekdays),
        (words.say("Sat"), calendar.saturday),
        (words.say("Sundays and holidays"), calendar.sunday),
    ):
        if window is not None:
            parts.append(f"{label} {window.start:%H:%M}–{window.end:%H:%M}")
    return AppointmentPanelState(
        title=words.say("Appointment"),
        today=local.date(),
        zone_line=clock_there(words, local),
        zone=calendar.zone,
        allowed_line=" · ".join(parts),
        note=note,
        message=message,
    )


def judge_time(stage: Stage, services: InterviewerServices, case: Case, offered: AppointmentInput, note: str) -> None:
    """Whether the time being offered can be kept, else the nearest that can, into the open calendar."""
    at = local_time(services, offered, case.locality)

    def judged(promise: Promise) -> None:
        if stage.shell.open_panel() is not PanelKind.APPOINTMENT:
            return  # made or given up meanwhile
        panel = appointment_panel(stage, services, "", note, case.locality)
        lines = promise_lines(stage.words, promise, services.rules.calendar_of(case.locality), services.clock.now())
        stage.panel(replace(panel, suggestions=lines))

    stage.run(partial(services.promise, services.user, case.id, at), judged)
