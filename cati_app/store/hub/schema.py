"""The tables a hub has beside those of a study, in words that SQLite and PostgreSQL both read.

The hub's own file, or a server's schema `cati_hub`, holds what belongs to the hub as a whole. A study's store holds the
tables of a study's file, brought to their form by the same steps, and beside them what only a hub keeps of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cati_app.domain.errors import EnvironmentProblem
from cati_app.store.hub.changes import begin_on_older
from cati_app.store.hub.engine import hub_damaged
from cati_app.store.hub.parts import Part

FORM = "2"
"""Of what belongs to the hub as a whole; another form is refused."""
STUDY_FORM = "4"
"""Of a study's store; one before changes and acts of supervisors were numbered is brought to it, others are refused."""
_UNNUMBERED, _NUMBERED_REQUESTS = "2", "3"
_ANSWERS = (
    "CREATE TABLE hub_answer (id TEXT PRIMARY KEY, asked_hash TEXT NOT NULL, answer TEXT NOT NULL,"
    " answered_at TEXT NOT NULL)"
)
HUB_TABLES = (
    "CREATE TABLE hub (id TEXT PRIMARY KEY, address TEXT NOT NULL, form TEXT NOT NULL, made_at TEXT NOT NULL)",
    "CREATE TABLE epoch (n BIGINT PRIMARY KEY, id TEXT NOT NULL, begun_at TEXT NOT NULL)",
    # a code until a device has used it, and which one has: the same device may ask once more
    # of one that a supervisor made, also for which study
    "CREATE TABLE code (token_hash TEXT PRIMARY KEY, made_at TEXT NOT NULL, expires_at TEXT NOT NULL, study TEXT,"
    " device TEXT, for_study TEXT)",
    # studies that have been brought here
    "CREATE TABLE published (study TEXT PRIMARY KEY)",
    "CREATE TABLE device (study TEXT NOT NULL, device TEXT NOT NULL, credential TEXT NOT NULL UNIQUE,"
    " enrolled_at TEXT NOT NULL, withdrawn_at TEXT, PRIMARY KEY (study, device))",
)
STUDY_TABLES = (
    "CREATE TABLE hub_store (study TEXT PRIMARY KEY, form TEXT NOT NULL)",
    # how far the log of each device has arrived
    "CREATE TABLE inbox_mark (device TEXT PRIMARY KEY, n BIGINT NOT NULL, digest TEXT NOT NULL,"
    " last_n BIGINT NOT NULL, heard_at TEXT NOT NULL)",
    # rows as they came; `sender` differs from `device` where a database was restored and goes on under a new name
    "CREATE TABLE inbox_event (device TEXT NOT NULL, seq BIGINT NOT NULL, row_text TEXT NOT NULL, digest TEXT NOT NULL,"
    " sender TEXT NOT NULL, received_at TEXT NOT NULL, PRIMARY KEY (device, seq))",
    # what could not be kept under its number, in hexadecimal of UTF-8: it may hold anything
    "CREATE TABLE inbox_aside (sender TEXT NOT NULL, seq BIGINT NOT NULL, row_hash TEXT NOT NULL, digest TEXT NOT NULL,"
    " row_hex TEXT NOT NULL, verdict TEXT NOT NULL, received_at TEXT NOT NULL,"
    " PRIMARY KEY (sender, seq, row_hash, digest))",
    # what was answered to an act of a supervisor, to be answered again
    _ANSWERS,
    # facts of use cases that the hub itself runs; they are in the log of no device
    "CREATE TABLE hub_fact (position BIGINT PRIMARY KEY, at TEXT NOT NULL, mono_ms BIGINT NOT NULL, kind TEXT NOT NULL,"
    " user_id TEXT, case_id TEXT, interview_id TEXT, payload TEXT)",
    "CREATE INDEX ix_hub_fact_case ON hub_fact (case_id, position)",
    "CREATE INDEX ix_hub_fact_interview ON hub_fact (interview_id, position)",
    # who is signed in at which station, and who failed to
    "CREATE TABLE hub_session (session_hash TEXT PRIMARY KEY, device TEXT NOT NULL, user_id TEXT NOT NULL,"
    " until TEXT NOT NULL)",
    "CREATE TABLE hub_sign_in (user_id TEXT PRIMARY KEY, failures BIGINT NOT NULL, last_at TEXT NOT NULL)",
    # what the study consists of now, in one row; bytes are BYTEA to the one engine, and to the other whatever comes
    "CREATE TABLE study_edition (one INTEGER PRIMARY KEY, n BIGINT NOT NULL, declared TEXT NOT NULL,"
    " signature TEXT NOT NULL, taken_at TEXT NOT NULL, is_open INTEGER NOT NULL)",
    "CREATE TABLE study_part (sha256 TEXT NOT NULL, n BIGINT NOT NULL, size BIGINT NOT NULL, piece BYTEA NOT NULL,"
    " made_at TEXT NOT NULL, PRIMARY KEY (sha256, n))",
    # what waits for the station that comes with a code
    "CREATE TABLE parcel (token_hash TEXT PRIMARY KEY, sealed BYTEA NOT NULL, made_by TEXT NOT NULL,"
    " made_at TEXT NOT NULL)",
    # stations that have shown their keys, and that no head names yet
    "CREATE TABLE shown_device (device TEXT PRIMARY KEY, token_hash TEXT NOT NULL, keys TEXT NOT NULL,"
    " mac TEXT NOT NULL)",
)
_NEW_HUB = "INSERT INTO hub (id, address, form, made_at) VALUES (?, ?, ?, ?)"
_NEW_EPOCH = "INSERT INTO epoch (n, id, begun_at) VALUES (?, ?, ?)"
_NEW_STORE = "INSERT INTO hub_store (study, form) VALUES (?, ?)"


