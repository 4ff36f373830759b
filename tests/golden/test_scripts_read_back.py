"""The scripts beside the plain CSV, run by R and GNU PSPP: what they make of it is what the table has."""

from __future__ import annotations

import csv
import io
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from cati_app.publish.dataset.typed import typed_table
from cati_app.publish.formats.contents import DataPart
from cati_app.publish.formats.sav import sav_pieces
from cati_app.publish.formats.script_stata import stata_script
from cati_app.publish.formats.writing import write_dataset
from tests.unit.publish.records import codebook_of
from tests.unit.publish.test_binary_formats import rows_of, table

_SEEN = """
SAVE TRANSLATE /OUTFILE='values.csv' /TYPE=CSV /FIELDNAMES /CELLS=VALUES /MISSING=IGNORE /REPLACE.
DISPLAY LABELS.
MRSETS /DISPLAY NAME=ALL.
SHOW WEIGHT.
"""


def test_every_script_is_told_by_its_name_and_plain_for_its_reader(tmp_path: Path) -> None:
    written = {
        path.name: path.read_bytes() for path in write_dataset([DataPart("", table())], ["r"], tmp_path, codebook_of)
    }
    assert {"small_1_plain.csv", "small_1.R", "small_1.sps", "small_1.do"} <= set(written)
    assert written["small_1.R"].isascii()
    assert written["small_1.sps"].startswith(b"\xef\xbb\xbf* Encoding: UTF-8.")
    commands = written["small_1.do"].decode()
    assert "mvdecode single, mv(-99 = .a \\ -98 = .b \\ -97 = .c \\ -93 = .f \\ -92 = .e \\ -91 = .d)" in commands
    assert 'label define single .b `"keine Angabe"\', add' in commands
    assert 'generate double day = date(__text, "YMD"), after(__text)' in commands
    assert 1 + len(table().rows) == written["small_1_plain.csv"].count(b"\n")


def test_no_title_begins_a_comment_that_hides_the_commands_of_stata() -> None:
    written = b"".join(stata_script(replace(table(), title="Wohnen /* und // Arbeit"), "a.csv"))
    line = written.splitlines()[0]
    assert b"/" not in line


@pytest.mark.needs_program("pspp")
def test_the_syntax_makes_what_the_system_file_has(tmp_path: Path) -> None:
    write_dataset([DataPart("", table())], ["r"], tmp_path, codebook_of)
    (tmp_path / "small_1.sav").write_bytes(b"".join(sav_pieces(typed_table(table()), tmp_path / "scratch")))
    by_syntax = seen_by_pspp("INSERT FILE='small_1.sps'.", tmp_path)
    by_file = seen_by_pspp("GET FILE='small_1.sav'.", tmp_path)
    assert by_file[0] == by_syntax[0]
    one_line = [[" ".join(cell.split()) for cell in row] for row in by_file[1]]
    assert one_line == [[" ".join(cell.split()) for cell in row] for row in by_syntax[1]]


def seen_by_pspp(first: str, folder: Path) -> tuple[str, list[list[str]]]:
    """What it tells of a file, and the values."""
    (folder / "read.sps").write_text(first + _SEEN, encoding="utf-8")
    done = subprocess.run(
        ["pspp", "-O", "format=csv", "-o", "seen.csv", "read.sps"], cwd=folder, check=False, capture_output=True
    )
    told = (folder / "seen.csv").read_text(encoding="utf-8")
    assert 0 == done.returncode, told[:2000]
    values = (folder / "values.csv").read_text(encoding="utf-8")
    return told, list(csv.reader(io.StringIO(values, newline="")))


@pytest.mark.needs_program("Rscript")
def test_the_script_for_r_makes_the_values_of_the_table(tmp_path: Path) -> None:
    variables = tuple(  # one with a single code for missing values, as calculations have
        replace(variable, missing={"filtered": -91}) if variable.name == "many_1" else variable
        for variable in table().variables
    )
    write_dataset([DataPart("", replace(table(), variables=variables))], ["r"], tmp_path, codebook_of)
    program = (
        'source("small_1.R"); data <- as.data.frame(lapply(data, unclass)); '
        'write.csv(data, "seen.csv", row.names = FALSE, na = "", fileEncoding = "UTF-8")'
    )
    done = subprocess.run(["Rscript", "-e", program], cwd=tmp_path, check=False, capture_output=True, text=True)
    assert 0 == done.returncode, done.stderr
    text = (tmp_path / "seen.csv").read_bytes().decode()
    seen = {row["case_id"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}
    for row in rows_of(table()):
        read = seen[str(row["case_id"])]
        for name in ("single", "many_1", "order_2", "whole", "broken", "cold", "open_miss"):
            assert row[name] == pytest.approx(float(read[name])), name
        assert (row["day"] == -98) == (read["day_miss"] == "-98")
        assert str(row["open"]).replace("\n", " ") == read["open"]


def test_zero_interviews_have_scripts_too(tmp_path: Path) -> None:
    empty = replace(table(), columns=tuple(column.in_order(()) for column in table().columns), counted=())
    written = write_dataset([DataPart("", empty)], ["r", "dta", "xlsx", "parquet"], tmp_path, codebook_of)
    assert all(path.stat().st_size for path in written)
