"""A digit that stands for no result of a call is told in the message line."""

from __future__ import annotations

from tests.stations import Site
from tests.unit.ui.stagehands import Window


def test_it_is_told_until_a_digit_stands_for_a_result(site: Site) -> None:
    window = Window(site).sign_in(site.ann)
    window.views.dial.digit_refused.emit("0")
    assert "The digit “0” is not the digit of a result here. Each result shows its digit in front." == window.told

    window.views.dial.digit_refused.emit("")
    assert "" == window.told


def test_a_digit_that_stands_for_a_result_takes_no_other_message_away(site: Site) -> None:
    window = Window(site).sign_in(site.ann)
    window.result("no_answer")
    window.rest()
    said = window.told
    window.views.dial.digit_refused.emit("")

    assert "A result needs a call: dial first (F5)." == said == window.told


def test_a_message_that_came_since_stays(site: Site) -> None:
    window = Window(site).sign_in(site.ann)
    window.views.dial.digit_refused.emit("7")
    window.result("no_answer")
    window.rest()
    said = window.told
    window.views.dial.digit_refused.emit("")

    assert "A result needs a call: dial first (F5)." == said == window.told
