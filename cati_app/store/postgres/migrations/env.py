"""Runs migration steps on the connection that `store.postgres.migrate` hands over, inside its transaction."""

from alembic import context
from sqlmodel import SQLModel

from cati_app.store import tables  # noqa: F401 - fills the metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    transaction_per_migration=False,
)
context.run_migrations()
