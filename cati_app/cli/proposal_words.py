"""Proposals of a forecast, as lines and as facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cati_app.fieldwork.monitor.read_proposals import ProposalTold
from cati_app.texts import say, say_count

_OUT_OF_SIGHT = 60
"""Days gained above which most draws without the proposal were never full."""


def proposal_facts(told: Mapping[str, tuple[ProposalTold, ...] | None]) -> list[dict[str, object]]:
    """By quota; null where it is too early."""
    return [
        {"quota": quota, "proposals": None if offered is None else [_facts(thing) for thing in offered]}
        for quota, offered in told.items()
    ]


def proposal_lines(told: Mapping[str, tuple[ProposalTold, ...] | None]) -> Iterator[str]:
    """Those that keep the targets first, the others apart."""
    for quota, offered in told.items():
        if offered is None:
            continue
        yield ""
        if not offered:
            yield say("{quota}: nothing that could be proposed makes the field shorter.", quota=quota)
            continue
        kept = [thing for thing in offered if not thing.changes_targets]
        moved = [thing for thing in offered if thing.changes_targets]
        if kept:
            yield say(
                "{quota}: what would make the field shorter, most days for an interviewer hour first", quota=quota
            )
            yield from (f"  {_line(thing)}" for thing in kept)
        if moved:
            yield say("{quota}: what would make it shorter by wanting others, or fewer", quota=quota)
            yield from (f"  {_line(thing)}; {_lost(thing)}" for thing in moved)


def _facts(thing: ProposalTold) -> dict[str, object]:
    return {
        "kind": thing.kind,
        "changes_targets": thing.changes_targets,
        "count": thing.count or None,
        "shift": thing.shift or None,
        "cell": thing.cell,
        "to": thing.to,
        "days_gained": round(thing.days_gained, 2),
        "more_hours": round(thing.more_hours, 1),
        "late": None if thing.late is None else round(thing.late, 4),
        "share_before": None if thing.share_before is None else round(thing.share_before, 6),
        "share_after": None if thing.share_after is None else round(thing.share_after, 6),
    }


def _line(thing: ProposalTold) -> str:
    days = say("{days:.1f} days of work sooner", days=thing.days_gained)
    if thing.days_gained > _OUT_OF_SIGHT:
        days = say("in sight, {days:.0f} days of work sooner and more", days=thing.days_gained)
    if thing.more_hours >= 0:
        hours = say("{hours:.0f} interviewer hours more", hours=thing.more_hours)
    else:
        hours = say("{hours:.0f} interviewer hours fewer", hours=-thing.more_hours)
    line = f"{_what(thing)}: {days}, {hours}"
    return line if thing.late is None else f"{line}, {say('late: {chance:.0%}', chance=thing.late)}"


def _what(thing: ProposalTold) -> str:
    if thing.kind == "release":
        return say("release the next portion ({count} numbers)", count=thing.count)
    if thing.kind == "draw":
        return say("{count} more numbers", count=thing.count)
    if thing.kind == "seat":
        return say("one more seat in shift {number}", number=thing.shift)
    if thing.kind == "move":
        return say_count(
            "{count} interview of {cell} wanted in {to} instead",
            "{count} interviews of {cell} wanted in {to} instead",
            thing.count,
            cell=thing.cell,
            to=thing.to,
        )
    if thing.kind == "all_short":
        return say_count(
            "{count} interview stays missing, in all cells",
            "{count} interviews stay missing, in all cells",
            thing.count,
        )
    return say_count(
        "{cell} stays {count} interview short", "{cell} stays {count} interviews short", thing.count, cell=thing.cell
    )


def _lost(thing: ProposalTold) -> str:
    if thing.cell is None:
        return say("the sample then shows fewer of those who are hard to reach than was wanted")
    return say(
        "{cell} is then {after:.1%} of all interviews, {before:.1%} were wanted",
        cell=thing.cell,
        after=thing.share_after or 0.0,
        before=thing.share_before or 0.0,
    )
