"""Words for rules, reasons, results and times, in the language of the interface."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from cati_app.domain.calling.queue import Because, Nothing, Waits
from cati_app.domain.errors import CASE_LOST, EnvironmentProblem, RuleViolation
from cati_app.texts import Words
from cati_app.ui.stage.line_words import line_label

if TYPE_CHECKING:
    from cati_app.domain.calling.calendar import CallingCalendar
    from cati_app.domain.casework.cases import Case, ContactNumber

_MOST_REASONS = 3
"""Of why there is nothing to call, where there is little room."""


def case_label(words: Words, case_no: int) -> str:
    """`Case 004 218`."""
    return words.say("Case {number}", number=case_digits(case_no))


def case_digits(case_no: int) -> str:
    """`004 218`, `1 000 000`."""
    digits = f"{case_no:06d}"
    return f"{digits[:-6]} {digits[-6:-3]} {digits[-3:]}".strip()


def weekday(words: Words, at: datetime) -> str:
    """Short name of the day."""
    return weekday_names(words)[at.weekday()]


@lru_cache(maxsize=4)
def weekday_names(words: Words) -> tuple[str, ...]:
    """Short names of the days, Monday first."""
    return (
        words.say("Mon"),
        words.say("Tue"),
        words.say("Wed"),
        words.say("Thu"),
        words.say("Fri"),
        words.say("Sat"),
        words.say("Sun"),
    )


def _hours(at: datetime) -> str:
    """`09:05`. strftime looks for a module at each call, which PySide makes dear."""
    return f"{at.hour:02}:{at.minute:02}"


def when(words: Words, calendar: CallingCalendar, at: datetime, now: datetime) -> str:
    """A time as the respondent's clock has it: `18:45` today, `Tue 17:50` this week, else with the date."""
    local, today = calendar.local(at), calendar.local(now)
    if local.date() == today.date():
        return words.say("today {time}", time=_hours(local))
    if abs((local.date() - today.date()).days) < 7:
        return f"{weekday(words, local)} {_hours(local)}"
    return with_date(words, local)


def clock_there(words: Words, local: datetime) -> str:
    """What time it is where the person called lives.

    Args:
        local: Now, on the clock there.
    """
    return words.say("Local time of the respondent, now {time}", time=f"{local:%H:%M}")


def when_exactly(words: Words, calendar: CallingCalendar, at: datetime, now: datetime) -> str:
    """The same for lists in which last Tuesday stands beside the next one: with the date, unless it is today."""
    local, today = calendar.local(at), calendar.local(now)
    if local.date() == today.date():
        return words.say("today {time}", time=_hours(local))
    return with_date(words, local)


def with_date(words: Words, local: datetime) -> str:
    """`Tue 11-24 18:00`, as the language writes it; of a time on whatever clock it is told by."""
    month_day = words.say("{month}-{day}", month=f"{local.month:02}", day=f"{local.day:02}")  # as `_hours`
    return words.say("{day} {month_day} {time}", day=weekday(words, local), month_day=month_day, time=_hours(local))


def number_line(words: Words, number: ContactNumber | None, calendar: CallingCalendar, now: datetime) -> str:
    """`Landline · local time 18:47 · allowed until 19:40`."""
    kind = line_label(words, number.kind) if number else words.say("no access to contact data")
    local = calendar.local(now)
    last = calendar.last_start(local.date())
    until = words.say("allowed until {time}", time=_hours(last)) if last else words.say("no calls today")
    parts = (kind, words.say("local time {time}", time=_hours(local)), until)
    return " · ".join(part for part in parts if part)


def because(words: Words, reason: Because, case: Case, calendar: CallingCalendar, now: datetime) -> str:
    """Why the case came up."""
    if reason is Because.RESUME and case.appointment is not None:
        at = when(words, calendar, case.appointment.at, now)
        if case.appointment.firm:
            return words.say("The interview was suspended and goes on: firm appointment {at}", at=at)
        return words.say("The interview was suspended and goes on: time roughly agreed, {at}", at=at)
    if reason is Because.RESUME:
        return words.say("You have this case in hand; it was interrupted.")
    if reason is Because.RANG_BACK:
        return words.say("The person rang back.")
    if reason in (Because.FIRM_APPOINTMENT, Because.SOFT_APPOINTMENT) and case.appointment:
        at = when(words, calendar, case.appointment.at, now)
        if reason is Because.FIRM_APPOINTMENT:
            return words.say("Firm appointment {at}", at=at)
        return words.say("Appointment, time roughly agreed: {at}", at=at)
    if reason is Because.LATE_APPOINTMENT:
        return words.say("An appointment is late; the team keeps it.")
    if reason is Because.LAGGING_CELL:
        return words.say("Its quota cell lags behind.")
    if reason is Because.CONVERSION:
        return words.say("Soft refusal some time ago: one more try by you.")
    if reason is Because.DAY_PART:
        return words.say_count(
            "Due again; tried least at this time of the day ({count} attempt).",
            "Due again; tried least at this time of the day ({count} attempts).",
            case.attempts - 1,
        )
    if reason is Because.NEVER_CALLED:
        return words.say("Never called so far; no appointment is due.")
    return words.say("Due again; fewest attempts so far ({count}).", count=case.attempts - 1)


