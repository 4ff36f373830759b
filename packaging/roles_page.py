"""Writes docs/roles.md: which role may do what, by command and by screen, read off the code. `make roles` runs it.

A command's use cases are those that the functions it runs make or ask a station for. What each needs is declared where
it is written (`cati_app/fieldwork/rights.py`). With `--check` nothing is written.
"""

from __future__ import annotations

import argparse
import ast
import inspect
import sys
import types
import typing
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import cati_app.fieldwork
from cati_app.__main__ import _COMMANDS, _MODULES
from cati_app.cli.opening import sign_in
from cati_app.domain.people.rights import GRANTS, Right
from cati_app.domain.people.users import Role
from cati_app.fieldwork.rights import DECLARED
from cati_app.station import parts
from cati_app.station.block_list_desk import BlockListDesk
from cati_app.station.hub_services import HubServices
from cati_app.station.opening import Station
from cati_app.station.people_and_keys import PeopleAndKeys

PAGE = Path(__file__).resolve().parent.parent / "docs" / "roles.md"
_STATION = (Station, PeopleAndKeys, BlockListDesk, HubServices)
_ASKED_FOR = {name: made for part in _STATION for name, made in vars(part).items() if not name.startswith("__")}
"""What a station can be asked for, by name."""
_PARTS = {name: getattr(parts, name) for name in parts.MODULE_OF}
"""What it makes when it is asked."""
_HEAD = """\
# Who may do what

Made from the code by `make roles`; do not change it here. Every verb of a use case declares the right it needs
(`cati_app/fieldwork/rights.py`) and asks for it whenever it is called, by a window or by a command. Which role has
which right: `cati_app/domain/people/rights.py`. `tests/architecture/test_rights.py` finds a verb without one.

A person signs in to a command with `--as LOGIN` (or `--login LOGIN`) and a password, typed when asked or taken from
`CATI_PASSWORD`.
"""
_NOBODY = """

## Nobody signs in

`cati run` and `cati demo` ask in the window. The others read files of an author, or tell nothing of the people in the
study: `cati check` says how many interviews a changed questionnaire concerns, `cati verify` what is damaged, and a
backup stays as encrypted as the database is. `cati hub push` brings the log to the hub as it is, what tells of people
sealed, and shows the secret of the station. `cati user password`, `seal` and `share` take a password themselves, and
`cati user recover` both pages of the recovery sheet.
"""


def use_cases() -> list[type]:
    """Every class of `fieldwork` that is given a port to the store, or another use case."""
    classes: list[type] = []
    for module in walk_packages(cati_app.fieldwork.__path__, "cati_app.fieldwork."):
        if not module.name.startswith("cati_app.fieldwork.ports"):
            loaded = import_module(module.name)
            classes += [
                one for one in vars(loaded).values() if inspect.isclass(one) and one.__module__ == loaded.__name__
            ]
    known: list[type] = []
    while new := [one for one in classes if one not in known and _given(one, known)]:
        known += new
    return known


def _given(made: type, known: list[type]) -> bool:
    constructed = made if is_dataclass(made) else vars(made).get("__init__")
    hints = _hints(constructed) if constructed is not None else {}
    given = [part for name, hint in hints.items() if name != "return" for part in _parts(hint)]
    ports = [part for part in given if getattr(part, "__module__", "").startswith("cati_app.fieldwork.ports.")]
    return any(part.__module__ != "cati_app.fieldwork.ports.dialer" for part in ports) or any(
        part is one for part in given for one in known
    )


def _parts(hint: object) -> Iterator[typing.Any]:
    yield hint
    for part in typing.get_args(hint):
        yield from (inner for one in (part if isinstance(part, list) else [part]) for inner in _parts(one))


def verbs(use_case: type) -> dict[str, Right | None]:
    """What can be asked of a use case from outside, with the right it declares; None where it declares none.

    What gets a unit of work as its first argument is part of another verb, which was asked.
    """
    told: dict[str, Right | None] = {}
    for name, verb in vars(use_case).items():
        if not inspect.isfunction(verb) or (name.startswith("_") and name != "__call__"):
            continue
        first = list(inspect.signature(verb).parameters)[1:2]
        if first != ["unit"]:
            told[name] = getattr(verb, DECLARED, None)
    return told


@cache
def _returned(function: typing.Any) -> typing.Any:
    """What a function gives, by its annotation."""
    return _hints(function).get("return")


def _hints(annotated: typing.Any) -> dict[str, typing.Any]:
    """The annotations of a function or class, with names that their modules import for type checkers alone."""
    modules = [base.__module__ for base in getattr(annotated, "__mro__", (annotated,))]
    names = {name: made for module in reversed(modules) for name, made in _for_types(module).items()}
    return typing.get_type_hints(annotated, localns=names)


