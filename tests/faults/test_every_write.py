"""A fault at any write or read of what changes much at once: the old is there, or the new, and it is said in words."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.disk import Fault, on_failing_disk
from tests.faults.killing import killed_at, steps_of
from tests.faults.operations import OPERATIONS, Operation
from tests.faults.proofs import Said
from tests.faults.trust import STEPS
from tests.stations import Site

_FEW, _FEW_KILLS = 3, 8
"""Steps of each operation; `python -m tests.faults --trust` tries more, with `--steps 0` all."""


def spread(steps: int, wanted: int) -> list[int]:
    """So many of them, the first and the last among them; all where that is asked for."""
    if not wanted or wanted >= steps:
        return list(range(steps))
    return sorted({number * (steps - 1) // (wanted - 1) for number in range(wanted)})


def put_back(folder: Path) -> None:
    """Everything as it was before."""
    for path in folder.iterdir():
        if path.name != "whole" and path.is_dir():
            shutil.rmtree(path)
        elif path.name != "whole":
            path.unlink()
    shutil.copytree(folder / "whole", folder, dirs_exist_ok=True)


def begun(site: Site, kind: type[Operation]) -> Operation:
    """With a copy of everything as it was."""
    operation, folder = kind(site), site.path.parent
    operation.begin()
    site.close()
    shutil.copytree(folder, folder / "whole", ignore=shutil.ignore_patterns("whole", "*.lock"))
    return operation


@pytest.fixture
def at_work(tmp_path: Path) -> Iterator[Site]:
    """A station in a folder whose disk may fail."""
    folder = tmp_path / "disk"
    folder.mkdir()
    site = Site(folder)
    yield site
    site.close()


@pytest.mark.slow
@pytest.mark.parametrize("kind", OPERATIONS, ids=lambda kind: kind.__name__)
def test_a_kill_before_any_commit_or_change_of_a_file_leaves_what_was_or_what_is_to_be(
    at_work: Site, kind: type[Operation], said: Said
) -> None:
    operation, folder = begun(at_work, kind), at_work.path.parent
    states, lost, whole = Counter[str](), list[str](), steps_of(operation.work)
    put_back(folder)
    steps = spread(whole, int(os.environ.get(STEPS, _FEW_KILLS)))
    for step in steps:
        assert killed_at(step, operation.work)
        is_done, amiss = operation.state()
        states["done" if is_done else "as before"] += 1
        lost += [f"step {step}: {line}" for line in amiss]
        put_back(folder)

    said(f"at {len(steps)} of {whole}: {states['as before']} as before, {states['done']} done, lost {len(lost)}")
    assert [] == lost
    assert {"as before", "done"} == set(states)


@pytest.mark.slow
@pytest.mark.parametrize("fault", Fault, ids=lambda fault: fault.name.lower())
@pytest.mark.parametrize("kind", OPERATIONS, ids=lambda kind: kind.__name__)
def test_a_fault_leaves_what_was_or_what_is_to_be(
    at_work: Site, kind: type[Operation], fault: Fault, said: Said
) -> None:
    operation, folder = begun(at_work, kind), at_work.path.parent
    whole = on_failing_disk(folder, fault, -1, operation.work)
    assert whole.is_done, whole.raw
    put_back(folder)
    states, texts, amiss = Counter[str](), Counter[str](), list[str]()

    steps = spread(whole.steps, int(os.environ.get(STEPS, _FEW)))
    for step in steps:
        end = on_failing_disk(folder, fault, step, operation.work)
        is_done, lost = operation.state()
        states["done" if is_done else "as before"] += 1
        texts[end.text] += bool(end.text)
        if end.is_done and not is_done:
            lost.append("what was said to be done")
        if fault is Fault.FULL and end.text and not any(word in f"{end.text} {end.cure}" for word in ("full", "Free")):
            lost.append(f"not told that the disk is full: {end.text}")
        amiss += [f"step {step}: {line}" for line in (*lost, *([end.raw] if end.raw else []))]
        put_back(folder)

    said(f"at {len(steps)} of {whole.steps}: {states['as before']} as before, {states['done']} done, lost {len(amiss)}")
    said(*sorted(text for text in texts if text))
    assert [] == amiss
