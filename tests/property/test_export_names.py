"""Laws of names and labels: within the limits of SPSS, unique, cut where words end."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from cati_app.publish.dataset.names import LONGEST_NAME, RESERVED, Names, cut, shortened

_VALID = re.compile(r"[A-Za-z][A-Za-z0-9_]*\Z", re.ASCII)
_WORDS = st.text(st.sampled_from("aäß€ ,-–\n\0")) | st.text(max_size=400)


@given(st.lists(st.tuples(st.text(max_size=50), st.sampled_from(["", "_1", "_12_3", "_miss", "_Ü"])), max_size=30))
def test_names_are_valid_short_unreserved_and_unique_without_regard_to_case(wanted: list[tuple[str, str]]) -> None:
    names = Names()
    taken = [names.take(name, suffix) for name, suffix in wanted]
    assert all(_VALID.match(name) and len(name) <= LONGEST_NAME for name in taken)
    assert len({name.lower() for name in taken}) == len(taken)
    assert not {name.lower() for name in taken} & RESERVED


@given(st.from_regex(r"[a-z][a-z0-9_]{0,25}[a-z0-9]", fullmatch=True).filter(lambda name: name not in RESERVED))
def test_a_good_name_is_kept(name: str) -> None:
    assert Names().take(name) == name


@given(_WORDS, st.integers(3, 300))
def test_a_label_keeps_within_its_bytes_and_is_whole_or_ends_at_a_word(text: str, limit: int) -> None:
    whole = " ".join(text.encode(errors="replace").decode().replace("\0", "").split())
    label = cut(text, limit)
    assert len(label.encode()) <= limit
    if len(whole.encode()) <= limit:
        assert label == whole
    else:
        assert label.endswith("…")
        head = label[:-1]
        assert whole.startswith(head)
        rest = whole[len(head) :].lstrip(" ,;:–-")
        inside_a_word = bool(rest) and not whole[len(head)].isspace() and rest == whole[len(head) :]
        assert not (inside_a_word and " " in head), "cut within a word although a word had ended before"


@given(_WORDS, st.integers(0, 50))
def test_shortening_splits_no_character(text: str, limit: int) -> None:
    text = text.encode(errors="replace").decode()
    head = shortened(text, limit)
    assert text.startswith(head)
    assert len(head.encode()) <= limit
    assert head == text or len(text[: len(head) + 1].encode()) > limit
