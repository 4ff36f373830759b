"""What a machine remembers of a study outside its database: a folder for each study, without names, never in a backup.

Whoever sets a database back does not set this back with it, and who has the database does not have this: the Share, the
keys of this device, the newest key of the log's chain, the head that was seen last, ends of the log, erased ids.
Every file is written beside, brought to the disk and renamed; a kill leaves the old one or the new one.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import stat
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, field
from pathlib import Path
from typing import Any

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase
from cati_app.store.exchange import synced
from cati_app.store.problems import file_problem
from cati_app.store.trust.chain import ChainAnchor, KeySlots
from cati_app.store.trust.head import Pin
from cati_app.values import dataclass

_PIN, _ANCHORS, _ERASED = "pin", "anchors", "erased"
_SHARE, _DEVICE, _HUB, _OTHER = "share", "device", "hub", "other-log"
_PARTS, _EDITION, _CODE, _JOINING = "hub-parts", "hub-edition", "code", "joining"
_DECLARED = "hub-declared"
_CHAIN = re.compile("chain-([0-9a-f]{8})-([0-9]{1,18})-([0-9a-f]{8})")
_STAFF, _STAFF_KEY = "staff", re.compile(r"staff-(\d{4}-\d\d-\d\d)")
_NAME = re.compile(r"[0-9A-Za-z-]+")


@dataclass(frozen=True, slots=True)
class ChainName:
    """Which chain of the log a key is for.

    Args:
        first_n: Number of its first row.
        mark: Tells two apart that were begun at the same row: the beginning of what is vouched for its first key.
    """

    device: str
    first_n: int
    mark: str

    @classmethod
    def of(cls, device: str, first_n: int, vouched: bytes) -> ChainName:
        """By what the database knows of a chain."""
        return cls(device, first_n, vouched[:4].hex())

    def __str__(self) -> str:
        return f"chain-{self.device}-{self.first_n}-{self.mark}"


@dataclass(frozen=True, slots=True)
class HubAccess:
    """What a device needs to speak to its hub.

    Args:
        hub: The hub's id, in hexadecimal.
        certificate: Of the hub's root, in PEM; whom it vouches for is believed, and nobody else.
        secret: What lets the device in, 32 bytes in hexadecimal.
        mac_key: With which a station that came with a supervisor's code shows that its keys are its own, 32 bytes in
            hexadecimal; blank for the one that brought the study.
    """

    hub: str
    address: str
    certificate: str
    secret: str
    mac_key: str = ""


@dataclass(frozen=True, slots=True)
class EditionSeen:
    """An edition of the study at its hub.

    Args:
        digest: SHA-256 of what was signed, in hexadecimal.
        files: Files of the study folder that were written here for it, with their SHA-256; none where it was made.
    """

    n: int
    digest: str
    files: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EditionDeclared:
    """An edition that was made here, before anybody knows whether the hub takes it.

    Args:
        whole: Files of the study may have changed with it; False: people alone.
    """

    n: int
    whole: bool


@dataclass(frozen=True, slots=True)
class Joining:
    """A station that is about to join a study at a hub.

    Args:
        secret: What will let it in, 32 bytes in hexadecimal.
    """

    device: str
    secret: str


class StateFolder:
    """The folder of one study. Nothing is made before the first write, so that a reader leaves no trace.

    Args:
        root: What holds the folders of all studies of this machine.
        study: The study's id, 16 bytes.
    """

    def __init__(self, root: Path, study: bytes) -> None:
        self._root = root
        self.path = root / study.hex()

    # -- keys ---------------------------------------------------------------------------------------------------

    def share(self, number: int) -> bytes | None:
        """The Share of that number, 32 bytes; None where this machine has none."""
        return self._read(f"{_SHARE}-{number}")

    def keep_share(self, number: int, share: bytes) -> None:
        """Keep a Share; earlier ones stay while backups need them."""
        self._write(f"{_SHARE}-{number}", share)

    def forget_share(self, number: int) -> None:
        """Remove a Share that no backup needs any more."""
        self._remove(f"{_SHARE}-{number}")

    def device_keys(self, device: str) -> bytes | None:
        """The private halves of a device, as whoever keeps them wrote them; None where there are none."""
        return self._read(f"{_DEVICE}-{device}")

    def keep_device_keys(self, device: str, keys: bytes) -> None:
        """Keep the private halves of a device."""
        self._write(f"{_DEVICE}-{device}", keys)

    def staff_key(self, until: str) -> bytes | None:
        """What backups of this machine seal whose words end on an ISO date under, 32 bytes; None where it is gone.

        A kill may have left one that is overwritten and still there.
        """
        try:
            return self._read(f"{_STAFF}-{until}")
        except EnvironmentProblem as problem:
            if problem.code != "state_damaged":
                raise
            return None

    def staff_key_for(self, until: str) -> bytes:
        """The same, made where there is none yet."""
        key = self.staff_key(until)
        if key is None:
            key = secrets.token_bytes(32)
            self._write(f"{_STAFF}-{until}", key)
        return key

    def forget_staff_keys(self, today: str) -> None:
        """Overwrite and remove those of today and of days before.

        Raises:
            EnvironmentProblem: `state_closed`; what the disk refuses.
        """
        try:
            names = [path.name for path in self.path.iterdir()]
        except FileNotFoundError:
            return
        except OSError as error:
            raise _closed(self.path) from error
        for name in names:
            match = _STAFF_KEY.fullmatch(name)
            if match is not None and match[1] <= today:
                self._overwrite(name)
                self._remove(name)

    def hub(self, device: str) -> HubAccess | None:
        """How a device reaches its hub; None where it is enrolled at none."""
        facts = self._facts(f"{_HUB}-{device}")
        return HubAccess(**facts) if facts is not None else None

    def keep_hub(self, device: str, access: HubAccess) -> None:
        """Keep how a device reaches its hub, now that the hub knows it."""
        self._keep_facts(f"{_HUB}-{device}", asdict(access))

    def hub_secret(self, device: str, hub: str) -> str | None:
        """What was kept before a device was enrolled at that hub; None where nothing was."""
        facts = self._facts(f"{_HUB}-{device}-{hub}")
        return facts["secret"] if facts is not None else None

    def keep_hub_secret(self, device: str, hub: str, secret: str) -> None:
        """Keep what will let a device in, before the hub hears of it: if the answer is lost, it asks once more."""
        self._keep_facts(f"{_HUB}-{device}-{hub}", {"secret": secret})

    def other_log(self, device: str) -> Any:
        """What was kept of another log that the hub has under this device's name; None where nothing was."""
        return self._facts(f"{_OTHER}-{device}")

    def keep_other_log(self, device: str, facts: Mapping[str, object]) -> None:
        """Keep what is known of another log, as whoever speaks to the hub wrote it."""
        self._keep_facts(f"{_OTHER}-{device}", facts)

    def forget_other_log(self, device: str) -> None:
        """The hub has this log alone."""
        self._remove(f"{_OTHER}-{device}")

    def parts_key(self) -> bytes | None:
        """What opens the parts of the study at its hub, 32 bytes; None where this machine has nothing to do with it."""
        return self._read(_PARTS)

    def keep_parts_key(self, key: bytes) -> None:
        """Keep it, before anything is sealed with it or opened."""
        self._write(_PARTS, key)

    def edition(self, device: str) -> EditionSeen | None:
        """The newest edition of the study that a device has; None before the first."""
        facts = self._facts(f"{_EDITION}-{device}")
        return EditionSeen(**facts) if facts is not None else None

    def keep_edition(self, device: str, seen: EditionSeen) -> None:
        """Remember an edition; a hub that shows an older one later is noticed."""
        self._keep_facts(f"{_EDITION}-{device}", asdict(seen))

    def declared_edition(self, device: str) -> EditionDeclared | None:
        """The last edition that a device has declared to the hub; None before the first."""
        facts = self._facts(f"{_DECLARED}-{device}")
        return EditionDeclared(**facts) if facts is not None else None

    def keep_declared_edition(self, device: str, declared: EditionDeclared) -> None:
        """Keep it before the hub hears of it: if the answer is lost, stations may have it all the same."""
        self._keep_facts(f"{_DECLARED}-{device}", asdict(declared))

    def code_key(self, token_hash: str) -> bytes | None:
        """By what the station is known that comes with a code made here; None where it was made elsewhere."""
        return self._read(f"{_CODE}-{token_hash}")

    def keep_code_key(self, token_hash: str, key: bytes) -> None:
        """Keep it until the station is admitted."""
        self._write(f"{_CODE}-{token_hash}", key)

    def forget_code_key(self, token_hash: str) -> None:
        """The station is admitted."""
        self._remove(f"{_CODE}-{token_hash}")

    def joining(self, token_hash: str) -> Joining | None:
        """What a station that comes with a code calls itself, if it has begun to."""
        facts = self._facts(f"{_JOINING}-{token_hash}")
        return Joining(**facts) if facts is not None else None

    def keep_joining(self, token_hash: str, joining: Joining) -> None:
        """Keep it before the hub hears of it: whatever is cut off then goes on under the same name."""
        self._keep_facts(f"{_JOINING}-{token_hash}", asdict(joining))

    def forget_joining(self, token_hash: str) -> None:
        """The station has joined: its name and secret are kept as those of every other one."""
        self._remove(f"{_JOINING}-{token_hash}")

    def forget_chains(self, device: str) -> None:
        """The keys of chains of a database that never came to be: a kill stopped it on its way."""
        for chain in self.chains(device):
            self._remove(str(chain))

    def begin_chain(self, chain: ChainName, key: bytes) -> None:
        """Keep the first key of a chain, before the database names the chain."""
        self._put(str(chain), KeySlots.beginning(chain.first_n - 1, key))

    def chains(self, device: str) -> tuple[ChainName, ...]:
        """The chains of a device whose keys are here, in order, those among them that were never used."""
        try:
            names = [path.name for path in self.path.iterdir()]
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise _closed(self.path) from error
        known = [ChainName(match[1], int(match[2]), match[3]) for name in names if (match := _CHAIN.fullmatch(name))]
        return tuple(sorted((chain for chain in known if chain.device == device), key=lambda chain: chain.first_n))

    def slots(self, chain: ChainName) -> KeySlots:
        """The newest key of a chain that is here.

        Raises:
            EnvironmentProblem: `chain_key_damaged`, `state_closed`.
        """
        try:
            return KeySlots(self._file(str(chain)))
        except OSError as error:
            raise _closed(self.path) from error

    def reached(self, device: str) -> int:
        """Number of the last row that this machine wrote into the log of a device; 0 where it wrote none.

        Raises:
            EnvironmentProblem: `chain_key_damaged`, `state_closed`.
        """
        try:
            files = [self._file(str(chain)).read_bytes() for chain in self.chains(device)]
        except OSError as error:
            raise _closed(self.path) from error
        return max(map(KeySlots.number_in, files), default=0)

    # -- what was seen ------------------------------------------------------------------------------------------

    def pin(self) -> Pin | None:
        """The root and the newest head this machine has seen; None before the first."""
        facts = self._facts(_PIN)
        return Pin(facts["root"], facts["n"], facts["digest"]) if facts is not None else None

    def keep_pin(self, pin: Pin) -> None:
        """Remember a newer head. ValueError for an older one: what was seen once is not forgotten."""
        known = self.pin()
        if known is not None and pin.n < known.n:
            raise ValueError(f"head {pin.n} after head {known.n}")
        self._keep_facts(_PIN, {"root": pin.root, "n": pin.n, "digest": pin.digest})

    def anchors(self) -> Mapping[str, ChainAnchor]:
        """The end of the log that was seen last, by device."""
        facts = self._facts(_ANCHORS) or {}
        return {device: ChainAnchor(device, n, bytes.fromhex(digest)) for device, (n, digest) in facts.items()}

    def keep_anchor(self, anchor: ChainAnchor) -> None:
        """Remember the end of a device's log, unless a later one is known."""
        known = dict(self.anchors())
        if anchor.device not in known or known[anchor.device].n < anchor.n:
            known[anchor.device] = anchor
            self._keep_facts(_ANCHORS, {name: [end.n, end.digest.hex()] for name, end in sorted(known.items())})

    def erased(self) -> frozenset[str]:
        """Ids of what was erased, which no backup may bring back."""
        facts = self._facts(_ERASED)
        return frozenset(facts["ids"]) if facts is not None else frozenset()

    def keep_erased(self, ids: Iterable[str]) -> None:
        """Remember further erased ids."""
        known = self.erased()
        if not known.issuperset(more := frozenset(ids)):
            self._keep_facts(_ERASED, {"ids": sorted(known | more)})

    # -- files --------------------------------------------------------------------------------------------------

    def own_file(self, name: str) -> Path:
        """Where a file of that name is, there and closed to others, for whoever keeps it whole by other means.

        Raises:
            EnvironmentProblem: `state_closed`, `state_open`; what the disk refuses.
        """
        self._make()
        file = self._file(name)
        try:
            os.close(os.open(file, os.O_WRONLY | os.O_CREAT, self._mode(0o600)))
        except OSError as error:
            raise file_problem(file, error) from error
        return file

    def _facts(self, name: str) -> Any:
        content = self._read(name)
        return json.loads(content) if content is not None else None

    def _keep_facts(self, name: str, facts: Mapping[str, object]) -> None:
        self._write(name, json.dumps(facts, sort_keys=True, separators=(",", ":")).encode())

    def _read(self, name: str) -> bytes | None:
        try:
            data = self._file(name).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _closed(self.path) from error
        check, _, content = data.partition(b"\n")
        if check != _check(content):
            raise EnvironmentProblem(
                "state_damaged",
                Phrase("The file {name} in the state folder {folder} is damaged.", name=name, folder=self.path),
                "Put it back from a copy. Where there is none, go on as after a lost state folder.",
            )
        return content

    def _write(self, name: str, content: bytes) -> None:
        self._put(name, _check(content) + b"\n" + content)

    def _put(self, name: str, data: bytes) -> None:
        self._make()
        file = self._file(name)
        part = file.with_name(f".{name}.{os.getpid()}.part")
        try:
            descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as out:
                out.write(data)
            part.chmod(self._mode(0o600))
            synced(part)
            part.replace(file)
            synced(self.path)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise file_problem(file, error) from error

    def _overwrite(self, name: str) -> None:
        """What is in a file is zeros, where it lies on the disk."""
        file = self._file(name)
        try:
            with file.open("r+b") as content:
                content.write(bytes(file.stat().st_size))
                content.flush()
                os.fsync(content.fileno())
        except OSError as error:
            raise file_problem(file, error) from error

    def _remove(self, name: str) -> None:
        try:
            self._file(name).unlink(missing_ok=True)
        except OSError as error:
            raise file_problem(self._file(name), error) from error

    def _file(self, name: str) -> Path:
        if _NAME.fullmatch(name) is None:  # a device comes out of the database, which somebody may have changed
            raise EnvironmentProblem(
                "damaged",
                "The database names a device that is no name.",
                "Keep a copy of the file and restore the newest backup: `cati backup --list` names it.",
            )
        return self.path / name

    def _make(self) -> None:
        """Make the folder, for its owner alone; where the root was given to a group, for that group."""
        try:
            if not self._root.is_dir():
                self._root.mkdir(parents=True, mode=0o700)
                _out_of_copies(self._root)
            _close(self._root)
            if not self.path.is_dir():
                self.path.mkdir(exist_ok=True)
                self.path.chmod(self._mode(0o700))
        except OSError as error:
            raise _closed(self.path) from error

    def _mode(self, mode: int) -> int:
        """Rights as the root has them: what its group may do, the group may do here."""
        return mode | (mode >> 3 & self._root.stat().st_mode & stat.S_IRWXG)


