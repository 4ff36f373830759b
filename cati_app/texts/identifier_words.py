"""What a place in a text that may tell who somebody is looks like, in words."""

from __future__ import annotations

from cati_app.domain.release.identifying_texts import Identifier
from cati_app.texts.words import Words


def identifier_word(words: Words, kind: Identifier) -> str:
    """A kind as readers call it."""
    return {
        Identifier.PHONE_NUMBER: words.say_in("in a text", "telephone number"),
        Identifier.DIGITS: words.say_in("in a text", "digits"),
        Identifier.SPELLED_DIGITS: words.say_in("in a text", "digits in words"),
        Identifier.EMAIL: words.say_in("in a text", "e-mail address"),
        Identifier.WEB: words.say_in("in a text", "website or account"),
        Identifier.BANK_ACCOUNT: words.say_in("in a text", "bank account"),
        Identifier.ADDRESS: words.say_in("in a text", "address"),
        Identifier.PLACE: words.say_in("in a text", "postcode and town"),
        Identifier.NUMBER_PLATE: words.say_in("in a text", "number plate"),
        Identifier.BIRTH_DATE: words.say_in("in a text", "date of birth"),
        Identifier.NAME: words.say_in("in a text", "name"),
        Identifier.SINGULAR: words.say_in("in a text", "the only one of a kind"),
        Identifier.ILLNESS: words.say_in("in a text", "illness"),
        Identifier.OF_THE_STUDY: words.say_in("in a text", "known to the study"),
    }[kind]
