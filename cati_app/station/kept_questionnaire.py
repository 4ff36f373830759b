"""The questionnaire of a study that was read and checked before."""

from __future__ import annotations

from cati_app.domain.casework.form_versions import FormFiles
from cati_app.engine.form.model import Form
from cati_app.engine.xlsform.load import load_form
from cati_app.engine.xlsform.shelf import Shelf
from cati_app.station.kept_study import StudyAtStart
from cati_app.station.wiring import with_sealed


def form_again(kept: StudyAtStart, files: FormFiles, shelf: Shelf) -> Form:
    """The form of files that were found good before, by this version of the program."""
    form = load_form(files.questionnaire, files.name, shelf, files.beside, unnamed=kept.first_language).form
    assert form is not None, "what was kept is kept by content and version of the program"
    return with_sealed(form.directed(kept.directions), kept.rules.introduction, kept.rules.clear_columns)
