"""What became of every case of a month: each one asked through the chain of reasons, and counted by what it says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from cati_app.cli.next import ENDINGS, WAITS
from cati_app.domain.casework.explain import Explanation
from cati_app.domain.ids import UserId
from cati_app.domain.outcomes.dispositions import DISPOSITIONS
from cati_app.domain.people.users import Role, User
from cati_app.station.opening import Station
from tests.worlds.month import FIRST_DAY, Figures, seconds
from tests.worlds.through_store import StoreOrder

EVERYBODY = User(UserId("report"), "report", "report", Role.INTERVIEWER, 0, (), ("conversion",))
"""Somebody for whom no case waits for want of a language or training."""
CALLABLE = "can be called now"
_OPEN = {
    "appointment": WAITS("appointment"),
    "limit": "have no contact attempt left",
    "day_limit": WAITS("day_limit"),
    "hours": WAITS("outside_hours"),
    "in_hands": WAITS("locked"),
    "cell": WAITS("cell_full"),
}


@dataclass
class Explained:
    """Cases by what is said of them."""

    closed: Counter[tuple[str, str]] = field(default_factory=Counter)  # how it ended, its code
    decided: Counter[tuple[str, str]] = field(default_factory=Counter)  # of these: an attempt is named
    open: Counter[str] = field(default_factory=Counter)  # what it waits for

    @property
    def unexplained(self) -> int:
        """Closed cases of which nothing is said."""
        return sum(count for (how, _), count in self.closed.items() if not how)


def explained(order: StoreOrder, cases: int, days: int) -> Explained:
    """Every case as it stands on the morning after the last day, at half past nine."""
    station, found = order.finish(), Explained()
    order.clock.at = seconds(FIRST_DAY + timedelta(days=days), 9) + 1800
    explain = station.explain_case()
    for number in range(1, cases + 1):
        told = explain.by_number(EVERYBODY, number)
        assert told is not None, number
        _count(told, found)
    return found


def _count(told: Explanation, found: Explained) -> None:
    first = told.reasons[0]
    if first.rule != "closed":
        found.open[_waits_for(told)] += 1
        return
    key = str(first.facts["how"]), str(first.facts["disposition"])
    found.closed[key] += 1
    found.decided[key] += "attempt" in first.facts


def _waits_for(told: Explanation) -> str:
    """The first rule that keeps it."""
    for reason in told.reasons:
        if not reason.holds:
            return WAITS.known(str(reason.facts.get("rest"))) or _OPEN.get(reason.rule) or WAITS("not_due")
    return CALLABLE


def states(station: Station) -> Mapping[str, int]:
    """Cases by state, as the table has them: what the report must add up to."""
    with station.database.transaction() as statements:
        rows = statements.execute('SELECT state, count(*) FROM "case" GROUP BY state').fetchall()
        return {str(row[0]): int(row[1]) for row in rows}


def written(found: Explained, figures: Figures, title: str) -> str:
    """The report in Markdown."""
    lines = [
        f"# {title}",
        "",
        f"{figures.calls:,} calls, {figures.completes:,} complete interviews, {sum(figures.breaks.values())} breaks of"
        f" rules, {figures.firm_kept:,} of {figures.firm_could:,} firm appointments kept that could be kept.",
        "",
        "| cases that ended | final code | cases | decided by an attempt that is named |",
        "|---|---|---|---|",
    ]
    for (how, code), count in sorted(found.closed.items(), key=lambda item: -item[1]):
        said = ENDINGS.sources[how].split(" of attempt {")[0].lstrip(" :,") if how else "**unexplained**"
        number = DISPOSITIONS[code].aapor or "–"
        lines.append(f"| {said} | `{code}` {number} | {count:,} | {found.decided[how, code]:,} |")
    lines.append(f"| **all** | | **{sum(found.closed.values()):,}** | unexplained: {found.unexplained} |")
    lines += ["", "| open cases | cases |", "|---|---|"]
    lines += [f"| {waits} | {count:,} |" for waits, count in found.open.most_common()]
    lines.append(f"| **all** | **{sum(found.open.values()):,}** |")
    return "\n".join(lines) + "\n"
