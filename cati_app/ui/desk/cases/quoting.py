"""A supervisor moves the quotes of an expert on: which one, what became of it, in which words; then it is done."""

from __future__ import annotations

from functools import partial

from cati_app.domain.casework.cases import Case
from cati_app.domain.errors import RuleViolation
from cati_app.domain.sittings.cards import GuideCard
from cati_app.domain.sittings.quotes import QuoteConsent, Release, may_follow
from cati_app.fieldwork.sitting.release_quotes import CaseQuotes, ReleaseQuotes
from cati_app.texts import Words
from cati_app.ui.desk.services import SupervisorServices
from cati_app.ui.stage import sitting_rule_words as sitting_rules
from cati_app.ui.stage.panel_states import ChoicePanelState, PanelKind, ResultOption, TextPanelState
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import HistoryLine, Tone
from cati_app.ui.stage.wording import case_label

KINDS = (PanelKind.QUOTE_LISTED, PanelKind.QUOTE_STEP)
_SHORT = 90
"""Characters of a quote by which it is told from others."""


class Quoting:
    """One quote at a time; a panel that is closed ends it."""

    def __init__(self, stage: Stage, services: SupervisorServices, quotes: ReleaseQuotes) -> None:
        self._stage, self._services, self._quotes = stage, services, quotes
        self._case: Case | None = None
        self._known: CaseQuotes | None = None
        self._card: GuideCard | None = None

    def begin(self, case: Case) -> None:
        """The quotes of a case."""
        self._case = case
        self._stage.run(partial(self._quotes.of_case, self._services.user, case.id), self._offer)

    def chosen(self, kind: PanelKind, code: str) -> None:
        """A quote, or what became of it."""
        self._stage.shell.hide_panel()
        if kind is PanelKind.QUOTE_LISTED:
            self._ask_step(code)
        elif code == Release.CHANGED:
            self._ask_words("")
        else:
            self._move(Release(code))

    def words_given(self, text: str) -> None:
        """In which words the person wants to be quoted."""
        if not text:
            self._ask_words(self._stage.words.say("Type the words in which the person wants to be quoted."))
            return
        self._stage.shell.hide_panel()
        self._move(Release.CHANGED, text)

    def _offer(self, known: CaseQuotes | None) -> None:
        words, case = self._stage.words, self._case
        if case is None:
            return
        self._known = known
        if known is None or not known.quotes:
            self._stage.say(words.say("There is no quote in this case."), tone=Tone.WARN)
            return
        options = tuple(
            ResultOption(card.id, shortened(card.text), release_text(words, card.release)) for card in known.quotes
        )
        title = words.say("Quotes · {case}", case=case_label(words, case.case_no))
        text = consent_text(words, known.consent)
        self._stage.panel(ChoicePanelState(PanelKind.QUOTE_LISTED, title, options, text))

    def _ask_step(self, card_id: str) -> None:
        words, known = self._stage.words, self._known
        self._card = next((card for card in known.quotes if card.id == card_id), None) if known is not None else None
        if known is None or self._card is None:
            return
        options = tuple(
            ResultOption(each.value, release_text(words, each))
            for each in may_follow(self._card.release, known.consent)
        )
        if not options:
            self._stage.say(words.say("This quote was refused; that stands."), tone=Tone.WARN)
            return
        read = HistoryLine(release_text(words, self._card.release), self._card.text)
        self._stage.panel(
            ChoicePanelState(
                PanelKind.QUOTE_STEP,
                words.say("What became of this quote?"),
                options,
                consent_text(words, known.consent),
                (read,),
            )
        )

    def _ask_words(self, message: str) -> None:
        words, card = self._stage.words, self._card
        if card is not None:
            title = words.say("In which words does the person want to be quoted?")
            self._stage.panel(TextPanelState(PanelKind.QUOTE_WORDS, title, card.text, card.id, message=message))

    def _move(self, wanted: Release, text: str = "") -> None:
        case, card = self._case, self._card
        if case is None or card is None:
            return
        work = partial(self._quotes.move, self._services.user, case.id, card.id, wanted, text)
        self._stage.run(work, self._moved, self._not_moved)

    def _not_moved(self, error: Exception) -> bool:
        """It has moved meanwhile, or the words are too long."""
        told = (
            sitting_rules.rule_text(self._stage.words, error.code, error.context)
            if isinstance(error, RuleViolation)
            else ""
        )
        if told:
            self._stage.say(told, tone=Tone.WARN)
        return bool(told)

    def _moved(self, card: GuideCard) -> None:
        words = self._stage.words
        self._stage.say(words.say("The quote is noted as: {state}.", state=release_text(words, card.release)))


def shortened(text: str) -> str:
    """How a quote begins, in a line."""
    return " ".join(text[:_SHORT].split()) + ("…" if len(text) > _SHORT else "")


def release_text(words: Words, release: Release) -> str:
    """Where a quote stands."""
    return {
        Release.OPEN: words.say("not sent yet"),
        Release.SENT: words.say("sent to be read"),
        Release.APPROVED: words.say("released as it is"),
        Release.CHANGED: words.say("released in other words"),
        Release.REFUSED: words.say("not released"),
    }[release]


def consent_text(words: Words, consent: QuoteConsent | None) -> str:
    """What the person said to being quoted."""
    if consent is None:
        return words.say("Nobody asked the person about quotes: none may be used.")
    return {
        QuoteConsent.YES: words.say("The person may be quoted."),
        QuoteConsent.AFTER_READING: words.say("The person may be quoted once a quote was read and released."),
        QuoteConsent.NO: words.say("The person does not want to be quoted."),
    }[consent]