def _close(root: Path) -> None:
    """Take away what others may do with a folder of keys; a group keeps its rights only where it may write there.

    Raises:
        EnvironmentProblem: `state_open`.
    """
    mode = root.stat().st_mode
    closed = mode & ~stat.S_IRWXO & (-1 if mode & stat.S_IWGRP else ~stat.S_IRWXG)
    if os.name == "nt" or mode == closed:  # an account's own folder on Windows
        return
    try:
        root.chmod(stat.S_IMODE(closed))
    except OSError as error:
        raise EnvironmentProblem(
            "state_open",
            Phrase("Others on this machine can open the state folder {folder}.", folder=root),
            "Take that right away (`chmod go-rwx`), or name another folder with CATI_STATE.",
        ) from error


def _out_of_copies(root: Path) -> None:
    """On macOS the folder stays out of Time Machine: in a copy of the disk it would lie beside the database."""
    if sys.platform == "darwin":
        import subprocess  # noqa: PLC0415 - only there

        subprocess.run(["tmutil", "addexclusion", str(root)], check=False, capture_output=True)


def _closed(folder: Path) -> EnvironmentProblem:
    return EnvironmentProblem(
        "state_closed",
        Phrase("The state folder {folder} of this machine cannot be opened or made.", folder=folder),
        "Several accounts that work with one database share one state folder: set CATI_STATE to the same folder for all"
        " of them. Else get the right to read and write there.",
    )


def _check(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()
