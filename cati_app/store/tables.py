"""The tables of a study's database. Rows stay inside `store`; classes with `table=True` do not validate."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    Dialect,
    Index,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

from cati_app.domain.outcomes.dispositions import NOT_ATTEMPTED
from cati_app.store.fact_conditions import (
    CODED_INTERVIEW,
    OF_A_TURN,
    OF_CELLS,
    OF_CODERS,
    OF_CODINGS,
    OF_GROUPS,
    OF_RELEASE,
    OF_UNITS,
    OF_WATCH,
    OF_WEIGHTINGS,
)
from cati_app.store.times import utc_text

_BY_KEY = {"sqlite_with_rowid": False}
"""Small rows in the order of their key, without a second tree for it; large ones would be moved too often."""


def _only(condition: str) -> dict[str, Any]:
    """Of an index: the rows it holds, to both engines."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


class UtcText(TypeDecorator[datetime]):
    """Aware UTC time as sortable text with microseconds."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """To text."""
        return None if value is None else utc_text(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Back to an aware time."""
        return None if value is None else datetime.fromisoformat(value)


def _time(nullable: bool = True) -> Any:
    return Field(default=None, sa_column=Column(UtcText, nullable=nullable))


class MetaRow(SQLModel, table=True):
    """Facts about the database itself."""

    __tablename__ = "meta"
    key: str = Field(primary_key=True)
    value: str


class UserRow(SQLModel, table=True):
    """A person with a login; what the head vouches for, and below it what opens the person's private halves."""

    __tablename__ = "user"
    id: str = Field(primary_key=True)
    login: str = Field(unique=True)
    name: str
    role: str
    number: int = Field(unique=True)
    languages: str = ""
    skills: str = ""
    password_hash: str = ""  # of a database that was not sealed yet, as the next one
    wrapped_key: str | None = None
    active: bool = Field(default=True, sa_column_kwargs={"server_default": text("1")})
    box_key: str = Field(default="", sa_column_kwargs={"server_default": ""})  # X25519, hexadecimal
    sign_key: str = Field(default="", sa_column_kwargs={"server_default": ""})  # Ed25519; blank but for supervisors
    salt: bytes | None = Field(default=None, sa_column=Column(LargeBinary))
    cost: str = Field(default="", sa_column_kwargs={"server_default": ""})  # of argon2id: time, KiB, lanes
    login_check: bytes | None = Field(default=None, sa_column=Column(LargeBinary))
    bundle: bytes | None = Field(default=None, sa_column=Column(LargeBinary))
    start_code: bool = Field(default=False, sa_column_kwargs={"server_default": text("0")})  # to be replaced
    bundle_n: int = Field(default=0, sa_column_kwargs={"server_default": "0"})  # counts passwords under these keys


class BundleAtHubRow(SQLModel, table=True):
    """What the hub of a study has of a person's keys under a password; from the hub itself where it has a code."""

    __tablename__ = "bundle_at_hub"
    user_id: str = Field(primary_key=True)
    keys: str = Field(primary_key=True)  # X25519, hexadecimal
    n: int
    taken: int  # number of the hub; 0: it came there with the study
    login_check: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))  # empty where it came there with the study
    code: str


class StaffWordRow(SQLModel, table=True):
    """Whose a word is that stands in place of a person; once it is gone, nobody knows any more (staff_words.py)."""

    __tablename__ = "staff_word"
    __table_args__ = (Index("ix_staff_word_person", "person", "quarter"), _BY_KEY)
    word: str = Field(primary_key=True)
    person: str
    quarter: str
    until: str
    own: bool  # made here, and not heard from elsewhere


class HeadRow(SQLModel, table=True):
    """Every signed list of who takes part, from the first on."""

    __tablename__ = "head"
    n: int = Field(primary_key=True)
    signed: str = Field(sa_column=Column(Text, nullable=False))


class BoxRow(SQLModel, table=True):
    """A secret of the study, sealed to a person or to the recovery sheet."""

    __tablename__ = "box"
    recipient: str = Field(primary_key=True)
    purpose: str = Field(primary_key=True)
    g: int = Field(primary_key=True)
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class DeviceRow(SQLModel, table=True):
    """A machine that has written to this database; its private halves lie in its state folder."""

    __tablename__ = "device"
    id: str = Field(primary_key=True)
    box_key: str
    sign_key: str


