"""Words of an import: what columns hold, what is wrong with a plan, the outcome."""

from __future__ import annotations

from cati_app.domain.sampling.sample import RowNote
from cati_app.texts import Words
from cati_app.texts.column_uses import use_word
from cati_app.texts.sample_rows import rows_line
from cati_app.ui.desk.sample.overview import grouped
from cati_app.ui.desk.sample.port import (
    FIELD,
    NOTED,
    NOTHING,
    NUMBER,
    NUMBER_LOST,
    ROW,
    SEALED,
    VALUE,
    FileFacts,
    ImportOutcome,
    ImportPlan,
)
from cati_app.ui.desk.sample.reasons import row_reason
from cati_app.ui.desk.sample.states import ResultState
from cati_app.ui.desk.states import TableState
from cati_app.ui.stage.states import TileState, Tone

_SHOWN = 1000


def role_labels(words: Words, use: str = SEALED) -> tuple[tuple[str, str], ...]:
    """What a column may hold.

    Args:
        use: What the column is declared for.
    """
    in_the_open = words.say("sample field, clear: {use}", use=use_word(words, use)) if use else ""
    kept = in_the_open or words.say("sample field, read in interviews alone")
    return (
        (NUMBER, words.say("telephone number")),
        ("case_id", words.say("name of the case")),
        (FIELD, kept),
        (NOTHING, words.say("left out")),
        ("language", words.say("language")),
        ("frame", words.say("frame")),
        ("time_zone", words.say("time zone")),
        ("state", words.say("federal state")),
        ("call_from", words.say("not called before")),
        ("call_until", words.say("not called after")),
    )


def plan_problem(words: Words, plan: ImportPlan, size_text: str) -> str:
    """What keeps a plan from being tried; blank: nothing."""
    if not plan.has_numbers:
        return words.say("No column holds telephone numbers. Say which one does.")
    if plan.role_twice is not None:
        return words.say("Two columns are “{role}”. Only one can be.", role=dict(role_labels(words))[plan.role_twice])
    if size_text and plan.portion_size is None:
        return words.say("The size of portions is a whole number above 0, or blank.")
    return ""


def result_state(
    words: Words, facts: FileFacts, outcome: ImportOutcome, chosen: str, message: str, *, can_import: bool
) -> ResultState:
    """The report of an import or of a look."""
    file = facts.name
    counts, left_out = outcome.counts, outcome.rows_left_out
    if counts.stored:
        title, tone = words.say("{file}: the sample is in.", file=file), Tone.OK
    elif can_import:
        title, tone = words.say("{file}: this would be imported. Nothing was changed so far.", file=file), Tone.PLAIN
    else:
        title, tone = words.say("{file}: nothing new would be imported. Nothing was changed.", file=file), Tone.WARN
    group = next((group_of_chosen for group_of_chosen in outcome.groups if group_of_chosen.reason == chosen), None)
    cure = f"→ {row_reason(words, group.reason)[1]}" if group is not None else ""
    portion = words.say("in portions of {size}", size=grouped(outcome.portion_size)) if outcome.portion_size else ""
    values = sum(group.count for group in outcome.groups if group.costs in (VALUE, NUMBER_LOST))
    return ResultState(
        title=title,
        tone=tone,
        line=rows_line(words, facts.format, counts.added + counts.renewed + counts.unchanged, counts.left_out),
        tiles=(
            TileState("added", words.say("New cases"), grouped(counts.added), portion),
            TileState("renewed", words.say("Renewed"), grouped(counts.renewed), words.say("known, and changed")),
            TileState("unchanged", words.say("Unchanged"), grouped(counts.unchanged), words.say("known already")),
            TileState(
                "left",
                words.say("Rows left out"),
                grouped(left_out),
                words.say("each named below"),
                Tone.WARN if left_out else Tone.PLAIN,
            ),
            TileState("values", words.say("Cells left out"), grouped(values), words.say("numbers and other values")),
        ),
        filters=_filters(words, outcome),
        chosen=chosen,
        cure=cure,
        rows=_rows(words, outcome, chosen),
        can_import=can_import,
        message=message or _cut(words, outcome, chosen),
        message_tone=Tone.OK if message else Tone.PLAIN,
    )


def _filters(words: Words, outcome: ImportOutcome) -> tuple[tuple[str, str], ...]:
    every = sum(group.count for group in outcome.groups)
    if not every:
        return ()
    largest = sorted(outcome.groups, key=lambda group: -group.count)
    single = ((group.reason, f"{grouped(group.count)} × {row_reason(words, group.reason)[0]}") for group in largest)
    return (("", words.say("{count} × all reasons", count=grouped(every))), *single)


def _rows(words: Words, outcome: ImportOutcome, chosen: str) -> TableState:
    costs = {
        ROW: words.say("row left out"),
        NUMBER_LOST: words.say("number left out"),
        VALUE: words.say("value left out"),
        NOTED: words.say("note"),
    }
    notes = [(note, group) for group in outcome.groups if chosen in ("", group.reason) for note in group.first]
    notes.sort(key=lambda pair: pair[0].row)
    rows = tuple(
        (f"{number}", grouped(note.row), note.column or "", costs[reason_group.costs], *_said(words, note))
        for number, (note, reason_group) in enumerate(notes[:_SHOWN])
    )
    columns = (
        words.say("Row"),
        words.say("Column"),
        words.say("Consequence"),
        words.say("What is wrong"),
        words.say("Cure"),
    )
    return TableState("notes", words.say("Rows with remarks"), columns, rows, words.say("Every row is taken as it is."))


def _said(words: Words, note: RowNote) -> tuple[str, str]:
    message, cure = row_reason(words, note.reason)
    if note.other_row is not None:
        message += " " + words.say("(row {row})", row=grouped(note.other_row))
    return message, cure


def _cut(words: Words, outcome: ImportOutcome, chosen: str) -> str:
    """Said where not every row is in the table."""
    groups = [group for group in outcome.groups if chosen in ("", group.reason)]
    every, kept = sum(group.count for group in groups), min(_SHOWN, sum(len(group.first) for group in groups))
    if every <= kept:
        return ""
    return words.say(
        "{shown} of {count} remarks are shown; the saved report holds all.", shown=grouped(kept), count=grouped(every)
    )
