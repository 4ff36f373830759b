"""The client brings the whole log to the hub, each event once, whatever happens on the way."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cati_app.domain.errors import EnvironmentProblem
from cati_app.sync.client import BYTES_AT_MOST, Client, Delivery, OtherLog, Patience
from cati_app.sync.line import HubCall, LineCut, Reply
from cati_app.sync.messages import EVENTS_AT_MOST, LoggedRow
from tests.hubs import DEVICE, HUB_ID, SECRET, MemoryHub, MemoryLine, MemoryLog, Mishap, line_with, log_of, row_of


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[MemoryHub]:
    made = MemoryHub(tmp_path / "hub")
    made.enrol()
    yield made
    made.close()


def client_on(line: MemoryLine, waited: list[float] | None = None, tries: int = 8) -> Client:
    waits = waited if waited is not None else []
    return Client(line, SECRET, waits.append, random.Random(1), Patience(tries=tries), hub=HUB_ID)


def rows_of(log: MemoryLog) -> list[tuple[str, int, str, str]]:
    return [(DEVICE, n, event.row, event.digest) for n, event in enumerate(log.rows, start=1)]


def test_the_whole_log_arrives_unchanged_and_in_order(hub: MemoryHub) -> None:
    log = log_of(2 * EVENTS_AT_MOST + 1)

    delivery = client_on(MemoryLine(hub)).push(log)

    assert Delivery(log.end(), log.end(), 0, 0) == delivery
    assert rows_of(log) == hub.events()


def test_only_what_is_new_is_sent_the_next_time(hub: MemoryHub) -> None:
    line, log = MemoryLine(hub), log_of(3)
    client_on(line).push(log)
    line.sent.clear()

    assert Delivery(3, 0, 0, 0) == client_on(line).push(log)
    assert [HubCall.STATE] == [call for call, _, _ in line.sent]


def test_a_batch_is_bounded_by_its_bytes_too(hub: MemoryHub) -> None:
    line = MemoryLine(hub)
    log = MemoryLog([row_of(n, told="ä" * (BYTES_AT_MOST // 5)) for n in range(1, 8)])

    client_on(line).push(log)

    assert 4 == len([call for call, _, _ in line.sent if call is HubCall.PUSH])
    assert rows_of(log) == hub.events()


def test_of_the_log_no_more_is_read_than_is_sent(hub: MemoryHub) -> None:
    """A station that reads more waits once more for whoever types."""
    read: list[int] = []

    class Noted(MemoryLog):
        def after(self, n: int) -> Iterator[LoggedRow]:
            for event in super().after(n):
                n += 1
                read.append(n)
                yield event

    log = Noted(log_of(2 * EVENTS_AT_MOST).rows)

    client_on(MemoryLine(hub)).push(log)

    assert list(range(1, log.end() + 1)) == read


def test_after_each_message_it_is_told_that_the_log_goes(hub: MemoryHub) -> None:
    log, marks = log_of(2 * EVENTS_AT_MOST + 1), []

    client_on(MemoryLine(hub)).push(log, went=lambda: marks.append(len(hub.events())))

    assert [EVENTS_AT_MOST, 2 * EVENTS_AT_MOST, log.end()] == marks


@pytest.mark.parametrize("mishap", list(Mishap))
@pytest.mark.parametrize("at", [0, 1, 2])
def test_an_event_has_effect_once_whatever_happens_on_the_way(hub: MemoryHub, mishap: Mishap, at: int) -> None:
    """I5, I7."""
    log = log_of(EVENTS_AT_MOST + 5)

    delivery = client_on(line_with(hub, [*([Mishap.NONE] * at), mishap])).push(log)

    assert log.end() == delivery.mark
    assert rows_of(log) == hub.events()
    assert [] == hub.aside()


@pytest.mark.slow
@settings(max_examples=30)
@given(
    mishaps=st.lists(st.sampled_from(Mishap), max_size=12),
    epochs=st.sets(st.integers(0, 12)),
    growth=st.lists(st.integers(0, 700), min_size=1, max_size=3),
)
def test_a_log_that_grows_arrives_whole_by_any_history(
    mishaps: list[Mishap], epochs: set[int], growth: list[int]
) -> None:
    """I5, I7, I10, I14: in a row, never backwards, each event once, without anybody's doing."""
    with TemporaryDirectory() as folder:
        hub = MemoryHub(Path(folder) / "hub")
        hub.enrol()
        counted = iter(range(1_000))
        line = line_with(hub, mishaps)
        line.between = lambda: hub.new_epoch() if next(counted) in epochs else None
        log, marks = log_of(0), [0]
        for more in growth:
            log.rows += [row_of(n) for n in range(log.end() + 1, log.end() + 1 + more)]
            marks.append(client_on(line, tries=20).push(log).mark)
        events = hub.events()
        hub.close()

    assert sorted(marks) == marks
    assert log.end() == marks[-1]
    assert rows_of(log) == events


