"""What people are told of passwords before they type one, and of their sheet before they go on."""

from __future__ import annotations

from cati_app.domain.people.logins import SHORTEST_OF_SUPERVISOR, SHORTEST_PASSWORD
from cati_app.texts import Words


def password_rules(words: Words, *, supervisor: bool) -> str:
    """Said before anything is typed."""
    shortest = SHORTEST_OF_SUPERVISOR if supervisor else SHORTEST_PASSWORD
    return words.say(
        "At least {count} characters, not all alike, and not the login. A few words that have nothing to do with each"
        " other are easy to remember. Nobody can read a password or bring it back.",
        count=shortest,
    )


def passwords_differ(words: Words) -> str:
    """Both fields of a new password must hold the same."""
    return words.say("The two passwords are not the same. Please type both again.")
