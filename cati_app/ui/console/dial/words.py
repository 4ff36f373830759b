"""The screens between calls, worded."""

from __future__ import annotations

from datetime import datetime

from cati_app.domain.calling.line import Recording
from cati_app.domain.calling.queue import Nothing
from cati_app.domain.casework.explain import Explanation
from cati_app.domain.outcomes.dispositions import disposition
from cati_app.domain.sharing.stations import Halt
from cati_app.fieldwork.calling.call_run import CallPhase, CallRun
from cati_app.fieldwork.calling.foresight import Foresight
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.texts import Words
from cati_app.ui.console.results import ResultFacts, Untold, call_results
from cati_app.ui.console.services import InterviewerServices
from cati_app.ui.console.states import (
    DialState,
    EmptyQueueState,
    LineBarState,
    NumberOption,
    UndoState,
    WaitingLine,
)
from cati_app.ui.stage.connection import halt_means
from cati_app.ui.stage.panel_states import ExplanationState, ReasonLine, ResultOption
from cati_app.ui.stage.reason_words import reason_lines
from cati_app.ui.stage.result_words import result_label
from cati_app.ui.stage.states import HistoryLine
from cati_app.ui.stage.wording import because, case_label, number_line, waits, when


def dial_state(
    words: Words,
    services: InterviewerServices,
    run: CallRun,
    offer: Offer,
    call: LineBarState,
    undo: UndoState | None,
    untold: Untold | None = None,
) -> DialState:
    """The next case.

    Args:
        untold: Short lists made for a case before, kept by whoever shows one case after another.
    """
    index, dialled = run.number_place, run.is_dialled
    now, rules = services.clock.now(), services.rules
    case = offer.case
    calendar = rules.calendar_of(case.locality)
    number = run.number
    resume = case.open_interview is not None
    facts = result_facts(services, offer, index, untold)
    results = call_results(words, facts, dialled=dialled, with_caller=run.is_with_caller)
    return DialState(
        case_line=case_line(words, services, offer),
        number=number.number.dialled_from(rules.calendar.country) if number and number.number else "–",
        number_line=number_line(words, number, calendar, now),
        reason=because(words, offer.because, case, calendar, now),
        history=history_lines(words, services, offer),
        call=call,
        results=results,
        suggested=_suggested(results, run.suggested),
        results_title=words.say("Result without interview · after dialling"),
        results_enabled=run.can_give_result,
        can_begin=run.can_begin_interview,
        begin_text=words.say("Continue the interview") if resume else words.say("Begin the interview"),
        can_return=run.can_return_case,
        undo=undo,
        numbers=_other_numbers(words, offer, index, rules.calendar.country),
        warning="" if facts.foresight.may_dial else words.say("No calls are allowed at this time."),
    )


def _suggested(options: tuple[ResultOption, ...], code: str | None) -> str:
    """The option in sight that is the suggested result, or opens the list of it; blank where there is none."""
    return "" if code is None else next((option.code for option in options if _holds(option, code)), "")


def _holds(option: ResultOption, code: str) -> bool:
    """Whether it is that result, or opens the list of it."""
    return option.code == code or any(_holds(inside, code) for inside in option.options)


def result_facts(services: InterviewerServices, offer: Offer, index: int, untold: Untold | None = None) -> ResultFacts:
    """On what it depends what each result of this call will do; `index` is the number dialled."""
    foresight = Foresight(offer, services.rules, services.clock.now(), index)
    texts = services.texts
    return ResultFacts(foresight, texts.languages, texts.results, untold={} if untold is None else untold)


def line_state(words: Words, run: CallRun, now: datetime) -> LineBarState:
    """The line as screens show it."""
    phase, call = run.phase, run.call
    if call is None:
        text = words.say("hung up") if phase is CallPhase.ENDED else ""
        seconds = run.last_call_s if phase is CallPhase.ENDED else 0
        return LineBarState(phase, seconds, text=text, can_dial=run.can_dial)
    text = {
        CallPhase.DIALLING: words.say("dialled by hand"),
        CallPhase.RINGING: words.say("it rings"),
        CallPhase.TALKING: words.say("in the call"),
    }[phase]
    seconds = int((now - call.dialled_at).total_seconds())
    return LineBarState(phase, seconds, True, text, recording_text(words, run.recording), can_hang_up=run.can_hang_up)


def recording_text(words: Words, recording: Recording) -> str:
    """Whether the call is recorded."""
    return {
        Recording.OFF: words.say("recording: no"),
        Recording.IMPOSSIBLE: words.say("recording: not on this line"),
        Recording.AFTER_CONSENT: words.say("recording: only after consent"),
    }[recording]


