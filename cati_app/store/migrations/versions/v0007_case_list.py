"""The supervisor's list of cases by number and by next time, with filters, without ever scanning all cases"""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_INDEXES = {
    "by_state": "(state, case_no)",
    "by_result": "(state, disposition, case_no)",
    "due": "(due_s, case_no) WHERE state = 'open'",
    "result_due": "(disposition, due_s, case_no) WHERE state = 'open'",
    "agreed_no": "(case_no) WHERE appointment_at IS NOT NULL",
    "agreed_due": "(due_s, case_no) WHERE appointment_at IS NOT NULL",
}


def upgrade() -> None:
    for name, columns in _INDEXES.items():
        op.execute(f'CREATE INDEX ix_case_{name} ON "case" {columns}')


def downgrade() -> None:
    for name in _INDEXES:
        op.execute(f"DROP INDEX ix_case_{name}")
