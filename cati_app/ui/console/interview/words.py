"""The columns beside the question, worded."""

from __future__ import annotations

from functools import lru_cache

from cati_app.domain.casework.access_codes import CODE_MARK, AccessCode
from cati_app.domain.ids import CellId
from cati_app.domain.quota.cells import UNKNOWN, CellCount, Decision, Verdict
from cati_app.domain.quota.fitting import cells_of, is_unclassified, quota_of
from cati_app.fieldwork.calling.call_run import CallRun
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.fieldwork.interview.screening import EarlyEnd
from cati_app.texts import Words, words_of
from cati_app.ui.console.dial.words import case_line, history_lines, line_state
from cati_app.ui.console.services import InterviewerServices
from cati_app.ui.console.states import CaseColumnState, QuotaPlace
from cati_app.ui.stage.panel_states import ObjectionState
from cati_app.ui.stage.states import Tone
from cati_app.ui.stage.study_texts import StudyTexts
from cati_app.ui.stage.wording import number_line

_ISOLATE, _END = "\u2066", "\u2069"  # digits keep their order in a text from right to left


def case_state(
    words: Words, services: InterviewerServices, offer: Offer, call: CallRun, quota: QuotaPlace | None
) -> CaseColumnState:
    """The left column during an interview."""
    number, now, rules = call.number, services.clock.now(), services.rules
    return CaseColumnState(
        case_line=case_line(words, services, offer),
        number=number.number.dialled_from(rules.calendar.country) if number and number.number else "–",
        number_line=number_line(words, number, rules.calendar_of(offer.case.locality), now),
        call=line_state(words, call, now),
        quota=quota,
        history=history_lines(words, services, offer),
        note=call.note,
    )


def quota_place(words: Words, texts: StudyTexts, decision: Decision, *, is_counted: bool = True) -> QuotaPlace:
    """The cell of this person, and its place in it.

    Args:
        is_counted: The counters are those of the study; False at a station of a hub, which counts its own interviews.
    """
    count, classification = decision.count, decision.classification
    taken = decision.taken
    share = min(1.0, taken / count.target) if count.target else 1.0
    if decision.verdict is Verdict.FULL:
        state, tone = _why_full(words, count), Tone.WARN
    elif decision.verdict is Verdict.NOT_ACCEPTED and count.closed:
        state, tone = words.say("the supervisor closed the counter of persons without a cell"), Tone.WARN
    elif decision.verdict is Verdict.NOT_ACCEPTED:
        state, tone = words.say("this study interviews nobody without a cell"), Tone.WARN
    elif decision.is_beyond:
        state, tone = words.say("interviewed all the same: more than expected have no cell"), Tone.WARN
    elif decision.beyond:
        state, tone = words.say("interviewed all the same: above the target"), Tone.WARN
    else:
        state, tone = words.say("place reserved"), Tone.OK
    count_text = words.say("{taken} of {target}", taken=taken, target=count.target) if is_counted else ""
    label = cell_label(words, texts, classification.cell_id, classification.categories)
    return QuotaPlace(label, count_text, state, share, tone)


def _why_full(words: Words, count: CellCount) -> str:
    if count.closed:
        return words.say("the supervisor closed this cell")
    return words.say("the supervisor paused this cell") if count.paused else words.say("no place left")


def cell_label(words: Words, texts: StudyTexts, place: CellId, categories: tuple[str, ...]) -> str:
    """`45–64 · medium status · without`, and the cells of further quotas behind it."""
    first, *further = cells_of(place)
    labels = [_first_label(words, texts, first, categories)]
    for cell in further:
        name = texts.further_quotas[quota_of(cell)].label if quota_of(cell) in texts.further_quotas else quota_of(cell)
        loose = f"{name}: {words.say('not classified')}"
        labels.append(loose if is_unclassified(cell) else texts.cell_words(cell) or cell)
    return ", ".join(labels)


def _first_label(words: Words, texts: StudyTexts, cell: CellId, categories: tuple[str, ...]) -> str:
    if is_unclassified(cell):
        known = [label for code, label in zip(categories, _labels(texts, categories), strict=True) if code != UNKNOWN]
        return words.say("not classified") + (f" ({' · '.join(known)})" if known else "")
    return " · ".join(_labels(texts, categories))


def _labels(texts: StudyTexts, categories: tuple[str, ...]) -> list[str]:
    return [labels.get(code, code) for (_, labels), code in zip(texts.dimensions, categories, strict=True)]


def goodbye(texts: StudyTexts, why: EarlyEnd, language: str) -> str:
    """What is read aloud where the questionnaire has no text for this end: the study's words, else the program's."""
    own = texts.endings.get(why.value, {})
    if language in own:
        return own[language]
    words = words_of(language)
    match why:
        case EarlyEnd.REFUSED:
            return words.say_in("paper", "That is all right. Thank you for your time. Goodbye.")
        case EarlyEnd.NOT_SCREENED:
            return words.say_in(
                "paper",
                "Thank you. Without this information we unfortunately cannot go on with the interview. Goodbye.",
            )
        case EarlyEnd.FULL:
            return words.say_in(
                "paper",
                "Thank you for being willing to take part. Enough people of your group have been interviewed already,"
                " so we need no further answers from you. Goodbye.",
            )
        case EarlyEnd.UNCLASSIFIED:
            return words.say_in(
                "paper",
                "Thank you for being willing to take part. For this survey we need a few facts about each person first,"
                " and without them we cannot go on with the interview. Goodbye.",
            )
        case EarlyEnd.NOT_ELIGIBLE:
            return words.say_in(
                "paper",
                "Thank you. For this survey we are looking for other people, so we need no further answers from you."
                " Goodbye.",
            )


def access_code_groups(code: AccessCode) -> str:
    """The code to be read by who has to say it: a pause between groups, the same order in every script."""
    return f"{_ISOLATE}{' – '.join(code.groups)}{_END}"


def access_code_aloud(texts: StudyTexts, code: AccessCode, language: str) -> str:
    """What is said of the code, digit by digit and with a pause behind each group; blank where nothing is."""
    spelled = f"{_ISOLATE}{' – '.join(' '.join(group) for group in code.groups)}{_END}"
    return texts.access_code.get(language, "").replace(CODE_MARK, spelled)


def objections(texts: StudyTexts, language: str) -> tuple[ObjectionState, ...]:
    """Objections and answers in the language of the interview."""
    return _objections(texts.objections.get(language, ()))


@lru_cache(maxsize=16)
def _objections(pairs: tuple[tuple[str, str], ...]) -> tuple[ObjectionState, ...]:
    return tuple(ObjectionState(says, answer) for says, answer in pairs)