def test_waits_grow_to_a_limit_and_are_not_the_same_for_everybody(hub: MemoryHub) -> None:
    waited: list[float] = []
    patience = Patience(first_s=1, longest_s=8, tries=7)
    line = line_with(hub, [Mishap.CUT_BEFORE] * 6)

    Client(line, SECRET, waited.append, random.Random(1), patience, hub=HUB_ID).push(log_of(1))

    assert 6 == len(waited)
    for wait, longest in zip(waited, (1, 2, 4, 8, 8, 8), strict=True):
        assert longest / 2 <= wait <= longest
    assert len({wait / longest for wait, longest in zip(waited, (1, 2, 4, 8, 8, 8), strict=True)}) > 1


def test_a_hub_that_stays_away_is_told_and_nothing_is_lost(hub: MemoryHub) -> None:
    log = log_of(2)

    with pytest.raises(EnvironmentProblem) as told:
        client_on(line_with(hub, [Mishap.CUT_AFTER] * 100), tries=3).push(log)

    assert "hub_unreachable" == told.value.code
    assert Delivery(2, 2, 0, 0) == client_on(MemoryLine(hub)).push(log)


def test_a_hub_that_lost_what_it_acknowledged_is_sent_it_again(hub: MemoryHub, tmp_path: Path) -> None:
    """I6 for the log: the hub comes back from a copy of the time before the push."""
    log = log_of(4)
    client_on(MemoryLine(hub)).push(log)
    other = MemoryHub(tmp_path / "copy")
    other.enrol()
    other.new_epoch()

    assert Delivery(4, 4, 0, 0) == client_on(MemoryLine(other)).push(log)
    assert rows_of(log) == other.events()
    other.close()


@pytest.mark.parametrize(("mine", "theirs"), [(7, 4), (4, 7), (4, 4)])
def test_two_copies_of_a_device_are_noticed_and_nothing_of_either_is_lost(
    hub: MemoryHub, mine: int, theirs: int
) -> None:
    first, second = log_of(mine, "mine"), log_of(theirs, "theirs")
    first.rows[0] = second.rows[0] = row_of(1)
    client_on(MemoryLine(hub)).push(first)

    delivery = client_on(MemoryLine(hub)).push(second)

    assert (delivery.other is None) == (theirs > mine), "the one whose event is the last at the hub has its log there"
    kept = {(n, row) for _, n, row, _ in hub.events()}
    assert rows_of(first) == hub.events()[:mine]
    assert min(mine, theirs) - 1 == delivery.clones
    assert [("clone", n) for n in range(2, min(mine, theirs) + 1)] == hub.aside()
    assert {(n, event.row) for n, event in enumerate(second.rows, 1) if n > mine} <= kept


def _copies(hub: MemoryHub) -> tuple[MemoryLog, MemoryLog, OtherLog]:
    """Two copies that were one until event 2, and what the second one remembers of its first push."""
    first, second = log_of(4, "first"), log_of(4, "second")
    second.rows[:2] = first.rows[:2]
    client_on(MemoryLine(hub)).push(first)
    other = client_on(MemoryLine(hub)).push(second).other
    assert other is not None
    return first, second, other


