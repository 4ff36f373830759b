"""Texts that were cleared and relations that were decided are found without reading the whole log"""

from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE INDEX ix_event_release ON event (seq) WHERE kind = 'text_cleared' OR kind = 'relation_decided'")


def downgrade() -> None:
    op.execute("DROP INDEX ix_event_release")
