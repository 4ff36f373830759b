"""What must never stand in a data set."""

from __future__ import annotations

from pathlib import Path

import pytest

from cati_app.publish.formats.contents import DataPart
from cati_app.publish.formats.writing import write_dataset
from tests.unit.publish.records import (
    REFERENCE,
    codebook_of,
    data,
    form,
    held,
    interview,
    reference_form,
    reference_rows,
)


def test_contact_questions_and_all_that_is_made_of_them_stay_inside() -> None:
    questionnaire = form(
        """
        type        | name    | label      | calculation                 | cati_contact
        text        | phone   | Nummer?    |                             | yes
        begin_group | address | Adresse    |                             | yes
        text        | street  | Strasse?   |                             |
        end_group   |         |            |                             |
        calculate   | both    |            | concat(${phone}, ${street}) |
        calculate   | more    |            | concat(${both}, '!')        |
        text        | open    | Was?       |                             |
        """
    )
    table = data(questionnaire, held(questionnaire, {"phone": "03023125", "street": "Weg 1", "open": "gut"}))
    assert [one.name for one in table.variables if one.source] == ["open", "open_miss"]
    assert [one.text for one in table.notices if "both" in one.text or "more" in one.text]
    assert "03023125" not in str(table.rows)


def test_values_handed_in_leave_only_if_they_are_marked_and_do_not_identify() -> None:
    questionnaire = form(
        """
        type      | name             | label | calculation       | cati_field
        hidden    | case_no          |       |                   | process
        hidden    | number           |       |                   |
        hidden    | district         |       |                   | housing
        hidden    | frame            |       |                   |
        calculate | tail             |       | concat(${number}, '') |
        calculate | by_frame         |       | if(${frame} = 'mobile', 1, 0) |
        note      | hello            | Hallo |                   |
        """
    )
    sampled = held(
        questionnaire, {}, hidden={"case_no": "4711", "number": "030 23125", "district": "Nord", "frame": "list"}
    )
    table = data(questionnaire, sampled)
    assert [one.name for one in table.variables if one.source] == ["district", "by_frame"]
    assert table.column("district") == ["Nord"]


def test_the_row_does_not_show_case_number_interview_id_or_order() -> None:
    questionnaire = form("type | name | label\ninteger | age | Alter?\n")
    rows = [held(questionnaire, {"age": str(number)}, number) for number in range(20)]
    table = data(questionnaire, *rows)
    assert table.column("case_id") == sorted(table.column("case_id"))  # type: ignore[type-var]
    assert table.column("age") != list(range(20))
    assert not {"4711", interview().id} & {str(value) for line in table.rows for value in line}
    assert data(questionnaire, *reversed(rows)).checksum == table.checksum


@pytest.mark.slow
def test_no_file_of_the_reference_study_holds_contact_data(tmp_path: Path) -> None:
    table = data(reference_form(), *reference_rows(), study=REFERENCE)
    for path in write_dataset([DataPart("", table)], ["csv", "sav"], tmp_path, codebook_of):
        content = path.read_bytes()
        assert not [word for word in (b"contact_phone", b"30231259", b"4711", b"Meier") if word in content], path.name
