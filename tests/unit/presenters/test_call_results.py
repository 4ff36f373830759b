"""What the list of results tells of the next call: the time at which the case will really be due."""

from __future__ import annotations

from cati_app.domain.due import Known
from cati_app.services.take_case import Offer
from cati_app.ui.presenters.results import ResultFacts, call_results
from cati_app.ui.presenters.words import SourceWords
from tests.stations import Site


def told(site: Site, offer: Offer) -> dict[str, str]:
    case, rules = offer.case, site.station.rules
    known = Known(case.frame, case.tried, offer.chances)
    facts = ResultFacts(site.clock.now(), 1, rules, {}, {"busy": "Besetzt"}, known)
    return {option.label: option.consequence for option in call_results(SourceWords(), facts)}


def test_the_time_of_the_next_call_is_the_one_the_case_gets(site: Site) -> None:
    with site.station.database.session() as session:
        statement = "INSERT INTO part_count VALUES ('landline', 2, 2000, 400), ('landline', 0, 2000, 200)"
        session.connection().exec_driver_sql(statement)
        session.commit()
    offer = site.dialled()
    given = site.place().record_result(site.ann, offer.attempt, "no_answer")
    due = given.consequence.due_at
    assert due is not None

    assert f"{site.station.rules.calendar.local(due):%H:%M}" == "17:00"
    assert told(site, offer)["no answer"].endswith("17:00")


def test_the_words_of_the_study_come_first(site: Site) -> None:
    assert {"Besetzt", "no answer"} <= set(told(site, site.offered()))
