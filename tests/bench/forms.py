"""Forms and studies made for measuring."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl

from cati_app.domain.casework.form_versions import FormFiles
from cati_app.engine.xlsform.load import load_form
from cati_app.resources import reference_study
from cati_app.station.loading import LoadedStudy, StudySource, form_hash
from cati_app.station.study_reading import read_study


def reference() -> LoadedStudy:
    """The reference study."""
    loaded = read_study(reference_study())
    assert isinstance(loaded, LoadedStudy)
    return loaded


def generated(questions: int) -> LoadedStudy:
    """The reference study's rules around a generated form, without quota."""
    loaded = reference()
    data = generated_workbook(questions)
    result = load_form(data, "generated.xlsx")
    assert result.form is not None, result.findings[:5]
    consent = loaded.study.consent.model_copy(update={"recontact": None, "asked_in": None})
    study = loaded.study.model_copy(update={"quota": None, "screener": None, "outcome": None, "consent": consent})
    files = FormFiles("generated.xlsx", data, {})
    return replace(loaded, source=StudySource.given(study, result.form), form_hash=form_hash(files), files=files)


def generated_workbook(questions: int) -> bytes:
    """A form of single and multiple choices, numbers and texts in sections of 20; every tenth depends on another."""
    book = openpyxl.Workbook()
    survey = book.active
    assert survey is not None
    survey.title = "survey"
    survey.append(["type", "name", "label::Deutsch (de)", "hint::Deutsch (de)", "relevant", "calculation"])
    for index in range(questions):
        if index % 20 == 0:
            survey.append(["begin_group", f"g{index // 20}", f"Abschnitt {index // 20 + 1}"])
        survey.append(_question(index))
        if index % 20 == 19 or index == questions - 1:
            survey.append(["end_group"])
    choices = book.create_sheet("choices")
    choices.append(["list_name", "name", "label::Deutsch (de)"])
    for code, label in enumerate(("sehr gut", "eher gut", "teils, teils", "eher schlecht", "sehr schlecht"), start=1):
        choices.append(["gut", str(code), label])
    settings = book.create_sheet("settings")
    settings.append(["form_title", "form_id", "default_language"])
    settings.append(["Messung", "messung", "Deutsch (de)"])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _question(index: int) -> list[str]:
    label = f"Frage {index + 1}: Und wenn Sie an das Zusammenleben in Ihrem Stadtteil denken, wie gut gelingt es?"
    kind = ("select_one gut", "select_one gut", "integer", "select_multiple gut", "text")[index % 5]
    relevant = f"${{q{index - index % 10}}} != '9'" if index % 10 == 5 else ""
    return [kind, f"q{index}", label, "Antworten vorlesen.", relevant, ""]
