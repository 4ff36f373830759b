"""Facts of focus groups are found without reading the whole log"""

from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

_KINDS = ("group_drawn", "group_invitation", "consent_withdrawn")


def upgrade() -> None:
    wanted = " OR ".join(f"kind = '{kind}'" for kind in _KINDS)
    op.execute(f"CREATE INDEX ix_event_groups ON event (seq) WHERE {wanted}")


def downgrade() -> None:
    op.execute("DROP INDEX ix_event_groups")
