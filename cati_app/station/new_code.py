"""A code that no choice of a question stands for: made while somebody codes, kept in study.yaml, in force at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from cati_app.domain.casework.answer_codes import OpenQuestion
from cati_app.domain.errors import RuleViolation
from cati_app.domain.people.users import User
from cati_app.engine.form.nodes import Choice
from cati_app.station.coding import open_questions
from cati_app.station.loading import LoadedStudy
from cati_app.station.opening import Station
from cati_app.station.study_reading import read_study, workbook_cache
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.study.check_coding import free_code, labels_alike
from cati_app.study.model import Study
from cati_app.study.patch import WantedSetting
from cati_app.study.settings_file import ChangedSettings, change, read_study_file, write
from cati_app.values import dataclass

LONGEST_LABEL = 200
"""Characters."""
LARGEST = 9_999
_KEY = "further_codes"


@dataclass(frozen=True, slots=True)
class NewCode:
    """A code as somebody wants it.

    Args:
        variable: Name of the question for the text, or of that with the choices.
        labels: Text by language of the questionnaire.
        code: Its number in data sets; None: the first that is free.
    """

    variable: str
    labels: Mapping[str, str]
    code: int | None = None


def add_code(station: Station, keys: HeldKeys, user: User, wanted: NewCode) -> tuple[OpenQuestion, str]:
    """Write it into study.yaml and work by it from now on; the question, and the name of the code.

    Raises:
        RuleViolation: `code_question`, `code_label_needed`, `code_label_long`, `code_language`, `code_label_taken`,
            `code_number_taken`, `code_number_range`; `settings_elsewhere` at a station that has joined a study;
            `code_study_faulty`; `code_study_changed` where something else was changed by hand and is not in force
            yet; `no_export`.
        EnvironmentProblem: as of `settings_file.write`.
    """
    if station.opened.is_joined():
        raise RuleViolation("settings_elsewhere")
    loaded = station.loaded
    question = _question(loaded, wanted.variable)
    form = loaded.data_form
    choices = tuple(form.choices_by_name[form.by_path[question.question].choices].values())
    labels = _labels(loaded, wanted.labels, choices)
    code = _number(wanted.code, {choice.code: choice for choice in choices})
    taken = {choice.name for choice in choices}
    name = f"code_{code}"
    while name in taken:
        name += "_"
    text = read_study_file(loaded.folder)
    if text.loaded.study is None:
        raise RuleViolation("code_study_faulty")
    entry = {"question": question.name, "name": name, "code": code, "label": labels}
    known = len(text.loaded.study.further_codes)
    asked = WantedSetting((_KEY, known), entry) if known else WantedSetting((_KEY,), [entry])
    into_force: list[LoadedStudy] = []
    writing = partial(_write, loaded, change(text, [asked]), into_force)
    station.note_code(keys)(user, question.name, code, writing)
    station.renew(into_force[0])
    return question, name


def _write(before: LoadedStudy, changed: ChangedSettings, into_force: list[LoadedStudy]) -> Callable[[], None]:
    """The file, and the study as it is read from it; the file goes back where anything but the code would be new."""
    if changed.faults:
        raise RuleViolation("code_study_faulty")
    put_back = partial(_put_back, ChangedSettings(write(changed), changed.before.data, changed.before.loaded))
    loaded = read_study(before.folder, workbook_cache())
    if not isinstance(loaded, LoadedStudy):
        put_back()
        raise RuleViolation("code_study_faulty")
    if loaded.form_hash != before.form_hash or _without_codes(loaded.study) != _without_codes(before.study):
        put_back()
        raise RuleViolation("code_study_changed")
    into_force.append(loaded)
    return put_back


def _without_codes(study: Study) -> Study:
    return study.model_copy(update={"further_codes": []})


def _put_back(former: ChangedSettings) -> None:
    write(former)


def _question(loaded: LoadedStudy, variable: str) -> OpenQuestion:
    questions = open_questions(loaded)
    for question in questions:
        if variable in (question.text_name, question.name):
            return question
    raise RuleViolation("code_question", name=variable, known=", ".join(each.name for each in questions) or "–")


def _labels(loaded: LoadedStudy, labels: Mapping[str, str], choices: tuple[Choice, ...]) -> dict[str, str]:
    given = {language: " ".join(text.split()) for language, text in labels.items() if text.strip()}
    spoken = [code for code, _ in loaded.form.languages]
    if not given:
        raise RuleViolation("code_label_needed")
    for language, text in given.items():
        if language not in spoken:
            raise RuleViolation("code_language", language=language, known=", ".join(spoken))
        if len(text) > LONGEST_LABEL:
            raise RuleViolation("code_label_long", most=LONGEST_LABEL)
        alike = labels_alike(choices, [text])
        if alike is not None:
            code = next(choice.code for choice in choices if choice.name == alike)
            raise RuleViolation("code_label_taken", label=text, number=code)
    return {language: given[language] for language in spoken if language in given}


def _number(wanted: int | None, choices: Mapping[str, Choice]) -> int:
    free = free_code(choices)
    if wanted is None:
        return free
    if not 1 <= wanted <= LARGEST:
        raise RuleViolation("code_number_range", number=wanted, most=LARGEST)
    if str(wanted) in choices:
        raise RuleViolation("code_number_taken", number=wanted, free=free)
    return wanted
