"""The pages of a new study: what each asks, in which order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from cati_app.domain.findings import Severity
from cati_app.texts import Words
from cati_app.ui.setting_up.port import Filled, LookedThrough, SettingUpServices
from cati_app.ui.stage.form_states import FieldKind, FieldState

Page = Callable[[Words, Filled, LookedThrough, "PageProposals"], tuple[FieldState, ...]]


class PageProposals:
    """What pages offer that no file says.

    Args:
        home: Where a study folder is proposed.
    """

    def __init__(self, home: Path, services: SettingUpServices) -> None:
        self.home, self.services, self.short_name = home, services, services.short_name


def _form(words: Words, filled: Filled, _: LookedThrough, __: PageProposals) -> tuple[FieldState, ...]:
    hint = words.say("XLSForm: .xlsx, .csv or .md. It is only read, never changed; the study gets a copy.")
    return (FieldState("form", words.say("Questionnaire"), value=filled["form"], hint=hint),)


def _names(words: Words, filled: Filled, looked: LookedThrough, around: PageProposals) -> tuple[FieldState, ...]:
    say = words.say
    name = filled["study"] or around.short_name(Path(filled["form"]).stem)
    folder = filled["folder"] or str(around.home / say("Studies") / name)
    return (
        FieldState("title", say("Title of the study"), value=filled["title"] or looked.title),
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


def _country(words: Words, filled: Filled, _: LookedThrough, around: PageProposals) -> tuple[FieldState, ...]:
    label = words.say("Country of the respondents")
    return (FieldState("country", label, FieldKind.PICK, filled["country"], tuple(around.services.countries)),)


def _hours(words: Words, filled: Filled, _: LookedThrough, around: PageProposals) -> tuple[FieldState, ...]:
    say, country = words.say, filled["country"]
    states = tuple(around.services.states(country))
    state = filled["state"] if filled["state"] in dict(states) else ""
    zone: tuple[FieldState, ...] = ()
    if country == _OWN:
        states = (("", say("please choose")), *states)
    else:
        states = (("", say("holidays of the whole country")), *states)
        zone = (FieldState("time_zone", say("Time zone"), value=filled["time_zone"], hint=say("As Europe/Vienna")),)
    return (
        FieldState("state", say("Federal state, for public holidays"), FieldKind.PICK, state, states, country != _OWN),
        *zone,
        FieldState("weekdays", say("Calling hours, Monday to Friday"), value=filled["weekdays"]),
        FieldState("saturday", say("Calling hours, Saturday"), value=filled["saturday"], may_be_blank=True),
        FieldState(
            "start",
            say("First day of the field"),
            value=filled["start"],
            may_be_blank=True,
            hint=say("for instance 24.12.2026"),
        ),
        FieldState("end", say("Last day of the field"), value=filled["end"], may_be_blank=True),
    )


def settled(filled: Filled, services: SettingUpServices) -> dict[str, str]:
    """State and time zone that go with the country: those of another one would be errors on every page after it."""
    country, states = filled["country"], dict(services.states(filled["country"]))
    state = filled["state"] if filled["state"] in states else ""
    moved = country != _OWN and filled["time_zone"] == _OWN_ZONE
    zone = _OWN_ZONE if country == _OWN else services.time_zone(country) if moved else filled["time_zone"]
    return {**filled, "state": state, "time_zone": zone or _OWN_ZONE}


def _endings(words: Words, filled: Filled, _: LookedThrough, __: PageProposals) -> tuple[FieldState, ...]:
    say = words.say
    labels = {
        "refused": say("After a no to taking part"),
        "full": say("When the cell of the person is full"),
        "not_eligible": say("To who does not belong to the population"),
    }
    return tuple(FieldState(name, label, value=filled[name], may_be_blank=True) for name, label in labels.items())


def _nothing(*_: object) -> tuple[FieldState, ...]:
    return ()


PAGES: Mapping[str, Page] = {
    "form": _form,
    "names": _names,
    "languages": _languages,
    "caller": _caller,
    "place": _country,
    "hours": _hours,
    "quota": _nothing,
    "endings": _endings,
    "make": _nothing,
}
FILES = ("form",)
"""Pages whose first field is a file."""
_OWN, _OWN_ZONE = "DE", "Europe/Berlin"


def titles(words: Words) -> Mapping[str, str]:
    """What each page is called."""
    return {
        "form": words.say("Questionnaire"),
        "names": words.say("Name and folder"),
        "languages": words.say("Languages"),
        "caller": words.say("Who calls"),
        "place": words.say("Country"),
        "hours": words.say("Hours and state"),
        "quota": words.say("Quotas"),
        "endings": words.say("Texts"),
        "make": words.say("Make the study"),
    }


def texts(words: Words, page: str, filled: Filled, looked: LookedThrough, rules: str) -> tuple[str, ...]:
    """What a page says before it asks; `rules` is the name of the locked ones."""
    say = words.say
    if page == "hours" and filled["country"] != _OWN:
        return (_rules_abroad(words, rules),)
    if page == "endings":
        return (say("Read aloud where an interview ends early. Blank: in the words of the program."),)
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


def _rules_abroad(words: Words, rules: str) -> str:
    """The program has no locked rules but the German ones: that has to be known before somebody calls elsewhere."""
    return words.say(
        "The program has locked rules for Germany alone ({rules}), and they hold here too: weekdays 09:00–21:00,"
        " Saturdays 10:00–20:00, Sundays and holidays with a reason only, 10 attempts a number. Holidays are those of"
        " the country chosen. What its own law and its associations ask beyond that, the program does not know.",
        rules=rules,
    )
