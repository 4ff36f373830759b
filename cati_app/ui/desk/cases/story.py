"""The story of one case in words: where it stands, its final code and why, every attempt with what was corrected."""

from __future__ import annotations

from datetime import datetime

from cati_app.domain.casework.case_record import AttemptRecord, Correction
from cati_app.domain.casework.cases import CaseState
from cati_app.domain.ids import UserId
from cati_app.domain.outcomes.finality import Basis, Eligibility
from cati_app.domain.sharing.leases import NotCounted, SetAside
from cati_app.fieldwork.monitor.read_cases import CaseStory, NumberFacts
from cati_app.texts import Words
from cati_app.ui.desk.cases.chain_words import chain_lines, verdict_line
from cati_app.ui.desk.cases.states import AttemptState, CaseStoryState
from cati_app.ui.desk.cases.words import cell_text, person
from cati_app.ui.desk.services import SupervisorServices
from cati_app.ui.stage.language_words import language_word
from cati_app.ui.stage.line_words import line_label
from cati_app.ui.stage.panel_states import ReasonLine
from cati_app.ui.stage.result_words import code_label, result_label
from cati_app.ui.stage.wording import case_label, clock_text, when_exactly


class StoryWords:
    """Words for the story of a case, with times on the respondent's clock.

    Args:
        names_nobody: Who did what is not told: an interview of the case is judged by its answers.
    """

    def __init__(
        self, words: Words, services: SupervisorServices, story: CaseStory, *, names_nobody: bool = False
    ) -> None:
        self._words = words
        self._names_nobody = names_nobody
        self._services = services
        self._story = story
        self._calendar = services.rules.calendar_of(story.case.locality)
        self._now = services.clock.now()

    def state(self, *, unfolded: bool) -> CaseStoryState:
        """The story as it is shown; `unfolded`: with every rule that decides about a call now."""
        words, story, case = self._words, self._story, self._story.case
        verdict, tone = verdict_line(words, self._services, story.explanation, case.locality)
        barred = self._person(case.not_by)
        chain = chain_lines(words, self._services, story.explanation, case.locality, barred) if unfolded else ()
        none = words.say("No attempt yet. Each call of an interviewer appears here with its result.")
        return CaseStoryState(
            key=case.id,
            title=case_label(words, case.case_no),
            verdict=verdict,
            tone=tone,
            facts=self._facts(),
            attempts=tuple(self._attempt(sitting) for sitting in reversed(story.sittings)),
            attempts_text="" if story.sittings else none,
            chain=chain,
            hint=""
            if story.opened
            else words.say("Enter opens notes, reasons and endings of numbers; that is logged."),
        )

    def at(self, at: datetime) -> str:
        """A time on the respondent's clock."""
        return when_exactly(self._words, self._calendar, at, self._now)

    def _person(self, user_id: UserId | None) -> str:
        if user_id is not None and self._names_nobody:
            return self._words.say("somebody of the team")
        return person(self._words, self._story.people, user_id)

    def _facts(self) -> tuple[ReasonLine, ...]:
        words, story, case, services = self._words, self._story, self._story.case, self._services
        code = code_label(words, services.texts.results, story.final.code)
        lines = [
            ReasonLine(words.say("Final code"), code if case.state is CaseState.CLOSED else self._as_of_now(code)),
            ReasonLine(words.say("Decided by"), self._decided()),
            ReasonLine(words.say("Eligibility"), self._eligibility()),
            ReasonLine(words.say("Calls"), self._calls()),
        ]
        lines += [ReasonLine(self._number_name(number), self._number(number)) for number in story.numbers]
        if case.appointment is not None:
            lines.append(ReasonLine(words.say("Appointment"), self._appointment()))
        if case.locked_by is not None:
            lines.append(ReasonLine(words.say("In hand with"), self._person(case.locked_by)))
        if case.language:
            lines.append(ReasonLine(words.say("Language"), language_word(words, services.texts, case.language)))
        if case.cell:
            lines.append(ReasonLine(words.say("Quota cell"), cell_text(services, case.cell)))
        if story.uncounted is not None:
            lines.append(ReasonLine(words.say("Interview"), self._uncounted(story.uncounted)))
        if story.apart or story.aside:
            lines.append(ReasonLine(words.say("Set apart"), self._apart()))
        return tuple(lines)

    def _uncounted(self, uncounted: NotCounted) -> str:
        words, at = self._words, self.at(uncounted.at)
        if uncounted.why is SetAside.REJECTED:
            return words.say("rejected in review, {at}: it counts in no cell; data sets mark it", at=at)
        return words.say("kept and not counted, {at}", at=at)

    def _apart(self) -> str:
        """Answers that no data set holds: which questions, and where they can be read."""
        words, story = self._words, self._story
        parts = []
        if story.apart:
            named = ", ".join(story.apart)
            parts.append(words.say("answers of an earlier version of the questionnaire: {named}", named=named))
        if story.aside:
            parts.append(
                words.say_count(
                    "{count} answer of an interview that was set aside",
                    "{count} answers of an interview that was set aside",
                    story.aside,
                )
            )
        return f"{'; '.join(parts)} (cati export --include set-aside)"

    def _as_of_now(self, code: str) -> str:
        return self._words.say("{code}, if fieldwork ended now", code=code)

    def _decided(self) -> str:
        words, final = self._words, self._story.final
        if final.decides is not None:
            begun = {sitting.attempt_no: sitting.started_at for sitting in self._story.sittings}
            at = self.at(begun.get(final.decides.attempt_no, final.decides.at))
            return words.say("attempt {number}, {at}: the most informative one", number=final.decides.attempt_no, at=at)
        return {
            Basis.SCREENING: words.say("the screening: somebody eligible lives there and was not reached since"),
            Basis.BLOCK_LIST: words.say("the block list: a number of it came there after calls"),
            Basis.FROM_THE_START: words.say("the block list, before the first call"),
        }.get(final.basis, words.say("no attempt said anything about the household"))

    def _eligibility(self) -> str:
        words, since = self._words, self._story.history.eligible_at
        return {
            Eligibility.NOT_ELIGIBLE: words.say("not eligible"),
            Eligibility.ELIGIBLE: words.say("eligible, by the screening {at}", at=self.at(since) if since else ""),
            Eligibility.UNKNOWN: words.say("not known: nobody was screened"),
        }[self._story.eligibility]

    def _calls(self) -> str:
        case, limit = self._story.case, self._services.rules.retry.max_attempts
        return self._words.say("{count} of at most {limit} contact attempts", count=case.dials, limit=limit)

    def _appointment(self) -> str:
        words, agreed = self._words, self._story.case.appointment
        assert agreed is not None
        at, owner = self.at(agreed.at), self._person(agreed.owner or None)
        kind = words.say("firm, {at}", at=at) if agreed.firm else words.say("roughly, {at}", at=at)
        return f"{kind} · {owner}" if owner else kind

    def _number_name(self, facts: NumberFacts) -> str:
        return self._words.say("Number {place}", place=facts.position + 1)

    def _number(self, facts: NumberFacts) -> str:
        words = self._words
        times = words.say_count("dialled once", "dialled {count} times", facts.dials)
        ending = words.say("ends in {digits}", digits=facts.ending) if facts.ending else ""
        return " · ".join(part for part in (line_label(words, facts.kind), times, ending) if part)

    def _attempt(self, sitting: AttemptRecord) -> AttemptState:
        words = self._words
        decides = self._story.final.decides
        result = (
            result_label(words, self._services.texts.results, sitting.word) if sitting.word else words.say("under way")
        )
        return AttemptState(
            key=str(sitting.attempt_no),
            when=f"{sitting.attempt_no} · {self.at(sitting.started_at)}",
            result=result,
            decides=words.say("decides") if decides and decides.attempt_no == sitting.attempt_no else "",
            details=tuple(
                part for part in (self._who(sitting), self._note(sitting), *self._corrected(sitting)) if part
            ),
        )

    def _who(self, sitting: AttemptRecord) -> str:
        words = self._words
        parts = [self._person(sitting.by)]
        persons = {
            "household": words.say("somebody of the household"),
            "respondent": words.say("the person to be asked"),
        }
        if sitting.person is not None:
            parts.append(persons[sitting.person])
        if sitting.rang_back:
            parts.append(words.say("rang back"))
        for call in sitting.calls:
            number = words.say("number {place}", place=call.position + 1)
            if call.ended_at is None:
                parts.append(number)
            else:
                length = clock_text((call.ended_at - call.dialled_at).total_seconds())
                parts.append(words.say("{number}, {length} min", number=number, length=length))
        return " · ".join(parts)

    def _note(self, sitting: AttemptRecord) -> str:
        if sitting.note:
            return self._words.say("Note: {text}", text=sitting.note)
        return self._words.say("Has a note.") if sitting.has_note else ""

    def _corrected(self, sitting: AttemptRecord) -> list[str]:
        return [self._correction(correction) for correction in sitting.corrections]

    def _correction(self, correction: Correction) -> str:
        words, labels = self._words, self._services.texts.results
        said = words.say(
            "Corrected {at} by {who}: was “{was}”.",
            at=self.at(correction.at),
            who=self._person(correction.by),
            was=result_label(words, labels, correction.was),
        )
        return f"{said} {words.say('Reason: {text}', text=correction.reason)}" if correction.reason else said
