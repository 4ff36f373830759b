"""`python -m tests.mutants [WORD]`: plants one mistake after the other in a copy, and says which no test noticed.

With a word, only mistakes with that word in what they are or where they are made. Exit code 0 when all were noticed,
1 when one was not, 2 when none has the word.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.mutants.mutant import Mutant
from tests.mutants.table import MUTANTS

_ROOT = Path(__file__).parents[2]
_COPIED = ("cati_app", "tests", "resources", "questionnaires", "docs", "packaging", "requirements")
_FAILED = 1  # of pytest: tests ran and some failed; anything else is an error of another kind


def copied(to: Path) -> Path:
    """What the tests need of the checkout."""
    for folder in _COPIED:
        shutil.copytree(_ROOT / folder, to / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("pyproject.toml", "README.md", "SECURITY.md"):
        shutil.copy(_ROOT / file, to / file)
    return to


def run(copy: Path, tests: str) -> int:
    """How pytest ended on the copy."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests.split()]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, cwd=copy, env=environment, capture_output=True, check=False).returncode


def noticed(copy: Path, mutant: Mutant) -> str:
    """`killed`, `SURVIVED`, or what else came of it."""
    file = copy / mutant.file
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    if text.count(mutant.right) != 1:
        return "NOT FOUND once"
    file.write_text(text.replace(mutant.right, mutant.wrong), encoding="utf-8")
    code = run(copy, mutant.tests)
    file.write_text(text, encoding="utf-8")
    return {0: "SURVIVED", _FAILED: "killed"}.get(code, f"ERROR {code}")


def main(words: list[str]) -> int:
    """0 when every mistake was noticed."""
    mutants = [one for one in MUTANTS if not words or any(word in f"{one.what} {one.file}" for word in words)]
    if not mutants:
        print(f"No mistake has {' or '.join(words)} in what it is or where it is made.")
        return 2
    with tempfile.TemporaryDirectory() as name:
        copy = copied(Path(name))
        whole = sorted({test for one in mutants for test in one.tests.split()})
        if run(copy, " ".join(whole)):
            print("The tests fail without any mistake planted.")
            return 1
        results = []
        for one in mutants:
            results.append(noticed(copy, one))
            print(f"{results[-1]:<10} {one.file}: {one.what}", flush=True)
    killed = results.count("killed")
    print(f"{killed} of {len(results)} killed")
    return int(killed != len(results))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
