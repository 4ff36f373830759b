"""The way from number to interview of groups, in words, with counts of few people hidden."""

from __future__ import annotations

from collections.abc import Mapping

from cati_app.domain.casework.course import FlowStep
from cati_app.domain.casework.flow_groups import (
    NOT_KNOWN,
    ByCategory,
    Grouping,
    dimension_of,
    groupings,
    hidden_groups,
)
from cati_app.domain.tabulation.small_counts import SMALLEST
from cati_app.fieldwork.monitor.read_course import CourseFigures
from cati_app.texts import Words
from cati_app.ui.desk.outcomes.services import OutcomesServices
from cati_app.ui.desk.states import TableState

_HIDDEN, _NOT_TOLD = "•", "–"
_ALL = "*"
Groups = Mapping[str, Mapping[FlowStep, int]]


class GroupWords:
    """Words for the groups of one study."""

    def __init__(self, words: Words, services: OutcomesServices) -> None:
        self._words = words
        self._services = services
        self.groupings = groupings(services.quota, services.fields)

    def name(self, grouping: Grouping) -> str:
        """What cases are told apart by."""
        if not isinstance(grouping, ByCategory):
            return grouping.name
        texts, plan = self._services.texts_now(), self._services.quota
        if not grouping.quota:
            return texts.dimensions[grouping.at][0]
        label = texts.quota_words(grouping.quota)
        assert plan is not None
        variable = dimension_of(plan, grouping).variable
        return label if len(texts.further_quotas[grouping.quota].categories) == 1 else f"{label}: {variable}"

    def table(self, course: CourseFigures) -> TableState | None:
        """A row for each group and one for all; None where the study has nothing to tell cases apart by."""
        words, grouping = self._words, course.grouping
        if grouping is None:
            return None
        first = self._first(grouping)
        groups = self._ordered(grouping, course.groups)
        hidden = hidden_groups(groups, first)
        total = {step: sum(counts.get(step, 0) for counts in groups.values()) for step in FlowStep}
        base = max(FlowStep.DIALLED, first)
        rows = [
            (
                group,
                self._label(grouping, group),
                *(
                    _NOT_TOLD if step < first else _HIDDEN if (group, step) in hidden else str(counts.get(step, 0))
                    for step in FlowStep
                ),
                _HIDDEN if hidden & {(group, base), (group, FlowStep.COMPLETE)} else self._share(counts, base),
            )
            for group, counts in groups.items()
        ]
        rows.append((_ALL, words.say("all"), *map(str, total.values()), self._share(total, base)))
        share = words.say("complete of those dialled")
        if base is FlowStep.IN_POPULATION:
            share = words.say("complete of the population")
        return TableState(
            "way_groups",
            words.say("From number to interview, by group: {group}", group=self.name(grouping)),
            (self.name(grouping), *(self._step(step) for step in FlowStep), share),
            tuple(rows),
        )

    def foot(self, course: CourseFigures) -> str:
        """What the table leaves out."""
        words, grouping = self._words, course.grouping
        if grouping is None:
            return ""
        told = words.say("All frames, as it stands now.")
        if self._first(grouping) is FlowStep.IN_POPULATION:
            told += " " + words.say("Who is in which group is known once the quota has decided, and not told before.")
        if hidden_groups(course.groups, self._first(grouping)):
            told += " " + words.say(
                "{sign}: fewer than {least} people, or the next smallest count, which would betray those.",
                sign=_HIDDEN,
                least=SMALLEST,
            )
        return told

    def _first(self, grouping: Grouping) -> FlowStep:
        """The first step at which it is known who is in which group."""
        plan = self._services.quota
        if isinstance(grouping, ByCategory) and plan is not None and not dimension_of(plan, grouping).from_sample:
            return FlowStep.IN_POPULATION
        return FlowStep.RELEASED

    def _ordered(self, grouping: Grouping, groups: Groups) -> Groups:
        """Categories as the study has them, values of a field by name; at last those of which nothing is known."""
        order = sorted(groups)
        if isinstance(grouping, ByCategory) and self._services.quota is not None:
            order = list(dimension_of(self._services.quota, grouping).categories)
        told: Groups = {name: groups.get(name, {}) for name in order if name != NOT_KNOWN}
        return {**told, NOT_KNOWN: groups[NOT_KNOWN]} if NOT_KNOWN in groups else told

    def _label(self, grouping: Grouping, group: str) -> str:
        if group == NOT_KNOWN:
            return self._words.say("not known")
        if not isinstance(grouping, ByCategory):
            return group
        texts = self._services.texts_now()
        if grouping.quota:
            return texts.further_quotas[grouping.quota].categories[grouping.at].get(group, group)
        return texts.dimensions[grouping.at][1].get(group, group)

    def _share(self, counts: Mapping[FlowStep, int], base: FlowStep) -> str:
        whole = counts.get(base, 0)
        if not whole:
            return _NOT_TOLD
        return self._words.say("{share} %", share=round(100 * counts.get(FlowStep.COMPLETE, 0) / whole))

    def _step(self, step: FlowStep) -> str:
        say = self._words.say
        return {
            FlowStep.RELEASED: say("released"),
            FlowStep.DIALLED: say("dialled"),
            FlowStep.SPOKEN_TO: say("spoken to somebody"),
            FlowStep.SCREENED: say("screened"),
            FlowStep.IN_POPULATION: say("in the population"),
            FlowStep.PLACED: say("with a place in the quota"),
            FlowStep.COMPLETE: say("interview complete"),
        }[step]
