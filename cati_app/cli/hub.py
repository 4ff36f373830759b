"""`cati hub`: the server that keeps the log of every station, and a station's way to it."""

from __future__ import annotations

import argparse
import json
import sys
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

from cati_app.cli.hub_actions import add_station_actions
from cati_app.cli.hub_copies import add_copy_actions
from cati_app.cli.hub_folder import database_url, folder_arguments, hub_storage, url_argument
from cati_app.cli.hub_status import devices, status
from cati_app.cli.hub_study import station_code
from cati_app.cli.moments import moment_with_zone
from cati_app.cli.opening import study_arguments
from cati_app.cli.usage import there
from cati_app.cli.waiting import told_of_waits
from cati_app.demo.clock import FollowingClock, ShiftedClock
from cati_app.domain.clock import Clock
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase
from cati_app.station.machine import SystemClock
from cati_app.store.hub.certificate import KEY, ROOT_KEY, BroughtCertificate, valid_until
from cati_app.store.hub.engine import HubStorage
from cati_app.store.hub.private_files import check_private
from cati_app.store.hub.receipt_key import RECEIPT_KEY
from cati_app.store.hub.sqlite import FILE as HUB_FILE
from cati_app.sync.code import EnrolCode, HubAddress
from cati_app.texts import say

_CONNECTIONS_AT_MOST = 512
"""What a hub takes at once, from wherever."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One action and its arguments."""
    actions = parser.add_subparsers(dest="action", metavar=say("ACTION"), required=True)
    _server_actions(actions)
    add_station_actions(actions)


def _server_actions(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    making = actions.add_parser("init", help=say("make a hub in an empty folder, and the first code for a station"))
    folder_arguments(making)
    making.add_argument(
        "--address",
        required=True,
        type=_address,
        metavar=say("ADDRESS"),
        help=say("where stations reach it, for instance https://hub.example:8443"),
    )
    _brought_arguments(making)
    making.set_defaults(act=_init)
    serving = actions.add_parser("serve", help=say("serve stations until it is stopped"))
    folder_arguments(serving)
    serving.add_argument(
        "--bind", default="0.0.0.0", metavar=say("ADDRESS"), help=say("address of this machine to listen at")
    )
    serving.add_argument(
        "--restored", action="store_true", help=say("the folder comes from a copy: stations send what it lacks")
    )
    serving.add_argument(
        "--key", type=Path, metavar=say("FILE"), help=say("private key of the certificate (default: in the folder)")
    )
    serving.add_argument(
        "--figures-to",
        action="append",
        type=_network,
        metavar=say("NETWORK"),
        help=say("who is told /metrics, for instance 192.0.2.0/24; may be repeated (default: this machine)"),
    )
    serving.add_argument(
        "--per-address",
        type=_number,
        metavar=say("NUMBER"),
        help=say("connections at once from one address; more where many stations sit behind one router (default: 128)"),
    )
    clocks = serving.add_mutually_exclusive_group()
    clocks.add_argument(
        "--rehearsal-from",
        type=moment_with_zone,
        metavar=say("TIME"),
        help=say("a rehearsal: the clock of the hub begins at that time, as 2026-11-24T16:00+01:00, and runs on"),
    )
    clocks.add_argument(
        "--rehearsal-clock",
        type=there,
        metavar=say("FILE"),
        help=say("a rehearsal: the hub goes by the time that the program which rehearses keeps in this file"),
    )
    serving.add_argument(
        "--processor",
        type=_processor,
        metavar=say("NUMBER"),
        help=say("the processor the hub stays on, or `any` (default: one for a hub in files, any for one on a server)"),
    )
    serving.set_defaults(act=_serve)
    add_copy_actions(actions)
    certifying = actions.add_parser(
        "certificate",
        help=say("where the hub is and what stations know it by; or another certificate, from the next start on"),
    )
    folder_arguments(certifying)
    certifying.add_argument("--renew", action="store_true", help=say("a new one, from the hub's own root"))
    certifying.add_argument(
        "--root-key", type=Path, metavar=say("FILE"), help=say("key of that root (default: root-key.pem in the folder)")
    )
    _brought_arguments(certifying)
    certifying.add_argument(
        "--other-root", action="store_true", help=say("stations do not know its root yet: each has to be told")
    )
    certifying.add_argument(
        "--address", type=_address, metavar=say("ADDRESS"), help=say("stations reach the hub there from now on")
    )
    certifying.set_defaults(act=_certificate)
    code = actions.add_parser(
        "code",
        help=say(
            "a code for one station: made where the study is, by a supervisor; or on the server, with --first, for the"
            " station that brings a study"
        ),
    )
    study_arguments(code)
    code.add_argument(
        "--first",
        action="store_true",
        help=say("STUDY is the folder of a hub: a code for the station that brings a study"),
    )
    url_argument(code)
    code.set_defaults(act=_code)
    telling = actions.add_parser("status", help=say("devices, and how far the log of each has arrived"))
    folder_arguments(telling)
    telling.set_defaults(act=status)
    listing = actions.add_parser("devices", help=say("devices the hub lets in, and those that were withdrawn"))
    folder_arguments(listing)
    listing.set_defaults(act=devices)
    withdrawing = actions.add_parser("withdraw", help=say("let a device in no more; what it has sent stays"))
    folder_arguments(withdrawing)
    withdrawing.add_argument("device", metavar=say("DEVICE"), help=say("its name, as `cati hub devices` tells it"))
    withdrawing.add_argument("--undo", action="store_true", help=say("let it in again"))
    withdrawing.set_defaults(act=_withdraw)


def run(arguments: argparse.Namespace) -> int:
    """The action."""
    with told_of_waits():
        done: int = arguments.act(arguments)
    return done


def _brought_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--certificate",
        type=Path,
        metavar=say("FILE"),
        help=say(
            "a certificate from elsewhere, in PEM: the hub's own first, the root last (default: the hub's own root)"
        ),
    )
    parser.add_argument(
        "--key", type=Path, metavar=say("FILE"), help=say("its private key, in PEM, without a password")
    )


