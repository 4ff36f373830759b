"""Units that are coded by the frame are found without reading the whole log"""

from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    units = "kind = 'unit_fixed' OR kind = 'unit_coded' OR kind = 'unit_adjudicated'"
    op.execute(f"CREATE INDEX ix_event_units ON event (seq) WHERE {units}")
    op.execute(
        f"CREATE INDEX ix_event_unit ON event (CAST(json_extract(payload, '$.interview') AS TEXT), seq) WHERE {units}"
    )
    op.execute(
        "CREATE INDEX ix_event_coders ON event (seq)"
        " WHERE kind = 'coder_joined' OR kind = 'coder_left' OR kind = 'frame_set'"
    )


def downgrade() -> None:
    for name in ("ix_event_coders", "ix_event_unit", "ix_event_units"):
        op.execute(f"DROP INDEX {name}")