class CaseRow(SQLModel, table=True):
    """A sampled unit; `due_at` null means at once."""

    __tablename__ = "case"
    __table_args__ = (
        *(
            Index(f"ix_case_level_{k}", "route_id", f"level_{k}", "due_s", "case_no", **_only("route_id IS NOT NULL"))
            for k in range(4)
        ),
        Index("ix_case_agreed", "appointment_at", "case_no", **_only("appointment_at IS NOT NULL")),
        Index("ix_case_not_by", "not_by", "due_s", **_only("not_by IS NOT NULL")),
        Index("ix_case_locked", "locked_by", **_only("locked_by IS NOT NULL")),
        Index("ix_case_sample_id", "sample_id", unique=True),
        Index("ix_case_release", "replicate", "release_order", **_only("state = 'unreleased'")),
        Index("ix_case_by_state", "state", "case_no"),
        Index("ix_case_by_result", "state", "disposition", "case_no"),
        Index("ix_case_due", "due_s", "case_no", **_only("state = 'open'")),
        Index("ix_case_result_due", "disposition", "due_s", "case_no", **_only("state = 'open'")),
        Index("ix_case_agreed_no", "case_no", **_only("appointment_at IS NOT NULL")),
        Index("ix_case_agreed_due", "due_s", "case_no", **_only("appointment_at IS NOT NULL")),
    )
    id: str = Field(primary_key=True)
    case_no: int = Field(unique=True)
    frame: str
    state: str = "open"
    fields: str = Field(default="{}", sa_column=Column(Text, nullable=False))
    attempts: int = 0
    dials: int = 0
    disposition: str = NOT_ATTEMPTED
    due_at: datetime | None = _time()
    locked_by: str | None = None  # a word of the person, as every column of people beside a case (staff_words.py)
    locked_at: datetime | None = _time()
    language: str | None = None
    open_interview: str | None = None
    appointment_at: datetime | None = _time()
    appointment_firm: bool = False
    appointment_owner: str | None = None
    place: str = ""
    cell: str = ""
    skill: str = ""
    not_by: str | None = None
    refusals: int = 0
    tried: str = ""  # attempts by part of the week, see domain.schedule.Tried
    rest: str = ""  # why it is not due
    route_id: int | None = None  # null: not in the queue; this and the following are kept by store/queue.py
    due_s: int = 0
    level_0: int = 16
    level_1: int = 16
    level_2: int = 16
    level_3: int = 16

    sample_id: str | None = None  # keyed with the contact key: finds what the sample file calls the case
    sample_id_sealed: bytes | None = Field(default=None, sa_column=Column(LargeBinary))  # the same, to be opened
    sealed_fields: bytes | None = Field(
        default=None, sa_column=Column(LargeBinary)
    )  # what `fields` has not in the open
    replicate: int | None = None  # random portion of the sample, from 1
    release_order: int | None = None  # random place in the sample, from a stored seed


class RouteRow(SQLModel, table=True):
    """What cases of the queue need of the person who calls; kept by store/queue.py."""

    __tablename__ = "route"
    __table_args__ = (UniqueConstraint("place", "language", "skill", "cell"),)
    id: int = Field(primary_key=True)
    place: str = Field(sa_column=Column(Text, nullable=False))
    language: str = Field(sa_column=Column(Text, nullable=False))
    skill: str = Field(sa_column=Column(Text, nullable=False))
    cell: str = Field(sa_column=Column(Text, nullable=False))


class QueueCountRow(SQLModel, table=True):
    """How many cases stand on a route for which reason; kept by triggers."""

    __tablename__ = "queue_count"
    route_id: int = Field(primary_key=True)
    rest: str = Field(primary_key=True)
    n: int


class PartCountRow(SQLModel, table=True):
    """First calls of a frame in a part of the week, and how many reached somebody; kept by store/chances.py."""

    __tablename__ = "part_count"
    frame: str = Field(primary_key=True)
    part: int = Field(primary_key=True)
    calls: int
    reached: int


class NumberRow(SQLModel, table=True):
    """A telephone number, sealed with the contact key."""

    __tablename__ = "number"
    id: str = Field(primary_key=True)
    case_id: str = Field(foreign_key="case.id", index=True)
    position: int
    kind: str
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    dials: int = 0
    lookup: str | None = Field(default=None, index=True)  # keyed with the contact key; finds an equal number
    region: str | None = None
    time_zone: str | None = None


