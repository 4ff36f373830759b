"""Forms of the pages after the study folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from cati_app.texts import Words
from cati_app.ui.setting_up.field_port import AskedColumn, Options, SheetShown, Waiting
from cati_app.ui.stage.form_states import LOGIN, ROOT_GROUP, SHARE_GROUP, FieldKind, FieldState, FormState
from cati_app.ui.stage.password_words import passphrase_rules, password_rules

FIELD_PAGES = ("people", "sample", "rehearse", "release")
"""Steps after the study folder was made."""
SIGN_IN, FIRST, PASSPHRASE, SHEET, GROUPS, PERSON = "sign_in", "first", "passphrase", "sheet", "groups", "person"
FILE, COLUMNS, TRIED = "file", "columns", "tried"
FIELD, PLAYED, RELEASE = "field", "played", "release"
NO, YES = "no", "yes"
STEP_OF: Mapping[str, str] = {
    **dict.fromkeys((SIGN_IN, FIRST, PASSPHRASE, SHEET, GROUPS, PERSON), "people"),
    **dict.fromkeys((FILE, COLUMNS, TRIED), "sample"),
    **dict.fromkeys((FIELD, PLAYED), "rehearse"),
    RELEASE: "release",
}
"""The step in which a form is asked."""


def field_titles(words: Words) -> Mapping[str, str]:
    """What each step is called."""
    say = words.say
    return {"people": say("People"), "sample": say("Sample"), "rehearse": say("Rehearsal"), "release": say("Release")}


def passphrase_form(words: Words, *, new: bool) -> FormState:
    """Where this account has no keyring."""
    say = words.say
    fields = [FieldState("passphrase", say("Passphrase"), FieldKind.PASSWORD)]
    text = say("It is asked for each time: this account keeps no key of the database.")
    if new:
        text = say(
            "This account has no keyring, so the database of this study gets a passphrase. Write it down and keep it"
            " apart: without it nobody opens the study again."
        )
        fields = [
            FieldState("passphrase", say("Passphrase"), FieldKind.PASSWORD, hint=passphrase_rules(words)),
            FieldState("again", say("Passphrase, once more"), FieldKind.PASSWORD),
        ]
    return FormState("", say("Passphrase of the database"), say("Open"), (text,), tuple(fields))


def first_form(words: Words) -> FormState:
    """The first supervisor."""
    say = words.say
    return FormState(
        "",
        say("Who supervises the study?"),
        say("Begin the study"),
        (
            say("The folder is there. The first person is a supervisor, who adds all others."),
            password_rules(words, supervisor=True),
        ),
        (
            FieldState(LOGIN, say("Login"), hint=say("What is typed at the sign-in, 1 to 64 characters")),
            FieldState("name", say("Name"), may_be_blank=True, hint=say("Blank: the login")),
            FieldState("new", say("New password"), FieldKind.PASSWORD),
            FieldState("again", say("New password once more"), FieldKind.PASSWORD),
        ),
    )


def sign_in_form(words: Words, title: str) -> FormState:
    """Somebody goes on with what was left in the middle."""
    say = words.say
    return FormState(
        "",
        say("Go on with “{title}”", title=title),
        say("Sign in"),
        (say("The study has people already: a supervisor goes on here."),),
        (
            FieldState(LOGIN, say("Login")),
            FieldState("password", say("Password"), FieldKind.PASSWORD),
        ),
    )


def sheet_form(words: Words, sheet: SheetShown, home: Path) -> FormState:
    """The recovery sheet, to be printed or written down."""
    say = words.say
    return FormState(
        "",
        say("Recovery sheet"),
        say("It is on paper"),
        (
            say("Two pages bring the study back when nobody can sign in any more. Keep them in two different places."),
            "\n".join(sheet.rows),
        ),
        (
            FieldState(
                "file",
                say("File to be printed"),
                value=str(home / "cati-sheet.pdf"),
                may_be_blank=True,
                hint=say("Enter writes it; only you can read it. Blank: the pages are written down by hand."),
            ),
        ),
    )


def groups_form(words: Words, sheet: SheetShown, saved: str) -> FormState:
    """Two groups typed back from the paper."""
    say = words.say
    texts = [say("Saved: {path}. Delete the file once it is printed: it opens the study.", path=saved)] if saved else []
    texts.append(say("Two groups are typed back from the paper. From then on page 1 is on paper only."))
    first, second = sheet.groups
    return FormState(
        "",
        say("Recovery sheet"),
        say("Confirm the sheet"),
        tuple(texts),
        (
            FieldState(ROOT_GROUP, say("Group {group} of page {page}:", group=first, page=1)),
            FieldState(SHARE_GROUP, say("Group {group} of page {page}:", group=second, page=2)),
        ),
        leave=say("Show the pages again"),
    )


def person_form(words: Words, codes: Sequence[str], roles: Options, languages: str) -> FormState:
    """A further person; start codes of those before stand above."""
    say = words.say
    texts = [say("Each person signs in once with the start code, and then chooses a password.")]
    if codes:
        texts.append(say("Start codes to hand out. They are shown once:"))
        texts.append("\n".join(codes))
    return FormState(
        "",
        say("Who takes part?"),
        say("Add the person") if not codes else say("Next person"),
        tuple(texts),
        (
            FieldState(LOGIN, say("Login"), may_be_blank=True, hint=say("Blank: nobody else; the sample comes next.")),
            FieldState("name", say("Name"), may_be_blank=True, hint=say("Blank: the login")),
            FieldState("role", say("Role"), FieldKind.PICK, roles[0][0], roles),
            FieldState("languages", say("Languages spoken"), value=languages, may_be_blank=True),
        ),
    )


def file_form(words: Words, path: str) -> FormState:
    """Which file."""
    say = words.say
    return FormState(
        "",
        say("Sample"),
        say("Look at the file"),
        (say("A list of telephone numbers. Nothing is changed before you have seen what would come of it."),),
        (
            FieldState(
                FILE,
                say("File with numbers"),
                value=path,
                may_be_blank=True,
                hint=say("CSV or XLSX. Blank: no sample yet; the tab Sample brings one in later."),
            ),
        ),
        leave=say("Back to people"),
    )


def columns_form(words: Words, columns: Sequence[AskedColumn], portion: str) -> FormState:
    """What each column holds."""
    say = words.say
    fields = [
        FieldState(f"column {n}", column.name, FieldKind.PICK, column.role, column.options, True, column.examples)
        for n, column in enumerate(columns)
    ]
    fields.append(
        FieldState(
            "portion",
            say("Cases in a portion"),
            value=portion,
            may_be_blank=True,
            hint=say("Cases come into the queue in random portions. Blank: all of them at once."),
        )
    )
    texts = (say("What does each column hold? What study.yaml does not name is read in interviews alone."),)
    return FormState("", say("Columns of the file"), say("Try"), texts, tuple(fields), leave=say("Back to the file"))


def tried_form(words: Words, lines: tuple[str, ...], cases: int) -> FormState:
    """What would come of it."""
    say = words.say
    verb = words.say_count("Bring in {count} case", "Bring in {count} cases", cases) if cases else say("Next")
    return FormState("", say("What would come of it"), verb, lines, (), leave=say("Back to the columns"))


def rehearsal_form(words: Words, folder: Path, proposed: tuple[int, int, int]) -> FormState:
    """How a field is played.

    Args:
        proposed: Interviewers, days, numbers.
    """
    seats, days, numbers = map(str, proposed)
    say = words.say
    options = ((YES, say("yes")), (NO, say("no, go on")))
    return FormState(
        "",
        say("Rehearsal"),
        say("Rehearse the field"),
        (
            say("The whole field is played before anybody is called: people and telephones are simulated."),
            say("It uses numbers that nobody has, and a folder of its own; the sample is not touched."),
        ),
        (
            FieldState("what", say("Rehearse now"), FieldKind.PICK, YES, options),
            FieldState("seats", say("Interviewers at once"), value=seats),
            FieldState("days", say("Days of work at most"), value=days),
            FieldState("numbers", say("Invented numbers"), value=numbers),
            FieldState("folder", say("Folder of the rehearsal"), value=str(folder)),
        ),
        leave=say("Back to the sample"),
    )


def played_form(words: Words, lines: Sequence[str], folder: str) -> FormState:
    """The page of a rehearsal."""
    say = words.say
    kept = say("The page is kept in {path}, as rehearsal.txt and rehearsal.pdf.", path=folder)
    parts = "\n".join(lines).split("\n\n")
    texts = (kept, *(part for part in parts if part.strip()))
    return FormState("", say("Rehearsal"), say("Next: {step}", step=say("Release")), texts, (), leave=say("Once more"))


def release_form(words: Words, waiting: Waiting) -> FormState:
    """The first portions; the study goes into the field."""
    say, title = words.say, words.say("Release")
    if not waiting.portions:
        told = say("{count} cases can be called. Nothing waits for a release.", count=waiting.released)
        if not waiting.released:
            told = say("There is no sample yet: the tab Sample brings one in.")
        return FormState("", title, say("To the start page"), (told, _done(words)), (), leave=say("Back"))
    told = say(
        "{cases} cases wait in {portions} portions, drawn at random. What is not released is never called.",
        cases=sum(waiting.portions),
        portions=len(waiting.portions),
    )
    hint = say(
        "The next one holds {count} cases. 0: none now; the tab Sample releases them.", count=waiting.portions[0]
    )
    field = FieldState("portions", say("Portions to begin with"), value="1", hint=hint)
    return FormState(
        "", title, say("Release and go to the start page"), (told, _done(words)), (field,), leave=say("Back")
    )


def _done(words: Words) -> str:
    return words.say("Then the study stands first on the start page: Enter opens it, and everybody signs in there.")
