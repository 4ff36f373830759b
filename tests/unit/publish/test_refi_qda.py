"""Codebooks and projects for programs of qualitative analysis: structure, places in texts, the same bytes again."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from xml.etree import ElementTree as Tree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cati_app.domain.coding.code_frame import Axis
from cati_app.publish.formats.frame_codes import codes_of_frame
from cati_app.publish.formats.refi_qda import QdaCode, qdc_bytes, qdpx_bytes
from cati_app.resources import reference_study
from cati_app.study.frame_file import frame_of, load_frame
from tests.unit.publish.qda_project import CODES, PROJECT, coding, source, unit

_BOOK = "{urn:QDA-XML:codebook:1.0}"
_OF = "{urn:QDA-XML:project:1.0}"


def _files(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def _root(data: bytes) -> Tree.Element:
    return Tree.fromstring(_files(data)["project.qde"])


def _marked(data: bytes) -> list[tuple[str, list[str]]]:
    """What is marked in the texts, with the names of its codes."""
    files, root = _files(data), _root(data)
    names = {code.get("guid"): code.get("name") for code in root.iter(f"{_OF}Code")}
    told = []
    for text_source in root.iter(f"{_OF}TextSource"):
        path = (text_source.get("plainTextPath") or "").removeprefix("internal://")
        text = files[f"Sources/{path}"].decode()
        for selection in text_source.iter(f"{_OF}PlainTextSelection"):
            start, end = (int(selection.get(side) or "") for side in ("startPosition", "endPosition"))
            codes = [str(names[each.get("targetGUID")]) for each in selection.iter(f"{_OF}CodeRef")]
            told.append((text[start:end], codes))
    return told


def test_the_parts_of_a_project_stand_in_the_order_of_the_schema() -> None:
    root = _root(qdpx_bytes(PROJECT))

    assert f"{_OF}Project" == root.tag
    assert "Befragung" == root.get("name")
    assert ["Users", "CodeBook", "Variables", "Cases", "Sources", "Description"] == [
        child.tag.removeprefix(_OF) for child in root
    ]


def test_each_coder_marks_the_unit_with_codes() -> None:
    assert [
        ("Die Mieten 🙂 steigen.\nImmer.", ["Wohnen", "Stimmung"]),
        ("Die Mieten 🙂 steigen.\nImmer.", ["Wohnen"]),
        ("ایجارات بالا", []),
    ] == _marked(qdpx_bytes(PROJECT))


def test_texts_that_nobody_cleared_leave_only_inside_the_house() -> None:
    assert b"Hausmeister" not in b"".join(_files(qdpx_bytes(PROJECT)).values())

    inside = qdpx_bytes(PROJECT, internal=True)

    assert ("Der Hausmeister hilft.", ["Stimmung"]) in _marked(inside)


def test_ids_are_the_same_in_every_file_and_other_ones_for_another_owner() -> None:
    book = Tree.fromstring(qdc_bytes("study", CODES))
    in_book = [code.get("guid") for code in book.iter(f"{_BOOK}Code")]
    in_project = [code.get("guid") for code in _root(qdpx_bytes(PROJECT)).iter(f"{_OF}Code")]
    elsewhere = [code.get("guid") for code in Tree.fromstring(qdc_bytes("other", CODES)).iter(f"{_BOOK}Code")]

    assert in_book == in_project
    assert set(in_book).isdisjoint(elsewhere)
    ids = [element.get("guid") for element in _root(qdpx_bytes(PROJECT)).iter() if element.get("guid")]
    assert len(ids) == len(set(ids))


def test_the_same_values_give_the_same_bytes() -> None:
    assert qdpx_bytes(PROJECT) == qdpx_bytes(replace(PROJECT))
    assert qdc_bytes("study", CODES) == qdc_bytes("study", CODES)
    assert qdpx_bytes(PROJECT) != qdpx_bytes(replace(PROJECT, owner="other"))


def test_axes_hold_codes_and_cannot_be_given() -> None:
    book = Tree.fromstring(qdc_bytes("study", CODES))

    told = [(code.get("name"), code.get("isCodable")) for code in book.iter(f"{_BOOK}Code")]

    assert [("Feld", "false"), ("Wohnen", "true"), ("Thema", "false"), ("Stimmung", "true")] == told
    assert ["Was dazu gehört"] == [each.text for each in book.iter(f"{_BOOK}Description")]


def test_moments_are_told_in_utc() -> None:
    made = source("e2", unit("u9", "x"), made_at=datetime(2026, 11, 30, 12, tzinfo=timezone(timedelta(hours=1))))

    root = _root(qdpx_bytes(replace(PROJECT, sources=(made,), cases=())))

    assert "2026-11-30T11:00:00Z" == next(root.iter(f"{_OF}TextSource")).get("creationDateTime")


def test_a_coder_who_met_a_unit_twice_marks_it_twice() -> None:
    again = source("e2", unit("u9", "x", coding("a", "theme/mood"), coding("a")))

    assert [("x", ["Stimmung"]), ("x", [])] == _marked(qdpx_bytes(replace(PROJECT, sources=(again,), cases=())))


def test_what_xml_cannot_hold_is_left_out_of_names_and_kept_in_texts() -> None:
    made = source("e2", unit("u9", "a\x00b\r\nc\rd", coding("a", "theme/mood")), name="a\x00<&>\ud800b")

    data = qdpx_bytes(replace(PROJECT, sources=(made,), cases=()))

    assert [("a\x00b\nc\nd", ["Stimmung"])] == _marked(data)
    assert "a<&>b" == next(_root(data).iter(f"{_OF}TextSource")).get("name")


def test_a_project_without_sources_is_a_codebook_with_a_name() -> None:
    bare = replace(PROJECT, users={}, sources=(), cases=(), variables={}, description="")

    assert [f"{_OF}CodeBook"] == [child.tag for child in _root(qdpx_bytes(bare))]


@pytest.mark.parametrize(
    "codes", [(), (QdaCode("a", "A"), QdaCode("a", "B")), (QdaCode("a", "A", "", (QdaCode("a", "B"),)),)]
)
def test_a_book_needs_a_code_and_each_key_once(codes: Sequence[QdaCode]) -> None:
    with pytest.raises(ValueError, match=r"one code or more|same key"):
        qdc_bytes("study", codes)


@pytest.mark.parametrize(
    "wrong",
    [
        replace(PROJECT, sources=(source("e1", unit("u1", "x", coding("a", "theme/none"))),)),
        replace(PROJECT, sources=(source("e1", unit("u1", "x", coding("nobody"))),)),
        replace(PROJECT, sources=()),
        replace(PROJECT, variables={}),
        replace(PROJECT, sources=(source("e1", unit("u1", "x", coding("a")), unit("u1", "y", coding("a"))),)),
    ],
)
def test_a_key_that_names_nothing_is_refused(wrong: object) -> None:
    with pytest.raises(ValueError, match=r"names no|same key"):
        qdpx_bytes(wrong)  # type: ignore[arg-type]


@given(st.lists(st.text(max_size=30), max_size=6))
def test_every_mark_stands_where_its_text_is(texts: list[str]) -> None:
    units = [unit(f"u{number}", text, coding("a")) for number, text in enumerate(texts)]
    written = [text.replace("\r\n", "\n").replace("\r", "\n") for text in texts]

    marked = _marked(qdpx_bytes(replace(PROJECT, sources=(source("e1", *units),), cases=())))

    assert [text for text in written if text] == [text for text, _ in marked]


@pytest.mark.parametrize(
    ("language", "first", "names", "said"),
    [
        ("de", "Wohnen", ["Feld", "Thema", "Haltung"], "Nicht: "),
        ("en", "Housing", ["Field", "Theme", "Stance"], "Not: "),
    ],
)
def test_a_frame_becomes_axes_with_codes(language: str, first: str, names: list[str], said: str) -> None:
    settings = load_frame((reference_study() / "frame.yaml").read_bytes(), "frame.yaml").settings
    assert settings is not None
    frame = frame_of(settings)

    axes = codes_of_frame(frame, language)

    assert names == [axis.name for axis in axes]
    assert not any(axis.is_codable for axis in axes)
    assert ["field/housing", "field/education", "field/work", "field/social"] == [code.key for code in axes[0].codes]
    assert first == axes[0].codes[0].name
    assert f"\n{said}" in axes[0].codes[0].description
    assert frame.target[language] in axes[2].description
    assert len(frame.axes[Axis.STANCE].ids) == len(axes[2].codes)
    assert "\n" not in codes_of_frame(frame, "fr")[2].description
