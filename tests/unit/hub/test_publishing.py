"""What a hub takes of a study, from whom, and what it refuses by name."""

from __future__ import annotations

import hashlib
import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cati_app.domain.errors import EnvironmentProblem
from cati_app.fieldwork.rules import StudyRules
from cati_app.fieldwork.sharing.clear_rules import NoClearRules, clear_rules, read, written
from cati_app.station.study_rules import rules_of
from cati_app.store.hub.study_book import StudyBook
from cati_app.store.trust.declaration import Declarable, Declaration
from cati_app.store.trust.derivation import enrol_token
from cati_app.store.trust.edition import PartFacts, PartName, StudyEdition
from cati_app.store.trust.head import ROOT, Head, Secret, SignedHead
from cati_app.sync.client import Client, Patience
from cati_app.sync.line import HubCall
from cati_app.sync.messages import PROTOCOL
from cati_app.sync.messages import written as message
from cati_app.sync.study_client import StudyClient
from cati_app.sync.study_messages import (
    PIECE_AT_MOST,
    ChainBegun,
    DeviceKeys,
    PieceOffered,
    SignedText,
    Staff,
    StaffMember,
    packed,
)
from tests.hub_storages import ENGINES, hub_storage
from tests.hubs import DEVICE, HUB_ID, SECRET, STUDY, MemoryHub, MemoryLine, Mishap
from tests.stations import small_study

ROOT_KEY, SUE, EVE = (Ed25519PrivateKey.generate() for _ in range(3))
OTHER_SECRET, OTHER = "d" * 64, "99999999"


