"""A supervisor's station brings its study to a hub: heads, parts, the edition that names them; and codes for stations.

Everything may be repeated: what the hub has already is not sent again, and nothing counts before it is whole.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.people.users import Role, User
from cati_app.domain.phrases import Phrase
from cati_app.fieldwork.ports.hub import StoreStep, at_once
from cati_app.fieldwork.sharing.clear_rules import clear_rules, read, telling_codes, written
from cati_app.station.backing_up import study_files
from cati_app.station.differences import Differences, PublishedPerson, StudyState, differences
from cati_app.station.hub_link import StudyAtHub
from cati_app.station.opening import Station
from cati_app.station.outlook import Outlook
from cati_app.station.passwords_at_hub import hear_passwords
from cati_app.store.admitting import admit
from cati_app.store.heads import head_problem
from cati_app.store.joined import SETTINGS_TOLD, note_people_told
from cati_app.store.key_bundles import note_published
from cati_app.store.person_rows import PersonRow
from cati_app.store.publication import StudyNow, study_now
from cati_app.store.state_folder import EditionDeclared, EditionSeen
from cati_app.store.station_keys import ChainStart, StationKeys
from cati_app.store.study_parts import FolderPart, kept_names
from cati_app.store.times import utc_text
from cati_app.store.trust.declaration import Declarable, Declaration
from cati_app.store.trust.derivation import KEY_BYTES, enrol_mac_key, enrol_token
from cati_app.store.trust.edition import IN_CLEAR, PartFacts, PartName, StudyEdition
from cati_app.store.trust.head import Head, HeadRefused, Refusal
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.store.trust.parcel import Parcel
from cati_app.store.trust.parts import open_part, seal_part
from cati_app.study.sheet_name import STUDY_SHEET
from cati_app.sync.code import EnrolCode, HubAddress, StudySeen
from cati_app.sync.messages import Refused, Unreadable
from cati_app.sync.messages import read as read_message
from cati_app.sync.messages import written as message
from cati_app.sync.refusals import problem_of
from cati_app.sync.study_client import StudyClient
from cati_app.sync.study_messages import EditionStanding, SignedText, Staff, StaffMember, WaitingDevice

Told = Callable[[str, int, int], None]
"""Hears the name of a part, and how many bytes of how many have arrived."""


class Publisher:
    """A supervisor who is signed in at the station that has the study.

    Args:
        at: The study at its hub.
        in_store: Does a step of the store in the thread that owns it.

    Raises:
        RuleViolation: `people_elsewhere` at a station that has joined; `sheet_first`.
    """

    def __init__(
        self, station: Station, by: User, keys: HeldKeys, at: StudyAtHub, in_store: StoreStep = at_once
    ) -> None:
        self._station = station
        self._database = station.database
        self._by = by
        self._keys = keys
        self._at = at
        self._hub: StudyClient = at.client
        self._in_store = in_store
        in_store(self._refuse)

    def _refuse(self) -> None:
        if self._station.opened.is_joined():
            raise RuleViolation("people_elsewhere")
        if self._station.people.sheet_is_needed():
            raise RuleViolation("sheet_first")

    def outlook(self) -> Outlook:
        """What publishing will do; nothing is sent or changed, at the hub or here.

        Raises:
            EnvironmentProblem: as asking the hub; `part_name`.
        """
        standing, now = self._hub.standing(), self._in_store(self._now)
        parts = self._parts(now, self._database.state.parts_key() or bytes(KEY_BYTES))
        known = self._known_parts(standing, now)
        roles = [row.user.role.value for row in now.staff if row.user.active]
        quota = self._station.rules.quota
        changed = tuple(n.value for n, part in parts.items() if known.get(n) != hashlib.sha256(part).hexdigest())
        return Outlook(
            people={role: roles.count(role) for role in sorted(set(roles))},
            files=len(now.folder.files),
            folder_bytes=len(parts[PartName.FOLDER]),
            versions=len(now.folder.versions),
            cells=sum(len(each.targets) for each in quota.quotas) if quota is not None else 0,
            waiting=len(self._waiting(now)) if standing.edition is not None else 0,
            changed=changed,
            is_first=standing.edition is None,
            head_n=now.history.newest.n,
            edition_n=self._number(standing, now) + bool(changed),
            telling_codes=telling_codes(quota),
            differences=self._differences(standing, now) if changed else None,
        )

    def publish(self, told: Told = lambda name, done, size: None) -> StudyEdition | None:
        """Bring what is new; None where the hub has everything.

        Raises:
            EnvironmentProblem: as asking the hub; `head_lower` where the hub has a newer list of people; `part_name`.
        """
        standing = self._hub.standing()
        if standing.edition is not None:
            # else this station would bring former ones
            hear_passwords(self._database, self._hub.client, self._in_store)
            self._admit_waiting()
        now = self._in_store(self._now)
        before, n = self._edition(standing, now), self._number(standing, now)
        facts = self._bring(standing, now, tuple(PartName), told)
        edition = None
        if before is None or before.n != n or not self._has(before, facts, now):
            # where stations may have a newer one, the hub came back from a copy, and waits for another
            edition = self._declare(facts, now.history.newest, EditionDeclared(n + 1, whole=True))
        self._in_store(partial(self._note_people_told, now.history.newest.n))
        settings = hashlib.sha256(now.folder.files.get(STUDY_SHEET, b"")).hexdigest()
        self._in_store(partial(self._database.keep, SETTINGS_TOLD, settings))
        return edition

    def publish_people(self) -> StudyEdition | None:
        """Bring people and their keys alone, beside an open window; everything else stays as it is at the hub.

        Returns:
            None where the hub has no study yet, or has all of them.

        Raises:
            EnvironmentProblem: as `publish`; `hub_wants_all` where stations know, or may know, a newer study than the
                hub has, so that a supervisor has to look at all of it.
        """
        standing = self._hub.standing()
        if standing.edition is None:
            return None
        hear_passwords(self._database, self._hub.client, self._in_store)
        now = self._in_store(self._now)
        before, n = self._edition(standing, now), self._number(standing, now)
        if before is None or before.n < self._newest_study():
            raise EnvironmentProblem(
                "hub_wants_all",
                "The study at the hub is older than one that stations may have seen.",
                "Publish all of it once more, with its window closed: `cati hub publish STUDY --as SUPERVISOR`.",
            )
        facts = {**before.parts, **self._bring(standing, now, (PartName.STAFF, PartName.PEOPLE))}
        edition = None
        if not self._has(before, facts, now):
            edition = self._declare(facts, now.history.newest, EditionDeclared(n + 1, whole=False))
        self._in_store(partial(self._note_people_told, now.history.newest.n))
        return edition

    def _bring(
        self,
        standing: EditionStanding,
        now: StudyNow,
        names: tuple[PartName, ...],
        told: Told = lambda name, done, size: None,
    ) -> dict[PartName, PartFacts]:
        """Lists of people, and of these parts what the hub lacks. EnvironmentProblem: as `publish`."""
        newest = now.history.newest
        if standing.newest > newest.n:
            raise head_problem(Refusal.LOWER)
        self._hub.bring_heads([signed.to_json() for signed in now.history.heads if signed.head.n >= standing.newest])
        known, facts = self._known_parts(standing, now), dict[PartName, PartFacts]()
        for name, content in self._parts(now, self._parts_key()).items():
            if name not in names:
                continue
            sha256 = hashlib.sha256(content).hexdigest()
            if known.get(name) != sha256:
                self._hub.bring_part(content, partial(told, name.value))
            facts[name] = PartFacts(sha256, len(content))
        self._in_store(self._note_published)
        return facts

    def _note_published(self) -> None:
        with self._database.transaction() as statements:
            note_published(statements)
            statements.commit()

    def _note_people_told(self, n: int) -> None:
        with self._database.transaction() as statements:
            note_people_told(statements, n)
            statements.commit()

    @staticmethod
    def _has(before: StudyEdition, facts: Mapping[PartName, PartFacts], now: StudyNow) -> bool:
        return before.parts == facts and before.head == now.history.newest.digest

    def _parts_key(self) -> bytes:
        state = self._database.state
        key = state.parts_key()
        if key is None:
            key = os.urandom(KEY_BYTES)
            state.keep_parts_key(key)
        return key

    def _declare(self, facts: Mapping[PartName, PartFacts], newest: Head, declared: EditionDeclared) -> StudyEdition:
        at, study, n = utc_text(self._station.clock.now()), self._database.study.hex(), declared.n
        edition = StudyEdition(study, n, newest.n, newest.digest, at, self._by.id, facts)
        declaration = edition.signed(self._keys.needed_signing)
        state, device = self._database.state, self._database.device
        self._in_store(partial(state.keep_declared_edition, device, declared))
        self._hub.declare(signed_text(declaration))
        digest = hashlib.sha256(declaration.text.encode()).hexdigest()
        self._in_store(partial(state.keep_edition, device, EditionSeen(n, digest)))
        return edition

    # -- codes --------------------------------------------------------------------------------------------------

    def new_code(self) -> tuple[EnrolCode, str]:
        """A code for one station, and until when it counts.

        Raises:
            EnvironmentProblem: `hub_not_published`, as asking the hub.
        """
        state, study = self._database.state, self._database.study
        key, now = state.parts_key(), self._now()
        if key is None:
            raise problem_of(Refused.NOT_PUBLISHED)
        secret = secrets.token_bytes(16)
        parcel = Parcel(now.shares, now.pepper, key).sealed(secret, study)
        token_hash = hashlib.sha256(enrol_token(secret, study)).hexdigest()
        state.keep_code_key(token_hash, enrol_mac_key(secret, study))
        facts = {
            "study": study.hex(),
            "by": self._by.id,
            "at": utc_text(self._station.clock.now()),
            "token": token_hash,
            "parcel": hashlib.sha256(parcel).hexdigest(),
        }
        taken = self._hub.bring_code(
            signed_text(Declaration.signed(Declarable.CODE, facts, self._keys.needed_signing)), parcel
        )
        newest = now.history.newest
        seen = StudySeen(study, bytes.fromhex(newest.root), newest.n, bytes.fromhex(newest.digest))
        access = self._at.access
        address = HubAddress.typed(access.address)
        return EnrolCode(bytes.fromhex(access.hub), self._at.fingerprint, secret, address, seen), taken.until

    def _admit_waiting(self) -> None:
        """Name stations that came with a code of this one, whose keys are those of whoever had the code."""
        waiting = self._waiting(self._in_store(self._now))
        if waiting:
            moment = replace(self._station.moment(), by=self._by.id)
            self._in_store(partial(admit, self._database, self._keys, [keys for keys, _ in waiting], moment))
            for _, token_hash in waiting:
                self._database.state.forget_code_key(token_hash)

    def _waiting(self, now: StudyNow) -> list[tuple[StationKeys, str]]:
        """Stations whose code was made here, with the hash of its token. EnvironmentProblem: `station_swapped`."""
        waiting = []
        for device in self._hub.waiting():
            keys, key = _keys_of(device), self._database.state.code_key(device.token_hash)
            if key is None or keys.device in now.devices:
                continue
            if keys.mac(key, self._database.study).hex() != device.mac:
                raise _swapped(device.device)
            waiting.append((keys, device.token_hash))
        return waiting

    # -- the parts ----------------------------------------------------------------------------------------------

    def _now(self) -> StudyNow:
        files = dict(study_files(self._station.loaded))
        return study_now(self._database, {name: files[name].read_bytes() for name in kept_names(sorted(files))})

    def _parts(self, now: StudyNow, key: bytes) -> dict[PartName, bytes]:
        plain = {
            PartName.RULES: written(clear_rules(self._station.rules)),
            PartName.STAFF: message(Staff(people=tuple(map(_member, now.staff)))),
            PartName.PEOPLE: now.people.written(),
            PartName.FOLDER: now.folder.written(),
        }
        study = self._database.study
        return {
            name: content if name in IN_CLEAR else seal_part(key, study, name.value, content)
            for name, content in plain.items()
        }

    def _differences(self, standing: EditionStanding, now: StudyNow) -> Differences | None:
        """From the edition at the hub, whose parts are fetched for it. EnvironmentProblem: as asking a hub."""
        edition, key = self._edition(standing, now), self._database.state.parts_key()
        if edition is None or key is None:
            return None
        content = {
            name: self._hub.part(part.sha256, part.size)
            for name, part in edition.parts.items()
            if name is not PartName.PEOPLE
        }
        try:
            staff, rules = read_message(Staff, content[PartName.STAFF]), read(content[PartName.RULES])
            sealed = content[PartName.FOLDER]
            folder = FolderPart.read(open_part(key, self._database.study, PartName.FOLDER.value, sealed))
        except (Unreadable, ValueError):  # another version of the program wrote it
            return None
        people = [PublishedPerson(person.login, Role(person.role), person.active) for person in staff.people]
        return differences(
            StudyState(people, rules.quota, folder.files, _versions_in(folder)),
            StudyState(
                [PublishedPerson(row.user.login, row.user.role, row.user.active) for row in now.staff],
                clear_rules(self._station.rules).quota,
                now.folder.files,
                _versions_in(now.folder),
            ),
        )

    def _known_parts(self, standing: EditionStanding, now: StudyNow) -> dict[PartName, str]:
        edition = self._edition(standing, now)
        return {name: part.sha256 for name, part in edition.parts.items()} if edition is not None else {}

    def _edition(self, standing: EditionStanding, now: StudyNow) -> StudyEdition | None:
        """The edition in force, if it was signed under a head that is known here."""
        if standing.edition is None:
            return None
        declaration = Declaration(standing.edition.text, bytes.fromhex(standing.edition.signature))
        for signed in reversed(now.history.heads):
            try:
                return StudyEdition.read(declaration, signed.head)
            except HeadRefused:
                continue
        return None

    def _number(self, standing: EditionStanding, now: StudyNow) -> int:
        """Of the newest edition that the hub has, had or may have taken; 0 before the first one.

        A number is declared once: stations that have an edition take no other one under its number.
        """
        edition, declared = self._edition(standing, now), self._declared()
        return max(edition.n if edition is not None else 0, self._seen(), declared.n if declared is not None else 0)

    def _newest_study(self) -> int:
        """Number of the newest edition that was taken, or that may have been and brought more than people."""
        declared = self._declared()
        return max(self._seen(), declared.n if declared is not None and declared.whole else 0)

    def _seen(self) -> int:
        seen = self._database.state.edition(self._database.device)
        return seen.n if seen is not None else 0

    def _declared(self) -> EditionDeclared | None:
        return self._database.state.declared_edition(self._database.device)


def _versions_in(folder: FolderPart) -> frozenset[str]:
    return frozenset(str(row[0]) for row in folder.versions)


def _member(row: PersonRow) -> StaffMember:
    user = row.user
    return StaffMember(
        id=user.id,
        login=user.login,
        role=user.role.value,
        number=user.number,
        languages=user.languages,
        skills=user.skills,
        active=user.active,
        login_check=row.login_check.hex() if row.login_check is not None else "",
        keys=row.box_key,
        n=row.bundle_n,
    )


def _swapped(device: str) -> EnvironmentProblem:
    return EnvironmentProblem(
        "station_swapped",
        Phrase("The keys that station {device} shows are not those of whoever had its code.", device=device),
        "Nobody was admitted. Find out who runs that station, and make another code for the right one.",
    )


def _keys_of(device: WaitingDevice) -> StationKeys:
    chains = tuple(
        ChainStart(c.first_n, bytes.fromhex(c.box), c.generation, bytes.fromhex(c.sealed), bytes.fromhex(c.vouched))
        for c in device.keys.chains
    )
    return StationKeys(device.device, device.keys.box, device.keys.sign, chains)


def signed_text(declaration: Declaration) -> SignedText:
    """What somebody declares, as it travels."""
    return SignedText(text=declaration.text, signature=declaration.signature.hex())
