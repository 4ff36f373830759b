"""Alembic environment and migration steps of a study on a server, run through `store.postgres.migrate`."""
