"""Changes of who takes part: rows, boxes and the next signed head, in one transaction.

A head is signed for each change; who is signed in elsewhere in this program goes on under it (`sign_in.renew`).
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import UserId
from cati_app.domain.people.key_bundles import KeyBundle, PasswordOffer, TakenBundle
from cati_app.domain.people.logins import folded
from cati_app.domain.people.users import Role, User
from cati_app.store import heads, key_boxes, key_bundles
from cati_app.store.database import Database
from cati_app.store.founding import FIRST_SHARE, add_device, first_rows, login_pepper, private_of_sheet
from cati_app.store.heads import HeadHistory, history_of, people_rows
from cati_app.store.joined import is_joined
from cati_app.store.keys import Cost
from cati_app.store.log_chain import LAST, Box
from cati_app.store.person_rows import PersonRow, person_by_id
from cati_app.store.resealing import reseal
from cati_app.store.sign_in import unlocked_with
from cati_app.store.statements import Statements
from cati_app.store.station_keys import StationKeys
from cati_app.store.times import utc_text
from cati_app.store.trust.bundle import PrivateKeys, Stretched, new_salt, stretch
from cati_app.store.trust.derivation import KEY_BYTES, Purpose, check_of
from cati_app.store.trust.head import ROOT, Head, Pin, Secret, rows_digest
from cati_app.store.trust.held_keys import RECOVERY, HeldKeys, Opened
from cati_app.store.trust.parts import part_problem
from cati_app.store.trust.sealed_bundle import LockedKeys
from cati_app.values import dataclass

_ADD = (
    'INSERT INTO "user" (id, login, name, role, number, languages, skills, password_hash, active,'
    " box_key, sign_key, salt, cost, login_check, bundle, start_code)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, '', ?, ?, ?, ?, ?, ?, ?, ?)"
)
_CHANGE = 'UPDATE "user" SET login = ?, name = ?, role = ?, languages = ?, skills = ?, active = ? WHERE id = ?'
_UNLOCK = (
    "UPDATE \"user\" SET password_hash = '', wrapped_key = NULL, box_key = ?, sign_key = ?, salt = ?, cost = ?,"
    " login_check = ?, bundle = ?, start_code = ?, bundle_n = ? WHERE id = ?"
)
_SIGNS_OF_CODES = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that could be taken for another one
_LENGTH_OF_CODES = 12
_LOST_HEADS = 1000


@dataclass(frozen=True, slots=True)
class _Locked:
    """A person's public halves in hexadecimal, and the private ones under a password.

    Args:
        login: What the password is turned into for hubs.
    """

    box: str
    sign: str
    keys: LockedKeys
    login: bytes

    @property
    def columns(self) -> tuple[str, str, bytes, str, bytes, bytes]:
        """As the row of the person has them."""
        return self.box, self.sign, self.keys.salt, self.keys.cost, self.keys.login_check, self.keys.bundle


class PeopleChanges:
    """What a supervisor, or whoever holds page 1 of the sheet, does to people and keys; each verb signs a head.

    Args:
        beside: The keys of a second supervisor, where two sign.
    """

    def __init__(
        self, statements: Statements, database: Database, keys: HeldKeys, cost: Cost, beside: HeldKeys | None = None
    ) -> None:
        self._statements = statements
        self._database = database
        self._keys = keys
        self._cost = cost
        self._beside = beside
        self._study = database.study
        self._opened = keys.opened  # what is in force within this transaction

    # -- people -------------------------------------------------------------------------------------------------

    def add(self, user: User, password: str, *, is_code: bool = False) -> None:
        """A new login with keys of its own. RuleViolation: `login_taken`, `supervisor_needed`."""
        self._check_free(user)
        history = self._may_sign()
        if history is None and not self._is_founded():
            first_rows(self._statements, self._database, self._keys)
            self._begin_chain(self._opened, 1)
        private = self._new_pair(user.role, history)
        languages, skills = " ".join(user.languages), " ".join(user.skills)
        known = user.id, user.login, user.name, user.role.value, user.number, languages, skills, user.active
        self._statements.execute(_ADD, (*known, *self._locked(private, password, user.id).columns, is_code))
        self._give(user.id, user.role.value, private.boxes.public_key())
        self._let_sheet_wait(user, private, history)
        self._sign(history, self._opened)

    def add_with_code(self, user: User) -> str:
        """The same with a start code, which is told once."""
        code = new_code()
        self.add(user, code, is_code=True)
        return code

    def change(self, user: User) -> None:
        """Login, name, languages and skills. RuleViolation: `login_taken`, `supervisor_needed`."""
        self._check_free(user)
        history = self._needed_history()
        before = self._person(user.id).user
        self._write(replace(user, role=before.role, active=before.active))
        self._sign(history, self._opened)

    def set_password(self, person: UserId, old: str, new: str) -> None:
        """Somebody's own password; no head, because it changes nobody's rights.

        Raises:
            RuleViolation: `wrong_login`; `people_elsewhere` where the hub of the study has these keys, whose next state
                would bring the old one back: there it is offered (`offer_password`).
        """
        row = self._person(person)
        if key_bundles.goes_to_hub(self._statements, person, row.box_key):
            raise RuleViolation("people_elsewhere")
        private, _ = self._unlocked(row, old)
        n = row.bundle_n + 1
        self._statements.execute(_UNLOCK, (*self._locked(private, new, person, n).columns, False, n, person))

    def offer_password(self, person: UserId, old: str, new: str) -> PasswordOffer:
        """The same for the hub of the study; nothing is changed here.

        Raises:
            RuleViolation: `wrong_login`.
            EnvironmentProblem: `part_damaged` without the key of what is sealed for the stations.
        """
        row, key = self._person(person), self._database.state.parts_key()
        if key is None:
            raise part_problem()
        private, shown = self._unlocked(row, old)
        n = row.bundle_n + 1
        locked = self._locked(private, new, person, n)
        sealed = locked.keys.sealed(key, self._study, person, row.box_key, n)
        bundle = KeyBundle(person, row.box_key, n, locked.keys.login_check, sealed)
        return PasswordOffer(bundle, shown.login, locked.login)

    def take_password(self, taken: TakenBundle) -> None:
        """What the hub has taken counts here, too. EnvironmentProblem: `part_damaged`."""
        key_bundles.put(self._statements, self._database, [taken])

    def _unlocked(self, row: PersonRow, password: str) -> tuple[PrivateKeys, Stretched]:
        opened = unlocked_with(row, password, login_pepper(self._statements), self._study, self._cost)
        if opened is None:
            raise RuleViolation("wrong_login")
        return opened

    def reset(self, person: UserId, role: Role | None = None) -> str:
        """New keys under a start code, and new secrets: whoever knows the old password could open those there were.

        Args:
            role: Another one from now on, which takes other keys.
        """
        history = self._needed_history()
        before = self._person(person).user
        after = before if role is None else replace(before, role=role)
        if after.role is not before.role:
            self._check_may_go(before)
        key_boxes.forget(self._statements, person)
        key_bundles.forget(self._statements, person, self._person(person).box_key)
        code = new_code()
        private = self._new_pair(after.role, history)
        self._write(after)
        self._statements.execute(_UNLOCK, (*self._locked(private, code, person).columns, True, 0, person))
        self._take_away(history, before)
        return code

    def deactivate(self, person: UserId) -> None:
        """Somebody has left. RuleViolation: `last_supervisor`, `sheet_waits`, `supervisor_needed`."""
        history = self._needed_history()
        user = self._person(person).user
        self._check_may_go(user)
        self._write(replace(user, active=False))
        key_boxes.forget(self._statements, person)
        self._take_away(history, user)

    def rotate(self) -> None:
        """New secrets for everybody who is active."""
        self._take_away(self._needed_history(), None)

    def renew_sheet(self) -> tuple[int, bytes, bytes]:
        """Another root and another Share, under new secrets, signed by two supervisors where there are two.

        Returns:
            Number of the Share, page 1, page 2. Page 1 waits for whoever signs first, or for a supervisor.

        Raises:
            RuleViolation: `supervisor_needed`, `second_supervisor_needed`.
        """
        history = self._needed_history()
        signing = {keys.person for keys in (self._keys, self._beside) if keys is not None}
        others = signing & set(history.newest.signers)
        if self._keys.person != ROOT and len(others) < min(2, len(history.newest.signers)):
            raise RuleViolation("second_supervisor_needed")
        r, share, number = os.urandom(KEY_BYTES), os.urandom(KEY_BYTES), history.newest.share + 1
        self._database.state.keep_share(number, share)
        sheet = private_of_sheet(r, self._study)
        key_boxes.forget_sheet(self._statements)
        owner = self._keys.person if self._keys.person != ROOT else min(history.newest.signers)
        row = self._person(UserId(owner))
        public = X25519PublicKey.from_public_bytes(bytes.fromhex(row.box_key))
        key_boxes.keep_sheet(self._statements, r, owner, public, number, self._study)
        changed: dict[str, str | int] = {
            "root": sheet.root.hex(),
            "recovery": sheet.boxes.public_key().public_bytes_raw().hex(),
            "share": number,
        }
        self._take_away(history, None, share, **changed)
        return number, r, share

    def lock_all(
        self, own: UserId, password: str, codes: Mapping[UserId, str], progress: Callable[[float], None]
    ) -> None:
        """Keys for everybody of a database that has none; `sign_first` follows.

        Args:
            own: The supervisor who does it, with the password that is kept.
            codes: Start codes of the others.
        """
        first_rows(self._statements, self._database, self._keys)
        for number, (person, secret) in enumerate([(own, password), *codes.items()]):
            user = self._person(person).user
            private = self._new_pair(user.role, None)
            self._statements.execute(
                _UNLOCK, (*self._locked(private, secret, person).columns, person != own, 0, person)
            )
            self._give(person, user.role.value, private.boxes.public_key())
            if person == own:
                self._let_sheet_wait(user, private, None)
            progress((number + 1) / (len(codes) + 1))

    def sign_first(self) -> None:
        """The first head, by the root alone, over everybody whom `lock_all` gave keys."""
        self._sign(None, self._opened)

    def recover(self, stay: Collection[UserId]) -> None:
        """By page 1 of the sheet: everybody else has left, and those who stay get new secrets.

        Heads of the machine that is lost may have gone on, so this one leaves room for their numbers.
        """
        history = self._needed_history()
        for row in people_rows(self._statements):
            if row["active"] and row["id"] not in stay:
                self._write(replace(self._person(UserId(row["id"])).user, active=False))
                key_boxes.forget(self._statements, row["id"])
        if not heads.signers(self._statements):
            raise RuleViolation("supervisor_must_stay")
        pin = self._database.state.pin()
        seen = max(history.newest.n, pin.n if pin is not None else 0)
        self._take_away(history, None, n=seen + _LOST_HEADS)

    def box(self) -> Box:
        """What the first keys of chains are sealed to."""
        return _box(self._opened)

    def vouch_for_device(self) -> bool:
        """Have the head name this device and its chains, which a restore made; False where it does already."""
        history = self._needed_history()
        add_device(self._statements, self._database)
        named = history.newest.devices
        if self._database.device in named:
            return False
        reseal(self._statements, self._opened)  # a restore may have brought what older secrets sealed
        self._sign(history, self._opened)
        return True

    def admit(self, stations: Sequence[StationKeys]) -> None:
        """Have the head name further devices, with the beginnings of their chains."""
        history = self._needed_history()
        for station in stations:
            station.put(self._statements)
        self._sign(history, self._opened)

    # -- the parts ----------------------------------------------------------------------------------------------

    def _may_sign(self) -> HeadHistory | None:
        """The heads so far. RuleViolation: `supervisor_needed`; `people_elsewhere` at a station that has joined."""
        self._check_here()
        by_root = self._keys.person == ROOT
        history = history_of(self._statements, self._database.state, self._study, by_root=by_root)
        signs = self._keys.person == ROOT or (history is not None and self._keys.person in history.newest.signers)
        if self._keys.signing is None or not signs:
            raise RuleViolation("supervisor_needed")
        return history

    def _check_here(self) -> None:
        if is_joined(self._statements):
            raise RuleViolation("people_elsewhere")

    def _needed_history(self) -> HeadHistory:
        history = self._may_sign()
        if history is None:
            raise RuleViolation("supervisor_needed")
        return history

    def _new_pair(self, role: Role, history: HeadHistory | None) -> PrivateKeys:
        root = bytes.fromhex(history.newest.root) if history is not None else self._keys.private.root
        return PrivateKeys.new(root, signs=role is Role.SUPERVISOR)

    def _is_founded(self) -> bool:
        return self._statements.row("SELECT 1 FROM meta WHERE key = 'login_pepper'") is not None

    def _check_free(self, user: User) -> None:
        """RuleViolation: `login_taken`."""
        for row in people_rows(self._statements):
            if row["id"] != user.id and folded(row["login"]) == folded(user.login):
                raise RuleViolation("login_taken")

    def _check_may_go(self, user: User) -> None:
        if user.role is Role.SUPERVISOR:
            if set(heads.signers(self._statements)) <= {user.id}:
                raise RuleViolation("last_supervisor")
            self._check_sheet(user)

    def _check_sheet(self, user: User) -> None:
        """Whoever can open page 1 of the sheet can sign for ever: it has to be on paper only before."""
        if key_boxes.sheet_waits_for(self._statements, user.id) and not self._database.rehearses:
            raise RuleViolation("sheet_waits")

    def _person(self, person: UserId) -> PersonRow:
        row = person_by_id(self._statements, person)
        if row is None:
            raise RuleViolation("no_such_person")
        return row

    def _write(self, user: User) -> None:
        languages, skills = " ".join(user.languages), " ".join(user.skills)
        facts = user.login, user.name, user.role.value, languages, skills, user.active
        self._statements.execute(_CHANGE, (*facts, user.id))

    def _locked(self, private: PrivateKeys, password: str, person: str, n: int = 0) -> _Locked:
        """Public halves, and what opens the private ones with a password, the one of that number."""
        salt = new_salt()
        pepper, cost = login_pepper(self._statements), self._cost
        stretched: Stretched = stretch(password, salt, pepper, self._study, cost, cost)
        signs = private.signing.public_key().public_bytes_raw().hex() if private.signing is not None else ""
        keys = LockedKeys(
            salt,
            f"{cost.time_cost} {cost.memory_kib} {cost.lanes}",
            stretched.login_check,
            private.wrapped(stretched.wrap, person, self._study, n),
        )
        return _Locked(private.boxes.public_key().public_bytes_raw().hex(), signs, keys, stretched.login)

    def _give(self, recipient: str, role: str, public: X25519PublicKey) -> None:
        key_boxes.seal_for(self._statements, recipient, role, public, self._opened.secrets, self._study)

    def _let_sheet_wait(self, user: User, private: PrivateKeys, history: HeadHistory | None) -> None:
        """For the first supervisor of a study, as long as nobody has the sheet on paper."""
        r = self._keys.r
        if r is None or user.role is not Role.SUPERVISOR or key_boxes.sheet_is_confirmed(self._statements):
            return
        if not key_boxes.has_waiting_sheet(self._statements):
            share = history.newest.share if history is not None else FIRST_SHARE
            key_boxes.keep_sheet(self._statements, r, user.id, private.boxes.public_key(), share, self._study)

    def _take_away(
        self, history: HeadHistory, gone: User | None, new_share: bytes | None = None, **changed: str | int
    ) -> None:
        """Contact and data secrets of a new generation, the box too where a supervisor goes; everything sealed anew.

        Args:
            gone: Whose keys are taken away; None where everything changes.
            new_share: In place of the Share so far.
            changed: What the head says differently.
        """
        before = self._opened
        purposes = [Purpose.CONTACT, Purpose.DATA]
        if gone is None or gone.role is Role.SUPERVISOR:
            purposes.append(Purpose.BOX)
        fresh = {(purpose, before.newest(purpose) + 1): new_secret(purpose) for purpose in purposes}
        newest_share = new_share or before.shares[before.newest(Purpose.CONTACT)]
        shares = {**before.shares, before.newest(Purpose.CONTACT) + 1: newest_share}
        after = replace(before, secrets={**before.secrets, **fresh}, shares=shares)
        self._seal_to_all(after)
        reseal(self._statements, after)
        if Purpose.BOX in purposes:
            self._begin_chain(after)
        self._sign(history, after, **changed)

    def _seal_to_all(self, opened: Opened) -> None:
        for row in people_rows(self._statements):
            if row["active"]:
                public = X25519PublicKey.from_public_bytes(bytes.fromhex(row["box_key"]))
                key_boxes.seal_for(self._statements, row["id"], row["role"], public, opened.secrets, self._study)

    def _sign(self, history: HeadHistory | None, opened: Opened, **other: str | int) -> None:
        """The next head, under which the keys of whoever signs go on; remembered by this machine once it is durable.

        Args:
            other: What differs from the head before: root, recovery, share; its number, where it skips some.
        """
        before = history.newest if history is not None else None
        recovery = str(other.get("recovery", before.recovery if before is not None else self._recovery()))
        public = X25519PublicKey.from_public_bytes(bytes.fromhex(recovery))
        key_boxes.seal_for(self._statements, RECOVERY, RECOVERY, public, opened.secrets, self._study)
        box = opened.secrets[Purpose.BOX, opened.newest(Purpose.BOX)]
        add_device(self._statements, self._database)
        head = Head(
            study=self._study.hex(),
            n=int(other.get("n", before.n + 1 if before is not None else 1)),
            previous=before.digest if before is not None else "",
            at=utc_text(datetime.now(UTC)),
            by=self._keys.person,
            people=rows_digest(people_rows(self._statements)),
            devices=heads.device_digests(self._statements),
            signers=heads.signers(self._statements),
            root=str(other.get("root", before.root if before is not None else self._keys.private.root.hex())),
            recovery=recovery,
            box=X25519PrivateKey.from_private_bytes(box).public_key().public_bytes_raw().hex(),
            contact=self._vouched(opened, Purpose.CONTACT),
            data=self._vouched(opened, Purpose.DATA),
            share=int(other.get("share", before.share if before is not None else FIRST_SHARE)),
        )
        self._opened = replace(opened, head_n=head.n)
        signing = {keys.person: keys.signing for keys in (self._keys, self._beside) if keys is not None}
        heads.keep(self._statements, head.signed_by({who: key for who, key in signing.items() if key is not None}))
        self._statements.after_commit(lambda: self._go_on(head))

    def _recovery(self) -> str:
        return self._keys.private.boxes.public_key().public_bytes_raw().hex()

    def _begin_chain(self, opened: Opened, first_n: int | None = None) -> None:
        """The log goes on under a key that only today's supervisors find out.

        Args:
            first_n: 1 for the first chain: what happened before anybody was there (a failed sign-in) is in it, too.
        """
        if first_n is None:
            first_n = (self._statements.row(LAST)[0] or 0) + 1
        self._database.chain.begin(self._statements, self._database.device, _box(opened), first_n)
        self._database.chain.chain_rows(self._statements)

    def _vouched(self, opened: Opened, purpose: Purpose) -> Secret:
        g = opened.newest(purpose)
        return Secret(g, check_of(opened.secrets[purpose, g], purpose, g, self._study).hex())

    def _go_on(self, head: Head) -> None:
        self._database.state.keep_pin(Pin.of(head))
        self._database.head_n = head.n
        self._keys.renew(self._opened)


def _box(opened: Opened) -> Box:
    return Box(opened.boxes[opened.newest(Purpose.BOX)].public_key(), opened.newest(Purpose.BOX))


def new_code() -> str:
    """A start code: 12 characters, 60 bits; whoever gets it chooses a password with it, once."""
    return "".join(secrets.choice(_SIGNS_OF_CODES) for _ in range(_LENGTH_OF_CODES))


def new_secret(purpose: Purpose) -> bytes:
    """A fresh secret of 32 bytes; of the box its private half."""
    return X25519PrivateKey.generate().private_bytes_raw() if purpose is Purpose.BOX else os.urandom(KEY_BYTES)
