"""What a language is called on screens."""

from __future__ import annotations

from cati_app.texts import Words
from cati_app.texts.language_names import language_name
from cati_app.ui.stage.study_texts import StudyTexts


def language_word(words: Words, texts: StudyTexts, code: str) -> str:
    """As the study calls it, else in the language of the window; blank for no language."""
    return language_name(code, words.language, texts.languages.get(code, "")) if code else ""
