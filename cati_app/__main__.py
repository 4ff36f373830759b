"""The console script `cati`: one command a module, errors in plain words, no traceback for users."""

from __future__ import annotations

import errno
import gc
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from itertools import takewhile
from typing import TYPE_CHECKING

from cati_app.cli.private_memory import keep_memory_private
from cati_app.cli.screen import has_screen
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.texts import Terms, choose, language_of_environment, say

if TYPE_CHECKING:
    import argparse

COLLECTED = (200_000, 20, 50)  # objects: looking through those of a start, which stay, would cost a tenth of it
DONE, REFUSED, WRONG_USAGE = 0, 1, 2

_COMMANDS = Terms(
    "command",
    {
        "run": "open the application on a study",
        "demo": "open the application on the reference study, or play a demo shift without a screen",
        "check": "check a study folder or a questionnaire and report every finding",
        "preview": "see a questionnaire as interviewers will, beside the open workbook, read again when it is saved",
        "play": "give a questionnaire answers from a file and see the state of every question",
        "test": "run the tests that authors keep next to a questionnaire",
        "form": "what differs from an earlier version of the questionnaire, and what that does to interviews",
        "flow": "draw the routing of a questionnaire as a picture",
        "convert": "write a questionnaire in another form: XForm, repaired workbook, paper (PDF)",
        "export": "write the data set: SPSS, CSV and codebook",
        "code": "open answers to “other” get codes: what waits, a sheet to code in, and read back",
        "release": "what is open before data become public, and texts cleared one by one",
        "weigh": "weights of the interviews from published margins, and what they cost",
        "tables": "counts and weighted percentages of every question, with small cells hidden",
        "dossier": "what experts say beside what residents answer: relations decided, PDF, HTML and XLSX",
        "focus-groups": "focus groups after the field: whether they can be filled, the draw, invitations",
        "transcript": "a transcript beside a sitting with an expert, kept sealed",
        "next": "which case comes next and why, or what every case waits for",
        "replay": "what changed calling rules would have made of the attempts so far",
        "status": "counters of the quota, cases and lengths",
        "backup": "back up the database beside a running application, or list the backups",
        "restore": "bring a backup back, here or on another machine",
        "verify": "whether the database is whole: pages, structure, counters, numbers of the log",
        "case": "attempts and final code of a case; correct a result",
        "quota": "counters of the quota; change or move targets, pause or close a cell, plan all targets",
        "report": "the field report for a client, the compliance ledger, or who saw a number",
        "rates": "final codes and outcome rates, with their formulas",
        "forecast": "when cells and the total will be full, and whether that is in time",
        "alerts": "what is broken in the field now, worst first",
        "rehearse": "play a whole field before it begins: people are simulated, everything else is in earnest",
        "practice": "practise calling on a study: telephone and people are simulated, nothing is kept",
        "figures": "how often conversations led on: your own figure, or those of groups",
        "sample": "import, generate and release numbers, and count them",
        "blocklist": "numbers never to be called again, for all studies",
        "privacy": "what is kept of people and until when; answer whoever asks about their own data",
        "hub": "the server that keeps the log of every station, and the way to it",
        "user": "people who may sign in, their passwords and keys, and the recovery sheet",
    },
)


_MODULES = {
    "report": "reports",
    "focus-groups": "focus_groups",
}  # where a module of the command's own name does something else


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Returns:
        0 done, 1 findings or refused, 2 wrong usage.
    """
    gc.set_threshold(*COLLECTED)
    keep_memory_private()
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # no foreign code beside the keys
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    words = choose(language_of_environment())
    typed = _with_action(list(sys.argv[1:] if arguments is None else arguments))
    act: Callable[[], int] = _start
    if typed or not has_screen():
        parser, runs = _parser(typed)
        parsed = parser.parse_args(typed)
        if not parsed.command:
            parser.print_help()
            return WRONG_USAGE
        act = partial(_run, runs[parsed.command], parsed)
    try:
        return act()
    except EnvironmentProblem as problem:
        sys.stderr.write(f"{words.worded(problem.message)}\n{words.worded(problem.cure)}\n")
    except RuleViolation as rule:
        from cati_app.cli.rule_words import rule_words  # noqa: PLC0415 - most commands need none of them

        sys.stderr.write(f"{rule_words(words, rule)}\n")
    except UnicodeEncodeError as error:
        if "surrogates" not in error.reason:
            raise
        sys.stderr.write(f"{words.worded(_NOT_UTF8.message)}\n{words.worded(_NOT_UTF8.cure)}\n")
    except BrokenPipeError:
        sys.stderr.close()
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        sys.stderr.write(f"{words.worded(_FULL.message)}\n{words.worded(_FULL.cure)}\n")
    except KeyboardInterrupt:
        sys.stderr.write(words.say("Stopped.") + "\n")
    return REFUSED


def _run(run: Callable[[argparse.Namespace], int], parsed: argparse.Namespace) -> int:
    from cati_app.cli.rehearsed_output import told_as_rehearsed  # noqa: PLC0415 - the start page does without

    with told_as_rehearsed(parsed):
        return run(parsed)


def _start() -> int:
    """The start page: what comes without a word, where there is a screen."""
    from cati_app.cli.start import run  # noqa: PLC0415 - commands start without it

    return run()


_NO_ROOM = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
_NOT_UTF8 = EnvironmentProblem(
    "text_not_utf8",
    "A passphrase, a password or a name that was given is no valid UTF-8. Nothing was changed.",
    "Type it when asked, or set LC_ALL=C.UTF-8 where it is given.",
)
_FULL = EnvironmentProblem(
    "disk_full",
    "The disk is full. What was acknowledged is stored; the last step was not.",
    "Free some space, then repeat it.",
)


_ACTIONS = {"quota": ("show", "plan")}
"""Of commands that may be said without an action: that is the first one."""


def _with_action(arguments: list[str]) -> list[str]:
    options = list(takewhile(lambda word: word.startswith("-"), arguments))
    command, *following = arguments[len(options) :] or [""]
    actions = _ACTIONS.get(command)
    if actions is None or (following[:1] and following[0] in (*actions, "-h", "--help")):
        return arguments
    return [*options, command, actions[0], *following]


def _parser(arguments: list[str]) -> tuple[argparse.ArgumentParser, dict[str, Callable[[argparse.Namespace], int]]]:
    """The parser of the command asked for, so that each starts fast; of all where none of them is named."""
    import argparse  # noqa: PLC0415 - the start page does without

    from cati_app.cli.usage import sentence  # noqa: PLC0415 - as above

    parser = argparse.ArgumentParser(prog="cati", description=say("Telephone surveys under quota."))
    commands = parser.add_subparsers(dest="command", metavar=say("COMMAND"))
    wanted = next((word for word in arguments if not word.startswith("-")), "")
    runs: dict[str, Callable[[argparse.Namespace], int]] = {}
    for name in (wanted,) if wanted in _COMMANDS.sources else _COMMANDS.sources:
        text = _COMMANDS(name)
        command = commands.add_parser(name, help=text, description=sentence(text))
        if name == wanted:
            module = import_module(f"cati_app.cli.{_MODULES.get(name, name)}")
            module.add_arguments(command)
            runs[name] = module.run
    return parser, runs


if __name__ == "__main__":
    sys.exit(main())
