"""`cati hub publish`: says what is new of the study and what follows from it, then brings it to the hub."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from cati_app.cli.hub_study import say_progress
from cati_app.cli.opening import load, open_to_write, sign_in_supervisor
from cati_app.cli.whole import reading
from cati_app.domain.ids import CellId
from cati_app.domain.people.users import User
from cati_app.domain.quota.fitting import is_unclassified
from cati_app.station.differences import ChangedTarget, Differences, EndedTarget, OvertakenTarget
from cati_app.station.opening import Station
from cati_app.station.outlook import Outlook
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.study.settings_compared import ChangedSetting
from cati_app.texts import say

_MOST = 20
"""Lines of one kind that are told; --json tells all."""


def publish(arguments: argparse.Namespace) -> int:
    """Say what will be sent; then send it, unless only that was asked for."""
    from cati_app.station.hub_link import study_at_hub  # noqa: PLC0415 - slow to load, and other actions do without
    from cati_app.station.publishing import Publisher  # noqa: PLC0415 - as above

    station = open_to_write(load(arguments.study), arguments)
    with station.database:
        by, keys = sign_in_supervisor(station, arguments)
        with study_at_hub(station.database) as at:
            publisher = Publisher(station, by, keys, at)
            outlook = publisher.outlook()
            ahead = _of_cells(station, by, keys, arguments, outlook.differences)
            if not arguments.json:
                _say_outlook(outlook, ahead)
            edition = None if arguments.dry_run else publisher.publish(say_progress(arguments))
    if arguments.json:
        facts = {
            "dry_run": arguments.dry_run,
            "first": outlook.is_first,
            "people": dict(outlook.people),
            "files": outlook.files,
            "versions": outlook.versions,
            "cells": outlook.cells,
            "telling_codes": list(outlook.telling_codes),
            "admitted": 0 if arguments.dry_run else outlook.waiting,
            "changed": list(outlook.changed),
            "differences": asdict(outlook.differences) if outlook.differences is not None else None,
            "overtaken": [asdict(target) for target in ahead.overtaken],
            "ended": [asdict(target) for target in ahead.ended],
            "edition": edition.n if edition is not None else None,
        }
        sys.stdout.write(json.dumps(facts) + "\n")
    elif arguments.dry_run:
        sys.stdout.write(say("Nothing was sent.") + "\n")
    elif edition is None:
        sys.stdout.write(say("The hub has everything already.") + "\n")
    else:
        sys.stdout.write(say("The hub has the study, as edition {n}.", n=edition.n) + "\n")
    return 0


@dataclass(frozen=True)
class _CellsAhead:
    """What other targets do to the cells of the whole study.

    Args:
        overtaken: Cells that have more than they shall have from now on.
        ended: Targets of supervisors that end.
    """

    overtaken: tuple[OvertakenTarget, ...] = ()
    ended: tuple[EndedTarget, ...] = ()


def _of_cells(
    station: Station, by: User, keys: HeldKeys, arguments: argparse.Namespace, changes: Differences | None
) -> _CellsAhead:
    if changes is None or not changes.targets or station.rules.quota is None:
        return _CellsAhead()
    with reading(station, by, keys, arguments) as source:
        cells = source.read_steered()(by)
    return _CellsAhead(changes.overtaken([cell.count for cell in cells]), changes.ended(cells))


def _say_outlook(outlook: Outlook, ahead: _CellsAhead) -> None:
    people = ", ".join(f"{role}: {number}" for role, number in outlook.people.items())
    lines = [
        say("The study comes to the hub for the first time.")
        if outlook.is_first
        else say("New since the last time: {parts}", parts=", ".join(outlook.changed) or say("nothing")),
        say("People who are active: {people}", people=people),
        say(
            "Sealed, so that stations can read it and the hub cannot: files of the study folder ({files}), versions of"
            " the questionnaire ({versions}), names and keys of people.",
            files=outlook.files,
            versions=outlook.versions,
        ),
        say(
            "In clear at the hub: hours, limits and delays of calls, shifts; logins, roles, languages and skills;"
            " {cells} quota cells by the codes of their categories, with targets.",
            cells=outlook.cells,
        ),
        say("The sample does not leave this station in this step."),
    ]
    if outlook.telling_codes:
        codes = ", ".join((*outlook.telling_codes[:_MOST], *("…" for _ in outlook.telling_codes[_MOST : _MOST + 1])))
        lines.append(say("Whoever runs the hub reads these codes of the quota as they are: {codes}", codes=codes))
    if outlook.waiting:
        lines.append(say("Stations that the next signed list of people will name: {number}", number=outlook.waiting))
    if outlook.differences is not None:
        lines += _told(outlook.differences, ahead)
    sys.stdout.write("".join(f"{line}\n" for line in lines))


def _told(changes: Differences, ahead: _CellsAhead) -> Iterator[str]:
    """What changes, and what follows from it."""
    if changes.come:
        yield say("People who come: {people}", people=", ".join(changes.come))
    if changes.left:
        yield say(
            "People who leave: {people}. Where they are signed in, it ends at the next contact of that station.",
            people=", ".join(changes.left),
        )
    for login, before, now in changes.roles:
        yield say("{login} was {before} and is {now}.", login=login, before=before.value, now=now.value)
    yield from _bounded([_target(target) for target in changes.targets])
    yield from (
        say(
            "{cell} has {taken} already, more than the {now} it shall have: none of them is lost, nobody else is"
            " interviewed there.",
            cell=_cell(target.cell),
            taken=target.taken,
            now=target.now,
        )
        for target in ahead.overtaken
    )
    yield from (
        say(
            "{cell} has the target {now} since a supervisor changed it: that ends, and the one of study.yaml holds.",
            cell=_cell(target.cell),
            now=target.target,
        )
        for target in ahead.ended
    )
    yield from _bounded([_setting(setting) for setting in changes.settings])
    if changes.files:
        yield say("Other files that differ: {files}", files=", ".join(changes.files[:_MOST]))
    if changes.versions:
        yield say(
            "New versions of the questionnaire: {number}. `cati form diff STUDY --as SUPERVISOR` says what becomes of"
            " interviews that are begun.",
            number=changes.versions,
        )


def _bounded(lines: Sequence[str]) -> Iterator[str]:
    yield from lines[:_MOST]
    if len(lines) > _MOST:
        yield say("And {number} more; --json tells all of them.", number=len(lines) - _MOST)


def _cell(cell: str) -> str:
    return say("not classified") if is_unclassified(CellId(cell)) else cell


def _target(target: ChangedTarget) -> str:
    if target.before is None:
        return say("New cell {cell}: {now} interviews", cell=_cell(target.cell), now=target.now)
    if target.now is None:
        return say("Cell {cell} is not there any more; it had {before}.", cell=_cell(target.cell), before=target.before)
    return say("Target of {cell}: {before} → {now}", cell=_cell(target.cell), before=target.before, now=target.now)


def _setting(setting: ChangedSetting) -> str:
    if setting.before is None:
        return say("New in study.yaml: {setting} = {now}", setting=setting.path, now=setting.now)
    if setting.now is None:
        return say("Not in study.yaml any more: {setting}, {before}", setting=setting.path, before=setting.before)
    return say(
        "In study.yaml: {setting}, {before} → {now}", setting=setting.path, before=setting.before, now=setting.now
    )
