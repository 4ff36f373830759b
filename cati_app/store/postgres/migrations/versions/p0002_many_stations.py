"""Room for cases that are lent, places that are granted, and facts that were written elsewhere"""

from alembic import op

revision = "p0002"
down_revision = "p0001"
branch_labels = None
depends_on = None

_TABLES = """
CREATE TABLE case_lease (
 epoch BIGINT NOT NULL,
 n BIGINT NOT NULL,
 case_id TEXT NOT NULL,
 device TEXT NOT NULL,
 user_id TEXT NOT NULL,
 request TEXT NOT NULL,
 given_at TEXT NOT NULL,
 expires_at TEXT NOT NULL,
 report_by TEXT NOT NULL,
 ended_at TEXT,
 ended_as TEXT,
 PRIMARY KEY (epoch, n),
 UNIQUE (device, request)
);
CREATE TABLE place_grant (
 id TEXT NOT NULL,
 device TEXT NOT NULL,
 interview_id TEXT NOT NULL,
 cell_id TEXT NOT NULL REFERENCES cell (id),
 given_at TEXT NOT NULL,
 state TEXT NOT NULL,
 PRIMARY KEY (id)
);
CREATE TABLE not_counted (
 interview_id TEXT NOT NULL REFERENCES interview (id),
 why TEXT NOT NULL,
 at TEXT NOT NULL,
 PRIMARY KEY (interview_id)
);
CREATE TABLE carried_event (
 interview_id TEXT NOT NULL,
 position BIGINT NOT NULL,
 seq BIGINT NOT NULL,
 device TEXT NOT NULL,
 at TEXT NOT NULL,
 mono_ms BIGINT NOT NULL,
 kind TEXT NOT NULL,
 user_id TEXT,
 case_id TEXT,
 payload TEXT,
 sealed BYTEA,
 PRIMARY KEY (interview_id, position)
);
CREATE TABLE number_hold (
 lookup TEXT NOT NULL,
 until TEXT,
 PRIMARY KEY (lookup)
);
CREATE TABLE known_station (
 device TEXT NOT NULL,
 epoch BIGINT NOT NULL,
 written_off BOOLEAN NOT NULL,
 PRIMARY KEY (device)
);
CREATE TABLE case_package (
 epoch BIGINT NOT NULL,
 n BIGINT NOT NULL,
 case_id TEXT NOT NULL,
 packed_at TEXT NOT NULL,
 waits BOOLEAN NOT NULL,
 blocked BOOLEAN NOT NULL,
 rows TEXT NOT NULL,
 PRIMARY KEY (epoch, n)
);
CREATE TABLE bundle_aside (
 epoch BIGINT NOT NULL,
 n BIGINT NOT NULL,
 case_id TEXT NOT NULL,
 device TEXT NOT NULL,
 why TEXT NOT NULL,
 at TEXT NOT NULL,
 rows TEXT NOT NULL,
 PRIMARY KEY (epoch, n)
);
CREATE INDEX ix_case_lease_case ON case_lease (case_id, epoch, n);
CREATE INDEX ix_case_lease_open ON case_lease (device) WHERE ended_at IS NULL;
CREATE INDEX ix_case_lease_report ON case_lease (report_by) WHERE ended_at IS NULL;
CREATE INDEX ix_place_grant_interview ON place_grant (interview_id) WHERE state = 'live';
CREATE INDEX ix_place_grant_device ON place_grant (device) WHERE state = 'live'
"""
_NAMES = (
    *("bundle_aside", "case_package", "known_station", "number_hold", "carried_event", "not_counted", "place_grant"),
    "case_lease",
)


def upgrade() -> None:
    for statement in _TABLES.split(";"):
        op.execute(statement.strip())


def downgrade() -> None:
    for name in _NAMES:
        op.execute(f"DROP TABLE {name}")
