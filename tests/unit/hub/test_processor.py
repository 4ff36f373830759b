"""On which processor a hub runs; in a thread of its own, for the bond is that of a thread."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest.mock import Mock

import pytest

from cati_app.__main__ import main
from cati_app.cli.hub import _processor
from cati_app.hub.processor import ANY, allowed, stay_on, stay_on_some


def after(bind: Callable[[], None]) -> tuple[int, ...]:
    """Where a thread may run that has done that, and one that it starts."""

    def bound() -> tuple[int, ...]:
        bind()
        with ThreadPoolExecutor(1) as other:
            assert allowed() == other.submit(allowed).result()
        return allowed()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(bound).result()


def test_it_stays_on_the_one_that_is_named() -> None:
    last = allowed()[-1]

    assert (last,) == after(lambda: stay_on(last))


def test_else_on_one_of_those_that_it_may_use_and_the_next_process_on_another() -> None:
    known = allowed()

    assert (known[os.getpid() % len(known)],) == after(stay_on_some)


def test_where_the_system_forbids_it_a_hub_runs_anywhere_unless_one_was_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known = allowed()
    monkeypatch.setattr(os, "sched_setaffinity", Mock(side_effect=PermissionError))

    assert known == after(stay_on_some)
    assert 1 == main(["hub", "serve", str(tmp_path), "--processor", str(known[0])])
    assert f"stay on processor {known[0]}" in capsys.readouterr().err


def test_none_but_those_is_taken() -> None:
    beyond = allowed()[-1] + 1
    with pytest.raises(ValueError, match="not one of"):
        after(lambda: stay_on(beyond))
    for text in (str(beyond), "-1", "first", "", "9" * 400):
        with pytest.raises(argparse.ArgumentTypeError):
            _processor(text)
    assert (allowed()[0], ANY) == (_processor(str(allowed()[0])), _processor("any"))
