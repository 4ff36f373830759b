"""What the settings are called on the screen, by their place in study.yaml; the file's own names stand beside them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from cati_app.texts import Words


@lru_cache(maxsize=4)
def group_names(words: Words) -> Mapping[str, tuple[str, str]]:
    """Parts of the page with what they are about."""
    return {
        "hours": (words.say("Calling hours"), words.say("When people may be called.")),
        "retry": (words.say("Next call"), words.say("How long a case rests after a call that brought no interview.")),
        "parts": (words.say("Parts of the week"), words.say("How the attempts on a case are spread over the week.")),
        "appointments": (words.say("Appointments"), words.say("Who keeps an appointment, and until when.")),
        "shifts": (words.say("Field and shifts"), words.say("When the team works; the forecast counts on it.")),
        "quotas": (
            words.say("Quota"),
            words.say("Targets of single cells are changed on the tab Quotas; N plans them there."),
        ),
        "alerts": (words.say("Alerts"), words.say("When the board warns.")),
        "works": (words.say("Co-determination"), words.say("What is shown of single people, and what is not.")),
        "privacy": (words.say("Data protection"), words.say("Legal ground, signing in, work without a line.")),
        "texts": (words.say("Texts and languages"), words.say("Whom the interviewer names, and how the script goes.")),
    }


@lru_cache(maxsize=4)
def setting_names(words: Words) -> Mapping[str, str]:
    """By pattern; what is missing is called as in the file."""
    say = words.say
    return {
        "calling.weekdays": say("Monday to Friday"),
        "calling.saturday": say("Saturday"),
        "calling.sunday": say("Sundays and holidays"),
        "calling.sunday_reason": say("Why on Sundays"),
        "calling.beyond_preset_reason": say("Why beyond the preset"),
        "calling.expected_length_min": say("Length of an interview (minutes)"),
        "calling.time_zone": say("Time zone"),
        "calling.country": say("Country"),
        "calling.state": say("State (holidays)"),
        "calling.regional_holidays": say("Regional holidays"),
        "calling.regional_holidays_reason": say("Why without regional holidays"),
        "calling.retry.busy_min": say("Busy (minutes)"),
        "calling.retry.busy_in_session": say("Busy on one day"),
        "calling.retry.no_answer_min": say("No answer (minutes)"),
        "calling.retry.machine_min": say("Answering machine (minutes)"),
        "calling.retry.line_problem_min": say("Line problem (minutes)"),
        "calling.retry.soft_refusal_days": say("Soft refusal (days)"),
        "calling.retry.contact_min": say("Contact without appointment (minutes)"),
        "calling.max_attempts": say("Attempts per number"),
        "calling.max_attempts_per_day": say("Attempts per day"),
        "calling.refusals.convert": say("Call once more after a soft refusal"),
        "calling.refusals.skill": say("Skill needed for that"),
        "calling.refusals.other_interviewer": say("By another person"),
        "calling.day_parts.morning_until": say("Morning until"),
        "calling.day_parts.afternoon_until": say("Afternoon until"),
        "calling.day_parts.same_part": say("Weight of an attempt in the same part"),
        "calling.day_parts.another_part_after": say("Another part after"),
        "calling.day_parts.best_part_after": say("The best part after"),
        "calling.day_parts.best_within_days": say("Days looked ahead"),
        "calling.day_parts.in_vain": say("Factor of an attempt that reached nobody"),
        "calling.day_parts.reached_again": say("Factor where somebody was reached"),
        "calling.day_parts.per_day": say("Factor of a day of waiting"),
        "calling.lag_share": say("Share behind which a cell lags"),
        "calling.lease_min": say("Case taken back after (minutes)"),
        "calling.appointments.early_min": say("Offered before (minutes)"),
        "calling.appointments.owner_min": say("Owner alone (minutes)"),
        "calling.appointments.firm_owner_min": say("Firm: owner first (minutes)"),
        "calling.appointments.team_min": say("Missed after (minutes)"),
        "calling.field.start": say("First day of the field"),
        "calling.field.end": say("Last day of the field"),
        "calling.closed_days[]": say("Days without calls {number}"),
        "calling.open_days[]": say("Days with calls all the same {number}"),
        "calling.shifts[]": say("Shift {number}"),
        "calling.shifts[].start": say("Shift {number}: from"),
        "calling.shifts[].end": say("Shift {number}: until"),
        "calling.shifts[].days": say("Shift {number}: days"),
        "calling.shifts[].languages": say("Shift {number}: languages"),
        "calling.shifts[].seats": say("Shift {number}: seats"),
        "calling.shifts[].from": say("Shift {number}: first day"),
        "calling.shifts[].until": say("Shift {number}: last day"),
        "quota.mode": say("Mode"),
        "quota.total": say("Interviews wanted"),
        "quota.targets": say("Targets by cell"),
        "quota.dimensions[].source": say("Variable {number}: where the margin comes from"),
        "quota.dimensions[].estimate": say("Variable {number}: an estimate"),
        "further_quotas[].targets": say("Further quota {number}: targets by cell"),
        "further_quotas[].dimensions[].source": say("Further quota {number}: where a margin comes from"),
        "further_quotas[].dimensions[].estimate": say("Further quota {number}: an estimate"),
        "quota.choice": say("Choice among cells"),
        "quota.unknown": say("Persons without a cell"),
        "quota.unclassified_share": say("Share without a cell"),
        "quota.suspended_keeps_place_h": say("Suspended keeps its place (hours)"),
        "quota.places_ahead_share": say("Places taken along"),
        "further_quotas[].mode": say("Further quota {number}: mode"),
        "further_quotas[].total": say("Further quota {number}: interviews wanted"),
        "further_quotas[].choice": say("Further quota {number}: choice among cells"),
        "further_quotas[].unknown": say("Further quota {number}: persons without a cell"),
        "further_quotas[].unclassified_share": say("Further quota {number}: share without a cell"),
        "consent.legal_basis": say("Legal ground"),
        "sign_in": say("First screen"),
        "hub.offline_hours": say("Signing in without the hub (hours)"),
        "version": say("Version of the study"),
        "title": say("Title ({language})"),
        "languages[].code": say("Language {number}: code"),
        "languages[].name": say("Language {number}: name"),
        "languages[].status": say("Language {number}: texts"),
        "languages[].right_to_left": say("Language {number}: from right to left"),
        "introduction.institute": say("Who calls"),
        "introduction.client": say("For whom"),
        "introduction.controller": say("Who keeps the data"),
        "introduction.contact_phone": say("Number for questions"),
        "introduction.contact_email": say("Address for questions"),
        "ending.taking_part": say("Questions whether a person takes part"),
        "ending.refused": say("Said after a no ({language})"),
        "ending.not_screened": say("Said after the screening ({language})"),
        "ending.full": say("Said where the cell is full ({language})"),
        "ending.unclassified": say("Said to a person without a cell ({language})"),
        "ending.not_eligible": say("Said to who does not belong ({language})"),
        "objections[]": say("Objection {number}"),
        "objections[].says": say("Objection {number}: what people say ({language})"),
        "objections[].answer": say("Objection {number}: what may be answered ({language})"),
        "alerts.late_warn": say("Cell late: warning from a chance of"),
        "alerts.full_share": say("Full cells: share of the last screened"),
        "alerts.spare_numbers": say("Numbers free for each dial of two days"),
        "alerts.unclassified": say("Without a cell: share of what is expected"),
        "alerts.late_bad": say("Cell late: bad from a chance of"),
        "alerts.appointment_late_min": say("Firm appointment late after (minutes)"),
        "alerts.idle_min": say("Idle seat after (minutes)"),
        "alerts.longer_by": say("Length: factor on what is told"),
        "alerts.break_offs": say("Break-offs at one question"),
        "alerts.silent_hours": say("Silent station after (hours)"),
        "alerts.reviews": say("Interviews waiting for review"),
        "alerts.review_days": say("One waits for review (days)"),
        "alerts.looks": say("Looks in a row before it is told"),
        "works.mode": say("Figures of single people"),
        "works.people": say("People in a group at least"),
        "works.talks": say("Least conversations of each person"),
        "works.share": say("Share of one of them at most"),
        "auto_advance": say("A digit goes on by itself"),
        "not_applicable": say("Offer “not applicable”"),
        "partial_core_share": say("Share that makes a break-off usable"),
    }


def setting_name(words: Words, name: str, pattern: str) -> str:
    """What a setting is called."""
    known = setting_names(words)
    if pattern in known:
        number = name.partition("[")[2].partition("]")[0]
        return known[pattern].replace("{number}", number)
    around, _, language = pattern.rpartition(".")
    if around in known:
        number = name.partition("[")[2].partition("]")[0]
        return known[around].replace("{language}", language).replace("{number}", number)
    return known.get(pattern, name).replace(" ({language})", "")
