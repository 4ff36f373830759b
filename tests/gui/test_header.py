"""The line at the top where there is little room: how the station stands with its hub goes last."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from cati_app.ui.shell.header import Header
from cati_app.ui.stage.states import HeaderState, Tone
from cati_app.ui.widgets.kit import Kit

SHORT = "✗ Offline since 18:42"
LONG = f"{SHORT} · 12 results not sent, since Mon 18:45"


@pytest.mark.parametrize(("width", "percent", "shown"), [(1280, 100, LONG), (1280, 200, SHORT)])
def test_that_the_line_is_cut_stays_at_the_top_where_there_is_no_room_for_all_of_it(
    kit: Kit, qtbot: QtBot, width: int, percent: int, shown: str
) -> None:
    kit.theme.set_percent(percent)
    header = Header(kit)
    qtbot.addWidget(header)
    header.show_stored(True)
    header.resize(width, 60)
    header.show()
    header.render_header(
        HeaderState(
            "A study of work and health",
            station="Int. 04",
            hub=LONG,
            hub_short=SHORT,
            hub_tone=Tone.WARN,
            can_pause=True,
        )
    )

    assert header._hub.isVisible()
    assert shown == header._hub.text()
    assert LONG == header._hub.accessibleName()
    header.render_header(HeaderState("A study", hub="● Hub", hub_short="● Hub"))
    assert "● Hub" == header._hub.text()