def make_hub_tables(driver: Any, hub_id: str, address: str, made_at: str, epoch_id: str) -> None:
    """A new hub in its first epoch, in the transaction under way."""
    for statement in HUB_TABLES:
        driver.execute(statement)
    driver.execute(_NEW_HUB, (hub_id, address, FORM, made_at))
    driver.execute(_NEW_EPOCH, (1, epoch_id, made_at))


def make_study_tables(driver: Any, study: str, numbering: Sequence[str]) -> None:
    """What a hub keeps of a study beside the study's own tables, in the transaction under way.

    Args:
        numbering: Statements that begin to number changes, in the words of the engine.
    """
    for statement in (*STUDY_TABLES, *numbering):
        driver.execute(statement)
    driver.execute(_NEW_STORE, (study, STUDY_FORM))


def bring_up_to_date(driver: Any, numbering: Sequence[str]) -> None:
    """Begin to number changes and acts in a store made before, in the transaction under way; any other stays as it is.

    Args:
        numbering: As `make_study_tables`.
    """
    row = driver.execute("SELECT form FROM hub_store").fetchone()
    if row is None or row[0] not in (_UNNUMBERED, _NUMBERED_REQUESTS):
        return
    if row[0] == _UNNUMBERED:
        for statement in numbering:
            driver.execute(statement)
        part = Part(driver)
        begin_on_older(part)
        part.commit()
    driver.execute("DROP TABLE hub_answer")  # nobody ever wrote to it
    driver.execute(_ANSWERS)
    driver.execute("UPDATE hub_store SET form = ?", (STUDY_FORM,))


def check_hub(driver: Any) -> None:
    """Whether this version can work with it. EnvironmentProblem: `hub_damaged`, `hub_other_form`."""
    _check(driver, "SELECT form FROM hub", FORM)


def check_study(driver: Any) -> None:
    """The same of a study's store."""
    _check(driver, "SELECT form FROM hub_store", STUDY_FORM)


def _check(driver: Any, question: str, form: str) -> None:
    row = driver.execute(question).fetchone()
    if row is None:
        raise hub_damaged()
    if row[0] != form:
        raise EnvironmentProblem(
            "hub_other_form",
            "Another version of this program has made this hub. Nothing was changed.",
            "Run it with the version that made it. A hub made before codes expired holds logs alone: make a new one"
            " with `cati hub init`, and enrol the stations there; they send everything once more.",
        )
