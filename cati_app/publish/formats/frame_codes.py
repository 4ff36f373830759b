"""A code frame as the codes of a codebook that other programs read."""

from __future__ import annotations

from cati_app.domain.coding.code_frame import Axis, AxisCode, CodeFrame, text_in
from cati_app.publish.formats.refi_qda import QdaCode
from cati_app.texts import Words, words_of
from cati_app.texts.frame_words import axis_names


def codes_of_frame(frame: CodeFrame, language: str) -> tuple[QdaCode, ...]:
    """Its axes, which cannot be given to a text, with their codes below them.

    Keys are `axis` and `axis/id`, so a code keeps its id in every version of the frame.

    Args:
        language: Of names and descriptions; where a text has it not, the first one it has.
    """
    words = words_of(language)
    names = axis_names(words)
    target = words.say_in("code frame", "To: {target}", target=text_in(frame.target, language))
    return tuple(
        QdaCode(
            axis.value,
            names[axis],
            target if axis is Axis.STANCE else "",
            tuple(_code(axis, code, language, words) for code in held.codes),
            is_codable=False,
        )
        for axis, held in frame.axes.items()
    )


def _code(axis: Axis, code: AxisCode, language: str, words: Words) -> QdaCode:
    parts = [text_in(code.means, language)]
    if code.excludes:
        parts.append(words.say_in("code frame", "Not: {excluded}", excluded=text_in(code.excludes, language)))
    if code.example:
        parts.append(words.say_in("code frame", "Example: {example}", example=text_in(code.example, language)))
    return QdaCode(f"{axis.value}/{code.id}", text_in(code.label, language), "\n".join(parts))
