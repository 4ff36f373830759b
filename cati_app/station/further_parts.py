"""Tables of an export beside that of the interviews: cases, calls, paradata, quota cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import starmap

from cati_app.fieldwork.people.pseudonyms import Pseudonyms
from cati_app.fieldwork.rights import Actor
from cati_app.publish.dataset.field_tables import calls_table, cases_table, quotas_table, withdrawn_table
from cati_app.publish.dataset.paradata_table import PathOfInterview, paradata_table
from cati_app.publish.dataset.table import DataTable
from cati_app.publish.formats.contents import DataPart
from cati_app.station.data_table import facts_of_station
from cati_app.station.opening import Station
from cati_app.store.trust.held_keys import HeldKeys


def further_parts(
    station: Station, by: Actor, keys: HeldKeys, called: Pseudonyms, names: Sequence[str], language: str
) -> Iterator[DataPart]:
    """The tables named, in that order.

    Args:
        station: An open study.
        by: Who takes them out.
        keys: Of that person.
        called: What interviewers are called in this export.
        names: Some of `cases`, `calls`, `paradata`, `quotas`.
        language: Of the labels.

    Raises:
        RuleViolation: `no_export`.
    """
    facts = facts_of_station(station, by, language)
    make: Mapping[str, Callable[[], DataTable]] = {
        "cases": lambda: cases_table(facts, station.read_field_cases()(by)),
        "calls": lambda: calls_table(facts, station.read_field_calls(called)(by)),
        "paradata": lambda: paradata_table(facts, starmap(PathOfInterview, station.read_paths(keys, called)(by))),
        "quotas": lambda: quotas_table(
            facts, station.read_board()(by).steered, _last_result(station, by) or facts.data_time
        ),
    }
    for name in names:
        yield DataPart(name, make[name]())


def _last_result(station: Station, by: Actor) -> datetime | None:
    """When the last result was noted, as the time of cells, so that the same data have the same."""
    last = (case.last_at for case in station.read_field_cases()(by))
    return max((at for at in last if at is not None), default=None)


def withdrawn_part(station: Station, by: Actor, keys: HeldKeys, language: str, since: datetime) -> DataTable:
    """Interviews that were withdrawn since a time, aware."""
    facts = facts_of_station(station, by, language)
    return withdrawn_table(facts, station.read_withdrawn(keys)(by, since))
