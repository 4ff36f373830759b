CREATE TABLE hub_store (study TEXT PRIMARY KEY, form TEXT NOT NULL)

CREATE TABLE inbox_mark (device TEXT PRIMARY KEY, n BIGINT NOT NULL, digest TEXT NOT NULL, last_n BIGINT NOT NULL, heard_at TEXT NOT NULL)

CREATE TABLE inbox_event (device TEXT NOT NULL, seq BIGINT NOT NULL, row_text TEXT NOT NULL, digest TEXT NOT NULL, sender TEXT NOT NULL, received_at TEXT NOT NULL, PRIMARY KEY (device, seq))

CREATE TABLE inbox_aside (sender TEXT NOT NULL, seq BIGINT NOT NULL, row_hash TEXT NOT NULL, digest TEXT NOT NULL, row_hex TEXT NOT NULL, verdict TEXT NOT NULL, received_at TEXT NOT NULL, PRIMARY KEY (sender, seq, row_hash, digest))

CREATE TABLE hub_answer (id TEXT PRIMARY KEY, asked_hash TEXT NOT NULL, answer TEXT NOT NULL, answered_at TEXT NOT NULL)

CREATE TABLE hub_fact (position BIGINT PRIMARY KEY, at TEXT NOT NULL, mono_ms BIGINT NOT NULL, kind TEXT NOT NULL, user_id TEXT, case_id TEXT, interview_id TEXT, payload TEXT)

CREATE INDEX ix_hub_fact_case ON hub_fact (case_id, position)

CREATE INDEX ix_hub_fact_interview ON hub_fact (interview_id, position)

CREATE TABLE hub_session (session_hash TEXT PRIMARY KEY, device TEXT NOT NULL, user_id TEXT NOT NULL, until TEXT NOT NULL)

CREATE TABLE hub_sign_in (user_id TEXT PRIMARY KEY, failures BIGINT NOT NULL, last_at TEXT NOT NULL)

CREATE TABLE study_edition (one INTEGER PRIMARY KEY, n BIGINT NOT NULL, declared TEXT NOT NULL, signature TEXT NOT NULL, taken_at TEXT NOT NULL, is_open INTEGER NOT NULL)

CREATE TABLE study_part (sha256 TEXT NOT NULL, n BIGINT NOT NULL, size BIGINT NOT NULL, piece BYTEA NOT NULL, made_at TEXT NOT NULL, PRIMARY KEY (sha256, n))

CREATE TABLE parcel (token_hash TEXT PRIMARY KEY, sealed BYTEA NOT NULL, made_by TEXT NOT NULL, made_at TEXT NOT NULL)

CREATE TABLE shown_device (device TEXT PRIMARY KEY, token_hash TEXT NOT NULL, keys TEXT NOT NULL, mac TEXT NOT NULL)