class AttemptRow(SQLModel, table=True):
    """A sitting of an interviewer on a case."""

    __tablename__ = "attempt"
    __table_args__ = (
        Index("ix_attempt_open", "user_id", **_only("ended_at IS NULL")),
        Index("ix_attempt_block", "block_after", **_only("block_after IS NOT NULL")),
    )
    id: str = Field(primary_key=True)
    case_id: str = Field(foreign_key="case.id", index=True)
    user_id: str
    attempt_no: int
    started_at: datetime = _time(nullable=False)
    ended_at: datetime | None = _time()
    disposition: str | None = None
    result: str | None = None  # the study's own word for it, where it has one
    person: str | None = None  # who gave it: household, respondent
    case_before: str | None = None  # the case as it was, so that a result can be taken back
    block_after: datetime | None = _time()  # numbers go to the block list once the result cannot be taken back
    note_sealed: bytes | None = Field(default=None, sa_column=Column(LargeBinary))
    rang_back: bool = False  # begun by the person who was called before: nobody dialled


class CallRow(SQLModel, table=True):
    """A dial on one number; it stands with the others of its attempt."""

    __tablename__ = "call"
    __table_args__ = (PrimaryKeyConstraint("attempt_id", "id"), _BY_KEY)
    id: str = Field(primary_key=True)
    attempt_id: str = Field(foreign_key="attempt.id", primary_key=True)
    number_id: str = Field(foreign_key="number.id")
    dialled_at: datetime = _time(nullable=False)
    ended_at: datetime | None = _time()
    ended_by: str | None = None
    place: str = ""  # of the case when it was dialled


class InterviewRow(SQLModel, table=True):
    """An interview as the screens need it; its answers are events."""

    __tablename__ = "interview"
    __table_args__ = (
        Index("ix_interview_state", "state", "ended_at"),
        Index("ix_interview_started", "started_at", "id"),
    )
    id: str = Field(primary_key=True)
    case_id: str = Field(foreign_key="case.id", index=True)
    user_id: str
    state: str = "running"
    form_hash: str
    language: str
    started_at: datetime = _time(nullable=False)
    screened_at: datetime | None = _time()
    ended_at: datetime | None = _time()
    disposition: str | None = None
    quota_status: str = ""
    cell_id: str | None = None  # a cell of each quota, with blanks between
    held: bool = False  # a place of the cells is held
    place_until: datetime | None = _time()  # a suspended interview keeps its place until then
    usable: bool = False  # when suspended: enough core questions were answered for a partial interview
    frozen: str = Field(default="{}", sa_column=Column(Text, nullable=False))  # of older versions; now in the document
    ref: str = ""  # question on the screen
    last_seq: int = 0  # number of its last event
    # seconds between its sittings, of a complete one; worked out by triggers, and does not travel with its case
    between_s: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})


class InterviewCountRow(SQLModel, table=True):
    """How many interviews stand in a state; kept by triggers."""

    __tablename__ = "interview_count"
    state: str = Field(sa_column=Column(Text, primary_key=True))
    n: int


class InterviewLengthRow(SQLModel, table=True):
    """How many interviews took so many whole seconds; kept by triggers."""

    __tablename__ = "interview_length"
    span: str = Field(sa_column=Column(Text, primary_key=True))  # see domain.casework.lengths.Length
    seconds: int = Field(primary_key=True)
    n: int


class InterviewKeyRow(SQLModel, table=True):
    """The key of an interview, sealed with the data key; without it nothing that was said can be read any more."""

    __tablename__ = "interview_key"
    __table_args__ = _BY_KEY
    interview_id: str = Field(primary_key=True)  # none of `interview`: the log may tell of one that is not there
    g: int  # generation of the data key that seals it
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class InterviewDocumentRow(SQLModel, table=True):
    """What an interview stands on and its part of the data set, sealed with its key; see store/documents.py."""

    __tablename__ = "interview_document"
    interview_id: str = Field(foreign_key="interview.id", primary_key=True)
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class SetApartRow(SQLModel, table=True):
    """Under which other versions of the questionnaire an interview gave answers that its data set holds."""

    __tablename__ = "set_apart"
    __table_args__ = _BY_KEY
    interview_id: str = Field(foreign_key="interview.id", primary_key=True)
    form_hash: str = Field(primary_key=True)


class DatumRow(SQLModel, table=True):
    """A value of the data set, as older versions wrote it; now it stands in the document of its interview."""

    __tablename__ = "datum"
    __table_args__ = _BY_KEY
    interview_id: str = Field(foreign_key="interview.id", primary_key=True)
    variable: str = Field(primary_key=True)
    text: str = Field(sa_column=Column(Text, nullable=False))
    missing: str | None = None


