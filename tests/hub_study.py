"""A study at a hub, brought there by messages alone: keys of the tests' own, people, cases, stations and sessions.

No station's database is behind it, so there may be as many stations and cases as a test or a bench wants, and whatever
a station could send can be said.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cati_app.domain.ids import CaseId
from cati_app.domain.people.users import Role
from cati_app.domain.sharing.leases import CaseBundle
from cati_app.fieldwork.rules import StudyRules
from cati_app.fieldwork.sharing.clear_rules import clear_rules
from cati_app.fieldwork.sharing.clear_rules import written as rules_written
from cati_app.station.study_rules import rules_of
from cati_app.store.trust.declaration import Declarable, Declaration
from cati_app.store.trust.derivation import enrol_token
from cati_app.store.trust.edition import PartFacts, PartName, StudyEdition
from cati_app.store.trust.head import ROOT, Head, Secret, SignedHead
from cati_app.sync.case_messages import CasesBrought, SignInShown
from cati_app.sync.case_values import case_told
from cati_app.sync.line import HubCall, Reply
from cati_app.sync.messages import Enrolment, Message, written
from cati_app.sync.study_messages import (
    PIECE_AT_MOST,
    CodeOffered,
    EditionOffered,
    HeadsOffered,
    PieceOffered,
    SignedText,
    Staff,
    StaffMember,
    StudyOpened,
    packed,
)
from tests.stations import Site, small_study

Ask = Callable[[HubCall, bytes, str], Reply]
"""Asks the hub: what, with which body, showing which secret."""
AT = "2026-11-24T09:00:00+00:00"
PARCEL = b"parcel"
CASES_IN_ONE = 500
"""Cases brought in one message."""


ROLES: Mapping[str, Role] = {
    "ann": Role.INTERVIEWER,
    "bob": Role.INTERVIEWER,
    "sue": Role.SUPERVISOR,
    "eve": Role.ANALYST,
}
"""Who works in each study, by login."""


@cache
def _pattern() -> CaseBundle:
    """A case as it leaves a station, sealed as it is there."""
    with TemporaryDirectory() as name, closing(Site(Path(name), cases=1)) as site, site.units()() as unit:
        return unit.bundles.of(CaseId("case-1"))


@cache
def _ids() -> tuple[str, str]:
    ((number_id, *_),) = _pattern().rows["number"]
    lookup = _pattern().rows["number"][0][6]
    return str(number_id), str(lookup)


def bundle(number: int, study: str = "") -> CaseBundle:
    """A case of a study with that number and a telephone number of its own, sealed under a key that nobody has."""
    number_id, lookup = _ids()
    case_id = f"case-{study[:4]}{number}"
    own = {
        "case-1": case_id,
        number_id: f"number-{study[:4]}{number}",
        lookup: hashlib.sha256(b"%d" % number).hexdigest()[:32],
    }
    pattern = _pattern()
    rows: dict[str, list[list[Any]]] = {
        name: [[own.get(str(value), value) for value in row] for row in rows] for name, rows in pattern.rows.items()
    }
    rows["case"][0][1] = number
    return CaseBundle(CaseId(case_id), rows)


def bundles(count: int, study: str = "") -> Iterator[CaseBundle]:
    """So many, numbered from 1."""
    return (bundle(number, study) for number in range(1, count + 1))


@dataclass(frozen=True)
class StationOfStudy:
    """A station as the hub sees it.

    Args:
        secret: Shown with each request.
    """

    device: str
    secret: str


@dataclass
class StudyOfMessages:
    """A study of the tests' own at a hub.

    Args:
        ask: Reaches the hub.
        id: Of the study, 32 hexadecimal digits.
        scale: Factor on the targets of the quota.
    """

    ask: Ask
    id: str
    scale: float = 1.0
    first: StationOfStudy = field(init=False)
    """The station at which the study was begun."""
    heads: list[SignedHead] = field(default_factory=list)

    def __post_init__(self) -> None:
        seed = hashlib.sha256(self.id.encode()).digest()
        self.root = Ed25519PrivateKey.from_private_bytes(seed)
        self.sue = Ed25519PrivateKey.from_private_bytes(seed[::-1])
        self.supervisor = self.person("sue")
        self.first = self.station(0)

    def person(self, login: str) -> str:
        """Their id in this study."""
        return f"{login}-{self.id[:4]}"

    def shown(self, login: str) -> str:
        """What their password would be turned into for hubs, as it travels."""
        return hashlib.sha256(f"{self.id} {login}".encode()).hexdigest()

    def keys(self, login: str) -> str:
        """Their public key."""
        return hashlib.sha256(f"{self.id} {login} keys".encode()).hexdigest()

    def station(self, number: int) -> StationOfStudy:
        """Name and secret of a station of this study; 0 is the first."""
        digest = hashlib.sha256(f"{self.id} station {number}".encode()).hexdigest()
        return StationOfStudy(digest[:8], digest[::-1])

    def send(self, call: HubCall, message: Message | None = None, by: StationOfStudy | None = None) -> Reply:
        """Ask as a station, the first one unless another is named."""
        body = b"" if message is None else written(message)
        return self.ask(call, body, (by or self.first).secret)

    def told(self, call: HubCall, message: Message | None = None, by: StationOfStudy | None = None) -> Any:
        """The answer of a hub that takes it."""
        reply = self.send(call, message, by)
        assert reply.status == 200, (call, reply.status, reply.body[:200])
        return json.loads(reply.body)

    # -- the study comes ----------------------------------------------------------------------------------------

    def enrol_first(self, token: bytes) -> None:
        """With a code of the server."""
        self._enrol(self.first, token)

    def _enrol(self, station: StationOfStudy, token: bytes) -> None:
        reply = self.ask(HubCall.ENROL, written(self.enrolment(station, token)), "")
        assert reply.status == 200, reply

    def enrolment(self, station: StationOfStudy, token: bytes) -> Enrolment:
        """What a station shows with a code."""
        credential = hashlib.sha256(bytes.fromhex(station.secret)).hexdigest()
        return Enrolment(study=self.id, device=station.device, token=token.hex(), credential=credential)

    def head(self, **changes: Any) -> SignedHead:
        """The next list of people, signed."""
        before = self.heads[-1] if self.heads else None
        if before is not None:
            facts = {"n": before.head.n + 1, "previous": before.head.digest, "by": self.supervisor, **changes}
            return replace(before.head, **facts).signed_by({self.supervisor: self.sue})
        head = Head(
            study=self.id,
            n=1,
            previous="",
            at=AT,
            by=ROOT,
            people="0" * 64,
            devices={self.first.device: "1" * 64},
            signers={self.supervisor: self.sue.public_key().public_bytes_raw().hex()},
            root=self.root.public_key().public_bytes_raw().hex(),
            recovery="11",
            box="22",
            contact=Secret(1, "33"),
            data=Secret(1, "44"),
            share=1,
        )
        return head.signed_by({ROOT: self.root})

    def publish(self) -> None:
        """The first head, and an edition under it."""
        self.heads.append(self.head())
        self.told(HubCall.HEADS, HeadsOffered(heads=(self.heads[-1].to_json(),)))
        facts = {}
        for name, content in self.parts().items():
            sha256 = hashlib.sha256(content).hexdigest()
            facts[name] = PartFacts(sha256, len(content))
            for n in range(-(-len(content) // PIECE_AT_MOST)):
                piece = content[n * PIECE_AT_MOST : (n + 1) * PIECE_AT_MOST]
                self.told(HubCall.PART, PieceOffered(sha256=sha256, size=len(content), n=n, piece=packed(piece)))
        self.told(HubCall.EDITION, EditionOffered(edition=self.edition(facts)))

    def parts(self) -> dict[PartName, bytes]:
        """What the study consists of."""
        members = tuple(
            StaffMember(
                id=self.person(login),
                login=login,
                role=role.value,
                number=number,
                languages=(),
                skills=(),
                active=True,
                login_check=hashlib.sha256(bytes.fromhex(self.shown(login))).hexdigest(),
                keys=self.keys(login),
            )
            for number, (login, role) in enumerate(ROLES.items(), 1)
        )
        return {
            PartName.RULES: rules_written(clear_rules(self.rules())),
            PartName.STAFF: written(Staff(people=members)),
            PartName.PEOPLE: b"sealed people",
            PartName.FOLDER: b"sealed folder",
        }

    def rules(self) -> StudyRules:
        """Of the small study."""
        loaded = small_study()
        return rules_of(loaded.study, loaded.form, self.scale)

    def edition(
        self, facts: Mapping[PartName, PartFacts] | None = None, n: int = 1, key: Ed25519PrivateKey | None = None
    ) -> SignedText:
        """Declared by the supervisor, or with another key in her name."""
        if facts is None:
            contents = self.parts()
            facts = {name: PartFacts(hashlib.sha256(part).hexdigest(), len(part)) for name, part in contents.items()}
        newest = self.heads[-1].head
        made = StudyEdition(self.id, n, newest.n, newest.digest, AT, self.supervisor, dict(facts))
        return _text(made.signed(key or self.sue))

    def bring_cases(self, cases: Iterator[CaseBundle] | Sequence[CaseBundle]) -> int:
        """How many came."""
        session, waiting, count = self.session("sue"), iter(cases), 0
        while page := tuple(case_told(one) for one in islice(waiting, CASES_IN_ONE)):
            count += self.told(HubCall.CASES, CasesBrought(session=session, cases=page))["new"]
        return count

    def open(self) -> None:
        """Every case has come."""
        self.told(HubCall.OPEN, StudyOpened(opening=self.opening()))

    def opening(self, key: Ed25519PrivateKey | None = None) -> SignedText:
        """Declared by the supervisor, or with another key in her name."""
        return self._declared(Declarable.OPENING, {}, key)

    # -- stations and people come -------------------------------------------------------------------------------

    def code(self, number: int, key: Ed25519PrivateKey | None = None) -> CodeOffered:
        """For a further station."""
        facts = {
            "token": hashlib.sha256(self.token(number)).hexdigest(),
            "parcel": hashlib.sha256(PARCEL).hexdigest(),
        }
        return CodeOffered(code=self._declared(Declarable.CODE, facts, key), parcel=packed(PARCEL))

    def token(self, number: int) -> bytes:
        """What that station shows."""
        return enrol_token(number.to_bytes(16, "big"), bytes.fromhex(self.id))

    def join(self, number: int) -> StationOfStudy:
        """A further station, with a code of the supervisor."""
        self.told(HubCall.CODES, self.code(number))
        station = self.station(number)
        self._enrol(station, self.token(number))
        return station

    def session(self, login: str, at: StationOfStudy | None = None) -> str:
        """Somebody signs in at a station."""
        shown = SignInShown(user_id=self.person(login), shown=self.shown(login))
        return str(self.told(HubCall.SIGN_IN, shown, at)["session"])

    def _declared(self, kind: Declarable, facts: Mapping[str, Any], key: Ed25519PrivateKey | None) -> SignedText:
        told = {"study": self.id, "by": self.supervisor, "at": AT, **facts}
        return _text(Declaration.signed(kind, told, key or self.sue))


def _text(declaration: Declaration) -> SignedText:
    return SignedText(text=declaration.text, signature=declaration.signature.hex())
