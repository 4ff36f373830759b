"""What moving an appointment or handing a case over would do, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cati_app.domain.calling.promise import Promise
from cati_app.domain.casework.case_list import CaseLine
from cati_app.domain.casework.cases import Appointment
from cati_app.domain.ids import UserId
from cati_app.domain.people.users import User
from cati_app.fieldwork.calling.agree_anew import AgreedAnew
from cati_app.texts import Words
from cati_app.ui.desk.cases.words import person
from cati_app.ui.desk.services import SupervisorServices
from cati_app.ui.stage.reason_words import promise_lines
from cati_app.ui.stage.states import HistoryLine
from cati_app.ui.stage.wording import case_label, when_exactly


class AgreeingWords:
    """Words for one study."""

    def __init__(self, words: Words, services: SupervisorServices) -> None:
        self._words = words
        self._services = services

    def foreseen(
        self, line: CaseLine, agreed: AgreedAnew, promise: Promise, people: Mapping[UserId, User]
    ) -> tuple[HistoryLine, ...]:
        """Before → after, the doubts, and who gets the case when."""
        words, calendar = self._words, self._services.rules.calendar_of(line.locality)
        now = self._services.clock.now()
        before, after = agreed.before, agreed.after
        lines = [
            HistoryLine(words.say("Time"), self._change(self._time(line, before), self._time(line, after))),
            HistoryLine(words.say("With"), self._change(self._whose(before, people), self._whose(after, people))),
        ]
        doubts = promise_lines(words, promise, calendar, now)
        lines += [HistoryLine(words.say("Promise"), each) for each in doubts]
        lines.append(HistoryLine(words.say("Then"), self.rule(firm=after.firm)))
        if before is not None and before.firm and before.at != after.at:
            told = words.say("The person called expects the time agreed before: move it only after speaking with them.")
            lines.append(HistoryLine("⚠", told))
        if line.interview is not None:
            lines.append(
                HistoryLine(words.say("Interview"), words.say("goes on there, and keeps its place until then"))
            )
        return tuple(lines)

    def rule(self, *, firm: bool) -> str:
        """Who may keep it, and from when."""
        schedule, words = self._services.rules.schedule, self._words
        minutes = int((schedule.firm_owner if firm else schedule.owner_only).total_seconds() // 60)
        if firm and not minutes:
            return words.say("firm: whoever is free first keeps it, so that nobody waits")
        return words.say("offered to that person first, {minutes} min later to the team", minutes=minutes)

    def done(self, line: CaseLine, agreed: AgreedAnew, people: Mapping[UserId, User]) -> str:
        """What stands now."""
        return self._words.say(
            "{case}: {time}, {who}.",
            case=case_label(self._words, line.case_no),
            time=self._time(line, agreed.after),
            who=person(self._words, people, agreed.after.owner),
        )

    def standing(self, line: CaseLine) -> str:
        """When it is due, and whether an interview goes with it."""
        words = self._words
        calendar, now = self._services.rules.calendar_of(line.locality), self._services.clock.now()
        at = "" if line.appointment_at is None else when_exactly(words, calendar, line.appointment_at, now)
        parts = [at, words.say("suspended interview") if line.interview is not None else ""]
        return " · ".join(part for part in parts if part)

    def languages(self, codes: Sequence[str]) -> str:
        """Names of languages."""
        names = self._services.texts.languages
        return " · ".join(names.get(code, code) for code in codes)

    def _time(self, line: CaseLine, appointment: Appointment | None) -> str:
        if appointment is None:
            return self._words.say("no appointment")
        calendar, now = self._services.rules.calendar_of(line.locality), self._services.clock.now()
        return when_exactly(self._words, calendar, appointment.at, now)

    def _whose(self, appointment: Appointment | None, people: Mapping[UserId, User]) -> str:
        words = self._words
        if appointment is None:
            return words.say("nobody in particular")
        kind = words.say("firm") if appointment.firm else words.say("roughly")
        return f"{person(words, people, appointment.owner)} ({kind})"

    def _change(self, before: str, after: str) -> str:
        return self._words.say("{state}, as before", state=after) if before == after else f"{before} → {after}"
