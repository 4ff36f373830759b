"""A command that a message or a page names can be typed as it stands there: its words, options and login are known."""

from __future__ import annotations

import argparse
import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from cati_app.__main__ import _parser, _with_action
from tests.architecture.test_catalogues import _tool
from tests.roles import roles_page

_ROOT = Path(__file__).parents[2]
_PAGES = sorted({*_ROOT.glob("*.md"), *(_ROOT / "docs").glob("*.md")} - {_ROOT / "THIRD-PARTY-NOTICES.md"})
_LOG_IN_THEMSELVES = {"user password", "user seal", "user share"}
_QUOTED = re.compile(r"`(?:[A-Z_]+=\S+ )*(cati [^`]+)`", re.S)
_AT_THE_END = re.compile(r"(?<!`)\bcati [a-z]+(?: [a-z]+)? STUDY[^`.]*$")
_TYPED = re.compile(r"^(?:    )?(?:[A-Z_]+=\S+ )*(cati [a-z].*)$", re.M)
_BESIDE = re.compile(r" {3,}")  # what a line says behind its command
_LEFT_OUT = ("…", "...", "[", "|")


class _Wrong(Exception):
    """The parser refuses."""


@cache
def _logging_in() -> frozenset[str]:
    asking = {name for name, runs in roles_page.commands() if roles_page.reach_of(runs).signs_in}
    return frozenset(asking | _LOG_IN_THEMSELVES)


def _asks_who(words: list[str], options: set[str]) -> bool:
    """Whether somebody signs in to a command written so."""
    if words == ["user", "add"] and "--role" in options:
        return False  # the first person
    if words == ["rehearse"]:
        return False  # unless seats are to speak what the study's people speak
    if words == ["user", "reset"] and "--sheet" in options:
        return False
    if words == ["hub", "code"] and "--first" in options:
        return False  # on the server
    return " ".join(words) in _logging_in()


@cache
def _parser_of(command: str) -> argparse.ArgumentParser:
    """It knows the options of that command alone; made once, for it is asked hundreds of times."""
    return _parser([command])[0]


def _refused(_: argparse.ArgumentParser, message: str) -> None:
    raise _Wrong(message)


def fault_of(command: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """What keeps somebody from typing this command as it stands there; blank: nothing."""
    _, *words = shlex.split(re.sub(r"\b(NUMBER|N)\b", "1", command.replace("\n", " ")))
    words = _with_action(words)
    parser = _parser_of(words[0])
    (commands,) = (action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    if words[0] not in commands.choices:
        return f"there is no command {words[0]}"
    inner, length = commands.choices[words[0]], 1
    actions = [action for action in inner._actions if isinstance(action, argparse._SubParsersAction)]
    if actions and len(words) > 1:
        if words[1] not in actions[0].choices:
            return f"{words[0]} has no action {words[1]}"
        inner, length = actions[0].choices[words[1]], 2
    rest = words[length:]
    options = {word.partition("=")[0] for word in rest if word.startswith("--")}
    known = {option for action in inner._actions for option in action.option_strings}
    if options - known:
        return f"no such option: {', '.join(sorted(options - known))}"
    if not [word for word in rest if not word.startswith("--")] or any(part in command for part in _LEFT_OUT):
        return ""  # a command is named, not written out
    if _asks_who(words[:length], options) and not options & {"--as", "--login"}:
        return "nobody is named with --as"
    if words[0] == "restore" and rest[0].endswith(("FILE", "DATEI", ".db")) and "--db" not in options:
        return "a file does not say where the database goes: --db is missing"
    try:
        with monkeypatch.context() as patch:
            patch.setattr(argparse.ArgumentParser, "error", _refused)
            patch.setattr(Path, "exists", lambda *_: True)
            parser.parse_args(words)
    except _Wrong as wrong:
        return str(wrong)
    return ""


def in_messages(language: str) -> Iterator[str]:
    """Commands in what the program says, in the sources and in the translation that has all of it."""
    for message in _tool().read(language):
        for text in (*_parts(message.id), *_parts(message.string)):
            filled = re.sub(r"\{\w+\}", "my-study", text)
            yield from _QUOTED.findall(filled)
            yield from _AT_THE_END.findall(filled)


def _parts(text: Any) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def on_page(path: Path) -> Iterator[str]:
    """Commands in a page: quoted in its text, or a line of their own."""
    text = path.read_text(encoding="utf-8")
    yield from _QUOTED.findall(text)
    yield from (_BESIDE.split(line)[0] for line in _TYPED.findall(text))


def test_a_command_in_a_message_can_be_typed_as_it_stands_there(monkeypatch: pytest.MonkeyPatch) -> None:
    faults = {command: fault_of(command, monkeypatch) for command in in_messages("de")}

    assert len(faults) > 10
    assert {} == {command: fault for command, fault in faults.items() if fault}


def test_a_command_on_a_page_can_be_typed_as_it_stands_there(monkeypatch: pytest.MonkeyPatch) -> None:
    faults = {f"{path.name}: {command}": fault_of(command, monkeypatch) for path in _PAGES for command in on_page(path)}

    assert len(faults) > 100
    assert {} == {command: fault for command, fault in faults.items() if fault}


@pytest.mark.parametrize(
    "command",
    [
        "cati nothing STUDY",
        "cati user nothing STUDY",
        "cati check --nothing",
        "cati user share STUDY",
        "cati status my-study",
        "cati restore FILE --aside",
        "cati user deactivate STUDY --as anna",
    ],
)
def test_a_command_that_cannot_be_typed_so_is_told(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert fault_of(command, monkeypatch)
