"""Who may ask a hub for what: every request by everybody who could send it, with what they hear.

`python -m tests.hub_rights` asks a hub in files and one on a server, and tells where an answer is another one than the
table says; with `--write` the table goes into docs/hub-rights.md.
"""

from __future__ import annotations

import asyncio
import hashlib
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx

from cati_app.domain.people.rights import GRANTS, Right
from cati_app.domain.people.users import Role
from cati_app.domain.quota.fitting import UNCLASSIFIED
from cati_app.domain.quota.steering import Intake
from cati_app.domain.sharing.aside import AsideKind, Settling
from cati_app.domain.sharing.leases import CaseBundle
from cati_app.domain.sharing.samples import SampleChangeKind
from cati_app.hub.answering import HubWeb
from cati_app.hub.app import make_app
from cati_app.hub.connections import ConnectionLimits, Connections
from cati_app.hub.figures import HubMetrics
from cati_app.store.hub.engine import HubStorage
from cati_app.store.trust.declaration import Declarable, Declaration
from cati_app.sync.ahead_messages import AskPlacesAhead, GivePlacesBack
from cati_app.sync.block_messages import BlocksTakenOff, BlocksTold
from cati_app.sync.caller_messages import CallerWordTold
from cati_app.sync.case_messages import (
    Act,
    ActAsked,
    AskHold,
    AskPlace,
    CasesBrought,
    HoldCase,
    NextCase,
    RenewCase,
    SignInShown,
    TakeCallerCase,
    TakeNamedCase,
    WriteOff,
)
from cati_app.sync.case_values import case_told
from cati_app.sync.change_messages import ChangesAsked
from cati_app.sync.erasure_messages import ErasuresShown
from cati_app.sync.line import HubCall
from cati_app.sync.messages import Message, written
from cati_app.sync.password_messages import BundleTold, PasswordOffered, PasswordsAsked
from cati_app.sync.place_messages import FollowAsked
from cati_app.sync.sample_messages import SampledCaseTold, SamplePage, SampleReleased, SampleWhole
from cati_app.sync.station_messages import AsideAsked, SettleAsked, StationsAsked, WriteOffSilentAsked
from cati_app.sync.steering_messages import SteerAsked
from cati_app.sync.study_messages import (
    ChainBegun,
    CodeOffered,
    DeviceKeys,
    DevicesAsked,
    DeviceShown,
    EditionAsked,
    EditionOffered,
    HeadsAsked,
    HeadsOffered,
    ParcelAsked,
    PieceAsked,
    PieceOffered,
    SignedText,
    StudyOpened,
    packed,
)
from cati_app.sync.team_messages import MessageTold, TeamAsked, TeamTold
from cati_app.sync.vouched_messages import VouchedShown
from tests.hub_scene import Scene, Who
from tests.hub_storages import ENGINES, hub_storage
from tests.hub_study import bundle
from tests.hubs import MemoryHub
from tests.stations import TUESDAY

PAGE = Path(__file__).resolve().parent.parent / "docs" / "hub-rights.md"


class Door(StrEnum):
    """What lets a request in."""

    CODE = "a code"
    STATION = "a station of the study"
    SESSION = "a person signed in there"
    SIGNATURE = "a supervisor's signature"


YES, NOTHING, OWN, ASIDE = "yes", "nothing", "own", "kept aside"
"""What is heard beside the names of refusals: done; the station is told that it does not have the case; about the
station's own study alone; kept for a supervisor to look at."""


def _at_door(door: Door, right: Right | None) -> dict[Who, str]:
    """What everybody hears at a door where nothing else is said."""
    heard = dict.fromkeys(Who, YES) | {Who.WITHDRAWN: "withdrawn", Who.STRANGER: "device", Who.OTHER_STUDY: OWN}
    if door is Door.CODE:
        return heard | {Who.STRANGER: "code", Who.OTHER_STUDY: "code"}
    if door is Door.SIGNATURE:
        others = [who for who in Who if heard[who] in (YES, OWN) and who is not Who.SUPERVISOR]
        return heard | dict.fromkeys(others, "head")
    if door is Door.SESSION:
        assert right is not None
        nobody = (Who.NOBODY, Who.TAKEN_ALONG, Who.OTHER_PERSON, Who.OTHER_STUDY)
        interviewer = YES if Role.INTERVIEWER in GRANTS[right].roles else "right"
        by_role = {Who(role.value): YES if role in GRANTS[right].roles else "right" for role in Role}
        return heard | dict.fromkeys(nobody, "session") | by_role | {Who.OTHER_STATION: interviewer}
    return heard


