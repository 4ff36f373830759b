"""What holds once another study came into force, whoever reads of the former one at that moment."""

from __future__ import annotations

from dataclasses import replace
from operator import is_
from threading import Event, Thread

from cati_app.fieldwork.rules import StudyRules
from cati_app.station.loading import LoadedStudy
from tests.patience import PATIENCE_S
from tests.stations import FORM, Site, study_with


def once_a_day() -> LoadedStudy:
    loaded = study_with(FORM, "another")
    calling = loaded.study.calling.model_copy(update={"max_attempts_per_day": 1})
    return loaded.with_study(loaded.study.model_copy(update={"calling": calling}))


def test_rules_still_being_read_leave_nothing_behind(site: Site) -> None:
    """Another thread reads the rules while a supervisor changes them: the former ones came back with it."""
    station = site.station
    former, has_begun, may_end = station.rules, Event(), Event()

    def slow() -> StudyRules:
        has_begun.set()
        may_end.wait(PATIENCE_S)
        return former

    station.opened = replace(station.opened, read_rules=slow)
    asks = Thread(target=lambda: station.rules)
    asks.start()
    assert has_begun.wait(PATIENCE_S)
    station.renew(once_a_day())
    may_end.set()
    asks.join(PATIENCE_S)
    assert station.rules.retry.max_attempts_per_day == 1


def test_versions_of_the_questionnaire_are_those_of_the_study_in_force(site: Site) -> None:
    station = site.station
    former = station.earlier_forms, station.data_forms, station.agree_to_form
    station.renew(once_a_day())
    now = station.earlier_forms, station.data_forms, station.agree_to_form
    assert not any(map(is_, former, now))
    assert now == (station.earlier_forms, station.data_forms, station.agree_to_form)
