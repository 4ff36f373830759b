"""Reads a study folder: what was kept of it when it was last read, else its settings and its questionnaire."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

import cati_app
from cati_app.domain.casework.form_versions import FormFiles
from cati_app.domain.findings import Finding
from cati_app.station.kept_study import StudyAtStart, kept_name, unpack_rules, unpack_study
from cati_app.station.loading import LoadedStudy, StudySource, form_hash, has_sample, titles_of
from cati_app.study.cache import WorkbookCache, version_of
from cati_app.study.files import FolderFiles, ReadOnce, inside, read_file
from cati_app.study.sheet_name import STUDY_SHEET

if TYPE_CHECKING:
    from cati_app.engine.form.model import Form
    from cati_app.engine.xlsform.shelf import Shelf
    from cati_app.study.model import Study  # as where it is read: a start on a known study needs none of it


def read_study(folder: Path, shelf: Shelf | None = None) -> LoadedStudy | tuple[Finding, ...]:
    """A study folder, ready to run; the findings instead when there are errors among them.

    Args:
        folder: The study folder.
        shelf: Keeps workbooks and settings once read.
    """
    loaded = _as_kept(folder, shelf) if shelf is not None else None
    if loaded is not None:
        return loaded
    from cati_app.station.checked_study import check_folder  # noqa: PLC0415 - a start on a known study needs none of it

    return check_folder(folder, shelf)


def _as_kept(folder: Path, shelf: Shelf) -> LoadedStudy | None:
    """As it was read before; None where settings, questionnaire, a file beside it or the sample are others now."""
    settings, _ = read_file(folder / STUDY_SHEET)
    packed = shelf.get(kept_name(settings)) if settings is not None else None
    kept = unpack_study(packed) if packed is not None else None
    if settings is None or kept is None or has_sample(folder, kept.sample) is not kept.sample_found:
        return None
    path = inside(folder, kept.questionnaire)
    questionnaire = read_file(path)[0] if path is not None else None
    if path is None or questionnaire is None:
        return None
    files = FormFiles(kept.questionnaire, questionnaire, ReadOnce(FolderFiles(path.parent)).read(kept.beside))
    return _loaded(folder, settings, kept, files, shelf) if form_hash(files) == kept.form_hash else None


def _loaded(folder: Path, settings: bytes, kept: StudyAtStart, files: FormFiles, shelf: Shelf) -> LoadedStudy:
    def study() -> Study:
        from cati_app.station.checked_study import settings_again  # noqa: PLC0415 - as above

        return settings_again(folder, settings)

    def form() -> Form:
        from cati_app.station.kept_questionnaire import form_again  # noqa: PLC0415 - the first screen needs no engine

        return form_again(kept, files, shelf, study)

    head = replace(kept.head, title=titles_of(folder, kept.head.title))
    return LoadedStudy(
        folder,
        StudySource(head, study, form, partial(unpack_rules, kept.rules)),
        kept.form_hash,
        kept.findings,
        files,
        kept.lines,
    )


def program_version() -> str:
    """A fingerprint of the program's own code."""
    return version_of(Path(cati_app.__file__).parent)


def workbook_cache() -> WorkbookCache:
    """Questionnaires once read and built, and settings once checked, in the user's cache folder."""
    folder = Path(platformdirs.user_cache_dir("cati")) / "workbooks"
    return WorkbookCache(folder, Path(cati_app.__file__).parent)
