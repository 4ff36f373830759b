"""Whoever says nothing, or says it too slowly, takes nothing away from stations: on real sockets, with small limits."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cati_app.hub.connections import ConnectionLimits, Connections, listen, network_of
from cati_app.hub.figures import HubMetrics
from tests.faults.proofs import Said
from tests.hub_servers import WAIT_S, ServedHub, is_ended, is_refused, status_of
from tests.hubs import SECRET, MemoryHub

_QUICK = 0.2
_LATE = 'cati_hub_connections_turned_away_total{reason="late"}'
_GAVE_WAY = 'cati_hub_connections_turned_away_total{reason="gave_way"}'
_ADDRESS = 'cati_hub_connections_turned_away_total{reason="address"}'
_FULL = 'cati_hub_connections_turned_away_total{reason="full"}'

Serve = Callable[..., ServedHub]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    with ExitStack() as stack:

        def served(**limits: Any) -> ServedHub:
            hub = stack.enter_context(closing(MemoryHub(tmp_path / "hub")))
            hub.enrol()
            made = ServedHub(hub, replace(ConnectionLimits(), **limits))
            stack.callback(made.stop)
            return made

        yield served


def _half_a_push(credential: str = SECRET, length: int = 100) -> bytes:
    lines = (
        "POST /v1/sync/push HTTP/1.1",
        "host: hub",
        f"authorization: Bearer {credential}",
        f"content-length: {length}",
    )
    return "\r\n".join((*lines, "", "{")).encode()


def _is_cut_while_sending(connection: socket.socket) -> bool:
    """Byte by byte, each well within the time of a part."""
    connection.settimeout(_QUICK / 10)
    for _ in range(int(WAIT_S / _QUICK) * 10):
        try:
            connection.send(b"x")
            if not connection.recv(1):
                return True
        except TimeoutError:
            continue
        except OSError:
            return True
    return False


def test_a_connection_that_says_nothing_is_ended(serve: Serve) -> None:
    hub = serve(head_s=_QUICK)

    with hub.silent() as connection:
        assert is_ended(connection)
    assert 1 == hub.figure(_LATE)


def test_one_that_does_not_even_agree_on_tls_is_ended(serve: Serve) -> None:
    hub = serve(handshake_s=_QUICK)

    with hub.plain() as connection:
        assert is_ended(connection)


def test_half_a_head_buys_no_time(serve: Serve) -> None:
    hub = serve(head_s=_QUICK)

    with hub.silent() as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\n")
        assert is_ended(connection)


@pytest.mark.parametrize("limit", ["head_s", "body_s"])
def test_bytes_that_trickle_buy_no_time(serve: Serve, said: Said, limit: str) -> None:
    hub = serve(**{limit: _QUICK})
    begin = _half_a_push() if limit == "body_s" else b"GET /healthz HTTP/1.1\r\nhost: "

    with hub.silent() as connection:
        connection.sendall(begin)
        assert _is_cut_while_sending(connection)
    said("the connection is ended")


def test_half_a_head_behind_an_answer_buys_none_either(serve: Serve) -> None:
    """The first byte of it ends what uvicorn counts between requests."""
    hub = serve(head_s=_QUICK)

    with hub.silent() as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nhost: hub\r\n\r\n")
        assert connection.recv(4096).startswith(b"HTTP/1.1 200")
        connection.sendall(b"GET /healthz HTTP/1.1\r\n")
        assert is_ended(connection)
    assert 1 == hub.figure(_LATE)


def test_a_body_that_does_not_come_is_not_waited_for(serve: Serve) -> None:
    hub = serve(body_s=_QUICK)

    with hub.silent() as connection:
        connection.sendall(_half_a_push())
        assert is_ended(connection)
    with closing(hub.station()) as station:
        assert 200 == status_of(station, "GET", "/healthz")
    assert 1 == hub.figure(_LATE)
    assert 1 == hub.figure('cati_hub_requests_total{path="/v1/sync/push",status="499"}')


def test_nor_is_one_that_was_refused_before_it_was_whole(serve: Serve) -> None:
    hub = serve(body_s=_QUICK)

    with hub.silent() as connection:
        connection.sendall(_half_a_push("0" * 64, length=1_000_000))
        assert connection.recv(4096).startswith(b"HTTP/1.1 401")
        assert is_ended(connection)


def test_the_second_half_of_an_answer_waits_for_nobody() -> None:
    """Else each answer takes as long as the other side delays what it acknowledges."""
    connections = Connections(ConnectionLimits(), HubMetrics())
    (listener,) = listen("127.0.0.1", 0, connections)
    listener.setblocking(True)

    with closing(listener), socket.create_connection(listener.getsockname()):
        accepted, _ = listener.accept()
        with closing(accepted):
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_silent_connections_do_not_shut_the_hub(serve: Serve, said: Said) -> None:
    hub = serve(connections=6, per_address=100)

    with ExitStack() as stack:
        for _ in range(12):
            stack.enter_context(hub.plain())
            stack.enter_context(hub.silent())
        station = stack.enter_context(closing(hub.station()))
        assert 200 == status_of(station, "GET", "/v1/sync/state", SECRET)
        said("a station that comes then is answered")
    assert 19 <= hub.figure(_GAVE_WAY)


def test_a_station_that_was_recognized_does_not_give_way(serve: Serve) -> None:
    hub = serve(connections=4, per_address=100)

    with closing(hub.station()) as station, ExitStack() as stack:
        assert 200 == status_of(station, "GET", "/v1/sync/state", SECRET)
        station.auto_open = 0
        for _ in range(10):
            stack.enter_context(hub.silent())
        assert 200 == status_of(station, "GET", "/v1/sync/state", SECRET), "over the same connection"


def test_one_that_was_withdrawn_does(serve: Serve) -> None:
    hub = serve(connections=2, per_address=100)
    hub.hub.withdraw()

    with closing(hub.station()) as lost, closing(hub.station()) as other, closing(hub.station()) as newest:
        assert 403 == status_of(lost, "GET", "/v1/sync/state", SECRET)
        assert 200 == status_of(other, "GET", "/healthz")
        assert 200 == status_of(newest, "GET", "/healthz")
        other.auto_open = 0
        assert 200 == status_of(other, "GET", "/healthz"), "over the same connection: the lost one was older"


def test_where_only_stations_are_connected_nobody_gives_way(serve: Serve) -> None:
    hub = serve(connections=2, per_address=100)

    with closing(hub.station()) as first, closing(hub.station()) as second:
        assert [200, 200] == [status_of(one, "GET", "/v1/sync/state", SECRET) for one in (first, second)]
        assert is_refused(hub.plain)
        assert 1 == hub.figure(_FULL)


def test_one_address_has_no_more_than_its_share(serve: Serve) -> None:
    hub = serve(per_address=3)

    with ExitStack() as stack:
        kept = [stack.enter_context(hub.plain()) for _ in range(3)]
        assert is_refused(hub.plain)
        other = stack.enter_context(closing(hub.station("127.0.0.2")))
        assert 200 == status_of(other, "GET", "/healthz")
        kept[0].shutdown(socket.SHUT_RDWR)
        assert is_ended(kept[0])
        again = stack.enter_context(closing(hub.station()))
        while True:  # the place is free once the hub has read the end
            try:
                assert 200 == status_of(again, "GET", "/healthz")
                break
            except OSError:  # within TLS a reset is an error of TLS
                again.close()
    assert 1 <= hub.figure(_ADDRESS)


def test_a_hub_that_stops_waits_for_nobody_who_has_sent_half_a_request(
    serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    hub = serve()

    with hub.silent() as silent, hub.silent() as dawdler, closing(hub.station()) as station:
        dawdler.sendall(_half_a_push())
        assert 200 == status_of(station, "GET", "/v1/sync/state", SECRET)
        hub.stop()
        assert is_ended(silent)
        assert is_ended(dawdler)
    assert [] == [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


@pytest.mark.parametrize(
    ("host", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
    ],
)
def test_whoever_has_a_network_has_one_address(host: str, network: str) -> None:
    assert network == network_of(host)


def test_listening_is_said_to_have_failed_before_anything_serves() -> None:
    from cati_app.domain.errors import EnvironmentProblem

    connections = Connections(ConnectionLimits(), HubMetrics())
    (first,) = listen("127.0.0.1", 0, connections)
    with closing(first), pytest.raises(EnvironmentProblem, match="Another program listens") as told:
        listen("127.0.0.1", first.getsockname()[1], connections)
    assert "hub_port" == told.value.code
    with pytest.raises(EnvironmentProblem, match="cannot listen"):
        listen("192.0.2.1", 8443, connections)