def _grown(log: MemoryLog, told: str) -> None:
    log.rows.append(row_of(log.end() + 1, told=told))


def _pushes(line: MemoryLine) -> int:
    return len([call for call, _, _ in line.sent if call is HubCall.PUSH])


def test_a_copy_stops_while_the_other_one_goes_on(hub: MemoryHub) -> None:
    first, second, other = _copies(hub)
    _grown(first, "first")
    client_on(MemoryLine(hub)).push(first)
    _grown(second, "second")
    line = MemoryLine(hub)

    with pytest.raises(EnvironmentProblem) as told:
        client_on(line).push(second, other)

    assert ("hub_clone", 0) == (told.value.code, _pushes(line))
    delivery = client_on(line).push(second)
    assert (0, 3) == (delivery.stored, delivery.clones), "everything of it is kept once somebody says it is settled"
    assert [("clone", n) for n in (3, 4, 5)] == hub.aside()


def test_a_copy_whose_other_one_is_silent_goes_on_without_sending_all_again(hub: MemoryHub) -> None:
    _, second, other = _copies(hub)
    line = MemoryLine(hub)

    assert Delivery(4, 0, 0, 0, other) == client_on(line).push(second, other)
    assert 0 == _pushes(line)
    _grown(second, "second")
    assert Delivery(5, 1, 0, 0) == client_on(line).push(second, other), "its own event is the last one now"
    assert Delivery(5, 0, 0, 0) == client_on(line).push(second)
    assert 1 == _pushes(line)


def test_a_copy_that_is_behind_goes_on_behind_what_it_has_sent(hub: MemoryHub) -> None:
    """Its numbers stand at the hub already, for events of the other one: they are kept aside, one by one."""
    first, second = log_of(6, "first"), log_of(3, "second")
    second.rows[:2] = first.rows[:2]
    client_on(MemoryLine(hub)).push(first)
    other = client_on(MemoryLine(hub)).push(second).other
    _grown(second, "second")
    line = MemoryLine(hub)

    assert 1 == client_on(line).push(second, other).clones
    assert [("clone", 3), ("clone", 4)] == hub.aside()
    assert 1 == json.loads(next(body for call, body, _ in line.sent if call is HubCall.PUSH))["first"] - 3


def test_what_one_copy_remembers_does_not_hide_the_events_of_another_on_the_same_machine(hub: MemoryHub) -> None:
    _, _, other = _copies(hub)
    third = log_of(4, "third")

    with pytest.raises(EnvironmentProblem) as told:
        client_on(MemoryLine(hub)).push(third, other)

    assert "hub_clone" == told.value.code


@pytest.mark.parametrize("length", [0, 3])
def test_a_hub_that_was_made_anew_is_not_taken_for_the_one_of_this_station(hub: MemoryHub, length: int) -> None:
    line = MemoryLine(hub)

    with pytest.raises(EnvironmentProblem) as told:
        Client(line, SECRET, lambda _: None, random.Random(1), hub="a" * 32).push(log_of(length))

    assert ("hub_other", 0) == (told.value.code, _pushes(line))


def test_a_poisoned_event_delays_no_other(hub: MemoryHub) -> None:
    """I11."""
    log = log_of(5)
    log.rows[2] = row_of(99)

    assert Delivery(5, 4, 0, 1) == client_on(MemoryLine(hub)).push(log)
    assert [1, 2, 4, 5] == [n for _, n, _, _ in hub.events()]
    assert [("unreadable", 3)] == hub.aside()


def test_a_log_that_goes_on_after_a_restore_under_another_name_keeps_what_both_wrote(hub: MemoryHub) -> None:
    client_on(MemoryLine(hub)).push(log_of(5))
    hub.enrol("d" * 64, "0000ffff", b"u" * 32)
    restored = MemoryLog([*log_of(3).rows, row_of(4, "0000ffff"), row_of(5, "0000ffff")])

    delivery = Client(MemoryLine(hub), "d" * 64, lambda _: None, random.Random(1), hub=HUB_ID).push(restored)

    assert Delivery(5, 2, 0, 0) == delivery
    assert 7 == len(hub.events())


