"""The results of a call without interview on the digits 1 to 9, with what each will do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import datetime

from cati_app.domain.outcomes.dispositions import OPT_OUT, SOFT_REFUSAL, ResultSection
from cati_app.domain.outcomes.result_book import Result, digits
from cati_app.fieldwork.calling.foresight import Foresight
from cati_app.fieldwork.rules import StudyRules
from cati_app.texts import Words
from cati_app.texts.outcomes import outcome_label, outcome_labels
from cati_app.ui.stage.panel_states import ResultOption
from cati_app.ui.stage.wording import when
from cati_app.values import dataclass

APPOINTMENT = "appointment"
NEVER_AGAIN = "never_again"
LANGUAGE = "language:"
_LANGUAGE_DIGITS = 6
"""Of the nine digits of the list; three are left for its results and for “another reason”."""

Untold = dict[ResultSection, tuple[ResultOption, ...]]
"""Results of short lists of which it is not told what follows: the same for every case of a study, so made once."""


@dataclass(frozen=True, slots=True)
class ResultFacts:
    """On what the consequences depend."""

    foresight: Foresight
    languages: Mapping[str, str]
    labels: Mapping[str, str] = field(default_factory=dict)  # the study's own words, by code of the result
    tells: bool = True  # else nothing is computed of what follows
    untold: Untold = field(default_factory=dict)

    @property
    def rules(self) -> StudyRules:
        """Of the study."""
        return self.foresight.rules


def call_results(
    words: Words, facts: ResultFacts, *, dialled: bool = True, with_caller: bool = False
) -> tuple[ResultOption, ...]:
    """The nine commonest results; one opens a short list where more must be known.

    Args:
        dialled: Short lists can be opened; before that, what follows from their results is not computed.
        with_caller: The person has rung: what needs an empty line keeps its digit and cannot be chosen.
    """
    facts = replace(facts, labels={**outcome_labels(words), **facts.labels})  # once for all of them
    short = replace(facts, tells=dialled)
    options = []
    for target in digits().values():
        if isinstance(target, ResultSection):
            options.append(_LISTS[target](words, short))
        elif (result := facts.rules.results.offered(target)) is not None:
            options.append(_option(words, facts, result))
    if with_caller:
        options = [_of_caller(words, facts, option) for option in options]
    return (*options, opting_out(words))


def opting_out(words: Words) -> ResultOption:
    """What nothing keeps anybody from, on the dial screen and in an interview."""
    consequence = words.say("asks again · block list")
    return ResultOption(NEVER_AGAIN, words.say("never call again …"), consequence, confirm=_never_again(words))


def results_in_talk(words: Words, facts: ResultFacts) -> tuple[ResultOption, ...]:
    """Those with which a conversation ends before an interview came of it."""
    facts = replace(facts, labels={**outcome_labels(words), **facts.labels})
    lists = {section: make(words, facts) for section, make in _LISTS.items() if section.ends_talk}
    others = (
        lists[ResultSection.WRONG_NUMBER],
        replace(lists[ResultSection.LANGUAGE], consequence=""),
        replace(lists[ResultSection.LATER], label=words.say("call back …"), consequence=""),
    )
    elsewise = ResultOption(
        "elsewise",
        words.say("no private household, call back …"),
        words.say("result of the call without an interview"),
        others,
    )
    return _asking_again(words, facts, (lists[ResultSection.REFUSED], elsewise))


def leaves(options: tuple[ResultOption, ...]) -> tuple[ResultOption, ...]:
    """The results of a list and of the lists it opens."""
    return tuple(leaf for option in options for leaf in (leaves(option.options) if option.options else (option,)))


def _needs_empty_line(facts: ResultFacts, option: ResultOption) -> bool:
    """Whether no result of it can come of a call in which somebody speaks."""
    if option.options:
        return all(_needs_empty_line(facts, inside) for inside in option.options)
    result = facts.rules.results.find(option.code)
    return result is not None and result.nobody_there


def _of_caller(words: Words, facts: ResultFacts, option: ResultOption) -> ResultOption:
    if _needs_empty_line(facts, option):
        return replace(option, enabled=False, why_not=words.say("they rang: somebody is on the line"))
    return replace(option, options=tuple(_of_caller(words, facts, inside) for inside in option.options))


def _asking_again(words: Words, facts: ResultFacts, options: tuple[ResultOption, ...]) -> tuple[ResultOption, ...]:
    """Each asks once more, for there is no taking back; appointment and colleagues have their own places."""
    question, kept = words.say("End this interview for good?"), []
    for option in options:
        if _needs_empty_line(facts, option):
            continue  # somebody was interviewed
        inside = _asking_again(words, facts, option.options)
        if inside or not (option.options or option.code == APPOINTMENT or option.code.startswith(LANGUAGE)):
            kept.append(replace(option, options=inside, confirm="" if inside else option.confirm or question))
    return tuple(kept)


def _option(words: Words, facts: ResultFacts, result: Result) -> ResultOption:
    label = facts.labels.get(result.code) or outcome_label(words, result.code)
    if not facts.tells:
        return ResultOption(result.code, label)
    then = _then(words, facts, result.disposition)
    if result.blocks:
        then = words.say("asks again · block list")
    return ResultOption(
        result.code,
        label,
        words.say("{then} · with a note", then=then) if result.note_required else then,
        confirm=_never_again(words) if result.blocks else "",
    )


def _never_again(words: Words) -> str:
    return words.say("Never call this household again, in no study?")


def _inside(words: Words, facts: ResultFacts, section: ResultSection) -> tuple[ResultOption, ...]:
    """The results of a list, then the rarer ones behind one more short list."""
    if facts.tells:
        return _made(words, facts, section)
    if section not in facts.untold:
        facts.untold[section] = _made(words, facts, section)
    return facts.untold[section]


def _made(words: Words, facts: ResultFacts, section: ResultSection) -> tuple[ResultOption, ...]:
    book = facts.rules.results
    common, rarer = (
        tuple(_option(words, facts, result) for result in book.in_list(section, rarer=far)) for far in (False, True)
    )
    further = (ResultOption(f"further_{section}", words.say("another reason …"), "", rarer),) if rarer else ()
    return (*common, *further)


def _machine(words: Words, facts: ResultFacts) -> ResultOption:
    return ResultOption(
        "machines",
        words.say("answering machine …"),
        words.say("whose it is, if it says so"),
        _inside(words, facts, ResultSection.MACHINE),
    )


def _wrong_number(words: Words, facts: ResultFacts) -> ResultOption:
    return ResultOption(
        "wrong_number",
        words.say("not a private household, fault …"),
        words.say("business, fax, institution, line problem"),
        _inside(words, facts, ResultSection.WRONG_NUMBER),
    )


def _language(words: Words, facts: ResultFacts) -> ResultOption:
    others = ", ".join(_other_languages(facts).values())
    return ResultOption(
        "language",
        words.say("language …"),
        words.say("pass on or close: {languages}", languages=others) if others else words.say("closed"),
        (*_languages(words, facts), *_inside(words, facts, ResultSection.LANGUAGE)),
    )


def _later(words: Words, facts: ResultFacts) -> ResultOption:
    agreed = ResultOption(APPOINTMENT, words.say("appointment with a time …"), words.say("opens the calendar"))
    return ResultOption(
        "later",
        words.say("appointment, call back …"),
        words.say("with a time, or by the rules"),
        (agreed, *_inside(words, facts, ResultSection.LATER)),
    )


def _refused(words: Words, facts: ResultFacts) -> ResultOption:
    then = _then(words, facts, OPT_OUT)
    if (again_at := facts.foresight.next_call(SOFT_REFUSAL)) is not None:
        at = _when(words, facts.foresight, again_at)
        then = words.say("soft: once more {at} · firm: {then}", at=at, then=then)
    return ResultOption("refused", words.say("refused …"), then, _inside(words, facts, ResultSection.REFUSED))


def _languages(words: Words, facts: ResultFacts) -> tuple[ResultOption, ...]:
    return tuple(
        ResultOption(f"{LANGUAGE}{code}", name, words.say("a colleague who speaks it calls back"))
        for code, name in _other_languages(facts).items()
    )


def _other_languages(facts: ResultFacts) -> dict[str, str]:
    """Names by code: all but the first, in which calls begin, as far as there are digits for them."""
    return dict(list(facts.languages.items())[1 : 1 + _LANGUAGE_DIGITS])


def _then(words: Words, facts: ResultFacts, name: str) -> str:
    foresight = facts.foresight
    due_at = foresight.next_call(name)
    if due_at is None:
        return words.say("closed")
    return words.say("next call: {at}", at=_when(words, foresight, due_at))


def _when(words: Words, foresight: Foresight, at: datetime) -> str:
    return when(words, foresight.calendar, at, foresight.now)


_LISTS = {
    ResultSection.MACHINE: _machine,
    ResultSection.WRONG_NUMBER: _wrong_number,
    ResultSection.LANGUAGE: _language,
    ResultSection.LATER: _later,
    ResultSection.REFUSED: _refused,
}
