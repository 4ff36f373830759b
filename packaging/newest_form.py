"""Writes the newest form of a database, which new ones get at once, from one that took every step."""

from __future__ import annotations

from contextlib import closing

from cati_app.store.migrate import made_by_all_steps
from cati_app.store.newest_form import SCRIPT, script_of


def main() -> None:
    """Write the script."""
    with closing(made_by_all_steps()) as driver:
        SCRIPT.write_text(script_of(driver), encoding="utf-8")


if __name__ == "__main__":
    main()
