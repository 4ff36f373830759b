"""The widget of each kind of question: which editor suits it, what it offers, how its line is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Protocol

from cati_app.engine.expressions.values import to_text
from cati_app.engine.form.screen import ChoiceView, QuestionView
from cati_app.engine.kinds.registry import QuestionKind
from cati_app.engine.kinds.scale import step_of
from cati_app.ui.widgets import line_readings as line
from cati_app.ui.widgets.answer_list import ListOption, Mode
from cati_app.ui.widgets.speech import WINDOW, Speech
from cati_app.values import dataclass

_MOST_STEPS = 11
_DECIMALS = 9  # of a step; what is behind them comes from adding up


class EditorKind(Enum):
    """The editors there are."""

    LIST = "list"
    LINE = "line"
    LONG = "long"
    SEARCH = "search"


def steps_of(view: QuestionView) -> tuple[str, ...]:
    """The numbers of a scale as text; empty when it is too long to be shown."""
    if view.minimum is None or view.maximum is None:
        return ()
    step = view.step or 1.0
    count = int((view.maximum - view.minimum) / step + 0.5) + 1
    if not 0 < count <= 2 * _MOST_STEPS:
        return ()
    return tuple(to_text(round(view.minimum + step * step_number, _DECIMALS)) for step_number in range(count))


def named_steps(view: QuestionView) -> dict[str, str]:
    """What numbers of a scale are called, by the number as text."""
    names = {step_of(c.name, view.minimum, view.maximum, view.step): c.label for c in view.choices if c.label}
    return {step: label for step, label in names.items() if step is not None}


def is_rating(view: QuestionView) -> bool:
    """Whether the choices are a scale written as a list: rising whole numbers, of which only the ends have a name."""
    if len(view.choices) <= 3:
        return False
    numbers, codes = [choice.name for choice in view.choices], [choice.code for choice in view.choices]
    if numbers != codes or not all(map(_is_number, numbers)):
        return False
    first = int(numbers[0])
    rising = numbers == [str(first + step) for step in range(len(numbers))]
    ends = {view.choices[0].name, view.choices[-1].name}
    named = {choice.name for choice in view.choices if _caption(choice)}
    return rising and bool(named) and named <= ends


def _is_number(name: str) -> bool:
    return name.removeprefix("-").isdecimal()


def stands_side_by_side(view: QuestionView) -> bool:
    """A scale is a row of numbers, unless more than its ends and its middle are named."""
    if KIND_WIDGETS[view.kind].mode is Mode.SINGLE and is_rating(view):
        return len(view.choices) <= _MOST_STEPS
    short = len(view.choices) <= 3 and len(steps_of(view)) <= _MOST_STEPS
    return KIND_WIDGETS[view.kind].in_a_row and short


def _nothing(view: QuestionView) -> EditorKind | None:
    return None


def _list(view: QuestionView) -> EditorKind | None:
    return EditorKind.LIST


def _list_or_search(view: QuestionView) -> EditorKind | None:
    return EditorKind.SEARCH if view.searchable else EditorKind.LIST


def _steps_or_line(view: QuestionView) -> EditorKind | None:
    return EditorKind.LIST if steps_of(view) else EditorKind.LINE


def _line(view: QuestionView) -> EditorKind | None:
    return EditorKind.LINE


def _lines(view: QuestionView) -> EditorKind | None:
    return EditorKind.LONG


class Options(Protocol):
    """The options of a list, in the language of the column."""

    def __call__(self, view: QuestionView, speech: Speech = WINDOW) -> tuple[ListOption, ...]: ...


def _choices(view: QuestionView, speech: Speech = WINDOW) -> tuple[ListOption, ...]:
    rating = stands_side_by_side(view)
    return tuple(ListOption(c.name, c.code, _caption(c) if rating else c.label, c.exclusive) for c in view.choices)


def _caption(choice: ChoiceView) -> str:
    """What a number of a scale is called, without the number itself: `0 – not at all`."""
    label = choice.label.strip()
    return label.removeprefix(choice.name).lstrip(" .:=)–—-") if label.startswith(choice.name) else label


def _steps(view: QuestionView, speech: Speech = WINDOW) -> tuple[ListOption, ...]:
    labels = named_steps(view)
    return tuple(ListOption(step, step, labels.get(step, "")) for step in steps_of(view))


def _understood(view: QuestionView, speech: Speech = WINDOW) -> tuple[ListOption, ...]:
    return (ListOption("OK", "1", speech.tell("read out and understood")),)


def _one_more(view: QuestionView, speech: Speech = WINDOW) -> tuple[ListOption, ...]:
    more = speech.tell("yes, one more")
    return (ListOption("1", "1", more), ListOption("0", "0", speech.tell("no, continue")))


@dataclass(frozen=True, slots=True)
class KindWidget:
    """How a kind is answered in a window."""

    editor: Callable[[QuestionView], EditorKind | None]  # None: nothing to answer
    options: Options = _choices  # of a list
    mode: Mode = Mode.SINGLE
    in_a_row: bool = False  # the options of a short list stand side by side
    read: line.Read = line.read_words  # what was typed in a line
    shown: Callable[[QuestionView], str] = line.as_stored  # in a line
    example: line.Example = line.no_example  # below an empty line
    wide: bool = False


KIND_WIDGETS: Mapping[QuestionKind, KindWidget] = {
    QuestionKind.SINGLE: KindWidget(_list_or_search),
    QuestionKind.FROM_ROWS: KindWidget(_list),
    QuestionKind.SEVERAL_ROWS: KindWidget(_list, mode=Mode.MULTIPLE),
    QuestionKind.MULTIPLE: KindWidget(_list_or_search, mode=Mode.MULTIPLE),
    QuestionKind.RANK: KindWidget(_list, mode=Mode.RANK),
    QuestionKind.SCALE: KindWidget(
        _steps_or_line, _steps, in_a_row=True, read=line.read_step, shown=line.shown_decimal
    ),
    QuestionKind.INTEGER: KindWidget(_line, read=line.read_whole),
    QuestionKind.DECIMAL: KindWidget(_line, read=line.read_number, shown=line.shown_decimal),
    QuestionKind.DATE: KindWidget(_line, read=line.read_date, shown=line.shown_date, example=line.date_example),
    QuestionKind.TIME: KindWidget(_line, read=line.read_time, shown=line.shown_time),
    QuestionKind.DATETIME: KindWidget(_line, read=line.read_moment, shown=line.shown_moment, example=line.date_example),
    QuestionKind.TEXT: KindWidget(_line, wide=True),
    QuestionKind.LONG_TEXT: KindWidget(_lines),
    QuestionKind.NOTE: KindWidget(_nothing),
    QuestionKind.ACKNOWLEDGE: KindWidget(_list, _understood),
    QuestionKind.REPEAT: KindWidget(_list, _one_more),
}
