"""Writes THIRD-PARTY-NOTICES.md: what the program is shipped with and what it runs on, each with its licence.

    python packaging/notices.py

Names and versions come from requirements/runtime.txt, licences from the metadata of what is installed; where that is
silent, or where a package is for another system, from the table below.
"""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "THIRD-PARTY-NOTICES.md"
PINNED = re.compile(r"^([A-Za-z0-9_.-]+)==([^ \\;]+)", re.M)

READ_IN_THE_PACKAGE = {
    "pyxform": ("BSD-2-Clause", "https://github.com/XLSForm/pyxform"),
    "pywin32-ctypes": ("BSD-3-Clause", "https://github.com/enthought/pywin32-ctypes"),
    "sqlcipher3": ("Zlib", "https://github.com/coleifer/sqlcipher3"),
}
"""Licence and address of packages whose metadata do not name it; read in their licence files."""

HEAD = """# Third-party notices

cati is under the [MIT licence](LICENSE). It is shipped with the fonts below and runs on the packages below, each under
its own licence; the licence texts lie in the packages. Written by `python packaging/notices.py`, checked by a test.

## Shipped with the program

| what | licence | text |
|---|---|---|
| Inter, also as TrueType for PDF | SIL Open Font License 1.1 | [OFL-Inter.txt](resources/fonts/OFL-Inter.txt) |
| Noto Sans Arabic | SIL Open Font License 1.1 | [OFL-NotoSansArabic.txt](resources/fonts/OFL-NotoSansArabic.txt) |
| First names (Faker) | MIT | [FAKER-LICENSE.txt](resources/FAKER-LICENSE.txt) |
| Country, language names (Unicode CLDR) | Unicode License V3 | [UNICODE-LICENSE.txt](resources/UNICODE-LICENSE.txt) |

## Installed beside the program

Qt comes in PySide6 and shiboken6 as shared libraries under the LGPL, version 3: they may be replaced by other builds of
the same version. Some packages hold libraries of their own (SQLCipher and OpenSSL in sqlcipher3 and cryptography,
ReadStat in pyreadstat, HarfBuzz in uharfbuzz, libffi in cffi, libpq and OpenSSL in psycopg-binary), whose licences lie
beside theirs. psycopg, which a hub needs and a station does not, is under the LGPL, version 3, too: what is said below
of the libraries of Qt is meant of it as well. Of the three licences of pyphen the MPL is taken; the patterns of
German in it are under the LGPL, version 2 or later.

Whoever hands the program on together with Qt, in an installer or on an image, also

- says in a visible place that it uses Qt and PySide under the LGPL, version 3, and adds the texts of LGPL and GPL;
- leaves the libraries of Qt and PySide as files of their own, not packed into one program file: they can be replaced;
- offers the sources of exactly these versions of Qt and PySide, as long as the program is handed on, or adds them;
- does not forbid changing these libraries, or taking the program apart to mend such a change.

`make sbom` lists the same packages with their hashes in CycloneDX, for software that looks for known weaknesses.

| package | version | licence | from |
|---|---|---|---|
"""


def licence(name: str) -> tuple[str, str]:
    """Licence and address of a package."""
    if name in READ_IN_THE_PACKAGE:
        return READ_IN_THE_PACKAGE[name]
    about = metadata.metadata(name)
    classified = [one.rsplit(" :: ", 1)[-1] for one in about.get_all("Classifier", []) if one.startswith("License ::")]
    named = about.get("License-Expression") or " or ".join(classified) or about.get("License", "")
    if not named or "\n" in named:
        raise SystemExit(f"{name} does not name its licence: read it, and add the package to READ_IN_THE_PACKAGE.")
    return named, _address(about)


def _address(about: metadata.PackageMetadata) -> str:
    """Where its source or its pages are; empty when it does not say."""
    links = dict(one.split(", ", 1) for one in about.get_all("Project-URL", []))
    by_name = {label.casefold(): address for label, address in links.items()}
    for label in ("source", "source code", "repository", "homepage", "github"):
        if label in by_name:
            return by_name[label]
    return about.get("Home-page") or next(iter(links.values()), "")


def notices() -> str:
    """The whole file; a package pinned in two versions for two versions of Python has a line for each."""
    pinned = PINNED.findall((ROOT / "requirements" / "runtime.txt").read_text(encoding="utf-8"))
    rows = [f"| {name} | {version} | {' | '.join(licence(name))} |" for name, version in pinned]
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    FILE.write_text(notices(), encoding="utf-8")
