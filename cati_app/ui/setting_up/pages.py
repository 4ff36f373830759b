"""The pages of a new study: what each asks, in which order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from cati_app.domain.findings import Severity
from cati_app.texts import Words
from cati_app.ui.setting_up.port import Filled, LookedThrough
from cati_app.ui.stage.form_states import FieldKind, FieldState

Page = Callable[[Words, Filled, LookedThrough, "PageProposals"], tuple[FieldState, ...]]


class PageProposals:
    """What pages offer that no file says.

    Args:
        home: Where a study folder is proposed.
        states: Federal states, code and name.
    """

    def __init__(self, home: Path, states: tuple[tuple[str, str], ...], short_name: Callable[[str], str]) -> None:
        self.home, self.states, self.short_name = home, states, short_name


def _form(words: Words, filled: Filled, _: LookedThrough, __: PageProposals) -> tuple[FieldState, ...]:
    hint = words.say("XLSForm: .xlsx, .csv or .md. It is only read, never changed; the study gets a copy.")
    return (FieldState("form", words.say("Questionnaire"), value=filled["form"], hint=hint),)


def _names(words: Words, filled: Filled, _: LookedThrough, around: PageProposals) -> tuple[FieldState, ...]:
    say = words.say
    name = filled["study"] or around.short_name(Path(filled["form"]).stem)
    folder = filled["folder"] or str(around.home / say("Studies") / name)
    return (
        FieldState("title", say("Title of the study"), value=filled["title"]),
        FieldState(
            "study",
            say("Short name"),
            value=name,
            hint=say("Small letters, digits and hyphens; also the name of the database."),
        ),
        FieldState(
            "folder",
            say("Folder of the study"),
            value=folder,
            hint=say("A folder that is not there yet; nothing is overwritten."),
        ),
    )


def _languages(words: Words, filled: Filled, looked: LookedThrough, _: PageProposals) -> tuple[FieldState, ...]:
    say, known = words.say, looked.languages or {}
    first = filled["first"] or next(iter(known), "de")
    further = filled["further"] or ", ".join(code for code in known if code != first)
    options = tuple((code, name) for code, name in known.items()) or ((first, first),)
    return (
        FieldState("first", say("An interview starts in"), FieldKind.PICK, first, options),
        FieldState(
            "further",
            say("Further languages, in this order"),
            value=further,
            may_be_blank=True,
            hint=say("Codes as in the questionnaire: {codes}", codes=", ".join(known) or "–"),
        ),
    )


def _caller(words: Words, filled: Filled, _: LookedThrough, __: PageProposals) -> tuple[FieldState, ...]:
    say = words.say
    labels = {
        "institute": say("Who calls"),
        "client": say("For whom"),
        "controller": say("Who keeps the data (controller)"),
        "contact_phone": say("Number for respondents who want to check"),
        "contact_email": say("Address for withdrawing consent"),
        "legal_basis": say("Legal ground"),
    }
    return tuple(FieldState(name, label, value=filled[name]) for name, label in labels.items())


def _hours(words: Words, filled: Filled, _: LookedThrough, around: PageProposals) -> tuple[FieldState, ...]:
    say = words.say
    return (
        FieldState("state", say("Federal state, for public holidays"), FieldKind.PICK, filled["state"], around.states),
        FieldState("weekdays", say("Calling hours, Monday to Friday"), value=filled["weekdays"]),
        FieldState("saturday", say("Calling hours, Saturday"), value=filled["saturday"], may_be_blank=True),
        FieldState(
            "start", say("First day of the field"), value=filled["start"], may_be_blank=True, hint=say("24.12.2026")
        ),
        FieldState("end", say("Last day of the field"), value=filled["end"], may_be_blank=True),
    )


def _quota(words: Words, filled: Filled, looked: LookedThrough, _: PageProposals) -> tuple[FieldState, ...]:
    say = words.say
    groups = (("", say("none")), *((group, group) for group in looked.groups))
    return (
        FieldState(
            "table",
            say("Published tables"),
            value=filled["table"],
            may_be_blank=True,
            hint=say(
                "CSV or XLSX with a row for each category: variable, category, count or share. Blank: no quota yet."
            ),
        ),
        FieldState("total", say("Interviews wanted"), value=filled["total"], may_be_blank=True),
        FieldState(
            "screener",
            say("Group of the questionnaire that ends the screening"),
            FieldKind.PICK,
            filled["screener"],
            groups,
            may_be_blank=True,
        ),
    )


def _nothing(*_: object) -> tuple[FieldState, ...]:
    return ()


PAGES: Mapping[str, Page] = {
    "form": _form,
    "names": _names,
    "languages": _languages,
    "caller": _caller,
    "hours": _hours,
    "quota": _quota,
    "make": _nothing,
}
FILES = ("form", "quota")
"""Pages whose first field is a file."""


def titles(words: Words) -> Mapping[str, str]:
    """What each page is called."""
    return {
        "form": words.say("Questionnaire"),
        "names": words.say("Name and folder"),
        "languages": words.say("Languages"),
        "caller": words.say("Who calls"),
        "hours": words.say("Hours and state"),
        "quota": words.say("Quotas"),
        "make": words.say("Make the study"),
    }


def texts(words: Words, page: str, filled: Filled, looked: LookedThrough) -> tuple[str, ...]:
    """What a page says before it asks."""
    say = words.say
    if page == "quota":
        return (
            say("Targets are planned from published figures: margins or cross tables, rounded to whole interviews."),
        )
    if page != "make":
        return ()
    faults = sum(finding.severity is Severity.ERROR for finding in looked.findings)
    told = [
        say(
            "{title}: {questions} questions, folder {folder}",
            title=filled["title"],
            questions=looked.questions,
            folder=filled["folder"],
        ),
        say("The folder gets study.yaml, which can be edited by hand at any time, and a copy of the questionnaire."),
        say(
            "Then come people with their recovery sheet, the sample, a rehearsal and the release. Whoever leaves before"
            " finds the study on the start page, and goes on here with N."
        ),
    ]
    if faults:
        told.append(say("With errors no study is made: they stand beside this, each with its cure."))
    return tuple(told)
