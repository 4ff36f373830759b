"""Lints a copy of the package once for each text planted in it, in a process of its own.

The linter finds the package by its name, and the tests have imported the real one already. Run in the folder of the
copy; reads a list of [file, text to add] as JSON, writes the names of the contracts each of them broke.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from importlinter import api
from importlinter.application import use_cases

_CONTRACTS = "pyproject.toml"


def broken() -> list[str]:
    """Names of the contracts that do not hold now."""
    report = use_cases.create_report(use_cases.read_user_options(_CONTRACTS), cache_dir=None)
    assert not report.could_not_run
    return [contract.name for contract, check in report.get_contracts_and_checks() if not check.kept]


def broken_by(file: Path, text: str) -> list[str]:
    """The same with a text at the end of a file, which is put back afterwards."""
    before = file.read_text(encoding="utf-8") if file.exists() else None
    file.parent.mkdir(exist_ok=True)
    file.write_text((before or "") + text, encoding="utf-8")
    found = broken()
    if before is not None:
        file.write_text(before, encoding="utf-8")
    else:
        file.unlink()
        if not any(file.parent.iterdir()):
            file.parent.rmdir()
    return found


if __name__ == "__main__":
    sys.path.insert(0, ".")
    assert api.read_configuration(_CONTRACTS)["contracts_options"]
    use_cases._register_contract_types(use_cases.read_user_options(_CONTRACTS))
    plants = [(Path(file), text) for file, text in json.load(sys.stdin)]
    print(json.dumps([broken(), *(broken_by(file, text) for file, text in plants), broken()]))