class FormVersionRow(SQLModel, table=True):
    """A questionnaire that interviews were held with, and the files it was built from."""

    __tablename__ = "form_version"
    hash: str = Field(primary_key=True)
    study_version: str
    form_version: str
    first_used_at: datetime = _time(nullable=False)
    in_force_at: datetime = _time(nullable=False)  # when it last came into force
    files: bytes = Field(sa_column=Column(LargeBinary, nullable=False))  # a ZIP archive


class CellRow(SQLModel, table=True):
    """A quota cell; the database itself refuses one interview too many, in the mode overrun by a trigger."""

    __tablename__ = "cell"
    __table_args__ = (
        CheckConstraint("mode <> 'strict' OR achieved + in_progress <= max(target, room)", name="never_too_many"),
        CheckConstraint("mode IN ('strict', 'overrun', 'soft', 'counter')", name="mode_known"),
        CheckConstraint("achieved >= 0 AND in_progress >= 0 AND rolled_back >= 0", name="counters_not_negative"),
    )
    id: str = Field(primary_key=True)
    position: int
    target: int
    room: int = 0  # achieved + in progress when the target was lowered below it
    achieved: int = 0
    in_progress: int = 0
    rolled_back: int = 0
    closed: bool = False  # by a person
    paused: bool = Field(default=False, sa_column_kwargs={"server_default": text("0")})  # by a person, for now
    mode: str = Field(default="strict", sa_column_kwargs={"server_default": "strict"})
    planned: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})  # target of study.yaml
    version: str = Field(default="", sa_column_kwargs={"server_default": ""})  # id of the last change by a person
    changed_at: datetime | None = _time()  # of the last change, while it may be one to take back
    changed_by: str | None = None
    was_target: int | None = None  # before that change
    was_intake: str | None = None
    was_given: int | None = None  # places given until then


class EventRow(SQLModel, table=True):
    """The one log; triggers refuse changes and deletions."""

    __tablename__ = "event"
    __table_args__ = (
        Index("ix_event_interview", "interview_id", "seq", **_only("interview_id IS NOT NULL")),
        Index("ix_event_turn", "case_id", "seq", **_only(OF_A_TURN)),
        Index("ix_event_rules", "seq", **_only("kind = 'rules_in_force'")),
        Index("ix_event_cells", "seq", **_only(OF_CELLS)),
        Index("ix_event_watch", "seq", **_only(OF_WATCH)),
        Index("ix_event_weightings", "seq", **_only(OF_WEIGHTINGS)),
        Index("ix_event_groups", "seq", **_only(OF_GROUPS)),
        Index("ix_event_codings", "seq", **_only(OF_CODINGS)),
        Index("ix_event_coded", text(CODED_INTERVIEW), "seq", **_only(OF_CODINGS)),
        Index("ix_event_units", "seq", **_only(OF_UNITS)),
        Index("ix_event_unit", text(CODED_INTERVIEW), "seq", **_only(OF_UNITS)),
        Index("ix_event_coders", "seq", **_only(OF_CODERS)),
        Index("ix_event_release", "seq", **_only(OF_RELEASE)),
        Index("ix_event_gathered", "at", **_only("log_seq IS NOT NULL")),
    )
    seq: int = Field(primary_key=True)
    device: str
    at: str
    mono_ms: int
    kind: str
    user_id: str | None = None
    case_id: str | None = None
    interview_id: str | None = None
    payload: str | None = Field(default=None, sa_column=Column(Text))
    sealed: bytes | None = Field(default=None, sa_column=Column(LargeBinary))  # in its place, of an interview's content
    digest: bytes | None = Field(default=None, sa_column=Column(LargeBinary))  # None: before the log was chained
    log_seq: int | None = None  # its number in the log of its device, where logs of several are gathered


class ChainRow(SQLModel, table=True):
    """A chain of the log, from its first row to where the next one begins."""

    __tablename__ = "chain"
    device: str = Field(primary_key=True)
    first_n: int = Field(primary_key=True)
    box: bytes = Field(sa_column=Column(LargeBinary, nullable=False))  # public key its first key is sealed to
    generation: int  # of the box
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    vouched: bytes = Field(sa_column=Column(LargeBinary, nullable=False))  # what the signed head says of the first key


