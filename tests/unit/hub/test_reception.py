"""Who is let in, and what a request is answered that takes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from cati_app.store.hub.register import CODE_LASTS, HubRefused, NotTaken
from cati_app.sync.case_messages import SignInShown
from cati_app.sync.line import HubCall
from cati_app.sync.messages import BACKLOG_AT_MOST, PROTOCOL, Epoch, LoggedRow, Push, written
from tests.hub_storages import ENGINES, hub_storage
from tests.hubs import DEVICE, SECRET, STUDY, MemoryHub, row_of


@pytest.fixture(params=ENGINES)
def hub(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MemoryHub]:
    with hub_storage(request.param, tmp_path / "hub") as storage:
        made = MemoryHub(tmp_path / "hub", storage)
        yield made
        made.close()


def refused(hub: MemoryHub, call: HubCall, body: bytes, credential: str = SECRET) -> tuple[int, str]:
    reply = hub.answer(call, body, credential)
    return reply.status, json.loads(reply.body)["refused"]


def enrolment(token: bytes, credential: str = "a" * 64, device: str = DEVICE) -> bytes:
    facts = {"protocol": PROTOCOL, "study": STUDY, "device": device, "token": token.hex(), "credential": credential}
    return json.dumps(facts).encode()


def test_a_code_is_used_once_and_asking_again_gives_the_same_answer(hub: MemoryHub) -> None:
    hub.add_code(b"t" * 32)

    first = hub.answer(HubCall.ENROL, enrolment(b"t" * 32), "")

    assert (200, 200) == (first.status, hub.answer(HubCall.ENROL, enrolment(b"t" * 32), "").status)
    assert (403, "code") == refused(hub, HubCall.ENROL, enrolment(b"t" * 32, "b" * 64))
    assert (403, "code") == refused(hub, HubCall.ENROL, enrolment(b"t" * 32, "b" * 64, "99999999"))
    assert (403, "code") == refused(hub, HubCall.ENROL, enrolment(b"u" * 32))


def test_the_secret_of_one_device_does_not_let_another_in(hub: MemoryHub) -> None:
    hub.enrol()
    hub.add_code(b"v" * 32)
    known = json.loads(enrolment(b"v" * 32, device="99999999"))
    known["credential"] = sha256(bytes.fromhex(SECRET)).hexdigest()

    assert (403, "code") == refused(hub, HubCall.ENROL, json.dumps(known).encode())


def test_a_used_code_answers_no_other_device_even_one_that_is_known(hub: MemoryHub) -> None:
    hub.enrol()
    other = "d" * 64
    hub.enrol(other, "99999999", b"u" * 32)
    credential = sha256(bytes.fromhex(other)).hexdigest()

    assert (403, "code") == refused(hub, HubCall.ENROL, enrolment(b"t" * 32, credential, "99999999"))
    assert 200 == hub.answer(HubCall.ENROL, enrolment(b"u" * 32, credential, "99999999"), "").status


def test_no_code_takes_the_place_of_a_device_that_is_known(hub: MemoryHub) -> None:
    hub.enrol()
    hub.add_code(b"v" * 32)

    assert (403, "code") == refused(hub, HubCall.ENROL, enrolment(b"v" * 32, "b" * 64))
    assert 200 == hub.answer(HubCall.STATE, b"", SECRET).status


def test_a_station_that_is_known_uses_up_no_code_of_another_one(hub: MemoryHub) -> None:
    hub.enrol()
    assert 403 == hub.enrol(token=b"v" * 32).status
    assert 200 == hub.answer(HubCall.ENROL, enrolment(b"v" * 32, "b" * 64, "99999999"), "").status
    assert 200 == hub.answer(HubCall.STATE, b"", SECRET).status


def test_before_a_study_is_published_nobody_signs_in_and_that_is_the_reason_told(hub: MemoryHub) -> None:
    hub.enrol()

    shown = SignInShown(user_id="sue", shown="a" * 64).model_dump_json().encode()
    assert (409, "not_published") == refused(hub, HubCall.SIGN_IN, shown)


def test_a_code_that_waited_in_a_copy_lets_nobody_in(hub: MemoryHub) -> None:
    hub.add_code(b"t" * 32)
    hub.new_epoch()

    assert (403, "code") == refused(hub, HubCall.ENROL, enrolment(b"t" * 32))


def test_a_code_ends_after_a_week_and_a_used_one_stays_with_its_device(hub: MemoryHub) -> None:
    hub.add_code(b"t" * 32)
    hub.add_code(b"u" * 32)
    hub.clock.set_back(-CODE_LASTS + timedelta(microseconds=1))
    assert 200 == hub.answer(HubCall.ENROL, enrolment(b"t" * 32), "").status
    hub.clock.set_back(-timedelta(microseconds=1))

    assert (403, "code") == refused(hub, HubCall.ENROL, enrolment(b"u" * 32, "b" * 64, "99999999"))
    assert 200 == hub.answer(HubCall.ENROL, enrolment(b"t" * 32), "").status


def test_a_withdrawn_device_is_told_so_and_its_log_stays(hub: MemoryHub) -> None:
    hub.enrol()
    hub.answer(HubCall.PUSH, push(1, 5), SECRET)
    other = "d" * 64
    hub.enrol(other, "99999999", b"u" * 32)

    assert 1 == hub.hub.run(lambda register: register.withdraw(DEVICE)).result()
    assert 0 == hub.hub.run(lambda register: register.withdraw(DEVICE)).result(), "once is enough"
    told = [refused(hub, HubCall.STATE, b""), refused(hub, HubCall.PUSH, push(6))]
    hub.add_code(b"v" * 32)
    told.append(refused(hub, HubCall.ENROL, enrolment(b"v" * 32, sha256(bytes.fromhex(SECRET)).hexdigest())))

    assert [(403, "withdrawn")] * 3 == told
    assert hub.reception.knows(SECRET).result(), "it hears why, and counts as no stranger"
    assert 5 == len(hub.events())
    assert 200 == hub.answer(HubCall.STATE, b"", other).status


@pytest.mark.parametrize("call", [HubCall.ENROL, HubCall.STATE])
def test_a_refusal_that_is_there_before_anybody_waits_for_it_is_told_as_well(
    hub: MemoryHub, monkeypatch: pytest.MonkeyPatch, call: HubCall
) -> None:
    """The writer may be faster than whoever asks it."""

    def at_once(*_: object) -> Future[object]:
        done: Future[object] = Future()
        done.set_exception(HubRefused(NotTaken.DEVICE))
        return done

    monkeypatch.setattr(hub.hub, "run", at_once)

    assert (401, "device") == refused(hub, call, enrolment(b"t" * 32) if call is HubCall.ENROL else b"")


@pytest.mark.parametrize("credential", ["", "x", "0" * 64, SECRET.upper()])
def test_whoever_is_not_known_hears_nothing(hub: MemoryHub, credential: str) -> None:
    hub.enrol()

    assert (401, "device") == refused(hub, HubCall.STATE, b"", credential)


def push(first: int, n: int = 1, epoch: int = 1) -> bytes:
    return pushed([row_of(first + more) for more in range(n)], first, epoch)


def pushed(rows: Sequence[LoggedRow], first: int = 1, epoch: int = 1) -> bytes:
    life = Epoch(n=epoch, id=f"{epoch:032x}")
    return written(Push(epoch=life, first=first, last=max(9, first + len(rows) - 1), events=tuple(rows)))


def verdicts(hub: MemoryHub, rows: Sequence[LoggedRow], first: int = 1, credential: str = SECRET) -> list[str]:
    told: list[str] = json.loads(hub.answer(HubCall.PUSH, pushed(rows, first), credential).body)["verdicts"]
    return told


def test_a_gap_or_another_epoch_takes_nothing(hub: MemoryHub) -> None:
    hub.enrol()

    assert (409, "gap") == refused(hub, HubCall.PUSH, push(2))
    assert (409, "epoch") == refused(hub, HubCall.PUSH, push(1, epoch=2))
    assert [] == hub.events()


def test_the_mark_never_goes_back(hub: MemoryHub) -> None:
    """I10."""
    hub.enrol()
    hub.answer(HubCall.PUSH, push(1, 5), SECRET)

    late = json.loads(hub.answer(HubCall.PUSH, push(2, 2), SECRET).body)

    assert (5, row_of(5).digest) == (late["standing"]["mark"], late["standing"]["digest"])
    assert ["known", "known"] == late["verdicts"]


@pytest.mark.parametrize("device", ["", "aaaa", "AAAAAAAA", "a\x00aaaaaa", "a" * 1000])
def test_a_row_of_what_is_no_device_is_kept_aside(hub: MemoryHub, device: str) -> None:
    hub.enrol()

    assert ["unreadable"] == verdicts(hub, [row_of(1, device)])
    assert ([], 1) == (hub.events(), len(hub.aside()))


def test_nobody_says_what_another_device_has_written_before_it_does(hub: MemoryHub) -> None:
    """And whoever tries it does not take its number."""
    hub.enrol()
    real, other = "aaaaaaaa", "d" * 64

    assert ["stored", "stored", "foreign"] == verdicts(hub, [row_of(1), row_of(2), row_of(3, real, "forged")])
    hub.enrol(other, real, b"u" * 32)
    assert ["stored"] * 3 == verdicts(hub, [row_of(n, real) for n in (1, 2, 3)], credential=other)
    assert [("foreign", 3)] == hub.aside()


def test_a_database_that_goes_on_under_a_new_name_brings_what_has_arrived_under_the_old_one(hub: MemoryHub) -> None:
    """What the old one had not sent itself is kept aside; another content under its number is a clone's."""
    hub.enrol()
    hub.answer(HubCall.PUSH, push(1, 2), SECRET)
    restored = "d" * 64
    hub.enrol(restored, "99999999", b"u" * 32)
    rows = [row_of(1), row_of(2, told="y"), row_of(3), row_of(4, "99999999")]

    assert ["known", "clone", "foreign", "stored"] == verdicts(hub, rows, credential=restored)
    assert [("clone", 2), ("foreign", 3)] == hub.aside()
    assert [("99999999", 4), (DEVICE, 1), (DEVICE, 2)] == [event[:2] for event in hub.events()]


