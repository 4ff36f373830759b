"""The topic guide: who is asked what, and how many minutes are planned."""

from __future__ import annotations

import pytest

from cati_app.domain.sittings.guide import MOST_PROBES, GuideTopic, Priority, Probe, Sector, TopicGuide, given_twice


def _topic(name: str, minutes: int = 10, priority: Priority = Priority.SHOULD, *only: Sector) -> GuideTopic:
    return GuideTopic(name, {"de": name}, {"de": f"{name}?"}, minutes, priority, only=frozenset(only))


_GUIDE = TopicGuide(
    "1",
    (
        _topic("city", 10, Priority.MUST),
        _topic("house", 6, Priority.MUST, Sector.ADMINISTRATION),
        _topic("offers", 7, Priority.MAY, Sector.ASSOCIATION, Sector.INTEREST_GROUP),
    ),
)


def test_a_topic_for_some_sectors_is_asked_of_their_experts_alone() -> None:
    assert ["city", "house"] == [topic.id for topic in _GUIDE.asked_of(Sector.ADMINISTRATION)]
    assert ["city", "offers"] == [topic.id for topic in _GUIDE.asked_of(Sector.ASSOCIATION)]
    assert ["city"] == [topic.id for topic in _GUIDE.asked_of(Sector.EDUCATION_PROVIDER)]


def test_an_expert_whose_sector_nobody_knows_is_asked_everything() -> None:
    assert ["city", "house", "offers"] == [topic.id for topic in _GUIDE.asked_of(None)]


def test_minutes_are_those_of_the_topics_a_person_is_asked() -> None:
    assert 16 == _GUIDE.minutes(Sector.ADMINISTRATION)
    assert 16 == _GUIDE.minutes(Sector.ADMINISTRATION, (Priority.MUST,))
    assert 10 == _GUIDE.minutes(Sector.INTEREST_GROUP, (Priority.MUST,))
    assert 17 == _GUIDE.minutes(Sector.INTEREST_GROUP, (Priority.MUST, Priority.MAY))


def test_a_topic_is_told_by_its_id() -> None:
    assert _GUIDE.topics[1] == _GUIDE.topic("house")
    assert _GUIDE.topic("gone") is None


def test_a_guide_without_topics_or_with_one_twice_cannot_be() -> None:
    with pytest.raises(ValueError, match="a topic at least"):
        TopicGuide("1", ())
    with pytest.raises(ValueError, match="each topic once"):
        TopicGuide("1", (_topic("city"), _topic("city")))


def test_a_topic_that_cannot_be_asked_cannot_be() -> None:
    probes = tuple(Probe(f"p{number}", {"de": "?"}) for number in range(MOST_PROBES + 1))
    with pytest.raises(ValueError, match="a minute"):
        _topic("city", 0)
    with pytest.raises(ValueError, match="as many probes"):
        GuideTopic("city", {}, {}, 5, probes=probes)
    with pytest.raises(ValueError, match="each probe once"):
        GuideTopic("city", {}, {}, 5, probes=(probes[0], probes[0]))
    assert MOST_PROBES == len(GuideTopic("city", {}, {}, 5, probes=probes[:-1]).probes)


def test_ids_given_twice_are_told_once_in_their_order() -> None:
    assert ("b", "a") == given_twice("bacab")
    assert () == given_twice("abc")
