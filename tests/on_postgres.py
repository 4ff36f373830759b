"""`python -m tests.on_postgres COMMAND …` runs a command for whose hub a PostgreSQL server of its own is started."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.hub_storages import fresh_database
from tests.postgres_server import end_server


def main() -> int:
    """As the command ended."""
    try:
        with fresh_database() as url:
            environment = {**os.environ, "CATI_HUB_DATABASE_URL": url}
            return subprocess.run(sys.argv[1:], env=environment, check=False).returncode
    finally:
        end_server()


if __name__ == "__main__":
    raise SystemExit(main())
