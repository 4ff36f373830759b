"""What is expected of an answer, said alike under its field and by the check that refuses it."""

from __future__ import annotations

from cati_app.engine.form.screen import QuestionView
from cati_app.engine.kinds.facts import Choosing
from cati_app.engine.kinds.text import TEXT_EXPECTED
from cati_app.ui.widgets.line_readings import is_whole, shown_limit
from cati_app.ui.widgets.speech import Speech


def expected(view: QuestionView, speech: Speech) -> str:
    """Limits of a number, how many choices, or all of them; blank where nothing of the kind is known."""
    match view.kind.facts.choosing:
        case Choosing.ORDER:
            return speech.tell("rank all {count}", count=len(view.choices))
        case Choosing.SEVERAL:
            return _how_many(view.least, view.most, speech)
        case Choosing.ONE:
            return ""
    return _range(view, speech)


def _how_many(least: int | None, most: int | None, speech: Speech) -> str:
    if least is not None and least <= 0:
        least = None
    if least is not None and most is not None:
        if least == most:
            return speech.tell("choose exactly {count}", count=least)
        return speech.tell("choose between {least} and {most}", least=least, most=most)
    if least is not None:
        return speech.tell("choose at least {count}", count=least)
    return speech.tell("choose at most {count}", count=most) if most is not None else ""


def _range(view: QuestionView, speech: Speech) -> str:
    low, high = (None if limit is None else shown_limit(limit) for limit in (view.minimum, view.maximum))
    if low is not None and high is not None and not (view.above or view.below):
        said = [speech.tell("between {low} and {high}", low=low, high=high)]
    else:
        said = [*_from(low, view.above, speech), *_up_to(high, view.below, speech)]
    if view.step is not None and said:
        said += [] if view.step == 1 and is_whole(view) else _steps(view.step, speech)
    return ", ".join(said)


def _from(low: str | None, above: bool, speech: Speech) -> list[str]:
    if low is None:
        return []
    return [speech.tell("more than {low}", low=low) if above else speech.tell("at least {low}", low=low)]


def _up_to(high: str | None, below: bool, speech: Speech) -> list[str]:
    if high is None:
        return []
    return [speech.tell("less than {high}", high=high) if below else speech.tell("at most {high}", high=high)]


def _steps(step: float, speech: Speech) -> list[str]:
    return [speech.tell("in steps of {step}", step=shown_limit(step))]


def refusal(view: QuestionView, code: str, speech: Speech) -> str:
    """What to do about an answer that breaks a rule which the study does not word.

    Args:
        code: Of the check.
    """
    facts, wanted = view.kind.facts, expected(view, speech)
    if code == "type" and facts.expected is TEXT_EXPECTED:
        return speech.tell("The text is too long, at most 10,000 characters; nothing was cut. Shorten it.")
    if not wanted:
        return speech.tell("This answer is not possible here.")
    if facts.choosing is None:
        return speech.tell("Expected: {what}.", what=wanted)
    return speech.tell("Expected: {what}. So far: {count}.", what=wanted, count=len(view.answer.text.split()))