def waits(words: Words, reason: Waits) -> str:
    """Why cases cannot be called now."""
    return {
        Waits.NOT_DUE: words.say("wait until they are due again"),
        Waits.LOCKED: words.say("are being worked on"),
        Waits.DAY_LIMIT: words.say("were called often enough today"),
        Waits.OUTSIDE_HOURS: words.say("wait for the next allowed calling time"),
        Waits.REFUSAL_REST: words.say("rest after a soft refusal"),
        Waits.APPOINTMENT: words.say("wait for their appointment"),
        Waits.OTHER_LANGUAGE: words.say("wait for a colleague who speaks their language"),
        Waits.OTHER_SKILL: words.say("wait for a colleague trained for them"),
        Waits.OTHER_PERSON: words.say("wait for a colleague, because you were refused"),
        Waits.CELL_FULL: words.say("belong to a quota cell that is full"),
    }[reason]


def nothing_text(words: Words, nothing: Nothing, calendar: CallingCalendar, now: datetime) -> str:
    """Why somebody has nothing to call, the commonest reasons first, and when the next case is due."""
    counted = sorted(nothing.waiting.items(), key=lambda each: -each[1])[:_MOST_REASONS]
    told = [f"{count} {waits(words, reason)}" for reason, count in counted]
    if nothing.next_at is not None:
        told.append(words.say("next case: {at}", at=when(words, calendar, nothing.next_at, now)))
    return "; ".join(told) or words.say("no open case is left")


def _number_in(rule: RuleViolation, name: str) -> int:
    """What the rule tells under a name; 0: nothing."""
    told = rule.context.get(name, 0)
    return told if isinstance(told, int) else 0