@dataclass(frozen=True)
class Asked:
    """A request in the table.

    Args:
        message: What is sent, by the scene and who asks.
        right: Of the person who is signed in.
        otherwise: What some hear, where the door alone does not say it.
    """

    door: Door
    message: Callable[[Scene, Who], Message | None]
    right: Right | None = None
    otherwise: Mapping[Who, str] = field(default_factory=dict)
    coming: bool = False
    """Of a study whose cases have not all come yet."""

    @property
    def heard(self) -> dict[Who, str]:
        """What everybody hears."""
        return _at_door(self.door, self.right) | dict(self.otherwise)


def _piece(content: bytes) -> PieceOffered:
    return PieceOffered(sha256=hashlib.sha256(content).hexdigest(), size=len(content), n=0, piece=packed(content))


def _word(who: Who) -> MessageTold:
    """For somebody who has no case."""
    return MessageTold(
        id=f"word {who}", at=TUESDAY, by="ann", addressed="one", people=("bob",), urgent=True, read=(), sealed="00"
    )


def _sign_in(scene: Scene, who: Who) -> SignInShown:
    login = {Who.SUPERVISOR: "sue", Who.ANALYST: "eve"}.get(who, "ann")
    study = scene.other if who is Who.OTHER_PERSON else scene.study
    shown = "0" * 64 if who is Who.NOBODY else study.shown(login)
    return SignInShown(user_id=study.person("bob" if who is Who.NOBODY else login), shown=shown)


def _password(scene: Scene, who: Who) -> PasswordOffered:
    """Of somebody who is not at work: from any station, by whoever shows the one so far."""
    login = "eve" if who is Who.NOBODY else "bob"
    bundle = BundleTold(
        person=scene.study.person(login),
        keys=scene.study.keys(login),
        n=1,
        login_check="b" * 64,
        sealed=packed(b"sealed"),
    )
    return PasswordOffered(shown="0" * 64 if who is Who.NOBODY else scene.study.shown(login), bundle=bundle)


def _enrolment(scene: Scene, who: Who) -> Message:
    station = scene.station(who)
    if who is Who.OTHER_STUDY:
        return scene.other.enrolment(station, scene.study.token(1))
    number = {Who.OTHER_STATION: 2, Who.WITHDRAWN: 4, Who.STRANGER: 99}.get(who, 1)
    return scene.study.enrolment(station, scene.study.token(number))


def _heads(scene: Scene, who: Who) -> HeadsOffered:
    heads = scene.study.heads
    if who is Who.SUPERVISOR:
        return HeadsOffered(heads=tuple(head.to_json() for head in heads))
    after = scene.study.head(people="1" * 64)
    forged = after.head.signed_by({scene.study.supervisor: scene.key(who)})
    return HeadsOffered(heads=(forged.to_json(),))


def _erasures(scene: Scene, who: Who) -> ErasuresShown:
    facts = {"study": scene.study.id, "by": scene.study.supervisor, "case": scene.last_case}
    made = Declaration.signed(Declarable.ERASURE, facts, scene.key(who))
    return ErasuresShown(erasures=(SignedText(text=made.text, signature=made.signature.hex()),), after=0)


def _code(scene: Scene, who: Who) -> CodeOffered:
    return scene.study.code(9, scene.key(who))


def _second_session(scene: Scene, who: Who) -> str:
    """Of somebody else who is signed in at the same station, one of the two a supervisor."""
    others = {Who.SUPERVISOR: Who.INTERVIEWER, Who.OTHER_STATION: Who.TAKEN_ALONG}
    return scene.sessions[others.get(who, Who.SUPERVISOR)]


