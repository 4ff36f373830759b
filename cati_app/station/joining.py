"""A new station joins a study at a hub with a supervisor's code, and stays up to date with it afterwards."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from functools import partial
from pathlib import Path

from cati_app.domain.clock import Clock
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase
from cati_app.fieldwork.ports.hub import StoreStep, at_once
from cati_app.station.folders import default_database, is_rehearsal
from cati_app.station.hub_link import StudyAtHub, client_on, enrolment_with, shown_root, study_at_hub
from cati_app.station.joined_folder import changes_of, put_in_place, written_beside
from cati_app.station.loading import LoadedStudy, errors
from cati_app.station.passwords_at_hub import hear_passwords
from cati_app.station.study_reading import read_study, workbook_cache
from cati_app.store.database import Database
from cati_app.store.joining import (
    Fetched,
    SignedEdition,
    check_room,
    checked_edition,
    digest_of,
    has_joined,
    head_number,
    heads_behind,
    is_named,
    known_heads,
    make_joined,
    own_keys,
    renew_joined,
)
from cati_app.store.opening import Settings
from cati_app.store.state_folder import EditionSeen, HubAccess, Joining, StateFolder
from cati_app.store.station_keys import StationKeys
from cati_app.store.study_parts import FolderPart, PeoplePart
from cati_app.store.trust.declaration import Declaration
from cati_app.store.trust.derivation import enrol_mac_key, enrol_token
from cati_app.store.trust.edition import PartName, StudyEdition
from cati_app.store.trust.head import HeadRefused, Pin
from cati_app.store.trust.parcel import Parcel
from cati_app.store.trust.parts import open_part
from cati_app.sync.code import EnrolCode, StudySeen
from cati_app.sync.https import HttpsLine
from cati_app.sync.messages import LAST_NUMBER, Refused
from cati_app.sync.refusals import problem_of
from cati_app.sync.study_client import StudyClient
from cati_app.sync.study_messages import ChainBegun, DeviceKeys, EditionStanding, SignedText
from cati_app.values import dataclass

Told = Callable[[str, int, int], None]
"""Hears the name of a part, and how many bytes of how many have arrived."""


@dataclass(frozen=True, slots=True)
class FetchedEdition:
    """What became of looking for what is new.

    Args:
        number: Of the edition that was brought; None where the station had it.
        waits: It is to be brought later.
    """

    number: int | None = None
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Joined:
    """A station that has joined.

    Args:
        study: The study's own short name.
        database: Where its database is.
        edition: Number of the edition it has.
    """

    study: str
    folder: Path
    database: Path
    edition: int


def join(
    code: EnrolCode,
    folder: Path,
    database: Path | None,
    settings: Settings,
    state_root: Path,
    clock: Clock,
    told: Told = lambda name, done, size: None,
    rehearses: Callable[[Path], Settings] | None = None,
) -> Joined:
    """Make a study folder and a database out of what waits at the hub; cut off or killed, the same code goes on.

    Args:
        folder: The study folder to be made.
        database: Where the database is to be; None: where the study's own name puts it.
        state_root: What holds the state folders of this machine.
        rehearses: How the database of a rehearsal is opened, which is in the folder with all that belongs to it; None:
            like any other.

    Raises:
        EnvironmentProblem: `enrol_code_first` for the code of the server; `join_over`; `hub_people` where the hub shows
            another list of people than whoever made the code knows; `part_damaged`, `parcel_damaged`; `study_errors`;
            as asking a hub.
    """
    seen = code.seen
    if seen is None:
        raise EnvironmentProblem(
            "enrol_code_first",
            "This is the code for the station that brings its study to the hub. Nothing was changed.",
            "There: `cati hub enrol STUDY --as SUPERVISOR`. For a station that joins, a supervisor makes another code:"
            " `cati hub code STUDY --as SUPERVISOR`.",
        )
    if database is not None:
        check_room(database)
    state = StateFolder(state_root, seen.study)
    joining = _begun(code, seen, state)
    root = shown_root(code.address, code.fingerprint)
    mac_key = enrol_mac_key(code.secret, seen.study).hex()
    access = HubAccess(code.hub.hex(), str(code.address), root, joining.secret, mac_key)
    with closing(HttpsLine(code.address, root)) as line:
        client = client_on(line, joining.secret, access.hub)
        client.enrol(enrolment_with(code, seen.study, joining.device, joining.secret))
        hub = StudyClient(client)
        parcel = Parcel.opened(hub.parcel(), code.secret, seen.study)
        pin = _newer(state.pin(), Pin(seen.root.hex(), seen.head_n, seen.head.hex()))
        signed = _edition(hub, hub.standing(), seen.study, pin)
        fetched = _fetched(hub, signed, seen.study, parcel.parts_key, told)
        with written_beside(folder, fetched.folder.files) as part:
            loaded = _read(part)
            path, kept = database or default_database(loaded.folder, loaded.head.id), state
            if database is None and is_rehearsal(part):
                path = folder / path.name
                if rehearses is not None:
                    settings = rehearses(path)
                    kept = StateFolder(settings.state_beside(path), seen.study)
            check_room(path)
            put_in_place(part, folder, fetched.folder.files)
            for number, share in {**parcel.shares, **fetched.people.shares}.items():
                kept.keep_share(number, share)
            kept.keep_parts_key(parcel.parts_key)
            kept.keep_pin(pin)
            kept.keep_hub(joining.device, access)
        _saw(kept, joining.device, signed, fetched)
        keys = make_joined(path, settings, joining.device, access.hub, parcel.pepper, fetched, clock.now())
        state.forget_joining(_token_hash(code, seen))
        with suppress(EnvironmentProblem):  # the line was cut: the next contact shows them
            _show(keys, seen.study, StudyAtHub(access, hub))
    return Joined(loaded.study.id, folder, path, signed.edition.n)


def fetch(database: Database, folder: Path, told: Told = lambda name, done, size: None) -> int | None:
    """What is new at the hub, to a station that has joined; the number of the edition, None where it has the newest.

    Also shows the keys of this station to the supervisors, until a list of people names it.

    Raises:
        EnvironmentProblem: `not_joined`; `hub_people` where the hub shows an older or another list of people,
            `hub_edition_lower`, `folder_changed` where somebody changed the study folder here, `part_damaged`; as
            asking a hub. Nothing was changed then.
    """
    with study_at_hub(database) as at:
        return fetch_over(at, database, folder, told).number


def fetch_over(
    at: StudyAtHub,
    database: Database,
    folder: Path,
    told: Told = lambda name, done, size: None,
    in_store: StoreStep = at_once,
    may_change: Callable[[], bool] = lambda: True,
) -> FetchedEdition:
    """The same over a line that is open, with each step of the store where it belongs.

    Args:
        may_change: Asked once everything has come; False: nothing is changed, and it is fetched another time.
    """
    key = database.state.parts_key()
    if key is None or not in_store(partial(has_joined, database)):
        raise EnvironmentProblem(
            "not_joined",
            "This station has not joined the study: it is the one that brought it to the hub.",
            "`cati hub publish STUDY --as SUPERVISOR` brings to the hub what is new here.",
        )
    hear_passwords(database, at.client.client, in_store)
    fetched = _renew(database, folder, at.client, key, told, in_store, may_change)
    if at.access.mac_key and not fetched.waits and not in_store(partial(is_named, database)):
        _show(in_store(partial(own_keys, database)), database.study, at)
    return fetched


def _renew(
    database: Database,
    folder: Path,
    hub: StudyClient,
    key: bytes,
    told: Told,
    in_store: StoreStep,
    may_change: Callable[[], bool],
) -> FetchedEdition:
    state = database.state
    standing, pin, seen = hub.standing(), state.pin(), state.edition(database.device)
    if pin is not None and 0 < standing.newest < pin.n:  # it came back from a copy: whoever has left has left there too
        hub.bring_heads(in_store(partial(heads_behind, database, standing.newest)))
        raise _edition_lower()
    if pin is not None and standing.newest >= pin.n and _head_named(standing) < pin.n:
        raise _edition_lower()
    edition = standing.edition
    if edition is not None and seen is not None and seen.digest == digest_of(_declaration(edition)):
        return FetchedEdition()
    signed = _edition(hub, standing, database.study, pin, in_store(partial(known_heads, database)))
    if seen is not None and signed.edition.n <= seen.n:
        raise _edition_lower()
    fetched = _fetched(hub, signed, database.study, key, told)
    with written_beside(folder, fetched.folder.files) as part:
        _read(part)
    if not may_change():
        return FetchedEdition(waits=True)

    def bring_in() -> None:
        changes = changes_of(folder, seen.files if seen is not None else {}, fetched.folder.files)
        for number, share in fetched.people.shares.items():
            state.keep_share(number, share)
        renew_joined(database, fetched)
        changes.make()
        _saw(state, database.device, signed, fetched)

    in_store(bring_in)
    return FetchedEdition(signed.edition.n)


def _edition_lower() -> EnvironmentProblem:
    return EnvironmentProblem(
        "hub_edition_lower",
        "The hub shows an older state of the study than this station has. Nothing was changed here.",
        "If the hub came back from a copy, a supervisor sends the study once more: `cati hub publish STUDY --as"
        " SUPERVISOR`.",
    )


def _head_named(standing: EditionStanding) -> int:
    """The list of people under which the edition of the hub was made, as far as it says so."""
    with suppress(HeadRefused):
        if standing.edition is not None:
            return StudyEdition.head_named(_declaration(standing.edition))
    return LAST_NUMBER  # what is wrong with it is told where it is read


def _declaration(edition: SignedText) -> Declaration:
    return Declaration(edition.text, bytes.fromhex(edition.signature))


def _edition(
    hub: StudyClient, standing: EditionStanding, study: bytes, pin: Pin | None, known: Sequence[str] = ()
) -> SignedEdition:
    """The hub is asked for the newest list of people known here and for those behind it.

    So one that has an older list, or another one, is found out as if it had shown all of them.
    """
    if standing.edition is None:
        raise problem_of(Refused.NOT_PUBLISHED)
    earlier = list(known[:-1])
    heads = earlier + hub.heads_after(head_number(earlier[-1]) if earlier else 0, head_number)
    return checked_edition(_declaration(standing.edition), heads, pin, study)


def _fetched(hub: StudyClient, signed: SignedEdition, study: bytes, key: bytes, told: Told) -> Fetched:
    def opened(name: PartName) -> bytes:
        part = signed.edition.parts[name]
        return open_part(key, study, name.value, hub.part(part.sha256, part.size, partial(told, name.value)))

    people = PeoplePart.read(opened(PartName.PEOPLE))
    return Fetched(signed.heads, people, FolderPart.read(opened(PartName.FOLDER)))


def _begun(code: EnrolCode, seen: StudySeen, state: StateFolder) -> Joining:
    """The name and the secret with which this station comes, the same whenever the code is used here."""
    token_hash = _token_hash(code, seen)
    joining = state.joining(token_hash)
    if joining is None:
        joining = Joining(secrets.token_hex(4), secrets.token_hex(32))
        state.keep_joining(token_hash, joining)
    return joining


def _token_hash(code: EnrolCode, seen: StudySeen) -> str:
    """As the hub knows the code."""
    return hashlib.sha256(enrol_token(code.secret, seen.study)).hexdigest()


def _newer(known: Pin | None, told: Pin) -> Pin:
    """What this machine has seen of the study before, where that is more than whoever made the code knew."""
    return known if known is not None and known.n >= told.n else told


def _show(keys: StationKeys, study: bytes, at: StudyAtHub) -> None:
    mac = keys.mac(bytes.fromhex(at.access.mac_key), study)
    chains = tuple(
        ChainBegun(
            first_n=c.first_n,
            box=c.box.hex(),
            generation=c.generation,
            sealed=c.sealed.hex(),
            vouched=c.vouched.hex(),
        )
        for c in keys.chains
    )
    at.client.show_device(DeviceKeys(box=keys.box_key, sign=keys.sign_key, chains=chains), mac.hex())


def _saw(state: StateFolder, device: str, signed: SignedEdition, fetched: Fetched) -> None:
    files = {name: hashlib.sha256(data).hexdigest() for name, data in fetched.folder.files.items()}
    state.keep_edition(device, EditionSeen(signed.edition.n, signed.digest, files))


def _read(folder: Path) -> LoadedStudy:
    loaded = read_study(folder, workbook_cache())  # whoever is at work then does not wait for it to be read again
    if isinstance(loaded, LoadedStudy):
        return loaded
    raise EnvironmentProblem(
        "study_too_new",
        Phrase(
            "This program cannot run the study of the hub ({number} faults in it). Nothing was changed.",
            number=len(errors(loaded)),
        ),
        "Bring this program to the version of the station that has the study.",
    )