def rule_text(words: Words, rule: RuleViolation) -> str:
    """Why something is not allowed, and what to do instead."""
    from cati_app.domain.casework.callers import LOOKUPS_AT_MOST  # noqa: PLC0415 - no first screen refuses anything

    if rule.code == CASE_LOST:
        return _lost(words, bool(rule.context.get("blocked")))
    if rule.code in ("form_changed", "form_needs_supervisor"):
        return _form_changed(words, rule)
    if rule.context.get("settled"):
        return _settled_text(words, rule)
    texts = {
        "not_dialled": words.say("A result needs a call: dial first (F5)."),
        "nobody_on_the_line": words.say(
            "Nobody is on the line: choose a result with its digit, or dial again (F5)."
            " Shift+F5 if the person rang back."
        ),
        "call_first": words.say("An interview needs a call: dial first (F5)."),
        "outside_hours": words.say("Calls are not allowed at this time. The case can be given back."),
        "limit_reached": words.say(
            "All contact attempts are used up: no call is left. Choose another number, or a result without a time."
        ),
        "day_limit_reached": words.say(
            "This household was called often enough today. Choose another number, or another day for the next call."
        ),
        "number_blocked": words.say("This number is on the block list now and must not be called: give the result."),
        "no_number": words.say("This role does not see telephone numbers."),
        "appointment_outside_hours": words.say("At that time no calls are allowed. Please agree on another time."),
        "appointment_in_the_past": words.say("That time is over already. Please agree on another time."),
        "undo_too_late": words.say("Ten seconds are over: the result stands."),
        "case_taken": words.say("Somebody else has the case now: the result stands."),
        "clock_doubtful": words.say("First say whether the clock of this machine is right."),
        "signed_in_elsewhere": words.say("You are at work in another window of this application already."),
        "interview_open": words.say("This case has an interview that waits to be resumed."),
        "already_decided": words.say("The quota cell of this interview is decided already."),
        "not_running": words.say("This interview was finished already."),
        "result_unknown": words.say("This study does not know that result."),
        "note_required": words.say("This result needs a note."),
        "result_given": words.say("This call has its result already."),
        "not_returnable": words.say("After dialling, a result is needed."),
        "not_resumable": words.say("This interview was finished already."),
        "no_place": words.say("This interview has no place in the quota and cannot count as complete."),
        "signed_out": words.say("You are signed out: a supervisor has changed your login. What was stored is safe."),
        "sheet_first": words.say("First the recovery sheet has to be on paper: then a sample can be read."),
        "people_elsewhere": words.say(
            "People are changed at the station that brought this study to the hub; once it has published that, they"
            " sign in here."
        ),
        "cases_elsewhere": words.say("The hub has the cases of this study already."),
        "cases_in_hand": words.say(
            "{cases} cases are being worked. Have everybody finish, then repeat it.",
            cases=rule.context.get("cases", ""),
        ),
        "sample_changed": words.say("Others have changed the sample meanwhile; nothing of this came in. Try again."),
        "password_elsewhere": words.say(
            "This password was in force until now: another one was chosen for this login at another station. Sign in"
            " with that one."
        ),
        "choose_password": words.say("This is a start code: choose a password of your own."),
        "to_be_sealed": words.say("An older version made this database: it has to be sealed once."),
        "supervisor_first": words.say("An older version made this database: a supervisor has to sign in first."),
        "no_contact_access": words.say("This role has no access to contact data."),
        "column_sealed": words.say(
            "The sample field “{name}” is sealed in this database. Declare it in study.yaml (outcomes.weight, or"
            " sample.clear); it holds as soon as a supervisor signs in.",
            name=rule.context.get("name", ""),
        ),
        "answers_sealed": words.say(
            "Answers are sealed: they can be read by whoever has signed in, and by nobody else."
        ),
        "supervisor_needed": words.say("Only supervisors do that."),
        "sign_in_delayed": words.say(
            "Several attempts to sign in have failed. Wait {seconds} s, then try again.",
            seconds=rule.context.get("seconds", ""),
        ),
        "interviewer_needed": words.say("Only interviewers call."),
        "no_cases": words.say("This role does not see cases."),
        "no_figures": words.say("This role does not see figures of the study."),
        "no_export": words.say("This role may not export data."),
        "settings_elsewhere": words.say("The study's settings are changed at the station that brought it to the hub."),
        "setting_refused": words.say("The value is not allowed so: study.yaml stays as it is."),
        "setting_unchanged": words.say("That is its value already: there is nothing to change."),
        "setting_undo_nothing": words.say(
            "That is not your last change any more, or ten minutes are over: nothing was taken back."
        ),
        "setting_used": words.say("The setting was changed again meanwhile: nothing was taken back."),
        "note_needed": words.say("There is nothing to write down yet."),
        "text_too_long": words.say(
            "The text is too long: at most {most} characters.", most=rule.context.get("most", "")
        ),
        "reason_needed": words.say("Please say why: without a reason nothing is changed."),
        "no_quota": words.say("This study has no quota."),
        "unclassified_never": words.say("This study interviews nobody without a cell: there is no counter to close."),
        "case_in_hand": words.say("Somebody has this case in hand: nothing was changed. Try again once it is free."),
        "case_not_open": words.say("Nobody calls this case any more, or not yet: nothing can be agreed on it."),
        "agreement_unchanged": words.say("That is agreed already: nothing was changed."),
        "agreement_used": words.say("The case went on since: what was agreed stands."),
        "owner_language": words.say("That person does not speak the language of this case."),
        "owner_refused": words.say("This household refused that person: somebody else has to call."),
        "not_reviewable": words.say("This case has no complete interview: there is nothing to review."),
        "rest_impossible": words.say(
            "An alert rests until a time to come, {days} days at most.", days=rule.context.get("days", "")
        ),
        "own_interview": words.say("You held this interview: somebody else has to look at it."),
        "no_such_interview": words.say(
            "No complete interview that counts has this case_id. It stands in the data set."
        ),
        "analyst_needed": words.say("Only analysts do that."),
        "review_proposed": words.say("A proposal waits for this interview already: R shows how it stands."),
        "correction_not_asked": words.say("The interview has no answer to this question that can be corrected."),
        "correction_no_form": words.say(
            "It cannot be told what the answer would have led to: the questionnaire of this interview is not kept, or"
            " its log does not lead to its answers. Propose to reject it instead, or leave it."
        ),
        "correction_unfit": words.say("The question does not take this answer. Its kind and its checks decide."),
        "correction_unchanged": words.say("That is its answer already."),
        "correction_route": words.say(
            "With this answer other questions would have been asked: it cannot be corrected alone. Propose to reject"
            " the interview instead, or leave it."
        ),
        "correction_quota": words.say(
            "A quota rests on this answer: the interview would count elsewhere. Propose to reject it instead, or leave"
            " it."
        ),
        "nothing_to_withdraw": words.say("No proposal of yours waits for this interview: somebody decided meanwhile."),
        "review_unchanged": words.say("That is its verdict already: somebody else was faster."),
        "no_room": words.say("Its cell has no room: raise the target first."),
        "place_right": words.say("It counts where it belongs: somebody else was faster."),
        "coded_since": words.say("Somebody has coded it since: look again in a moment, with these codes."),
        "message_empty": words.say("Nothing is written yet: a message needs a text."),
        "message_long": words.say(
            "At most {most} characters; this has {count}. Please say it shorter.",
            most=rule.context.get("most", ""),
            count=rule.context.get("count", ""),
        ),
        "lookups_too_many": words.say(
            "At most {most} numbers are looked up in a minute. Wait a little, then press Enter once more.",
            most=rule.context.get("most", LOOKUPS_AT_MOST),
        ),
        "look_up_first": words.say("Their case was looked up too long ago: look it up once more, then leave word."),
        "message_to_nobody": words.say("There is nobody to whom this could go: nothing was sent."),
        "cell_changed": words.say("Somebody else has changed this cell meanwhile: look, and decide again."),
        "target_impossible": words.say(
            "A target is a whole number from 0 to {most}.", most=rule.context.get("most", "")
        ),
        "undo_nothing": words.say("That is not the last change of the cell any more: nothing was taken back."),
        "undo_late": words.say("Ten minutes are over: the change stands. Change it anew, with a reason."),
        "undo_apart": words.say(
            "The other cell has been changed since: the targets stay where they are. Move them anew, with a reason."
        ),
        "move_apart": words.say("Targets move between two cells of one quota."),
        "move_too_many": words.say("So many cannot be moved: what is done or has a place stays in its cell."),
        "undo_used": words.say_count(
            "{count} place that this change gave is used already: it stands. Change it anew, with a reason.",
            "{count} places that this change gave are used already: it stands. Change it anew, with a reason.",
            _number_in(rule, "used"),
        ),
        "counter_unchanged": words.say("The counter stands so already: somebody else was faster."),
        "interview_decides": words.say("Only an interview gives or takes that result: it stays."),
        "result_unchanged": words.say("That is its result already: there is nothing to correct."),
        "appointment_needs_time": words.say("An appointment needs a time: make it during the next call (F9)."),
        "no_interview": words.say("No interview is under way: this key has nothing to do."),
        "interview_opening": words.say("The interview is being opened. Wait for its question."),
        "first_question": words.say("This is the first question: nothing comes before it."),
        "question_gone": words.say("That question is not on the screen any more: nothing was changed."),
        "answered_already": words.say("Something was answered already: F8 suspends or ends the interview."),
        "interview_at_end": words.say("The last question is answered: confirm the result, or PgUp leads back."),
        "interview_not_over": words.say("The interview goes on: there is no result to confirm yet."),
        "interview_ending": words.say("The result is being stored."),
        "login_taken": words.say("Somebody has that login already: choose another one."),
        "login_unusable": words.say(
            "A login has 1 to 64 characters, none of them a control character, and no blank at its ends."
        ),
        "password_too_short": words.say(
            "The password needs at least {count} characters.", count=rule.context.get("shortest", "")
        ),
        "password_all_alike": words.say("The password is one letter again and again: choose another one."),
        "password_is_login": words.say("The password is the login: choose another one."),
        "password_as_before": words.say("The new password is the old one: choose another one."),
        "study_begun": words.say("The study has its first supervisor already: sign in."),
        "wrong_login": words.say("Name or password is wrong."),
        "wrong_second_login": words.say("Name or password of the second person is wrong."),
        "two_people_needed": words.say("Two different people are needed: somebody else signs in beside."),
        "own_figures": words.say("Neither of the two people opens figures of their own."),
        "figures_period": words.say(
            "At most 30 days are opened at once, up to today; the first is not after the last."
        ),
        "no_such_person": words.say("This person is not there any more."),
        "own_password": words.say("That is your own password: change it instead."),
        "not_yourself": words.say("Nobody can deactivate themselves: another supervisor does it."),
        "last_supervisor": words.say("This is the only supervisor: add another one before."),
        "sheet_on_paper": words.say(
            "The recovery sheet is on paper, or waits for another supervisor. If it is lost, make a new one."
        ),
        "second_supervisor_needed": words.say(
            "Two supervisors have to sign: the second one types login and password, and is somebody else."
        ),
        "sheet_group_wrong": words.say(
            "Group {group} of page {page} is another one. Compare letter by letter; O and I are letters.",
            group=rule.context.get("group", ""),
            page=rule.context.get("page", ""),
        ),
        "sheet_waits": words.say("The recovery sheet still waits for this person: it has to be confirmed first."),
        "no_such_attempt": words.say("This attempt has no result that could be corrected."),
    }
    return texts.get(rule.code, words.say("That is not allowed now ({code}).", code=rule.code))