def _change(scene: Scene, who: Who, kind: SampleChangeKind) -> dict[str, Any]:
    """A change of the sample that nobody has made before."""
    change = f"{kind.value} by {who.name}"
    said = {"epoch": scene.epoch, "session": scene.sessions[who], "change": change, "kind": kind}
    return {**said, "basis": scene.newest_change(), "made_at": TUESDAY}


def sampled(whole: CaseBundle) -> SampledCaseTold:
    """A case as a sample brings it."""
    rows = {name: whole.rows[name] for name in ("case", "number")}
    return SampledCaseTold(case_id=whole.case_id, renews=False, rows=case_told(CaseBundle(whole.case_id, rows)).rows)


_KEYS = DeviceKeys(
    box="a" * 64,
    sign="b" * 64,
    chains=(ChainBegun(first_n=1, box="c" * 64, generation=1, sealed="dd" * 81, vouched="e" * 64),),
)
_NOT_HERE = {Who.OTHER_STATION: NOTHING, Who.OTHER_STUDY: NOTHING}
RIGHTS: Mapping[HubCall, Asked] = {
    HubCall.ENROL: Asked(Door.CODE, _enrolment),
    HubCall.STATE: Asked(Door.STATION, lambda scene, who: None),
    HubCall.PUSH: Asked(Door.STATION, lambda scene, who: scene.push(scene.station(who))),
    HubCall.RECEIPT: Asked(Door.STATION, lambda scene, who: scene.receipt()),
    HubCall.ATTACH: Asked(Door.STATION, lambda scene, who: scene.attach()),
    HubCall.VOUCHED: Asked(Door.STATION, lambda scene, who: VouchedShown(epoch=scene.epoch, vouched=())),
    HubCall.SIGN_IN: Asked(
        Door.STATION,
        _sign_in,
        otherwise=dict.fromkeys((Who.NOBODY, Who.OTHER_PERSON, Who.OTHER_STUDY), "sign_in"),
    ),
    HubCall.OWN_PASSWORD: Asked(Door.STATION, _password, otherwise={Who.NOBODY: "sign_in", Who.OTHER_STUDY: "keys"}),
    HubCall.PASSWORDS: Asked(Door.STATION, lambda scene, who: PasswordsAsked(after=0, known=0, bundles=())),
    HubCall.NEXT_CASE: Asked(
        Door.SESSION,
        lambda scene, who: NextCase(epoch=scene.epoch, session=scene.sessions[who], request=f"next {who}"),
        Right.CALL,
    ),
    HubCall.RENEW_CASE: Asked(
        Door.STATION, lambda scene, who: RenewCase(epoch=scene.epoch, token=scene.token), otherwise=_NOT_HERE
    ),
    HubCall.HAND_IN: Asked(
        Door.STATION,
        lambda scene, who: scene.handed_in,
        otherwise={Who.OTHER_STATION: ASIDE, Who.OTHER_STUDY: ASIDE},
    ),
    HubCall.TAKE_CASE: Asked(
        Door.SESSION,
        lambda scene, who: TakeNamedCase(
            epoch=scene.epoch, session=scene.sessions[who], request=f"take-{who.name}", case_id=scene.last_case
        ),
        Right.SUPERVISE,
    ),
    HubCall.TAKE_CALLER: Asked(
        Door.SESSION,
        lambda scene, who: TakeCallerCase(
            epoch=scene.epoch, session=scene.sessions[who], request=f"caller {who}", lookup="0" * 32
        ),
        Right.CALL,
    ),
    HubCall.CALLER_WORD: Asked(
        Door.SESSION,
        lambda scene, who: CallerWordTold(
            epoch=scene.epoch, session=scene.sessions[who], case_id=scene.last_case, message=_word(who)
        ),
        Right.CALL,
        otherwise=dict.fromkeys((Who.INTERVIEWER, Who.OTHER_STATION), "nobody"),
    ),
    HubCall.STEER: Asked(
        Door.SESSION,
        lambda scene, who: SteerAsked(
            epoch=scene.epoch, session=scene.sessions[who], id=who.name, cell_id=UNCLASSIFIED, intake=Intake.CLOSED
        ),
        Right.SUPERVISE,
    ),
    HubCall.FOLLOW: Asked(
        Door.SESSION,
        lambda scene, who: FollowAsked(
            epoch=scene.epoch,
            session=scene.sessions[who],
            id=f"follow {who}",
            case_id=scene.last_case,
            interview_id="none",
            wish=UNCLASSIFIED,
            seen={"aaaa0001": 1},
        ),
        Right.SUPERVISE,
        otherwise={Who.SUPERVISOR: "case"},
    ),
    HubCall.TEAM: Asked(
        Door.SESSION,
        lambda scene, who: TeamAsked(session=scene.sessions[who], messages=(), known=()),
        Right.SUPERVISE,
    ),
    HubCall.TEAM_TELL: Asked(Door.STATION, lambda scene, who: TeamTold(seats=(), known=(), read=())),
    HubCall.ACT: Asked(
        Door.SESSION,
        lambda scene, who: ActAsked(
            epoch=scene.epoch, session=scene.sessions[who], id=f"act {who}", act=Act.TAKE_BACK, subject=scene.case_out
        ),
        Right.SUPERVISE,
    ),
    HubCall.STATIONS: Asked(
        Door.SESSION, lambda scene, who: StationsAsked(session=scene.sessions[who]), Right.SUPERVISE
    ),
    HubCall.ASIDE: Asked(Door.SESSION, lambda scene, who: AsideAsked(session=scene.sessions[who]), Right.SUPERVISE),
    HubCall.SETTLE: Asked(
        Door.SESSION,
        lambda scene, who: SettleAsked(
            epoch=scene.epoch,
            session=scene.sessions[who],
            id=f"settled {who}",
            kind=AsideKind.CASE,
            key="a",
            settling=Settling.LEAVE,
        ),
        Right.SUPERVISE,
        otherwise={Who.SUPERVISOR: "nothing_aside"},
    ),
    HubCall.WRITE_OFF_SILENT: Asked(
        Door.SESSION,
        lambda scene, who: WriteOffSilentAsked(
            epoch=scene.epoch, session=scene.sessions[who], id=f"silent {who}", since=datetime(2000, 1, 1, tzinfo=UTC)
        ),
        Right.SUPERVISE,
    ),
    HubCall.ERASURES: Asked(Door.SIGNATURE, _erasures),
    HubCall.CHANGES: Asked(
        Door.SESSION,
        lambda scene, who: ChangesAsked(epoch=scene.epoch, session=scene.sessions[who], n=0, within=0),
        Right.READ_FIGURES,
    ),
    HubCall.WRITE_OFF: Asked(
        Door.SESSION,
        lambda scene, who: WriteOff(
            epoch=scene.epoch, session=scene.sessions[who], id=f"off {who}", device=scene.gone.device
        ),
        Right.SUPERVISE,
    ),
    HubCall.HOLD: Asked(
        Door.STATION,
        lambda scene, who: HoldCase(epoch=scene.epoch, token=scene.token, n=2, held=True),
        otherwise=_NOT_HERE,
    ),
    HubCall.HELD: Asked(
        Door.STATION, lambda scene, who: AskHold(epoch=scene.epoch, token=scene.token), otherwise=_NOT_HERE
    ),
    HubCall.BLOCKS: Asked(Door.STATION, lambda scene, who: BlocksTold(epoch=scene.epoch, items=(), after=0)),
    HubCall.BLOCKS_OFF: Asked(
        Door.SESSION,
        lambda scene, who: BlocksTakenOff(
            epoch=scene.epoch,
            session=scene.sessions[who],
            id=f"block {who}",
            second=_second_session(scene, who),
            hashes=("ab" * 32,),
        ),
        Right.KEEP_BLOCK_LIST,
    ),
    HubCall.PLACES_AHEAD: Asked(
        Door.SESSION,
        lambda scene, who: AskPlacesAhead(
            epoch=scene.epoch, session=scene.sessions[who], request=f"ahead {who}", each=1, lasts_s=3600
        ),
        Right.CALL,
    ),
    HubCall.PLACES_BACK: Asked(Door.STATION, lambda scene, who: GivePlacesBack(epoch=scene.epoch, ids=("a place",))),
    HubCall.PLACE: Asked(
        Door.SESSION,
        lambda scene, who: AskPlace(
            epoch=scene.epoch,
            session=scene.sessions[who],
            request=f"place {who}",
            token=scene.token,
            interview_id="interview-1",
            cell_id="m/young",
        ),
        Right.CALL,
        otherwise={Who.OTHER_STATION: "lease"},
    ),
    HubCall.HEADS: Asked(Door.SIGNATURE, _heads),
    HubCall.HEADS_AFTER: Asked(Door.STATION, lambda scene, who: HeadsAsked(after=0)),
    HubCall.PART: Asked(Door.STATION, lambda scene, who: _piece(b"a piece of nothing that counts")),
    HubCall.PART_PIECE: Asked(
        Door.STATION,
        lambda scene, who: PieceAsked(sha256=_piece(_staff(scene)).sha256, n=0),
        otherwise={Who.OTHER_STUDY: "parts"},
    ),
    HubCall.EDITION: Asked(
        Door.SIGNATURE, lambda scene, who: EditionOffered(edition=scene.study.edition(key=scene.key(who)))
    ),
    HubCall.EDITION_NEWEST: Asked(Door.STATION, lambda scene, who: EditionAsked()),
    HubCall.CASES: Asked(
        Door.SESSION,
        lambda scene, who: CasesBrought(session=scene.sessions[who], cases=(case_told(bundle(1, scene.study.id)),)),
        Right.SUPERVISE,
        coming=True,
    ),
    HubCall.SAMPLE_PAGE: Asked(
        Door.SESSION,
        lambda scene, who: SamplePage(
            **_change(scene, who, SampleChangeKind.IMPORTED),
            cases=2,
            position=0,
            page=(sampled(bundle(9, scene.study.id)),),
        ),
        Right.SUPERVISE,
    ),
    HubCall.SAMPLE: Asked(
        Door.SESSION,
        lambda scene, who: SampleWhole(**_change(scene, who, SampleChangeKind.GENERATED), cases=0),
        Right.SUPERVISE,
    ),
    HubCall.RELEASE: Asked(
        Door.SESSION,
        lambda scene, who: SampleReleased(**_change(scene, who, SampleChangeKind.RELEASED), cases=0, count=1),
        Right.SUPERVISE,
    ),
    HubCall.OPEN: Asked(Door.SIGNATURE, lambda scene, who: StudyOpened(opening=scene.study.opening(scene.key(who)))),
    HubCall.CODES: Asked(Door.SIGNATURE, _code),
    HubCall.PARCEL: Asked(Door.STATION, lambda scene, who: ParcelAsked()),
    HubCall.DEVICE: Asked(Door.STATION, lambda scene, who: DeviceShown(keys=_KEYS, mac="f" * 64)),
    HubCall.DEVICES_WAITING: Asked(Door.STATION, lambda scene, who: DevicesAsked()),
}
"""Every request; a new one has its row here before it can be landed."""
CELLS = [(call, who) for call in RIGHTS for who in Who]


