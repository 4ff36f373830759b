CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
)

CREATE TABLE blocked_number (
	number_hash VARCHAR NOT NULL, 
	blocked_at VARCHAR NOT NULL, 
	PRIMARY KEY (number_hash)
)

CREATE TABLE event (
	seq INTEGER NOT NULL, 
	device VARCHAR NOT NULL, 
	at VARCHAR NOT NULL, 
	mono_ms INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	user_id VARCHAR, 
	case_id VARCHAR, 
	interview_id VARCHAR, 
	payload TEXT, digest BLOB, sealed BLOB, log_seq INTEGER, 
	PRIMARY KEY (seq)
)

CREATE TABLE meta (
	"key" VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	PRIMARY KEY ("key")
)

CREATE TABLE user (
	id VARCHAR NOT NULL, 
	login VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	role VARCHAR NOT NULL, 
	number INTEGER NOT NULL, 
	languages VARCHAR NOT NULL, 
	password_hash VARCHAR NOT NULL, 
	wrapped_key VARCHAR, skills TEXT DEFAULT '' NOT NULL, active BOOLEAN DEFAULT 1 NOT NULL, box_key VARCHAR DEFAULT '' NOT NULL, sign_key VARCHAR DEFAULT '' NOT NULL, salt BLOB, cost VARCHAR DEFAULT '' NOT NULL, login_check BLOB, bundle BLOB, start_code BOOLEAN DEFAULT 0 NOT NULL, bundle_n INTEGER DEFAULT '0' NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (login), 
	UNIQUE (number)
)

CREATE TABLE number (
	id VARCHAR NOT NULL, 
	case_id VARCHAR NOT NULL, 
	position INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	sealed BLOB NOT NULL, 
	dials INTEGER NOT NULL, lookup VARCHAR, region VARCHAR, time_zone VARCHAR, 
	PRIMARY KEY (id), 
	FOREIGN KEY(case_id) REFERENCES "case" (id)
)

CREATE INDEX ix_number_case_id ON number (case_id)

CREATE TABLE recontact (
	id VARCHAR NOT NULL, 
	case_id VARCHAR NOT NULL, 
	consented_at VARCHAR NOT NULL, 
	sealed BLOB NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(case_id) REFERENCES "case" (id)
)

CREATE INDEX ix_recontact_case_id ON recontact (case_id)

CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END

CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END

CREATE TABLE route (id INTEGER NOT NULL PRIMARY KEY, place TEXT NOT NULL, language TEXT NOT NULL, skill TEXT NOT NULL, cell TEXT NOT NULL, UNIQUE (place, language, skill, cell))

CREATE TABLE queue_count (route_id INTEGER NOT NULL, rest TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (route_id, rest)) WITHOUT ROWID

CREATE INDEX ix_number_lookup ON number (lookup)

CREATE INDEX ix_event_rules ON event (seq) WHERE kind = 'rules_in_force'

CREATE TABLE part_count (
	frame VARCHAR NOT NULL, 
	part INTEGER NOT NULL, 
	calls INTEGER NOT NULL, 
	reached INTEGER NOT NULL, 
	PRIMARY KEY (frame, part)
)