def _public(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes_raw().hex()


def _first(study: str = STUDY, root: Ed25519PrivateKey = ROOT_KEY) -> SignedHead:
    head = Head(
        study=study,
        n=1,
        previous="",
        at="2026-11-24T09:00:00+00:00",
        by=ROOT,
        people="0" * 64,
        devices={DEVICE: "1" * 64},
        signers={"sue": _public(SUE)},
        root=_public(root),
        recovery="11",
        box="22",
        contact=Secret(1, "33"),
        data=Secret(1, "44"),
        share=1,
    )
    return head.signed_by({ROOT: root})


FIRST = _first()


def _after(before: SignedHead, key: Ed25519PrivateKey = SUE, **changes: object) -> SignedHead:
    facts = {"n": before.head.n + 1, "previous": before.head.digest, "by": "sue", **changes}
    return replace(before.head, **facts).signed_by({"sue": key})  # type: ignore[arg-type]


@dataclass
class Study:
    """A study on its way to a hub."""

    hub: MemoryHub
    line: MemoryLine
    client: StudyClient

    def bring(self, *heads: SignedHead) -> None:
        """Heads."""
        self.client.bring_heads([signed.to_json() for signed in heads])

    def parts(self, folder: bytes = b"sealed folder") -> dict[PartName, bytes]:
        """Contents of the four parts."""
        staff = Staff(
            people=(
                StaffMember(
                    id="ann",
                    login="ann",
                    role="interviewer",
                    number=1,
                    languages=("de",),
                    skills=(),
                    active=True,
                    login_check="a" * 64,
                ),
            )
        )
        rules = written(clear_rules(_study_rules()))
        return {
            PartName.RULES: rules,
            PartName.STAFF: message(staff),
            PartName.PEOPLE: b"sealed people",
            PartName.FOLDER: folder,
        }

    def declare(
        self,
        n: int,
        head: SignedHead,
        key: Ed25519PrivateKey = SUE,
        folder: bytes = b"sealed folder",
        damaged: str = "",
    ) -> StudyEdition:
        """Parts and an edition of them, one of them without what belongs in it."""
        contents = {name: b"{}" if name == damaged else content for name, content in self.parts(folder).items()}
        facts = {}
        for name, content in contents.items():
            facts[name] = PartFacts(self.client.bring_part(content), len(content))
        edition = edition_of(n, head, facts)
        self.client.declare(signed_text(edition.signed(key)))
        return edition


def edition_of(n: int, head: SignedHead, facts: dict[PartName, PartFacts]) -> StudyEdition:
    """Under a head."""
    return StudyEdition(STUDY, n, head.head.n, head.head.digest, "2026-11-24T09:00:00+00:00", "sue", facts)


def signed_text(declaration: Declaration) -> SignedText:
    """As it travels."""
    return SignedText(text=declaration.text, signature=declaration.signature.hex())


def opening(key: Ed25519PrivateKey = SUE) -> SignedText:
    """That every case has come."""
    return signed_text(Declaration.signed(Declarable.OPENING, {"study": STUDY, "by": "sue", "at": "now"}, key))


def _study_rules() -> StudyRules:
    loaded = small_study()
    return rules_of(loaded.study, loaded.form, 1.0)


@contextmanager
def problem(code: str, part: str = "") -> Iterator[None]:
    """Refused with that code, and with a word in it."""
    with pytest.raises(EnvironmentProblem) as told:
        yield
    assert code == told.value.code
    assert part in str(told.value)


def _client(hub: MemoryHub, secret: str, *mishaps: Mishap) -> tuple[MemoryLine, StudyClient]:
    line = MemoryLine(hub, iter(mishaps))
    return line, StudyClient(Client(line, secret, lambda _: None, random.Random(1), Patience(tries=4), hub=HUB_ID))


@pytest.fixture(params=ENGINES)
def study(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Study]:
    with hub_storage(request.param, tmp_path / "hub") as storage:
        hub = MemoryHub(tmp_path / "hub", storage)
        hub.enrol()
        yield Study(hub, *_client(hub, SECRET))
        hub.close()


# -- heads -----------------------------------------------------------------------------------------------------------


def test_heads_come_in_order_and_twice_without_effect(study: Study) -> None:
    second = _after(FIRST)
    third = _after(second)

    study.bring(FIRST, second)
    study.bring(FIRST, second, third)

    assert 3 == study.client.standing().newest
    texts = study.client.heads_after(1, lambda text: SignedHead.from_json(text).head.n)
    assert [second.to_json(), third.to_json()] == texts


def test_many_heads_come_in_several_messages(study: Study) -> None:
    heads = [FIRST]
    while len(heads) < 45:
        heads.append(_after(heads[-1]))

    study.bring(*heads)

    assert [head.to_json() for head in heads] == study.client.heads_after(
        0, lambda text: SignedHead.from_json(text).head.n
    )


def _by_root(before: SignedHead, n: int, previous: str) -> SignedHead:
    return replace(before.head, n=n, previous=previous, by=ROOT).signed_by({ROOT: ROOT_KEY})


def test_the_root_may_leave_numbers_out_and_no_list_that_is_there(study: Study) -> None:
    study.bring(FIRST)
    with problem("hub_head", "forked"):
        study.bring(_by_root(FIRST, 1001, "9" * 64))

    study.bring(_by_root(FIRST, 1001, FIRST.head.digest))

    assert 1001 == study.client.standing().newest


SECOND = _after(FIRST)


@pytest.mark.parametrize(
    ("why", "heads"),
    [
        ("unsigned", [FIRST, _after(FIRST, EVE)]),
        ("skipped", [SECOND]),
        ("skipped", [FIRST, _after(SECOND)]),
        ("forked", [FIRST, SECOND, _after(FIRST, at="2026-11-24T10:00:00+00:00")]),
        ("forked", [FIRST, _after(FIRST, previous="9" * 64)]),
        ("other_study", [_first("9" * 32)]),
        ("forked", [FIRST, _first(root=EVE)]),
        ("other_root", [FIRST, _after(FIRST, root=_public(EVE))]),
    ],
)
def test_a_head_that_does_not_follow_is_refused_by_name(study: Study, why: str, heads: list[SignedHead]) -> None:
    if why == "other_root":
        two = replace(FIRST.head, signers={"sue": _public(SUE), "eve": _public(EVE)}).signed_by({ROOT: ROOT_KEY})
        heads = [two, _after(two, root=_public(EVE))]

    *before, last = heads
    if before:
        study.bring(*before)
    newest = study.client.standing().newest

    with problem("hub_head", why):
        study.bring(last)
    assert newest == study.client.standing().newest


def test_what_is_no_head_is_refused(study: Study) -> None:
    with problem("hub_head", "damaged"):
        study.client.bring_heads(["{}"])


# -- parts and editions ----------------------------------------------------------------------------------------------


def test_an_edition_counts_once_and_gives_its_parts(study: Study) -> None:
    study.bring(FIRST)
    large = random.Random(1).randbytes(2 * PIECE_AT_MOST + 5)

    edition = study.declare(1, FIRST, folder=large)

    standing = study.client.standing()
    assert standing.edition == signed_text(edition.signed(SUE))
    assert not standing.is_open
    part = edition.parts[PartName.FOLDER]
    assert large == study.client.part(part.sha256, part.size)
    with problem("hub_head", "unsigned"):
        study.client.open(opening(EVE))
    with problem("hub_head", "unsigned"):
        study.client.open(declared_code(b"of another kind"))
    assert not study.client.standing().is_open
    assert study.client.open(opening()).is_open


def test_a_part_that_was_cut_off_goes_on_where_it_stopped(study: Study) -> None:
    study.bring(FIRST)
    content = random.Random(1).randbytes(3 * PIECE_AT_MOST)
    first = packed(content[:PIECE_AT_MOST])
    sha256 = hashlib.sha256(content).hexdigest()
    study.hub.answer(HubCall.PART, message(PieceOffered(sha256=sha256, size=len(content), n=0, piece=first)), SECRET)
    line, client = _client(study.hub, SECRET, Mishap.CUT_AFTER, Mishap.TWICE, Mishap.CUT_BEFORE, Mishap.LATE_COPY)

    assert sha256 == client.bring_part(content)

    told = [json.loads(body)["n"] for call, body, _ in line.sent if call is HubCall.PART]
    assert {0, 1, 2} == set(told)
    study.declare(1, FIRST, folder=content)
    assert content == client.part(sha256, len(content))


@pytest.mark.parametrize(
    ("size", "n", "piece"), [(10, 0, 9), (10, 0, 11), (10, 1, 10), (PIECE_AT_MOST + 1, 0, PIECE_AT_MOST + 1)]
)
def test_a_piece_that_does_not_belong_there_is_refused(study: Study, size: int, n: int, piece: int) -> None:
    offered = {"protocol": PROTOCOL, "sha256": "a" * 64, "size": size, "n": n, "piece": packed(bytes(piece))}

    reply = study.hub.answer(HubCall.PART, json.dumps(offered).encode(), SECRET)

    assert (400, "message") == (reply.status, json.loads(reply.body)["refused"])


def test_pieces_that_do_not_make_the_part_are_let_go_and_it_begins_anew(study: Study) -> None:
    content = random.Random(1).randbytes(PIECE_AT_MOST + 4)
    sha256, size = hashlib.sha256(content).hexdigest(), len(content)
    wrong = packed(bytes(PIECE_AT_MOST))

    told = [
        json.loads(study.hub.answer(HubCall.PART, message(offered), SECRET).body)["next"]
        for offered in (
            PieceOffered(sha256=sha256, size=size, n=0, piece=wrong),
            PieceOffered(sha256=sha256, size=size, n=1, piece=packed(content[PIECE_AT_MOST:])),
        )
    ]

    assert [1, 0] == told
    assert sha256 == study.client.bring_part(content)


def test_a_hub_that_never_has_what_was_sent_is_not_asked_for_ever(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(StudyBook, "_digest", lambda *_: "")

    with problem("hub_part"):
        study.client.bring_part(b"content")


def test_parts_that_no_edition_names_have_a_bound(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cati_app.store.hub.study_book.STORED_AT_MOST", 10)
    study.client.bring_part(b"123456")

    with problem("hub_refuses", "size"):
        study.client.bring_part(b"12345")


def test_what_no_edition_names_makes_room_after_a_day(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    study.bring(FIRST)
    edition = study.declare(1, FIRST)
    room = sum(part.size for part in edition.parts.values()) + 10
    monkeypatch.setattr("cati_app.store.hub.study_book.STORED_AT_MOST", room)
    study.client.bring_part(b"1234567890")
    with problem("hub_refuses", "size"):
        study.client.bring_part(b"0987654321")

    study.hub.clock.move(timedelta(days=1, seconds=1).total_seconds())

    study.client.bring_part(b"0987654321")
    part = edition.parts[PartName.FOLDER]
    assert b"sealed folder" == study.client.part(part.sha256, part.size)


def test_a_publication_that_goes_on_after_days_loses_nothing_that_it_has_brought(study: Study) -> None:
    study.bring(FIRST)
    study.client.bring_part(study.parts()[PartName.RULES])
    study.hub.clock.move(timedelta(days=1, seconds=1).total_seconds())

    edition = study.declare(1, FIRST)

    part = edition.parts[PartName.RULES]
    assert study.parts()[PartName.RULES] == study.client.part(part.sha256, part.size)


def test_what_the_hub_reads_is_no_longer_than_a_message(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cati_app.hub.publishing.BODY_AT_MOST", 100)
    study.bring(FIRST)

    with problem("hub_refuses", "size"):
        study.declare(1, FIRST)


def test_parts_are_let_go_when_no_edition_names_them_any_more(study: Study) -> None:
    study.bring(FIRST)
    edition = study.declare(1, FIRST, folder=b"old")
    study.declare(2, FIRST, folder=b"new")

    with problem("hub_part"):
        study.client.part(edition.parts[PartName.FOLDER].sha256, 3)


def test_an_edition_counts_by_its_signature_alone(study: Study) -> None:
    study.bring(FIRST, SECOND)
    with problem("hub_head", "unsigned"):
        study.declare(1, SECOND, EVE)
    with problem("hub_head", "lower"):
        study.declare(1, FIRST)
    with problem("hub_head", "skipped"):
        study.declare(1, _after(SECOND))
    with problem("hub_head", "forked"):
        study.declare(1, _after(FIRST, at="2026-11-24T10:00:00+00:00"))
    assert study.client.standing().edition is None

    study.declare(5, SECOND)
    study.declare(5, SECOND)
    with problem("hub_head", "forked"):
        study.declare(5, SECOND, folder=b"another")
    with problem("hub_head", "lower"):
        study.declare(4, SECOND)


@pytest.mark.parametrize(
    "changes",
    [{"parts": None}, {"parts": {}}, {"n": 2**53}, {"n": 0}, {"n": "1"}, {"head_n": "1"}, {"more": 1}, {"head": 1}],
)
def test_what_a_supervisor_signs_and_no_edition_is_refused_by_name(study: Study, changes: dict[str, object]) -> None:
    study.bring(FIRST)
    contents = study.parts()
    facts = {name: PartFacts(study.client.bring_part(part), len(part)) for name, part in contents.items()}
    told = json.loads(edition_of(1, FIRST, facts).signed(SUE).text) | changes
    if told["parts"] is None:
        del told["parts"]

    with problem("hub_head"):
        study.client.declare(signed_text(Declaration.signed(Declarable.EDITION, told, SUE)))
    assert study.client.standing().edition is None


@pytest.mark.parametrize("missing", list(PartName))
def test_an_edition_waits_for_its_parts(study: Study, missing: PartName) -> None:
    study.bring(FIRST)
    contents = study.parts()
    facts = {name: PartFacts(hashlib.sha256(part).hexdigest(), len(part)) for name, part in contents.items()}
    for name in set(PartName) - {missing}:
        study.client.bring_part(contents[name])
    edition = signed_text(edition_of(1, FIRST, facts).signed(SUE))

    with problem("hub_part"):
        study.client.declare(edition)

    study.client.bring_part(contents[missing])
    assert edition == study.client.declare(edition).edition


@pytest.mark.parametrize("name", ["rules", "staff"])
def test_what_the_hub_reads_is_read_before_it_counts(study: Study, name: str) -> None:
    study.bring(FIRST)

    with problem("hub_refuses"):
        study.declare(1, FIRST, damaged=name)
    assert study.client.standing().edition is None


def test_nothing_is_taken_of_a_study_that_has_not_come(study: Study) -> None:
    with problem("hub_not_published"):
        study.declare(1, FIRST)
    with problem("hub_not_published"):
        study.client.open(opening())


def test_a_device_of_another_study_sees_and_changes_nothing_of_this_one(study: Study) -> None:
    study.bring(FIRST)
    edition = study.declare(1, FIRST)
    study.hub.enrol_for("7" * 32, OTHER, OTHER_SECRET)
    _, other = _client(study.hub, OTHER_SECRET)

    assert (None, 0) == (other.standing().edition, other.standing().newest)
    with problem("hub_part"):
        other.part(edition.parts[PartName.FOLDER].sha256, edition.parts[PartName.FOLDER].size)
    with problem("hub_head", "other_study"):
        other.bring_heads([FIRST.to_json()])


# -- codes -----------------------------------------------------------------------------------------------------------


def declared_code(parcel: bytes, key: Ed25519PrivateKey = SUE, secret: bytes = b"s" * 16) -> SignedText:
    """A code of a supervisor."""
    facts = {
        "study": STUDY,
        "by": "sue",
        "at": "2026-11-24T09:00:00+00:00",
        "token": hashlib.sha256(enrol_token(secret, bytes.fromhex(STUDY))).hexdigest(),
        "parcel": hashlib.sha256(parcel).hexdigest(),
    }
    return signed_text(Declaration.signed(Declarable.CODE, facts, key))


TOKEN = enrol_token(b"s" * 16, bytes.fromhex(STUDY))


def test_a_code_of_a_supervisor_lets_one_station_in_and_gives_it_its_parcel(study: Study) -> None:
    study.bring(FIRST)
    taken = study.client.bring_code(declared_code(b"parcel"), b"parcel")
    assert taken == study.client.bring_code(declared_code(b"parcel"), b"parcel")

    assert 200 == study.hub.shown(TOKEN, STUDY, OTHER, OTHER_SECRET).status
    _, other = _client(study.hub, OTHER_SECRET)

    assert "2026-12-01T15:00:00" == taken.until[:19]
    assert b"parcel" == other.parcel()
    with problem("hub_refuses_code"):
        study.client.parcel()


def test_a_code_that_no_supervisor_signed_or_with_another_parcel_is_none(study: Study) -> None:
    with problem("hub_not_published"):
        study.client.bring_code(declared_code(b"parcel"), b"parcel")
    study.bring(FIRST)
    with problem("hub_head", "unsigned"):
        study.client.bring_code(declared_code(b"parcel", EVE), b"parcel")
    with problem("hub_refuses"):
        study.client.bring_code(declared_code(b"parcel"), b"another")

    assert 403 == study.hub.shown(TOKEN, STUDY, OTHER, OTHER_SECRET).status


def test_a_code_counts_for_its_study_and_a_week(study: Study) -> None:
    study.bring(FIRST)
    study.client.bring_code(declared_code(b"parcel"), b"parcel")

    assert 403 == study.hub.shown(TOKEN, "7" * 32, OTHER, OTHER_SECRET).status
    study.hub.clock.move(timedelta(days=7, seconds=1).total_seconds())
    assert 403 == study.hub.shown(TOKEN, STUDY, OTHER, OTHER_SECRET).status


def test_a_code_of_the_server_lets_nobody_into_a_study_that_is_there(study: Study) -> None:
    study.hub.add_code(b"u" * 32)
    study.bring(FIRST)

    assert 403 == study.hub.shown(b"u" * 32, STUDY, OTHER, OTHER_SECRET).status
    assert 200 == study.hub.shown(b"u" * 32, "7" * 32, OTHER, OTHER_SECRET).status


KEYS = DeviceKeys(
    box="a" * 64,
    sign="b" * 64,
    chains=(ChainBegun(first_n=1, box="c" * 64, generation=1, sealed="dd" * 81, vouched="e" * 64),),
)


def test_keys_of_a_station_wait_until_a_head_names_it_and_its_parcel_goes_then(study: Study) -> None:
    study.bring(FIRST)
    study.client.bring_code(declared_code(b"parcel"), b"parcel")
    study.hub.shown(TOKEN, STUDY, OTHER, OTHER_SECRET)
    _, other = _client(study.hub, OTHER_SECRET)

    other.show_device(KEYS, "f" * 64)
    other.show_device(KEYS, "f" * 64)
    (waiting,) = study.client.waiting()
    study.bring(_after(FIRST, devices={DEVICE: "1" * 64, OTHER: "2" * 64}))

    assert (OTHER, KEYS, "f" * 64) == (waiting.device, waiting.keys, waiting.mac)
    assert hashlib.sha256(TOKEN).hexdigest() == waiting.token_hash
    assert () == study.client.waiting()
    with problem("hub_refuses_code"):
        other.parcel()
    with problem("hub_refuses_code"):
        study.client.show_device(KEYS, "f" * 64)


# -- rules in clear --------------------------------------------------------------------------------------------------


def test_rules_in_clear_are_the_same_rules_without_what_is_asked() -> None:
    rules = _study_rules()

    there = read(written(clear_rules(rules)))

    assert clear_rules(rules) == there
    same = ("calendar", "retry", "schedule", "shifts", "pack", "clear_columns", "zone_field", "unscreened")
    assert all(getattr(rules, name) == getattr(there, name) for name in same)
    assert rules.quota is not None
    assert there.quota is not None
    assert rules.quota.all_targets() == there.quota.all_targets()
    text = written(clear_rules(rules)).decode()
    settings = {field.name for field in fields(rules)}
    asked = {node.name for node in small_study().form.nodes} - settings
    assert {"sex", "age_group", "contact_name"} < asked
    for word in (*asked, "a@b.example"):
        assert f'"{word}"' not in text
    assert (None, None) == (there.screener, there.outcome)


@pytest.mark.slow
def test_rules_are_written_alike_whenever_the_program_starts() -> None:
    """Sets have another order in each run; an edition must not be new for that."""
    told = subprocess.run(
        [sys.executable, "-c", "from tests.unit.hub.test_publishing import *; print(rules_digest())"],
        env={**os.environ, "PYTHONHASHSEED": "1"},
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
    )

    assert rules_digest() == told.stdout.strip()


def rules_digest() -> str:
    """Of the rules in clear."""
    return hashlib.sha256(written(clear_rules(_study_rules()))).hexdigest()


@pytest.mark.parametrize("document", [b"", b"{}", b"[]", b"null", b'{"calendar": 1}'])
def test_what_holds_no_rules_is_told_without_its_content(document: bytes) -> None:
    with pytest.raises(NoClearRules, match="^$"):
        read(document)
