"""The page of a rehearsal: what is done and what is missing add up, with what counts in no cell."""

from __future__ import annotations

from datetime import date
from typing import Any

from cati_app.demo.rehearsal.page import facts, page
from cati_app.demo.rehearsal.paper import paper
from cati_app.demo.rehearsal.seat_work import Held
from cati_app.demo.rehearsal.told import Day, Field
from cati_app.domain.calling.queue import Waits
from cati_app.texts import words_of


def _told(completes: int, **cells: tuple[int, int]) -> dict[str, str]:
    counted = {name: {"achieved": done, "target": target} for name, (done, target) in cells.items()}
    summary: dict[str, Any] = {"completes": completes, "attempts": 9, "dispositions": {}, "cells": counted}
    return dict(facts(words_of("en"), Field(summary)))


def test_persons_without_a_cell_and_above_a_target_are_said() -> None:
    told = _told(81, young=(29, 90), old=(50, 50))
    assert ("81", "2") == (told["Complete interviews"], told["Of these, in no cell of the quota"])
    assert "61 interviews are missing" in told["Targets"]

    told = _told(81, young=(31, 90), old=(50, 48), **{"city:north": (40, 40)})
    assert ("Of these, in no cell of the quota" in told, told["Above the target of their cell"]) == (False, "2")


def test_without_a_quota_nothing_is_said_of_cells() -> None:
    told = _told(81)
    assert not [name for name in told if "cell of" in name]
    assert "After 0 days: the study has no quota, so every interview counts." == told["Targets"]


def test_of_several_quotas_each_tells_what_is_missing_in_it() -> None:
    """One interview may be missing in both: added up it would be missing twice."""
    told = _told(81, young=(31, 90), old=(50, 48), **{"city:north": (40, 45)})
    assert "interviews are missing, in each quota: first quota 59 · city 5." in told["Targets"]


def test_a_quota_that_lets_nobody_in_any_more_ends_the_field_with_targets_unmet() -> None:
    cells = {"m": (13, 15), "f": (20, 20), "city:north": (30, 30), "age:young": (28, 1)}
    counted = {name: {"achieved": done, "target": target} for name, (done, target) in cells.items()}
    field = Field({"completes": 34, "attempts": 9, "dispositions": {}, "cells": counted})
    field.is_over, field.only_counted = True, {"age:young"}
    told, lines = dict(facts(words_of("en"), field)), list(page(words_of("en"), field, "Buses", [], 1, 1))

    assert "a quota was full and let nobody in any more; interviews are missing" in told["Targets"]
    assert told["Targets"].endswith("first quota 2 · city 0.")
    assert "Above the target of their cell" not in told, "what is only counted has no target"
    at = lines.index("Cells: complete of target")
    assert ["13 / 15  ←", "20 / 20", "30 / 30", "28"] == [
        line.split("  ", 2)[-1].strip() for line in lines[at + 1 : at + 5]
    ]
    assert "1 seat, seed 1" in lines
    field.days = [Day(date(2026, 11, 30), 9, 34, 6.0)]
    curve = paper(words_of("en"), field, "Buses", [], 1, 1).curve
    assert curve is not None
    assert 35 == curve.target, "of one quota: an interview counts in each of them"


def test_cells_and_quotas_are_told_by_their_names() -> None:
    """As the board calls them; a longer name than usual moves every figure of the list."""
    cells = {name: {"achieved": done, "target": 5} for name, done in (("m/y", 5), ("m/o", 2), ("ride:city", 1))}
    field = Field({"completes": 8, "attempts": 9, "dispositions": {}, "cells": cells})
    field.cells = {"m/y": "men · young", "ride:city": "Way to work: by bus or by tram, all the way"}
    field.quotas = {"": "sex × age", "ride": "Way to work"}
    lines = list(page(words_of("en"), field, "Buses", [], 2, 1))
    at = lines.index("Cells: complete of target")
    wide = len("Way to work: by bus or by tram, all the way")

    assert [
        f"  {'men · young':<{wide}}     5 / 5",
        f"  {'m/o':<{wide}}     2 / 5  ←",
        f"  {'Way to work: by bus or by tram, all the way':<{wide}}     1 / 5  ←",
    ] == lines[at + 1 : at + 4]
    assert (
        "interviews are missing, in each quota: sex × age 3 · Way to work 4."
        in dict(facts(words_of("en"), field))["Targets"]
    )
    told = paper(words_of("en"), field, "Buses", [], 2, 1)
    rows = next(table.rows for table in told.tables if table.title == "Cells: complete of target")
    assert ["men · young", "m/o", "Way to work: by bus or by tram, all the way"] == [row[0] for row in rows[1:]]


def test_seats_that_nobody_could_take_are_said_where_there_are_any() -> None:
    name, field = "Hours of seats that nobody who speaks the languages of the shift could take", Field({})
    field.summary = {"completes": 0, "attempts": 0, "dispositions": {}, "cells": {}}
    assert name not in dict(facts(words_of("en"), field))
    field.empty_s = 5400
    assert "1.5" == dict(facts(words_of("en"), field))[name]


def test_routes_and_what_the_people_rest_on_are_told() -> None:
    field = Field({"completes": 0, "attempts": 0, "dispositions": {}, "cells": {}})
    field.people = {"calls": "estimate", "contact": "a pilot"}
    field.absent_s = 3600
    field.work.held += [Held("de", 900.0, ("age", "born")) for _ in range(10)]
    field.work.held += [Held("de", 600.0, ("age",)) for _ in range(11)]
    lines = list(page(words_of("en"), field, "Buses", ["age", "born"], 2, 1))

    at = next(n for n, line in enumerate(lines) if line.startswith("Length by route"))
    assert "   15.0 (10)   10.0 (11)  born" == lines[at + 1]
    at = next(n for n, line in enumerate(lines) if line.startswith("What the people rest on"))
    assert ["  calls          estimate", "  contact        a pilot"] == lines[at + 1 : at + 3]
    assert "1.0" == dict(facts(words_of("en"), field))["Hours of seats whose people did not come that day"]


def test_hours_that_were_lost_say_what_most_cases_waited_for() -> None:
    field = Field({"completes": 0, "attempts": 0, "dispositions": {}, "cells": {}})
    field.work.at_work_s, field.work.idle_s = 36000, 9080
    field.work.idle_by.update({Waits.CELL_FULL: 5400, None: 3600, Waits.LOCKED: 80})
    lines = list(page(words_of("en"), field, "Buses", [], 2, 1))
    at = lines.index("Hours without a case to call: 2.5 (25%)")

    assert [
        "      1.5  most cases belong to a quota cell that is full",
        "      1.0  no open case",
    ] == lines[at + 1 : at + 3]
    assert not any("worked on" in line for line in lines), "a minute is no bottleneck"
