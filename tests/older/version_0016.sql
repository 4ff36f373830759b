CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE blocked_number (
	number_hash VARCHAR NOT NULL, 
	blocked_at VARCHAR NOT NULL, 
	PRIMARY KEY (number_hash)
);
CREATE TABLE cell (
	id VARCHAR NOT NULL, 
	position INTEGER NOT NULL, 
	target INTEGER NOT NULL, 
	room INTEGER NOT NULL, 
	achieved INTEGER NOT NULL, 
	in_progress INTEGER NOT NULL, 
	rolled_back INTEGER NOT NULL, closed BOOLEAN DEFAULT 0 NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT never_too_many CHECK (achieved + in_progress <= max(target, room)), 
	CONSTRAINT counters_not_negative CHECK (achieved >= 0 AND in_progress >= 0 AND rolled_back >= 0)
);
CREATE TABLE event (
	seq INTEGER NOT NULL, 
	device VARCHAR NOT NULL, 
	at VARCHAR NOT NULL, 
	mono_ms INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	user_id VARCHAR, 
	case_id VARCHAR, 
	interview_id VARCHAR, 
	payload TEXT, 
	PRIMARY KEY (seq)
);
CREATE TABLE meta (
	"key" VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	PRIMARY KEY ("key")
);
CREATE TABLE user (
	id VARCHAR NOT NULL, 
	login VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	role VARCHAR NOT NULL, 
	number INTEGER NOT NULL, 
	languages VARCHAR NOT NULL, 
	password_hash VARCHAR NOT NULL, 
	wrapped_key VARCHAR, skills TEXT DEFAULT '' NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (login), 
	UNIQUE (number)
);
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
	appointment_owner VARCHAR, place TEXT DEFAULT '' NOT NULL, cell TEXT DEFAULT '' NOT NULL, skill TEXT DEFAULT '' NOT NULL, tried TEXT DEFAULT '' NOT NULL, rest TEXT DEFAULT '' NOT NULL, refusals INTEGER DEFAULT '0' NOT NULL, due_s INTEGER DEFAULT '0' NOT NULL, level_0 INTEGER DEFAULT '16' NOT NULL, level_1 INTEGER DEFAULT '16' NOT NULL, level_2 INTEGER DEFAULT '16' NOT NULL, level_3 INTEGER DEFAULT '16' NOT NULL, not_by TEXT, route_id INTEGER, sample_id VARCHAR, replicate INTEGER, release_order INTEGER, 
	PRIMARY KEY (id), 
	FOREIGN KEY(locked_by) REFERENCES user (id), 
	UNIQUE (case_no)
);
CREATE TABLE attempt (
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
	FOREIGN KEY(case_id) REFERENCES "case" (id), 
	FOREIGN KEY(user_id) REFERENCES user (id)
);
CREATE TABLE interview (
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
	last_seq INTEGER NOT NULL, place_until VARCHAR, usable BOOLEAN DEFAULT 0 NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(case_id) REFERENCES "case" (id), 
	FOREIGN KEY(cell_id) REFERENCES cell (id), 
	FOREIGN KEY(user_id) REFERENCES user (id)
);
CREATE TABLE number (
	id VARCHAR NOT NULL, 
	case_id VARCHAR NOT NULL, 
	position INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	sealed BLOB NOT NULL, 
	dials INTEGER NOT NULL, lookup VARCHAR, region VARCHAR, time_zone VARCHAR, 
	PRIMARY KEY (id), 
	FOREIGN KEY(case_id) REFERENCES "case" (id)
);
CREATE TABLE recontact (
	id VARCHAR NOT NULL, 
	case_id VARCHAR NOT NULL, 
	consented_at VARCHAR NOT NULL, 
	sealed BLOB NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(case_id) REFERENCES "case" (id)
);
CREATE TABLE route (id INTEGER NOT NULL PRIMARY KEY, place TEXT NOT NULL, language TEXT NOT NULL, skill TEXT NOT NULL, cell TEXT NOT NULL, UNIQUE (place, language, skill, cell));
CREATE TABLE queue_count (route_id INTEGER NOT NULL, rest TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (route_id, rest)) WITHOUT ROWID;
CREATE TABLE part_count (
	frame VARCHAR NOT NULL, 
	part INTEGER NOT NULL, 
	calls INTEGER NOT NULL, 
	reached INTEGER NOT NULL, 
	PRIMARY KEY (frame, part)
);
CREATE TABLE interview_count (state TEXT NOT NULL PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE interview_length (span TEXT NOT NULL, seconds INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (span, seconds)) WITHOUT ROWID;
CREATE TABLE "call" (id VARCHAR NOT NULL, attempt_id VARCHAR NOT NULL, number_id VARCHAR NOT NULL, dialled_at VARCHAR NOT NULL, ended_at VARCHAR, ended_by VARCHAR, place VARCHAR DEFAULT '' NOT NULL, PRIMARY KEY (attempt_id, id), FOREIGN KEY (attempt_id) REFERENCES attempt (id), FOREIGN KEY (number_id) REFERENCES number (id)) WITHOUT ROWID;
CREATE TABLE "datum" (interview_id VARCHAR NOT NULL, variable VARCHAR NOT NULL, text TEXT NOT NULL, missing VARCHAR, PRIMARY KEY (interview_id, variable), FOREIGN KEY (interview_id) REFERENCES interview (id)) WITHOUT ROWID;
CREATE TABLE form_version (
	hash VARCHAR NOT NULL, 
	study_version VARCHAR NOT NULL, 
	form_version VARCHAR NOT NULL, 
	first_used_at VARCHAR NOT NULL, 
	in_force_at VARCHAR NOT NULL, 
	files BLOB NOT NULL, 
	PRIMARY KEY (hash)
);
INSERT INTO "alembic_version" VALUES ('0016');
INSERT INTO "cell" VALUES ('m/young', 0, 2, 0, 1, 0, 0, 0);
INSERT INTO "cell" VALUES ('m/old', 1, 2, 0, 0, 0, 1, 0);
INSERT INTO "cell" VALUES ('f/young', 2, 2, 0, 0, 0, 0, 0);
INSERT INTO "cell" VALUES ('f/old', 3, 2, 0, 0, 1, 0, 0);
INSERT INTO "cell" VALUES ('unclassified', 4, 1, 0, 0, 0, 0, 0);
INSERT INTO "event" VALUES (1, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'rules_in_force', NULL, NULL, NULL, '{"pack":"de-2016","zone":"Europe/Berlin","country":"DE","state":"NI","weekdays":"09:00-20:00","saturday":"10:00-20:00","sunday":"","expected_length_min":20,"regional_holidays":true,"closed_days":["12-24","12-31"],"max_attempts":10,"max_attempts_per_day":3,"soft_refusal_days":7,"reason":""}');
INSERT INTO "event" VALUES (2, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'form_in_force', NULL, NULL, NULL, '{"form":"hash","study_version":"1","form_version":"","before":""}');
INSERT INTO "event" VALUES (3, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'case_offered', '01a20e12-2580-7d82-b082-532b629f6fbe', 'case-1', NULL, '{"because":"never_called"}');
INSERT INTO "event" VALUES (4, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'contact_shown', '01a20e12-2580-7d82-b082-532b629f6fbe', 'case-1', NULL, NULL);
INSERT INTO "event" VALUES (5, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'call_started', '01a20e12-2580-7d82-b082-532b629f6fbe', 'case-1', NULL, '{"call":"01a20e12-2580-7d95-85dc-86740e7a269f"}');
INSERT INTO "event" VALUES (6, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview_started', '01a20e12-2580-7d82-b082-532b629f6fbe', 'case-1', NULL, '{"interview":"01a20e12-2580-715b-b578-d0495c6e4337"}');
INSERT INTO "event" VALUES (7, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.started', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-715b-b578-d0495c6e4337', '{"seed":3479118455,"language":"de","time_zone":"Europe/Berlin","form":"questionnaire","version":"","given.username":"1","given.enumerator-id":"1","given.enumerator-name":"Ann","given.collect-is-phone-app":"false"}');
INSERT INTO "event" VALUES (8, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.shown', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-715b-b578-d0495c6e4337', '{"ref":"/screener/sex"}');
INSERT INTO "event" VALUES (9, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.answered', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-715b-b578-d0495c6e4337', '{"text":"1","special":null,"ref":"/screener/sex"}');
INSERT INTO "event" VALUES (10, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.moved', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-715b-b578-d0495c6e4337', '{"how":"forward","ref":"/screener/sex"}');
INSERT INTO "event" VALUES (11, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.shown', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-715b-b578-d0495c6e4337', '{"ref":"/screener/age"}');
INSERT INTO "event" VALUES (12, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.answered', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-715b-b578-d0495c6e4337', '{"text":"30","special":null,"ref":"/screener/age"}');
INSERT INTO "event" VALUES (13, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'quota_decided', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-715b-b578-d0495c6e4337', '{"verdict":"in","cell":"m/young","achieved":0,"in_progress":0,"target":2}');
INSERT INTO "event" VALUES (14, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.hidden', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-715b-b578-d0495c6e4337', '{"name":"quota_status","value":"in"}');
INSERT INTO "event" VALUES (15, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.hidden', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-715b-b578-d0495c6e4337', '{"name":"quota_cell","value":"m/young"}');
INSERT INTO "event" VALUES (16, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.moved', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-715b-b578-d0495c6e4337', '{"how":"forward","ref":"/screener/age"}');
INSERT INTO "event" VALUES (17, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.shown', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-715b-b578-d0495c6e4337', '{"ref":"/main/rooms"}');
INSERT INTO "event" VALUES (18, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.answered', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-715b-b578-d0495c6e4337', '{"text":"3","special":null,"ref":"/main/rooms"}');
INSERT INTO "event" VALUES (19, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.moved', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-715b-b578-d0495c6e4337', '{"how":"forward","ref":"/main/rooms"}');
INSERT INTO "event" VALUES (20, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.shown', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-715b-b578-d0495c6e4337', '{"ref":"/main/wish"}');
INSERT INTO "event" VALUES (21, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.answered', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-715b-b578-d0495c6e4337', '{"text":"an ash tree","special":null,"ref":"/main/wish"}');
INSERT INTO "event" VALUES (22, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.moved', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-715b-b578-d0495c6e4337', '{"how":"forward","ref":"/main/wish"}');
INSERT INTO "event" VALUES (23, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.shown', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-715b-b578-d0495c6e4337', '{"ref":"/main/again"}');
INSERT INTO "event" VALUES (24, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.answered', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-715b-b578-d0495c6e4337', '{"text":"1","special":null,"ref":"/main/again"}');
INSERT INTO "event" VALUES (25, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.moved', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-715b-b578-d0495c6e4337', '{"how":"forward","ref":"/main/again"}');
INSERT INTO "event" VALUES (26, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.shown', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-715b-b578-d0495c6e4337', '{"ref":"/main/contact_name"}');
INSERT INTO "event" VALUES (27, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.answered', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-715b-b578-d0495c6e4337', '{"special":null,"text_sealed":"pyZSr/a2YFVssrqVYyzv9n5ZZPLKmpB4KokzEcwKNA/3uKII3A==","ref":"/main/contact_name"}');
INSERT INTO "event" VALUES (28, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.moved', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-715b-b578-d0495c6e4337', '{"how":"forward","ref":"/main/contact_name"}');
INSERT INTO "event" VALUES (29, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.shown', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-715b-b578-d0495c6e4337', '{"ref":"/main/contact_phone"}');
INSERT INTO "event" VALUES (30, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.answered', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-715b-b578-d0495c6e4337', '{"special":null,"text_sealed":"nuJ//f+XlDLo6V1d4XZH1ZZj8UtmuznMcVQSpKrv50g5Mbui4ya75A==","ref":"/main/contact_phone"}');
INSERT INTO "event" VALUES (31, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.moved', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-715b-b578-d0495c6e4337', '{"how":"forward","ref":"/main/contact_phone"}');
INSERT INTO "event" VALUES (32, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.ended', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-715b-b578-d0495c6e4337', NULL);
INSERT INTO "event" VALUES (33, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview_ended', '01a20e12-2580-7d82-b082-532b629f6fbe', 'case-1', '01a20e12-2580-715b-b578-d0495c6e4337', '{"result":"complete"}');
INSERT INTO "event" VALUES (34, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'call_ended', '01a20e12-2580-7d82-b082-532b629f6fbe', 'case-1', NULL, '{"call":"01a20e12-2580-7d95-85dc-86740e7a269f","ended_by":"interviewer"}');
INSERT INTO "event" VALUES (35, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'case_offered', '01a20e12-2580-7d82-b082-532b629f6fbe', 'case-2', NULL, '{"because":"never_called"}');
INSERT INTO "event" VALUES (36, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'contact_shown', '01a20e12-2580-7d82-b082-532b629f6fbe', 'case-2', NULL, NULL);
INSERT INTO "event" VALUES (37, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'call_started', '01a20e12-2580-7d82-b082-532b629f6fbe', 'case-2', NULL, '{"call":"01a20e12-2580-7ab7-93b8-81feda94e3e8"}');
INSERT INTO "event" VALUES (38, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview_started', '01a20e12-2580-7d82-b082-532b629f6fbe', 'case-2', NULL, '{"interview":"01a20e12-2580-7406-8d94-fe379b1f282e"}');
INSERT INTO "event" VALUES (39, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.started', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-7406-8d94-fe379b1f282e', '{"seed":3601438421,"language":"de","time_zone":"Europe/Berlin","form":"questionnaire","version":"","given.username":"1","given.enumerator-id":"1","given.enumerator-name":"Ann","given.collect-is-phone-app":"false"}');
INSERT INTO "event" VALUES (40, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.shown', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-7406-8d94-fe379b1f282e', '{"ref":"/screener/sex"}');
INSERT INTO "event" VALUES (41, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.answered', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-7406-8d94-fe379b1f282e', '{"text":"2","special":null,"ref":"/screener/sex"}');
INSERT INTO "event" VALUES (42, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.moved', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-7406-8d94-fe379b1f282e', '{"how":"forward","ref":"/screener/sex"}');
INSERT INTO "event" VALUES (43, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.shown', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-7406-8d94-fe379b1f282e', '{"ref":"/screener/age"}');
INSERT INTO "event" VALUES (44, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.answered', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-7406-8d94-fe379b1f282e', '{"text":"50","special":null,"ref":"/screener/age"}');
INSERT INTO "event" VALUES (45, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'quota_decided', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-7406-8d94-fe379b1f282e', '{"verdict":"in","cell":"f/old","achieved":0,"in_progress":0,"target":2}');
INSERT INTO "event" VALUES (46, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.hidden', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-7406-8d94-fe379b1f282e', '{"name":"quota_status","value":"in"}');
INSERT INTO "event" VALUES (47, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.hidden', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-7406-8d94-fe379b1f282e', '{"name":"quota_cell","value":"f/old"}');
INSERT INTO "event" VALUES (48, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.moved', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-7406-8d94-fe379b1f282e', '{"how":"forward","ref":"/screener/age"}');
INSERT INTO "event" VALUES (49, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.shown', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-7406-8d94-fe379b1f282e', '{"ref":"/main/rooms"}');
INSERT INTO "event" VALUES (50, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.answered', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-7406-8d94-fe379b1f282e', '{"text":"4","special":null,"ref":"/main/rooms"}');
INSERT INTO "event" VALUES (51, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.moved', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-7406-8d94-fe379b1f282e', '{"how":"forward","ref":"/main/rooms"}');
INSERT INTO "event" VALUES (52, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.shown', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-7406-8d94-fe379b1f282e', '{"ref":"/main/wish"}');
INSERT INTO "event" VALUES (53, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.answered', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-7406-8d94-fe379b1f282e', '{"text":"a lime tree","special":null,"ref":"/main/wish"}');
INSERT INTO "event" VALUES (54, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.moved', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-7406-8d94-fe379b1f282e', '{"how":"forward","ref":"/main/wish"}');
INSERT INTO "event" VALUES (55, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.shown', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-7406-8d94-fe379b1f282e', '{"ref":"/main/again"}');
INSERT INTO "event" VALUES (56, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.answered', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-7406-8d94-fe379b1f282e', '{"text":"1","special":null,"ref":"/main/again"}');
INSERT INTO "event" VALUES (57, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.moved', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-7406-8d94-fe379b1f282e', '{"how":"forward","ref":"/main/again"}');
INSERT INTO "event" VALUES (58, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.shown', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-7406-8d94-fe379b1f282e', '{"ref":"/main/contact_name"}');
INSERT INTO "event" VALUES (59, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.answered', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-7406-8d94-fe379b1f282e', '{"special":null,"text_sealed":"gEAXAMVe2Ky9qVUFjL7TdxznIXXYe+D+im0Vuowkma84aEXp","ref":"/main/contact_name"}');
INSERT INTO "event" VALUES (60, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.moved', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-7406-8d94-fe379b1f282e', '{"how":"forward","ref":"/main/contact_name"}');
INSERT INTO "event" VALUES (61, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.shown', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-7406-8d94-fe379b1f282e', '{"ref":"/main/contact_phone"}');
INSERT INTO "event" VALUES (62, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview_ended', '01a20e12-2580-7d82-b082-532b629f6fbe', 'case-2', '01a20e12-2580-7406-8d94-fe379b1f282e', '{"result":"interview_suspended"}');
INSERT INTO "event" VALUES (63, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'call_ended', '01a20e12-2580-7d82-b082-532b629f6fbe', 'case-2', NULL, '{"call":"01a20e12-2580-7ab7-93b8-81feda94e3e8","ended_by":"interviewer"}');
INSERT INTO "event" VALUES (64, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'case_offered', '01a20e12-2580-7d82-b082-532b629f6fbe', 'case-3', NULL, '{"because":"never_called"}');
INSERT INTO "event" VALUES (65, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'contact_shown', '01a20e12-2580-7d82-b082-532b629f6fbe', 'case-3', NULL, NULL);
INSERT INTO "event" VALUES (66, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'call_started', '01a20e12-2580-7d82-b082-532b629f6fbe', 'case-3', NULL, '{"call":"01a20e12-2580-7ae6-bffb-648d288bc781"}');
INSERT INTO "event" VALUES (67, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview_started', '01a20e12-2580-7d82-b082-532b629f6fbe', 'case-3', NULL, '{"interview":"01a20e12-2580-76e4-992f-a012a372db8f"}');
INSERT INTO "event" VALUES (68, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.started', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-76e4-992f-a012a372db8f', '{"seed":559574288,"language":"de","time_zone":"Europe/Berlin","form":"questionnaire","version":"","given.username":"1","given.enumerator-id":"1","given.enumerator-name":"Ann","given.collect-is-phone-app":"false"}');
INSERT INTO "event" VALUES (69, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.shown', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-76e4-992f-a012a372db8f', '{"ref":"/screener/sex"}');
INSERT INTO "event" VALUES (70, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.answered', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-76e4-992f-a012a372db8f', '{"text":"1","special":null,"ref":"/screener/sex"}');
INSERT INTO "event" VALUES (71, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.moved', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-76e4-992f-a012a372db8f', '{"how":"forward","ref":"/screener/sex"}');
INSERT INTO "event" VALUES (72, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.shown', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-76e4-992f-a012a372db8f', '{"ref":"/screener/age"}');
INSERT INTO "event" VALUES (73, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.answered', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-76e4-992f-a012a372db8f', '{"text":"60","special":null,"ref":"/screener/age"}');
INSERT INTO "event" VALUES (74, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'quota_decided', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-76e4-992f-a012a372db8f', '{"verdict":"in","cell":"m/old","achieved":0,"in_progress":0,"target":2}');
INSERT INTO "event" VALUES (75, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.hidden', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-76e4-992f-a012a372db8f', '{"name":"quota_status","value":"in"}');
INSERT INTO "event" VALUES (76, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.hidden', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-76e4-992f-a012a372db8f', '{"name":"quota_cell","value":"m/old"}');
INSERT INTO "event" VALUES (77, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.moved', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-76e4-992f-a012a372db8f', '{"how":"forward","ref":"/screener/age"}');
INSERT INTO "event" VALUES (78, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.shown', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-76e4-992f-a012a372db8f', '{"ref":"/main/rooms"}');
INSERT INTO "event" VALUES (79, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.answered', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-76e4-992f-a012a372db8f', '{"text":"5","special":null,"ref":"/main/rooms"}');
INSERT INTO "event" VALUES (80, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.moved', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-76e4-992f-a012a372db8f', '{"how":"forward","ref":"/main/rooms"}');
INSERT INTO "event" VALUES (81, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview.shown', '01a20e12-2580-7d82-b082-532b629f6fbe', NULL, '01a20e12-2580-76e4-992f-a012a372db8f', '{"ref":"/main/wish"}');
INSERT INTO "event" VALUES (82, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'interview_set_aside', '01a20e12-2580-7d82-b082-532b629f6fbe', 'case-3', NULL, NULL);
INSERT INTO "event" VALUES (83, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'case_offered', '01a20e12-2580-7e3e-8297-4bcd6baa9455', 'case-4', NULL, '{"because":"never_called"}');
INSERT INTO "event" VALUES (84, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'contact_shown', '01a20e12-2580-7e3e-8297-4bcd6baa9455', 'case-4', NULL, NULL);
INSERT INTO "event" VALUES (85, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'contact_shown', '01a20e12-2580-7e3e-8297-4bcd6baa9455', 'case-4', NULL, NULL);
INSERT INTO "event" VALUES (86, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'call_started', '01a20e12-2580-7e3e-8297-4bcd6baa9455', 'case-4', NULL, '{"call":"01a20e12-2580-7fea-bcc2-e53e82523e86"}');
INSERT INTO "event" VALUES (87, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'result_given', '01a20e12-2580-7e3e-8297-4bcd6baa9455', 'case-4', NULL, '{"attempt":"01a20e12-2580-7cdb-b70e-3d46b91751da","result":"refusal_household"}');
INSERT INTO "event" VALUES (88, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'result_changed', '01a20e12-2580-7424-a0b8-b998f728b4fa', 'case-4', NULL, '{"attempt":"01a20e12-2580-7cdb-b70e-3d46b91751da","was":"refusal_household","result":"no_answer","reason_sealed":"G4QE+BOv/bKDnsxZWDPozTDIFScpmTM1KQBkQmgInufTaNED5BZjl221l9DjEjUNw9qn"}');
INSERT INTO "event" VALUES (89, '22375080', '2026-11-24T15:00:00.000000+00:00', 0, 'case_reopened', '01a20e12-2580-7424-a0b8-b998f728b4fa', 'case-4', NULL, NULL);
INSERT INTO "meta" VALUES ('device', '22375080');
INSERT INTO "meta" VALUES ('pepper', '04e7ab18f0b834920dc98def3b5743dd757e743ab7732a624d97547fbb5ae698');
INSERT INTO "meta" VALUES ('open_by', '');
INSERT INTO "meta" VALUES ('final_codes', 'UO 2');
INSERT INTO "user" VALUES ('01a20e12-2580-7d82-b082-532b629f6fbe', 'ann', 'Ann', 'interviewer', 1, '', '$argon2id$v=19$m=8192,t=1,p=1$ZJC2iYN3IllVRTfmW4PgDw$/Zdc3zPruXVpXsuA9z+i3KuBllCcHrpiMicnFccCitw', '{"version": 1, "salt": "zLpA2TrYLBmmsCwC3WDPPQ==", "cost": [1, 8192, 1], "box": "bgqZQs1KOfq2hrQ6jxpI2O6OZGubfFwQkj/Ht07tvApQrNHyXgB5ENRpUZ9KC/mq+XFBnE5xTFofd7+/"}', '');
INSERT INTO "user" VALUES ('01a20e12-2580-7e3e-8297-4bcd6baa9455', 'bob', 'Bob', 'interviewer', 2, '', '$argon2id$v=19$m=8192,t=1,p=1$uMAfhAH2yxx1cmbHWotquw$n8cPiiY5uJ/wKvCM+Gj4U5nRqhbbYxDOOb8gm1bFqpw', '{"version": 1, "salt": "8hfauKMb88bQ0lEBhC0rvw==", "cost": [1, 8192, 1], "box": "tcHkVkb4r8ZRQeNLi4RbMo1SCWIVzkm9MqiVD/PXK68B4GKRfTO9BuEv7M89+N18Ex/gtN5AiuJKIuNc"}', '');
INSERT INTO "user" VALUES ('01a20e12-2580-7424-a0b8-b998f728b4fa', 'sue', 'Sue', 'supervisor', 3, '', '$argon2id$v=19$m=8192,t=1,p=1$R6VqFdHYh7SG27NaMh1Omg$lgzKiDhUPUAptelyg+Z4f0teLKPr68Ru7Qz+UBuEVgI', '{"version": 1, "salt": "MGljQgPLxT25lRDiEHudFQ==", "cost": [1, 8192, 1], "box": "CYPLWqZQX5Be+ejuh2aouPsuRL5Ej1ANekTrAD03pTn49R4KicPZSqrpwZ9k2v88LRm7YHKpe+qLQfgW"}', '');
INSERT INTO "user" VALUES ('01a20e12-2580-77c6-bac4-59ec67a9c378', 'eve', 'Eve', 'analyst', 4, '', '$argon2id$v=19$m=8192,t=1,p=1$k8zsX8fwaHP+gxN+LqFkyw$GrY2tWUAIDM/GsvoCJJCpU5m6wcgvrJICcPRiNbnzPA', NULL, '');
INSERT INTO "case" VALUES ('case-1', 1, 'landline', 'closed', '{"region": "north"}', 1, 1, 'complete', NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, '', '', '', '0,1,0,0,0,1', '', 0, 0, 16, 16, 16, 16, NULL, NULL, 'sample-name-1', NULL, NULL);
INSERT INTO "case" VALUES ('case-2', 2, 'landline', 'open', '{"region": "north"}', 1, 1, 'interview_suspended', '2026-11-25T08:00:00.000000+00:00', NULL, NULL, NULL, '01a20e12-2580-7406-8d94-fe379b1f282e', NULL, 0, NULL, '', '', '', '0,1,0,0,-8,1', 'not_due', 0, 1795593600, 8, 8, 8, 8, NULL, 1, 'sample-name-2', NULL, NULL);
INSERT INTO "case" VALUES ('case-3', 3, 'landline', 'open', '{"region": "north"}', 1, 1, 'not_attempted', NULL, '01a20e12-2580-7d82-b082-532b629f6fbe', '2026-11-24T15:00:00.000000+00:00', NULL, NULL, NULL, 0, NULL, '', '', '', '', '', 0, 0, 16, 16, 16, 16, NULL, 1, 'sample-name-3', NULL, NULL);
INSERT INTO "case" VALUES ('case-4', 4, 'landline', 'open', '{"region": "north"}', 1, 1, 'no_answer', '2026-11-25T08:00:00.000000+00:00', NULL, NULL, NULL, NULL, NULL, 0, NULL, '', '', '', '0,1,0,0,1,-1', 'not_due', 0, 1795593600, 17, 19, 17, 17, NULL, 1, 'sample-name-4', NULL, NULL);
INSERT INTO "case" VALUES ('case-5', 5, 'landline', 'open', '{"region": "north"}', 0, 0, 'not_attempted', NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, '', '', '', '', '', 0, 0, 16, 16, 16, 16, NULL, 1, 'sample-name-5', NULL, NULL);
INSERT INTO "case" VALUES ('case-6', 6, 'landline', 'open', '{"region": "north"}', 0, 0, 'not_attempted', NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, '', '', '', '', '', 0, 0, 16, 16, 16, 16, NULL, 1, 'sample-name-6', NULL, NULL);
INSERT INTO "attempt" VALUES ('01a20e12-2580-7f4b-bca9-349edcf4bb99', 'case-1', '01a20e12-2580-7d82-b082-532b629f6fbe', 1, '2026-11-24T15:00:00.000000+00:00', '2026-11-24T15:00:00.000000+00:00', 'complete', '{"state":"open","attempts":0,"disposition":"not_attempted","due_at":null,"rest":"","language":null,"appointment_at":null,"appointment_firm":0,"appointment_owner":null,"skill":"","not_by":null,"refusals":0,"tried":"","level_0":16,"level_1":16,"level_2":16,"level_3":16}', NULL, X'C7C12C4B33A0CB536F8F807CF7CA6E59F06BB6F8BDE1DF768B08BC60F8AF56F69467AACC1DEEB98470', NULL, NULL, 0);
INSERT INTO "attempt" VALUES ('01a20e12-2580-72b4-b3c6-08bfbc688778', 'case-2', '01a20e12-2580-7d82-b082-532b629f6fbe', 1, '2026-11-24T15:00:00.000000+00:00', '2026-11-24T15:00:00.000000+00:00', 'interview_suspended', '{"state": "open", "attempts": 0, "disposition": "not_attempted", "due_at": null, "rest": "", "language": null, "appointment_at": null, "appointment_firm": 0, "appointment_owner": null, "skill": "", "not_by": null, "refusals": 0, "tried": "", "level_0": 16, "level_1": 16, "level_2": 16, "level_3": 16, "fields": "{\"region\": \"north\", \"street\": \"Muster lane\"}"}', NULL, NULL, NULL, NULL, 0);
INSERT INTO "attempt" VALUES ('01a20e12-2580-79b5-a532-72540925e474', 'case-3', '01a20e12-2580-7d82-b082-532b629f6fbe', 1, '2026-11-24T15:00:00.000000+00:00', NULL, NULL, '{"state":"open","attempts":0,"disposition":"not_attempted","due_at":null,"rest":"","language":null,"appointment_at":null,"appointment_firm":0,"appointment_owner":null,"skill":"","not_by":null,"refusals":0,"tried":"","level_0":16,"level_1":16,"level_2":16,"level_3":16}', NULL, NULL, NULL, NULL, 0);
INSERT INTO "attempt" VALUES ('01a20e12-2580-7cdb-b70e-3d46b91751da', 'case-4', '01a20e12-2580-7e3e-8297-4bcd6baa9455', 1, '2026-11-24T15:00:00.000000+00:00', '2026-11-24T15:00:00.000000+00:00', 'no_answer', '{"state":"open","attempts":0,"disposition":"not_attempted","due_at":null,"rest":"","language":null,"appointment_at":null,"appointment_firm":0,"appointment_owner":null,"skill":"","not_by":null,"refusals":0,"tried":"","level_0":16,"level_1":16,"level_2":16,"level_3":16}', NULL, X'3549DFD4576EE1B7385DFF55889BC65B59B465F5AB7E469B30C37C50211835F449990CCF7A00A561787FA5A7C493DF632E602158C8', NULL, NULL, 0);
INSERT INTO "interview" VALUES ('01a20e12-2580-715b-b578-d0495c6e4337', 'case-1', '01a20e12-2580-7d82-b082-532b629f6fbe', 'completed', 'hash', 'de', '2026-11-24T15:00:00.000000+00:00', '2026-11-24T15:00:00.000000+00:00', '2026-11-24T15:00:00.000000+00:00', 'complete', 'in', 'm/young', 0, '{"quota_sex": "m", "quota_age_group": "young"}', '', 32, NULL, 0);
INSERT INTO "interview" VALUES ('01a20e12-2580-7406-8d94-fe379b1f282e', 'case-2', '01a20e12-2580-7d82-b082-532b629f6fbe', 'suspended', 'hash', 'de', '2026-11-24T15:00:00.000000+00:00', '2026-11-24T15:00:00.000000+00:00', '2026-11-24T15:00:00.000000+00:00', 'interview_suspended', 'in', 'f/old', 1, '{"quota_sex": "f", "quota_age_group": "old"}', '/main/contact_phone', 61, '2026-11-25T15:00:00.000000+00:00', 1);
INSERT INTO "interview" VALUES ('01a20e12-2580-76e4-992f-a012a372db8f', 'case-3', '01a20e12-2580-7d82-b082-532b629f6fbe', 'set_aside', 'hash', 'de', '2026-11-24T15:00:00.000000+00:00', '2026-11-24T15:00:00.000000+00:00', NULL, NULL, 'in', 'm/old', 0, '{"quota_sex": "m", "quota_age_group": "old"}', '/main/wish', 81, NULL, 0);
INSERT INTO "number" VALUES ('number-1-0', 'case-1', 0, 'landline', X'A80C8225513894356CF88C75BB210B1B04ED219DCD3DC7A98DC9D2E301C50BB91C2ED03761CB00248F', 1, '55a673e6bc8b6247e18f79f26da4e6fa', NULL, NULL);
INSERT INTO "number" VALUES ('number-2-0', 'case-2', 0, 'landline', X'1F06BA98C29EEB2A24AA88D54269922371C1861AFB73B815109602A1006E51E4FFBFF97486BD126491', 1, '30cda1a7b5006006d20a1608d415e4eb', NULL, NULL);
INSERT INTO "number" VALUES ('number-3-0', 'case-3', 0, 'landline', X'76DAF52025FCF93B7068616E293906D4E179E908D0C831E03F838AEA5466294DA3607AA1B1531BD5C9', 1, 'd77e814604d6abad5de7f3f7806dcb16', NULL, NULL);
INSERT INTO "number" VALUES ('number-4-0', 'case-4', 0, 'landline', X'4F736AE96EEB1A8382E07DEA83773B2D9BF9241D8F1AE3BBBA2DE326C30CD76DCC02E1489333AFFD0A', 1, '0541244b3d710c77d97586b26cb5f2c5', NULL, NULL);
INSERT INTO "number" VALUES ('number-5-0', 'case-5', 0, 'landline', X'0FCEF9B324D4C630CFB1299FF522B6685974B9F70BFE5312FAFC8330ED47389539A4F385D725CD0D38', 0, 'eaa824b96c7ac11e6883895ca7b9492e', NULL, NULL);
INSERT INTO "number" VALUES ('number-6-0', 'case-6', 0, 'landline', X'FBCC4E142FA00C98FE454A007CE35A59DC7CE8745C29C202025FE200A0047BDA4B0FBC8657838C657B', 0, '0e4335000cb1e23e63313e9962dc3c4f', NULL, NULL);
INSERT INTO "recontact" VALUES ('7ca6b0ca731e4b6f9711765c7f1d947c', 'case-1', '2026-11-24T15:00:00.000000+00:00', X'6991CD1673AD147AFAB0510CF2D312EA50A78EF7FBBB19B29743C1202AC8764F4A6E8A4682E75D2F3C1F5479616EF5398E4245B41C0CEB8E9999766A92149FB662D59AC5620B2B40331A68AAAEE9FDE14D41F42A007C741E869A');
INSERT INTO "recontact" VALUES ('db236da1144645b2b96d101e4ba0f25c', 'case-2', '2026-11-24T15:00:00.000000+00:00', X'51410537BFE2FEEDCF98DD6EAF20DCB064B767FAF1C575C97F65B95D4DCE3AEF4CDD7F0FE6949AF1FE199AECB64AD19F8D302E208299B246');
INSERT INTO "route" VALUES (1, '', '', '', '');
INSERT INTO "queue_count" VALUES (1, '', 3);
INSERT INTO "queue_count" VALUES (1, 'not_due', 2);
INSERT INTO "part_count" VALUES ('landline', 1, 3, 2);
INSERT INTO "interview_count" VALUES ('completed', 1);
INSERT INTO "interview_count" VALUES ('running', 0);
INSERT INTO "interview_count" VALUES ('set_aside', 1);
INSERT INTO "interview_count" VALUES ('suspended', 1);
INSERT INTO "interview_length" VALUES ('complete', 0, 1);
INSERT INTO "interview_length" VALUES ('screener', 0, 2);
INSERT INTO "call" VALUES ('01a20e12-2580-7ab7-93b8-81feda94e3e8', '01a20e12-2580-72b4-b3c6-08bfbc688778', 'number-2-0', '2026-11-24T15:00:00.000000+00:00', '2026-11-24T15:00:00.000000+00:00', 'interviewer', '');
INSERT INTO "call" VALUES ('01a20e12-2580-7ae6-bffb-648d288bc781', '01a20e12-2580-79b5-a532-72540925e474', 'number-3-0', '2026-11-24T15:00:00.000000+00:00', NULL, NULL, '');
INSERT INTO "call" VALUES ('01a20e12-2580-7fea-bcc2-e53e82523e86', '01a20e12-2580-7cdb-b70e-3d46b91751da', 'number-4-0', '2026-11-24T15:00:00.000000+00:00', NULL, NULL, '');
INSERT INTO "call" VALUES ('01a20e12-2580-7d95-85dc-86740e7a269f', '01a20e12-2580-7f4b-bca9-349edcf4bb99', 'number-1-0', '2026-11-24T15:00:00.000000+00:00', '2026-11-24T15:00:00.000000+00:00', 'interviewer', '');
INSERT INTO "datum" VALUES ('01a20e12-2580-715b-b578-d0495c6e4337', '/main/again', '1', NULL);
INSERT INTO "datum" VALUES ('01a20e12-2580-715b-b578-d0495c6e4337', '/main/rooms', '3', NULL);
INSERT INTO "datum" VALUES ('01a20e12-2580-715b-b578-d0495c6e4337', '/main/wish', 'an ash tree', NULL);
INSERT INTO "datum" VALUES ('01a20e12-2580-715b-b578-d0495c6e4337', '/outcome', '', 'blank');
INSERT INTO "datum" VALUES ('01a20e12-2580-715b-b578-d0495c6e4337', '/quota_cell', 'm/young', NULL);
INSERT INTO "datum" VALUES ('01a20e12-2580-715b-b578-d0495c6e4337', '/quota_status', 'in', NULL);
INSERT INTO "datum" VALUES ('01a20e12-2580-715b-b578-d0495c6e4337', '/screener/age', '30', NULL);
INSERT INTO "datum" VALUES ('01a20e12-2580-715b-b578-d0495c6e4337', '/screener/age_group', 'young', NULL);
INSERT INTO "datum" VALUES ('01a20e12-2580-715b-b578-d0495c6e4337', '/screener/sex', '1', NULL);
INSERT INTO "datum" VALUES ('01a20e12-2580-715b-b578-d0495c6e4337', '@first/main/hobby', 'rowing', NULL);
INSERT INTO "datum" VALUES ('01a20e12-2580-7406-8d94-fe379b1f282e', '/main/again', '1', NULL);
INSERT INTO "datum" VALUES ('01a20e12-2580-7406-8d94-fe379b1f282e', '/main/rooms', '4', NULL);
INSERT INTO "datum" VALUES ('01a20e12-2580-7406-8d94-fe379b1f282e', '/main/wish', 'a lime tree', NULL);
INSERT INTO "datum" VALUES ('01a20e12-2580-7406-8d94-fe379b1f282e', '/outcome', '', 'blank');
INSERT INTO "datum" VALUES ('01a20e12-2580-7406-8d94-fe379b1f282e', '/quota_cell', 'f/old', NULL);
INSERT INTO "datum" VALUES ('01a20e12-2580-7406-8d94-fe379b1f282e', '/quota_status', 'in', NULL);
INSERT INTO "datum" VALUES ('01a20e12-2580-7406-8d94-fe379b1f282e', '/screener/age', '50', NULL);
INSERT INTO "datum" VALUES ('01a20e12-2580-7406-8d94-fe379b1f282e', '/screener/age_group', 'old', NULL);
INSERT INTO "datum" VALUES ('01a20e12-2580-7406-8d94-fe379b1f282e', '/screener/sex', '2', NULL);
INSERT INTO "form_version" VALUES ('hash', '1', '', '2026-11-24T15:00:00.000000+00:00', '2026-11-24T15:00:00.000000+00:00', X'504B030414000000080000002100F01994D80D0000000B0000000A0000006E616D65732E6A736F6E8B564ACB2FCAD5CB4D518A0500504B03041400000008000000210095888834B90100007F04000001000000308D54DB6ADC30107DCF572810700321744BDBA794A51F903E34853E1A599ED8A25ACD4697644DDC7FEF68ECB5A5604231EB198F66CE5CCE682F46E1A37B86418C17A31845188E40C2CA4312463660483A30F02C6D205549A3A29141A3E583A7A81DB47C1074ADD006A9C2FAE96006EE75DB420A798A1864ED830CD18B317FB6FC1418B3E1D540A7ADE81CC6237D79E5002C38521F56B58CF0D4820A355A20F5C486F47E80D37EF61BC067FEDA06E81847766914DF3BD8763C0F0426D7FA5C14833C7EB87A25E35FF14D54D50DFF56DB9DF8FC856C0346DBA543346D757D5D540DB6153960D9539E1A6350C8A495892F5366210967C9BAFB4AC92CD66074A71B03F5119C47CBF595E92D327687D83643D27EF530D7A3BD788CC6DC88D04BFB475013B7747EF59AD3CB6D27AFEA5DFA0E5227C2EF27F116E272C1989A981B9D46FA067725CD211E124B3F93DC679363F2A65587535AD417ED7B12BF496CFB659B43C6DA22137DAE79102F908830932D8728D2CC37A39E6FD60F127BEE96C3B89B5D95E7DE0E3FF6A90E8A8F8706DC7F21BCB743AA47AD964E8DF64B81E53FC03C88746376CC982D6C9FD21C71B52E73DA15935CCC1F79B7C8FA0F504B0102140314000000080000002100F01994D80D0000000B0000000A00000000000000000000008001000000006E616D65732E6A736F6E504B010214031400000008000000210095888834B90100007F04000001000000000000000000000080013500000030504B05060000000002000200670000000D0200000000');
CREATE INDEX ix_attempt_case_id ON attempt (case_id);
CREATE INDEX ix_interview_case_id ON interview (case_id);
CREATE INDEX ix_number_case_id ON number (case_id);
CREATE INDEX ix_recontact_case_id ON recontact (case_id);
CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER queue_added AFTER INSERT ON "case" WHEN NEW.route_id IS NOT NULL BEGIN INSERT INTO queue_count (route_id, rest, n) VALUES (NEW.route_id, NEW.rest, 1) ON CONFLICT (route_id, rest) DO UPDATE SET n = n + 1; END;
CREATE TRIGGER queue_left AFTER UPDATE OF route_id, rest ON "case" WHEN OLD.route_id IS NOT NULL BEGIN UPDATE queue_count SET n = n - 1 WHERE route_id = OLD.route_id AND rest = OLD.rest; END;
CREATE TRIGGER queue_entered AFTER UPDATE OF route_id, rest ON "case" WHEN NEW.route_id IS NOT NULL BEGIN INSERT INTO queue_count (route_id, rest, n) VALUES (NEW.route_id, NEW.rest, 1) ON CONFLICT (route_id, rest) DO UPDATE SET n = n + 1; END;
CREATE TRIGGER queue_removed AFTER DELETE ON "case" WHEN OLD.route_id IS NOT NULL BEGIN UPDATE queue_count SET n = n - 1 WHERE route_id = OLD.route_id AND rest = OLD.rest; END;
CREATE INDEX ix_case_level_0 ON "case" (route_id, level_0, due_s) WHERE route_id IS NOT NULL;
CREATE INDEX ix_case_level_1 ON "case" (route_id, level_1, due_s) WHERE route_id IS NOT NULL;
CREATE INDEX ix_case_level_2 ON "case" (route_id, level_2, due_s) WHERE route_id IS NOT NULL;
CREATE INDEX ix_case_level_3 ON "case" (route_id, level_3, due_s) WHERE route_id IS NOT NULL;
CREATE INDEX ix_case_agreed ON "case" (appointment_at) WHERE appointment_at IS NOT NULL;
CREATE INDEX ix_case_not_by ON "case" (not_by, due_s) WHERE not_by IS NOT NULL;
CREATE INDEX ix_attempt_open ON attempt (user_id) WHERE ended_at IS NULL;
CREATE INDEX ix_attempt_block ON attempt (block_after) WHERE block_after IS NOT NULL;
CREATE UNIQUE INDEX ix_case_sample_id ON "case" (sample_id);
CREATE INDEX ix_number_lookup ON number (lookup);
CREATE INDEX ix_event_rules ON event (seq) WHERE kind = 'rules_in_force';
CREATE INDEX ix_case_by_state ON "case" (state, case_no);
CREATE INDEX ix_case_by_result ON "case" (state, disposition, case_no);
CREATE INDEX ix_case_due ON "case" (due_s, case_no) WHERE state = 'open';
CREATE INDEX ix_case_result_due ON "case" (disposition, due_s, case_no) WHERE state = 'open';
CREATE INDEX ix_case_agreed_no ON "case" (case_no) WHERE appointment_at IS NOT NULL;
CREATE INDEX ix_case_agreed_due ON "case" (due_s, case_no) WHERE appointment_at IS NOT NULL;
CREATE TRIGGER interview_added AFTER INSERT ON interview BEGIN INSERT INTO interview_count (state, n) VALUES (NEW.state, 1) ON CONFLICT (state) DO UPDATE SET n = n + 1; INSERT INTO interview_length (span, seconds, n) SELECT 'complete', CAST(round((julianday(NEW.ended_at) - julianday(NEW.started_at)) * 86400) AS INTEGER), 1 WHERE NEW.state = 'completed' AND NEW.ended_at IS NOT NULL ON CONFLICT (span, seconds) DO UPDATE SET n = n + 1; INSERT INTO interview_length (span, seconds, n) SELECT 'screener', CAST(round((julianday(NEW.screened_at) - julianday(NEW.started_at)) * 86400) AS INTEGER), 1 WHERE NEW.state <> 'set_aside' AND NEW.screened_at IS NOT NULL ON CONFLICT (span, seconds) DO UPDATE SET n = n + 1; END;
CREATE TRIGGER interview_removed AFTER DELETE ON interview BEGIN INSERT INTO interview_count (state, n) VALUES (OLD.state, -1) ON CONFLICT (state) DO UPDATE SET n = n + -1; INSERT INTO interview_length (span, seconds, n) SELECT 'complete', CAST(round((julianday(OLD.ended_at) - julianday(OLD.started_at)) * 86400) AS INTEGER), -1 WHERE OLD.state = 'completed' AND OLD.ended_at IS NOT NULL ON CONFLICT (span, seconds) DO UPDATE SET n = n + -1; INSERT INTO interview_length (span, seconds, n) SELECT 'screener', CAST(round((julianday(OLD.screened_at) - julianday(OLD.started_at)) * 86400) AS INTEGER), -1 WHERE OLD.state <> 'set_aside' AND OLD.screened_at IS NOT NULL ON CONFLICT (span, seconds) DO UPDATE SET n = n + -1; END;
CREATE TRIGGER interview_changed AFTER UPDATE OF state, started_at, screened_at, ended_at ON interview WHEN OLD.state <> NEW.state OR OLD.started_at <> NEW.started_at OR OLD.screened_at IS NOT NEW.screened_at OR OLD.ended_at IS NOT NEW.ended_at BEGIN INSERT INTO interview_count (state, n) VALUES (OLD.state, -1) ON CONFLICT (state) DO UPDATE SET n = n + -1; INSERT INTO interview_length (span, seconds, n) SELECT 'complete', CAST(round((julianday(OLD.ended_at) - julianday(OLD.started_at)) * 86400) AS INTEGER), -1 WHERE OLD.state = 'completed' AND OLD.ended_at IS NOT NULL ON CONFLICT (span, seconds) DO UPDATE SET n = n + -1; INSERT INTO interview_length (span, seconds, n) SELECT 'screener', CAST(round((julianday(OLD.screened_at) - julianday(OLD.started_at)) * 86400) AS INTEGER), -1 WHERE OLD.state <> 'set_aside' AND OLD.screened_at IS NOT NULL ON CONFLICT (span, seconds) DO UPDATE SET n = n + -1; INSERT INTO interview_count (state, n) VALUES (NEW.state, 1) ON CONFLICT (state) DO UPDATE SET n = n + 1; INSERT INTO interview_length (span, seconds, n) SELECT 'complete', CAST(round((julianday(NEW.ended_at) - julianday(NEW.started_at)) * 86400) AS INTEGER), 1 WHERE NEW.state = 'completed' AND NEW.ended_at IS NOT NULL ON CONFLICT (span, seconds) DO UPDATE SET n = n + 1; INSERT INTO interview_length (span, seconds, n) SELECT 'screener', CAST(round((julianday(NEW.screened_at) - julianday(NEW.started_at)) * 86400) AS INTEGER), 1 WHERE NEW.state <> 'set_aside' AND NEW.screened_at IS NOT NULL ON CONFLICT (span, seconds) DO UPDATE SET n = n + 1; END;
CREATE INDEX ix_interview_state ON interview (state, ended_at);
CREATE INDEX ix_interview_started ON interview (started_at, id);
CREATE INDEX ix_case_locked ON "case" (locked_by) WHERE locked_by IS NOT NULL;
CREATE INDEX ix_case_release ON "case" (replicate, release_order) WHERE state = 'unreleased';
CREATE INDEX ix_event_turn ON event (case_id, seq) WHERE kind = 'case_offered' OR kind = 'case_blocked' OR kind = 'case_reopened' OR kind = 'result_taken_back' OR kind = 'result_changed';
CREATE INDEX ix_event_interview ON event (interview_id, seq) WHERE interview_id IS NOT NULL;