@pytest.mark.parametrize(
    "row", ["x", "1\x1f\0", "\0", row_of(1).row + "\0", "x\0" * 50_000, "\U0001f9a6" * 3_000, "7" + row_of(1).row]
)
def test_whatever_is_no_row_is_kept_aside_as_it_came_and_holds_nothing_up(hub: MemoryHub, row: str) -> None:
    """Any characters, however many, once however often they come."""
    hub.enrol()
    rows = [LoggedRow(row=row, digest="a" * 64), row_of(2)]

    assert ["unreadable", "stored"] == verdicts(hub, rows)
    assert ["unreadable", "known"] == verdicts(hub, rows)
    assert [("unreadable", 1, row.encode())] == hub.aside_rows()


def test_half_a_character_is_refused_before_anything_is_kept(hub: MemoryHub) -> None:
    hub.enrol()
    body = pushed([row_of(1, told="canary")]).replace(b"canary", b"\\ud800")

    assert (400, "message") == refused(hub, HubCall.PUSH, body)
    assert ([], []) == (hub.events(), hub.aside())


def test_an_event_longer_than_a_message_is_noted_and_holds_nothing_up(hub: MemoryHub) -> None:
    hub.enrol()
    long = LoggedRow(row="", digest="a" * 64)

    assert ["stored", "too_long", "stored"] == verdicts(hub, [row_of(1), long, row_of(3)])
    assert [("too_long", 2)] == hub.aside()
    assert [1, 3] == [n for _, n, _, _ in hub.events()]


