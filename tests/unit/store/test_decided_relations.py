"""Relations are decided by people: versions in the log, with sealed sentences and the rule's proposal beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import cast

import pytest

from cati_app.domain.comparison.relation_versions import WishedRelation
from cati_app.domain.comparison.relations import Relation
from cati_app.domain.errors import RuleViolation
from cati_app.fieldwork.monitor.decide_relations import LONGEST_SENTENCE
from tests.fakes.site import MemorySite
from tests.stations import Site

_WISH = WishedRelation(
    "governance", Relation.PARTLY, Relation.CONTRADICTION, " They see gaps. ", "What helps?", {"questionnaire": "2"}
)


@pytest.fixture(params=["memory", "store"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    made = cast(Site, MemorySite()) if request.param == "memory" else Site(tmp_path_factory.mktemp("site"))
    yield made
    made.close()


def test_decisions_are_versions_and_the_proposal_stays(site: Site) -> None:
    decide = site.station.decide_relations(site.keys, site.station)
    assert {} == decide.decided(site.eve)

    assert [True, False] == [decide(site.eve, _WISH), decide(site.eve, _WISH)]
    site.clock.move(60)
    assert decide(site.sue, replace(_WISH, relation=Relation.CONTRADICTION, question=""))

    first, last = decide.decided(site.eve)["governance"]
    assert (Relation.PARTLY, Relation.CONTRADICTION, "They see gaps.", "What helps?", site.eve.number) == (
        first.decided.relation,
        first.decided.proposal,
        first.decided.sentence,
        first.decided.question,
        first.by,
    )
    assert (Relation.CONTRADICTION, "", site.sue.number) == (last.decided.relation, last.decided.question, last.by)
    assert {"questionnaire": "2"} == last.decided.versions
    assert first.at < last.at


def test_the_log_tells_no_sentence(site: Site) -> None:
    site.station.decide_relations(site.keys, site.station)(site.eve, _WISH)

    with site.units()() as unit:
        (fact,) = unit.log.of_release()

    assert not [word for word in ("gaps", "helps") if word in repr(fact.event.payload)]


def test_a_rule_that_proposes_nothing_is_kept_as_that(site: Site) -> None:
    decide = site.station.decide_relations(site.keys, site.station)
    decide(site.eve, replace(_WISH, proposal=None))
    assert decide.decided(site.eve)["governance"][0].decided.proposal is None


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (replace(_WISH, sentence="  "), "relation_without_sentence"),
        (replace(_WISH, question="x" * (LONGEST_SENTENCE + 1)), "text_too_long"),
    ],
)
def test_what_cannot_be_decided_is_refused(site: Site, wish: WishedRelation, code: str) -> None:
    with pytest.raises(RuleViolation, match=code):
        site.station.decide_relations(site.keys, site.station)(site.eve, wish)


def test_interviewers_decide_nothing(site: Site) -> None:
    with pytest.raises(RuleViolation, match="no_export"):
        site.station.decide_relations(site.keys, site.station)(site.ann, _WISH)
