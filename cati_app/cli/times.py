"""The reading times of a questionnaire, for people and for programs."""

from __future__ import annotations

from cati_app.engine.form.model import Form
from cati_app.engine.form.reading import counted_in_characters, reading_times, totals, units_a_minute
from cati_app.texts import say

_WIDEST = 32


def times_table(form: Form) -> str:
    """Seconds of each question by language, then minutes of all together."""
    codes = [code for code, _ in form.languages]
    rows = [(entry.name, [f"{seconds:.0f}" for seconds in entry.seconds]) for entry in reading_times(form)]
    rows.append((say("all together (min:s)"), [f"{round(s) // 60}:{round(s) % 60:02}" for s in totals(form)]))
    name = min(_WIDEST, max(len(name_shown) for name_shown, _ in rows))
    width = max(7, *(len(code) + 2 for code in codes))
    lines = [say("Seconds to read aloud and to answer, each question once:"), ""]
    lines.append(f"{'':<{name}}" + "".join(f"{code:>{width}}" for code in codes))
    lines += [f"{label[:name]:<{name}}" + "".join(f"{cell:>{width}}" for cell in cells) for label, cells in rows]
    speeds = ", ".join(f"{code} {units_a_minute(code):.0f} {_unit(code)}" for code in codes)
    return "\n".join([*lines, "", say("A minute: {speeds}.", speeds=speeds), ""])


def times_json(form: Form) -> dict[str, object]:
    """The same as plain data; seconds with one decimal."""
    codes = [code for code, _ in form.languages]
    return {
        "questions": [
            {"path": entry.path, "seconds": {code: round(s, 1) for code, s in zip(codes, entry.seconds, strict=True)}}
            for entry in reading_times(form)
        ],
        "total_seconds": {code: round(s, 1) for code, s in zip(codes, totals(form), strict=True)},
        "per_minute": {code: round(units_a_minute(code), 1) for code in codes},
    }


def _unit(code: str) -> str:
    return say("characters") if counted_in_characters(code) else say("words")
