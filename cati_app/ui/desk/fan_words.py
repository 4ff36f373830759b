"""The curve of a cell or a quota, from what its interviews came to until today and the last forecast of it."""

from __future__ import annotations

from datetime import date

from cati_app.domain.casework.filling import Steps
from cati_app.fieldwork.monitor.read_forecast import FullOn
from cati_app.texts import Words
from cati_app.ui.desk.ahead_words import middle_text
from cati_app.ui.stage.chart_states import FanState


def fan_of(
    words: Words,
    full: FullOn | None,
    figures: tuple[int, int],
    today: date,
    last_day: date | None,
    steps: Steps = (),
) -> FanState:
    """A curve; without a forecast, and where nothing is left to do, it ends today.

    Args:
        figures: What is done, and the target in force.
        last_day: Of the field; None: it has none.
        steps: What was done at the end of each day on which it rose; none: the curve begins today.
    """
    done, target = figures
    ahead = (full.low, full.median, full.high) if full is not None and not full.is_full else (None, None, None)
    low, median, high, end = (None if day is None else max(0, (day - today).days) for day in (*ahead, last_day))
    whole = max(1, target)
    return FanState(
        done=done / whole,
        low=low,
        median=median,
        high=high,
        end=end,
        levels=(str(done), str(target)),
        today=words.say("today"),
        full=middle_text(words, full) if full is not None else "",
        end_text=words.say("end of field") if end is not None else "",
        past=tuple((min(0, (day - today).days), so_far / whole) for day, so_far in steps),
        begun=words.say("{day:%m-%d}", day=steps[0][0]) if steps else "",
    )
