"""Every file and module that README and documentation name is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]
_PACKAGE = _ROOT / "cati_app"
_PAGES = [*sorted(_ROOT.glob("*.md")), *sorted((_ROOT / "docs").rglob("*.md"))]
_ROOMS = [path.name for path in _PACKAGE.iterdir() if path.is_dir() and path.name != "__pycache__"]
_HISTORY = {"CHANGELOG.md", "0001-house.md", "0010-cells-of-workbooks.md"}
"""Pages that tell what was: 0013 drew the rooms of 0001 anew, 0019 moved what 0010 describes."""


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: str(page.relative_to(_ROOT)))
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8"))

    assert [] == [link for link in links if "://" not in link and not (page.parent / link).exists()]


def test_every_file_named_for_contributors_is_there() -> None:
    text = (_ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:cati_app|tests|packaging|docs|requirements)/[\w./-]+)`", text)

    assert len(named) > 20
    assert [] == [name for name in named if not (_ROOT / name).exists()]


def gone(text: str) -> list[str]:
    """Paths and dotted modules a text names in backticks that do not exist, with `cati_app` or from a room on."""
    tops = "|".join(["cati_app", "tests", "docs", "packaging", *_ROOMS])
    named = re.findall(rf"`((?:{tops})(?:/[\w./-]+|(?:\.\w+)+))(?:::\w+)?`", text)
    return [name for name in named if name != "study.yaml" and "LANGUAGE" not in name and not _is_there(name)]


def _is_there(name: str) -> bool:
    if "/" in name:
        return (_ROOT / name).exists() or (_PACKAGE / name).exists()
    parts = name.split(".")
    bases = (_ROOT,) if parts[0] in {"cati_app", "tests", "docs", "packaging"} else (_PACKAGE,)
    lengths = range(len(parts), max(1, len(parts) - 3), -1)  # the last two may be a class and what it has
    paths = [base.joinpath(*parts[:length]) for base in bases for length in lengths]
    return any(path.is_dir() or path.with_suffix(".py").exists() for path in paths)


@pytest.mark.parametrize(
    "page", [page for page in _PAGES if page.name not in _HISTORY], ids=lambda page: str(page.relative_to(_ROOT))
)
def test_every_path_and_module_a_page_names_exists(page: Path) -> None:
    assert [] == gone(page.read_text(encoding="utf-8"))


def test_every_path_and_module_a_docstring_names_exists() -> None:
    named = {path: gone(path.read_text(encoding="utf-8")) for path in _PACKAGE.rglob("*.py")}

    assert {} == {str(path.relative_to(_ROOT)): names for path, names in named.items() if names}


def test_what_is_gone_is_found() -> None:
    text = "`cati_app/app.py`, `domain.dispositions`, `engine/expr/names.py`, `tests.nowhere`"

    assert [] == gone("`study.yaml`, `domain.outcomes`, `cati_app/study/model.py`, `store.unit_of_work`")
    assert ["cati_app/app.py", "domain.dispositions", "engine/expr/names.py", "tests.nowhere"] == gone(text)


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "docs/architecture.md"])
def test_every_name_that_is_said_to_stand_in_a_file_stands_there(page: str) -> None:
    text = (_ROOT / page).read_text(encoding="utf-8")
    said = re.findall(r"`([A-Za-z_][\w.]*)` \(`([\w/]+\.py)`", " ".join(text.split()))

    assert len(said) >= 3
    assert [] == [(name, file) for name, file in said if not _stands_in(name.rpartition(".")[2], file)]


def _stands_in(name: str, file: str) -> bool:
    """Under that name, or as what implements it: `Dialer` as `ManualDialer`."""
    places = [_ROOT / file, _PACKAGE / file, *(path for path in _PACKAGE.rglob(Path(file).name))]
    text = next(path.read_text(encoding="utf-8") for path in places if path.exists())
    return re.search(rf"(class|def) \w*{name}\b|^{name} ?[:=]|\b{name} = ", text, re.M) is not None
