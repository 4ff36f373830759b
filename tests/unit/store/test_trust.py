"""Keys, sealed fields, boxes, bundles, heads and chains: their formats by vectors, and what each of them refuses."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cati_app.domain.errors import EnvironmentProblem
from cati_app.store.event_rows import digested
from cati_app.store.keys import Cost
from cati_app.store.trust import chain
from cati_app.store.trust.boxes import Address, open_secret, seal_secret
from cati_app.store.trust.bundle import PrivateKeys, WeakCost, new_salt, stretch
from cati_app.store.trust.chain import ChainAnchor, KeySlots, Link, LogBreach, LogFault, faults_of
from cati_app.store.trust.derivation import Purpose, check_of, contact_key, lookup_key, lookup_value
from cati_app.store.trust.fields import DOCUMENT_BLOCK, TEXT_BLOCK, FieldCipher, FieldKey, Spot, generation_of
from cati_app.store.trust.head import (
    ROOT,
    Head,
    HeadRefused,
    Pin,
    Refusal,
    Secret,
    SignedHead,
    check_beginning,
    check_held,
    check_next,
    rows_digest,
)
from cati_app.store.trust.sheet import SheetPage, read, recovery_key, root_key, written

STUDY = bytes(range(16))
R, SHARE = b"\x10" * 32, b"\x33" * 32
CONTACT_1, PEPPER, K_0 = b"\x22" * 32, b"\x66" * 32, b"\x44" * 32
KEY = contact_key(CONTACT_1, SHARE, 1, STUDY)
QUICK = Cost(1, 8, 1)
SPOT = Spot("number", "sealed", "n1")


@contextmanager
def problem(code: str) -> Iterator[None]:
    with pytest.raises(EnvironmentProblem) as raised:
        yield
    assert code == raised.value.code


# -- vectors ---------------------------------------------------------------------------------------------------------


def test_what_is_derived_stays_what_it_was() -> None:
    number = lookup_value(lookup_key(KEY, STUDY), "number", "+493023125000")
    told = {
        "root": root_key(R, STUDY).public_key().public_bytes_raw(),
        "contact key": KEY,
        "check": check_of(CONTACT_1, Purpose.CONTACT, 1, STUDY),
        "lookup": number,
        "login": stretch("Zwölf Boxkämpfer", bytes(range(16)), PEPPER, STUDY, Cost()).login,
    }

    assert {
        "root": "19da5f54d514",
        "contact key": "97e291600cfe",
        "check": "b14068975ccd",
        "lookup": "a337dd80c4b7",
        "login": "8ffd0b291dae",
    } == {name: value[:6].hex() for name, value in told.items()}
    assert len(number) == 16


def test_a_sealed_number_has_the_layout_that_was_fixed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cati_app.store.trust.fields.os.urandom", bytes)

    sealed = _cipher().seal(FieldKey.CONTACT, "+493023125000", SPOT)

    assert (96, "01010001", "e965621575c0f9e6") == (len(sealed), sealed[:4].hex(), sealed[-8:].hex())
    assert "+493023125000" == _cipher().open(sealed, SPOT)


def test_the_chain_begins_and_goes_on_as_it_was_fixed() -> None:
    first = Link.first(STUDY, "abcd1234", K_0)

    assert ("9af177b583ba", "3a64c532b16c") == (first.digest[:6].hex(), first.after(b"1\x1fx").key[:6].hex())


# -- fields ----------------------------------------------------------------------------------------------------------


def _cipher(generations: int = 1, least_format: int = 1) -> FieldCipher:
    keys = {
        (FieldKey.CONTACT, g): contact_key(bytes([0x21 + g]) * 32, SHARE, g, STUDY) for g in range(1, generations + 1)
    }
    return FieldCipher(keys, STUDY, least_format)


@pytest.mark.parametrize("text", ["", "a", "Ä" * 31, "x" * 62, "x" * 63, "x" * 64, "\x80", "ends in\x00\x00"])
def test_whatever_is_sealed_comes_back_as_it_was(text: str) -> None:
    cipher = _cipher()

    for block in (TEXT_BLOCK, DOCUMENT_BLOCK):
        sealed = cipher.seal(FieldKey.CONTACT, text, SPOT, block)
        assert (0, text) == ((len(sealed) - 32) % block, cipher.open(sealed, SPOT))


@pytest.mark.parametrize(
    "spot", [Spot("number", "sealed", "n2"), Spot("number", "lookup", "n1"), Spot("case", "sealed", "n1")]
)
def test_a_field_opens_in_its_own_row_and_nowhere_else(spot: Spot) -> None:
    sealed = _cipher().seal(FieldKey.CONTACT, "+493023125000", SPOT)

    with problem("field_damaged"):
        _cipher().open(sealed, spot)


def test_a_field_that_lost_or_changed_a_byte_is_damage() -> None:
    sealed = _cipher().seal(FieldKey.CONTACT, "+493023125000", SPOT)
    changed = [sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :] for at in range(4, len(sealed))]

    for field in [*changed, sealed[:-1], sealed[:20], sealed[:3], b""]:
        with problem("field_damaged"):
            _cipher().open(field, SPOT)


def test_a_field_of_a_format_no_longer_allowed_is_damage() -> None:
    sealed = _cipher().seal(FieldKey.CONTACT, "+493023125000", SPOT)

    with problem("field_damaged"):
        _cipher(least_format=2).open(sealed, SPOT)


def test_after_a_rotation_old_fields_open_and_new_ones_take_the_new_key() -> None:
    old, both = _cipher(), _cipher(2)
    before = old.seal(FieldKey.CONTACT, "before", SPOT)
    after = both.seal(FieldKey.CONTACT, "after", SPOT)

    assert ("before", "after") == (both.open(before, SPOT), both.open(after, SPOT))
    assert (None, (FieldKey.CONTACT, 2)) == (old.open(after, SPOT), generation_of(after))


def test_one_text_is_never_sealed_twice_alike() -> None:
    assert 50 == len({_cipher().seal(FieldKey.CONTACT, "same", SPOT) for _ in range(50)})


# -- boxes -----------------------------------------------------------------------------------------------------------

ANN = Address(STUDY, Purpose.CONTACT, 1, "ann")
CHECK = check_of(CONTACT_1, Purpose.CONTACT, 1, STUDY)


def test_a_box_opens_for_its_recipient_alone() -> None:
    ann, bob = X25519PrivateKey.generate(), X25519PrivateKey.generate()
    box = seal_secret(CONTACT_1, ann.public_key(), ANN)

    assert CONTACT_1 == open_secret(box, ann, ANN, CHECK)
    assert [None] * 4 == [
        open_secret(box, bob, ANN, CHECK),
        open_secret(box, ann, replace(ANN, recipient="bob"), CHECK),
        open_secret(box, ann, replace(ANN, generation=2), CHECK),
        open_secret(b"\x02" + box[1:], ann, ANN, CHECK),
    ]


def test_a_secret_of_ones_own_sealed_to_a_colleague_does_not_count() -> None:
    ann = X25519PrivateKey.generate()
    planted = seal_secret(b"\x77" * 32, ann.public_key(), ANN)

    assert open_secret(planted, ann, ANN, CHECK) is None


def test_a_box_cut_short_is_none() -> None:
    ann = X25519PrivateKey.generate()
    box = seal_secret(CONTACT_1, ann.public_key(), ANN)

    assert {None} == {open_secret(box[:n], ann, ANN, CHECK) for n in (0, 1, 20, len(box) - 1)}
    assert b"\x01" == box[:1]


# -- bundles ---------------------------------------------------------------------------------------------------------


def _stretched(password: str, salt: bytes) -> bytes:
    return stretch(password, salt, PEPPER, STUDY, QUICK, least=QUICK).wrap


def test_a_bundle_opens_with_its_persons_password() -> None:
    root = root_key(R, STUDY).public_key().public_bytes_raw()
    keys, salt = PrivateKeys.new(root, signs=True), new_salt()
    bundle = keys.wrapped(_stretched("kostbar-und-lang", salt), "ann", STUDY)

    opened = PrivateKeys.unwrapped(bundle, _stretched("kostbar-und-lang", salt), "ann", STUDY)

    assert opened is not None and opened.signing is not None and keys.signing is not None
    assert keys.boxes.private_bytes_raw() == opened.boxes.private_bytes_raw()
    assert (keys.signing.private_bytes_raw(), root) == (opened.signing.private_bytes_raw(), opened.root)
    assert PrivateKeys.unwrapped(bundle, _stretched("kostbar-und-kurz", salt), "ann", STUDY) is None
    assert PrivateKeys.unwrapped(bundle, _stretched("kostbar-und-lang", salt), "bob", STUDY) is None


def test_only_who_may_sign_gets_a_key_to_sign_with() -> None:
    salt = new_salt()
    bundle = PrivateKeys.new(bytes(32), signs=False).wrapped(_stretched("x" * 12, salt), "ann", STUDY)
    opened = PrivateKeys.unwrapped(bundle, _stretched("x" * 12, salt), "ann", STUDY)

    assert opened is not None and opened.signing is None


def test_letters_composed_otherwise_are_the_same_password() -> None:
    salt = new_salt()

    assert _stretched("Zw\u00f6lf", salt) == _stretched("Zwo\u0308lf", salt)


@pytest.mark.parametrize("cost", [Cost(1, 65536, 1), Cost(3, 65535, 1), Cost(2, 8, 1)])
def test_a_password_stretched_too_little_is_refused(cost: Cost) -> None:
    with pytest.raises(WeakCost):
        stretch("kostbar-und-lang", new_salt(), PEPPER, STUDY, cost)


def test_the_pepper_keeps_a_hub_from_trying_passwords() -> None:
    salt = new_salt()
    logins = {stretch("same", salt, pepper, STUDY, QUICK, least=QUICK).login for pepper in (PEPPER, bytes(32))}
    stretched = stretch("same", salt, PEPPER, STUDY, QUICK, least=QUICK)

    assert (2, 3) == (len(logins), len({stretched.wrap, stretched.login, stretched.login_check}))


# -- the sheet -------------------------------------------------------------------------------------------------------


def test_a_secret_is_read_back_from_paper_however_it_is_typed() -> None:
    text = written(R, SheetPage.ROOT)

    assert [4] * 14 == [len(group) for group in text.split()]
    for typed in (text, text.lower().replace(" ", "-"), f"  {text.replace(' ', '')}\n", text.replace("O", "0")):
        assert R == read(typed, SheetPage.ROOT)


def test_a_slip_of_the_pen_and_the_other_page_are_told() -> None:
    text = written(R, SheetPage.ROOT)
    other = "A" if text[10] != "A" else "C"

    for typed, page in (
        (text[:10] + other + text[11:], SheetPage.ROOT),
        (text, SheetPage.SHARE),
        (text[:-5], SheetPage.ROOT),
        ("", SheetPage.ROOT),
        (written(SHARE, SheetPage.SHARE), SheetPage.ROOT),
        ("1 ß €", SheetPage.ROOT),
    ):
        with problem("sheet_misread"):
            read(typed, page)


def test_root_and_recovery_are_two_keys() -> None:
    assert root_key(R, STUDY).private_bytes_raw() != recovery_key(R, STUDY).private_bytes_raw()


# -- the head --------------------------------------------------------------------------------------------------------

ROOT_KEY, ANN_SIGNS, BOB_SIGNS = root_key(R, STUDY), Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
NEW_ROOT = root_key(SHARE, STUDY)
PEOPLE = [{"id": "ann", "role": "supervisor"}, {"id": "cleo", "role": "interviewer"}]


def _public(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes_raw().hex()


def _first(signers: Mapping[str, Ed25519PrivateKey] | None = None) -> SignedHead:
    signing = {"ann": ANN_SIGNS, "bob": BOB_SIGNS} if signers is None else signers
    head = Head(
        study=STUDY.hex(),
        n=1,
        previous="",
        at="2026-11-28T09:00:00+00:00",
        by=ROOT,
        people=rows_digest(PEOPLE),
        devices={"abcd1234": "00"},
        signers={who: _public(key) for who, key in signing.items()},
        root=_public(ROOT_KEY),
        recovery="11",
        box="22",
        contact=Secret(1, CHECK.hex()),
        data=Secret(1, "33"),
        share=1,
    )
    return head.signed_by({ROOT: ROOT_KEY})


def _following(before: SignedHead, **changes: object) -> Head:
    head = before.head
    return replace(head, **{"n": head.n + 1, "previous": head.digest, "by": "ann", **changes})  # type: ignore[arg-type]


def _refusal(signed: SignedHead, known: SignedHead, pin: Pin | None = None) -> Refusal | None:
    try:
        check_next(signed, known, pin or Pin.of(known.head))
    except HeadRefused as refused:
        return refused.refusal
    return None


def test_the_first_head_is_the_roots() -> None:
    check_beginning(_first(), STUDY.hex())

    for signed, study, refusal in (
        (_first(), "ff" * 16, Refusal.OTHER_STUDY),
        (SignedHead(_first().head, {}), STUDY.hex(), Refusal.UNSIGNED),
        (replace(_first().head, by="ann").signed_by({"ann": ANN_SIGNS}), STUDY.hex(), Refusal.UNSIGNED),
        (_first().head.signed_by({ROOT: ANN_SIGNS}), STUDY.hex(), Refusal.UNSIGNED),
        (_following(_first()).signed_by({"ann": ANN_SIGNS}), STUDY.hex(), Refusal.SKIPPED),
    ):
        with pytest.raises(HeadRefused, match=refusal.value):
            check_beginning(signed, study)


def test_a_supervisor_signs_the_next_head() -> None:
    first = _first()

    assert _refusal(_following(first).signed_by({"ann": ANN_SIGNS}), first) is None
    assert _refusal(first, first) is None


@pytest.mark.parametrize(
    ("changes", "signer", "refusal"),
    [
        ({}, BOB_SIGNS, Refusal.UNSIGNED),
        ({"by": "cleo"}, ANN_SIGNS, Refusal.UNSIGNED),
        ({"n": 3}, ANN_SIGNS, Refusal.SKIPPED),
        ({"n": 0}, ANN_SIGNS, Refusal.LOWER),
        ({"n": 1}, ANN_SIGNS, Refusal.FORKED),
        ({"previous": "00"}, ANN_SIGNS, Refusal.FORKED),
        ({"root": _public(NEW_ROOT)}, ANN_SIGNS, Refusal.OTHER_ROOT),
        ({"study": "ff" * 16}, ANN_SIGNS, Refusal.OTHER_STUDY),
    ],
)
def test_a_head_that_does_not_follow_is_refused_by_name(
    changes: Mapping[str, object], signer: Ed25519PrivateKey, refusal: Refusal
) -> None:
    first = _first()
    head = _following(first, **changes)

    assert refusal is _refusal(head.signed_by({head.by: signer}), first)


def test_a_head_changed_after_it_was_signed_is_unsigned() -> None:
    first = _first()
    signed = _following(first).signed_by({"ann": ANN_SIGNS})

    assert Refusal.UNSIGNED is _refusal(SignedHead(replace(signed.head, people="00"), signed.signatures), first)


def test_a_leaver_cannot_go_on_from_the_head_they_still_stood_in() -> None:
    first = _first()
    without_ann = _following(first, by="bob", signers={"bob": _public(BOB_SIGNS)}).signed_by({"bob": BOB_SIGNS})
    assert _refusal(without_ann, first) is None

    fork = _following(first, people="00").signed_by({"ann": ANN_SIGNS})
    next_of_ann = _following(without_ann).signed_by({"ann": ANN_SIGNS})

    assert Refusal.FORKED is _refusal(fork, without_ann)
    assert Refusal.UNSIGNED is _refusal(next_of_ann, without_ann)


def test_the_root_may_skip_numbers_where_heads_were_lost() -> None:
    first = _first()

    assert _refusal(_following(first, n=7, previous="00", by=ROOT).signed_by({ROOT: ROOT_KEY}), first) is None


def test_a_new_sheet_needs_two_supervisors_where_there_are_two() -> None:
    first, alone = _first(), _first({"ann": ANN_SIGNS})
    head = _following(first, root=_public(NEW_ROOT))
    both = {"ann": ANN_SIGNS, "bob": BOB_SIGNS}

    assert _refusal(head.signed_by(both), first) is None
    assert Refusal.OTHER_ROOT is _refusal(head.signed_by({**both, "bob": ANN_SIGNS}), first)
    assert _refusal(_following(alone, root=_public(NEW_ROOT)).signed_by({"ann": ANN_SIGNS}), alone) is None


def test_rows_that_the_head_does_not_sign_are_refused() -> None:
    first = _first()
    pin = Pin.of(first.head)
    promoted = [PEOPLE[0], {**PEOPLE[1], "role": "supervisor"}]
    older = Pin(pin.root, 2, "00")

    check_held(first, pin, rows_digest(list(reversed(PEOPLE))))
    for held, remembered, rows, refusal in (
        (first, pin, promoted, Refusal.UNSIGNED),
        (first, pin, PEOPLE[:1], Refusal.UNSIGNED),
        (first, older, PEOPLE, Refusal.LOWER),
        (first, replace(pin, digest="00"), PEOPLE, Refusal.FORKED),
        (first, replace(pin, root="00"), PEOPLE, Refusal.OTHER_ROOT),
    ):
        with pytest.raises(HeadRefused, match=refusal.value):
            check_held(held, remembered, rows_digest(rows))


def test_a_head_is_kept_and_read_as_it_was_signed() -> None:
    first = _first()
    text = first.to_json()

    assert first == SignedHead.from_json(text)
    for damaged in ("", "{}", text[:-2], text.replace('\\"n\\":1', '\\"n\\": 1'), '{"head": 1, "signatures": []}'):
        with pytest.raises(HeadRefused, match="damaged"):
            SignedHead.from_json(damaged)


@pytest.mark.parametrize(
    "changes",
    [
        {"n": "1"},
        {"n": True},
        {"n": -1},
        {"n": 2**53},
        {"share": None},
        {"at": 1},
        {"contact": Secret("1", "33")},  # type: ignore[arg-type]
        {"data": Secret(1, None)},  # type: ignore[arg-type]
        {"devices": {"abcd1234": 1}},
        {"signers": {"sue": None}},
    ],
)
def test_a_head_with_a_value_of_another_kind_is_damaged_before_anybody_compares_it(changes: dict[str, object]) -> None:
    text = SignedHead(replace(_first().head, **changes), {}).to_json()  # type: ignore[arg-type] # that is the point

    with pytest.raises(HeadRefused, match="damaged"):
        SignedHead.from_json(text)


# -- the chain -------------------------------------------------------------------------------------------------------

Row = tuple[int, bytes, bytes]


def _log(n: int, first: Link) -> list[Row]:
    rows: list[Row] = []
    link = first
    for seq in range(1, n + 1):
        row = _event(seq, "answered", seq * 10, f'{{"text":"{seq}"}}')
        link = link.after(row)
        rows.append((seq, row, link.digest))
    return rows


def _event(seq: int, kind: str, mono_ms: int = 1, payload: str | None = None) -> bytes:
    return digested((seq, "abcd1234", "at", mono_ms, kind, None, "c1", "i1", payload, None))


def _seen(n: int, digest: bytes) -> ChainAnchor:
    return ChainAnchor("abcd1234", n, digest)


@pytest.fixture
def first() -> Link:
    return Link.first(STUDY, "abcd1234", K_0)


def test_a_log_as_it_was_written_has_no_fault(first: Link) -> None:
    rows = _log(20, first)

    assert [] == list(faults_of(first, rows, [_seen(7, rows[6][2]), _seen(20, rows[19][2])]))


def test_what_was_changed_left_out_put_in_or_cut_is_told_where_it_was_done(first: Link) -> None:
    rows = _log(20, first)
    changed = [(n, _event(n, "answered", n * 10, "{}") if n == 5 else row, d) for n, row, d in rows]
    put_in = [*rows[:9], (10, rows[3][1], rows[3][2]), *((n + 1, row, d) for n, row, d in rows[9:])]
    end = [_seen(20, rows[-1][2])]
    own = (21, _event(21, "forged"), None)

    for log, faults in (
        (changed, [LogFault(LogBreach.CHANGED, 5, 5)]),
        (rows[:4] + rows[5:], [LogFault(LogBreach.MISSING, 5, 5)]),
        (rows[:4] + rows[9:], [LogFault(LogBreach.MISSING, 9, 5)]),
        ([*rows[:4], *changed[9:]], [LogFault(LogBreach.MISSING, 9, 5)]),
        (put_in, [LogFault(LogBreach.CHANGED, n, n) for n in range(10, 22)]),
        ([*rows, own], [LogFault(LogBreach.UNCHAINED, 21, 21)]),
        (rows[:15], [LogFault(LogBreach.CUT, 20, 16)]),
        ([], [LogFault(LogBreach.CUT, 20, 1)]),
    ):
        assert faults == list(faults_of(first, log, end))


def test_a_chain_that_begins_in_the_middle_of_the_log_is_checked_from_there() -> None:
    first = Link.first(STUDY, "abcd1234", K_0, 15)
    one = first.after(b"15")
    two = one.after(b"16")
    rows = [(15, b"15", one.digest), (16, b"16", two.digest)]

    assert [] == list(faults_of(first, rows))
    assert [LogFault(LogBreach.MISSING, 15, 15)] == list(faults_of(first, rows[1:]))


def test_an_anchor_typed_from_paper_is_its_beginning(first: Link) -> None:
    rows = _log(3, first)

    assert [] == list(faults_of(first, rows, [_seen(3, rows[2][2][:16])]))
    assert [LogFault(LogBreach.REWRITTEN, 3, 3)] == list(faults_of(first, rows, [_seen(3, bytes(16))]))


def test_who_goes_on_after_a_cut_with_the_newest_key_is_seen_at_the_cut(first: Link) -> None:
    rows = _log(20, first)
    link = first
    for _, row, _ in rows:
        link = link.after(row)
    forged = []
    at = Link(15, rows[14][2], link.key)  # the key of today, all that is left outside the database
    for seq in (16, 17, 18, 19, 20):
        row = _event(seq, "forged")
        at = at.after(row)
        forged.append((seq, row, at.digest))

    faults = list(faults_of(first, [*rows[:15], *forged]))

    assert [LogFault(LogBreach.CHANGED, n, n) for n in (16, 17, 18, 19, 20)] == faults


def test_a_history_written_anew_with_the_first_key_does_not_fit_an_anchor(first: Link) -> None:
    true, anew = _log(10, first), []
    link = first
    for seq, _, _ in true:
        other = _event(seq, "other")
        link = link.after(other)
        anew.append((seq, other, link.digest))

    assert [LogFault(LogBreach.REWRITTEN, 8, 8)] == list(faults_of(first, anew, [_seen(8, true[7][2])]))


def test_what_goes_into_a_digest_is_the_columns_as_text_and_what_is_told_last() -> None:
    at = "2026-11-24T15:00:00.000000+00:00"
    told = (7, "abcd1234", at, 1200, "result_given", "u1", "c1", None, '{"a":"ä"}', None)
    sealed = (8, "abcd1234", at, 0, "interview.answered", None, None, "i1", None, b"\x01\xff")
    none = (0, "", "", 0, "", None, None, None, None, None)
    blank = (0, "", "", 0, "", "", "", "", "", None)

    assert f'7|abcd1234|{at}|1200|result_given|u1|c1||{{"a":"ä"}}' == _shown(told)
    assert f"8|abcd1234|{at}|0|interview.answered|||i1|01ff" == _shown(sealed)
    assert "0|||0|||||" == _shown(none) == _shown(blank)


def _shown(row: tuple[object, ...]) -> str:
    return digested(row).decode().replace("\x1f", "|")


def test_keys_of_a_chain_are_not_repeated(first: Link) -> None:
    link, keys = first, set()
    for _ in range(50):
        keys.add(link.key)
        link = link.after(b"x")
    assert len(keys) == 50


@pytest.fixture
def chain_file(tmp_path: Path) -> Path:
    """Of a chain that begins with row 1."""
    (tmp_path / "chain").write_bytes(KeySlots.beginning(0, K_0))
    return tmp_path / "chain"


def test_the_newest_key_is_read_back(chain_file: Path) -> None:
    slots = KeySlots(chain_file)
    assert (0, K_0) == (slots.n, slots.key)
    for n in range(1, 6):
        slots.write(n, hashlib.sha256(bytes([n])).digest())
    slots.close()
    slots.close()

    again = KeySlots(chain_file)
    assert (5, hashlib.sha256(b"\x05").digest()) == (again.n, again.key)
    again.write(6, bytes(32))
    again.close()
    newest = KeySlots(chain_file)
    assert (6, bytes(32)) == (newest.n, newest.key)
    newest.close()
    assert K_0 not in chain_file.read_bytes()


def test_a_kill_while_a_key_is_written_leaves_the_one_before(chain_file: Path) -> None:
    slots = KeySlots(chain_file)
    slots.write(1, b"\x01" * 32)
    slots.write(2, b"\x02" * 32)
    slots.close()
    whole = chain_file.read_bytes()

    for cut in (1, 9, 40, 71):
        chain_file.write_bytes(b"\xee" * cut + whole[cut:])
        again = KeySlots(chain_file)
        assert (1, b"\x01" * 32) == (again.n, again.key)
        again.close()
    for damaged in (b"\xee" * 144, b"", whole[:71], bytes(144)):
        chain_file.write_bytes(damaged)
        with problem("chain_key_damaged"):
            KeySlots(chain_file)


@pytest.mark.parametrize("short", [True, False])
def test_a_key_that_cannot_be_written_leaves_the_one_before(
    chain_file: Path, short: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    slots = KeySlots(chain_file)
    slots.write(1, b"\x01" * 32)
    write_at = chain._write_at

    def full(file: int, data: bytes, at: int) -> int:
        if short:
            return write_at(file, data[:20], at)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr("cati_app.store.trust.chain._write_at", full)
        slots.write(2, b"\x02" * 32)
        slots.write(3, b"\x03" * 32)
    slots.close()
    again = KeySlots(chain_file)
    assert (1, b"\x01" * 32) == (again.n, again.key)
    again.close()


def test_fields_are_sealed_with_the_cipher_they_name() -> None:
    sealed = _cipher().seal(FieldKey.CONTACT, "x", SPOT)
    plain = AESGCM(KEY).decrypt(sealed[4:16], sealed[16:], b"cati/1" + sealed[:4] + _framed("number", "sealed", "n1"))

    assert b"x\x80" + bytes(62) == plain


def _framed(*parts: str) -> bytes:
    return b"".join(len(p).to_bytes(2, "big") + p for p in (STUDY, *(part.encode() for part in parts)))
