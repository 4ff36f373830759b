"""Third-party notices name what is pinned, in the version pinned, each with a licence."""

from __future__ import annotations

import re
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_ROWS = re.findall(
    r"^\| ([\w.-]+) \| (\d[\w.]*) \| (.+?) \| (\S*) \|$", (_ROOT / "THIRD-PARTY-NOTICES.md").read_text("utf-8"), re.M
)


def test_the_notices_list_exactly_what_is_pinned() -> None:
    pinned = re.findall(r"^([\w.-]+)==([\w.]+)", (_ROOT / "requirements" / "runtime.txt").read_text("utf-8"), re.M)

    assert len(pinned) > 40
    assert pinned == [(name, version) for name, version, _, _ in _ROWS], "run: make notices"


def test_every_package_has_a_licence_people_know() -> None:
    known = re.compile(r"MIT|BSD|Apache|LGPL|PSF|Python Software|Zlib|CC0|0BSD")

    assert [] == [name for name, _, licence, _ in _ROWS if not known.search(licence)]


def test_every_font_that_is_shipped_is_named() -> None:
    text = (_ROOT / "THIRD-PARTY-NOTICES.md").read_text("utf-8")
    licences = sorted(path.name for path in (_ROOT / "resources" / "fonts").glob("OFL-*.txt"))

    assert licences
    assert [] == [name for name in licences if name not in text]
