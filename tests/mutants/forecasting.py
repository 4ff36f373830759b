"""Mistakes in the forecast: what a chance is held towards, which days count, what is full and when it is late."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

_FORECAST = "cati_app/domain/forecast"
_CASEWORK = "cati_app/domain/casework"
_TESTS = "tests/unit/domain/test_forecast.py"
_PROPOSALS, _ALERTS = "tests/unit/domain/test_proposals.py", "tests/unit/domain/test_alerts.py"

FORECASTS = (
    Mutant(
        "a chance is held towards nothing",
        f"{_FORECAST}/yields.py",
        "rates, shape = _KNOWN_LATER / (_LATER * drawn[:, n - 1]), _KNOWN_LATER",
        "rates, shape = _KNOWN_LATER / drawn[:, n - 1], _KNOWN_LATER",
        _TESTS,
    ),
    Mutant(
        "old days count as much as the last ones",
        f"{_FORECAST}/yields.py",
        "fading = 0.5 ** (np.arange(len(y) - 1, -1, -1) / _HALF_LIFE_DAYS)",
        "fading = 0.5 ** (np.arange(len(y) - 1, -1, -1) * 0)",
        _TESTS,
    ),
    Mutant(
        "days of few persons count as much as full ones",
        f"{_FORECAST}/yields.py",
        "float((extra * weights).sum() / weights.mean())",
        "float(extra.sum())",
        _TESTS,
    ),
    Mutant(
        "categories are swept once",
        f"{_FORECAST}/shares.py",
        "for _ in range(_SWEEPS):",
        "for _ in range(1):",
        _TESTS,
    ),
    Mutant(
        "cells of the same categories are all as different",
        f"{_FORECAST}/shares.py",
        "weights = np.exp(likely - likely.max())",
        "weights = np.ones(len(SHAPES))",
        _TESTS,
    ),
    Mutant(
        "a place held is given once more",
        f"{_FORECAST}/play.py",
        "free = np.maximum(0, self._target - self._achieved - self._waiting)",
        "free = np.maximum(0, self._target - self._achieved)",
        _TESTS,
    ),
    Mutant(
        "a paused cell takes people in the forecast",
        f"{_FORECAST}/play.py",
        "not (cell.closed or cell.paused)",
        "not cell.closed",
        _TESTS,
    ),
    Mutant(
        "the total waits for a cell that was given up",
        f"{_FORECAST}/forecast.py",
        "counted = [n for n, cell in enumerate(cells) if not cell.closed]",
        "counted = list(range(len(cells)))",
        _TESTS,
    ),
    Mutant(
        "the last day of the field counts as late",
        f"{_FORECAST}/forecast.py",
        "float((days > days_left).mean())",
        "float((days >= days_left).mean())",
        _TESTS,
    ),
    Mutant(
        "closed portions stay closed",
        f"{_FORECAST}/play.py",
        "short = self._open[:, 0] < _FEW_FRESH * dials\n        while",
        "short = self._open[:, 0] < 0 * dials\n        while",
        _TESTS,
    ),
    Mutant(
        "two days are enough to forecast",
        f"{_FORECAST}/so_far.py",
        "DAYS_AT_LEAST, SCREENED_AT_LEAST = 3, 15",
        "DAYS_AT_LEAST, SCREENED_AT_LEAST = 2, 15",
        _TESTS,
    ),
    Mutant(
        "a day under an hour stands alone",
        f"{_FORECAST}/so_far.py",
        "short = whole if whole.worked_h < _A_DAY_H else None",
        "short = None",
        _TESTS,
    ),
    Mutant(
        "a proposal gives up what is done or held",
        f"{_FORECAST}/proposals.py",
        "return max(0, min(lacking, cell.target - cell.achieved - cell.held))",
        "return max(0, cell.target)",
        _PROPOSALS,
    ),
    Mutant(
        "targets move into a cell that differs in every category",
        f"{_FORECAST}/proposals.py",
        "return apart == 1 and not cell.closed",
        "return apart == 2 and not cell.closed",
        _PROPOSALS,
    ),
    Mutant(
        "what changes the targets is told among what keeps them",
        f"{_FORECAST}/proposals.py",
        "key=lambda thing: (thing.proposal.kind in CHANGES_TARGETS, -thing.per_hour, -thing.days_gained)",
        "key=lambda thing: (-thing.per_hour, -thing.days_gained)",
        _PROPOSALS,
    ),
    Mutant(
        "an alert is raised when it is true once",
        f"{_CASEWORK}/alerts.py",
        "RAISED_AFTER = 2",
        "RAISED_AFTER = 1",
        _ALERTS,
    ),
    Mutant(
        "a pause is taken for an idle seat",
        f"{_CASEWORK}/people_readings.py",
        "if each.seat.activity is Activity.NOTHING and each.seat.since is not None",
        "if each.seat.since is not None",
        _ALERTS,
    ),
    Mutant(
        "a long question is told because it is long",
        f"{_CASEWORK}/people_readings.py",
        "share = times_ms.get(ref, 0) / whole",
        "share = 1 / len(times_ms)",
        _ALERTS,
    ),
    Mutant(
        "a station that was written off is told for ever",
        "cati_app/domain/sharing/stations.py",
        "self.halt is Halt.WRITTEN_OFF or not holds",
        "not holds",
        _ALERTS,
    ),
    Mutant(
        "an alert rests after its time",
        "cati_app/ui/desk/board/outlook.py",
        "if rest.until > now}",
        "if rest.until}",
        "tests/unit/ui/test_outlook.py",
    ),
    Mutant(
        "an alert flickers around its threshold",
        f"{_CASEWORK}/alerts.py",
        "GONE_AT = 0.8",
        "GONE_AT = 1.0",
        _ALERTS,
    ),
    Mutant(
        "an hour at which nobody is reached counts as trouble of the line",
        f"{_CASEWORK}/alert_readings.py",
        "        chance = (missed[group] + _OTHERS_WEIGH * overall) / (made[group] + _OTHERS_WEIGH)",
        "        chance = overall",
        _ALERTS,
    ),
    Mutant(
        "who goes on by appointment counts as dialled anew",
        f"{_CASEWORK}/field_days.py",
        "if person is not None and attempt.began_at > person.screened_at:",
        "if False:",
        "tests/unit/domain/test_field_days.py",
    ),
    Mutant(
        "a pause counts as work",
        f"{_CASEWORK}/field_days.py",
        "(waited if waited <= PAUSE else _NOTHING)",
        "waited",
        "tests/unit/domain/test_field_days.py",
    ),
    Mutant(
        "the forecast of tomorrow has days that are over",
        "cati_app/fieldwork/monitor/field_ahead.py",
        "begin = max(today, at.date(), rules.first_day or date.min)",
        "begin = max(at.date(), rules.first_day or date.min)",
        "tests/unit/fieldwork/test_field_ahead.py",
    ),
    Mutant(
        "a board on which nothing changes raises no alert",
        "cati_app/ui/desk/board/presenter.py",
        "if self._shown_at is not None and self._services.clock.now() >= self._shown_at + _AT_LEAST_EVERY:",
        "if self._shown_at is None:",
        "tests/unit/ui/test_alerting.py",
    ),
    Mutant(
        "the forecast of another target waits for its time",
        "cati_app/ui/desk/board/outlook.py",
        "elif wanted != self._wanted and self._forecast is not None:",
        "elif self._forecast is None:",
        "tests/unit/ui/test_outlook.py",
    ),
    Mutant(
        "whoever does not speak its languages sits in a rehearsed shift",
        "cati_app/demo/rehearsal/shifts.py",
        "open_to_all = [n for n, shift in enumerate(shifts) if not shift.languages]",
        "open_to_all = list(range(len(shifts)))",
        "tests/unit/demo/test_shifts_of_a_field.py",
    ),
)
