"""The tables of proofs: every row is a test that tells what was said; the table of the document is that of the code."""

from __future__ import annotations

import inspect
from importlib import import_module

import pytest

from tests.faults import attacks, trust
from tests.faults.proofs import Proof


@pytest.mark.parametrize("proof", [*attacks.ATTACKS, *trust.FAULTS], ids=lambda proof: f"{proof.who}: {proof.tried}")
def test_every_row_is_a_test_that_tells_what_was_said(proof: Proof) -> None:
    name = proof.test.partition("::")[2].partition("[")[0]
    test = getattr(import_module(proof.file.removesuffix(".py").replace("/", ".")), name)

    assert "said" in inspect.signature(test).parameters


def test_the_table_in_the_document_is_that_of_the_code() -> None:
    """What was said is compared by each of the tests."""
    told = [line.split(" | ") for line in attacks.rows()]

    assert [(f"| {proof.who}", proof.tried, proof.file) for proof in attacks.ATTACKS] == [
        (cells[0], cells[1], cells[3].split("(")[1][:-3]) for cells in told
    ], "run: make attacks"
