"""`python -m tests.conformance`: writes docs/conformance.md anew."""

from __future__ import annotations

from tests.conformance.table import PAGE, written

PAGE.write_text(written(), encoding="utf-8")