@pytest.mark.parametrize(("last", "status"), [(4, 400), (5, 200), (BACKLOG_AT_MOST, 200), (BACKLOG_AT_MOST + 1, 400)])
def test_the_end_a_station_tells_is_believed_within_reason(hub: MemoryHub, last: int, status: int) -> None:
    hub.enrol()
    told = json.loads(push(1, 5)) | {"last": last}

    reply = hub.answer(HubCall.PUSH, json.dumps(told).encode(), SECRET)

    assert status == reply.status
    if status == 400:
        assert "last" == json.loads(reply.body)["field"]


def test_a_message_that_cannot_be_read_is_refused_by_its_field(hub: MemoryHub) -> None:
    hub.enrol()

    assert (400, "message") == refused(hub, HubCall.PUSH, b"{}")
    for other in (PROTOCOL - 1, PROTOCOL + 1):
        assert (426, "protocol") == refused(hub, HubCall.PUSH, json.dumps({"protocol": other}).encode())


def test_of_codes_and_secrets_the_hub_keeps_no_more_than_hashes(hub: MemoryHub) -> None:
    hub.enrol()
    hub.answer(HubCall.PUSH, push(1, 5), SECRET)
    stored = hub.everything()

    assert row_of(5).digest.encode() in stored
    for secret in (SECRET.encode(), bytes.fromhex(SECRET), b"t" * 32, (b"t" * 32).hex().encode()):
        assert secret not in stored
