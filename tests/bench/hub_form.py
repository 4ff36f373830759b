"""A form for measuring the engine: every third question depends on an earlier one, a tenth of them on the first."""

from __future__ import annotations

import io

import openpyxl

HUB = "/s0/q0"
_HEAD = ["type", "name", "label", "relevant", "calculation", "constraint"]


def hub_workbook(questions: int) -> bytes:
    """An .xlsx with that many questions in sections of 20; calculations come on top."""
    book = openpyxl.Workbook()
    survey = book.active
    assert survey is not None
    survey.title = "survey"
    survey.append(_HEAD)
    for index in range(questions):
        if index % 20 == 0:
            survey.append(["begin_group", f"s{index // 20}", f"Section {index // 20 + 1}"])
        survey.append(_question(index))
        if index % 10 == 9:
            survey.append(_calculation(index))
        if index % 20 == 19 or index == questions - 1:
            survey.append(["end_group"])
    choices = book.create_sheet("choices")
    choices.append(["list_name", "name", "label"])
    for code in range(1, 6):
        choices.append(["five", str(code), f"Answer {code}"])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _question(index: int) -> list[str]:
    kind = ("select_one five", "integer", "select_one five", "integer", "select_one five")[index % 5]
    relevant = ""
    if index and index % 10 == 5:
        relevant = f"${{q0}} != '9' and (${{q0}} > 1 or ${{q{index - 1}}} > 3)"
    elif index % 5 in (2, 3):
        relevant = f"${{q{index - 1}}} != '' and ${{q{index - index % 5}}} < 5"
    constraint = ". >= 0 and . <= 120" if kind == "integer" else ""
    return [kind, f"q{index}", f"Question {index + 1}?", relevant, "", constraint]


def _calculation(index: int) -> list[str]:
    first = index - 9
    parts = ", ".join(f"${{q{place}}}" for place in range(first, index, 3))
    return ["calculate", f"c{index}", "", "", f"coalesce(${{q{index}}}, 0) + count-selected(join(' ', {parts}))", ""]
