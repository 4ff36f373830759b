"""What a hub makes of HTTP as stations do not speak it: on a real socket, byte by byte as it was sent."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import closing

import pytest

from cati_app.hub.web_server import HEAD_AT_MOST, WAITING_AT_MOST
from cati_app.sync.messages import Epoch, Push
from tests.hub_servers import ServedHub, is_ended
from tests.hubs import SECRET, MemoryHub, row_of

_SHOWN = f"authorization: Bearer {SECRET}\r\n"
_STATE = "GET /v1/sync/state HTTP/1.1\r\nhost: hub\r\n"
_PUSH = f"POST /v1/sync/push HTTP/1.1\r\nhost: hub\r\n{_SHOWN}"
_LAST = "connection: close\r\n"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedHub]:
    with closing(MemoryHub(tmp_path_factory.mktemp("http") / "hub")) as made:
        made.enrol()
        served = ServedHub(made)
        yield served
        served.stop()


def _whole(connection: ssl.SSLSocket) -> str:
    """All that comes until the hub hangs up."""
    told = bytearray()
    while part := connection.recv(65_536):
        told += part
    return told.decode()


def _answer(hub: ServedHub, *parts: str) -> str:
    """What is answered to something that ends the connection."""
    with hub.silent() as connection:
        for part in parts:
            connection.sendall(part.encode())
        return _whole(connection)


def _is_cut(connection: ssl.SSLSocket, sent: str) -> bool:
    """Whether the hub hangs up while something is sent, or once it was."""
    try:
        connection.sendall(sent.encode())
        return is_ended(connection)
    except TimeoutError:
        return False
    except OSError:
        return True


def _message() -> str:
    return Push(epoch=Epoch(n=1, id=f"{1:032x}"), first=1, events=(row_of(1),), last=1).model_dump_json()


def test_a_request_in_pieces_is_the_same_request(hub: ServedHub) -> None:
    body = _message()
    request = f"{_PUSH}{_LAST}content-length: {len(body)}\r\n\r\n{body}"

    told = _answer(hub, *request)

    assert told.startswith("HTTP/1.1 200 OK\r\n")
    assert '"verdicts":["' in told


def test_so_is_one_in_chunks(hub: ServedHub) -> None:
    body = _message()
    chunks = "".join(f"{len(part):x}\r\n{part}\r\n" for part in (body[:7], body[7:]))

    assert '"verdicts":["' in _answer(hub, f"{_PUSH}{_LAST}transfer-encoding: chunked\r\n\r\n{chunks}0\r\n\r\n")


def test_what_stands_behind_a_body_lets_nobody_in(hub: ServedHub) -> None:
    head = f"{_STATE}{_LAST}transfer-encoding: chunked\r\n\r\n"

    assert _answer(hub, f"{head}0\r\n{_SHOWN}\r\n").startswith("HTTP/1.1 401")


def test_the_secret_that_is_shown_first_counts(hub: ServedHub) -> None:
    other = f"authorization: Bearer {'0' * 64}\r\n"

    assert _answer(hub, f"{_STATE}{other}{_SHOWN}{_LAST}\r\n").startswith("HTTP/1.1 401")


@pytest.mark.parametrize(
    "begin",
    [
        f"{_STATE}x: ",
        "GET /",
        f"{_PUSH}transfer-encoding: chunked\r\n\r\n1;",
        f"{_STATE}",
        "GET /other HTTP/1.1\r\nx: ",
    ],
    ids=["a line", "a path", "beside a body", "lines", "to no path"],
)
def test_a_head_without_end_is_not_read(hub: ServedHub, begin: str) -> None:
    more = "x: y\r\n" if begin.endswith("\r\n") else "x" * 6

    with hub.silent() as connection:
        assert _is_cut(connection, begin + more * (HEAD_AT_MOST // 3))


def test_what_is_asked_before_the_answer_is_answered_in_order(hub: ServedHub) -> None:
    told = _answer(hub, f"{_STATE}{_SHOWN}\r\n", "GET /healthz HTTP/1.1\r\nhost: hub\r\n\r\n", f"{_STATE}{_LAST}\r\n")

    assert ["200", "200", "401"] == [part[:3] for part in told.split("HTTP/1.1 ")[1:]]


def test_nobody_asks_for_more_than_a_few_before_the_answer(hub: ServedHub) -> None:
    many = 10 * WAITING_AT_MOST

    with hub.silent() as connection:
        assert _is_cut(connection, f"{_STATE}{_SHOWN}\r\n" * many)


def test_whoever_waits_to_be_told_to_go_on_is_told(hub: ServedHub) -> None:
    body = _message()
    with hub.silent() as connection:
        connection.sendall(f"{_PUSH}{_LAST}expect: 100-continue\r\ncontent-length: {len(body)}\r\n\r\n".encode())
        assert connection.recv(4096).startswith(b"HTTP/1.1 100")
        connection.sendall(body.encode())
        assert _whole(connection).startswith("HTTP/1.1 200")


@pytest.mark.parametrize(
    ("request_text", "status"),
    [
        (f"{_STATE}{_SHOWN}connection: upgrade\r\nupgrade: h2c\r\n\r\n", "400"),
        (f"{_PUSH}content-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n", "400"),
        (f"{_PUSH}content-length: 1\r\ncontent-length: 2\r\n\r\nxx", "400"),
        (f"{_PUSH}content-length: -1\r\n\r\n", "400"),
        (f"{_STATE}{_SHOWN} folded\r\n\r\n", "400"),
        ("nonsense\r\n\r\n", "400"),
        (f"GET /v1/sync/state HTTP/1.0\r\n{_SHOWN}\r\n", "200"),
        (f"GET /v1/sync/state?x=1 HTTP/1.1\r\nhost: hub\r\n{_SHOWN}{_LAST}\r\n", "200"),
        (f"DELETE /v1/sync/state HTTP/1.1\r\nhost: hub\r\n{_SHOWN}{_LAST}\r\n", "405"),
    ],
)
def test_what_is_no_request_is_refused_and_ends_the_connection(hub: ServedHub, request_text: str, status: str) -> None:
    assert _answer(hub, request_text).startswith(f"HTTP/1.1 {status}")
