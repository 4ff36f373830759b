"""A form from the shelf is the form that was built, or it is built anew."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest

from cati_app.engine.form.answers import Answer
from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import NodeKind
from cati_app.engine.xlsform.kept_form import KeptForm, pack_form, unpack_form
from cati_app.engine.xlsform.load import FormResult, load_form
from cati_app.resources import reference_study
from cati_app.study.cache import WorkbookCache, version_of
from tests.unit.engine import forms
from tests.unit.engine.forms import table

_FORM = table("survey", "type | name | label | relevant", "integer | a | How many? |", "text | b | What? | ${a} > 2")
_WITH_FILE = table("survey", "type | name | label", "select_one_from_file towns.csv | town | Town?")
_TOWNS = {"towns.csv": b"name,label\n1,Here\n"}


class Shelf(dict[str, bytes]):
    """Keeps things in memory."""

    def put(self, name: str, data: bytes) -> None:
        """Keep something."""
        self[name] = data


def _load(shelf: Shelf | WorkbookCache, text: str = _FORM, files: dict[str, bytes] | None = None) -> FormResult:
    return load_form(text.encode(), "a.md", shelf, files)


def test_the_second_form_is_read_from_the_shelf_and_works_alike() -> None:
    shelf = Shelf()
    first = _load(shelf)
    (name,) = (name for name in shelf if name.startswith("form-"))
    second = _load(shelf)
    assert second == first
    assert second.form is not first.form
    assert second.form is not None
    session = forms.session(second.form)
    session.answer("/a", Answer("3"))
    assert session.is_relevant("/b")
    assert unpack_form(shelf[name]) is not None


def test_the_reference_study_survives_the_shelf() -> None:
    path = next(reference_study().glob("*.xlsx"))
    result = load_form(path.read_bytes(), path.name)
    assert result.form is not None
    kept = unpack_form(pack_form(KeptForm(result.form, result.findings, {})))
    assert kept is not None
    assert (kept.form, kept.findings) == (result.form, result.findings)


def test_another_file_beside_the_questionnaire_builds_it_anew() -> None:
    shelf = Shelf()
    _load(shelf, _WITH_FILE, _TOWNS)
    other = _load(shelf, _WITH_FILE, {"towns.csv": b"name,label\n1,Here\n2,There\n"})
    assert other.form is not None
    assert len(other.form.lists[other.form.by_name["town"][0].choices]) == 2


class _Harm:
    def __reduce__(self) -> tuple[object, tuple[str, ...]]:
        return os.system, ("touch harm",)


@pytest.mark.parametrize(
    "data", [b"", b"nonsense", pickle.dumps((1, 2, 3)), pickle.dumps(_Harm()), pickle.dumps(([], [_Harm()], {}))]
)
def test_what_is_no_form_is_left_alone(data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert unpack_form(data) is None
    assert not (tmp_path / "harm").exists()


# Windows has neither owners by number nor write bits for others; there the folder of the user is guarded by its list.
@pytest.mark.skipif(not hasattr(os, "getuid"), reason="rights of files as on POSIX")
def test_a_file_that_others_may_write_is_not_read(tmp_path: Path) -> None:
    shelf = WorkbookCache(tmp_path)
    shelf.put("x", b"1")
    assert shelf.get("x") == b"1"
    next(tmp_path.iterdir()).chmod(0o666)
    assert shelf.get("x") is None


def test_nothing_outlives_the_code_that_made_it(tmp_path: Path) -> None:
    code = tmp_path / "code"
    code.mkdir()
    (code / "a.py").write_text("1")
    WorkbookCache(tmp_path / "kept", code).put("x", b"1")
    assert WorkbookCache(tmp_path / "kept", code).get("x") == b"1"
    (code / "a.py").write_text("22")
    version_of.cache_clear()
    assert WorkbookCache(tmp_path / "kept", code).get("x") is None


class _Asks:
    """Written as some releases of Python write members of an Enum."""

    def __init__(self, of: object, name: str) -> None:
        self.of, self.name = of, name

    def __reduce__(self) -> tuple[object, tuple[object, str]]:
        return getattr, (self.of, self.name)


def test_members_of_enums_written_by_name_are_read_and_no_other_attribute() -> None:
    result = load_form(_FORM.encode(), "a.md")
    good = pickle.dumps((result.form, (), {"x": _Asks(NodeKind, "GROUP")}))
    kept = unpack_form(good)
    assert kept is not None
    assert kept.files["x"] is NodeKind.GROUP
    assert unpack_form(pickle.dumps((result.form, (), {"x": _Asks(Form, "__init__")}))) is None
