"""Until when a suspended interview keeps its place"""

import sqlalchemy as sa
from alembic import op

from cati_app.store.tables import UtcText

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("interview", sa.Column("place_until", UtcText(), nullable=True))


def downgrade() -> None:
    op.drop_column("interview", "place_until")
