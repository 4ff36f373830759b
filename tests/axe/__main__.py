"""Checks every kind of HTML file that the program writes: `make axe`."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from tests.axe.browser import BROWSERS, BrowserFailed, browser, checked
from tests.axe.written_pages import written_pages
from tests.readers.__main__ import MUST_RUN

_AXE = Path("axe_playwright_python", "axe.min.js")


def main() -> int:
    """0 where no page breaks a rule; 1 otherwise, and without a browser where all must run."""
    parser = argparse.ArgumentParser(prog="python -m tests.axe")
    parser.add_argument("--packages", type=Path, required=True, help="folder with axe-core as a package of PyPI")
    axe = (parser.parse_args().packages / _AXE).read_text("utf-8")
    chromium = browser()
    if chromium is None:
        sys.stdout.write(f"not run: none of {', '.join(BROWSERS)} is there: packaging/system_packages.sh axe\n")
        return int(os.environ.get(MUST_RUN) == "1")
    passed, failed, version = 0, 0, ""
    with tempfile.TemporaryDirectory() as folder:
        sys.stdout.write("| page | rules kept | violations | left to people |\n|---|---|---|---|\n")
        for name, page in written_pages():
            try:
                found = checked(page, axe, chromium, Path(folder))
            except BrowserFailed as failure:
                sys.stdout.write(f"| {name} | not checked: {failure} | | |\n")
                failed += 1
                continue
            undecided = "; ".join(f"{rule} ({count})" for rule, count in found.undecided) or "–"
            sys.stdout.write(f"| {name} | {found.passed} | {len(found.violations)} | {undecided} |\n")
            for rule, impact, asked, elements in found.violations:
                sys.stdout.write(
                    f"    {rule} ({impact}): {asked}\n" + "".join(f"      {each}\n" for each in elements[:5])
                )
            failed += bool(found.violations)
            passed += not found.violations
            version = found.version
    sys.stdout.write(f"axe-core {version or '–'} in {Path(chromium).name}\n")
    sys.stdout.write(f"axe: {passed} passed, {failed} failed\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
