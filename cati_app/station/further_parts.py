"""Tables of an export beside that of the interviews: cases, calls, paradata, quota cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import starmap

from cati_app.fieldwork.people.pseudonyms import Pseudonyms
from cati_app.fieldwork.rights import Actor
from cati_app.publish.dataset.field_tables import calls_table, cases_table, quotas_table, withdrawn_table
from cati_app.publish.dataset.paradata_table import PathOfInterview, paradata_table
from cati_app.publish.dataset.table import DataTable
from cati_app.publish.formats.contents import DataPart
from cati_app.station.data_table import study_facts
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
    facts = replace(study_facts(station.loaded.study, language), log_end=station.end_of_log())
    make: Mapping[str, Callable[[], DataTable]] = {
        "cases": lambda: cases_table(facts, station.read_field_cases()(by)),
        "calls": lambda: calls_table(facts, station.read_field_calls(called)(by)),
        "paradata": lambda: paradata_table(facts, starmap(PathOfInterview, station.read_paths(keys, called)(by))),
        "quotas": lambda: quotas_table(facts, station.read_board()(by).steered, _last_result(station, by)),
    }
    for name in names:
        yield DataPart(name, make[name]())


def _last_result(station: Station, by: Actor) -> datetime:
    """When the last result was noted, as the time of cells, so that the same data have the same; without one, now."""
    last = (case.last_at for case in station.read_field_cases()(by))
    return max((at for at in last if at is not None), default=None) or station.clock.now()


def withdrawn_part(station: Station, by: Actor, keys: HeldKeys, language: str, since: datetime) -> DataTable:
    """Interviews that were withdrawn since a time, aware."""
    facts = replace(study_facts(station.loaded.study, language), log_end=station.end_of_log())
    return withdrawn_table(facts, station.read_withdrawn(keys)(by, since))
