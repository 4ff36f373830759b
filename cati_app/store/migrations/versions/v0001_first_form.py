"""The first form of the database"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

from cati_app.store.tables import UtcText

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "blocked_number",
        sa.Column("number_hash", AutoString(), nullable=False),
        sa.Column("blocked_at", UtcText(), nullable=False),
        sa.PrimaryKeyConstraint("number_hash"),
    )
    op.create_table(
        "cell",
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.Column("room", sa.Integer(), nullable=False),
        sa.Column("achieved", sa.Integer(), nullable=False),
        sa.Column("in_progress", sa.Integer(), nullable=False),
        sa.Column("rolled_back", sa.Integer(), nullable=False),
        sa.CheckConstraint("achieved + in_progress <= max(target, room)", name="never_too_many"),
        sa.CheckConstraint("achieved >= 0 AND in_progress >= 0 AND rolled_back >= 0", name="counters_not_negative"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "event",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("device", AutoString(), nullable=False),
        sa.Column("at", AutoString(), nullable=False),
        sa.Column("mono_ms", sa.Integer(), nullable=False),
        sa.Column("kind", AutoString(), nullable=False),
        sa.Column("user_id", AutoString(), nullable=True),
        sa.Column("case_id", AutoString(), nullable=True),
        sa.Column("interview_id", AutoString(), nullable=True),
        sa.Column("payload", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("seq"),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_case_id"), ["case_id"], unique=False)
        batch_op.create_index("ix_event_interview", ["interview_id", "seq"], unique=False)

    op.create_table(
        "meta",
        sa.Column("key", AutoString(), nullable=False),
        sa.Column("value", AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "user",
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("login", AutoString(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("role", AutoString(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("languages", AutoString(), nullable=False),
        sa.Column("password_hash", AutoString(), nullable=False),
        sa.Column("wrapped_key", AutoString(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("login"),
        sa.UniqueConstraint("number"),
    )
    op.create_table(
        "case",
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("case_no", sa.Integer(), nullable=False),
        sa.Column("frame", AutoString(), nullable=False),
        sa.Column("state", AutoString(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("dials", sa.Integer(), nullable=False),
        sa.Column("dials_on", AutoString(), nullable=True),
        sa.Column("dials_that_day", sa.Integer(), nullable=False),
        sa.Column("disposition", AutoString(), nullable=False),
        sa.Column("due_at", UtcText(), nullable=True),
        sa.Column("locked_by", AutoString(), nullable=True),
        sa.Column("locked_at", UtcText(), nullable=True),
        sa.Column("language", AutoString(), nullable=True),
        sa.Column("open_interview", AutoString(), nullable=True),
        sa.Column("appointment_at", UtcText(), nullable=True),
        sa.Column("appointment_firm", sa.Boolean(), nullable=False),
        sa.Column("appointment_owner", AutoString(), nullable=True),
        sa.ForeignKeyConstraint(
            ["locked_by"],
            ["user.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("case_no"),
    )
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.create_index("ix_case_appointment", ["state", "appointment_at"], unique=False)
        batch_op.create_index("ix_case_locked", ["locked_by"], unique=False)
        batch_op.create_index(
            "ix_case_queue", ["state", "locked_by", "attempts", "case_no", "due_at", "appointment_at"], unique=False
        )

    op.create_table(
        "attempt",
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("case_id", AutoString(), nullable=False),
        sa.Column("user_id", AutoString(), nullable=False),
        sa.Column("attempt_no", sa.Integer(), nullable=False),
        sa.Column("started_at", UtcText(), nullable=False),
        sa.Column("ended_at", UtcText(), nullable=True),
        sa.Column("disposition", AutoString(), nullable=True),
        sa.Column("case_before", AutoString(), nullable=True),
        sa.Column("block_after", UtcText(), nullable=True),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attempt_case_id"), ["case_id"], unique=False)

    op.create_table(
        "interview",
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("case_id", AutoString(), nullable=False),
        sa.Column("user_id", AutoString(), nullable=False),
        sa.Column("state", AutoString(), nullable=False),
        sa.Column("form_hash", AutoString(), nullable=False),
        sa.Column("language", AutoString(), nullable=False),
        sa.Column("started_at", UtcText(), nullable=False),
        sa.Column("screened_at", UtcText(), nullable=True),
        sa.Column("ended_at", UtcText(), nullable=True),
        sa.Column("disposition", AutoString(), nullable=True),
        sa.Column("quota_status", AutoString(), nullable=False),
        sa.Column("cell_id", AutoString(), nullable=True),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("frozen", sa.Text(), nullable=False),
        sa.Column("ref", AutoString(), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
        ),
        sa.ForeignKeyConstraint(
            ["cell_id"],
            ["cell.id"],
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("interview", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_interview_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_interview_state"), ["state"], unique=False)

    op.create_table(
        "number",
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("case_id", AutoString(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", AutoString(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("dials", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("number", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_number_case_id"), ["case_id"], unique=False)

    op.create_table(
        "recontact",
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("case_id", AutoString(), nullable=False),
        sa.Column("consented_at", UtcText(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("recontact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recontact_case_id"), ["case_id"], unique=False)

    op.create_table(
        "call",
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("attempt_id", AutoString(), nullable=False),
        sa.Column("number_id", AutoString(), nullable=False),
        sa.Column("dialled_at", UtcText(), nullable=False),
        sa.Column("ended_at", UtcText(), nullable=True),
        sa.Column("ended_by", AutoString(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attempt_id"],
            ["attempt.id"],
        ),
        sa.ForeignKeyConstraint(
            ["number_id"],
            ["number.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("call", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_call_attempt_id"), ["attempt_id"], unique=False)

    op.create_table(
        "datum",
        sa.Column("interview_id", AutoString(), nullable=False),
        sa.Column("variable", AutoString(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("missing", AutoString(), nullable=True),
        sa.ForeignKeyConstraint(
            ["interview_id"],
            ["interview.id"],
        ),
        sa.PrimaryKeyConstraint("interview_id", "variable"),
    )
    op.execute(
        "CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event"
        " BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END"
    )
    op.execute(
        "CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event"
        " BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END"
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER event_is_never_changed")
    op.execute("DROP TRIGGER event_is_never_deleted")
    op.drop_table("datum")
    with op.batch_alter_table("call", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_call_attempt_id"))

    op.drop_table("call")
    with op.batch_alter_table("recontact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recontact_case_id"))

    op.drop_table("recontact")
    with op.batch_alter_table("number", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_number_case_id"))

    op.drop_table("number")
    with op.batch_alter_table("interview", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_interview_state"))
        batch_op.drop_index(batch_op.f("ix_interview_case_id"))

    op.drop_table("interview")
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attempt_case_id"))

    op.drop_table("attempt")
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.drop_index("ix_case_queue")
        batch_op.drop_index("ix_case_locked")
        batch_op.drop_index("ix_case_appointment")

    op.drop_table("case")
    op.drop_table("user")
    op.drop_table("meta")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_index("ix_event_interview")
        batch_op.drop_index(batch_op.f("ix_event_case_id"))

    op.drop_table("event")
    op.drop_table("cell")
    op.drop_table("blocked_number")
