"""Writes the newest form of databases, which new ones get at once, from those that took every step."""

from __future__ import annotations

from contextlib import closing

from cati_app.store.hub.forms import OF_STUDY, REGISTER
from cati_app.store.hub.schema import script_at
from cati_app.store.hub.steps import script_of as hub_script_of
from cati_app.store.migrate import made_by_all_steps
from cati_app.store.newest_form import SCRIPT, script_of


def main() -> None:
    """Write the scripts: of a study's own tables first, to which those of a hub come."""
    with closing(made_by_all_steps()) as driver:
        SCRIPT.write_text(script_of(driver), encoding="utf-8")
    for chain in (REGISTER, OF_STUDY):
        script_at(chain).write_text(hub_script_of(chain), encoding="utf-8")


if __name__ == "__main__":
    main()
