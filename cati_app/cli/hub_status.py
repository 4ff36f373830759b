"""`cati hub status`, `devices`: how a hub stands, told on its server."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from cati_app.cli.hub_folder import hub_storage
from cati_app.cli.hub_station import aside
from cati_app.station.machine import SystemClock
from cati_app.store.hub.overview import DeviceFigures, StudyFigures
from cati_app.texts import say


def status(arguments: argparse.Namespace) -> int:
    """The hub, its studies, its devices."""
    from cati_app.store.hub.overview import figures  # noqa: PLC0415 - stations do without the server

    known = figures(hub_storage(arguments.folder, arguments.database_url_file), SystemClock().now())
    if arguments.json:
        facts = {
            "hub": known.hub,
            "address": known.address,
            "epoch": known.epoch.n,
            "forms": known.forms,
            "events": known.events,
            "aside": dict(known.aside),
            "codes": known.codes,
            "confirmed_by": known.confirmed_by,
            "studies": [{**asdict(study), "waits": study.waits} for study in known.studies],
            "devices": [asdict(device) for device in known.devices],
        }
        sys.stdout.write(json.dumps(facts) + "\n")
        return 0
    sys.stdout.write(say("{address}, epoch {epoch}", address=known.address, epoch=known.epoch.n) + "\n")
    of_hub, of_study = known.forms.values()
    sys.stdout.write(
        say("Form of its tables: {hub}, of those of each study: {study}.", hub=of_hub, study=of_study) + "\n"
    )
    sys.stdout.write(
        say("Events: {events}. Codes nobody has used: {codes}.", events=known.events, codes=known.codes) + "\n"
    )
    if known.confirmed_by:
        sys.stdout.write(say("Standbys that confirm each write: {names}.", names=known.confirmed_by) + "\n")
    elif known.confirmed_by is not None:
        sys.stdout.write(
            say(
                "No standby confirms a write (synchronous_standby_names is blank): one that takes over may lack what"
                " was acknowledged. The hub notices and waits for every station then."
            )
            + "\n"
        )
    for verdict, number in known.aside:
        sys.stdout.write(aside(verdict, number) + "\n")
    for study in known.studies:
        sys.stdout.write("".join(f"{line}\n" for line in lines_of(study)))
    _write_devices(known.devices)
    return 0


def devices(arguments: argparse.Namespace) -> int:
    """The devices alone."""
    from cati_app.store.hub.overview import figures  # noqa: PLC0415 - stations do without the server

    listed = figures(hub_storage(arguments.folder, arguments.database_url_file), SystemClock().now()).devices
    if arguments.json:
        sys.stdout.write(json.dumps([asdict(device) for device in listed]) + "\n")
    else:
        _write_devices(listed)
    return 0


def lines_of(study: StudyFigures) -> Iterator[str]:
    """What holds a study up, and what waits in it; nothing where all is well."""
    name = study.study[:8]
    if study.missing and study.goes_on:
        yield say(
            "Study {study}: the hub came back from a copy and waits for {missing} of its stations; it lends cases"
            " meanwhile and gives no places.",
            study=name,
            missing=study.missing,
        )
    elif study.missing:
        yield say(
            "Study {study}: the hub came back from a copy and waits for {missing} of its stations; until then it lends"
            " no cases and gives no places. `cati hub stations` at a station names them.",
            study=name,
            missing=study.missing,
        )
    if study.edition_lacking:
        yield say(
            "Study {study}: stations have seen edition {n}, the hub has an older one; a supervisor publishes it again.",
            study=name,
            n=study.edition_lacking,
        )
    if study.surplus:
        yield say(
            "Study {study}: complete interviews that do not count, because their cell is full: {surplus}.",
            study=name,
            surplus=study.surplus,
        )


def _write_devices(devices: Sequence[DeviceFigures]) -> None:
    if not devices:
        sys.stdout.write(say("No station has come yet.") + "\n")
    for device in devices:
        told = say(
            "Device {device} of study {study}: {mark} of {last} events, last heard {at}",
            device=device.device,
            study=device.study[:8],
            mark=device.mark,
            last=device.last,
            at=device.heard_at[:19] or say("never"),
        )
        if device.withdrawn_at is not None:
            told = f"{told}; " + say("withdrawn {at}", at=device.withdrawn_at[:19])
        sys.stdout.write(f"{told}\n")
