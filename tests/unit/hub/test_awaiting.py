"""What threads have done reaches whoever waits in the loop, all of it and once."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future

import pytest

from cati_app.hub.awaiting import Awaiting


def test_results_and_failures_come_to_whoever_asked() -> None:
    awaiting = Awaiting()
    asked: list[Future[int]] = [Future() for _ in range(200)]

    def work() -> None:
        for n, future in enumerate(asked):
            if n % 7:
                future.set_result(n)
            else:
                future.set_exception(ValueError(str(n)))

    async def wait() -> list[int | BaseException]:
        thread = threading.Thread(target=work)
        waiting = [asyncio.ensure_future(awaiting.result(future)) for future in asked]
        await asyncio.sleep(0)
        thread.start()
        told = await asyncio.gather(*waiting, return_exceptions=True)
        thread.join()
        return told

    told = asyncio.run(wait())

    assert [n for n in range(200) if n % 7] == [one for one in told if isinstance(one, int)]
    assert [str(n) for n in range(0, 200, 7)] == [str(one) for one in told if isinstance(one, ValueError)]


def test_what_is_done_already_comes_too() -> None:
    done: Future[str] = Future()
    done.set_result("done")
    awaiting = Awaiting()

    assert ["done", "done"] == [asyncio.run(awaiting.result(done)) for _ in range(2)], "in one loop after the other"


def test_whoever_is_cancelled_waits_no_more_and_holds_nobody_up() -> None:
    awaiting, first, second = Awaiting(), Future[int](), Future[int]()

    async def wait() -> int:
        cancelled = asyncio.ensure_future(awaiting.result(first))
        other = asyncio.ensure_future(awaiting.result(second))
        await asyncio.sleep(0)
        cancelled.cancel()
        first.set_result(1)
        second.set_result(2)
        with pytest.raises(asyncio.CancelledError):
            await cancelled
        return await other

    assert 2 == asyncio.run(wait())


def test_what_is_done_after_the_loop_has_ended_disturbs_nobody(caplog: pytest.LogCaptureFixture) -> None:
    awaiting, late = Awaiting(), Future[int]()

    async def wait() -> None:
        waiting = asyncio.ensure_future(awaiting.result(late))
        await asyncio.sleep(0)
        waiting.cancel()

    asyncio.run(wait())
    late.set_result(1)

    assert [] == caplog.records