CREATE TABLE interview_count (state TEXT NOT NULL PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID

CREATE TABLE interview_length (span TEXT NOT NULL, seconds INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (span, seconds)) WITHOUT ROWID

CREATE TABLE "call" (id VARCHAR NOT NULL, attempt_id VARCHAR NOT NULL, number_id VARCHAR NOT NULL, dialled_at VARCHAR NOT NULL, ended_at VARCHAR, ended_by VARCHAR, place VARCHAR DEFAULT '' NOT NULL, PRIMARY KEY (attempt_id, id), FOREIGN KEY (attempt_id) REFERENCES attempt (id), FOREIGN KEY (number_id) REFERENCES number (id)) WITHOUT ROWID

CREATE TABLE "datum" (interview_id VARCHAR NOT NULL, variable VARCHAR NOT NULL, text TEXT NOT NULL, missing VARCHAR, PRIMARY KEY (interview_id, variable), FOREIGN KEY (interview_id) REFERENCES interview (id)) WITHOUT ROWID

CREATE INDEX ix_event_turn ON event (case_id, seq) WHERE kind = 'case_offered' OR kind = 'case_blocked' OR kind = 'case_reopened' OR kind = 'result_taken_back' OR kind = 'result_changed'

CREATE INDEX ix_event_interview ON event (interview_id, seq) WHERE interview_id IS NOT NULL

CREATE TABLE form_version (
	hash VARCHAR NOT NULL, 
	study_version VARCHAR NOT NULL, 
	form_version VARCHAR NOT NULL, 
	first_used_at VARCHAR NOT NULL, 
	in_force_at VARCHAR NOT NULL, 
	files BLOB NOT NULL, 
	PRIMARY KEY (hash)
)

CREATE TABLE head (
	n INTEGER NOT NULL, 
	signed TEXT NOT NULL, 
	PRIMARY KEY (n)
)

CREATE TABLE box (
	purpose VARCHAR NOT NULL, 
	g INTEGER NOT NULL, 
	recipient VARCHAR NOT NULL, 
	sealed BLOB NOT NULL, 
	PRIMARY KEY (recipient, purpose, g)
)

CREATE TABLE device (
	id VARCHAR NOT NULL, 
	box_key VARCHAR NOT NULL, 
	sign_key VARCHAR NOT NULL, 
	PRIMARY KEY (id)
)

CREATE TABLE chain (
	device VARCHAR NOT NULL, 
	first_n INTEGER NOT NULL, 
	box BLOB NOT NULL, 
	generation INTEGER NOT NULL, 
	sealed BLOB NOT NULL, 
	vouched BLOB NOT NULL, 
	PRIMARY KEY (device, first_n)
)

CREATE TABLE interview_key (interview_id VARCHAR NOT NULL, g INTEGER NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (interview_id)) WITHOUT ROWID

CREATE TABLE set_apart (interview_id VARCHAR NOT NULL, form_hash VARCHAR NOT NULL, PRIMARY KEY (interview_id, form_hash), FOREIGN KEY (interview_id) REFERENCES interview (id)) WITHOUT ROWID

CREATE TABLE interview_document (
	interview_id VARCHAR NOT NULL, 
	sealed BLOB NOT NULL, 
	PRIMARY KEY (interview_id), 
	FOREIGN KEY(interview_id) REFERENCES interview (id)
)

CREATE TABLE block_pepper (
	id VARCHAR NOT NULL, 
	own BOOLEAN NOT NULL, 
	sealed BLOB NOT NULL, 
	PRIMARY KEY (id)
)

CREATE TABLE case_lease (
	epoch INTEGER NOT NULL, 
	n INTEGER NOT NULL, 
	case_id VARCHAR NOT NULL, 
	device VARCHAR NOT NULL, 
	user_id VARCHAR NOT NULL, 
	request VARCHAR NOT NULL, 
	given_at VARCHAR NOT NULL, 
	expires_at VARCHAR NOT NULL, 
	report_by VARCHAR NOT NULL, 
	ended_at VARCHAR, 
	ended_as VARCHAR, digest VARCHAR, waits BOOLEAN DEFAULT 0 NOT NULL, hold_n INTEGER DEFAULT 0 NOT NULL, results INTEGER DEFAULT 0 NOT NULL, 
	PRIMARY KEY (epoch, n), 
	UNIQUE (device, request)
)

CREATE INDEX ix_case_lease_case ON case_lease (case_id, epoch, n)

CREATE INDEX ix_case_lease_open ON case_lease (device) WHERE ended_at IS NULL

CREATE INDEX ix_case_lease_report ON case_lease (report_by) WHERE ended_at IS NULL

CREATE TABLE not_counted (
	interview_id VARCHAR NOT NULL, 
	why VARCHAR NOT NULL, 
	at VARCHAR NOT NULL, 
	PRIMARY KEY (interview_id), 
	FOREIGN KEY(interview_id) REFERENCES interview (id)
)

CREATE TABLE carried_event (
	interview_id VARCHAR NOT NULL, 
	position INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	device VARCHAR NOT NULL, 
	at VARCHAR NOT NULL, 
	mono_ms INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	user_id VARCHAR, 
	case_id VARCHAR, 
	payload TEXT, 
	sealed BLOB, 
	PRIMARY KEY (interview_id, position)
)

CREATE TABLE known_station (
	device VARCHAR NOT NULL, 
	epoch INTEGER NOT NULL, 
	written_off BOOLEAN NOT NULL, awaited TEXT DEFAULT '[]' NOT NULL, acts INTEGER DEFAULT '0' NOT NULL, paused BOOLEAN DEFAULT '0' NOT NULL, 
	PRIMARY KEY (device)
)

CREATE TABLE case_package (
	epoch INTEGER NOT NULL, 
	n INTEGER NOT NULL, 
	case_id VARCHAR NOT NULL, 
	packed_at VARCHAR NOT NULL, 
	waits BOOLEAN NOT NULL, 
	blocked BOOLEAN NOT NULL, 
	rows TEXT NOT NULL, places TEXT DEFAULT '[]' NOT NULL, 
	PRIMARY KEY (epoch, n)
)

CREATE TABLE bundle_aside (
	epoch INTEGER NOT NULL, 
	n INTEGER NOT NULL, 
	case_id VARCHAR NOT NULL, 
	device VARCHAR NOT NULL, 
	digest VARCHAR NOT NULL, 
	why VARCHAR NOT NULL, 
	at VARCHAR NOT NULL, 
	rows TEXT NOT NULL, 
	PRIMARY KEY (device, epoch, n, digest)
)

CREATE TABLE erasure (
	case_id VARCHAR NOT NULL, 
	n INTEGER NOT NULL, 
	declared TEXT NOT NULL, 
	signature VARCHAR NOT NULL, 
	PRIMARY KEY (case_id), 
	UNIQUE (n)
)

CREATE TABLE sample_change (
	id VARCHAR NOT NULL, 
	device VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	cases INTEGER NOT NULL, 
	told TEXT NOT NULL, 
	made_at VARCHAR NOT NULL, 
	waits BOOLEAN NOT NULL, 
	taken_at VARCHAR, 
	taken_n INTEGER, 
	outcome TEXT, made_n INTEGER DEFAULT '0' NOT NULL, 
	PRIMARY KEY (id)
)

CREATE TABLE sample_change_case (
	change_id VARCHAR NOT NULL, 
	position INTEGER NOT NULL, 
	case_id VARCHAR NOT NULL, 
	renews BOOLEAN NOT NULL, 
	file_row INTEGER NOT NULL, 
	rows TEXT NOT NULL, 
	PRIMARY KEY (change_id, position)
)

CREATE INDEX ix_sample_change_case ON sample_change_case (case_id)

CREATE TABLE block_item (
	kind VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	gone BOOLEAN NOT NULL, 
	sealed TEXT NOT NULL, 
	told BOOLEAN NOT NULL, 
	n INTEGER NOT NULL, 
	PRIMARY KEY (kind, value)
)

CREATE INDEX ix_block_item_n ON block_item (n)

CREATE INDEX ix_block_item_untold ON block_item (kind, value) WHERE NOT told

CREATE INDEX ix_case_lease_waits ON case_lease (epoch, n) WHERE waits AND ended_at IS NULL

CREATE TABLE recovery (
	epoch INTEGER NOT NULL, 
	goes_on BOOLEAN NOT NULL, 
	edition INTEGER NOT NULL, 
	PRIMARY KEY (epoch)
)

CREATE TABLE aside_settled (
	kind VARCHAR NOT NULL, 
	"key" VARCHAR NOT NULL, 
	settling VARCHAR NOT NULL, 
	at VARCHAR NOT NULL, 
	PRIMARY KEY (kind, "key")
)

CREATE TABLE "cell" (
	id VARCHAR NOT NULL, 
	position INTEGER NOT NULL, 
	target INTEGER NOT NULL, 
	room INTEGER NOT NULL, 
	achieved INTEGER NOT NULL, 
	in_progress INTEGER NOT NULL, 
	rolled_back INTEGER NOT NULL, closed BOOLEAN DEFAULT 0 NOT NULL, paused BOOLEAN DEFAULT '0' NOT NULL, mode VARCHAR DEFAULT 'strict' NOT NULL, planned INTEGER DEFAULT '0' NOT NULL, version VARCHAR DEFAULT '' NOT NULL, changed_at VARCHAR, changed_by VARCHAR, was_target INTEGER, was_intake VARCHAR, was_given INTEGER, 
	PRIMARY KEY (id), 
	CONSTRAINT never_too_many CHECK (mode <> 'strict' OR achieved + in_progress <= max(target, room)), 
	CONSTRAINT counters_not_negative CHECK (achieved >= 0 AND in_progress >= 0 AND rolled_back >= 0), CONSTRAINT mode_known CHECK (mode IN ('strict', 'overrun', 'soft', 'counter')))

CREATE TABLE "place_grant" (
	id VARCHAR NOT NULL, 
	device VARCHAR NOT NULL, 
	interview_id VARCHAR NOT NULL, 
	cell_id VARCHAR NOT NULL, 
	given_at VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, use_by VARCHAR, lease_epoch INTEGER, lease_n INTEGER, 
	PRIMARY KEY (id)
)

CREATE INDEX ix_place_grant_device ON place_grant (device) WHERE state = 'live'

CREATE INDEX ix_place_grant_interview ON place_grant (interview_id) WHERE state = 'live'

CREATE TRIGGER overrun_is_full BEFORE UPDATE ON cell WHEN NEW.mode = 'overrun' AND NEW.achieved + NEW.in_progress > max(OLD.achieved + OLD.in_progress, NEW.room) AND OLD.achieved >= NEW.target BEGIN SELECT RAISE(ABORT, 'one interview too many'); END

CREATE INDEX ix_event_cells ON event (seq) WHERE kind = 'cell_closed' OR kind = 'cell_paused' OR kind = 'cell_opened' OR kind = 'unclassified_closed' OR kind = 'unclassified_paused' OR kind = 'unclassified_opened' OR kind = 'target_changed' OR kind = 'cell_change_undone' OR kind = 'cell_closed_asked' OR kind = 'cell_paused_asked' OR kind = 'cell_opened_asked' OR kind = 'unclassified_closed_asked' OR kind = 'unclassified_paused_asked' OR kind = 'unclassified_opened_asked' OR kind = 'target_changed_asked' OR kind = 'cell_change_undone_asked'

CREATE TABLE team_message (
	id VARCHAR NOT NULL, 
	at VARCHAR NOT NULL, 
	by_user VARCHAR NOT NULL, 
	addressed VARCHAR NOT NULL, 
	people TEXT NOT NULL, 
	urgent BOOLEAN NOT NULL, 
	readers TEXT NOT NULL, 
	sealed BLOB NOT NULL, 
	PRIMARY KEY (id)
)

CREATE INDEX ix_event_gathered ON event (at) WHERE log_seq IS NOT NULL

CREATE TABLE number_hold (
	lookup VARCHAR NOT NULL, 
	epoch INTEGER NOT NULL, 
	n INTEGER NOT NULL, 
	until VARCHAR, 
	PRIMARY KEY (lookup, epoch, n)
)

CREATE INDEX ix_event_weightings ON event (seq) WHERE kind = 'weighting_chosen'

CREATE INDEX ix_event_codings ON event (seq) WHERE kind = 'answer_coded'

CREATE TABLE bundle_at_hub (
	user_id VARCHAR NOT NULL, 
	keys VARCHAR NOT NULL, 
	n INTEGER NOT NULL, 
	taken INTEGER NOT NULL, 
	login_check BLOB NOT NULL, 
	sealed BLOB NOT NULL, 
	code VARCHAR NOT NULL, 
	PRIMARY KEY (user_id, keys)
)

CREATE INDEX ix_event_coded ON event (CAST(json_extract(payload, '$.interview') AS TEXT), seq) WHERE kind = 'answer_coded'

CREATE INDEX ix_event_watch ON event (seq) WHERE kind = 'review_proposed' OR kind = 'review_withdrawn' OR kind = 'review_passed' OR kind = 'interview_rejected' OR kind = 'interview_accepted' OR kind = 'answer_corrected' OR kind = 'alert_rested'

CREATE TABLE staff_word (word VARCHAR NOT NULL, person VARCHAR NOT NULL, quarter VARCHAR NOT NULL, until VARCHAR NOT NULL, own BOOLEAN NOT NULL, PRIMARY KEY (word)) WITHOUT ROWID

CREATE INDEX ix_staff_word_person ON staff_word (person, quarter)

CREATE TABLE "attempt" (
	id VARCHAR NOT NULL, 
	case_id VARCHAR NOT NULL, 
	user_id VARCHAR NOT NULL, 
	attempt_no INTEGER NOT NULL, 
	started_at VARCHAR NOT NULL, 
	ended_at VARCHAR, 
	disposition VARCHAR, 
	case_before VARCHAR, 
	block_after VARCHAR, 
	note_sealed BLOB, result VARCHAR, person VARCHAR, rang_back BOOLEAN DEFAULT 0 NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(case_id) REFERENCES "case" (id)
)

CREATE INDEX ix_attempt_block ON attempt (block_after) WHERE block_after IS NOT NULL

CREATE INDEX ix_attempt_case_id ON attempt (case_id)

CREATE INDEX ix_attempt_open ON attempt (user_id) WHERE ended_at IS NULL

CREATE TABLE "interview" (
	id VARCHAR NOT NULL, 
	case_id VARCHAR NOT NULL, 
	user_id VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	form_hash VARCHAR NOT NULL, 
	language VARCHAR NOT NULL, 
	started_at VARCHAR NOT NULL, 
	screened_at VARCHAR, 
	ended_at VARCHAR, 
	disposition VARCHAR, 
	quota_status VARCHAR NOT NULL, 
	cell_id VARCHAR, 
	held BOOLEAN NOT NULL, 
	frozen TEXT NOT NULL, 
	ref VARCHAR NOT NULL, 
	last_seq INTEGER NOT NULL, place_until VARCHAR, usable BOOLEAN DEFAULT 0 NOT NULL, between_s INTEGER DEFAULT 0 NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(case_id) REFERENCES "case" (id)
)

CREATE TRIGGER interview_added AFTER INSERT ON interview BEGIN INSERT INTO interview_count (state, n) VALUES (NEW.state, 1) ON CONFLICT (state) DO UPDATE SET n = n + 1; INSERT INTO interview_length (span, seconds, n) SELECT 'complete', CAST(round((julianday(NEW.ended_at) - julianday(NEW.started_at)) * 86400) AS INTEGER) - NEW.between_s, 1 WHERE NEW.state = 'completed' AND NEW.ended_at IS NOT NULL ON CONFLICT (span, seconds) DO UPDATE SET n = n + 1; INSERT INTO interview_length (span, seconds, n) SELECT 'screener', CAST(round((julianday(NEW.screened_at) - julianday(NEW.started_at)) * 86400) AS INTEGER), 1 WHERE NEW.state <> 'set_aside' AND NEW.screened_at IS NOT NULL ON CONFLICT (span, seconds) DO UPDATE SET n = n + 1; END

CREATE TRIGGER interview_became_complete AFTER UPDATE OF state, ended_at ON interview WHEN NEW.state = 'completed' AND NEW.ended_at IS NOT NULL AND (OLD.state <> NEW.state OR OLD.ended_at IS NOT NEW.ended_at) BEGIN UPDATE interview SET between_s = coalesce((SELECT max(0, CAST(round((julianday(NEW.ended_at) - julianday(NEW.started_at)) * 86400 - sum((julianday(min(coalesce(a.ended_at, NEW.ended_at), NEW.ended_at)) - julianday(max(a.started_at, NEW.started_at))) * 86400)) AS INTEGER)) FROM attempt a WHERE a.case_id = NEW.case_id AND a.started_at < NEW.ended_at AND coalesce(a.ended_at, NEW.ended_at) > NEW.started_at), 0) WHERE id = NEW.id AND between_s <> coalesce((SELECT max(0, CAST(round((julianday(NEW.ended_at) - julianday(NEW.started_at)) * 86400 - sum((julianday(min(coalesce(a.ended_at, NEW.ended_at), NEW.ended_at)) - julianday(max(a.started_at, NEW.started_at))) * 86400)) AS INTEGER)) FROM attempt a WHERE a.case_id = NEW.case_id AND a.started_at < NEW.ended_at AND coalesce(a.ended_at, NEW.ended_at) > NEW.started_at), 0); END

CREATE TRIGGER interview_came_complete AFTER INSERT ON interview WHEN NEW.state = 'completed' AND NEW.ended_at IS NOT NULL BEGIN UPDATE interview SET between_s = coalesce((SELECT max(0, CAST(round((julianday(NEW.ended_at) - julianday(NEW.started_at)) * 86400 - sum((julianday(min(coalesce(a.ended_at, NEW.ended_at), NEW.ended_at)) - julianday(max(a.started_at, NEW.started_at))) * 86400)) AS INTEGER)) FROM attempt a WHERE a.case_id = NEW.case_id AND a.started_at < NEW.ended_at AND coalesce(a.ended_at, NEW.ended_at) > NEW.started_at), 0) WHERE id = NEW.id AND between_s <> coalesce((SELECT max(0, CAST(round((julianday(NEW.ended_at) - julianday(NEW.started_at)) * 86400 - sum((julianday(min(coalesce(a.ended_at, NEW.ended_at), NEW.ended_at)) - julianday(max(a.started_at, NEW.started_at))) * 86400)) AS INTEGER)) FROM attempt a WHERE a.case_id = NEW.case_id AND a.started_at < NEW.ended_at AND coalesce(a.ended_at, NEW.ended_at) > NEW.started_at), 0); END

CREATE TRIGGER interview_changed AFTER UPDATE OF state, started_at, screened_at, ended_at, between_s ON interview WHEN OLD.state <> NEW.state OR OLD.started_at <> NEW.started_at OR OLD.screened_at IS NOT NEW.screened_at OR OLD.ended_at IS NOT NEW.ended_at OR OLD.between_s <> NEW.between_s BEGIN INSERT INTO interview_count (state, n) VALUES (OLD.state, -1) ON CONFLICT (state) DO UPDATE SET n = n + -1; INSERT INTO interview_length (span, seconds, n) SELECT 'complete', CAST(round((julianday(OLD.ended_at) - julianday(OLD.started_at)) * 86400) AS INTEGER) - OLD.between_s, -1 WHERE OLD.state = 'completed' AND OLD.ended_at IS NOT NULL ON CONFLICT (span, seconds) DO UPDATE SET n = n + -1; INSERT INTO interview_length (span, seconds, n) SELECT 'screener', CAST(round((julianday(OLD.screened_at) - julianday(OLD.started_at)) * 86400) AS INTEGER), -1 WHERE OLD.state <> 'set_aside' AND OLD.screened_at IS NOT NULL ON CONFLICT (span, seconds) DO UPDATE SET n = n + -1; INSERT INTO interview_count (state, n) VALUES (NEW.state, 1) ON CONFLICT (state) DO UPDATE SET n = n + 1; INSERT INTO interview_length (span, seconds, n) SELECT 'complete', CAST(round((julianday(NEW.ended_at) - julianday(NEW.started_at)) * 86400) AS INTEGER) - NEW.between_s, 1 WHERE NEW.state = 'completed' AND NEW.ended_at IS NOT NULL ON CONFLICT (span, seconds) DO UPDATE SET n = n + 1; INSERT INTO interview_length (span, seconds, n) SELECT 'screener', CAST(round((julianday(NEW.screened_at) - julianday(NEW.started_at)) * 86400) AS INTEGER), 1 WHERE NEW.state <> 'set_aside' AND NEW.screened_at IS NOT NULL ON CONFLICT (span, seconds) DO UPDATE SET n = n + 1; END

CREATE TRIGGER interview_removed AFTER DELETE ON interview BEGIN INSERT INTO interview_count (state, n) VALUES (OLD.state, -1) ON CONFLICT (state) DO UPDATE SET n = n + -1; INSERT INTO interview_length (span, seconds, n) SELECT 'complete', CAST(round((julianday(OLD.ended_at) - julianday(OLD.started_at)) * 86400) AS INTEGER) - OLD.between_s, -1 WHERE OLD.state = 'completed' AND OLD.ended_at IS NOT NULL ON CONFLICT (span, seconds) DO UPDATE SET n = n + -1; INSERT INTO interview_length (span, seconds, n) SELECT 'screener', CAST(round((julianday(OLD.screened_at) - julianday(OLD.started_at)) * 86400) AS INTEGER), -1 WHERE OLD.state <> 'set_aside' AND OLD.screened_at IS NOT NULL ON CONFLICT (span, seconds) DO UPDATE SET n = n + -1; END

CREATE INDEX ix_interview_case_id ON interview (case_id)

CREATE INDEX ix_interview_started ON interview (started_at, id)

CREATE INDEX ix_interview_state ON interview (state, ended_at)

CREATE TABLE "case" (
	id VARCHAR NOT NULL, 
	case_no INTEGER NOT NULL, 
	frame VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	fields TEXT NOT NULL, 
	attempts INTEGER NOT NULL, 
	dials INTEGER NOT NULL, 
	disposition VARCHAR NOT NULL, 
	due_at VARCHAR, 
	locked_by VARCHAR, 
	locked_at VARCHAR, 
	language VARCHAR, 
	open_interview VARCHAR, 
	appointment_at VARCHAR, 
	appointment_firm BOOLEAN NOT NULL, 
	appointment_owner VARCHAR, place TEXT DEFAULT '' NOT NULL, cell TEXT DEFAULT '' NOT NULL, skill TEXT DEFAULT '' NOT NULL, tried TEXT DEFAULT '' NOT NULL, rest TEXT DEFAULT '' NOT NULL, refusals INTEGER DEFAULT '0' NOT NULL, due_s INTEGER DEFAULT '0' NOT NULL, level_0 INTEGER DEFAULT '16' NOT NULL, level_1 INTEGER DEFAULT '16' NOT NULL, level_2 INTEGER DEFAULT '16' NOT NULL, level_3 INTEGER DEFAULT '16' NOT NULL, not_by TEXT, route_id INTEGER, sample_id VARCHAR, replicate INTEGER, release_order INTEGER, sample_id_sealed BLOB, sealed_fields BLOB, 
	PRIMARY KEY (id), 
	UNIQUE (case_no)
)

CREATE INDEX ix_case_agreed ON "case" (appointment_at, case_no) WHERE appointment_at IS NOT NULL

CREATE INDEX ix_case_agreed_due ON "case" (due_s, case_no) WHERE appointment_at IS NOT NULL

CREATE INDEX ix_case_agreed_no ON "case" (case_no) WHERE appointment_at IS NOT NULL

CREATE INDEX ix_case_by_result ON "case" (state, disposition, case_no)

CREATE INDEX ix_case_by_state ON "case" (state, case_no)

CREATE INDEX ix_case_due ON "case" (due_s, case_no) WHERE state = 'open'

CREATE INDEX ix_case_level_0 ON "case" (route_id, level_0, due_s, case_no) WHERE route_id IS NOT NULL

CREATE INDEX ix_case_level_1 ON "case" (route_id, level_1, due_s, case_no) WHERE route_id IS NOT NULL

CREATE INDEX ix_case_level_2 ON "case" (route_id, level_2, due_s, case_no) WHERE route_id IS NOT NULL

CREATE INDEX ix_case_level_3 ON "case" (route_id, level_3, due_s, case_no) WHERE route_id IS NOT NULL

CREATE INDEX ix_case_locked ON "case" (locked_by) WHERE locked_by IS NOT NULL

CREATE INDEX ix_case_not_by ON "case" (not_by, due_s) WHERE not_by IS NOT NULL

CREATE INDEX ix_case_release ON "case" (replicate, release_order) WHERE state = 'unreleased'

CREATE INDEX ix_case_result_due ON "case" (disposition, due_s, case_no) WHERE state = 'open'

CREATE UNIQUE INDEX ix_case_sample_id ON "case" (sample_id)

CREATE TRIGGER queue_added AFTER INSERT ON "case" WHEN NEW.route_id IS NOT NULL BEGIN INSERT INTO queue_count (route_id, rest, n) VALUES (NEW.route_id, NEW.rest, 1) ON CONFLICT (route_id, rest) DO UPDATE SET n = n + 1; END

CREATE TRIGGER queue_entered AFTER UPDATE OF route_id, rest ON "case" WHEN NEW.route_id IS NOT NULL BEGIN INSERT INTO queue_count (route_id, rest, n) VALUES (NEW.route_id, NEW.rest, 1) ON CONFLICT (route_id, rest) DO UPDATE SET n = n + 1; END

CREATE TRIGGER queue_left AFTER UPDATE OF route_id, rest ON "case" WHEN OLD.route_id IS NOT NULL BEGIN UPDATE queue_count SET n = n - 1 WHERE route_id = OLD.route_id AND rest = OLD.rest; END

CREATE TRIGGER queue_removed AFTER DELETE ON "case" WHEN OLD.route_id IS NOT NULL BEGIN UPDATE queue_count SET n = n - 1 WHERE route_id = OLD.route_id AND rest = OLD.rest; END

CREATE INDEX ix_event_release ON event (seq) WHERE kind = 'text_cleared' OR kind = 'relation_decided'

CREATE INDEX ix_event_groups ON event (seq) WHERE kind = 'group_drawn' OR kind = 'group_invitation' OR kind = 'consent_withdrawn'

CREATE INDEX ix_event_units ON event (seq) WHERE kind = 'unit_fixed' OR kind = 'unit_coded' OR kind = 'unit_adjudicated'

CREATE INDEX ix_event_unit ON event (CAST(json_extract(payload, '$.interview') AS TEXT), seq) WHERE kind = 'unit_fixed' OR kind = 'unit_coded' OR kind = 'unit_adjudicated'

CREATE INDEX ix_event_coders ON event (seq) WHERE kind = 'coder_joined' OR kind = 'coder_left' OR kind = 'frame_set'

CREATE TABLE code_key (id VARCHAR NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (id))

CREATE TABLE code_entry (interview_id VARCHAR NOT NULL, key_id VARCHAR NOT NULL, value VARCHAR NOT NULL, PRIMARY KEY (interview_id), FOREIGN KEY(interview_id) REFERENCES interview (id))

CREATE INDEX ix_code_entry_value ON code_entry (value)

INSERT INTO "alembic_version" VALUES ('0050')
