"""The questionnaire of a study that was read and checked before."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from cati_app.domain.casework.form_versions import FormFiles
from cati_app.engine.form.model import Form
from cati_app.engine.xlsform.load import load_form
from cati_app.engine.xlsform.shelf import Shelf
from cati_app.station.kept_study import StudyAtStart, unpack_rules
from cati_app.station.wiring import with_sealed

if TYPE_CHECKING:
    from cati_app.study.model import Study  # as where it is read


def form_again(kept: StudyAtStart, files: FormFiles, shelf: Shelf, read_study: Callable[[], Study]) -> Form:
    """The form of files that were found good before, by this version of the program.

    Args:
        kept: What was kept of the study.
        files: The questionnaire and what lies beside it.
        shelf: Keeps the form once built.
        read_study: Reads the settings, where the rules that were kept are damaged.
    """
    form = load_form(files.questionnaire, files.name, shelf, files.beside, unnamed=kept.first_language).form
    assert form is not None, "what was kept is kept by content and version of the program"
    directed, rules = form.directed(kept.directions), unpack_rules(kept.rules)
    if rules is not None:
        return with_sealed(directed, rules.introduction, rules.clear_columns)
    from cati_app.station.study_rules import with_sealed_columns  # noqa: PLC0415 - it loads the model

    return with_sealed_columns(read_study(), directed)
