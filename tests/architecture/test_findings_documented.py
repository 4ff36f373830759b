"""Every code of a finding is documented, used, and of sound form."""

from __future__ import annotations

import re
from pathlib import Path

from cati_app.domain.findings import CatalogueEntry
from cati_app.engine.sheets import codes as form_codes
from cati_app.study import codes as study_codes

_ROOT = Path(__file__).parents[2]
_CATALOGUE: dict[str, CatalogueEntry] = {**form_codes.CATALOGUE, **study_codes.CATALOGUE}


def test_the_documentation_lists_exactly_the_codes() -> None:
    text = (_ROOT / "docs" / "findings.md").read_text(encoding="utf-8")

    listed = re.findall(r"^\| `([a-z-]+)` \| (\w+) \|", text, re.M)

    assert {code: entry.severity.value for code, entry in _CATALOGUE.items()} == dict(listed)
    assert len(listed) == len(_CATALOGUE)


def test_every_code_is_raised_somewhere() -> None:
    sources = [
        path.read_text(encoding="utf-8")
        for folder in ("engine", "study", "station", "cli")
        for path in (_ROOT / "cati_app" / folder).rglob("*.py")
        if path.name != "codes.py"
    ]
    written = {word for source in sources for word in re.findall(r'"([a-z-]+)"', source)}

    assert set() == _CATALOGUE.keys() - written


def test_every_entry_ends_as_a_sentence() -> None:
    whole = {code for code, entry in _CATALOGUE.items() if entry.message[-1] in ".}" and entry.cure.endswith(".")}

    assert set() == _CATALOGUE.keys() - whole