@cache
def _for_types(module: str) -> dict[str, typing.Any]:
    """What stands under `if TYPE_CHECKING` in a module, loaded; nothing for one of another house."""
    if not module.startswith("cati_app."):
        return {}
    tree = ast.parse(Path(import_module(module).__file__ or "").read_text(encoding="utf-8"))
    blocks = [node for node in ast.walk(tree) if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"]
    return {
        alias.asname or alias.name: getattr(import_module(line.module), alias.name)
        for block in blocks
        for line in block.body
        if isinstance(line, ast.ImportFrom) and line.module is not None
        for alias in line.names
    }


@dataclass
class Reach:
    """What a function can come to: names it uses, use cases it makes, functions of commands and station it calls."""

    known: list[type]
    names: set[str] = field(default_factory=set)
    used: list[type] = field(default_factory=list)
    _seen: set[object] = field(default_factory=set)

    def follow(self, function: typing.Any) -> None:
        """Everything from here on."""
        function = inspect.unwrap(function)
        if function in self._seen:
            return
        self._seen.add(function)
        self._code(function.__code__, function.__globals__)

    def _code(self, code: types.CodeType, around: dict[str, typing.Any]) -> None:
        self.names.update(code.co_names)
        imported = [vars(import_module(name)) for name in code.co_names if name.startswith("cati_app.")]
        for name in code.co_names:
            for world in (around, *imported, _PARTS):
                if name in world:
                    self._thing(world[name])
            self._thing(_ASKED_FOR.get(name))
        for inner in code.co_consts:
            if isinstance(inner, types.CodeType):
                self._code(inner, around)

    def _thing(self, thing: typing.Any) -> None:
        if inspect.isclass(thing):
            self._class(thing)
        elif inspect.isfunction(thing) and thing.__module__.startswith(("cati_app.cli.", "cati_app.station.")):
            made = _returned(thing)
            if inspect.isclass(made) and made not in _STATION:
                self._class(made)
            if made not in self.known:
                self.follow(thing)

    def _class(self, made: type) -> None:
        if made in self.known:
            if made not in self.used:
                self.used.append(made)
        elif made.__module__.startswith("cati_app.station.") and made not in _STATION and made not in self._seen:
            self._seen.add(made)
            for method in vars(made).values():
                if inspect.isfunction(method):
                    self.follow(method)

    @property
    def signs_in(self) -> bool:
        """Whether somebody signs in to a command."""
        return sign_in in self._seen

    def rows(self) -> list[tuple[str, Right]]:
        """Use cases with a right not everybody has, and that right; verbs with the same one are told once."""
        told: list[tuple[str, Right]] = []
        for made in sorted(self.used, key=lambda one: one.__name__):
            asked = {name: right for name, right in verbs(made).items() if name == "__call__" or name in self.names}
            for name, right in asked.items():
                several = len(set(asked.values())) > 1 and name != "__call__"
                row = f"{made.__name__}.{name}" if several else made.__name__
                if right not in (None, Right.WORK) and (row, right) not in told:
                    told.append((row, typing.cast(Right, right)))
        return told


def commands() -> Iterator[tuple[str, list[Callable[..., object]]]]:
    """Every command and action by its words, with the functions that run it."""
    for name in _COMMANDS.sources:
        module = import_module(f"cati_app.cli.{_MODULES.get(name, name)}")
        parser = argparse.ArgumentParser(prog=f"cati {name}")
        module.add_arguments(parser)
        actions = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
        if not actions:
            yield name, [module.run]
        for action, inner in actions[0].choices.items() if actions else ():
            yield f"{name} {action}", [module.run, inner.get_default("act")]


@cache
def _known() -> list[type]:
    """The use cases, looked for once for all commands and screens."""
    return use_cases()


def reach_of(functions: list[Callable[..., object]]) -> Reach:
    """What a command can come to."""
    reach = Reach(_known())
    for function in functions:
        reach.follow(function)
    return reach


def screens() -> Iterator[tuple[str, list[type]]]:
    """What the screens of each role are given."""
    for name, given in (
        ("interviewer's screens", ["cati_app.ui.console.services.InterviewerServices"]),
        (
            "supervisor's screens",
            [
                "cati_app.ui.desk.services.SupervisorServices",
                "cati_app.ui.desk.services.CaseDesk",
                "cati_app.station.sample_desk.StationSample",
            ],
        ),
        ("analyst's screen", ["cati_app.station.export_study.StationExport"]),
    ):
        yield name, [getattr(import_module(path.rpartition(".")[0]), path.rpartition(".")[2]) for path in given]


def _reach_of_screen(given: list[type]) -> Reach:
    reach = Reach(_known())
    for made in given:
        if is_dataclass(made):
            hints = _hints(made)
            for one in fields(made):
                for part in _parts(hints[one.name]):
                    reach._thing(part)
                    if part in reach.known:
                        reach.names.update(verbs(part))
        else:
            reach._class(made)
    return reach


def page() -> str:
    """The page as it belongs in docs/."""
    lines = ["| command | use case | " + " | ".join(Role) + " |", "|---|---|" + "---|" * len(Role)]
    nobody = []
    for name, functions in commands():
        reach = reach_of(functions)
        if reach.signs_in:
            lines += _table_rows(f"`cati {name}`", reach)
        else:
            nobody.append(f"`cati {name}`")
    for name, given in screens():
        lines += _table_rows(name, _reach_of_screen(given))
    return "\n".join([_HEAD.rstrip(), "", *lines, _NOBODY.rstrip(), "", ", ".join(nobody)]) + "\n"


def _table_rows(name: str, reach: Reach) -> Iterator[str]:
    for row, right in reach.rows():
        cells = ["yes" if role in GRANTS[right].roles else "–" for role in Role]
        yield f"| {name} | {row} | " + " | ".join(cells) + " |"
        name = ""


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(page() != PAGE.read_text(encoding="utf-8"))
    PAGE.write_text(page(), encoding="utf-8")
