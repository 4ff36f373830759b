"""The topic guide: what experts are asked, in any order, with minutes planned and probes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum

from cati_app.values import dataclass

ANY_FIELD = "any"
"""Field of a topic that belongs to none of the fields of the study, or to all."""
MOST_PROBES = 9
"""Probes of a topic: each has a digit."""

Texts = Mapping[str, str]
"""A text by language."""


class Sector(StrEnum):
    """Where experts speak from."""

    ADMINISTRATION = "administration"
    EDUCATION_PROVIDER = "education_provider"
    ASSOCIATION = "association"
    INTEREST_GROUP = "interest_group"


class Priority(StrEnum):
    """Whether a topic has to be asked."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"


@dataclass(frozen=True, slots=True)
class Probe:
    """What is asked further where a person does not come to it unasked."""

    id: str
    text: Texts


@dataclass(frozen=True, slots=True)
class GuideTopic:
    """A topic of the guide. ValueError: less than a minute, a probe twice, or more probes than there are digits.

    Args:
        minutes: Planned for it, 1 or more.
        field: Field of the study, as in the code frame; `ANY_FIELD`: all or none.
        theme: As in the code frame; blank: none.
        ask: Read aloud.
        hint: For the interviewer alone.
        only: Sectors whose experts are asked; empty: everybody is.
    """

    id: str
    title: Texts
    ask: Texts
    minutes: int
    priority: Priority = Priority.SHOULD
    field: str = ANY_FIELD
    theme: str = ""
    hint: Texts | None = None
    probes: tuple[Probe, ...] = ()
    only: frozenset[Sector] = frozenset()

    def __post_init__(self) -> None:
        if self.minutes < 1:
            raise ValueError("a topic takes a minute at least")
        if len(self.probes) > MOST_PROBES:
            raise ValueError("a topic has as many probes as there are digits at most")
        if given_twice(probe.id for probe in self.probes):
            raise ValueError("a topic has each probe once")

    def is_asked_of(self, sector: Sector | None) -> bool:
        """Whether experts of a sector are asked; one whose sector nobody knows is asked everything."""
        return not self.only or sector is None or sector in self.only


@dataclass(frozen=True, slots=True)
class TopicGuide:
    """Topics in the order in which they are proposed. ValueError: none, or one twice."""

    version: str
    topics: tuple[GuideTopic, ...]

    def __post_init__(self) -> None:
        if not self.topics:
            raise ValueError("a guide has a topic at least")
        if given_twice(topic.id for topic in self.topics):
            raise ValueError("a guide has each topic once")

    def topic(self, topic_id: str) -> GuideTopic | None:
        """The topic of an id; None: the guide has none, or none any more."""
        return next((topic for topic in self.topics if topic.id == topic_id), None)

    def asked_of(self, sector: Sector | None) -> tuple[GuideTopic, ...]:
        """Topics that experts of a sector are asked, in order; None: the sector is not known."""
        return tuple(topic for topic in self.topics if topic.is_asked_of(sector))

    def minutes(self, sector: Sector | None, priorities: Iterable[Priority] = tuple(Priority)) -> int:
        """Minutes planned for the topics of these priorities that experts of a sector are asked."""
        wanted = frozenset(priorities)
        return sum(topic.minutes for topic in self.asked_of(sector) if topic.priority in wanted)


def given_twice(ids: Iterable[str]) -> tuple[str, ...]:
    """Ids that stand there more than once, in the order in which they first do."""
    return tuple(each for each, count in Counter(ids).items() if count > 1)
