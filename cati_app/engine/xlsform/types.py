"""The question types of XLSForm and what becomes of them on the telephone."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from typing import NamedTuple

from cati_app.engine.form.nodes import NodeKind
from cati_app.engine.kinds.facts import Choosing
from cati_app.engine.kinds.registry import QuestionKind


class TypeOf(NamedTuple):
    """A type cell, read: what kind of row, which question, which list; `note` is a finding's code."""

    word: str
    kind: NodeKind | None = None  # None: an end row
    question: QuestionKind | None = None
    list_name: str = ""
    or_other: bool = False
    meta: str = ""  # function that gives the value
    note: str = ""
    file: str = ""  # a select from a file, or an instance that is one: its name
    rows_of: str = ""  # a choice among the rows of a repeat: the name of the question that tells them apart

    @property
    def one_choice(self) -> bool:
        """Whether one choice of a list is the answer."""
        return self.question is not None and self.question.facts.choosing is Choosing.ONE

    @property
    def chooses(self) -> bool:
        """Whether choices of a list make the answer."""
        return self.question is not None and self.question.facts.choosing is not None


_ASKED = {word: kind for kind in QuestionKind for word in kind.facts.types}
_SELECTS = {word: kind for kind in QuestionKind for word in kind.facts.list_types}
_OF_ROWS = {word: kind for kind in QuestionKind for word in kind.facts.row_types}
_ROWS = re.compile(r"\$\{\s*([^}]+?)\s*\}\Z")
_APPEARANCES = {kind.facts.written_as: kind for kind in QuestionKind if kind.facts.written_as is not None}
_META = {"start": "__start", "end": "__end", "today": "__today"}
HANDED_IN = frozenset({"caseid"})  # known to SurveyCTO alone
HERE = frozenset({"calculate_here"})  # computed once, when the interview reaches it
WATCHED = frozenset(
    {
        "comments",
        "text_audit",
        "audio_audit",
        "sensor_statistic",
        "sensor_stream",
        "speed_violations_list",
        "speed_violations_count",
        "speed_violations_audit",
        "speed_violations_trigger",
    }
)  # what SurveyCTO records on its own; here paradata and remarks hold it
_HIDDEN = HANDED_IN | {
    "hidden",
    "deviceid",
    "username",
    "phonenumber",
    "email",
    "simserial",
    "subscriberid",
    "phone_number",
    "audit",
    "imei",
    "uri:deviceid",
    "uri:username",
    "uri:email",
    "uri:phonenumber",
    "uri:simserial",
    "uri:subscriberid",
}
_SILENT = frozenset(
    {
        "image",
        "photo",
        "audio",
        "video",
        "file",
        "barcode",
        "geopoint",
        "geotrace",
        "geoshape",
        "background-audio",
        "start-geopoint",
        "background-geopoint",
        "osm",
        "draw",
        "signature",
        "annotate",
        "gps",
        "location",
    }
)
_INSTANCES = {"xml-external": ".xml", "csv-external": ".csv"}
KNOWN = sorted(
    {
        *_ASKED,
        *_META,
        *_HIDDEN,
        *_SILENT,
        *HERE,
        "select_one_from_file",
        "select_multiple_from_file",
        "csv-external",
        "xml-external",
        *(kind.facts.list_types[0] for kind in _SELECTS.values()),
        "calculate",
        "begin_group",
        "end_group",
        "begin_repeat",
        "end_repeat",
    }
)
_LIST_WORDS = "|".join(re.escape(word).replace("_", "[ _]") for word in sorted(_SELECTS, key=len, reverse=True))
_FROM = "[ _]external|[ _]from(?:[ _]file)?"
_OTHER = r"\s+or[ _](?:specify[ _])?other"
_SELECT = re.compile(rf"((?>{_LIST_WORDS}))({_FROM})?\s+(\$\{{[^}}]*\}}|\S+)({_OTHER})?\Z", re.I)
_BARE_SELECT = re.compile(rf"(?:{_LIST_WORDS})(?:{_FROM})?\Z", re.I)
_AMISS = re.compile(rf"((?>{_LIST_WORDS})(?:{_FROM})?)((?:\s+\S+)*?)({_OTHER})?\Z", re.I)
OR_OTHER = "or_other"
FILES = (".csv", ".xml", ".geojson")


@lru_cache(maxsize=2000)
def read_type(text: str) -> TypeOf | None:
    """A type cell, None when it names no type."""
    flat = re.sub(r"\s+", " ", text.strip())
    word = flat.lower().replace(" ", "_")
    match = re.fullmatch(r"(begin|end)_?(group|repeat|loop)", word)
    if match:
        kind = NodeKind.REPEAT if match[2] == "repeat" else NodeKind.GROUP
        return TypeOf(f"{match[1]}_{match[2]}", None if match[1] == "end" else kind)
    if _BARE_SELECT.match(flat):
        return None
    match = _SELECT.match(flat)
    if match:
        without_file = match[3].lower() == OR_OTHER and (match[2] or "").lower().endswith("file")
        return None if without_file else _select(match)
    if word in _ASKED:
        return TypeOf(word, NodeKind.QUESTION, _ASKED[word])
    if word in _META:
        return TypeOf(word, NodeKind.CALCULATION, meta=_META[word])
    if word in ("calculate", "calculation"):
        return TypeOf("calculate", NodeKind.CALCULATION)
    if word in HERE:
        return TypeOf(word, NodeKind.CALCULATION)
    if word in _HIDDEN:
        return TypeOf(word, NodeKind.HIDDEN)
    if word in _INSTANCES:
        return TypeOf(word, NodeKind.SILENT, file=_INSTANCES[word])
    if word in _SILENT or (word.startswith("audio_") and word not in WATCHED):
        return TypeOf(word, NodeKind.SILENT, note="type-not-by-telephone")
    if word in WATCHED or word.startswith(("sensor_", "speed_violations")):
        return TypeOf(word, NodeKind.SILENT)
    return None


def select_amiss(text: str, example: str) -> tuple[str, str] | None:
    """What is wrong with a type cell that says select, but not one list or file; None when it says no select.

    Args:
        example: Name of a choice list.

    Returns:
        Code of a finding, and the cell as it could be written.
    """
    match = _AMISS.match(" ".join(text.split()))
    if match is None:
        return None
    command, names, other = match[1], match[2].split(), match[3] or ""
    of_file = command.lower().endswith("file")
    if names:
        return "select-with-more", f"{command} {'_'.join(names) if of_file else names[0]}{other}"
    if of_file:
        return "select-without-file", f"{command} {example}{FILES[0]}{other}"
    return "select-without-list", f"{command} {example}{other}"


def _select(match: re.Match[str]) -> TypeOf:
    word = match[1].lower().replace(" ", "_")
    name = match[3]
    rows = _ROWS.match(name)
    if rows is not None and word in _OF_ROWS:
        return TypeOf(word, NodeKind.QUESTION, _OF_ROWS[word], rows_of=rows[1])
    from_file = (match[2] or "").lower().replace(" ", "_") == "_from_file" or name.lower().endswith(FILES)
    return TypeOf(word, NodeKind.QUESTION, _SELECTS[word], name, bool(match[4]), file=name if from_file else "")


def kind_of(written: QuestionKind | None, appearance: Collection[str]) -> QuestionKind | None:
    """The kind of a question, because the appearance can change what the type says."""
    if written is None:
        return None
    made = (_APPEARANCES.get((written.value, appearance_name)) for appearance_name in appearance)
    return next((kind for kind in made if kind is not None), written)
