"""Verdicts, corrections and proposals taken back are found as the other facts of reviews are"""

from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

_BEFORE = ("review_proposed", "review_passed", "interview_accepted", "alert_rested")
_NOW = (
    *("review_proposed", "review_withdrawn", "review_passed", "interview_rejected", "interview_accepted"),
    *("answer_corrected", "alert_rested"),
)


def upgrade() -> None:
    _index(_NOW)


def downgrade() -> None:
    _index(_BEFORE)


def _index(kinds: tuple[str, ...]) -> None:
    wanted = " OR ".join(f"kind = '{kind}'" for kind in kinds)
    op.execute("DROP INDEX ix_event_watch")
    op.execute(f"CREATE INDEX ix_event_watch ON event (seq) WHERE {wanted}")
