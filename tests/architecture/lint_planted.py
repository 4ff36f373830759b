"""Lints a copy of the package once for each group of texts planted in it, in a process of its own.

The linter finds the package by its name, and the tests have imported the real one already. Run in the folder of the
copy; reads a list of groups, each a list of [file, text to add], as JSON, and writes for each group what the contracts
that it broke say of it, by their names; before them and after them the same of the package as it is.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from pathlib import Path

from importlinter import api
from importlinter.application import use_cases

_CONTRACTS = "pyproject.toml"


def broken() -> dict[str, str]:
    """Names of the contracts that do not hold now, and what each says."""
    report = use_cases.create_report(use_cases.read_user_options(_CONTRACTS), cache_dir=None)
    assert not report.could_not_run
    said = {}
    for contract, check in report.get_contracts_and_checks():
        if not check.kept:
            with redirect_stdout(io.StringIO()) as told:
                contract.render_broken_contract(check)
            said[contract.name] = told.getvalue()
    return said


@contextmanager
def planted(texts: Sequence[tuple[Path, str]]) -> Iterator[None]:
    """Each stands at the end of its file meanwhile."""
    before = {file: file.read_text(encoding="utf-8") if file.exists() else None for file, _ in texts}
    assert len(before) == len(texts), "one text a file"
    for file, text in texts:
        file.parent.mkdir(exist_ok=True)
        file.write_text((before[file] or "") + text, encoding="utf-8")
    yield
    for file, content in before.items():
        if content is not None:
            file.write_text(content, encoding="utf-8")
            continue
        file.unlink()
        if not any(file.parent.iterdir()):
            file.parent.rmdir()


def broken_by(texts: Sequence[tuple[Path, str]]) -> dict[str, str]:
    """As `broken`, with texts at the ends of files."""
    with planted(texts):
        return broken()


if __name__ == "__main__":
    sys.path.insert(0, ".")
    assert api.read_configuration(_CONTRACTS)["contracts_options"]
    use_cases._register_contract_types(use_cases.read_user_options(_CONTRACTS))
    groups = [[(Path(file), text) for file, text in group] for group in json.load(sys.stdin)]
    print(json.dumps([broken(), *map(broken_by, groups), broken()]))
