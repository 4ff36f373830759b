"""Code frames for tests, with ids and no texts."""

from __future__ import annotations

from cati_app.domain.coding.code_frame import Axis, AxisCode, CodeFrame, FrameAxis, FrameStep, UnitCodes


def axis(*ids: str, ordinal: tuple[str, ...] = ()) -> FrameAxis:
    return FrameAxis(
        tuple(AxisCode(known, {"en": known}, {"en": f"what is {known}"}, {}, {}) for known in ids), ordinal
    )


def frame(version: str, themes: str, *steps: FrameStep) -> CodeFrame:
    axes = {
        Axis.FIELD: axis("social", "housing"),
        Axis.THEME: axis(*themes.split()),
        Axis.STANCE: axis("support", "rejection", "none", ordinal=("rejection", "support")),
    }
    return CodeFrame(version, {"de": "Ziel"}, axes, steps)


FRAME = frame("1", "mood rent")
MOOD, RENT = (UnitCodes.of({Axis.THEME: [code], Axis.FIELD: ["social"]}) for code in ("mood", "rent"))
