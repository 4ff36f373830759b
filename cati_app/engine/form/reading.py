"""How long a questionnaire takes to read aloud, by language.

Speeds are words a minute of native speakers reading aloud: Trauzettel-Klosinski, Dietz and the IReST Study Group,
Standardized Assessment of Reading Performance, Investigative Ophthalmology & Visual Science 53 (2012), 5452–5461; the
mean of 17 languages is 184. On the telephone people read slower and pause: `_PACE` turns the German speed into the 2.3
words a second that the progress of an interview reckons with. Chinese, Japanese and scripts without spaces are counted
in characters.
"""

from __future__ import annotations

from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import Node, NodeKind, Template
from cati_app.values import dataclass

_PACE = 0.77
_WORDS = {
    "ar": 138,
    "en": 228,
    "fi": 161,
    "fr": 195,
    "de": 179,
    "he": 187,
    "it": 188,
    "nl": 202,
    "pl": 166,
    "pt": 181,
    "ru": 184,
    "sl": 180,
    "es": 218,
    "sv": 199,
    "tr": 166,
}
_MEAN_WORDS = 184
_CHARACTERS = {"zh": 255, "ja": 357, "yue": 255}
_MEAN_CHARACTERS = 863  # mean of the study; for scripts that write without spaces
_WITHOUT_SPACES = frozenset({"th", "lo", "km", "my", "bo", "dz"})
_READ_ALOUD = 12  # choices; longer lists are not read
_REFERENCE = 1  # words taken up by a value that is read within a text


@dataclass(frozen=True, slots=True)
class ReadingTime:
    """Seconds that one question takes in each language, answer included."""

    name: str
    path: str
    seconds: tuple[float, ...]  # in the order of the form's languages


def counted_in_characters(language: str) -> bool:
    """Whether the length of a text is told in characters instead of words."""
    return language in _CHARACTERS or language in _WITHOUT_SPACES


def units_a_minute(language: str) -> float:
    """Words, or characters in scripts without spaces, read aloud on the telephone in a minute."""
    if counted_in_characters(language):
        return _CHARACTERS.get(language, _MEAN_CHARACTERS) * _PACE
    return _WORDS.get(language, _MEAN_WORDS) * _PACE


def length_of(text: Template, language: str) -> int:
    """Words of a text, or characters in scripts without spaces."""
    total = 0
    for part in text:
        if isinstance(part, int):
            total += _REFERENCE
        elif counted_in_characters(language):
            total += sum(not sign.isspace() for sign in part)
        else:
            total += len(part.split())
    return total


def seconds_of(form: Form, node: Node, language: str) -> float:
    """Seconds to read a question with its answers aloud and to answer it, 0 for what is not asked."""
    if node.kind is not NodeKind.QUESTION:
        return 0.0
    default = form.default_language
    texts = [node.wording.label.get(language) or node.wording.label.get(default, ())]
    choices = form.lists.get(node.choices, ())
    if len(choices) <= _READ_ALOUD and not node.searchable:
        texts += [choice.label.get(language) or choice.label.get(default, ()) for choice in choices]
    units = sum(length_of(text, language) for text in texts)
    thinking = node.question.facts.thinking_s if node.question is not None else 0.0
    return units / units_a_minute(language) * 60 + thinking


def reading_times(form: Form) -> tuple[ReadingTime, ...]:
    """Every question in order; those in repeats are counted for one row."""
    return tuple(
        ReadingTime(node.name, node.path, tuple(seconds_of(form, node, code) for code, _ in form.languages))
        for node in form.nodes
        if node.kind is NodeKind.QUESTION
    )


def totals(form: Form) -> tuple[float, ...]:
    """Seconds of the whole questionnaire by language, as if everything were asked of one person."""
    times = reading_times(form)
    return tuple(
        sum(screen_times.seconds[language] for screen_times in times) for language in range(len(form.languages))
    )
