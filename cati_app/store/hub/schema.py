"""Tables of a hub's database, in words that SQLite and PostgreSQL both read; `{bytes}` is the engine's own type."""

from __future__ import annotations

from cati_app.store.hub.study_book import TABLES as OF_STUDIES

FORM = "2"
"""Of the tables; a hub of another form is refused."""
TABLES = (
    "CREATE TABLE hub (id TEXT PRIMARY KEY, address TEXT NOT NULL, form TEXT NOT NULL, made_at TEXT NOT NULL)",
    "CREATE TABLE epoch (n BIGINT PRIMARY KEY, id TEXT NOT NULL, begun_at TEXT NOT NULL)",
    # a code until a device has used it, and which one has: the same device may ask once more
    "CREATE TABLE code (token_hash TEXT PRIMARY KEY, made_at TEXT NOT NULL, study TEXT, device TEXT)",
    "CREATE TABLE device (study TEXT NOT NULL, device TEXT NOT NULL, credential TEXT NOT NULL UNIQUE,"
    " enrolled_at TEXT NOT NULL, heard_at TEXT NOT NULL, mark BIGINT NOT NULL, digest TEXT NOT NULL,"
    " last_number BIGINT NOT NULL, PRIMARY KEY (study, device))",
    # rows as they came; `sender` differs from `device` where a database was restored and goes on under a new name
    "CREATE TABLE event (study TEXT NOT NULL, device TEXT NOT NULL, seq BIGINT NOT NULL, row_text TEXT NOT NULL,"
    " digest TEXT NOT NULL, sender TEXT NOT NULL, received_at TEXT NOT NULL, PRIMARY KEY (study, device, seq))",
    "CREATE TABLE quarantine (study TEXT NOT NULL, sender TEXT NOT NULL, seq BIGINT NOT NULL, digest TEXT NOT NULL,"
    " row_text TEXT NOT NULL, verdict TEXT NOT NULL, received_at TEXT NOT NULL,"
    " PRIMARY KEY (study, sender, seq, digest, row_text))",
    *OF_STUDIES,
)
