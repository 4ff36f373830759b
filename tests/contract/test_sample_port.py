"""`Sample`: what use cases may rely on when many cases come in, come again and are released."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cati_app.domain.casework.cases import CaseState
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import CaseId, NumberId
from cati_app.domain.sampling.sample import (
    KnownNumber,
    KnownUnit,
    NewNumber,
    NewUnit,
    Portion,
    RenewedUnit,
    SampleCounts,
)
from cati_app.fieldwork.ports.unit import UnitOfWork
from tests.casework import alter
from tests.stations import Site, fiction

FIRST = CaseId("case-1")


def new(name: str, case_no: int, *numbers: int, order: int | None = None, **fields: str) -> NewUnit:
    """A unit whose id and sample id are its name, with these numbers of fiction."""
    lines = tuple(NewNumber(NumberId(f"{name}-{place}"), fiction(number)) for place, number in enumerate(numbers))
    return NewUnit(
        CaseId(name), case_no, name, "register", "tr", fields, lines, order, locality="Asia/Tokyo|", cell="north"
    )


def named(order: int) -> str:
    """The id of the case that has this place in the random order."""
    return f"w{100 - order}"


def waiting(unit: UnitOfWork, *orders: int, first_no: int = 6) -> None:
    """Cases that wait to be released, each with its place in the random order, which is not that of their ids."""
    unit.sample.add([new(named(order), first_no + n, 500 + order, order=order) for n, order in enumerate(orders)])


def released(unit: UnitOfWork, *orders: int) -> list[int]:
    """Which of them are open."""
    return [order for order in orders if unit.cases.get(CaseId(named(order))).state is CaseState.OPEN]


class TestSample:
    def test_a_new_case_is_what_the_file_says_and_open_at_once(self, site: Site) -> None:
        with site.units()() as unit:
            unit.sample.add([new("A", 6, 500, 501, region="north")])
            unit.commit()
        with site.units()() as unit:
            case = unit.cases.get(CaseId("A"))
            assert (6, "register", "open", {"region": "north"}, "tr", "Asia/Tokyo|", "north") == (
                case.case_no,
                case.frame,
                case.state,
                case.fields,
                case.language,
                case.locality,
                case.cell,
            )
            assert [(0, fiction(500), 0), (1, fiction(501), 0)] == [
                (number.position, number.number, number.dials) for number in case.numbers
            ]
            assert {1, 2, 3, 4, 5, 6} == unit.sample.case_numbers()

    def test_what_is_not_committed_never_came_in(self, site: Site) -> None:
        with site.units()() as unit:
            unit.sample.add([new("A", 6, 500)])
        with site.units()() as unit:
            assert {1, 2, 3, 4, 5} == unit.sample.case_numbers()

    def test_numbers_are_found_again_by_who_may_see_them(self, site: Site) -> None:
        with site.units()() as unit:
            mine, nobodys = unit.sample.lookup(fiction(1)), unit.sample.lookup(fiction(999))
            assert {mine: FIRST} == unit.sample.owners([mine, nobodys])
            assert "3023125" not in unit.sample.owners([mine])[mine]
        with site.blind_units()() as blind, pytest.raises(RuleViolation, match="no_contact_access"):
            blind.sample.lookup(fiction(1))

    def test_cases_are_known_by_name_and_by_id_with_what_was_done_on_them(self, site: Site) -> None:
        offer = site.dialled()
        with site.units()() as unit:
            unit.sample.add([new("A", 6, 500, region="north")])
            lookups = [unit.sample.lookup(fiction(number)) for number in (1, 500)]
            fresh = KnownUnit(
                CaseId("A"),
                "A",
                "register",
                "tr",
                False,
                {"region": "north"},
                (KnownNumber(NumberId("A-0"), lookups[1], False),),
            )
            begun = KnownUnit(
                FIRST,
                None,
                "landline",
                None,
                True,
                {"region": "north"},
                (KnownNumber(offer.case.numbers[0].id, lookups[0], True),),
            )
            assert {"A": fresh} == unit.sample.named(["A", "nobody"])
            assert {"A": fresh, FIRST: begun} == unit.sample.with_ids([CaseId("A"), FIRST, CaseId("nobody")])

    def test_a_field_is_told_by_case_where_it_is(self, site: Site) -> None:
        with site.units()() as unit:
            unit.sample.divide(["weight"])
            unit.sample.add([new("A", 6, 500, weight="1.5"), new("B", 7, 501)])
            assert {"A": "1.5"} == unit.sample.field("weight")

    def test_sealed_fields_are_read_by_who_sees_contact_data_and_by_nobody_else(self, site: Site) -> None:
        with site.units()() as unit:
            unit.sample.add([replace(new("A", 6, 500, area="north"), sealed_fields={"street": "Elm Row"})])
            unit.commit()
        with site.units()() as unit:
            assert {"area": "north", "street": "Elm Row"} == unit.cases.get(CaseId("A")).fields
            assert {"area": "north", "street": "Elm Row"} == unit.sample.named(["A"])["A"].fields
        with site.blind_units()() as blind:
            assert {"area": "north"} == blind.cases.get(CaseId("A")).fields
            assert {"area": "north"} == blind.sample.with_ids([CaseId("A")])[CaseId("A")].fields

    def test_a_declaration_moves_fields_between_open_and_sealed_and_none_is_lost(self, site: Site) -> None:
        with site.units()() as unit:
            unit.sample.divide(())
            unit.sample.add([replace(new("A", 6, 500, area="north"), sealed_fields={"street": "Elm Row"})])
            assert 1 == unit.sample.divide(["street"])
            assert frozenset({"street"}) == unit.sample.clear_columns()
            assert {"A": "Elm Row"} == unit.sample.field("street")
            with pytest.raises(RuleViolation, match="column_sealed"):
                unit.sample.field("area")
            assert {"area": "north", "street": "Elm Row"} == unit.cases.get(CaseId("A")).fields
            assert 0 == unit.sample.divide(["street"])
            unit.commit()
        with site.blind_units()() as blind:
            assert {"street": "Elm Row"} == blind.cases.get(CaseId("A")).fields
            with pytest.raises(RuleViolation, match="no_contact_access"):
                blind.sample.divide(["area"])

    def test_a_later_file_renews_sealed_fields_too(self, site: Site) -> None:
        with site.units()() as unit:
            unit.sample.add([replace(new("A", 6, 500), sealed_fields={"street": "Elm Row"})])
            known = unit.sample.named(["A"])["A"]
            kept = ((known.numbers[0].id, 0),)
            unit.sample.renew(
                [RenewedUnit(CaseId("A"), "register", "tr", {}, kept, (), (), "", "", {"street": "Oak Row"})]
            )
            assert {"street": "Oak Row"} == unit.cases.get(CaseId("A")).fields

    def test_a_later_file_says_who_a_case_is_and_leaves_its_calls(self, site: Site) -> None:
        offer = site.dialled()
        kept = offer.case.numbers[0].id
        with site.units()() as unit:
            unit.sample.renew(
                [
                    RenewedUnit(
                        FIRST,
                        "register",
                        "tr",
                        {"region": "south"},
                        ((kept, 1),),
                        ((0, NewNumber(NumberId("fresh"), fiction(500))),),
                        (),
                        "Asia/Tokyo|",
                        "south",
                    )
                ]
            )
            case = unit.cases.get(FIRST)
            assert ("register", "tr", {"region": "south"}, "Asia/Tokyo|", "south", 1, site.ann.id) == (
                case.frame,
                case.language,
                case.fields,
                case.locality,
                case.cell,
                case.attempts,
                case.locked_by,
            )
            assert [("fresh", 0, 0), (kept, 1, 1)] == [
                (number.id, number.position, number.dials) for number in case.numbers
            ]

    def test_a_number_that_is_gone_is_found_no_more(self, site: Site) -> None:
        with site.units()() as unit:
            case = unit.cases.get(FIRST)
            unit.sample.renew(
                [RenewedUnit(FIRST, case.frame, None, case.fields, (), (), (case.numbers[0].id,), case.locality)]
            )
            assert () == unit.cases.get(FIRST).numbers
            assert {} == unit.sample.owners([unit.sample.lookup(fiction(1))])

    def test_a_first_call_moves_with_its_case_to_another_frame(self, site: Site) -> None:
        offer = site.dialled()
        site.place().record_result(site.ann, offer.attempt, "no_answer")
        with site.units()() as unit:
            unit.sample.renew([RenewedUnit(FIRST, "register", None, {}, ((offer.case.numbers[0].id, 0),), (), ())])
            counted = {key: n for key, n in unit.cases.chances().counts.items() if n[0]}
            assert {("register", 1): (1, 0)} == counted

    def test_portions_are_dealt_in_random_order_and_later_ones_go_on_counting(self, site: Site) -> None:
        with site.units()() as unit:
            waiting(unit, 30, 10, 20)
            unit.sample.deal(2)
            waiting(unit, 5, first_no=9)
            unit.sample.deal(2)
            assert [Portion(1, 2, 2, 0, 0), Portion(2, 1, 1, 0, 0), Portion(3, 1, 1, 0, 0)] == list(
                unit.sample.portions()
            )
            assert 2 == unit.sample.release(replicates=1, count=None)
            assert [10, 20] == released(unit, 5, 10, 20, 30)

    def test_a_number_of_cases_is_released_in_the_order_of_the_portions(self, site: Site) -> None:
        with site.units()() as unit:
            waiting(unit, 30, 10, 20)
            unit.sample.deal(1)
            assert (1, [10]) == (unit.sample.release(replicates=None, count=1), released(unit, 10, 20, 30))
            assert (2, [10, 20, 30]) == (unit.sample.release(replicates=None, count=None), released(unit, 10, 20, 30))
            assert 0 == unit.sample.release(replicates=1, count=None)

    def test_what_is_released_comes_up_and_what_waits_does_not(self, site: Site) -> None:
        with site.units()() as unit:
            for number in range(1, 6):
                alter(unit, CaseId(f"case-{number}"), state="closed")
            waiting(unit, 10, 20)
            unit.sample.deal(1)
            assert [] == list(unit.cases.queue.routes())
            unit.sample.release(replicates=1, count=None)
            assert 1 == sum(unit.cases.queue.counts().values())

    def test_a_portion_tells_what_became_of_its_cases(self, site: Site) -> None:
        with site.units()() as unit:
            waiting(unit, 10, 20, 30, 40)
            unit.sample.deal(4)
            unit.sample.release(replicates=None, count=3)
            alter(unit, CaseId(named(10)), attempts=1)
            alter(unit, CaseId(named(20)), state="closed")
            (portion,) = unit.sample.portions()
            assert (Portion(1, 4, 1, 1, 1), 1, True) == (portion, portion.untouched, portion.in_part)

    def test_cases_and_numbers_are_counted_by_what_they_are(self, site: Site) -> None:
        with site.units()() as unit:
            waiting(unit, 10)
            unit.sample.deal(1)
            unit.sample.add([replace(new("A", 9, 500, 501), frame="", language=None)])
            alter(unit, FIRST, attempts=1)
            alter(unit, CaseId("case-2"), state="closed")
            wanted = SampleCounts(
                state={"called": 1, "closed": 1, "open": 4, "unreleased": 1},
                frame={"landline": 5, "register": 1, "none": 1},
                replicate={"1": 1, "none": 6},
                language={"tr": 1, "none": 6},
                line={"landline": 8},
            )
            assert wanted == unit.sample.counts()
