"""Runs migration steps on the connection that `store.migrate` hands over, inside its transaction."""

from alembic import context
from sqlmodel import SQLModel

from cati_app.store import tables  # noqa: F401 - fills the metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    transaction_per_migration=False,
)
context.run_migrations()
