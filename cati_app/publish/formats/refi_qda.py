"""Codebooks (.qdc) and projects (.qdpx) of REFI-QDA 1.0, which programs for qualitative analysis read.

Written from plain values; the same values give the same bytes. Ids are uuid5 of the owner and the key of a thing, so
that a code, a source or a coding has the same one in every file of its study.

Source: REFI-QDA standard 1.0 (18 March 2019), schemas Codebook and Project.
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import UTC, datetime
from uuid import UUID, uuid5
from xml.etree import ElementTree as Tree

from cati_app.publish.formats.xml_text import xml_bytes, xml_text
from cati_app.values import dataclass

CODEBOOK_SPACE, PROJECT_SPACE = "urn:QDA-XML:codebook:1.0", "urn:QDA-XML:project:1.0"
PROJECT_FILE = "project.qde"
_IDS = UUID("5d1f8c1e-3a0b-5f5e-9d0a-6b6f1d1e7c42")
_MADE = (1980, 1, 1, 0, 0, 0)  # of every part; the clock has no place in a file that is the same for the same data
_BETWEEN_UNITS = "\n\n"


@dataclass(frozen=True, slots=True)
class QdaCode:
    """A code of the book.

    Args:
        key: Of its own in the book.
        codes: Below it.
        is_codable: False: it only holds others together, as an axis does.
    """

    key: str
    name: str
    description: str = ""
    codes: tuple[QdaCode, ...] = ()
    is_codable: bool = True


@dataclass(frozen=True, slots=True)
class QdaCoding:
    """What one coder gave to a unit.

    Args:
        user: Key of the coder.
        codes: Keys; none: nothing fits, and the unit is marked without a code.
        at: Aware.
    """

    user: str
    codes: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class QdaUnit:
    """A card or an answer.

    Args:
        text: Ends of lines as they come.
        cleared: Whether a person saw that it names nobody.
    """

    key: str
    text: str
    codings: tuple[QdaCoding, ...]
    cleared: bool


@dataclass(frozen=True, slots=True)
class QdaSource:
    """The units of one expert, or of one open question, as one text.

    Args:
        made_by: Key of a user.
        made_at: Aware.
    """

    key: str
    name: str
    units: tuple[QdaUnit, ...]
    made_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class QdaCase:
    """Whom sources are about, such as an expert.

    Args:
        values: Texts by the key of a variable.
        sources: Keys.
    """

    key: str
    name: str
    values: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QdaProject:
    """All that a project holds.

    Args:
        owner: Id of the study; ids of everything begin with it.
        users: Names by key; coders go by numbers or pseudonyms here.
        variables: Names by key; all of them are texts.
    """

    owner: str
    name: str
    users: Mapping[str, str]
    codes: tuple[QdaCode, ...]
    sources: tuple[QdaSource, ...]
    variables: Mapping[str, str] = field(default_factory=dict)
    cases: tuple[QdaCase, ...] = ()
    description: str = ""

    @property
    def cleared(self) -> int:
        """Units whose text somebody cleared."""
        return sum(unit.cleared for source in self.sources for unit in source.units)

    @property
    def uncleared(self) -> int:
        """Units whose text nobody cleared."""
        return sum(not unit.cleared for source in self.sources for unit in source.units)


def qdc_bytes(owner: str, codes: Sequence[QdaCode]) -> bytes:
    """A codebook.

    Args:
        owner: Id of the study.
        codes: One or more.

    Raises:
        ValueError: there is no code, or a key stands twice.
    """
    book = Tree.Element("CodeBook", {"xmlns": CODEBOOK_SPACE, "origin": "cati"})
    _Ids(owner).write_codes(book, codes)
    return xml_bytes(book)


def qdpx_bytes(project: QdaProject, *, internal: bool = False) -> bytes:
    """A project with its texts.

    Args:
        internal: With texts that nobody cleared, too; else their units are left out.

    Raises:
        ValueError: a key stands twice, or names nothing.
    """
    texts = {source.key: _SourceText(source, internal) for source in project.sources}
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        ids = _Ids(project.owner)
        package.writestr(_member(PROJECT_FILE), xml_bytes(_project(project, texts, ids)))
        for source in project.sources:
            package.writestr(_member(f"Sources/{ids.of('source', source.key)}.txt"), texts[source.key].text.encode())
    return held.getvalue()


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _MADE)
    member.compress_type = zipfile.ZIP_DEFLATED
    return member


class _SourceText:
    """The text of a source, and where each unit stands in it, in code points; ends are exclusive."""

    def __init__(self, source: QdaSource, internal: bool) -> None:
        self.text = ""
        self.places: list[tuple[QdaUnit, int, int]] = []
        for unit in source.units:
            if not (unit.cleared or internal):
                continue
            written = unit.text.replace("\r\n", "\n").replace("\r", "\n")
            written = written.encode("utf-8", errors="replace").decode()
            start = len(self.text) + (len(_BETWEEN_UNITS) if self.text else 0)
            self.text += (_BETWEEN_UNITS if self.text else "") + written
            if written:
                self.places.append((unit, start, start + len(written)))


class _Ids:
    """Ids of one owner, each key of a kind once."""

    def __init__(self, owner: str) -> None:
        self._owner = owner
        self._given: set[tuple[str, str]] = set()

    def of(self, kind: str, key: str) -> str:
        """The id of a thing."""
        return str(uuid5(_IDS, f"{self._owner}\n{kind}\n{key}"))

    def give(self, kind: str, key: str) -> str:
        """The id of a thing that is written down here.

        Raises:
            ValueError: there is one of that key.
        """
        if (kind, key) in self._given:
            raise ValueError(f"two of the kind {kind} have the same key")
        self._given.add((kind, key))
        return self.of(kind, key)

    def to(self, kind: str, key: str) -> str:
        """The id of a thing that was written down before.

        Raises:
            ValueError: there is none of that key.
        """
        if (kind, key) not in self._given:
            raise ValueError(f"a key names no {kind}")
        return self.of(kind, key)

    def write_codes(self, book: Tree.Element, codes: Sequence[QdaCode]) -> None:
        """The codes of a book, with those below them."""
        if not codes:
            raise ValueError("a codebook has one code or more")
        parent = Tree.SubElement(book, "Codes")
        for code in codes:
            self._write_code(parent, code)

    def _write_code(self, parent: Tree.Element, code: QdaCode) -> None:
        is_codable = "true" if code.is_codable else "false"
        attributes = {"guid": self.give("code", code.key), "name": xml_text(code.name), "isCodable": is_codable}
        made = Tree.SubElement(parent, "Code", attributes)
        if code.description:
            Tree.SubElement(made, "Description").text = xml_text(code.description)
        for below in code.codes:
            self._write_code(made, below)


def _project(project: QdaProject, texts: Mapping[str, _SourceText], ids: _Ids) -> Tree.Element:
    """Children stand in the order of the schema."""
    root = Tree.Element("Project", {"xmlns": PROJECT_SPACE, "name": xml_text(project.name), "origin": "cati"})
    if project.users:
        users = Tree.SubElement(root, "Users")
        for key, name in project.users.items():
            Tree.SubElement(users, "User", guid=ids.give("user", key), name=xml_text(name))
    ids.write_codes(Tree.SubElement(root, "CodeBook"), project.codes)
    if project.variables:
        variables = Tree.SubElement(root, "Variables")
        for key, name in project.variables.items():
            attributes = {"guid": ids.give("variable", key), "name": xml_text(name), "typeOfVariable": "Text"}
            Tree.SubElement(variables, "Variable", attributes)
    sources = Tree.Element("Sources")
    for source in project.sources:
        _source(sources, source, texts[source.key], ids)
    if project.cases:
        cases = Tree.SubElement(root, "Cases")
        for case in project.cases:
            _case(cases, case, ids)
    if project.sources:
        root.append(sources)
    if project.description:
        Tree.SubElement(root, "Description").text = xml_text(project.description)
    return root


def _case(parent: Tree.Element, case: QdaCase, ids: _Ids) -> None:
    made = Tree.SubElement(parent, "Case", guid=ids.give("case", case.key), name=xml_text(case.name))
    for variable, text in case.values.items():
        value = Tree.SubElement(made, "VariableValue")
        Tree.SubElement(value, "VariableRef", targetGUID=ids.to("variable", variable))
        Tree.SubElement(value, "TextValue").text = xml_text(text)
    for source in case.sources:
        Tree.SubElement(made, "SourceRef", targetGUID=ids.to("source", source))


def _source(parent: Tree.Element, source: QdaSource, text: _SourceText, ids: _Ids) -> None:
    guid = ids.give("source", source.key)
    attributes = {
        "guid": guid,
        "name": xml_text(source.name),
        "plainTextPath": f"internal://{guid}.txt",
        "creatingUser": ids.to("user", source.made_by),
        "creationDateTime": _moment(source.made_at),
    }
    made = Tree.SubElement(parent, "TextSource", attributes)
    for unit, start, end in text.places:
        earlier = Counter[str]()
        for coding in unit.codings:
            earlier[coding.user] += 1
            key = f"{unit.key}\n{coding.user}\n{earlier[coding.user]}"
            made.append(_selection(key, coding, (start, end), ids))


def _selection(key: str, coding: QdaCoding, ends: tuple[int, int], ids: _Ids) -> Tree.Element:
    """What one coder gave to a unit, at one time."""
    who = {"creatingUser": ids.to("user", coding.user), "creationDateTime": _moment(coding.at)}
    start, end = map(str, ends)
    made = Tree.Element(
        "PlainTextSelection", {"guid": ids.give("selection", key), "startPosition": start, "endPosition": end, **who}
    )
    for code in coding.codes:
        given = Tree.SubElement(made, "Coding", {"guid": ids.give("coding", f"{key}\n{code}"), **who})
        Tree.SubElement(given, "CodeRef", targetGUID=ids.to("code", code))
    return made


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
