"""What a hub holds, in figures: devices and how far the log of each has arrived. Nothing of what the logs tell."""

from __future__ import annotations

from dataclasses import dataclass

from cati_app.store.hub.inbox import Life
from cati_app.store.hub.statements import HubStatements, row_of

_HUB = "SELECT id, address FROM hub"
_EPOCH = "SELECT n, id FROM epoch ORDER BY n DESC LIMIT 1"
_DEVICES = "SELECT study, device, mark, last_number, heard_at FROM device ORDER BY study, device"
_EVENTS = "SELECT count(*) FROM event"
_ASIDE = "SELECT verdict, count(*) FROM quarantine GROUP BY verdict ORDER BY verdict"
_CODES = "SELECT count(*) FROM code WHERE device IS NULL"


@dataclass(frozen=True, slots=True)
class DeviceFigures:
    """A device.

    Args:
        mark: Up to here its log has arrived.
        last: Number of the last event it had when it was last heard.
        heard_at: UTC, ISO 8601.
    """

    study: str
    device: str
    mark: int
    last: int
    heard_at: str


@dataclass(frozen=True, slots=True)
class HubFigures:
    """The whole hub.

    Args:
        aside: Events kept aside, by what is wrong with them.
        codes: Codes nobody has used yet.
    """

    hub: str
    address: str
    epoch: Life
    devices: tuple[DeviceFigures, ...]
    events: int
    aside: tuple[tuple[str, int], ...]
    codes: int


def figures(statements: HubStatements) -> HubFigures:
    """As they are now."""
    hub, address = row_of(statements, _HUB)
    return HubFigures(
        hub,
        address,
        Life(*row_of(statements, _EPOCH)),
        tuple(DeviceFigures(*row) for row in statements.all(_DEVICES)),
        row_of(statements, _EVENTS)[0],
        tuple((verdict, number) for verdict, number in statements.all(_ASIDE)),
        row_of(statements, _CODES)[0],
    )