def undo_state(words: Words, services: InterviewerServices, run: CallRun, now: datetime) -> UndoState | None:
    """The offer to take the last result back, while it stands: which result, and of which case."""
    until, given, case = run.taken_back_until(now), run.given, run.given_of
    left = int((until - now).total_seconds()) if until is not None else 0
    if given is None or case is None or left <= 0:
        return None
    result = result_label(words, services.texts.results, given.code or given.disposition)
    if given.blocks:
        result = words.say("{result}, and never call again", result=result)
    return UndoState(words.say("{case}: {result}", case=case_label(words, case.case_no), result=result), left)


def _other_numbers(words: Words, offer: Offer, index: int, country: str) -> tuple[NumberOption, ...]:
    """The case's other numbers, from the one after this on."""
    numbers, options = offer.case.numbers, []
    for step in range(1, len(numbers)):
        position = (index + step) % len(numbers)
        number = numbers[position].number
        if number is not None:
            label = number.dialled_from(country)
            if numbers[position].id in offer.so_far.dead:
                label = words.say("{number} · out of service", number=label)
            options.append(NumberOption(str(position), label))
    return tuple(options)


def case_line(words: Words, services: InterviewerServices, offer: Offer) -> str:
    """`Case 004 218 · attempt 3 of at most 10`; what counts are contact attempts, as the limit does, not sittings."""
    limit = services.rules.retry.max_attempts
    if offer.attempt.rang_back:
        return f"{case_label(words, offer.case.case_no)} · {words.say('rang back')}"
    attempt = words.say("attempt {number} of at most {limit}", number=offer.so_far.dials + 1, limit=limit)
    return f"{case_label(words, offer.case.case_no)} · {attempt}"


def history_lines(words: Words, services: InterviewerServices, offer: Offer) -> tuple[HistoryLine, ...]:
    """Earlier attempts, on the clock of the case's place."""
    now, calendar = services.clock.now(), services.rules.calendar_of(offer.case.locality)
    lines = []
    for entry in offer.history:
        text = result_label(words, services.texts.results, entry.result or entry.disposition)
        if entry.ring_s is not None and disposition(entry.disposition).ring_told:
            text = words.say("{result} ({seconds} s)", result=text, seconds=entry.ring_s)
        if entry.rang_back:
            text = words.say("rang back: {result}", result=text)
        lines.append(HistoryLine(when(words, calendar, entry.at, now), text, entry.note))
    return tuple(lines)


def empty_state(
    words: Words,
    services: InterviewerServices,
    nothing: Nothing | None,
    undo: UndoState | None,
    halt: Halt | None = None,
) -> EmptyQueueState:
    """Nothing to call: how many cases wait, why, and when the next one is due.

    Args:
        halt: Why no call begins at this station.
    """
    if halt is not None:
        title = words.say("This station is paused") if halt is Halt.PAUSED else words.say("This station is written off")
        then = words.say("Once a supervisor lets it call again, Enter fetches the next case.")
        return EmptyQueueState(title, f"{halt_means(words, halt)} {then}", (), undo, comes_by_itself=False)
    if nothing is None:
        return EmptyQueueState(words.say("Looking for the next case …"), "", (), undo)
    next_due = ""
    if nothing.next_at is not None:
        at = when(words, services.rules.calendar, nothing.next_at, services.clock.now())
        next_due = words.say("Next case: {at}. Enter looks again.", at=at)
    elif not nothing.asked:
        next_due = words.say("Enter fetches the next case.")
    elif not nothing.waiting:
        next_due = words.say("No case is open: all are closed, or wait to be released.")
    lines = tuple(WaitingLine(count, waits(words, reason)) for reason, count in nothing.waiting.items())
    title = words.say("Nothing to call just now") if nothing.asked else words.say("No case in hand")
    return EmptyQueueState(title, next_due, lines, undo)


def explanation(
    words: Words,
    services: InterviewerServices,
    offer: Offer | None,
    nothing: Nothing | None,
    explained: Explanation | None = None,
    halt: Halt | None = None,
) -> ExplanationState:
    """F12: what the order of cases returned."""
    if offer is None:
        state = empty_state(words, services, nothing, None, halt)
        lines = tuple(ReasonLine(str(line.count), line.reason) for line in state.waiting)
        return ExplanationState(words.say("Why nothing to call?"), lines, state.next_due)
    case, now, calendar = offer.case, services.clock.now(), services.rules.calendar_of(offer.case.locality)
    lines = (
        ReasonLine(words.say("Reason"), because(words, offer.because, case, calendar, now)),
        ReasonLine(words.say("Attempts so far"), str(offer.attempt.attempt_no - 1)),
        ReasonLine(
            words.say("Contact attempts"),
            words.say("{count} of at most {limit}", count=case.dials, limit=services.rules.retry.max_attempts),
        ),
        ReasonLine(words.say("Last result"), result_label(words, services.texts.results, case.disposition)),
        *reason_lines(words, explained),
    )
    order = words.say("Order: appointments due, cells that lag, then what was tried least at this time of the day.")
    return ExplanationState(words.say("Why this case?"), lines, order)
