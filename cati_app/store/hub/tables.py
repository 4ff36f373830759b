"""The hub's own tables as they are now: what the steps are held against, on both engines (`migrations`).

Nothing is read or written through them; statements stand at the top of each repository.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, Double, Index, Integer, LargeBinary, MetaData, Table, Text, UniqueConstraint

ON_A_SERVER = "on a server"
"""Noted at tables that files do not have: what several programs that serve one hub share."""
REGISTER_TABLES, STUDY_TABLES = MetaData(), MetaData()
"""Of what belongs to the hub as a whole; of what it keeps of a study beside the study's own tables."""
_SHARED: dict[str, Any] = {"info": {ON_A_SERVER: True}}
_SHARED_UNLOGGED: dict[str, Any] = {**_SHARED, "prefixes": ["UNLOGGED"]}


def _key(name: str, kind: Any = Text) -> Column[Any]:
    return Column(name, kind, primary_key=True, autoincrement=False)


def _told(name: str, kind: Any = Text) -> Column[Any]:
    return Column(name, kind, nullable=False)


def _perhaps(name: str, kind: Any = Text) -> Column[Any]:
    return Column(name, kind, nullable=True)


Table("hub", REGISTER_TABLES, _key("id"), _told("address"), _told("form"), _told("made_at"))
Table("epoch", REGISTER_TABLES, _key("n", BigInteger), _told("id"), _told("begun_at"))
Table(
    "code",
    REGISTER_TABLES,
    _key("token_hash"),
    _told("made_at"),
    _told("expires_at"),
    _perhaps("study"),
    _perhaps("device"),
    _perhaps("for_study"),
)
Table("published", REGISTER_TABLES, _key("study"))
Table(
    "device",
    REGISTER_TABLES,
    _key("study"),
    _key("device"),
    _told("credential"),
    _told("enrolled_at"),
    _perhaps("withdrawn_at"),
    UniqueConstraint("credential"),
)
Table("hub_origin", REGISTER_TABLES, _key("one", Integer), _told("told"), **_SHARED)
Table(
    "hub_failure",
    REGISTER_TABLES,
    _key("network_hash"),
    _told("last_at", Double),
    _told("free_at", Double),
    _told("failures", BigInteger),
    _told("tried"),
    **_SHARED_UNLOGGED,
)
Table("hub_recognized", REGISTER_TABLES, _key("secret_hash"), _told("at", Double), **_SHARED_UNLOGGED)

Table("hub_store", STUDY_TABLES, _key("study"), _told("form"))
Table(
    "inbox_mark",
    STUDY_TABLES,
    _key("device"),
    _told("n", BigInteger),
    _told("digest"),
    _told("last_n", BigInteger),
    _told("heard_at"),
)
Table(
    "inbox_event",
    STUDY_TABLES,
    _key("device"),
    _key("seq", BigInteger),
    _told("row_text"),
    _told("digest"),
    _told("sender"),
    _told("received_at"),
    Index("ix_inbox_event_sender", "sender", "seq"),
)
Table(
    "inbox_aside",
    STUDY_TABLES,
    _key("sender"),
    _key("seq", BigInteger),
    _key("row_hash"),
    _key("digest"),
    _told("row_hex"),
    _told("verdict"),
    _told("received_at"),
)
Table("hub_answer", STUDY_TABLES, _key("id"), _told("asked_hash"), _told("answer"), _told("answered_at"))
Table(
    "hub_fact",
    STUDY_TABLES,
    _key("position", BigInteger),
    _told("at"),
    _told("mono_ms", BigInteger),
    _told("kind"),
    _perhaps("user_id"),
    _perhaps("case_id"),
    _perhaps("interview_id"),
    _perhaps("payload"),
    Index("ix_hub_fact_case", "case_id", "position"),
    Index("ix_hub_fact_interview", "interview_id", "position"),
)
Table("hub_session", STUDY_TABLES, _key("session_hash"), _told("device"), _told("user_id"), _told("until"))
Table("hub_sign_in", STUDY_TABLES, _key("user_id"), _told("failures", BigInteger), _told("last_at"))
Table(
    "hub_bundle",
    STUDY_TABLES,
    _key("user_id"),
    _told("keys"),
    _told("n", BigInteger),
    _told("taken", BigInteger),
    _told("login_check", LargeBinary),
    _told("sealed", LargeBinary),
    _told("arrived", BigInteger),
)
Table(
    "study_edition",
    STUDY_TABLES,
    _key("one", Integer),
    _told("n", BigInteger),
    _told("declared"),
    _told("signature"),
    _told("taken_at"),
    _told("is_open", Integer),
)
Table(
    "study_part",
    STUDY_TABLES,
    _key("sha256"),
    _key("n", BigInteger),
    _told("size", BigInteger),
    _told("piece", LargeBinary),
    _told("made_at"),
)
Table("parcel", STUDY_TABLES, _key("token_hash"), _told("sealed", LargeBinary), _told("made_by"), _told("made_at"))
Table("shown_device", STUDY_TABLES, _key("device"), _told("token_hash"), _told("keys"), _told("mac"))
Table(
    "study_change",
    STUDY_TABLES,
    _key("n", BigInteger),
    _told("kind"),
    _told("key"),
    UniqueConstraint("kind", "key"),
)
Table(
    "hub_seat",
    STUDY_TABLES,
    _key("device"),
    _key("user_id"),
    _told("activity"),
    _perhaps("since"),
    _perhaps("question", BigInteger),
    _told("language"),
    _told("heard_at"),
    **_SHARED_UNLOGGED,
)
