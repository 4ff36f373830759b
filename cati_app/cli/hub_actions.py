"""What `cati hub` does at a station: its actions and their arguments."""

from __future__ import annotations

import argparse
from pathlib import Path

from cati_app.cli import hub_decisions
from cati_app.cli.hub_aside import add_aside_actions
from cati_app.cli.hub_offline import add_offline_action
from cati_app.cli.hub_publish import publish
from cati_app.cli.hub_station import enrol, moved, push
from cati_app.cli.hub_stations import add_stations_actions
from cati_app.cli.hub_study import adopt, fetch, join
from cati_app.cli.opening import database_arguments, study_arguments
from cati_app.texts import say


def add_station_actions(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Of stations."""
    enrolling = actions.add_parser(
        "enrol", help=say("make this station known to a hub; the code is typed when asked, or taken from CATI_HUB_CODE")
    )
    study_arguments(enrolling)
    enrolling.set_defaults(act=enrol)
    moving = actions.add_parser(
        "moved",
        help=say(
            "the hub of this station is at another address or has another root; the code that `cati hub certificate` on"
            " the server tells is typed when asked, or taken from CATI_HUB_CODE"
        ),
    )
    study_arguments(moving)
    moving.set_defaults(act=moved)
    publishing = actions.add_parser(
        "publish", help=say("bring the study to the hub: people, questionnaire, rules; and admit stations that came")
    )
    study_arguments(publishing)
    publishing.add_argument(
        "--dry-run", action="store_true", help=say("say what would be sent and what the hub could read; send nothing")
    )
    publishing.set_defaults(act=publish, here=False)
    adopting = actions.add_parser(
        "adopt", help=say("hand every case of a published study to the hub; from then on stations call")
    )
    study_arguments(adopting)
    adopting.add_argument("--dry-run", action="store_true", help=say("say what would go; send nothing"))
    adopting.set_defaults(act=adopt)
    hub_decisions.add_actions(actions)
    add_stations_actions(actions)
    add_aside_actions(actions)
    add_offline_action(actions)
    joining = actions.add_parser(
        "join",
        help=say("make a station of a study at a hub; the code is typed when asked, or taken from CATI_HUB_CODE"),
    )
    joining.add_argument("folder", type=Path, metavar=say("FOLDER"), help=say("study folder to be made"))
    joining.add_argument(
        "--db", type=Path, metavar=say("FILE"), help=say("database (default: the user's data folder, by study)")
    )
    joining.add_argument("--json", action="store_true", help=say("print JSON"))
    joining.set_defaults(act=join)
    fetching = actions.add_parser(
        "fetch", help=say("at a station that has joined: what is new of the study at the hub")
    )
    study_arguments(fetching)
    fetching.set_defaults(act=fetch)
    pushing = actions.add_parser("push", help=say("bring the log of this station to its hub, sealed as it is"))
    database_arguments(pushing)
    pushing.add_argument(
        "--settled", action="store_true", help=say("no copy of this station is at work any more: go on here")
    )
    pushing.set_defaults(act=push)
