"""Idioms that were translated word for word do not come back, in code, messages or documents."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]
_HERE = Path(__file__)
_INSTEAD = {
    r"gives? (the|its) \w+( and (the \w+|back))?,? (and )?free\b": "releases",
    r"signs? of life": "heartbeat",
    r"\bhangs? on\b|\bon which [\w ]+ hangs?\b": "depends on",
    r"\bin vain\b": "without reaching anybody",
    r"[Ss]poilt": "damaged",
    r"\bplays? along\b": "works, fails",
    r"\bheard of\b": "heartbeat",
    r"[Ww]hatever becomes of": "whatever happens to",
    r"\band its kin\b": "and what it needs",
    r"\bto be had\b": "available",
    r"\bleft aside\b": "ignored",
    r"\bbelongs? into\b": "belongs in",
    r"clocks? on the wall": "wall clock",
    r"\b(come|comes|came) to rest\b": "settles",
    r"keyboard to itself|(has|have) the keyboard": "focus, in focus",
    r"\b[Ll]eads? (the|an) interview": "conducts",
    r"\b[Ww]hat came of (it|a|an|the)\b": "the outcome",
    r"\bborn again\b": "rebuilt",
    r"\b\w+'s hands\b|\b[Ii]n the hands of\b|\bin ((your|these|other|the same) )?hands\b(?!\.\w)": "in hand",
    r"\b(leaves?|left) (the|these) hands\b|\bout of the hands\b|\bhours and hands\b": "in hand no more",
}


def idioms(text: str) -> list[str]:
    """What a text should say instead."""
    return [instead for pattern, instead in _INSTEAD.items() if re.search(pattern, text)]


@pytest.mark.parametrize("room", ["cati_app", "tests", "docs", "."])
def test_no_idiom_is_translated_word_for_word(room: str) -> None:
    folder = _ROOT / room
    paths = folder.glob("*.md") if room == "." else [*folder.rglob("*.py"), *folder.rglob("*.md")]
    named = {path: idioms(path.read_text(encoding="utf-8")) for path in paths if path != _HERE}

    assert {} == {str(path.relative_to(_ROOT)): instead for path, instead in named.items() if instead}


def test_an_idiom_is_found() -> None:
    assert [["depends on"], ["heartbeat"]] == [idioms("“{a}” hangs on “{b}”"), idioms("without a sign of life")]


@pytest.mark.parametrize(
    "text", ["in nobody's hands", "in hands: {who}", "In the hands of", "No case in your hands", "it leaves the hands"]
)
def test_a_case_is_in_hand_and_not_in_hands(text: str) -> None:
    assert "in hand" in " ".join(idioms(text))
    assert [] == idioms("No case in hand; whoever has it in hand hands it over.")
