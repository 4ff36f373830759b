"""A code says where the hub is and how it is known, and is refused when a part of it is missing."""

from __future__ import annotations

import pytest

from cati_app.domain.errors import EnvironmentProblem
from cati_app.sync.code import EnrolCode, HubAddress

CODE = EnrolCode(b"h" * 16, b"f" * 32, b"s" * 16, HubAddress("hub.example", 8443))


def test_a_code_is_read_back_whatever_lies_between_its_signs() -> None:
    text = CODE.text

    assert CODE == EnrolCode.typed(f" {text[:20].lower()}-\n {text[20:]} ")


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
