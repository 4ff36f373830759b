"""A code says where the hub is and how it is known, and is refused when a part of it is missing."""

from __future__ import annotations

import base64
import hashlib

import pytest

from cati_app.domain.errors import EnvironmentProblem
from cati_app.sync.code import EnrolCode, HubAddress, HubWhereabouts, StudySeen

CODE = EnrolCode(b"h" * 16, b"f" * 32, b"s" * 16, HubAddress("hub.example", 8443))
STATION = EnrolCode(
    b"h" * 16, b"f" * 32, b"s" * 16, HubAddress("::1", 1), StudySeen(b"y" * 16, b"r" * 32, 258, b"d" * 32)
)


@pytest.mark.parametrize("code", [CODE, STATION])
def test_a_code_is_read_back_whatever_lies_between_its_signs(code: EnrolCode) -> None:
    text = code.text

    assert code == EnrolCode.typed(f" {text[:20].lower()}-\n {text[20:]} ")


def test_a_code_for_a_station_has_this_form() -> None:
    """Kind, study, root, number of the head in four bytes, its digest; then as the first code."""
    data = base64.b32decode(STATION.text + "=" * (-len(STATION.text) % 8))

    assert b"\x02" + b"y" * 16 + b"r" * 32 + b"\0\0\x01\x02" + b"d" * 32 == data[:85]
    assert b"h" * 16 + b"f" * 32 + b"s" * 16 + b"https://[::1]:1" == data[85:-4]
    assert hashlib.sha256(b"cati/1 enrol code" + data[:-4]).digest()[:4] == data[-4:]


def test_what_tells_where_a_hub_is_is_read_back_and_lets_nobody_in() -> None:
    where = HubWhereabouts(b"h" * 16, b"f" * 32, HubAddress("hub.example", 8443))

    assert where == HubWhereabouts.typed(where.text.lower())
    for read, text in ((EnrolCode.typed, where.text), (HubWhereabouts.typed, CODE.text)):
        with pytest.raises(EnvironmentProblem) as told:
            read(text)
        assert "enrol_code_unreadable" == told.value.code


def test_tokens_are_of_a_study_and_of_a_hub_before_there_is_one() -> None:
    assert (b"h" * 16, b"y" * 16) == (CODE.salt, STATION.salt)


def test_a_code_of_another_kind_is_told() -> None:
    content = b"\x09" + base64.b32decode(CODE.text + "=" * (-len(CODE.text) % 8))[1:-4]
    whole = content + hashlib.sha256(b"cati/1 enrol code" + content).digest()[:4]

    with pytest.raises(EnvironmentProblem) as told:
        EnrolCode.typed(base64.b32encode(whole).decode())

    assert "enrol_code_unreadable" == told.value.code


@pytest.mark.parametrize("text", ["", "A", CODE.text[:-1], CODE.text[1:], CODE.text + "A", "ä" * 100, "1" * 160])
def test_a_code_that_is_not_whole_is_told(text: str) -> None:
    with pytest.raises(EnvironmentProblem) as told:
        EnrolCode.typed(text)

    assert "enrol_code_unreadable" == told.value.code


def test_a_sign_that_was_changed_is_seen() -> None:
    text = CODE.text
    changed = [text[:at] + ("B" if text[at] == "A" else "A") + text[at + 1 :] for at in range(len(text) - 2)]

    for wrong in changed:
        with pytest.raises(EnvironmentProblem):
            EnrolCode.typed(wrong)


@pytest.mark.parametrize("text", ["https://hub.example:8443", "https://[::1]:8443", "https://127.0.0.1:1"])
def test_an_address_is_written_as_it_was_typed(text: str) -> None:
    assert text == str(HubAddress.typed(text))


@pytest.mark.parametrize(
    "text",
    ["http://hub:1", "hub:1", "https://hub", "https://hub:x", "https://a:b@hub:1", "https://hub:1/x", "https://h b:1"],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="."):
        HubAddress.typed(text)
