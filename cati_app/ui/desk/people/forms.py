"""The forms of the tab of people: what each asks, and what it says before anything is done."""

from __future__ import annotations

from collections.abc import Sequence

from cati_app.domain.people.users import Role
from cati_app.texts import Words
from cati_app.ui.desk.people.port import PersonLine, SheetCheck
from cati_app.ui.desk.people.words import role_word
from cati_app.ui.stage.form_states import LOGIN, ROOT_GROUP, SHARE_GROUP, FieldKind, FieldState, FormState
from cati_app.ui.stage.password_words import password_rules

ADD, PASSWORD, RESET, DEACTIVATE, ABILITIES = "add", "password", "reset", "deactivate", "abilities"
RENAME, ROTATE, RENEW_SHEET, TYPE_BACK, SAVE_ANYWAY = "rename", "rotate", "renew_sheet", "type_back", "save_anyway"


def add_form(words: Words) -> FormState:
    """Somebody new."""
    roles = tuple((role.value, role_word(words, role)) for role in (Role.INTERVIEWER, Role.SUPERVISOR, Role.ANALYST))
    return FormState(
        ADD,
        words.say("Add a person"),
        words.say("Add"),
        (
            words.say(
                "The person gets a start code, which is shown once, and chooses a password at the first sign-in. Nobody"
                " else ever knows it."
            ),
        ),
        (
            FieldState(LOGIN, words.say("Login"), hint=words.say("What is typed at the sign-in, 1 to 64 characters")),
            FieldState("name", words.say("Name"), may_be_blank=True, hint=words.say("Blank: the login")),
            FieldState("role", words.say("Role"), FieldKind.PICK, Role.INTERVIEWER.value, roles),
            *_abilities(words, (), ()),
        ),
        leave=words.say("Leave it"),
    )


def password_form(words: Words, *, supervisor: bool) -> FormState:
    """Another password of one's own."""
    return FormState(
        PASSWORD,
        words.say("Change your password"),
        words.say("Change it"),
        (
            password_rules(words, supervisor=supervisor),
            words.say("Backups made so far open with the password of their time."),
        ),
        (
            FieldState("old", words.say("Password so far"), FieldKind.PASSWORD),
            FieldState("new", words.say("New password"), FieldKind.PASSWORD),
            FieldState("again", words.say("New password once more"), FieldKind.PASSWORD),
        ),
        leave=words.say("Leave it"),
    )


def reset_form(words: Words, person: PersonLine) -> FormState:
    """For a password that is lost or known to others."""
    return FormState(
        f"{RESET} {person.id}",
        words.say("Reset the password of {name}", name=person.name),
        words.say("Reset it"),
        (
            words.say(
                "The password of {name} stops working at once, and the person gets a start code for a new one.",
                name=person.name,
            ),
            _renewal(words),
        ),
        leave=words.say("Leave it"),
        warns=True,
    )


def deactivate_form(words: Words, person: PersonLine) -> FormState:
    """Somebody leaves."""
    texts = [
        words.say(
            "{name} cannot sign in any more, and a session that is open ends at its next step. Interviews, calls and"
            " the log keep the number {number}; nobody else gets it.",
            name=person.name,
            number=person.number,
        ),
        _renewal(words),
        words.say(
            "What the person knew, and copies of the database made before, stay open to the password of that time."
        ),
    ]
    if person.role is Role.SUPERVISOR:
        texts.insert(1, words.say("A supervisor leaves: the log goes on with new keys, too."))
    return FormState(
        f"{DEACTIVATE} {person.id}",
        words.say("Deactivate {name}", name=person.name),
        words.say("Deactivate"),
        tuple(texts),
        leave=words.say("Leave it"),
        warns=True,
    )


def abilities_form(words: Words, person: PersonLine) -> FormState:
    """Which cases somebody gets."""
    return FormState(
        f"{ABILITIES} {person.id}",
        words.say("Languages and skills of {name}", name=person.name),
        words.say("Save"),
        (words.say("They decide which cases come to the person, from the next one on."),),
        _abilities(words, person.languages, person.skills),
        leave=words.say("Leave it"),
    )


