"""How both sides of a theme relate is decided by people: facts of the log, each with its sentence and its versions.

Sentence and question are sealed with the key of answers; the rule's proposal stays beside whatever is decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cati_app.domain.clock import Clock
from cati_app.domain.comparison.relation_versions import RelationVersion, WishedRelation
from cati_app.domain.comparison.relations import RELATION_DECIDED, Relation, ThemeRelation
from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import LoggedEvent, NewEvent
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.ports.unit import CallingUnits
from cati_app.fieldwork.rights import Actor, needs

_SENTENCE, _QUESTION = "sentence", "question"
LONGEST_SENTENCE = 1_000
"""Characters of the sentence, and of the question."""


class DecideRelations:
    """For analysts and supervisors.

    Args:
        units: Where it is written; keys that open answers.
        whole: Where the facts of all stations are read.
        here: Whether what was written here may not have come to `whole` yet.
    """

    def __init__(self, units: CallingUnits, whole: CallingUnits, clock: Clock, *, here: bool) -> None:
        self._units = units
        self._whole = whole
        self._clock = clock
        self._here = here

    @needs(Right.EXPORT)
    def decided(self, by: Actor) -> Mapping[str, tuple[RelationVersion, ...]]:
        """Every version by theme, the one in force last.

        Raises:
            RuleViolation: `answers_sealed` without keys that open answers.
        """
        known: dict[tuple[str, int], tuple[LoggedEvent, RelationVersion]] = {}
        for units in (self._whole, *((self._units,) if self._here else ())):
            with units() as unit:
                numbers = {str(person.id): person.number for person in unit.people.all()}
                for logged in _decisions(unit.log.of_release()):
                    wish = _told(logged, unit.log.remark(logged, _SENTENCE), unit.log.remark(logged, _QUESTION))
                    by_number = numbers.get(logged.event.user_id or "")
                    known[logged.device, logged.seq] = (logged, RelationVersion(wish, by_number, logged.event.at))
        versions: dict[str, tuple[RelationVersion, ...]] = {}
        for _, version in sorted(known.values(), key=lambda each: each[0].in_time):
            theme = version.decided.theme
            versions[theme] = (*versions.get(theme, ()), version)
        return versions

    @needs(Right.EXPORT)
    def __call__(self, user: User, wish: WishedRelation) -> bool:
        """Decide; whether it is new. A decision that stands so already writes nothing.

        Raises:
            RuleViolation: `relation_without_sentence`, `text_too_long`.
        """
        now, question = moment(self._clock, user), wish.question.strip()
        judged = ThemeRelation(wish.theme, wish.proposal).decide(wish.relation, wish.sentence, user.id, now.at).decided
        sentence = judged.sentence if judged is not None else ""
        if max(len(sentence), len(question)) > LONGEST_SENTENCE:
            raise RuleViolation("text_too_long", most=LONGEST_SENTENCE)
        before = self.decided(user).get(wish.theme, ())
        if before:
            last = before[-1].decided
            now_told = (wish.relation, wish.proposal, sentence, question, dict(wish.versions))
            if (last.relation, last.proposal, last.sentence, last.question, dict(last.versions)) == now_told:
                return False
        payload = {
            "theme": wish.theme,
            "relation": wish.relation.value,
            "proposal": wish.proposal.value if wish.proposal is not None else None,
            "versions": dict(wish.versions),
        }
        remarks = {_SENTENCE: sentence, _QUESTION: question}
        with self._units() as unit:
            unit.log.append([NewEvent(RELATION_DECIDED, now.at, now.mono_ms, now.by, payload=payload, remarks=remarks)])
            unit.commit()
        return True


def _decisions(facts: Iterable[LoggedEvent]) -> Iterable[LoggedEvent]:
    return (logged for logged in facts if logged.event.kind == RELATION_DECIDED)


def _told(logged: LoggedEvent, sentence: str, question: str) -> WishedRelation:
    said = logged.event.payload or {}
    versions = said.get("versions")
    return WishedRelation(
        str(said["theme"]),
        Relation(str(said["relation"])),
        Relation(str(said["proposal"])) if said.get("proposal") else None,
        sentence,
        question,
        {str(name): str(value) for name, value in versions.items()} if isinstance(versions, Mapping) else {},
    )
