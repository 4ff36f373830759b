"""Among cases of one rank that are due at one moment the lowest number comes first, on every engine"""

from alembic import op

revision = "p0008"
down_revision = "p0007"
branch_labels = None
depends_on = None

_LEVELS = tuple(f"level_{part}" for part in range(4))
_QUEUE = 'CREATE INDEX ix_case_{level} ON "case" (route_id, {level}, due_s{last}) WHERE route_id IS NOT NULL'
_AGREED = 'CREATE INDEX ix_case_agreed ON "case" (appointment_at{last}) WHERE appointment_at IS NOT NULL'


def _made_anew(last: str) -> None:
    for level in _LEVELS:
        op.execute(f"DROP INDEX ix_case_{level}")
        op.execute(_QUEUE.format(level=level, last=last))
    op.execute("DROP INDEX ix_case_agreed")
    op.execute(_AGREED.format(last=last))


def upgrade() -> None:
    _made_anew(", case_no")


def downgrade() -> None:
    _made_anew("")