class RecontactRow(SQLModel, table=True):
    """Consent store: what a person left to be contacted again, sealed with the contact key."""

    __tablename__ = "recontact"
    id: str = Field(primary_key=True)
    case_id: str = Field(foreign_key="case.id", index=True)
    consented_at: datetime = _time(nullable=False)
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class BlockPepperRow(SQLModel, table=True):
    """A key of the block list's hashes, sealed with the contact key: without it no number can be tested."""

    __tablename__ = "block_pepper"
    id: str = Field(primary_key=True)  # what the list calls it
    own: bool  # with which a list of this study is begun
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class CodeKeyRow(SQLModel, table=True):
    """A key of access codes, sealed with the contact key: one, but where stations began codes apart."""

    __tablename__ = "code_key"
    id: str = Field(primary_key=True)
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class CodeEntryRow(SQLModel, table=True):
    """What finds an interview by the access code that its respondent was given."""

    __tablename__ = "code_entry"
    interview_id: str = Field(primary_key=True, foreign_key="interview.id")
    key_id: str  # of `code_key`, where that is here
    value: str = Field(index=True)


class BlockedNumberRow(SQLModel, table=True):
    """A number never to be called again, as a keyed slow hash."""

    __tablename__ = "blocked_number"
    number_hash: str = Field(primary_key=True)
    blocked_at: datetime = _time(nullable=False)


class CaseLeaseRow(SQLModel, table=True):
    """A case that a station has in hand: at a hub every one that was lent, at a station what it has."""

    __tablename__ = "case_lease"
    __table_args__ = (
        Index("ix_case_lease_case", "case_id", "epoch", "n"),
        Index("ix_case_lease_open", "device", **_only("ended_at IS NULL")),
        Index("ix_case_lease_report", "report_by", **_only("ended_at IS NULL")),
        Index("ix_case_lease_waits", "epoch", "n", **_only("waits AND ended_at IS NULL")),
        UniqueConstraint("device", "request"),
    )
    epoch: int = Field(primary_key=True)
    n: int = Field(primary_key=True)
    case_id: str  # none of `case`: blank where there was none to lend
    device: str
    user_id: str
    request: str
    given_at: datetime = _time(nullable=False)
    expires_at: datetime = _time(nullable=False)
    report_by: datetime = _time(nullable=False)
    ended_at: datetime | None = _time()
    ended_as: str | None = None
    digest: str | None = None  # of what was handed in under it
    waits: bool = Field(default=False, sa_column_kwargs={"server_default": text("0")})  # fetched ahead, not worked yet
    results: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})  # at a station: when the case came
    # at a hub: how far the log of the station was when it said last whether anybody calls the numbers of the case
    hold_n: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})


class PlaceGrantRow(SQLModel, table=True):
    """A place of a cell that a station asked for, and what became of it."""

    __tablename__ = "place_grant"
    __table_args__ = (
        Index("ix_place_grant_interview", "interview_id", **_only("state = 'live'")),
        Index("ix_place_grant_device", "device", **_only("state = 'live'")),
    )
    id: str = Field(primary_key=True)
    device: str
    interview_id: str  # none of `interview`: it is at a station still
    cell_id: str  # as of an interview
    given_at: datetime = _time(nullable=False)
    state: str
    use_by: datetime | None = _time()  # of one that is given ahead
    lease_epoch: int | None = None  # of the lease in which it was asked for
    lease_n: int | None = None


class NotCountedRow(SQLModel, table=True):
    """An interview that is kept and not counted."""

    __tablename__ = "not_counted"
    interview_id: str = Field(primary_key=True, foreign_key="interview.id")
    why: str
    at: datetime = _time(nullable=False)


class CarriedEventRow(SQLModel, table=True):
    """A fact of an interview that was begun elsewhere, as it stands in the log of that station."""

    __tablename__ = "carried_event"
    interview_id: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    seq: int
    device: str
    at: str
    mono_ms: int
    kind: str
    user_id: str | None = None
    case_id: str | None = None
    payload: str | None = Field(default=None, sa_column=Column(Text))
    sealed: bytes | None = Field(default=None, sa_column=Column(LargeBinary))


class CasePackageRow(SQLModel, table=True):
    """At a station: a case that waits for the hub, or that the hub has taken and may need again."""

    __tablename__ = "case_package"
    epoch: int = Field(primary_key=True)
    n: int = Field(primary_key=True)
    case_id: str
    packed_at: datetime = _time(nullable=False)
    waits: bool = True
    blocked: bool = False
    rows: str = Field(sa_column=Column(Text, nullable=False))
    places: str = Field(
        default="[]", sa_column=Column(Text, nullable=False, server_default="[]")
    )  # that its interviews are on


