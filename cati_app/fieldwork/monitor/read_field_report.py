"""The figures of a field report; each case and each call is read once."""

from __future__ import annotations

from collections.abc import Sequence

from cati_app.domain.calling.calendar import CallingCalendar
from cati_app.domain.casework.course import CaseFlow, ContactHours
from cati_app.domain.casework.field_figures import FieldFigures, FieldTally
from cati_app.domain.casework.lengths import Length
from cati_app.domain.outcomes.base_weights import Weigher
from cati_app.domain.outcomes.counts import final_counts
from cati_app.domain.outcomes.finality import final_code
from cati_app.domain.people.rights import Right
from cati_app.domain.sharing.leases import SetAside
from cati_app.fieldwork.monitor.read_staff_figures import GroupFigure, ReadStaffFigures
from cati_app.fieldwork.ports.unit import Units
from cati_app.fieldwork.rights import Actor, needs
from cati_app.fieldwork.rules import StudyRules


class _Calendars(dict[str, CallingCalendar]):
    """The hours of localities, looked for once each."""

    def __init__(self, rules: StudyRules) -> None:
        super().__init__()
        self._rules = rules

    def __missing__(self, locality: str) -> CallingCalendar:
        """Of one that was not met before."""
        calendar = self[locality] = self._rules.calendar_of(locality)
        return calendar


class ReadFieldReport:
    """Counts everything that a client may be told of a field.

    Args:
        staff: Tells of interviewers what may be told of groups.
    """

    def __init__(self, units: Units, rules: StudyRules, staff: ReadStaffFigures) -> None:
        self._units = units
        self._rules = rules
        self._staff = staff

    @needs(Right.READ_FIGURES)
    def __call__(self, by: Actor, weight_field: str | None = None) -> tuple[FieldFigures, Sequence[GroupFigure]]:
        """As it stands now, and conversations of groups of interviewers, as `cati figures` tells them.

        The same records give the same figures whenever somebody looks, until conversations count no more.

        Args:
            weight_field: The sample field with the base weight of each case.
        """
        rules, calendar = self._rules, self._rules.calendar
        tally, course = FieldTally(lambda at: calendar.local(at).date()), CaseFlow(rules.unscreened)
        calendars, hours = _Calendars(rules), ContactHours()
        with self._units() as unit:
            histories = list(unit.histories.all())
            weigher = Weigher(weight_field, unit.sample.field(weight_field)) if weight_field is not None else None
            weigh = weigher.weigh if weigher is not None else None
            codes = [final_code(history, rules.unscreened) for history in histories]
            for history, code in zip(histories, codes, strict=True):
                tally.add_case(history)
                course.note(history, code)
            counts = final_counts(zip(histories, codes, strict=True), weigh)
            for call in unit.histories.every_call():
                at, there = calendar.local(call.at), calendars[call.locality]
                tally.add_call(call, at.date())
                hours.add(call, at if there.zone == calendar.zone else there.local(call.at))
            for interview in unit.field_record.complete():
                tally.add_interview(interview.language, interview.ended_at)
            kept = unit.interview_book.not_counted().values()
            figures = FieldFigures(
                tally.last,
                counts,
                len(tally.numbers),
                tally.calls.total(),
                tally.days(),
                hours.counts(),
                dict(tally.tries),
                dict(course.attempts),
                dict(course.ways),
                unit.quota.counts() if rules.quota is not None else (),
                unit.interview_counts.lengths(Length.COMPLETE),
                unit.interview_counts.lengths(Length.SCREENER),
                dict(tally.languages),
                sum(each.why is SetAside.REJECTED for each in kept),
                weigher.account() if weigher is not None else None,
            )
        return figures, self._staff.groups(by, histories)
