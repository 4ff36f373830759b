"""Words for what is wrong with rows and files of a sample, in the language of the interface."""

from __future__ import annotations

from cati_app.domain.sampling.reasons import FILE_REASONS, REASONS
from cati_app.texts import Words
from cati_app.ui.desk.sample.port import FileRefused


def row_reason(words: Words, code: str) -> tuple[str, str]:
    """What is wrong with a row, and the cure."""
    reason = REASONS[code]
    return words.say(reason.message), words.say(reason.cure)


def file_reason(words: Words, refused: FileRefused) -> tuple[str, str]:
    """Why a file cannot be taken, where, and the cure."""
    reason = FILE_REASONS[refused.reason]
    message, cure = words.say(reason.message, **refused.fields), words.say(reason.cure, **refused.fields)
    position = [words.say("row {row}", row=refused.row)] if refused.row else []
    position += [refused.column] if refused.column else []
    return (f"{', '.join(position)}: {message}" if position else message), cure