def _brought(arguments: argparse.Namespace) -> BroughtCertificate | None:
    """EnvironmentProblem: `hub_certificate_half`."""
    if arguments.certificate is None and arguments.key is None:
        return None
    if arguments.certificate is None or arguments.key is None:
        raise EnvironmentProblem(
            "hub_certificate_half",
            "A certificate from elsewhere comes with its key. Nothing was changed.",
            "Name both files: --certificate FILE --key FILE.",
        )
    return BroughtCertificate(arguments.certificate, arguments.key)


def _storage(arguments: argparse.Namespace, folder: Path | None = None) -> HubStorage:
    return hub_storage(folder or arguments.folder, arguments.database_url_file)


def _address(text: str) -> HubAddress:
    try:
        return HubAddress.typed(text)
    except ValueError:
        raise argparse.ArgumentTypeError(say("an address reads https://HOST:PORT")) from None


def _network(text: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(text)
    except ValueError:
        raise argparse.ArgumentTypeError(say("a network reads 192.0.2.0/24, or an address")) from None


def _number(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 0 < int(text) <= _CONNECTIONS_AT_MOST:
        raise argparse.ArgumentTypeError(say("a number from 1 to {most}", most=_CONNECTIONS_AT_MOST))
    return int(text)


def _processor(text: str) -> int | str:
    from cati_app.hub.processor import ANY, allowed  # noqa: PLC0415 - stations do without the server

    if text == ANY:
        return ANY
    if not text.isascii() or not text.isdecimal() or int(text[:9]) not in allowed():
        known = ", ".join(map(str, allowed())) or "–"
        raise argparse.ArgumentTypeError(say("`any`, or a processor this program may use: {numbers}", numbers=known))
    return int(text)


def _settle_down(arguments: argparse.Namespace) -> None:
    """On the processor that was named, before any thread begins."""
    from cati_app.hub.processor import stay_on, stay_on_some  # noqa: PLC0415 - as above

    if isinstance(arguments.processor, int):
        try:
            stay_on(arguments.processor)
        except PermissionError as error:
            raise _bound_to_none(arguments.processor) from error
    elif arguments.processor is None and database_url(arguments.database_url_file) is None:
        stay_on_some()


def _bound_to_none(processor: int) -> EnvironmentProblem:
    return EnvironmentProblem(
        "hub_processor",
        Phrase(
            "The system does not let the hub stay on processor {number}. The hub was not started.", number=processor
        ),
        "Leave --processor out; or allow the call sched_setaffinity where rights are taken from the hub "
        "(in a unit of systemd: SystemCallFilter).",
    )


def _init(arguments: argparse.Namespace) -> int:
    from cati_app.hub.administration import make_hub  # noqa: PLC0415 - stations do without the server

    code = make_hub(arguments.folder, _storage(arguments), arguments.address, SystemClock(), _brought(arguments))
    return _say_code(arguments, code)


def _certificate(arguments: argparse.Namespace) -> int:
    from cati_app.hub.administration import certify, whereabouts  # noqa: PLC0415 - as above

    brought, storage, clock = _brought(arguments), _storage(arguments), SystemClock()
    _check_has_effect(arguments)
    is_new = brought is not None or arguments.renew or arguments.address is not None
    if is_new:
        now = certify(
            arguments.folder,
            storage,
            clock,
            address=arguments.address,
            brought=brought,
            root_key=arguments.root_key,
            other_root=arguments.other_root,
        )
    else:
        now = whereabouts(arguments.folder, storage, clock)
    ends_at = valid_until(arguments.folder).date().isoformat()
    if arguments.json:
        facts = {
            "code": now.text,
            "address": str(now.address),
            "fingerprint": now.fingerprint.hex(),
            "until": ends_at,
            "new": is_new,
        }
        sys.stdout.write(json.dumps(facts) + "\n")
        return 0
    sys.stdout.write(say("Address: {address}", address=now.address) + "\n")
    sys.stdout.write(say("Fingerprint: {fingerprint}", fingerprint=now.fingerprint.hex()) + "\n")
    sys.stdout.write(say("The certificate is valid until {day}.", day=ends_at) + "\n")
    if is_new:
        sys.stdout.write(say("The hub shows it from its next start on.") + "\n")
    sys.stdout.write(
        say(
            "Where address or root are others than before, each station is told so with"
            " `cati hub moved STUDY --as SUPERVISOR` and this code: {code}",
            code=now.text,
        )
        + "\n"
    )
    return 0


def _check_has_effect(arguments: argparse.Namespace) -> None:
    """EnvironmentProblem: `hub_certificate_half`."""
    if arguments.other_root and arguments.certificate is None:
        raise EnvironmentProblem(
            "hub_certificate_half",
            "--other-root says something about a certificate that is brought. Nothing was changed.",
            "Name it as well: --certificate FILE --key FILE --other-root.",
        )
    if arguments.root_key is not None and not arguments.renew and arguments.address is None:
        raise EnvironmentProblem(
            "hub_certificate_half",
            "--root-key says with what another certificate is issued. Nothing was changed.",
            "Say what is wanted: --renew --root-key FILE, or --address ADDRESS --root-key FILE.",
        )


def _code(arguments: argparse.Namespace) -> int:
    if not arguments.first and (arguments.study / HUB_FILE).is_file():
        raise EnvironmentProblem(
            "hub_folder_named",
            "This is the folder of a hub, not of a study: a supervisor makes codes for stations where the study is.",
            "For the station that brings a study: `cati hub code FOLDER --first`.",
        )
    if not arguments.first:
        return station_code(arguments)
    from cati_app.hub.administration import make_code  # noqa: PLC0415 - as above

    return _say_code(arguments, make_code(arguments.study, _storage(arguments, arguments.study), SystemClock()))


def _say_code(arguments: argparse.Namespace, code: EnrolCode) -> int:
    if arguments.json:
        facts = {"code": code.text, "address": str(code.address), "fingerprint": code.fingerprint.hex()}
        sys.stdout.write(json.dumps(facts) + "\n")
        return 0
    sys.stdout.write(say("Address: {address}", address=code.address) + "\n")
    sys.stdout.write(say("Fingerprint: {fingerprint}", fingerprint=code.fingerprint.hex()) + "\n")
    sys.stdout.write(say("Code for the station that brings a study, told this once: {code}", code=code.text) + "\n")
    return 0


def _serve(arguments: argparse.Namespace) -> int:
    from cati_app.hub.answering import LOOPBACK  # noqa: PLC0415 - as above
    from cati_app.hub.connections import ConnectionLimits  # noqa: PLC0415 - as above
    from cati_app.hub.serving import serve  # noqa: PLC0415 - as above

    def ready(address: str) -> None:
        line = json.dumps({"serving": address}) if arguments.json else say("Serving {address}.", address=address)
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()

    kept = (KEY, RECEIPT_KEY, ROOT_KEY)
    named = (arguments.key, arguments.database_url_file)
    check_private([*(arguments.folder / name for name in kept), *(file for file in named if file is not None)])
    _settle_down(arguments)
    limits = (
        ConnectionLimits() if arguments.per_address is None else ConnectionLimits(per_address=arguments.per_address)
    )
    serve(
        arguments.folder,
        _storage(arguments),
        arguments.bind,
        _clock(arguments),
        restored=arguments.restored,
        ready=ready,
        limits=limits,
        figures_to=arguments.figures_to or LOOPBACK,
        key=arguments.key,
        paced=arguments.rehearsal_from is None and arguments.rehearsal_clock is None,  # their time may run faster
    )
    return 0


def _clock(arguments: argparse.Namespace) -> Clock:
    """The machine's own, unless a field is rehearsed."""
    if arguments.rehearsal_clock is not None:
        return FollowingClock(arguments.rehearsal_clock)
    return SystemClock() if arguments.rehearsal_from is None else ShiftedClock(arguments.rehearsal_from)


def _withdraw(arguments: argparse.Namespace) -> int:
    from cati_app.hub.administration import withdraw  # noqa: PLC0415 - as above

    withdraw(_storage(arguments), arguments.device, SystemClock(), undo=arguments.undo)
    if arguments.undo:
        told = say("Device {device} is let in again.", device=arguments.device)
    else:
        told = say("Device {device} is let in no more; what it has sent stays.", device=arguments.device)
    facts = {"let_in" if arguments.undo else "withdrawn": arguments.device}
    sys.stdout.write((json.dumps(facts) if arguments.json else told) + "\n")
    return 0
