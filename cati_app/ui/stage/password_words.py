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


def passphrase_rules(words: Words) -> str:
    """Said below the field of a new passphrase: whoever finds the file can try as often as they like."""
    return words.say(
        "At least {count} characters: a few words that have nothing to do with each other.",
        count=SHORTEST_OF_SUPERVISOR,
    )


def passphrase_refused(words: Words, passphrase: str, again: str) -> str:
    """What is wrong with the passphrase of a new database; blank: nothing."""
    if passphrase != again:
        return words.say("The two passphrases differ. Type both again.")
    if len(passphrase) < SHORTEST_OF_SUPERVISOR:
        return words.say("The passphrase needs at least {count} characters.", count=SHORTEST_OF_SUPERVISOR)
    return ""
