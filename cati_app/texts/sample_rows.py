"""What a list of numbers brought, in one line: how it was read, rows taken, rows left out and why."""

from __future__ import annotations

from collections.abc import Mapping

from cati_app.domain.sampling.reasons import REASONS, Costs
from cati_app.texts.figures import figures
from cati_app.texts.words import Words


def rows_line(words: Words, read_as: str, taken: int, left_out: Mapping[str, int]) -> str:
    """The line.

    Args:
        words: Of the reader.
        read_as: Format, sheet and what of the file was not read.
        taken: Rows that gave a case, new or known.
        left_out: How often each reason came, those that cost no row too.
    """
    rows = {reason: count for reason, count in left_out.items() if REASONS[reason].costs is Costs.ROW and count}
    told = words.say_count("{count} row taken", "{count} rows taken", taken, count=_figure(taken))
    if rows:
        largest = sorted(rows.items(), key=lambda counted: (-counted[1], counted[0]))
        messages = [(count, words.say(REASONS[reason].message).rstrip(".")) for reason, count in largest]
        why = "; ".join(f"{_figure(count)} × {message}" for count, message in messages)
        told = words.say("{rows}, {count} left out: {why}", rows=told, count=_figure(sum(rows.values())), why=why)
    return words.say("{file} – {rows}.", file=words.worded(read_as), rows=told)


def _figure(count: int) -> str:
    return figures(f"{count:,}")
