"""Charts as they are painted: no figure is cut."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from cati_app.ui.stage.chart_states import LinePoint, TrendState
from cati_app.ui.widgets.charts import TrendLine
from cati_app.ui.widgets.kit import Kit


@pytest.mark.parametrize("percent", [100, 200])
def test_the_figure_of_a_point_at_the_top_is_whole(kit: Kit, qtbot: QtBot, percent: int) -> None:
    kit.theme.set_percent(percent)
    chart = TrendLine(kit)
    qtbot.addWidget(chart)
    chart.resize(600, chart.high())
    points = (LinePoint("30.11.", 1.0, "100.0 %"), LinePoint("1.12.", 1.0, "100.0 %"))
    chart.render_line(TrendState(points, ((0.0, "0 %"),)))
    chart.show()
    picture = chart.grab().toImage()
    ground = picture.pixelColor(picture.width() // 2, 0)

    assert {ground.name()} == {picture.pixelColor(x, 0).name() for x in range(picture.width())}
