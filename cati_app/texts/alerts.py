"""Alerts in words: the figure, the threshold, and what could be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from math import ceil

from cati_app.domain.casework.alerts import AlertKind, AlertReading
from cati_app.domain.quota.fitting import quota_of
from cati_app.texts import Words


def alert_text(words: Words, alert: AlertReading, subject: str = "") -> str:
    """One or two sentences.

    Args:
        subject: What it is about, in words: a cell, or which of several quotas; blank: as the reading names it.
    """
    if not subject and alert.kind is AlertKind.UNCLASSIFIED:
        subject = quota_of(alert.subject)
        return _SAID[alert.kind](words, replace(alert, subject=subject))
    return _SAID[alert.kind](words, replace(alert, subject=subject) if subject else alert)


def alert_name(words: Words, alert: AlertReading, subject: str = "") -> str:
    """A few words, for where there is little room.

    Args:
        subject: What it is about, in words; blank: as the reading names it.
    """
    say, figure, named = words.say, alert.figure, subject or alert.subject
    return {
        AlertKind.CELL_LATE: say("{cell} late: {chance:.0%}", cell=named, chance=figure),
        AlertKind.SAMPLE_DRY: say("sample runs dry"),
        AlertKind.FULL_CELLS: say("met full cells: {share:.0%}", share=figure),
        AlertKind.APPOINTMENT_LATE: say("firm appointments late: {count:.0f}", count=figure),
        AlertKind.TOO_MANY_DUE: say("more appointments due than people"),
        AlertKind.YIELD_FALLS: say("yield falls"),
        AlertKind.LINE: say("line or numbers"),
        AlertKind.LENGTH: say("interviews too long"),
        AlertKind.UNCLASSIFIED: say("{quota}, without a cell: {count:.0f}", quota=subject, count=figure)
        if subject
        else say("without a cell: {count:.0f}", count=figure),
        AlertKind.IDLE_SEAT: say("nothing to call for {minutes:.0f} min", minutes=figure),
        AlertKind.DRIVES_AWAY: say("break-offs at {question}: {count:.0f}", question=_name_of(named), count=figure),
        AlertKind.SILENT_STATION: say("station {station} silent", station=named),
        AlertKind.REVIEWS: say("waiting for review: {count:.0f}", count=figure),
    }[alert.kind]


def alert_kind_names(words: Words) -> Mapping[AlertKind, str]:
    """What each is about, without a figure."""
    say = words.say
    return {
        AlertKind.CELL_LATE: say("cell late"),
        AlertKind.SAMPLE_DRY: say("sample runs dry"),
        AlertKind.FULL_CELLS: say("met full cells"),
        AlertKind.APPOINTMENT_LATE: say("firm appointments late"),
        AlertKind.TOO_MANY_DUE: say("more appointments due than people"),
        AlertKind.YIELD_FALLS: say("yield falls"),
        AlertKind.LINE: say("line or numbers"),
        AlertKind.LENGTH: say("interviews too long"),
        AlertKind.UNCLASSIFIED: say("without a cell"),
        AlertKind.IDLE_SEAT: say("nothing to call"),
        AlertKind.DRIVES_AWAY: say("break-offs"),
        AlertKind.SILENT_STATION: say("silent station"),
        AlertKind.REVIEWS: say("waiting for review"),
    }


def _cell_late(words: Words, alert: AlertReading) -> str:
    return words.say(
        "{cell} will be late with a chance of {chance:.0%}. What could be done:"
        " `cati forecast STUDY --as LOGIN --proposals`.",
        cell=alert.subject,
        chance=alert.figure,
    )


def _sample_dry(words: Words, alert: AlertReading) -> str:
    return words.say(
        "The sample runs dry: {spare:.2f} numbers for each dial of the next two days of work, {limit:.1f} should be"
        " left. A portion could be released, or numbers added.",
        spare=alert.figure,
        limit=alert.threshold,
    )


def _full_cells(words: Words, alert: AlertReading) -> str:
    return words.say(
        "{share:.0%} of the last screened persons met a full cell, at most {limit:.0%} are expected. Targets could be"
        " looked at, or numbers from the groups that are missing be called first.",
        share=alert.figure,
        limit=alert.threshold,
    )


def _appointment_late(words: Words, alert: AlertReading) -> str:
    return words.say_count(
        "{count} firm appointment is late. The tab Appointments shows it.",
        "{count} firm appointments are late. The tab Appointments shows them.",
        round(alert.figure),
    )


def _too_many_due(words: Words, alert: AlertReading) -> str:
    return words.say(
        "{due} appointments are due in the next quarter of an hour, and {people} people are planned.",
        due=round(alert.figure),
        people=round(alert.threshold) - 1,
    )


def _yield_falls(words: Words, alert: AlertReading) -> str:
    return words.say(
        "The last three days of work found {count} persons; fewer than {limit} were hardly to be expected.",
        count=round(alert.figure),
        limit=round(alert.threshold),
    )


def _line(words: Words, alert: AlertReading) -> str:
    return words.say(
        "Of the last hundred dials {count} reached nobody; at these hours up to {limit:.0f} are usual. The line, or the"
        " numbers, should be looked at.",
        count=round(alert.figure),
        limit=alert.threshold,
    )


def _length(words: Words, alert: AlertReading) -> str:
    return words.say(
        "The last interviews took {minutes:.0f} minutes; with what people are told it should be {limit:.0f} at most.",
        minutes=alert.figure,
        limit=alert.threshold,
    )


def _unclassified(words: Words, alert: AlertReading) -> str:
    count, limit = round(alert.figure), ceil(alert.threshold)
    if not alert.subject:
        return words.say_count(
            "{count} interview is in no cell of the quota; from {limit} on this is told.",
            "{count} interviews are in no cell of the quota; from {limit} on this is told.",
            count,
            limit=limit,
        )
    return words.say_count(
        "{count} interview is in no cell of the quota “{quota}”; from {limit} on this is told.",
        "{count} interviews are in no cell of the quota “{quota}”; from {limit} on this is told.",
        count,
        quota=alert.subject,
        limit=limit,
    )


def _idle_seat(words: Words, alert: AlertReading) -> str:
    return words.say(
        "Somebody at work has had nothing to call for {minutes:.0f} minutes. F12 at that seat says why; a portion could"
        " be released, or another language be called.",
        minutes=alert.figure,
    )


def _drives_away(words: Words, alert: AlertReading) -> str:
    return words.say(
        "{count} people broke off at {question}; its time in the interview explains up to {limit:.0f}. The question,"
        " and how it is introduced, should be looked at.",
        count=round(alert.figure),
        question=_name_of(alert.subject),
        limit=alert.threshold,
    )


def _silent_station(words: Words, alert: AlertReading) -> str:
    return words.say(
        "Station {station} has cases or places and was not heard for {hours:.0f} hours. Somebody could start it; the"
        " tab Stations writes it off.",
        station=alert.subject,
        hours=alert.figure,
    )


def _reviews(words: Words, alert: AlertReading) -> str:
    return words.say_count(
        "{count} interview waits for review, one too many or for too long. Tab Cases, Ctrl+S lists it.",
        "{count} interviews wait for review, too many or one for too long. Tab Cases, Ctrl+S lists them.",
        round(alert.figure),
    )


def _name_of(ref: str) -> str:
    return ref.rpartition("/")[2]


_SAID: Mapping[AlertKind, Callable[[Words, AlertReading], str]] = {
    AlertKind.CELL_LATE: _cell_late,
    AlertKind.SAMPLE_DRY: _sample_dry,
    AlertKind.FULL_CELLS: _full_cells,
    AlertKind.APPOINTMENT_LATE: _appointment_late,
    AlertKind.TOO_MANY_DUE: _too_many_due,
    AlertKind.YIELD_FALLS: _yield_falls,
    AlertKind.LINE: _line,
    AlertKind.LENGTH: _length,
    AlertKind.UNCLASSIFIED: _unclassified,
    AlertKind.IDLE_SEAT: _idle_seat,
    AlertKind.DRIVES_AWAY: _drives_away,
    AlertKind.SILENT_STATION: _silent_station,
    AlertKind.REVIEWS: _reviews,
}
