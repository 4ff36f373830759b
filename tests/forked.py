"""Work in a child of the process of the tests, which ends with it: a second process never goes on with the tests."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable

FAILED = 70
"""The exit code of a child whose work raised something; what it was stands in its error output."""


def forked(work: Callable[[], object]) -> int:
    """The process id of a child that does the work and ends with 0; whoever calls waits for it."""
    pid = os.fork()
    if pid == 0:
        try:
            work()
            os._exit(0)
        except BaseException:  # of whatever kind: it must not come to the test that is waited for elsewhere
            traceback.print_exc()
        finally:
            os._exit(FAILED)
    return pid
