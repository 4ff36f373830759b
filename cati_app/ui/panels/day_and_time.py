"""A day and a time as they are typed in a panel, read back beside them."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from cati_app.texts import say
from cati_app.ui.stage.typed import parse_coming_date, parse_time
from cati_app.ui.widgets.fields import LineField
from cati_app.ui.widgets.line_readings import said_date


class ReadBack(NamedTuple):
    """What was understood, and whether something was not."""

    text: str
    is_unread: bool


def read_back(day: LineField, at: LineField, today: date) -> ReadBack:
    """Of two fields, each of which may be blank."""
    on, hour = parse_coming_date(day.text(), today), parse_time(at.text())
    unread = [field for field, value in ((day, on), (at, hour)) if field.text() and value is None]
    parts = [said_date(on, "day") if on else "", f"{hour:%H:%M}" if hour else ""]
    parts += [
        say("{field} not readable yet, {example}", field=field.accessibleName(), example=field.placeholderText())
        for field in unread
    ]
    return ReadBack(" · ".join(part for part in parts if part), bool(unread))
