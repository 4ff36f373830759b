"""Where a client says that it waits for its hub; nobody hears it unless somebody listens."""

from __future__ import annotations

import logging

WAITS = logging.getLogger("cati.waits")
