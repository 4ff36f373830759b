"""A database as version 0016 wrote it, in the middle of a field: keys as passwords wrapped them, answers in the open.

Its text was written out by that version itself. Six cases of the small study with names of a sample file; on case 1 a
complete interview with contact details and a note, on case 2 a suspended one, on case 3 one that was set aside; a
result with a note that was corrected; what the first versions kept of a case before an attempt. Its study lies beside,
with the files that this version exported of it: partial interviews, paradata and answers set aside too.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from cati_app.domain.casework.form_versions import FormFiles
from cati_app.engine.xlsform.load import load_form
from cati_app.station.loading import LoadedStudy, StudySource
from cati_app.store.connection import Access, connected
from cati_app.store.keys import NoKeyRing, new_database_key
from cati_app.store.opening import key_file_of
from cati_app.study.load import load_study
from tests.stations import FOLDER, PASSPHRASE, QUICK

PASSWORD_0016 = "a long secret"
"""Of everybody in it."""

_HERE = Path(__file__).parent
EXPORTED_0016 = ("small_1.csv", "small_1.sav", "small_1_paradata.csv", "small_1_set_aside.csv")


def database_0016(folder: Path) -> Path:
    """The database and its key file in a folder; the passphrase is that of `tests.stations`."""
    path = folder / "small.db"
    key = new_database_key(key_file_of(path), path.name, PASSPHRASE, NoKeyRing(), QUICK)
    driver = connected(path, key, Access.WRITE)
    driver.executescript((_HERE / "version_0016.sql").read_text(encoding="utf-8"))
    driver.close()
    return path


def known_0016() -> dict[str, Any]:
    """What that version itself read in it: rows of the data set, sessions, what was frozen, contact data."""
    known: dict[str, Any] = json.loads((_HERE / "version_0016.json").read_text(encoding="utf-8"))
    return known


def study_0016() -> LoadedStudy:
    """The study of the database."""
    text = (_HERE / "study_0016" / "form.md").read_bytes()
    study = load_study((_HERE / "study_0016" / "study.yaml").read_bytes()).study
    assert study is not None
    form = load_form(text, "form.md", unnamed=study.first_language).form
    assert form is not None
    return LoadedStudy(FOLDER, StudySource.given(study, form), "hash", (), FormFiles("form.md", text, {}))


def exported_0016() -> dict[str, bytes]:
    """What that version exported, by name of the file."""
    return {name: (_HERE / "study_0016" / name).read_bytes() for name in EXPORTED_0016}
