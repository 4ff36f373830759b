CREATE TABLE study_change (n BIGINT PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL, UNIQUE (kind, key))

CREATE INDEX ix_inbox_event_sender ON inbox_event (sender, seq)

CREATE FUNCTION noted_case_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(NEW.id AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; RETURN NULL; END $$

CREATE TRIGGER noted_case_insert AFTER INSERT ON "case" FOR EACH ROW WHEN (true) EXECUTE FUNCTION noted_case_insert()

CREATE FUNCTION noted_case_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(NEW.id AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; RETURN NULL; END $$

CREATE TRIGGER noted_case_update AFTER UPDATE OF state, attempts, dials, disposition, due_at, rest, locked_by, language, open_interview, appointment_at, appointment_firm, appointment_owner, place, cell, skill, not_by, refusals, tried, level_0, level_1, level_2, level_3, sample_id, sample_id_sealed, fields, sealed_fields, replicate, release_order, frame ON "case" FOR EACH ROW WHEN (true) EXECUTE FUNCTION noted_case_update()

CREATE FUNCTION noted_case_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(OLD.id AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; RETURN NULL; END $$

CREATE TRIGGER noted_case_delete AFTER DELETE ON "case" FOR EACH ROW WHEN (true) EXECUTE FUNCTION noted_case_delete()

CREATE FUNCTION noted_number_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(NEW.case_id AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; RETURN NULL; END $$

CREATE TRIGGER noted_number_insert AFTER INSERT ON "number" FOR EACH ROW WHEN (true) EXECUTE FUNCTION noted_number_insert()

CREATE FUNCTION noted_number_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(NEW.case_id AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; RETURN NULL; END $$

CREATE TRIGGER noted_number_update AFTER UPDATE ON "number" FOR EACH ROW WHEN (true) EXECUTE FUNCTION noted_number_update()

CREATE FUNCTION noted_number_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(OLD.case_id AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; RETURN NULL; END $$

CREATE TRIGGER noted_number_delete AFTER DELETE ON "number" FOR EACH ROW WHEN (true) EXECUTE FUNCTION noted_number_delete()

CREATE FUNCTION noted_attempt_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(NEW.case_id AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; RETURN NULL; END $$

CREATE TRIGGER noted_attempt_insert AFTER INSERT ON "attempt" FOR EACH ROW WHEN (true) EXECUTE FUNCTION noted_attempt_insert()

CREATE FUNCTION noted_attempt_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(NEW.case_id AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; RETURN NULL; END $$

CREATE TRIGGER noted_attempt_update AFTER UPDATE ON "attempt" FOR EACH ROW WHEN (true) EXECUTE FUNCTION noted_attempt_update()

CREATE FUNCTION noted_attempt_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(OLD.case_id AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; RETURN NULL; END $$

CREATE TRIGGER noted_attempt_delete AFTER DELETE ON "attempt" FOR EACH ROW WHEN (true) EXECUTE FUNCTION noted_attempt_delete()

CREATE FUNCTION noted_interview_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(NEW.case_id AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; RETURN NULL; END $$

CREATE TRIGGER noted_interview_insert AFTER INSERT ON "interview" FOR EACH ROW WHEN (true) EXECUTE FUNCTION noted_interview_insert()

CREATE FUNCTION noted_interview_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(NEW.case_id AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; RETURN NULL; END $$

CREATE TRIGGER noted_interview_update AFTER UPDATE ON "interview" FOR EACH ROW WHEN (true) EXECUTE FUNCTION noted_interview_update()

CREATE FUNCTION noted_interview_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(OLD.case_id AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; RETURN NULL; END $$

CREATE TRIGGER noted_interview_delete AFTER DELETE ON "interview" FOR EACH ROW WHEN (true) EXECUTE FUNCTION noted_interview_delete()

CREATE FUNCTION noted_recontact_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(NEW.case_id AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; RETURN NULL; END $$

CREATE TRIGGER noted_recontact_insert AFTER INSERT ON "recontact" FOR EACH ROW WHEN (true) EXECUTE FUNCTION noted_recontact_insert()

CREATE FUNCTION noted_recontact_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(NEW.case_id AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; RETURN NULL; END $$

CREATE TRIGGER noted_recontact_update AFTER UPDATE ON "recontact" FOR EACH ROW WHEN (true) EXECUTE FUNCTION noted_recontact_update()

CREATE FUNCTION noted_recontact_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(OLD.case_id AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; RETURN NULL; END $$

CREATE TRIGGER noted_recontact_delete AFTER DELETE ON "recontact" FOR EACH ROW WHEN (true) EXECUTE FUNCTION noted_recontact_delete()

CREATE FUNCTION noted_case_lease_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(NEW.case_id AS TEXT) WHERE NEW.case_id <> '' ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; RETURN NULL; END $$

CREATE TRIGGER noted_case_lease_insert AFTER INSERT ON "case_lease" FOR EACH ROW WHEN (true) EXECUTE FUNCTION noted_case_lease_insert()

CREATE FUNCTION noted_case_lease_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(NEW.case_id AS TEXT) WHERE NEW.case_id <> '' ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; RETURN NULL; END $$

CREATE TRIGGER noted_case_lease_update AFTER UPDATE ON "case_lease" FOR EACH ROW WHEN (coalesce(OLD.ended_as, '') <> coalesce(NEW.ended_as, '')) EXECUTE FUNCTION noted_case_lease_update()

CREATE FUNCTION noted_case_lease_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(OLD.case_id AS TEXT) WHERE OLD.case_id <> '' ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; RETURN NULL; END $$

CREATE TRIGGER noted_case_lease_delete AFTER DELETE ON "case_lease" FOR EACH ROW WHEN (true) EXECUTE FUNCTION noted_case_lease_delete()

CREATE FUNCTION noted_call_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(a.case_id AS TEXT) FROM attempt a WHERE a.id = NEW.attempt_id ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; RETURN NULL; END $$

CREATE TRIGGER noted_call_insert AFTER INSERT ON "call" FOR EACH ROW WHEN (true) EXECUTE FUNCTION noted_call_insert()

CREATE FUNCTION noted_call_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(a.case_id AS TEXT) FROM attempt a WHERE a.id = NEW.attempt_id ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; RETURN NULL; END $$

CREATE TRIGGER noted_call_update AFTER UPDATE ON "call" FOR EACH ROW WHEN (true) EXECUTE FUNCTION noted_call_update()

CREATE FUNCTION noted_call_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(a.case_id AS TEXT) FROM attempt a WHERE a.id = OLD.attempt_id ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; RETURN NULL; END $$

CREATE TRIGGER noted_call_delete AFTER DELETE ON "call" FOR EACH ROW WHEN (true) EXECUTE FUNCTION noted_call_delete()

CREATE FUNCTION noted_interview_key_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(i.case_id AS TEXT) FROM interview i WHERE i.id = NEW.interview_id ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; RETURN NULL; END $$

CREATE TRIGGER noted_interview_key_insert AFTER INSERT ON "interview_key" FOR EACH ROW WHEN (true) EXECUTE FUNCTION noted_interview_key_insert()

CREATE FUNCTION noted_interview_key_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(i.case_id AS TEXT) FROM interview i WHERE i.id = NEW.interview_id ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; RETURN NULL; END $$

CREATE TRIGGER noted_interview_key_update AFTER UPDATE ON "interview_key" FOR EACH ROW WHEN (true) EXECUTE FUNCTION noted_interview_key_update()

CREATE FUNCTION noted_interview_key_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(i.case_id AS TEXT) FROM interview i WHERE i.id = OLD.interview_id ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; RETURN NULL; END $$

CREATE TRIGGER noted_interview_key_delete AFTER DELETE ON "interview_key" FOR EACH ROW WHEN (true) EXECUTE FUNCTION noted_interview_key_delete()

CREATE FUNCTION noted_interview_document_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(i.case_id AS TEXT) FROM interview i WHERE i.id = NEW.interview_id ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; RETURN NULL; END $$

CREATE TRIGGER noted_interview_document_insert AFTER INSERT ON "interview_document" FOR EACH ROW WHEN (true) EXECUTE FUNCTION noted_interview_document_insert()

CREATE FUNCTION noted_interview_document_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(i.case_id AS TEXT) FROM interview i WHERE i.id = NEW.interview_id ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; RETURN NULL; END $$

CREATE TRIGGER noted_interview_document_update AFTER UPDATE ON "interview_document" FOR EACH ROW WHEN (true) EXECUTE FUNCTION noted_interview_document_update()

CREATE FUNCTION noted_interview_document_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(i.case_id AS TEXT) FROM interview i WHERE i.id = OLD.interview_id ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; RETURN NULL; END $$

CREATE TRIGGER noted_interview_document_delete AFTER DELETE ON "interview_document" FOR EACH ROW WHEN (true) EXECUTE FUNCTION noted_interview_document_delete()

CREATE FUNCTION noted_set_apart_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(i.case_id AS TEXT) FROM interview i WHERE i.id = NEW.interview_id ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; RETURN NULL; END $$

CREATE TRIGGER noted_set_apart_insert AFTER INSERT ON "set_apart" FOR EACH ROW WHEN (true) EXECUTE FUNCTION noted_set_apart_insert()

CREATE FUNCTION noted_set_apart_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(i.case_id AS TEXT) FROM interview i WHERE i.id = NEW.interview_id ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; RETURN NULL; END $$

CREATE TRIGGER noted_set_apart_update AFTER UPDATE ON "set_apart" FOR EACH ROW WHEN (true) EXECUTE FUNCTION noted_set_apart_update()

CREATE FUNCTION noted_set_apart_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(i.case_id AS TEXT) FROM interview i WHERE i.id = OLD.interview_id ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; RETURN NULL; END $$

CREATE TRIGGER noted_set_apart_delete AFTER DELETE ON "set_apart" FOR EACH ROW WHEN (true) EXECUTE FUNCTION noted_set_apart_delete()

CREATE FUNCTION noted_not_counted_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(i.case_id AS TEXT) FROM interview i WHERE i.id = NEW.interview_id ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; RETURN NULL; END $$

CREATE TRIGGER noted_not_counted_insert AFTER INSERT ON "not_counted" FOR EACH ROW WHEN (true) EXECUTE FUNCTION noted_not_counted_insert()

CREATE FUNCTION noted_not_counted_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(i.case_id AS TEXT) FROM interview i WHERE i.id = NEW.interview_id ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; RETURN NULL; END $$

CREATE TRIGGER noted_not_counted_update AFTER UPDATE ON "not_counted" FOR EACH ROW WHEN (true) EXECUTE FUNCTION noted_not_counted_update()

CREATE FUNCTION noted_not_counted_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'case', CAST(i.case_id AS TEXT) FROM interview i WHERE i.id = OLD.interview_id ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; RETURN NULL; END $$

CREATE TRIGGER noted_not_counted_delete AFTER DELETE ON "not_counted" FOR EACH ROW WHEN (true) EXECUTE FUNCTION noted_not_counted_delete()

CREATE FUNCTION noted_place_grant_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'grant', CAST(NEW.id AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; RETURN NULL; END $$

CREATE TRIGGER noted_place_grant_insert AFTER INSERT ON "place_grant" FOR EACH ROW WHEN (true) EXECUTE FUNCTION noted_place_grant_insert()

CREATE FUNCTION noted_place_grant_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'grant', CAST(NEW.id AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; RETURN NULL; END $$

CREATE TRIGGER noted_place_grant_update AFTER UPDATE ON "place_grant" FOR EACH ROW WHEN (true) EXECUTE FUNCTION noted_place_grant_update()

CREATE FUNCTION noted_place_grant_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'grant', CAST(OLD.id AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; RETURN NULL; END $$

CREATE TRIGGER noted_place_grant_delete AFTER DELETE ON "place_grant" FOR EACH ROW WHEN (true) EXECUTE FUNCTION noted_place_grant_delete()

CREATE FUNCTION noted_hub_fact_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'fact', CAST(NEW.position AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; RETURN NULL; END $$

CREATE TRIGGER noted_hub_fact_insert AFTER INSERT ON "hub_fact" FOR EACH ROW WHEN (true) EXECUTE FUNCTION noted_hub_fact_insert()

CREATE FUNCTION noted_hub_fact_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'fact', CAST(NEW.position AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; RETURN NULL; END $$

CREATE TRIGGER noted_hub_fact_update AFTER UPDATE ON "hub_fact" FOR EACH ROW WHEN (true) EXECUTE FUNCTION noted_hub_fact_update()

CREATE FUNCTION noted_hub_fact_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'fact', CAST(OLD.position AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; RETURN NULL; END $$

CREATE TRIGGER noted_hub_fact_delete AFTER DELETE ON "hub_fact" FOR EACH ROW WHEN (true) EXECUTE FUNCTION noted_hub_fact_delete()

CREATE FUNCTION noted_cell_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'cell', CAST('' AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; RETURN NULL; END $$

CREATE TRIGGER noted_cell_insert AFTER INSERT ON "cell" FOR EACH ROW WHEN (true) EXECUTE FUNCTION noted_cell_insert()

CREATE FUNCTION noted_cell_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'cell', CAST('' AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; RETURN NULL; END $$

CREATE TRIGGER noted_cell_update AFTER UPDATE ON "cell" FOR EACH ROW WHEN (true) EXECUTE FUNCTION noted_cell_update()

CREATE FUNCTION noted_cell_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'cell', CAST('' AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; RETURN NULL; END $$

CREATE TRIGGER noted_cell_delete AFTER DELETE ON "cell" FOR EACH ROW WHEN (true) EXECUTE FUNCTION noted_cell_delete()

CREATE FUNCTION noted_part_count_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'part_count', CAST('' AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; RETURN NULL; END $$

CREATE TRIGGER noted_part_count_insert AFTER INSERT ON "part_count" FOR EACH ROW WHEN (true) EXECUTE FUNCTION noted_part_count_insert()

CREATE FUNCTION noted_part_count_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'part_count', CAST('' AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; RETURN NULL; END $$

CREATE TRIGGER noted_part_count_update AFTER UPDATE ON "part_count" FOR EACH ROW WHEN (true) EXECUTE FUNCTION noted_part_count_update()

CREATE FUNCTION noted_part_count_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'part_count', CAST('' AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; RETURN NULL; END $$

CREATE TRIGGER noted_part_count_delete AFTER DELETE ON "part_count" FOR EACH ROW WHEN (true) EXECUTE FUNCTION noted_part_count_delete()

CREATE FUNCTION noted_known_station_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'known_station', CAST('' AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; RETURN NULL; END $$

CREATE TRIGGER noted_known_station_insert AFTER INSERT ON "known_station" FOR EACH ROW WHEN (true) EXECUTE FUNCTION noted_known_station_insert()

CREATE FUNCTION noted_known_station_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'known_station', CAST('' AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; RETURN NULL; END $$

CREATE TRIGGER noted_known_station_update AFTER UPDATE ON "known_station" FOR EACH ROW WHEN (true) EXECUTE FUNCTION noted_known_station_update()

CREATE FUNCTION noted_known_station_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change), 'known_station', CAST('' AS TEXT) WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n; RETURN NULL; END $$

CREATE TRIGGER noted_known_station_delete AFTER DELETE ON "known_station" FOR EACH ROW WHEN (true) EXECUTE FUNCTION noted_known_station_delete()

CREATE UNLOGGED TABLE IF NOT EXISTS hub_seat (device TEXT NOT NULL, user_id TEXT NOT NULL, activity TEXT NOT NULL, since TEXT, question BIGINT, language TEXT NOT NULL, heard_at TEXT NOT NULL, PRIMARY KEY (device, user_id))
