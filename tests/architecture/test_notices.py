"""Third-party notices name what is pinned, in the version pinned, each with a licence."""

from __future__ import annotations

import json
import re
import subprocess
import sys
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

    others = [name for name, _, licence, _ in _ROWS if not known.search(licence)]

    assert ["certifi"] == others, "a list of certificates under MPL-2.0, shipped as it is; httpx brings it"


def test_every_font_that_is_shipped_is_named() -> None:
    text = (_ROOT / "THIRD-PARTY-NOTICES.md").read_text("utf-8")
    licences = sorted(path.name for path in (_ROOT / "resources" / "fonts").glob("OFL-*.txt"))

    assert licences
    assert [] == [name for name in licences if name not in text]


def test_the_bill_of_materials_lists_what_is_pinned_with_its_hashes(tmp_path: Path) -> None:
    pinned = re.findall(r"^([\w.-]+)==([\w.]+)", (_ROOT / "requirements" / "runtime.txt").read_text("utf-8"), re.M)
    recipe = re.search(r"^\t@\$\(BIN\)/cyclonedx-py (.+)$", (_ROOT / "Makefile").read_text("utf-8"), re.M)
    assert recipe is not None
    command = recipe[1].replace("sbom.cdx.json", str(tmp_path / "sbom.cdx.json")).split()

    subprocess.run([sys.executable, "-m", "cyclonedx_py", *command], cwd=_ROOT, check=True, capture_output=True)

    bill = json.loads((tmp_path / "sbom.cdx.json").read_text("utf-8"))
    listed = [(part["name"], part["version"]) for part in bill["components"]]
    assert sorted(pinned) == sorted(listed)
    assert "cati-app" == bill["metadata"]["component"]["name"]
    assert [] == [part["name"] for part in bill["components"] if "SHA-256" not in json.dumps(part)]