def _staff(scene: Scene) -> bytes:
    return next(content for name, content in scene.study.parts().items() if name.value == "staff")


class Asking:
    """The real application, asked without a network, everybody from an address of their own."""

    def __init__(self, storage: HubStorage, folder: Path) -> None:
        self.storage = storage
        self.hub = MemoryHub(folder, storage)
        metrics = HubMetrics()
        self._app = make_app(HubWeb(self.hub.reception, metrics, Connections(ConnectionLimits(), metrics)))
        self._loop = asyncio.Runner()
        self.scenes = {coming: Scene(self.hub, int(coming), opened=not coming) for coming in (False, True)}

    def heard(self, call: HubCall, who: Who) -> str:
        """What who asks hears, in a word of the table."""
        scene, asked = self.scenes[RIGHTS[call].coming], RIGHTS[call]
        message = asked.message(scene, who)
        reply = self.reply(
            call.method, call.path, message, scene.station(who).secret, f"192.0.2.{list(Who).index(who)}"
        )
        told = reply.json()
        if reply.status_code != 200:
            return str(told["refused"])
        if told.get("lease", ...) is None and call is HubCall.RENEW_CASE:
            return NOTHING
        if told["lost"] if call is HubCall.HELD else told.get("held") is False:  # its own hold keeps no station back
            return NOTHING
        if told.get("taken_as") == "aside":
            return ASIDE
        if who is Who.OTHER_STUDY:
            return OWN if not any(name in reply.text for name in scene.names()) else "another study's"
        return YES

    def reply(self, method: str, path: str, message: Message | None, secret: str, host: str) -> httpx.Response:
        """Of the application."""
        body = b"" if message is None else written(message)
        return self.sent(method, path, body, {"authorization": f"Bearer {secret}"}, host)

    def sent(
        self, method: str, path: str, body: bytes, headers: Mapping[str, str], host: str = "192.0.2.1"
    ) -> httpx.Response:
        """The same to whatever is sent."""

        async def asked() -> httpx.Response:
            line = httpx.ASGITransport(self._app, client=(host, 50_000))
            async with httpx.AsyncClient(transport=line, base_url="https://hub") as client:
                return await client.request(method, path, headers=headers, content=body)

        return self._loop.run(asked())

    def description(self) -> dict[str, Any]:
        """In OpenAPI."""
        return self._app.openapi()

    def paths(self) -> set[str]:
        """Everything that the application answers at."""
        return {path for route in self._app.routes if (path := getattr(route, "path", None)) is not None}

    def close(self) -> None:
        """Stop."""
        self._loop.close()
        self.hub.close()