def test_no_clock_of_a_device_decides_anything(hub: MemoryHub) -> None:
    """I13 for the log: times in rows are only kept."""
    log = log_of(3)
    shifted = log.rows[2].row.replace("2026", "1970")
    log.rows[2] = log.rows[2].model_copy(update={"row": shifted})

    assert Delivery(3, 3, 0, 0) == client_on(MemoryLine(hub)).push(log)
    assert rows_of(log) == hub.events()


@pytest.mark.parametrize("by", [timedelta(days=365), timedelta(days=-365)])
def test_no_clock_of_the_hub_decides_anything_either(hub: MemoryHub, by: timedelta) -> None:
    """Set back or forward between pushes: codes, secrets and marks hold, and nothing is sent or kept twice."""
    log = log_of(3)
    client_on(MemoryLine(hub)).push(log)
    hub.clock.set_back(by)
    log.rows.append(row_of(4))

    assert Delivery(4, 1, 0, 0) == client_on(MemoryLine(hub)).push(log)
    assert rows_of(log) == hub.events()
    assert 200 == hub.enrol("d" * 64, "0000ffff", b"u" * 32).status


def test_a_hub_that_always_speaks_of_another_epoch_does_not_keep_the_client_for_ever(hub: MemoryHub) -> None:
    line = MemoryLine(hub)
    line.between = hub.new_epoch

    with pytest.raises(EnvironmentProblem) as told:
        client_on(line).push(log_of(1))

    assert "hub_unreachable" == told.value.code


class _Saying:
    def __init__(self, status: int, body: bytes) -> None:
        self._reply = Reply(status, body)

    def send(self, call: HubCall, body: bytes = b"", credential: str = "") -> Reply:
        return self._reply


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (426, b'{"refused":"protocol"}', "hub_too_different"),
        (404, b'{"detail":"Not Found"}', "hub_too_different"),
        (404, b"no such page", "hub_unreachable"),
        (401, b'{"refused":"device"}', "hub_forgot_device"),
        (413, b'{"refused":"size"}', "hub_refuses"),
        (400, b'{"refused":"message","field":"x"}', "hub_refuses"),
        (503, b'{"refused":"not_now"}', "hub_unreachable"),
        (500, b"oops", "hub_unreachable"),
        (200, b"{}", "hub_unreachable"),
    ],
)
def test_what_stops_a_push_is_said_in_words(status: int, body: bytes, code: str) -> None:
    client = Client(_Saying(status, body), SECRET, lambda _: None, random.Random(1), hub=HUB_ID)

    with pytest.raises(EnvironmentProblem) as told:
        client.push(log_of(1))

    assert code == told.value.code


def test_a_cut_line_says_nothing_about_what_arrived() -> None:
    assert "" == str(LineCut())


def test_a_hub_that_has_just_said_how_it_stands_is_not_asked_again(hub: MemoryHub) -> None:
    line, log = MemoryLine(hub), log_of(3)
    client = client_on(line)
    before = client.standing()

    client.push(log, standing=before)
    client.push(log, standing=client.standing())
    late = client.push(log_of(5), standing=before)

    assert [HubCall.STATE, HubCall.PUSH, HubCall.STATE, HubCall.PUSH] == [call for call, *_ in line.sent]
    assert Delivery(5, 2, 0, 0) == late, "what is there already changes nothing"


def test_where_a_copy_may_be_at_work_the_hub_is_asked_all_the_same(hub: MemoryHub) -> None:
    line = MemoryLine(hub)
    client = client_on(line)
    standing = client.standing()

    with suppress(EnvironmentProblem):
        client.push(log_of(2), OtherLog(1, "00", 1, "00"), standing)

    assert [HubCall.STATE, HubCall.STATE] == [call for call, *_ in line.sent[:2]]
