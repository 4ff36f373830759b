"""How long interviews took, by language and by the way they went."""

from __future__ import annotations

from cati_app.demo.rehearsal.lengths import MOST_FORKS, by_language, by_route
from cati_app.demo.rehearsal.seat_work import Held

_ALL = ("intro", "age", "born", "since", "wish")


def test_of_each_language_the_median_and_what_nine_of_ten_stay_below() -> None:
    held = [Held("tr", 600.0, _ALL), *(Held("de", 60.0 * n, _ALL) for n in range(1, 12))]

    german, turkish = by_language(held)

    assert ("de", 360.0, 11) == (german.language, german.middle, german.count)
    assert 600 < german.long <= 660
    assert (600.0, 600.0, 1) == (turkish.middle, turkish.long, turkish.count)
    assert [] == by_language([])


def test_questions_asked_of_the_same_people_are_one_fork_and_the_costliest_stands_first() -> None:
    held = [Held("de", 1200.0, ("intro", "age", "born", "since")) for _ in range(10)]
    held += [Held("de", 900.0, ("intro", "age", "wish")) for _ in range(12)]
    held += [Held("de", 600.0, ("intro", "age")) for _ in range(11)]

    first, second = by_route(held, _ALL)

    assert (("born", "since"), 1200.0, 900.0, 10, 23) == (
        first.asked,
        first.with_s,
        first.without_s,
        first.with_them,
        first.without,
    )
    assert (("wish",), 900.0, 600.0) == (second.asked, second.with_s, second.without_s)
    assert "born, since" == first.name


def test_a_fork_that_costs_less_than_a_tenth_of_a_minute_is_not_told() -> None:
    def told(seconds: float) -> int:
        held = [Held("de", seconds, ("age", "born")) for _ in range(10)]
        return len(by_route([*held, *(Held("de", 600.0, ("age",)) for _ in range(10))], _ALL))

    assert (0, 0, 1, 1) == (told(600.0), told(605.9), told(606.0), told(594.0))


def test_a_fork_that_few_went_is_not_told_and_what_all_were_asked_is_none() -> None:
    held = [Held("de", 900.0, ("age", "born")) for _ in range(9)] + [Held("de", 600.0, ("age",)) for _ in range(40)]

    assert [] == by_route(held, _ALL)
    assert [] == by_route([], _ALL)


def test_a_long_fork_is_called_by_its_first_questions_and_not_every_fork_is_told() -> None:
    names = [f"q{n}" for n in range(60)]
    whole = [Held("de", 60.0 * n, tuple(names[: n + 1])) for n in range(60)]
    forks = by_route(whole, names)
    assert MOST_FORKS == len(forks)

    held = [Held("de", 60.0, tuple(names[:5]))] * 10 + [Held("de", 30.0, ())] * 10
    assert ["q0, q1, q2 +2"] == [fork.name for fork in by_route(held, names)]
