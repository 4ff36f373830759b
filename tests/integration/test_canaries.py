"""Nothing that tells of people stands at a hub, travels to it or lies in its memory; and the search finds what does."""

from __future__ import annotations

import base64
import json
import zlib
from pathlib import Path

import pytest

from tests.canaries import NUMBER, WORD, found_in, searched, variants


@pytest.mark.slow
def test_a_shift_leaves_no_number_name_note_answer_or_label_at_the_hub(tmp_path: Path) -> None:
    places = searched("files", tmp_path / "field")

    assert {} == {place.place: set(place.found) for place in places if place.found}
    assert 6 == len(places)
    assert all(place.size > 1_000 for place in places), "there was something to search"


@pytest.mark.parametrize("text", [f"{WORD}-note", f"+{NUMBER}001"])
def test_what_stands_there_in_any_way_is_found(text: str) -> None:
    hidden = {
        "JSON": json.dumps({"told": text}).encode(),
        "clear": f"before {text} behind".encode(),
        "utf-16": f"before {text}".encode("utf-16"),
        "hexadecimal": text.encode().hex().encode(),
        "packed": zlib.compress(json.dumps({"told": text}).encode()),
        "packed in hexadecimal": zlib.compress(text.encode()).hex().encode(),
        "packed in base64": base64.b64encode(zlib.compress(text.encode() * 3)),
        "hexadecimal in JSON in base64": base64.b64encode(json.dumps({"told": text.encode().hex()}).encode()),
        **{f"base64 {n}": base64.b64encode(b"x" * n + text.encode() + b"yy") for n in range(5)},
    }

    assert [] == [way for way, data in hidden.items() if not found_in(b"\1\2" + data + b"\xff")]
    assert set() == found_in(b"quokka " * 20 + b"493023" + bytes(range(256)))


def test_no_way_is_so_short_that_it_is_found_by_chance() -> None:
    assert 8 <= min(len(coded) for text in (WORD, NUMBER) for coded in variants(text).values())
