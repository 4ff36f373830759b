"""Why something cannot be done with sittings, cards and quotes, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from cati_app.texts import Words


def rule_text(words: Words, code: str, context: Mapping[str, str | float]) -> str:
    """Why something cannot be done in a sitting; blank: this says nothing of it."""
    return {
        "card_blank": words.say("There is nothing on the card yet."),
        "card_reason_missing": words.say("Say why the words of the card are others."),
        "card_too_long": words.say(
            "The card has {length} characters; {most} are the most. Cut it here and begin another card.",
            length=context.get("length", 0),
            most=context.get("most", 0),
        ),
        "card_twice": words.say("This card is closed already."),
        "card_unknown": words.say("This card is not there any more."),
        "no_sitting": words.say("No sitting is under way."),
        "no_such_probe": words.say("The topic has no probe {number}.", number=context.get("number", "")),
        "not_a_quote": words.say("Only a quote is sent and released; this card is a note."),
        "quote_on_its_way": words.say("These words were sent to the person; the card keeps them."),
        "quote_order": words.say("The quote cannot take this step from where it stands."),
        "quotes_not_allowed": words.say("The person has not agreed to be quoted."),
        "sitting_not_running": words.say("The sitting is paused already."),
        "sitting_under_way": words.say("A sitting with this person is under way."),
        "sittings_used_up": words.say("All {most} sittings with this person were held.", most=context.get("most", "")),
        "topic_reason_missing": words.say("Say why the topic is left out."),
        "topic_unknown": words.say("The guide has no such topic any more."),
    }.get(code, "")
