"""The console script `cati`: one command a module, errors in plain words, no traceback for users."""

from __future__ import annotations

import argparse
import errno
import gc
import sys
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from itertools import takewhile

from cati_app.cli.private_memory import keep_memory_private
from cati_app.cli.screen import has_screen
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.texts import Terms, choose, language_of_environment, say

OBJECTS = 50_000  # a start makes many objects that stay: looking through them early and often costs a tenth of it
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
        "next": "which case comes next and why, or what every case waits for",
        "replay": "what changed calling rules would have made of the attempts so far",
        "status": "counters of the quota, cases and lengths",
        "backup": "back up the database beside a running application, or list the backups",
        "restore": "bring a backup back, here or on another machine",
        "verify": "whether the database is whole: pages, structure, counters, numbers of the log",
        "case": "attempts and final code of a case; correct a result",
        "quota": "counters of the quota, their targets planned; close the counter of persons without a cell",
        "report": "the compliance ledger for the data-protection officer (PDF), or who saw a number",
        "rates": "final codes and outcome rates, with their formulas",
        "forecast": "when cells and the total will be full, and whether that is in time",
        "alerts": "what is broken in the field now, worst first",
        "rehearse": "play a whole field before it begins: people are simulated, everything else is in earnest",
        "practice": "practise calling on a study: telephone and people are simulated, nothing is kept",
        "figures": "how often conversations led on: your own figure, or those of groups",
        "sample": "import, generate and release numbers, and count them",
        "blocklist": "numbers never to be called again, for all studies",
        "hub": "the server that keeps the log of every station, and the way to it",
        "user": "people who may sign in, their passwords and keys, and the recovery sheet",
    },
)


