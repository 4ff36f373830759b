"""A study with an open answer that decides about the quota, and complete interviews held on it as the window does."""

from __future__ import annotations

from cati_app.domain.casework.answer_codes import OpenQuestion
from cati_app.domain.casework.form_versions import FormFiles
from cati_app.domain.ids import CaseId, InterviewId
from cati_app.domain.people.users import User
from cati_app.engine.form.answers import Answer
from cati_app.engine.session.session import InterviewSession
from cati_app.engine.xlsform.load import load_form
from cati_app.fieldwork.interview.ending import InterviewEnd
from cati_app.fieldwork.interview.finish_interview import EndedSitting
from cati_app.fieldwork.monitor.code_answers import CodingResult, ReadOpenAnswers, WantedCodes
from cati_app.fieldwork.monitor.keep_form import KeepForm
from cati_app.station.loading import LoadedStudy, StudySource
from cati_app.station.study_rules import with_sealed_columns
from cati_app.study.load import load_study
from tests.stations import FOLDER, FORM, STUDY, Site

_SEX = "| | select_one sex | sex | Sex? | | | yes | | |\n"
_OPEN = f"""{_SEX}| | text | sex_other | How else? | ${{sex}} = 'other' | | | | |
| | calculate | sex_group | | | if(${{sex}} = '2', 'female', if(${{sex}} = '1', 'male', '')) | | | |
"""
_WOMAN = "| | sex | 2 | woman |\n"
_CODES = {"1": "1", "2": "2", "other": "3", "code_4": "4"}
"""The last one stands in no questionnaire."""
QUESTION = OpenQuestion("/screener/sex", "/screener/sex_other", ("other",), _CODES)


def coded_study(*, computed: bool, settings: str = "") -> LoadedStudy:
    """The small study with a choice “other” of sex, and a quota by sex or by what is computed from it."""
    form = FORM.replace(_SEX, _OPEN).replace(_WOMAN, f"{_WOMAN}| | sex | other | other |\n")
    text = STUDY
    if computed:
        text = text.replace("variable: sex\n", "variable: sex_group\n      freeze_as: quota_sex\n")
        text = text.replace('values: ["1"]', "values: [male]").replace('values: ["2"]', "values: [female]")
    study = load_study((text + settings).encode()).study
    assert study is not None
    made = load_form(form.encode(), "form.md", unnamed=study.first_language).form
    assert made is not None
    files = FormFiles("form.md", form.encode(), {})
    return LoadedStudy(FOLDER, StudySource.given(study, with_sealed_columns(study, made)), "coded", (), files)


def opened(site: Site, *, computed: bool) -> Site:
    """The same site on that study."""
    loaded = coded_study(computed=computed)
    site.reopen(loaded)
    KeepForm(site.units(), site.clock)(site.sue, loaded.form_hash, "1", loaded.form.version, loaded.files)
    return site


def hold(
    site: Site, *, sex: str = "other", age: str = "30", text: str = "the secret word", further: tuple[str, ...] = ()
) -> tuple[CaseId, InterviewId]:
    """A complete interview, held key by key, with its place and its log; `further` are answers of the main part."""
    place, offer = site.place(), site.dialled()
    assert place.reserve_place is not None
    interview = place.start_interview(site.ann, offer.case, place.form_hash, "de")
    session = InterviewSession(place.form, site.clock, seed=1, language="de", hidden={})
    place.record_events(site.ann, interview, session.beginning, session.ref or "", "de")
    for answer in (*((sex, text, age) if sex == "other" else (sex, age)), *further):
        screen = session.screen()
        step = session.answer(screen.questions[screen.focus].ref, Answer(answer))
        place.record_events(site.ann, interview, (*step.events, *session.forward().events), session.ref or "", "de")
    plan = place.rules.quota
    assert plan is not None
    values = {each.variable: session.value(each.variable) for each in plan.all_dimensions}
    place.reserve_place(site.ann, interview.id, values)
    with site.units()() as unit:
        stored = unit.interviews.get(interview.id)
    data = InterviewEnd(stored, session, place.rules).data()
    place.finish_interview(site.ann, EndedSitting(interview.id, offer.attempt, "complete", data, {}))
    return offer.case.id, interview.id


def give(site: Site, by: User, interview: InterviewId, *codes: str) -> CodingResult:
    """Codes for the open answer of an interview; none: they are taken back."""
    site.clock.move(1)
    read = ReadOpenAnswers(site.units(), [QUESTION], str)
    wanted = WantedCodes(str(interview).lower(), "sex_other", codes, interview=interview)
    (result,) = site.station.code_answers(site.keys, read, site.station)(by, [wanted], "first round")
    return result


def counted(site: Site) -> dict[str, int]:
    """Achieved by cell, of those with any."""
    with site.units()() as unit:
        return {count.cell_id: count.achieved for count in unit.quota.counts() if count.achieved}
