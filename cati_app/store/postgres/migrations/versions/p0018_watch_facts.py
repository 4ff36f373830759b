"""Facts of reviews, and of alerts put to rest, are found without reading the whole log"""

from alembic import op

revision = "p0018"
down_revision = "p0017"
branch_labels = None
depends_on = None

_KINDS = ("review_proposed", "review_passed", "interview_accepted", "alert_rested")


def upgrade() -> None:
    kinds = " OR ".join(f"kind = '{kind}'" for kind in _KINDS)
    op.execute(f"CREATE INDEX ix_event_watch ON event (seq) WHERE {kinds}")


def downgrade() -> None:
    op.execute("DROP INDEX ix_event_watch")
