"""Holds the sittings of the interview that is conducted: begins one once the opening is through, and ends it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from zoneinfo import ZoneInfo

from cati_app.domain.casework.interviews import Interview
from cati_app.domain.sittings.guide import GuideTopic
from cati_app.domain.sittings.guided_interview import GuidedInterview
from cati_app.fieldwork.interview import conduct_protocol
from cati_app.fieldwork.interview.conduct import Conduct
from cati_app.fieldwork.sitting import sitting_protocol
from cati_app.fieldwork.sitting.sitting_conduct import SittingConduct
from cati_app.fieldwork.sitting.sitting_log import SittingRecord
from cati_app.fieldwork.sitting.sitting_rules import sector_of
from cati_app.ui.console.services import InterviewerServices
from cati_app.ui.console.sitting.presenter import SittingPresenter
from cati_app.ui.console.sitting.views import SittingViewPort
from cati_app.ui.console.sitting.words import SittingTexts, sector_word
from cati_app.ui.console.sitting_services import SittingServices
from cati_app.ui.stage.language_words import language_word
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import StoredState
from cati_app.ui.stage.wording import case_label


class SittingHolder:
    """Sittings of one interview after the other.

    Args:
        conduct: The interview that a sitting is part of.
        send: Tells it how the sitting ended.
        on_stored: Called with the number of the last fact when something is durable.
        ask_end: Asks how the sitting is to end.
    """

    def __init__(
        self,
        stage: Stage,
        view: SittingViewPort,
        services: InterviewerServices,
        sittings: SittingServices,
        conduct: Conduct,
        send: Callable[[conduct_protocol.Event], None],
        on_stored: Callable[[int], None],
        ask_end: Callable[[], None],
    ) -> None:
        self._stage, self._services, self._sittings = stage, services, sittings
        self._conduct, self._send, self._on_stored = conduct, send, on_stored
        self._interview: Interview | None = None
        self._leads_to: conduct_protocol.Event | None = None  # once the sitting has ended
        self._has_failed = False
        self.presenter = SittingPresenter(stage, view, services.clock, self, self._ended, ask_end)

    @property
    def is_held(self) -> bool:
        """Whether a sitting is under way."""
        return self.presenter.conduct is not None

    @property
    def is_last(self) -> bool:
        """Whether no other sitting may follow on this one."""
        running = self.presenter.conduct
        return running is not None and running.interview.sitting >= running.interview.most

    @property
    def open_musts(self) -> tuple[GuideTopic, ...]:
        """Topics that must be asked and are open."""
        running = self.presenter.conduct
        return running.interview.open_musts if running is not None else ()

    def hold(self, interview: Interview) -> None:
        """Begin the next sitting, or go on with the one that was left without a word."""
        self._interview, self._leads_to = interview, None
        read = partial(self._sittings.read, self._services.user, interview.id)
        self._stage.run(read, partial(self._begin, interview))

    def _begin(self, interview: Interview, record: SittingRecord) -> None:
        offer = self._conduct.offer
        if self._conduct.interview is not interview or offer is None:
            return  # the case went to others meanwhile
        rules = self._sittings.rules
        sector = sector_of(offer.case.fields)
        first = GuidedInterview(rules.guide, sector, rules.most).after_all(record.facts)
        conduct = SittingConduct(first, record.draft, self._sittings.ids)
        languages = self._services.texts.languages
        session = self._conduct.session
        consents = session.value if session is not None else lambda _: ""
        words, calendar = self._stage.words, self._services.rules.calendar
        who = " · ".join(filter(None, (case_label(words, offer.case.case_no), sector_word(words, sector))))
        texts = SittingTexts(
            who,
            interview.language if interview.language in languages else next(iter(languages), ""),
            ZoneInfo(calendar.zone),
            rules.expected_min,
            languages=languages,
            records=rules.recording is not None and consents(rules.recording) == "yes",
        )
        gives_codes = bool(self._services.texts.access_code)
        self._stage.situate(
            gives_codes=gives_codes, has_case=True, can_undo=False, can_ring_back=False, can_give_result=False
        )
        self._stage.header(language=language_word(words, self._services.texts, texts.language), can_pause=False)
        self.presenter.begin(conduct, texts)

    # -- how it ends ---------------------------------------------------------------------------------------------

    def end_with(self, event: conduct_protocol.Event, *, final: bool) -> None:
        """End the sitting, and tell the interview what it comes to once everything is stored.

        Args:
            final: No other sitting follows.
        """
        if not self.is_held:  # it has ended already, and what it came to was refused
            self._send(event)
            return
        self._leads_to = event
        self.presenter.finish(final=final)

    def _ended(self, _: bool) -> None:
        self._stage.header(can_pause=True)
        if self._leads_to is not None:
            event, self._leads_to = self._leads_to, None
            self._send(event)

    def pause(self) -> None:
        """Nobody is on the line any more: time stands still."""
        running = self.presenter.conduct
        if running is not None and running.is_running:
            self.presenter.command("sitting_pause")

    def go_on(self) -> None:
        """Somebody is on the line again."""
        running = self.presenter.conduct
        if running is not None and not running.is_running:
            self.presenter.command("sitting_pause")

    def close(self, then: Callable[[], None]) -> None:
        """Once everything is durable; the sitting can be taken up at the same card."""
        if self.is_held:
            self.presenter.keep_all(then)
        else:
            then()

    def drop(self) -> None:
        """The case went to others."""
        self._interview = self._leads_to = None
        self._stage.header(can_pause=True)
        self.presenter.drop()

    # -- the way to the disk -------------------------------------------------------------------------------------

    def keep(self, write: sitting_protocol.WriteSitting, done: Callable[[], None], failed: Callable[[], None]) -> None:
        """Implements `SittingStore`."""
        interview = self._interview
        if interview is None:
            return
        record = partial(self._sittings.record, self._services.user, interview, write, self.presenter.language)

        def kept(seq: int) -> None:
            if self._has_failed:
                self._has_failed = False
                self._stage.say("")
            local = self._services.rules.calendar.local(self._services.clock.now())
            self._stage.header(stored=StoredState.STORED, stored_at=local.time().isoformat("seconds"))
            if seq:
                self._on_stored(seq)
            done()

        def not_kept(error: Exception) -> bool:
            self._stage.header(stored=StoredState.FAILED)
            if not self._has_failed:
                self._stage.explain(error)
            self._has_failed = True
            failed()
            return True

        self._stage.run(record, kept, not_kept)
