"""The stations of a study at a hub, as they are now: who is there, what is held, and what a supervisor decides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.sharing.aside import KeptAside
from cati_app.domain.sharing.stations import Halt, StationNow, StationsNow
from cati_app.ui.desk.stations.deciding import Deciding, HubDecision
from cati_app.ui.desk.stations.services import StationsServices
from cati_app.ui.desk.stations.settling import SettlingAside
from cati_app.ui.desk.stations.states import AsideState, StationsState, StationsStep
from cati_app.ui.desk.stations.views import StationsView
from cati_app.ui.desk.stations.words import StationWords, key_of
from cati_app.ui.stage.panel_states import ChoicePanelState, PanelKind, ResultOption
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import Tone
from cati_app.ui.stage.study_age import OLD_OF_SECONDS, Lateness, as_of_words

TAB = "stations"
_SILENT_FOR = (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4), timedelta(days=1))


class StationsPresenter:
    """Asks the hub once a second while the tab is in sight."""

    def __init__(self, stage: Stage, view: StationsView, services: StationsServices, deciding: Deciding) -> None:
        self._stage = stage
        self._view = view
        self._services = services
        self._deciding = deciding
        self._words = StationWords(stage.words, services.calendar, services.device)
        self._settling = SettlingAside(stage, services, deciding, self._words, self._look_aside)
        self._now: StationsNow | None = None
        self._told_at: datetime | None = None
        self._lateness = Lateness(OLD_OF_SECONDS)
        self._problem: EnvironmentProblem | None = None
        self._asking = False
        self._selected = ""
        self._kept: Sequence[KeptAside] = ()
        self.step = StationsStep.LIST

    # -- the list ---------------------------------------------------------------------------------------------

    def shown(self, key: str) -> None:
        """A tab came to the front."""
        if key != TAB:
            return
        self._stage.situate(tab=f"{TAB} {self.step}")
        self._stage.run(self._services.port.logins, self._know)
        if self.step is StationsStep.ASIDE:
            self._look_aside()
        else:
            self.look()

    def _know(self, logins: dict[str, str]) -> None:
        self._words.logins = logins
        self._render()

    def look(self) -> None:
        """A second has passed: ask again, unless an answer is still to come."""
        self._render()
        if self._asking or self.step is not StationsStep.LIST:
            return
        self._asking = True
        self._stage.look(self._services.port.stations, self._told, self._not_told)

    def _told(self, now: StationsNow) -> None:
        self._asking = False
        self._now, self._told_at, self._problem = now, self._services.clock.now(), None
        if all(station.device != self._selected for station in now.stations):
            self._selected = next((station.device for station in now.stations), "")
        self._render()

    def _not_told(self, error: Exception) -> bool:
        self._asking = False
        if not isinstance(error, EnvironmentProblem):
            return False
        self._problem = error
        self._render()
        return True

    def select(self, device: str) -> None:
        """A row of the list."""
        self._selected = device
        self._render()

    @property
    def _station(self) -> StationNow | None:
        stations = self._now.stations if self._now is not None else ()
        return next((station for station in stations if station.device == self._selected), None)

    def _render(self) -> None:
        now, station, words = self._now, self._station, self._stage.words
        if now is None:
            text = words.say("The hub is being asked …") if self._problem is None else self._age()
            self._view.render_stations(StationsState(figures=text))
            return
        paused = station is not None and station.halt is Halt.PAUSED
        written_off = station is not None and station.halt is Halt.WRITTEN_OFF
        news = " ".join(text for text in (self._age(), self._words.news(now)) if text)
        self._view.render_stations(
            StationsState(
                table=self._words.table(now, self._selected),
                news=news,
                figures=self._words.figures(now),
                pause=words.say("Let it call again …") if paused else words.say("Pause it …"),
                can_pause=station is not None and not written_off,
                can_write_off=station is not None and not written_off,
                can_readmit=written_off,
                can_go_on=now.missing > 0 and not now.goes_on,
                can_look_aside=True,
            )
        )

    def _age(self) -> str:
        """How old what is shown is, where it is older than it should be; blank otherwise."""
        words, told_at = self._stage.words, self._told_at
        if told_at is None:
            return words.say("The hub does not answer.") if self._problem is not None else ""
        now = self._services.clock.now()
        if not self._lateness.is_told(told_at, now):
            return ""
        at = f"{self._services.calendar.local(told_at):%H:%M:%S}"
        if self._problem is None:
            return as_of_words(words, at, now - told_at, OLD_OF_SECONDS)
        return words.say("As of {at}: the hub does not answer.", at=at)

    # -- what is decided --------------------------------------------------------------------------------------

    def command(self, name: str) -> bool:
        """A command of the table; whether it is one of these."""
        actions: dict[str, Callable[[], None]] = {
            "station_pause": self._pause,
            "station_write_off": self._write_off,
            "station_readmit": self._readmit,
            "stations_silent": self._ask_since,
            "stations_go_on": self._go_on,
            "stations_aside": self._look_aside,
            "aside_decide": self._settling.ask,
        }
        if name not in actions:
            return False
        actions[name]()
        return True

    def chosen(self, kind: PanelKind, code: str) -> None:
        """A choice in a panel."""
        if kind is PanelKind.SILENT_SINCE:
            self._stage.shell.hide_panel()
            self._write_off_silent(timedelta(seconds=int(code)))
        elif kind is PanelKind.SETTLE_ASIDE:
            self._stage.shell.hide_panel()
            self._settling.chosen(code)

    def _not_now(self, station: StationNow | None) -> None:
        """No key is silent: why nothing is decided about the station selected."""
        words = self._stage.words
        if station is None:
            told = self._words.none_yet() if self._now is not None else words.say("The hub is being asked …")
        elif station.halt is Halt.WRITTEN_OFF:
            told = words.say("Station {device} is written off already: Ctrl+R re-admits it.", device=station.device)
        else:
            told = words.say("Station {device} is not written off.", device=station.device)
        self._stage.say(told, tone=Tone.WARN)

    def _pause(self) -> None:
        station, words, port, user = self._station, self._stage.words, self._services.port, self._services.user
        if station is None or station.halt is Halt.WRITTEN_OFF:
            self._not_now(station)
            return
        pauses, device = station.halt is None, station.device
        if pauses:
            title = words.say(
                "Station {device} begins no call and gets no case; conversations that run go on. Why?", device=device
            )
            action, told = words.say("Pause it"), words.say("Station {device} is paused.", device=device)
        else:
            title = words.say("Station {device} calls again. Why?", device=device)
            action, told = words.say("Let it call again"), words.say("Station {device} calls again.", device=device)
        work = partial(port.pause, user, device, paused=pauses)
        self._deciding.ask(HubDecision(title, action, work, lambda _: self._done(told)))

    def _write_off(self) -> None:
        station, words = self._station, self._stage.words
        if station is None or station.halt is Halt.WRITTEN_OFF:
            self._not_now(station)
            return
        title = words.say(
            "Station {device} will not come back: its cases go to others, its places are free again. Why?",
            device=station.device,
        )
        work = partial(self._services.port.write_off, self._services.user, station.device)
        self._deciding.ask(HubDecision(title, words.say("Write it off"), work, self._written_off))

    def _written_off(self, released: tuple[int, int]) -> None:
        cases, places = released
        words = self._stage.words
        self._done(
            words.say(
                "Cases that go to others: {cases}. Places that are free again: {places}.", cases=cases, places=places
            )
        )

    def _readmit(self) -> None:
        station, words = self._station, self._stage.words
        if station is None or station.halt is not Halt.WRITTEN_OFF:
            self._not_now(station)
            return
        device = station.device
        title = words.say("Station {device} gets cases and places again. Why?", device=device)
        told = words.say("Station {device} is re-admitted.", device=device)
        work = partial(self._services.port.readmit, self._services.user, device)
        self._deciding.ask(HubDecision(title, words.say("Re-admit it"), work, lambda _: self._done(told)))

    def _ask_since(self) -> None:
        now, words = self._now, self._stage.words
        if now is None:
            return
        options = []
        for silent_for in _SILENT_FOR:
            since = now.at - silent_for
            count = sum(
                station.halt is not Halt.WRITTEN_OFF and (station.heard_at is None or station.heard_at < since)
                for station in now.stations
            )
            told = words.say("since {at}", at=self._words.heard(since, now.at))
            silent_ones = words.say_count("{count} station", "{count} stations", count)
            options.append(ResultOption(str(int(silent_for.total_seconds())), told, silent_ones, enabled=count > 0))
        title = words.say("Write off all stations that nobody has heard …")
        self._stage.panel(ChoicePanelState(PanelKind.SILENT_SINCE, title, tuple(options)))

    def _write_off_silent(self, silent_for: timedelta) -> None:
        now, words = self._now, self._stage.words
        if now is None:
            return
        since = now.at - silent_for
        title = words.say(
            "Stations that nobody has heard since {at} will not come back, but for this one: their cases go to others,"
            " their places are free again. Why?",
            at=self._words.heard(since, now.at),
        )
        work = partial(self._services.port.write_off_silent, self._services.user, since)
        self._deciding.ask(
            HubDecision(title, words.say("Write them off"), work, lambda done: self._written_off(done[1:]))
        )

    def _go_on(self) -> None:
        if self._now is None or not self._now.missing or self._now.goes_on:
            return
        words = self._stage.words
        title = words.say(
            "Cases are lent although the hub does not know what all stations have: somebody may be called twice. Places"
            " in the quota wait. Why?"
        )
        told = words.say("The hub lends cases again.")
        work = partial(self._services.port.go_on, self._services.user)
        self._deciding.ask(HubDecision(title, words.say("Go on without waiting"), work, lambda _: self._done(told)))

    def _done(self, text: str) -> None:
        self._stage.say(text, tone=Tone.OK)
        self.look()

    # -- what was kept aside ------------------------------------------------------------------------------------

    def _look_aside(self) -> None:
        waits_for = self._stage.words.say("Waiting for the hub …")
        self._stage.ask(self._services.port.aside, self._show_aside, None, waits_for, self._services.port.stop_waiting)

    def _show_aside(self, kept: Sequence[KeptAside]) -> None:
        self._kept = kept
        self._settling.listed(kept)
        self._go(StationsStep.ASIDE)
        self._render_aside()

    def select_aside(self, key: str) -> None:
        """A row of what was kept aside."""
        self._settling.select(key)

    def decide(self) -> None:
        """Enter on it."""
        self._settling.ask()

    def back(self) -> None:
        """Esc: the stations again."""
        self._go(StationsStep.LIST)
        self.look()

    def _render_aside(self) -> None:
        selected = self._settling.selected
        table = self._words.aside_table(self._kept, "" if selected is None else key_of(selected))
        self._view.render_aside(AsideState(table, can_decide=bool(self._kept)))

    def _go(self, step: StationsStep) -> None:
        self.step = step
        self._stage.situate(tab=f"{TAB} {step}")
        self._view.show_step(step)
