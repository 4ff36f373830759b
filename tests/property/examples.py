"""How many examples a property test tries: few in the suite, many in the long run (`CATI_EXAMPLES=10000`)."""

from __future__ import annotations

import os

_ASKED = int(os.environ.get("CATI_EXAMPLES") or 0)


def examples(few: int) -> int:
    """The number asked for in the environment, else `few`."""
    return _ASKED or few
