"""Where a study is kept in a database: in a schema of its own."""

from __future__ import annotations

HEAD = "p0031"  # the newest step in store/postgres/migrations/versions


def schema_of(study: bytes) -> str:
    """The name of a study's schema.

    Args:
        study: Its id, 16 bytes.
    """
    return f"study_{study.hex()}"
