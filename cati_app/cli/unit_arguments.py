"""What `cati code` is asked of units that are coded by the frame; light, as every start of the command reads it."""

from __future__ import annotations

import argparse
from pathlib import Path

from cati_app.texts import say

_ON_UNITS = ("unit_progress", "fix", "join", "leave", "agreement", "qdpx", "qdc")


def unit_arguments(what: argparse._MutuallyExclusiveGroup) -> None:
    """What is done with units that are coded by the frame."""
    what.add_argument(
        "--units",
        action="store_true",
        dest="unit_progress",
        help=say("how far units are that are coded by the code frame"),
    )
    what.add_argument("--fix", metavar=say("SEED"), help=say("make units of all open answers that are none yet"))
    what.add_argument("--join", action="store_true", help=say("code units from now on, as one of two"))
    what.add_argument(
        "--leave", action="store_true", help=say("code units no more; with --coder: that person does not")
    )
    what.add_argument(
        "--qdpx", type=Path, metavar=say("FILE"), help=say("write units and codes as a project of REFI-QDA")
    )
    what.add_argument("--qdc", type=Path, metavar=say("FILE"), help=say("write the code frame as a REFI-QDA codebook"))
    what.add_argument("--agreement", action="store_true", help=say("how far the two coders agree, with intervals"))


def asks_for_units(arguments: argparse.Namespace) -> bool:
    """Whether one of them is named."""
    return any(getattr(arguments, name) not in (None, False) for name in _ON_UNITS)
