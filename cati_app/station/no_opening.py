"""What an expert study without an opening has before its guide: one line that says that the conversation begins."""

from __future__ import annotations

from cati_app.study.model import Study
from cati_app.texts import LANGUAGES, words_of

NO_OPENING = "no-opening.md"
"""In place of the file's name."""


def no_opening(study: Study) -> bytes:
    """A questionnaire that asks nothing, in the languages of the study."""
    labels, texts = [], []
    for language in study.languages:
        words = words_of(language.code if language.code in LANGUAGES else "en")
        labels.append(f"label::{language.name} ({language.code})")
        texts.append(words.say("The conversation by the topic guide begins."))
    header, line = " | ".join(labels), " | ".join(texts)
    return f"\n| survey |\n| | type | name | {header} |\n| | note | begins | {line} |\n".encode()
