"""`cati dossier`: what is proposed, a relation decided, and documents only once every relation is."""

from __future__ import annotations

import json

import pytest

from tests.commands import Command
from tests.unit.cli import test_release_command
from tests.unit.cli.test_release_command import Commands

held_study, commands = test_release_command.held_study, test_release_command.commands
_DOSSIER = """
version: "1"
sectors: [{id: city, label: {de: Stadt}, experts: 16}]
themes:
  - theme: governance
    label: {de: Steuerung}
    questions: [since]
    sides: [{id: good, label: {de: gut}, values: [1990]}, {id: poor, label: {de: schlecht}, values: [1991]}]
    experts: {asks: {de: Wie?}, asked: 16, sides: {good: 4, poor: 9}}
  - theme: locked
    label: {de: Gesperrt}
    sides: [{id: good, label: {de: gut}}, {id: poor, label: {de: schlecht}}]
    experts: {asks: {de: Wie?}, asked: 16, sides: {good: 9, poor: 4}, agreement: {alpha: 0.5, low: 0.4, high: 0.6}}
"""


@pytest.fixture
def dossier(commands: Commands) -> Commands:
    (commands.folder / "study" / "dossier.yaml").write_text(_DOSSIER, encoding="utf-8")
    return commands


def test_both_sides_are_told_and_few_answers_are_hidden(dossier: Commands) -> None:
    lines = dossier("dossier").stdout.splitlines()

    assert [
        "governance: Steuerung · proposed: none: too little can be told · open",
        "  experts: 16 of 16 asked; gut 4, schlecht 9",
        "  residents: nothing to be told",
        "locked: Gesperrt · proposed: none: too little can be told · open",
        "  experts: locked, coders agree too little",
        "  residents: nothing to be told",
    ] == lines


def test_documents_wait_until_every_relation_is_decided(dossier: Commands) -> None:
    out = dossier.folder / "out"
    refused = dossier("dossier", "--out", out)
    assert (1, False) == (refused.returncode, out.exists())
    assert "open: Steuerung, Gesperrt" in refused.stderr

    assert "needs the sentence" in dossier("dossier", "--theme", "governance").stderr
    for theme in ("governance", "locked"):
        words = ("dossier", "--theme", theme, "--sentence", "Das ist so.", "--relation", "partly")
        assert "Decided.\n" == dossier(*words).stdout
    assert "It stands so already.\n" == dossier(*words).stdout

    assert 0 == dossier("dossier", "--out", out).returncode
    assert 0 == dossier("dossier", "--out", out, "--short").returncode
    assert [
        "small_dossier_de.html",
        "small_dossier_de.pdf",
        "small_dossier_de.xlsx",
        "small_dossier_short_de.html",
        "small_dossier_short_de.pdf",
    ] == sorted(path.name for path in out.iterdir())
    told = json.loads(dossier("dossier", "--json").stdout)
    assert (["partly", "partly"], [], [False, True]) == (
        [each["decided"] for each in told["themes"]],
        told["open"],
        [each["locked"] for each in told["themes"]],
    )


@pytest.mark.parametrize(
    ("change", "words", "told"),
    [
        (("", ""), ("--theme", "nowhere", "--sentence", "x"), "It has: governance, locked"),
        (("poor: 9", "poor: 99"), (), "dossier.yaml"),
        (("questions: [since]", "questions: [sinse]"), (), "sinse"),
    ],
)
def test_what_does_not_fit_is_told(
    dossier: Commands, change: tuple[str, str], words: tuple[str, ...], told: str
) -> None:
    (dossier.folder / "study" / "dossier.yaml").write_text(_DOSSIER.replace(*change), encoding="utf-8")

    run = dossier("dossier", *words)

    assert 1 == run.returncode
    assert told in run.stderr


def test_mistakes_are_told_by_check_as_well(dossier: Commands, cati: Command) -> None:
    (dossier.folder / "study" / "dossier.yaml").write_text(_DOSSIER.replace("poor: 9", "poor: 99"), encoding="utf-8")

    run = cati("check", dossier.folder / "study")

    assert 1 == run.returncode
    assert "dossier.yaml" in run.stdout + run.stderr


def test_a_study_without_the_file_has_no_dossier(commands: Commands) -> None:
    run = commands("dossier")
    assert 1 == run.returncode
    assert "has no dossier.yaml" in run.stderr
