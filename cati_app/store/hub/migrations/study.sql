CREATE TABLE hub_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT hub_version_pkc PRIMARY KEY (version_num)
)

CREATE TABLE hub_store (study TEXT PRIMARY KEY, form TEXT NOT NULL)

CREATE TABLE inbox_mark (device TEXT PRIMARY KEY, n BIGINT NOT NULL, digest TEXT NOT NULL, last_n BIGINT NOT NULL, heard_at TEXT NOT NULL)

CREATE TABLE inbox_event (device TEXT NOT NULL, seq BIGINT NOT NULL, row_text TEXT NOT NULL, digest TEXT NOT NULL, sender TEXT NOT NULL, received_at TEXT NOT NULL, PRIMARY KEY (device, seq))

CREATE TABLE inbox_aside (sender TEXT NOT NULL, seq BIGINT NOT NULL, row_hash TEXT NOT NULL, digest TEXT NOT NULL, row_hex TEXT NOT NULL, verdict TEXT NOT NULL, received_at TEXT NOT NULL, PRIMARY KEY (sender, seq, row_hash, digest))

CREATE TABLE hub_fact (position BIGINT PRIMARY KEY, at TEXT NOT NULL, mono_ms BIGINT NOT NULL, kind TEXT NOT NULL, user_id TEXT, case_id TEXT, interview_id TEXT, payload TEXT)

CREATE INDEX ix_hub_fact_case ON hub_fact (case_id, position)

CREATE INDEX ix_hub_fact_interview ON hub_fact (interview_id, position)

CREATE TABLE hub_session (session_hash TEXT PRIMARY KEY, device TEXT NOT NULL, user_id TEXT NOT NULL, until TEXT NOT NULL)

CREATE TABLE hub_sign_in (user_id TEXT PRIMARY KEY, failures BIGINT NOT NULL, last_at TEXT NOT NULL)

CREATE TABLE study_edition (one INTEGER PRIMARY KEY, n BIGINT NOT NULL, declared TEXT NOT NULL, signature TEXT NOT NULL, taken_at TEXT NOT NULL, is_open INTEGER NOT NULL)

CREATE TABLE study_part (sha256 TEXT NOT NULL, n BIGINT NOT NULL, size BIGINT NOT NULL, piece BYTEA NOT NULL, made_at TEXT NOT NULL, PRIMARY KEY (sha256, n))

CREATE TABLE parcel (token_hash TEXT PRIMARY KEY, sealed BYTEA NOT NULL, made_by TEXT NOT NULL, made_at TEXT NOT NULL)

CREATE TABLE shown_device (device TEXT PRIMARY KEY, token_hash TEXT NOT NULL, keys TEXT NOT NULL, mac TEXT NOT NULL)

CREATE TABLE study_change (n BIGINT PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL, UNIQUE (kind, key))

CREATE INDEX ix_inbox_event_sender ON inbox_event (sender, seq)

