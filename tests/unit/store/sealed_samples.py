"""A sample with a canary in every column, interviews on it, and what somebody's keys open of it."""

from __future__ import annotations

from pathlib import Path

from cati_app.domain.casework.interviews import Interview, InterviewState
from cati_app.domain.ids import CaseId
from cati_app.engine.form.answers import Answer
from cati_app.engine.session.session import InterviewSession
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.fieldwork.interview.ending import InterviewEnd
from cati_app.fieldwork.interview.finish_interview import EndedSitting
from cati_app.fieldwork.interview.handed_in import hidden_values
from cati_app.fieldwork.rights import PROGRAM
from cati_app.fieldwork.sample.import_sample import ImportOptions
from cati_app.station.loading import LoadedStudy
from cati_app.station.sampling import read_settings
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.study.model import SampleFile
from tests.stations import FORM, PASSWORD, Site, study_with

FORM_WITH_COLUMNS = FORM.replace(
    "| | hidden | quota_status | | | | | | |",
    "| | hidden | given_name | | | | | | |\n"
    "| | hidden | sample_street | | | | | | |\n"
    "| | hidden | area | | | | | | |\n"
    "| | hidden | quota_status | | | | | | |",
).replace("Wish?", "Wish, ${given_name} of ${sample_street} in ${area}?")
CLEAR_AREA = "\nsample: {clear: {area: stratum}}\n"
FORM_MARKED = (
    FORM_WITH_COLUMNS.replace("| cati_core |", "| cati_core | cati_theme |", 1)
    .replace("| | hidden | sample_street | | | | | | |", "| | hidden | sample_street | | | | | | | who |")
    .replace("| | hidden | area | | | | | | |", "| | hidden | area | | | | | | | who |")
)

SEALED = ("Xanthippe-Quill", "Wombatgasse", "VX-4711-Zebu", "Ocelot & Sons")
"""What the rows of `sample` hold in columns that nobody declared; each stands in one column alone."""
CLEAR = "Pelican-Quarter"


def sample(folder: Path) -> Path:
    """A file with a canary in every column."""
    given_name, street, member, employer = SEALED
    file = folder / "sample.csv"
    file.write_text(
        "Fall;Telefon;area;given_name;street;member;employer\n"
        + "".join(
            f"{name};+4930231256{number:02};{CLEAR}-{number};{given_name}-{name};{street}-{name};{member}-{name};{employer}-{name}\n"
            for number, name in enumerate(("narwhal-1", "narwhal-2"), 1)
        ),
        encoding="utf-8",
    )
    return file


def canaries(text: bytes) -> list[str]:
    """Which of the sealed values stand in a text, as they are or escaped as JSON does."""
    forms = {value: {value.encode(), value.encode("unicode_escape"), value.encode("utf-16-le")} for value in SEALED}
    return [value for value, encoded in forms.items() if any(form in text for form in encoded)]


def study(form: str = FORM_WITH_COLUMNS, settings: str = CLEAR_AREA) -> LoadedStudy:
    return study_with(form, "columns", settings)


def bring(site: Site, folder: Path) -> None:
    importer = site.station.importer(site.keys)
    importer(PROGRAM, sample(folder), read_settings(SampleFile()), ImportOptions())


def keys_of(site: Site, login: str) -> HeldKeys:
    signed_in = site.station.sign_in(login, PASSWORD)
    assert signed_in is not None
    return signed_in[1]


def begun(site: Site) -> tuple[Offer, Interview, InterviewSession]:
    """An interview on the next case, begun as the window begins it."""
    place, offer = site.place(), site.dialled()
    interview = place.start_interview(site.ann, offer.case, place.form_hash, "de")
    hidden = hidden_values(offer.case, site.ann, place.rules)
    session = InterviewSession(place.form, site.clock, seed=1, language="de", hidden=hidden)
    place.record_events(site.ann, interview, session.beginning, session.ref or "", "de")
    return offer, interview, session


def finished(site: Site, result: str = "complete") -> Interview:
    offer, interview, session = begun(site)
    place = site.place()
    assert place.reserve_place is not None
    for text in ("1", "30"):
        screen = session.screen()
        step = session.answer(screen.questions[screen.focus].ref, Answer(text))
        place.record_events(site.ann, interview, (*step.events, *session.forward().events), session.ref or "", "de")
    place.reserve_place(site.ann, interview.id, {"sex": "1", "age_group": "young"})
    with site.units()() as unit:
        stored = unit.interviews.get(interview.id)
    data = InterviewEnd(stored, session, place.rules).data()
    place.finish_interview(site.ann, EndedSitting(interview.id, offer.attempt, result, data, {}))
    return interview


def opened_by(site: Site, keys: HeldKeys) -> bytes:
    """Everything in a database that these keys open, by every repository and by own programs."""
    everything: list[object] = []
    with site.units(keys)() as unit:
        for kind in unit.log.kinds():
            everything += [(logged.event.kind, logged.event.payload) for logged in unit.log.of_kind(kind)]
        for interview in unit.interviews.all_in(tuple(InterviewState)):
            everything += [dict(interview.frozen or {}), unit.interviews.data_of(interview.id)]
        ids = [CaseId(str(row[0])) for row in site.sql('SELECT id FROM "case"')]
        everything += [dict(unit.cases.get(case_id).fields) for case_id in ids]
        everything += [dict(known.fields) for known in unit.sample.with_ids(ids).values()]
    return repr(everything).encode()
