"""The outcome of a sitting, by how far the interview got, and what it leaves behind."""

from __future__ import annotations

from collections.abc import Collection

from cati_app.domain.casework.interviews import SET_APART, Interview, StoredDatum, broken_off_as, is_usable
from cati_app.domain.outcomes.dispositions import (
    BREAK_OFF,
    COMPLETE,
    NO_ELIGIBLE_PERSON,
    NOT_SCREENED,
    OPT_OUT,
    OTHER_UNKNOWN,
    QUOTA_FILLED,
    OutcomeClass,
    Person,
)
from cati_app.domain.sampling.phone import LineKind
from cati_app.engine.session.events import Missing
from cati_app.engine.session.session import InterviewSession
from cati_app.engine.xlsform.languages import PLAIN
from cati_app.fieldwork.interview.screening import EarlyEnd
from cati_app.fieldwork.rules import StudyRules
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class InterviewEnd:
    """A running interview as it stands, asked what would come of it."""

    interview: Interview
    session: InterviewSession
    rules: StudyRules
    early: EarlyEnd | None = None  # why it is over before its last question, where the form names no outcome
    frame: str = ""  # of the case

    @property
    def at_its_end(self) -> str:
        """What the form says first: who is not eligible was not refused by the quota."""
        named = self.session.value(self.rules.outcome) if self.rules.outcome else ""
        if named:
            return named
        return COMPLETE if self.early is None else self._at_early_end(self.early)

    def _at_early_end(self, why: EarlyEnd) -> str:
        match why:
            case EarlyEnd.FULL:
                return QUOTA_FILLED
            case EarlyEnd.UNCLASSIFIED:
                return OTHER_UNKNOWN
            case EarlyEnd.NOT_ELIGIBLE:
                return NO_ELIGIBLE_PERSON
            case EarlyEnd.REFUSED:
                return self._refusal
            case EarlyEnd.NOT_SCREENED:
                return NOT_SCREENED if self._must_screen else self._refusal

    @property
    def _must_screen(self) -> bool:
        return self.rules.unscreened is OutcomeClass.UNKNOWN_OTHER

    @property
    def _refusal(self) -> str:
        """A no on a landline comes from the household, on a mobile from its user."""
        return f"{OPT_OUT}_{Person.HOUSEHOLD if self.frame == LineKind.LANDLINE else Person.RESPONDENT}"

    @property
    def is_screened(self) -> bool:
        """Whether the person is known to belong to the population; with neither quota nor screener everybody does."""
        if self.rules.quota is not None:
            return bool(self.interview.quota_status)
        return self.rules.screener is None or self.interview.screened_at is not None

    @property
    def broken_off(self) -> str:
        """Who is not eligible, or whose group is full, did not break off: the interview was over."""
        over = self.at_its_end
        if over != COMPLETE:
            return over
        if not self.is_screened:
            return NOT_SCREENED if self._must_screen else BREAK_OFF
        answered, asked = self.session.core_progress()
        share = self.rules.partial_core_share
        return broken_off_as(usable=is_usable(core_answered=answered, core_asked=asked, core_share=share))

    @property
    def break_off_frees_place(self) -> bool:
        """Whether others get the place it holds once it is broken off."""
        return self.interview.held and not self.interview.keeps_place(self.broken_off)

    @property
    def can_refuse(self) -> bool:
        """A no still is a refusal of the call: nobody is screened, or nothing was answered yet."""
        if self.at_its_end != COMPLETE:
            return False
        return not self.is_screened or not any(datum.answer.text for datum in self.session.data().values())

    def can_come_to(self, code: str) -> bool:
        """Whether a result of a conversation can end the interview: before the screening all, later the opt-outs."""
        if self.can_refuse:
            return True
        result = self.rules.results.find(code)
        return result is not None and result.never_again

    @property
    def opted_out(self) -> str:
        """The interview as far as it got: who says it at the goodbye has given an interview all the same."""
        has_place = self.rules.quota is None or self.interview.held
        if self.at_its_end == COMPLETE and has_place and everything_asked(self.session):
            return COMPLETE
        return OPT_OUT if self.can_refuse else self.broken_off

    def data(self) -> list[StoredDatum]:
        """The interview's part of the data set, without contact questions and sealed columns of the sample."""
        return stored_data(self.session, self.rules.contact_questions | self.rules.sealed_values)

    def left_for_recontact(self) -> dict[str, str]:
        """Contact details of a person who agreed to be called again for another study."""
        question = self.rules.recontact
        if question is None or self.session.value(question) not in ("yes", "1"):
            return {}
        values = {name: self.session.value(name) for name in sorted(self.rules.contact_questions)}
        return {name: value for name, value in values.items() if value}


def stored_data(session: InterviewSession, kept_back: Collection[str]) -> list[StoredDatum]:
    """Every variable of an interview but those kept back, and the answers of other versions set apart.

    Args:
        kept_back: Names of contact questions, and of what receives sealed columns of the sample.
    """
    data = []
    for ref, datum in session.data().items():
        if datum.name in kept_back:
            continue
        missing = datum.answer.special or datum.missing
        data.append(StoredDatum(ref, datum.answer.text, missing.value if missing else None))
    for apart in session.set_apart():
        if apart.contact or apart.name in kept_back:
            continue
        special = apart.answer.special
        variable = f"{SET_APART}{apart.version}{apart.ref}"
        data.append(StoredDatum(variable, apart.answer.text, special.value if special else None))
    return data


def language_found(interview: Interview, session: InterviewSession, languages: Collection[str]) -> str | None:
    """The language of the script, when it was changed to another one of the study: whoever calls again speaks it."""
    began = session.form.spoken(PLAIN) if interview.language == PLAIN else interview.language
    changed = session.language != began and session.language in languages
    return session.language if changed else None


def everything_asked(session: InterviewSession) -> bool:
    """Whether no question of the person's path is on the screen or still ahead."""
    now = () if session.at_end else session.screen().questions
    here = any(question.asks and not question.answer.text for question in now)
    return not here and all(datum.missing is not Missing.NOT_REACHED for datum in session.data().values())
