"""A supervisor decides about something the hub kept aside: what can be decided, why; then it is done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from cati_app.domain.sharing.aside import KeptAside, Settling, choices
from cati_app.ui.desk.stations.deciding import Deciding, HubDecision
from cati_app.ui.desk.stations.services import StationsServices
from cati_app.ui.desk.stations.words import StationWords, key_of
from cati_app.ui.stage.panel_states import ChoicePanelState, PanelKind, ResultOption
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import Tone


class SettlingAside:
    """One at a time.

    Args:
        settled: Called when one was decided.
    """

    def __init__(
        self,
        stage: Stage,
        services: StationsServices,
        deciding: Deciding,
        words: StationWords,
        settled: Callable[[], None],
    ) -> None:
        self._stage = stage
        self._services = services
        self._deciding = deciding
        self._words = words
        self._settled = settled
        self._kept: Sequence[KeptAside] = ()
        self.selected: KeptAside | None = None

    def listed(self, kept: Sequence[KeptAside]) -> None:
        """What there is now; what was selected stays so, while it is there."""
        key = "" if self.selected is None else key_of(self.selected)
        self._kept = kept
        self.selected = None
        self.select(key)
        if self.selected is None and kept:
            self.selected = kept[0]

    def select(self, key: str) -> None:
        """A row of the list."""
        self.selected = next((each for each in self._kept if key_of(each) == key), self.selected)

    def ask(self) -> None:
        """What to do about it."""
        if self.selected is None:
            return
        options = []
        for settling in choices(self.selected):
            label, follows = self._words.settling(settling)
            options.append(ResultOption(settling.value, label, follows))
        title = self._stage.words.say("What is to be done about it?")
        text = self._words.why(self.selected)
        self._stage.panel(ChoicePanelState(PanelKind.SETTLE_ASIDE, title, tuple(options), text))

    def chosen(self, code: str) -> None:
        """A choice; then why."""
        if self.selected is None:
            return
        settling, services = Settling(code), self._services
        label, follows = self._words.settling(settling)
        title = self._stage.words.say("{action}: {follows}. Why?", action=label, follows=follows)
        work = partial(services.port.settle, services.user, self.selected, settling)
        self._deciding.ask(HubDecision(title, label, work, self._done))

    def _done(self, _: object) -> None:
        self._stage.say(self._stage.words.say("It is decided."), tone=Tone.OK)
        self._settled()
