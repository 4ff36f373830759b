"""Whatever leaves the program of a study that is rehearsed, or practised on, says so; who writes files stands here."""

from __future__ import annotations

import ast
from pathlib import Path

import cati_app.__main__
from cati_app.demo.practice import room

_ROOT = Path(__file__).parents[2] / "cati_app"
_WRITERS = frozenset({"Outputs", "study_outputs", "write_file", "write_dataset"})

TOLD = {
    "publish/formats/writing.py": "the title in SPSS file and codebook, the names of all files of a data set",
    "station/exporting.py": "gives title and beginning of the names",
    "station/export_study.py": "writes through exporting.py",
    "cli/export.py": "the same",
    "station/tables_desk.py": "the names of its files, the title in the line of the source",
    "station/weights_desk.py": "the names of its files, the title in the picture",
    "station/reports_desk.py": "the names of its files, the title, the head of each page",
    "cli/tables.py": "the names of its files, the title in the line of the source",
    "cli/dossier.py": "the names of its files, the title, the head of each page",
    "station/dossier_desk.py": "the same",
    "cli/code.py": "the names of its files, the title in the workbook",
    "cli/privacy.py": "the title, on the page and in the facts",
    "cli/coded_units.py": "the title of the project",
    "cli/weigh.py": "the names of its files, the title in the picture",
    "cli/focus_groups.py": "the names of its files, the title in the foot",
    "cli/reports.py": "the title, in head, foot and facts of the document",
    "cli/study_reports.py": "the names of its files, the title, the head of each page",
    "cli/sightings.py": "the title, in head, foot and facts of the document",
    "station/sheets.py": "the title on both pages",
    "station/settings_desk.py": "the first row of the shift log",
    "station/saved_table.py": "the title in each row",
    "demo/rehearsal/run.py": "the title of its page and document",
    # nothing of a field is in what these write
    "cli/opening.py": "study_outputs itself",
    "cli/forms.py": "a questionnaire in another form",
    "cli/quota_plan.py": "targets made of published tables, before there is a field",
    "cli/sample_import.py": "rows of a file that is read",
    "station/sample_desk.py": "the same",
    "station/backing_up.py": "refuses folders; a backup is brought back with the mark of its study folder",
    # a demo is none of somebody's study
    "demo/windowed.py": "a folder",
    "demo/headless.py": "a shift of the reference study",
    "demo/hub_shift.py": "a shift of the reference study",
}
"""Modules that write files by the one way out, with where the word stands in them."""


def writers(source: str) -> set[str]:
    """What a module calls of that which writes files."""
    if not any(f"{name}(" in source for name in _WRITERS):
        return set()
    return {
        node.func.id
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _WRITERS
    }


def test_whoever_writes_files_says_where_a_rehearsal_is_told() -> None:
    writing = {
        path.relative_to(_ROOT).as_posix()
        for path in sorted(_ROOT.rglob("*.py"))
        if writers(path.read_text(encoding="utf-8"))
    }
    assert set(TOLD) == writing, "say where a rehearsal is told, and try it in test_rehearsed_output.py"


def test_a_planted_way_out_is_seen() -> None:
    assert writers("def save(path):\n    Outputs(stores=[]).write(path, PDF, [b''])")


def test_every_command_runs_where_what_it_prints_is_marked() -> None:
    tree = ast.parse(Path(cati_app.__main__.__file__).read_text(encoding="utf-8"))
    called = {
        function.name: {
            node.func.id
            for node in ast.walk(function)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
    }
    assert {"_run", "_start"} == {name for name, names in called.items() if "run" in names}
    assert "told_as_rehearsed" in called["_run"]


def test_whoever_practises_has_no_way_out() -> None:
    source = Path(room.__file__).read_text(encoding="utf-8")
    assert "Role.INTERVIEWER" in source
    assert not any(f"Role.{role}" in source for role in ("SUPERVISOR", "ANALYST"))
    assert not writers(source)
