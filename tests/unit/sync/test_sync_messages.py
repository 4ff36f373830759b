"""Messages are read strictly: what does not belong is refused by the name of its field, never by its value."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cati_app.sync.messages import (
    BODY_AT_MOST,
    EVENTS_AT_MOST,
    PARTS_AT_MOST,
    PROTOCOL,
    ROW_AT_MOST,
    Push,
    Refused,
    Unreadable,
    read,
    written,
)

EVENT = {"row": "1\x1fabcd1234", "digest": "0" * 64}
PUSH: dict[str, Any] = {
    "protocol": PROTOCOL,
    "epoch": {"n": 1, "id": "a" * 32},
    "first": 1,
    "last": 1,
    "events": [EVENT],
}


def test_a_message_is_read_as_it_was_written() -> None:
    push = read(Push, json.dumps(PUSH).encode())

    assert push == read(Push, written(push))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"secret": 1}, "secret"),
        ({"first": 0}, "first"),
        ({"first": "1"}, "first"),
        ({"first": 1.0}, "first"),
        ({"last": 2**53}, "last"),
        ({"events": []}, "events"),
        ({"events": [EVENT] * (EVENTS_AT_MOST + 1)}, "events"),
        ({"events": [EVENT | {"digest": "0" * 63}]}, "events.0.digest"),
        ({"events": [EVENT | {"digest": "G" * 64}]}, "events.0.digest"),
        ({"events": [EVENT | {"row": "x" * (ROW_AT_MOST + 1)}]}, "events.0.row"),
        ({"events": [EVENT | {"more": ""}]}, "events.0.more"),
        ({"epoch": {"n": 1}}, "epoch.id"),
        ({"epoch": {"n": 1, "id": "a" * 32 + "\n"}}, "epoch.id"),
    ],
)
def test_what_does_not_belong_is_refused_by_its_field(change: dict[str, Any], field: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(Push, json.dumps(PUSH | change).encode())

    assert (Refused.MESSAGE, field) == (refused.value.refused, refused.value.field)


@pytest.mark.parametrize("value", [[0] * PARTS_AT_MOST, {str(n): 0 for n in range(PARTS_AT_MOST)}, [[0] * 100] * 500])
def test_a_message_of_countless_parts_is_refused_without_a_word_on_each(value: object) -> None:
    """Eight megabytes of them kept a hub busy for 23 seconds."""
    with pytest.raises(Unreadable) as refused:
        read(Push, json.dumps(PUSH | {"events": value}).encode())

    assert (Refused.MESSAGE, "") == (refused.value.refused, refused.value.field)


def test_the_largest_push_is_not_of_too_many_parts() -> None:
    push = read(Push, json.dumps(PUSH | {"events": [EVENT] * EVENTS_AT_MOST, "last": EVENTS_AT_MOST}).encode())

    assert EVENTS_AT_MOST == len(push.events)


@pytest.mark.parametrize("protocol", [PROTOCOL - 1, PROTOCOL + 1], ids=["older", "newer"])
def test_another_protocol_is_told_as_such_whatever_else_is_wrong(protocol: int) -> None:
    with pytest.raises(Unreadable) as refused:
        read(Push, json.dumps(PUSH | {"protocol": protocol, "new": True}).encode())

    assert Refused.PROTOCOL == refused.value.refused


def test_a_message_that_is_too_large_is_not_even_read() -> None:
    with pytest.raises(Unreadable) as refused:
        read(Push, b" " * (BODY_AT_MOST + 1))

    assert Refused.SIZE == refused.value.refused


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff", b"<html></html>", b'{"first": NaN}'])
def test_what_is_no_message_is_refused(body: bytes) -> None:
    with pytest.raises(Unreadable):
        read(Push, body)


@given(st.text(min_size=10, alphabet="äöüqxz"))
def test_a_value_is_never_repeated(value: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(Push, json.dumps(PUSH | {"first": value, "events": [EVENT | {"digest": value}]}).encode())

    assert value not in str(refused.value)


def test_a_field_that_the_sender_made_up_goes_back_short_and_printable() -> None:
    with pytest.raises(Unreadable) as refused:
        read(Push, json.dumps(PUSH | {"\n" * 1000: 1}).encode())

    assert "?" * 200 == refused.value.field
