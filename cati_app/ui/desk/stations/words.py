"""The stations of a study in words: who, since when silent, what is held; and what was kept aside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from cati_app.domain.calling.calendar import CallingCalendar
from cati_app.domain.sharing.aside import KeptAside, Settling
from cati_app.domain.sharing.leases import SetAside
from cati_app.domain.sharing.stations import Halt, StationNow, StationsNow
from cati_app.texts import Words
from cati_app.ui.desk.states import TableState
from cati_app.ui.stage.wording import case_label


class StationWords:
    """Words of one study.

    Args:
        logins: By the ids of people.
        device: The station here.
    """

    def __init__(self, words: Words, calendar: CallingCalendar, device: str = "") -> None:
        self._words = words
        self._device = device
        self._calendar = calendar
        self.logins: Mapping[str, str] = {}

    def table(self, now: StationsNow, selected: str) -> TableState:
        """The list."""
        words = self._words
        columns = (
            words.say("Station"),
            words.say("State"),
            words.say("Who"),
            words.say("Heard"),
            words.say("Cases in hand"),
            words.say("Places held"),
            words.say("Not sent"),
        )
        rows = tuple(self._row(now, station) for station in now.stations)
        return TableState("stations", words.say("Stations"), columns, rows, self.none_yet(), selected)

    def none_yet(self) -> str:
        """Why the list is empty."""
        return self._words.say("No station has spoken to the hub yet.")

    def _row(self, now: StationsNow, station: StationNow) -> tuple[str, ...]:
        words = self._words
        places = str(station.places)
        if station.ahead:
            places = words.say("{count}, {ahead} ahead", count=station.places, ahead=station.ahead)
        return (
            station.device,
            self._words.say("{device} (here)", device=station.device)
            if station.device == self._device
            else station.device,
            " · ".join(self._states(now, station)),
            ", ".join(self.logins.get(person, "?") for person in station.people) or "–",
            self.heard(station.heard_at, now.at),
            str(station.cases),
            places,
            str(station.unsent),
        )

    def heard(self, heard_at: datetime | None, now: datetime) -> str:
        """When a station was heard last: by the hour today, else with its day."""
        if heard_at is None:
            return self._words.say("never")
        at, today = self._calendar.local(heard_at), self._calendar.local(now).date()
        return f"{at:%H:%M}" if at.date() == today else self._words.say("{at:%Y-%m-%d %H:%M}", at=at)

    def _states(self, now: StationsNow, station: StationNow) -> Iterator[str]:
        words = self._words
        if station.missing:
            yield words.say("awaited since the hub came back")
        if station.halt is Halt.WRITTEN_OFF:
            yield words.say("written off")
        elif station.halt is Halt.PAUSED:
            yield words.say("paused")
        if station.is_silent(now.at):
            yield words.say("silent")
        elif station.halt is None and not station.missing:
            yield words.say("at work")

    def news(self, now: StationsNow) -> str:
        """What somebody should look at first."""
        words, parts = self._words, []
        if now.missing and now.goes_on:
            text = words.say_count(
                "The hub came back from a copy and waits for {count} station. Cases are lent meanwhile; places in the"
                " quota wait for it.",
                "The hub came back from a copy and waits for {count} stations. Cases are lent meanwhile; places in the"
                " quota wait for them.",
                now.missing,
            )
            parts.append(text)
        elif now.missing:
            text = words.say_count(
                "The hub came back from a copy and waits for {count} station: until then nobody gets a case or a"
                " place.",
                "The hub came back from a copy and waits for {count} stations: until then nobody gets a case or a"
                " place.",
                now.missing,
            )
            parts.append(text)
        if now.edition:
            parts.append(
                words.say(
                    "The study is older at the hub than stations have seen it: no cases and no places in the quota"
                    " until somebody publishes it again (cati hub publish)."
                )
            )
        return " ".join(parts)

    def figures(self, now: StationsNow) -> str:
        """What is held for whom, and kept aside."""
        words = self._words
        return " · ".join(
            (
                words.say("Places held by silent stations: {count}", count=now.silent_places),
                words.say("Kept aside and undecided: {count}", count=sum(now.aside.values())),
            )
        )

    def aside_table(self, kept: Sequence[KeptAside], selected: str) -> TableState:
        """What was kept aside; the key of a row is its place in the list."""
        words = self._words
        columns = (words.say("Since"), words.say("What"), words.say("Why"), words.say("Station"))
        rows = tuple(
            (
                key_of(each),
                words.say("{at:%Y-%m-%d %H:%M}", at=self._calendar.local(each.at)),
                self._what(each),
                self.why(each),
                each.device or "–",
            )
            for each in kept
        )
        empty = words.say("Nothing is kept aside and undecided.")
        return TableState("aside", words.say("Kept aside"), columns, rows, empty, selected)

    def _what(self, each: KeptAside) -> str:
        words = self._words
        if each.case_no:
            return case_label(words, each.case_no)
        if each.number:
            return words.say("event {number} of a log", number=each.number)
        return words.say("a case of no number")

    def why(self, each: KeptAside) -> str:
        """Why it is kept aside."""
        words = self._words
        return {
            SetAside.DUPLICATE: words.say("another interview of the case counts"),
            SetAside.SURPLUS: words.say("its cell had no place left"),
            "misfit": words.say("a case names people or cells that the hub does not know, or was never lent so"),
            "refused": words.say("the hub stores no such rows: the station is damaged, or newer than the hub"),
            "otherwise": words.say("an interview of the case is at the hub otherwise"),
            "clone": words.say("another event has the number"),
            "foreign": words.say("an event that another station has written and not sent"),
            "too_long": words.say("an event longer than a hub takes"),
            "unreadable": words.say("an event that cannot be read"),
        }.get(each.why, each.why)

    def settling(self, settling: Settling) -> tuple[str, str]:
        """What can be decided, and what it does."""
        words = self._words
        return {
            Settling.COUNT: (words.say("Count it"), words.say("the interview counts, where its cell has room")),
            Settling.PLACE: (
                words.say("Bring it to its place"),
                words.say("the hub stores it where it belongs, or says where it does not fit"),
            ),
            Settling.LEAVE: (words.say("Leave it"), words.say("it stays as it is, and is listed no more")),
        }[settling]


def key_of(each: KeptAside) -> str:
    """By which it is known in the list."""
    return f"{each.kind}:{each.key}"
