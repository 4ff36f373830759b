"""Runs migration steps on the connection that `store.hub.steps` hands over, inside its transaction."""

from alembic import context

from cati_app.store.hub.forms import VERSION_TABLE
from cati_app.store.hub.tables import REGISTER_TABLES, STUDY_TABLES

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=[REGISTER_TABLES, STUDY_TABLES],
    version_table=VERSION_TABLE,
    transaction_per_migration=False,
)
context.run_migrations()
