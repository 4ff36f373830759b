"""What an interviewer is told when an interview goes on under another version of the questionnaire."""

from __future__ import annotations

from cati_app.engine.form.answers import Special
from cati_app.engine.session.events import SetApart
from cati_app.fieldwork.interview.conduct_protocol import TellFormChanged
from cati_app.texts import Words

_MOST = 3  # answers set apart that are named in the message; the outline shows them all


def form_changed(words: Words, told: TellFormChanged) -> tuple[str, str]:
    """The message: what stands, what is to be confirmed, what was set apart."""
    parts = []
    if told.taken:
        parts.append(words.say_count("{count} answer stands.", "{count} answers stand.", told.taken))
    if told.to_confirm:
        parts.append(words.say_count("{count} is to be confirmed.", "{count} are to be confirmed.", told.to_confirm))
    if told.apart:
        named = "; ".join(apart_line(words, apart) for apart in told.apart[:_MOST])
        parts.append(
            words.say_count(
                "{count} has no place in it and is set apart: {named}",
                "{count} have no place in it and are set apart: {named}",
                len(told.apart),
                named=named + (" …" if len(told.apart) > _MOST else ""),
            )
        )
    return words.say("The questionnaire was changed since this interview began."), " ".join(parts)


def apart_line(words: Words, apart: SetApart) -> str:
    """A question and the answer that has no place any more."""
    said = {
        Special.DONT_KNOW: words.say("don't know"),
        Special.REFUSED: words.say("refused"),
        Special.NOT_APPLICABLE: words.say("not applicable"),
    }
    special = apart.answer.special
    answer = said[special] if special is not None else apart.words or apart.answer.text
    return f"{apart.label or apart.name} – {answer}"