def rename_form(words: Words, person: PersonLine) -> FormState:
    """Another login, or the name as it should have been."""
    return FormState(
        f"{RENAME} {person.id}",
        words.say("Login and name of {name}", name=person.name),
        words.say("Save"),
        (words.say("Number, password and everything done so far stay."),),
        (
            FieldState(LOGIN, words.say("Login"), value=person.login),
            FieldState("name", words.say("Name"), value=person.name),
        ),
        leave=words.say("Leave it"),
    )


def rotate_form(words: Words) -> FormState:
    """New secrets for the same people."""
    return FormState(
        ROTATE,
        words.say("Renew the keys of the study"),
        words.say("Renew them"),
        (words.say("For instance when somebody outside may know a password or has a copy."), _renewal(words)),
        leave=words.say("Leave it"),
        warns=True,
    )


def renew_sheet_form(words: Words, *, alone: bool) -> FormState:
    """A new sheet in place of one that is lost or was seen by others."""
    signs = (
        words.say("You are the only supervisor, so you sign alone. With a second one, both have to sign.")
        if alone
        else words.say("Two supervisors sign for it: you, and a second one who types login and password here.")
    )
    fields = (
        ()
        if alone
        else (
            FieldState("login", words.say("Second supervisor")),
            FieldState("password", words.say("Password of the second supervisor"), FieldKind.PASSWORD),
        )
    )
    return FormState(
        RENEW_SHEET,
        words.say("Make a new recovery sheet"),
        words.say("Make it"),
        (
            words.say(
                "Both pages become new ones. The sheet before opens only backups of its time: keep it as long as you"
                " keep those, then destroy it."
            ),
            signs,
            _renewal(words),
        ),
        fields,
        leave=words.say("Leave it"),
        warns=True,
    )


def type_back_form(words: Words, check: SheetCheck) -> FormState:
    """Shows that the paper exists and can be read."""
    return FormState(
        TYPE_BACK,
        words.say("Type two groups from the paper"),
        words.say("Confirm"),
        (
            words.say(
                "Read them from the paper or the saved file. After that page 1 is taken off this machine: then it is on"
                " paper alone."
            ),
        ),
        (
            FieldState(ROOT_GROUP, words.say("Page 1, group {number}", number=check.root_group)),
            FieldState(SHARE_GROUP, words.say("Page 2, group {number}", number=check.share_group)),
        ),
        leave=words.say("Back to the sheet"),
    )


def save_anyway_form(words: Words, program: str) -> FormState:
    """A folder that is copied elsewhere is no place for the sheet."""
    return FormState(
        SAVE_ANYWAY,
        words.say("This folder is copied to other machines"),
        words.say("Save it there anyway"),
        (
            words.say(
                "{program} copies this folder. Whoever can read the copy can open the study. Better: print the sheet,"
                " or save it on a stick that you lock away.",
                program=program,
            ),
        ),
        leave=words.say("Another folder"),
        warns=True,
    )


def _renewal(words: Words) -> str:
    return words.say(
        "The keys of the study are renewed for everybody who stays, and contact data are sealed anew: a few seconds for"
        " 100,000 cases, in which other windows wait. Nobody else needs a new password. It is done as a whole: if the"
        " machine stops meanwhile, everything is as before."
    )


def _abilities(words: Words, languages: Sequence[str], skills: Sequence[str]) -> tuple[FieldState, FieldState]:
    return (
        FieldState(
            "languages",
            words.say("Languages"),
            value=" ".join(languages),
            may_be_blank=True,
            hint=words.say("Codes, for instance: de tr ar"),
        ),
        FieldState(
            "skills",
            words.say("Skills"),
            value=" ".join(skills),
            may_be_blank=True,
            hint=words.say("For instance: conversion"),
        ),
    )
