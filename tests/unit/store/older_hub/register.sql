CREATE TABLE hub (id TEXT PRIMARY KEY, address TEXT NOT NULL, form TEXT NOT NULL, made_at TEXT NOT NULL)

CREATE TABLE epoch (n BIGINT PRIMARY KEY, id TEXT NOT NULL, begun_at TEXT NOT NULL)

CREATE TABLE code (token_hash TEXT PRIMARY KEY, made_at TEXT NOT NULL, expires_at TEXT NOT NULL, study TEXT, device TEXT, for_study TEXT)

CREATE TABLE published (study TEXT PRIMARY KEY)

CREATE TABLE device (study TEXT NOT NULL, device TEXT NOT NULL, credential TEXT NOT NULL UNIQUE, enrolled_at TEXT NOT NULL, withdrawn_at TEXT, PRIMARY KEY (study, device))