def _form_changed(words: Words, rule: RuleViolation) -> str:
    """What a changed questionnaire does, and who has to say yes."""
    does = words.say(
        "The questionnaire was changed. Interviews that wait and go on under it: {waiting}. Of their answers stand:"
        " {taken}, to be confirmed: {confirm}, set apart: {apart}.",
        **{name: rule.context.get(name, 0) for name in ("waiting", "taken", "confirm", "apart")},
    )
    if rule.code == "form_changed":
        return f"{does} {words.say('Sign in once more to agree; cati form diff shows every change.')}"
    return f"{does} {words.say('A supervisor has to sign in and agree first.')}"


def _lost(words: Words, blocked: bool) -> str:
    if blocked:
        return words.say(
            "This case went to others: this station was silent for too long, or a supervisor took it."
            " The numbers are on the block list."
        )
    return words.say(
        "This case went to others: this station was silent for too long, or a supervisor took it."
        " The supervisor can add its result."
    )


def _settled_text(words: Words, rule: RuleViolation) -> str:
    """Why a case is in hand no more at dialling, or is shown again, and what happened to it."""
    if rule.context.get("called"):
        return words.say(
            "This person asked at another station not to be called, and the hub said so only now. Hang up: the case is"
            " closed."
        )
    texts = {
        "number_blocked": words.say("The number is on the block list now: it was not called, and the case is closed."),
        "limit_reached": words.say("All contact attempts are used up: not called, the case is given back."),
        "day_limit_reached": words.say("This household was called often enough today: it waits until tomorrow."),
        "number_gone": words.say("A sample file has changed the numbers of this case: look at the number, then dial."),
    }
    return texts[rule.code]


