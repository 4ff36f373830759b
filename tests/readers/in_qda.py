"""Codebooks and projects of REFI-QDA: held against the schemas of the standard, and read by pyrefiqda."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cati_app.publish.formats.frame_codes import codes_of_frame
from cati_app.publish.formats.refi_qda import PROJECT_FILE, QdaCode, qdc_bytes, qdpx_bytes
from cati_app.resources import reference_study
from cati_app.study.frame_file import frame_of, load_frame
from tests.readers.programs import NotAsked, NotThere
from tests.unit.publish.qda_project import PROJECT


def _book() -> tuple[QdaCode, ...]:
    """The frame of the reference study."""
    settings = load_frame((reference_study() / "frame.yaml").read_bytes(), "frame.yaml").settings
    assert settings is not None, "the frame of the reference study has errors"
    return codes_of_frame(frame_of(settings), "de")


def by_qda_schemas(schemas: Path | None) -> Iterator[tuple[str, str, list[str]]]:
    """Format, reader, and what is not valid.

    Raises:
        NotAsked: without a folder of schemas.
        NotThere: the schemas, or xmlschema.
    """
    if schemas is None:
        raise NotAsked("REFI-QDA needs the schemas of the standard: make readers SCHEMAS=FOLDER")
    try:
        import xmlschema
    except ImportError:
        raise NotThere("xmlschema: make readers installs it") from None
    with zipfile.ZipFile(io.BytesIO(qdpx_bytes(PROJECT, internal=True))) as package:
        project = package.read(PROJECT_FILE)
    for name, source, written in (
        ("qdc", "Codebook.xsd", qdc_bytes("study", _book())),
        ("qdpx", "Project.xsd", project),
    ):
        path = schemas / "refi-qda" / source
        if not path.exists():
            raise NotThere(f"there is no {path}")
        schema = xmlschema.XMLSchema(str(path))
        yield name, "xmlschema", [str(error.path) for error in schema.iter_errors(written.decode())]


def by_pyrefiqda() -> Iterator[tuple[str, str, list[str]]]:
    """Format, reader, and what was read other than it was written.

    Raises:
        NotThere: pyrefiqda.
    """
    try:
        from pyrefiqda import RefiCodebook, RefiProject
    except ImportError:
        raise NotThere("pyrefiqda: make readers installs it") from None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "frame.qdc").write_bytes(qdc_bytes("study", _book()))
        book = RefiCodebook.load(folder / "frame.qdc")
        told = [_as_code(code) for code in book.codes.code]
        yield "qdc", "pyrefiqda", [] if told == [_names(code) for code in _book()] else ["codes"]
        (folder / "project.qdpx").write_bytes(qdpx_bytes(PROJECT))
        project = RefiProject.load(folder / "project.qdpx", extract_dir=str(folder / "out"))
        yield "qdpx", "pyrefiqda", list(_differing(project, folder / "out"))


_Names = tuple[str, str, list["_Names"]]


def _names(code: QdaCode) -> _Names:
    return code.name, code.description, [_names(below) for below in code.codes]


def _as_code(code: Any) -> _Names:
    return code.name, code.description or "", [_as_code(below) for below in code.code]


def _differing(project: Any, folder: Path) -> Iterator[str]:
    """What of the project is not as it was written."""
    names = {code.guid: code.name for axis in project.code_book.codes.code for code in (axis, *axis.code)}
    marked = []
    for source in project.sources.text_source:
        text = (folder / "Sources" / source.plain_text_path.removeprefix("internal://")).read_text("utf-8")
        for selection in source.plain_text_selection:
            codes = tuple(names[coding.code_ref.target_guid] for coding in selection.coding)
            marked.append((text[selection.start_position : selection.end_position], codes))
    of_code = {code.key: code.name for axis in PROJECT.codes for code in axis.codes}
    written = [
        (unit.text.replace("\r\n", "\n"), tuple(of_code[code] for code in coding.codes))
        for source in PROJECT.sources
        for unit in source.units
        if unit.cleared and unit.text
        for coding in unit.codings
    ]
    if project.name != PROJECT.name:
        yield "name"
    if [user.name for user in project.users.user] != list(PROJECT.users.values()):
        yield "coders"
    if marked != written:
        yield "codings"
    values = [value.text_value for case in project.cases.case for value in case.variable_value]
    if values != [text for case in PROJECT.cases for text in case.values.values()]:
        yield "values of cases"