@contextmanager
def asking(engine: str, folder: Path) -> Iterator[Asking]:
    """A hub of that engine that can be asked."""
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as kept:
        storage = kept.enter_context(hub_storage(engine, folder))
        yield kept.enter_context(closing(Asking(storage, folder)))


_HEAD = """\
# Who may ask a hub for what

Made from `tests/hub_rights.py` by `make rights`; do not change it here. `tests/unit/hub/test_who_may_ask.py` asks the
application itself each of these requests as everybody who could send it, and a request without a row fails there.

What lets a request in: a station's secret for all but the first one; beyond that a code, the session of a person with
the right, or what a supervisor has signed. A session counts at the station at which it was begun. *own*: told about
the station's own study alone. *nothing*: told that it does not have the case. *kept aside*: stored for a supervisor
to look at, nothing else changes. Other words name the refusal, as on the page [hub](hub.md).
"""
_WITHOUT = """

Without any secret: `GET /healthz`, `GET /readyz` (whether the databases take a write), `GET /root.pem` (what
vouches for its certificate), `GET /metrics` (this machine, or networks named with `--figures-to`). Everything else is
answered with 404, the description of the requests too.
"""


def page() -> str:
    """The page as it belongs in docs/."""
    columns = ["request", "lets in", *Who]
    lines = ["| " + " | ".join(columns) + " |", "|---" * len(columns) + "|"]
    for call, asked in RIGHTS.items():
        heard = asked.heard
        cells = [heard[who] if heard[who] in (YES, NOTHING, OWN, ASIDE) else f"`{heard[who]}`" for who in Who]
        lines.append(f"| `{call.method} {call.path}` | {asked.door} | " + " | ".join(cells) + " |")
    return "\n".join([_HEAD.rstrip(), "", *lines, _WITHOUT.rstrip()]) + "\n"


def main(words: Sequence[str]) -> int:
    """Ask on both engines; with `--write` the page is written."""
    if "--write" in words:
        PAGE.write_text(page(), encoding="utf-8")
        return 0
    wrong = 0
    for engine in ENGINES:
        with TemporaryDirectory() as name, asking(engine, Path(name) / "hub") as made:
            for call, who in CELLS:
                heard, said = made.heard(call, who), RIGHTS[call].heard[who]
                if heard != said:
                    wrong += 1
                    print(f"{engine}: {call.name} by {who}: {heard}, not {said}")
        print(f"{engine}: {len(CELLS)} answers")
    return wrong


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
