"""Quotes of experts are sent to be read, released, given other words, or refused; each step is a fact of the log."""

from __future__ import annotations

from cati_app.domain.casework.interviews import Interview, InterviewState
from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import CaseId, InterviewId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.domain.sittings.card_pile import cards_of
from cati_app.domain.sittings.cards import CardKind, GuideCard, card_text
from cati_app.domain.sittings.facts import QuoteMoved
from cati_app.domain.sittings.quotes import QuoteConsent, Release, released
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.ports.unit import CallingUnits, UnitOfWork, Units
from cati_app.fieldwork.rights import needs
from cati_app.fieldwork.sitting.quote_facts import QUOTE_MOVED, quote_fact, quotes_moved
from cati_app.fieldwork.sitting.sitting_log import record_of
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class CaseQuotes:
    """Quotes of one expert.

    Args:
        consent: What the person said to being quoted; None: nobody asked, or it was left open.
        quotes: As they stand, in the order of the conversation.
    """

    interview: InterviewId
    consent: QuoteConsent | None
    quotes: tuple[GuideCard, ...]


class ReleaseQuotes:
    """Reads the quotes of a case and moves them on.

    Args:
        read: Where the interviews are.
        here: Where the steps are written; they count at once, also where they have not come to the whole study yet.
        asked_in: Question of the opening whether the person may be quoted; None: nobody asks.
    """

    def __init__(self, read: Units, here: CallingUnits, clock: Clock, asked_in: str | None) -> None:
        self._read, self._here = read, here
        self._clock = clock
        self._asked_in = asked_in

    @needs(Right.SUPERVISE)
    def of_case(self, by: User, case_id: CaseId) -> CaseQuotes | None:
        """None: no sitting was held with this person.

        Raises:
            RuleViolation: `answers_sealed`.
        """
        with self._here() as here:
            written = tuple(here.log.of_kind(QUOTE_MOVED))
        with self._read() as unit:
            held = [each for each in unit.interviews.of_case(case_id) if each.state is not InterviewState.SET_ASIDE]
            logs = unit.log.of_sittings([each.id for each in held])
            interview = next((each for each in reversed(held) if each.id in logs), None)
            if interview is None:
                return None
            steps = quotes_moved(unit, written).get(interview.id, ())
            cards = cards_of((*record_of(logs[interview.id]).facts, *steps))
            quotes = tuple(card for card in cards if card.kind is CardKind.QUOTE)
            return CaseQuotes(interview.id, self._consent(unit, interview), quotes)

    @needs(Right.SUPERVISE)
    def move(self, by: User, case_id: CaseId, card_id: str, wanted: Release, text: str = "") -> GuideCard:
        """The quote as it stands then.

        Args:
            text: The words that its person gave it, where it was changed.

        Raises:
            RuleViolation: `card_unknown`; as `released`, and as `card_text` for changed words; `answers_sealed`.
        """
        known = self.of_case(by, case_id)
        card = next((each for each in known.quotes if each.id == card_id), None) if known is not None else None
        if known is None or card is None:
            raise RuleViolation("card_unknown")
        release = released(card.release, wanted, known.consent)
        moved = QuoteMoved(card_id, release, card_text(text) if release is Release.CHANGED else "")
        with self._read() as unit:
            interview, keys = unit.interviews.get(known.interview), unit.interviews.sealed_keys([known.interview])
        if known.interview not in keys:
            raise RuleViolation("card_unknown")
        with self._here() as here:
            here.log.append([quote_fact(moment(self._clock, by), interview, keys[known.interview], moved)])
            here.commit()
        after = self.of_case(by, case_id)
        assert after is not None, "it was there"
        return next(each for each in after.quotes if each.id == card_id)

    def _consent(self, unit: UnitOfWork, interview: Interview) -> QuoteConsent | None:
        if self._asked_in is None:
            return None
        data = unit.interviews.data_of(interview.id)
        said = next((each.text for ref, each in data.items() if ref.rsplit("/", 1)[-1] == self._asked_in), None)
        return QuoteConsent(said) if said in frozenset(QuoteConsent) else None
