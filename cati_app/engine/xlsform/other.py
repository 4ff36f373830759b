"""What `or_other` adds to a list, in the languages of the field; English where a language is not known here."""

from __future__ import annotations

from cati_app.engine.xlsform.language_aliases import short_code

_WORDS = {
    "en": ("Other", "Specify other."),
    "de": ("Anderes", "Was genau?"),
    "fr": ("Autre", "Précisez."),
    "es": ("Otro", "Especifique."),
    "pt": ("Outro", "Especifique."),
    "it": ("Altro", "Specifichi."),
    "tr": ("Diğer", "Lütfen belirtin."),
    "ru": ("Другое", "Уточните."),
    "uk": ("Інше", "Уточніть."),
    "pl": ("Inne", "Proszę podać."),
    "ar": ("أخرى", "يرجى التحديد."),
    "fa": ("سایر", "لطفاً مشخص کنید."),
    "bn": ("অন্যান্য", "অন্যান্য উল্লেখ করুন।"),
    "ne": ("अन्य", "कृपया उल्लेख गर्नुहोस्।"),
    "sw": ("Nyingine", "Taja."),
    "ro": ("Altele", "Precizați."),
    "nl": ("Anders", "Namelijk?"),
    "el": ("Άλλο", "Διευκρινίστε."),
    "bg": ("Друго", "Уточнете."),
    "sr": ("Drugo", "Navedite."),
    "hr": ("Drugo", "Navedite."),
    "sq": ("Tjetër", "Specifikoni."),
    "ur": ("دیگر", "براہ کرم وضاحت کریں۔"),
    "so": ("Kale", "Faahfaahi."),
}


def other_words(language: str) -> tuple[str, str]:
    """The label of the choice, and the question that asks which other."""
    return _WORDS.get(short_code(language).partition("-")[0].partition("_")[0].lower(), _WORDS["en"])