CREATE TRIGGER noted_case_insert AFTER INSERT ON "case" WHEN true BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(NEW.id AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; END

CREATE TRIGGER noted_case_update AFTER UPDATE OF state, attempts, dials, disposition, due_at, rest, locked_by, language, open_interview, appointment_at, appointment_firm, appointment_owner, place, cell, skill, not_by, refusals, tried, level_0, level_1, level_2, level_3, sample_id, sample_id_sealed, fields, sealed_fields, replicate, release_order, frame ON "case" WHEN true BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(NEW.id AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; END

CREATE TRIGGER noted_case_delete AFTER DELETE ON "case" WHEN true BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(OLD.id AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; END

CREATE TRIGGER noted_number_insert AFTER INSERT ON "number" WHEN true BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(NEW.case_id AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; END

CREATE TRIGGER noted_number_update AFTER UPDATE ON "number" WHEN true BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(NEW.case_id AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; END

CREATE TRIGGER noted_number_delete AFTER DELETE ON "number" WHEN true BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(OLD.case_id AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; END

CREATE TRIGGER noted_attempt_insert AFTER INSERT ON "attempt" WHEN true BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(NEW.case_id AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; END

CREATE TRIGGER noted_attempt_update AFTER UPDATE ON "attempt" WHEN true BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(NEW.case_id AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; END

CREATE TRIGGER noted_attempt_delete AFTER DELETE ON "attempt" WHEN true BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(OLD.case_id AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; END

CREATE TRIGGER noted_interview_insert AFTER INSERT ON "interview" WHEN true BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(NEW.case_id AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; END

CREATE TRIGGER noted_interview_update AFTER UPDATE ON "interview" WHEN true BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(NEW.case_id AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; END

CREATE TRIGGER noted_interview_delete AFTER DELETE ON "interview" WHEN true BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(OLD.case_id AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; END

CREATE TRIGGER noted_recontact_insert AFTER INSERT ON "recontact" WHEN true BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(NEW.case_id AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; END

CREATE TRIGGER noted_recontact_update AFTER UPDATE ON "recontact" WHEN true BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(NEW.case_id AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; END

CREATE TRIGGER noted_recontact_delete AFTER DELETE ON "recontact" WHEN true BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(OLD.case_id AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; END

CREATE TRIGGER noted_case_lease_insert AFTER INSERT ON "case_lease" WHEN true BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(NEW.case_id AS TEXT) WHERE NEW.case_id <> '' ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; END

CREATE TRIGGER noted_case_lease_update AFTER UPDATE ON "case_lease" WHEN coalesce(OLD.ended_as, '') <> coalesce(NEW.ended_as, '') BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(NEW.case_id AS TEXT) WHERE NEW.case_id <> '' ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; END

CREATE TRIGGER noted_case_lease_delete AFTER DELETE ON "case_lease" WHEN true BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(OLD.case_id AS TEXT) WHERE OLD.case_id <> '' ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; END

CREATE TRIGGER noted_call_insert AFTER INSERT ON "call" WHEN true BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(a.case_id AS TEXT) FROM attempt a WHERE a.id = NEW.attempt_id ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; END

CREATE TRIGGER noted_call_update AFTER UPDATE ON "call" WHEN true BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(a.case_id AS TEXT) FROM attempt a WHERE a.id = NEW.attempt_id ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; END

CREATE TRIGGER noted_call_delete AFTER DELETE ON "call" WHEN true BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(a.case_id AS TEXT) FROM attempt a WHERE a.id = OLD.attempt_id ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; END

CREATE TRIGGER noted_interview_key_insert AFTER INSERT ON "interview_key" WHEN true BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(i.case_id AS TEXT) FROM interview i WHERE i.id = NEW.interview_id ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; END

CREATE TRIGGER noted_interview_key_update AFTER UPDATE ON "interview_key" WHEN true BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(i.case_id AS TEXT) FROM interview i WHERE i.id = NEW.interview_id ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; END

CREATE TRIGGER noted_interview_key_delete AFTER DELETE ON "interview_key" WHEN true BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(i.case_id AS TEXT) FROM interview i WHERE i.id = OLD.interview_id ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; END

CREATE TRIGGER noted_interview_document_insert AFTER INSERT ON "interview_document" WHEN true BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(i.case_id AS TEXT) FROM interview i WHERE i.id = NEW.interview_id ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; END

CREATE TRIGGER noted_interview_document_update AFTER UPDATE ON "interview_document" WHEN true BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(i.case_id AS TEXT) FROM interview i WHERE i.id = NEW.interview_id ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; END

CREATE TRIGGER noted_interview_document_delete AFTER DELETE ON "interview_document" WHEN true BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(i.case_id AS TEXT) FROM interview i WHERE i.id = OLD.interview_id ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; END

CREATE TRIGGER noted_set_apart_insert AFTER INSERT ON "set_apart" WHEN true BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(i.case_id AS TEXT) FROM interview i WHERE i.id = NEW.interview_id ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; END

CREATE TRIGGER noted_set_apart_update AFTER UPDATE ON "set_apart" WHEN true BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(i.case_id AS TEXT) FROM interview i WHERE i.id = NEW.interview_id ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; END

CREATE TRIGGER noted_set_apart_delete AFTER DELETE ON "set_apart" WHEN true BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(i.case_id AS TEXT) FROM interview i WHERE i.id = OLD.interview_id ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; END

CREATE TRIGGER noted_not_counted_insert AFTER INSERT ON "not_counted" WHEN true BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(i.case_id AS TEXT) FROM interview i WHERE i.id = NEW.interview_id ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; END

CREATE TRIGGER noted_not_counted_update AFTER UPDATE ON "not_counted" WHEN true BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(i.case_id AS TEXT) FROM interview i WHERE i.id = NEW.interview_id ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; END

CREATE TRIGGER noted_not_counted_delete AFTER DELETE ON "not_counted" WHEN true BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(i.case_id AS TEXT) FROM interview i WHERE i.id = OLD.interview_id ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; END

CREATE TRIGGER noted_place_grant_insert AFTER INSERT ON "place_grant" WHEN true BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'grant', CAST(NEW.id AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; END

CREATE TRIGGER noted_place_grant_update AFTER UPDATE ON "place_grant" WHEN true BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'grant', CAST(NEW.id AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; END

CREATE TRIGGER noted_place_grant_delete AFTER DELETE ON "place_grant" WHEN true BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'grant', CAST(OLD.id AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; END

CREATE TRIGGER noted_hub_fact_insert AFTER INSERT ON "hub_fact" WHEN true BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'fact', CAST(NEW.position AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; END

CREATE TRIGGER noted_hub_fact_update AFTER UPDATE ON "hub_fact" WHEN true BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'fact', CAST(NEW.position AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; END

CREATE TRIGGER noted_hub_fact_delete AFTER DELETE ON "hub_fact" WHEN true BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'fact', CAST(OLD.position AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; END

CREATE TRIGGER noted_cell_insert AFTER INSERT ON "cell" WHEN true BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'cell', CAST('' AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; END

CREATE TRIGGER noted_cell_update AFTER UPDATE ON "cell" WHEN true BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'cell', CAST('' AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; END

CREATE TRIGGER noted_cell_delete AFTER DELETE ON "cell" WHEN true BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'cell', CAST('' AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; END

CREATE TRIGGER noted_part_count_insert AFTER INSERT ON "part_count" WHEN true BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'part_count', CAST('' AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; END

CREATE TRIGGER noted_part_count_update AFTER UPDATE ON "part_count" WHEN true BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'part_count', CAST('' AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; END

CREATE TRIGGER noted_part_count_delete AFTER DELETE ON "part_count" WHEN true BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'part_count', CAST('' AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; END

CREATE TRIGGER noted_known_station_insert AFTER INSERT ON "known_station" WHEN true BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'known_station', CAST('' AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; END

CREATE TRIGGER noted_known_station_update AFTER UPDATE ON "known_station" WHEN true BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'known_station', CAST('' AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; END

CREATE TRIGGER noted_known_station_delete AFTER DELETE ON "known_station" WHEN true BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'known_station', CAST('' AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; END

CREATE TABLE hub_answer (id TEXT PRIMARY KEY, asked_hash TEXT NOT NULL, answer TEXT NOT NULL, answered_at TEXT NOT NULL)

CREATE TABLE hub_bundle (user_id TEXT PRIMARY KEY, keys TEXT NOT NULL, n BIGINT NOT NULL, taken BIGINT NOT NULL, login_check BYTEA NOT NULL, sealed BYTEA NOT NULL, arrived BIGINT NOT NULL)

CREATE TRIGGER noted_staff_word_insert AFTER INSERT ON staff_word BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'staff_word', '' WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; END

CREATE TRIGGER noted_staff_word_update AFTER UPDATE ON staff_word BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'staff_word', '' WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; END

CREATE TRIGGER noted_staff_word_delete AFTER DELETE ON staff_word BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'staff_word', '' WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; END

INSERT INTO "hub_version" VALUES ('0006')
