"""Frames of random numbers: every number once, in an order that only the seed decides."""

from __future__ import annotations

from itertools import islice

import pytest

from cati_app.domain.errors import RuleViolation
from cati_app.domain.sampling.random_numbers import NumberFrame, block_of, stem_of


def test_a_listed_number_stands_for_its_block_of_a_hundred() -> None:
    assert ("302312501", 2) == block_of("30231250134")


def test_every_number_comes_once_in_the_order_of_the_seed() -> None:
    frame = NumberFrame([("30231250", 2), ("30231259", 2), ("30231250", 2)])

    drawn = list(frame.draws(1))

    assert (200, 200, 200) == (frame.size, len(drawn), len(set(drawn)))
    assert drawn == list(frame.draws(1))
    assert drawn != list(frame.draws(2))


def test_blocks_within_blocks_count_once() -> None:
    assert 1000 == NumberFrame([("3023125", 3), ("30231250", 2), ("302312599", 1)]).size


def test_a_large_frame_is_drawn_without_listing_it() -> None:
    frame = NumberFrame([("171", 7)])

    drawn = list(islice(frame.draws(1), 5000))

    assert (10**7, 5000, {10}) == (frame.size, len(set(drawn)), {len(one) for one in drawn})


def test_no_block_holds_nothing() -> None:
    assert (0, []) == (NumberFrame([]).size, list(NumberFrame([]).draws(1)))


@pytest.mark.parametrize(
    ("prefix", "stem"),
    [
        ("030 2312 5xxx", ("3023125", 3)),
        ("+49 (30) 23125-0", ("30231250", 2)),
        ("004930231250XX", ("30231250", 2)),
        ("171 39200", ("17139200", 2)),
    ],
)
def test_a_block_is_read_as_people_write_it(prefix: str, stem: tuple[str, int]) -> None:
    assert stem == stem_of(prefix, "49")


@pytest.mark.parametrize("prefix", ["", "x", "abc", "030x1", "0030", "171xxxxxxxx", "٠٣٠٢٣"])
def test_anything_else_is_refused(prefix: str) -> None:
    with pytest.raises(RuleViolation, match="prefix_unreadable"):
        stem_of(prefix, "49")