class BundleAsideRow(SQLModel, table=True):
    """At a hub: a case that was handed in and could not be stored as it was."""

    __tablename__ = "bundle_aside"
    device: str = Field(primary_key=True)
    epoch: int = Field(primary_key=True)
    n: int = Field(primary_key=True)
    digest: str = Field(primary_key=True)  # SHA-256 of the rows
    case_id: str
    why: str
    at: datetime = _time(nullable=False)
    rows: str = Field(sa_column=Column(Text, nullable=False))


class ErasureRow(SQLModel, table=True):
    """A case whose data are erased, as a supervisor declared it; it stays for good."""

    __tablename__ = "erasure"
    case_id: str = Field(primary_key=True)  # none of `case`: it need not have come here
    n: int = Field(unique=True)
    declared: str = Field(sa_column=Column(Text, nullable=False))
    signature: str


class BlockItemRow(SQLModel, table=True):
    """A part of a block list of some station: at a hub what all have told, at a station what it told and heard."""

    __tablename__ = "block_item"
    __table_args__ = (
        Index("ix_block_item_n", "n"),
        Index("ix_block_item_untold", "kind", "value", **_only("NOT told")),
    )
    kind: str = Field(primary_key=True)
    value: str = Field(primary_key=True)
    gone: bool
    sealed: str = Field(sa_column=Column(Text, nullable=False))
    told: bool
    n: int


class SampleChangeRow(SQLModel, table=True):
    """A change of the sample between a station and its hub: at the one what it brings, at the other what arrives."""

    __tablename__ = "sample_change"
    id: str = Field(primary_key=True)
    device: str  # of the station that made it
    kind: str
    cases: int
    told: str = Field(sa_column=Column(Text, nullable=False))
    made_at: datetime = _time(nullable=False)
    made_n: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})  # the order, whatever the clock said
    waits: bool  # at a station: the hub has not taken it in its present life
    taken_at: datetime | None = _time()
    taken_n: int | None = None  # at a hub: number of the last change of the study by then
    outcome: str | None = Field(default=None, sa_column=Column(Text))


class SampleChangeCaseRow(SQLModel, table=True):
    """A case of such a change, its rows as they travel; blank once its data are erased."""

    __tablename__ = "sample_change_case"
    __table_args__ = (Index("ix_sample_change_case", "case_id"),)
    change_id: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    case_id: str
    renews: bool
    file_row: int
    rows: str = Field(sa_column=Column(Text, nullable=False))


class NumberHoldRow(SQLModel, table=True):
    """At a hub: a number that nobody calls, by the value it is looked up by, and the lease in which that was said."""

    __tablename__ = "number_hold"
    lookup: str = Field(primary_key=True)
    epoch: int = Field(primary_key=True)  # 0, like n, where it is held for good
    n: int = Field(primary_key=True)
    until: datetime | None = _time()  # null: for good


class KnownStationRow(SQLModel, table=True):
    """At a hub: a station, and the life of the hub in which it last said what it has."""

    __tablename__ = "known_station"
    device: str = Field(primary_key=True)
    epoch: int
    written_off: bool = False
    awaited: str = Field(
        default="[]", sa_column=Column(Text, nullable=False, server_default="[]")
    )  # tokens of packages
    acts: int = Field(default=0, sa_column_kwargs={"server_default": "0"})  # of the hub for it
    paused: bool = Field(default=False, sa_column_kwargs={"server_default": "0"})  # it begins no call


class RecoveryRow(SQLModel, table=True):
    """At a hub that came back from a copy: what goes on although it does not know what all stations have."""

    __tablename__ = "recovery"
    epoch: int = Field(primary_key=True)
    goes_on: bool = False  # cases are lent
    edition: int = 0  # that a station has seen and the hub lacks: its targets may be others


class TeamMessageRow(SQLModel, table=True):
    """A message to the team; its text is sealed with the contact key."""

    __tablename__ = "team_message"
    id: str = Field(primary_key=True)
    at: datetime = _time(nullable=False)
    by_user: str
    addressed: str
    people: str = Field(sa_column=Column(Text, nullable=False))  # ids, as JSON
    urgent: bool
    readers: str = Field(sa_column=Column(Text, nullable=False))  # ids, as JSON; nobody's time of reading
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class AsideSettledRow(SQLModel, table=True):
    """At a hub: what was kept aside, and a supervisor has decided about."""

    __tablename__ = "aside_settled"
    kind: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    settling: str
    at: datetime = _time(nullable=False)