_MODULES = {"report": "reports"}  # where a module of the command's own name does something else


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Returns:
        0 done, 1 findings or refused, 2 wrong usage.
    """
    gc.set_threshold(OBJECTS, 20, 50)
    keep_memory_private()
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
        act = partial(runs[parsed.command], parsed)
    try:
        return act()
    except EnvironmentProblem as problem:
        sys.stderr.write(f"{words.worded(problem.message)}\n{words.worded(problem.cure)}\n")
    except RuleViolation as rule:
        known = _RULES.of(words.language).known(rule.code, **rule.context)
        sys.stderr.write(f"{known or words.say('Not allowed: {code}.', code=rule.code)}\n")
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
    """The parser; only the module of the command asked for is imported, so that each starts fast."""
    from cati_app.cli.usage import sentence  # noqa: PLC0415 - the start page does without

    parser = argparse.ArgumentParser(prog="cati", description=say("Telephone surveys under quota."))
    commands = parser.add_subparsers(dest="command", metavar=say("COMMAND"))
    wanted = next((word for word in arguments if not word.startswith("-")), "")
    runs: dict[str, Callable[[argparse.Namespace], int]] = {}
    for name in _COMMANDS.sources:
        text = _COMMANDS(name)
        command = commands.add_parser(name, help=text, description=sentence(text))
        if name == wanted:
            module = import_module(f"cati_app.cli.{_MODULES.get(name, name)}")
            module.add_arguments(command)
            runs[name] = module.run
    return parser, runs


_RULES = Terms(
    "rule of commands",
    {
        "block_reason_needed": "Taking a number off the block list needs a written reason of at least 10 characters.",
        "reason_holds_number": "The reason holds a number; write it without one, because it is kept for ever.",
        "two_people_needed": "Two different people are needed, one of them a supervisor: --as and --with.",
        "blocklist_there": "No block list of this study is missing. Nothing was changed.",
        "not_on_blocklist": "That number is not on the block list. Nothing was changed.",
        "number_not_readable": "The number cannot be read. Nothing was changed.",
        "number_too_short": "The number is too short. Nothing was changed.",
        "number_impossible": "No such number can exist. Nothing was changed.",
        "number_service": "Service and special numbers are never dialled anyway. Nothing was changed.",
        "seeds_needed": "Say from which blocks: --seeds FILE with listed numbers, or --prefix 04221123xx.",
        "prefix_unreadable": "A prefix is a number with x for each digit to fill, at most seven: --prefix 04221123xx.",
        "frame_exhausted": "The blocks do not hold that many numbers that may be called. Nothing was changed.",
        "login_taken": "That login is taken already. Choose another one.",
        "wrong_login": "Name or password is wrong.",
        "wrong_second_login": "The login behind --with, or its password, is wrong. Nothing was changed.",
        "sign_in_delayed": "Several attempts to sign in have failed. Wait {seconds} s, then try again.",
        "no_contact_access": "Only somebody who sees contact data can do this: use --as SUPERVISOR.",
        "column_sealed": "The sample field “{name}” is sealed in this database. Declare it in study.yaml"
        " (outcomes.weight, or sample.clear); it holds as soon as a supervisor signs in.",
        "answers_sealed": "Answers are sealed: they can be read by whoever has signed in, and by nobody else.",
        "no_export": "An interviewer may not export data: use --as with an analyst or a supervisor.",
        "no_figures": "Interviewers see no figures of the study: use --as with a supervisor or an analyst.",
        "no_cases": "Analysts see no cases: use --as with a supervisor, or with an interviewer for the own next case.",
        "interviewer_needed": "Only interviewers call.",
        "margin_not_one": "The shares of a quota dimension do not add up to 1: `cati check` says which.",
        "plan_out_of_range": "“{name}” is out of its range: errors, shares and times are above 0, errors and shares"
        " below 1, a design effect is 1 or more, a minimum 0 or more.",
        "plan_minimum_too_high": "{cells} cells with that minimum are {needed} interviews; there are {total}. Lower it,"
        " or plan more.",
        "plan_empty_table": "In the table of {table} every amount is 0.",
        "plan_dimension_twice": "“{dimension}” is in two tables: leave it in one.",
        "plan_dimensions_differ": "The quota of the study has {dimensions}; the tables have others. Give each of them"
        " in one table.",
        "plan_too_many_cells": "The tables make {cells} cells; a plan has 1 to {most}.",
        "plan_unknown_category": "“{category}” is no category of the quota. Write it as in study.yaml or the tables.",
        "plan_category_missing": "The tables do not say how many people are in “{category}”.",
        "plan_seed_differs": "The table that tells of associations must be one cross table of {dimensions}.",
        "plan_seed_many": "The file that tells of associations holds more than one table.",
        "plan_no_seed": "In the table that tells of associations nobody is in “{category}”.",
        "plan_not_raked": "The table that tells of associations has so many empty cells that no table like it has the"
        " margins. Fill them, or leave it out.",
        "password_too_short": "The password needs at least {shortest} characters. Nothing was changed.",
        "password_all_alike": "The password is one letter again and again. Nothing was changed; choose another one.",
        "password_is_login": "The password is the login. Nothing was changed; choose another one.",
        "password_as_before": "The new password is the old one. Nothing was changed; choose another one.",
        "choose_password": "This is a start code: choose a password of your own with `cati user password`.",
        "to_be_sealed": "An older version made this database: seal it with `cati user seal`, or sign in in the window.",
        "supervisor_first": "An older version made this database: a supervisor has to sign in first.",
        "signed_out": "This person has left, or has other keys now. Sign in again.",
        "login_unusable": "A login has 1 to 64 characters, none of them a control character, and no blank at its ends.",
        "no_such_person": "There is no person with that login. Nothing was changed.",
        "own_password": "For your own password there is `cati user password`.",
        "not_yourself": "Nobody can deactivate themselves. Another supervisor does it.",
        "supervisor_must_stay": "A supervisor must be among those who stay. Nothing was changed.",
        "last_supervisor": "This is the only supervisor: add another one before. Nothing was changed.",
        "sheet_waits": "Page 1 of the recovery sheet still waits for this person: confirm it first.",
        "sheet_first": "First the recovery sheet: `cati user sheet` shows it. Nothing was changed.",
        "people_elsewhere": "People are changed at the station that brought this study to the hub.",
        "sample_changed": "Others have changed the sample meanwhile; nothing of this came in. Say it again.",
        "sheet_on_paper": "The recovery sheet is on paper, or waits for another supervisor: --new makes another one.",
        "sheet_group_wrong": "Group {group} of page {page} is another one. Nothing was changed; compare and try again.",
        "second_supervisor_needed": "A new sheet is signed by two supervisors, where there are two: --with SUPERVISOR.",
        "supervisor_needed": "Only a supervisor can do that: use --as SUPERVISOR.",
        "reason_needed": "A change needs a reason: --reason TEXT. Nothing was changed.",
        "result_unknown": "There is no such result; docs/calling.md lists them. Nothing was changed.",
        "interview_decides": "That result follows from an interview and cannot be given or changed by hand.",
        "result_unchanged": "That is the result of the attempt already. Nothing was changed.",
        "appointment_needs_time": "An appointment needs a time: it is made at the telephone. Nothing was changed.",
        "no_such_attempt": "The case has no attempt of that number with a result.",
        "cell_changed": "Somebody else has changed this cell meanwhile. Nothing was changed; look, and decide again.",
        "move_unreadable": "A move is given as FROM TO NUMBER, for instance 16-29/low 16-29/high 3.",
        "target_unreadable": "A target is given as CELL=NUMBER, for instance 16-29/low=12. Nothing was changed.",
        "target_impossible": "A target is a whole number from 0 to {most}. Nothing was changed.",
        "undo_nothing": "This cell has no change that could be taken back. Nothing was changed.",
        "undo_late": "Ten minutes are over: the change stands. Change it anew, with a reason.",
        "undo_apart": (
            "The other cell has been changed since: the targets stay where they are. Move them anew, with a reason."
        ),
        "move_apart": "Targets move between two cells of one quota.",
        "move_too_many": "So many cannot be moved: what is done or has a place stays in its cell.",
        "undo_used": "{used} places that this change gave are used already: it stands. Change it anew, with a reason.",
        "counter_unchanged": "The counter stands so already.",
        "no_quota": "This study has no quota.",
        "unclassified_never": "This study interviews nobody without a cell: there is no counter to close.",
        "no_such_case": "There is no case of that number.",
        "nothing_lacks": "The hub knows what every station has, and waits for none. Nothing was changed.",
        "nothing_aside": "That is not kept aside, or is decided already. Nothing was changed.",
        "cannot_settle": "That cannot be decided about it; `cati hub aside` tells what can. Nothing was changed.",
        "still_unfit": "It fits no better than before: it stays aside. Nothing was changed.",
        "case_has_interview": "Another interview of the case counts. Nothing was changed.",
        "case_not_out": "No station has this case. Nothing was changed.",
        "no_surplus": "No interview of this cell waits to be counted. Nothing was changed.",
        "no_room": "No place of this cell is free. Nothing was changed.",
        "no_cell": "The quota of this study has no such cell; `cati quota` names them. Nothing was changed.",
        "case_taken": "Somebody has the case in hand. Nothing was changed; try again later.",
        "first_person_is_supervisor": "The first person of a study must be a supervisor: use --role supervisor.",
    },
)

if __name__ == "__main__":
    sys.exit(main())
