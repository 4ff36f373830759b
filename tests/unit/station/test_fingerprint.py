"""The fingerprint of a questionnaire covers the files it is built from, and is the old one where there are none."""

from __future__ import annotations

import hashlib
from pathlib import Path

from cati_app.station.loading import LoadedStudy
from cati_app.station.study_reading import read_study
from tests.stations import FORM, STUDY

TOWNS = "name,label\na,Aheim\nb,Bedorf\n"


def loaded(folder: Path, form: str, towns: str | None = None) -> LoadedStudy:
    (folder / "study.yaml").write_text(STUDY)
    (folder / "form.md").write_text(form)
    if towns is not None:
        (folder / "towns.csv").write_text(towns)
    read = read_study(folder)
    assert isinstance(read, LoadedStudy), read
    return read


def test_a_questionnaire_alone_has_the_fingerprint_it_always_had(tmp_path: Path) -> None:
    assert hashlib.sha256(FORM.encode()).hexdigest()[:16] == loaded(tmp_path, FORM).form_hash


def test_another_list_beside_it_is_another_questionnaire(tmp_path: Path) -> None:
    form = FORM.replace(
        "| | text | wish |", "| | select_one_from_file towns.csv | town | Town? | | | | | |\n| | text | wish |"
    )
    before = loaded(tmp_path, form, TOWNS)
    after = loaded(tmp_path, form, TOWNS.replace("Bedorf", "Bestadt"))

    assert {"towns.csv": TOWNS.encode()} == dict(before.files.beside)
    assert before.form_hash != after.form_hash
    assert not after.is_held_with(before.form_hash)
    assert after.is_held_with(hashlib.sha256(form.encode()).hexdigest()[:16]), "as earlier versions counted"
