"""A case with several numbers: which one is shown, and the key that changes it."""

from __future__ import annotations

from cati_app.domain.ids import CaseId
from tests.casework import alter
from tests.stations import Site
from tests.unit.ui.stagehands import Window


def dial(window: Window) -> None:
    window.press("dial")
    window.rest()


def only_case_six(site: Site, lines: int) -> None:
    """A case with several numbers, and no other open one."""
    with site.units()() as unit:
        for number in range(1, 6):
            alter(unit, CaseId(f"case-{number}"), state="closed")
        unit.commit()
    site.add_cases([6], lines=lines)


def test_the_numbers_of_a_case_take_turns_and_one_key_changes_them(site: Site) -> None:
    only_case_six(site, lines=3)
    window = Window(site).sign_in(site.ann)
    shown = window.views.dial.states

    def numbers() -> tuple[str, ...]:
        return (shown[-1].number, *(option.label for option in shown[-1].numbers))

    first = numbers()
    window.press("other_number")
    assert (first[1], first[2], first[0]) == numbers()
    window.press("other_number")
    window.press("other_number")
    assert first == numbers()
    dial(window)
    window.press("other_number")  # not while the line is up
    assert first == numbers()

    window.result("no_answer")
    window.rest()
    site.clock.move(24 * 3600)
    window.views.dial.begin_pressed.emit()
    window.rest()

    assert (6, first[1]) == (window.case_no, numbers()[0])


def test_a_dead_number_is_marked_and_the_next_comes_up(site: Site) -> None:
    only_case_six(site, lines=2)
    window = Window(site).sign_in(site.ann)
    shown = window.views.dial.states
    dead = shown[-1].number
    dial(window)
    window.result("not_in_service")
    window.rest()

    assert (6, f"{dead} · out of service") == (window.case_no, shown[-1].numbers[0].label)