def clock_text(seconds: float | None) -> str:
    """Minutes and seconds, `14:20`; blank when there is nothing to say."""
    if seconds is None:
        return "–"
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def environment_text(words: Words, problem: EnvironmentProblem) -> tuple[str, str]:
    """What happened and is safe, and what to do; codes nobody worded here speak for themselves."""
    texts = {
        "disk_full": (
            words.say("The disk is full. What was acknowledged is stored; the last step was not."),
            words.say("Free some space, then continue: the last step is repeated by the next key."),
        ),
        "disk_error": (
            words.say("The disk reported an error. What was acknowledged is stored."),
            words.say("Tell the supervisor; the next key continues once the disk works again."),
        ),
        "read_only": (
            words.say("The location of the data cannot be written to; nothing was changed."),
            words.say("Tell the supervisor: the folder needs the right to write."),
        ),
        "in_use": (
            words.say("Another application is writing to this database just now."),
            words.say("Close it, then continue."),
        ),
        "damaged": (
            words.say("The database is damaged."),
            words.say("Stop working on this machine and tell the supervisor: the last backup is needed."),
        ),
        "contact_key": (
            words.say("The contact data were encrypted with another key."),
            words.say("Tell the supervisor: the database of this study is needed."),
        ),
        "folder_closed": (
            words.say("The folder cannot be written to; older files are untouched."),
            words.say("Choose another folder."),
        ),
        "folder_unusable": (
            words.say("The folder cannot be used; older files are untouched."),
            words.say("Choose another folder."),
        ),
    }
    return texts.get(problem.code, (words.worded(problem.message), words.worded(problem.cure)))


def plain_text(text: str) -> str:
    """Without the marks that keep figures together on a screen."""
    return text.replace("\u2066", "").replace("\u2069", "")
