"""Reads the code frame that a study names: the frame of the domain, or every finding with its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated

from pydantic import Field

from cati_app.domain.coding.code_frame import Axis, AxisCode, CodeFrame, FrameAxis, FrameStep
from cati_app.domain.findings import Finding, Severity
from cati_app.domain.phrases import Phrase
from cati_app.study.check_frame import check_frame
from cati_app.study.codes import finding
from cati_app.study.files import inside, read_file
from cati_app.study.load import CheckedFile, line_of, read_settings
from cati_app.study.model import Study
from cati_app.study.part import StrictSettings, Translated

FrameCodeId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=32)]
_DESCRIBED = ("value-invalid", "study-empty")


class FrameCodeSettings(StrictSettings):
    """A code of the frame."""

    id: FrameCodeId = Field(description="Of a field or theme as in the columns cati_field and cati_theme.")
    label: Translated
    means: Translated = Field(description="What the code stands for, as coders read it.")
    not_: Translated | None = Field(default=None, alias="not", description="What it does not stand for.")
    example: Translated | None = Field(default=None, description="A sentence that gets it.")


class AxisSettings(StrictSettings):
    """The codes of an axis, in the order of their digits."""

    codes: list[FrameCodeSettings] = Field(min_length=1, max_length=99)


class StanceSettings(AxisSettings):
    """Stances to the target of the frame; each stands in `ordinal` or in `aside`."""

    ordinal: list[FrameCodeId] = Field(min_length=2, max_length=20, description="In order, the lowest first.")
    aside: list[FrameCodeId] = Field(default=[], max_length=20, description="Outside the order.")


class FrameAxesSettings(StrictSettings):
    """The three axes."""

    field: AxisSettings = Field(description="What a unit is about; a unit has one code.")
    theme: AxisSettings = Field(description="What it touches; a unit has one or several.")
    stance: StanceSettings = Field(description="How it stands to the target; a unit has one.")


AxisIds = dict[Axis, list[FrameCodeId]]
AxisIdsById = dict[Axis, dict[FrameCodeId, Annotated[list[FrameCodeId], Field(min_length=1, max_length=99)]]]


class FrameStepSettings(StrictSettings):
    """What became of codes from one version of the frame to the next."""

    from_: Annotated[str, Field(alias="from", min_length=1, description="The version before.")]
    merge: AxisIdsById = Field(default={}, description="By axis: new id, and the old ones that it stands for.")
    split: AxisIdsById = Field(default={}, description="By axis: old id, and the new ones in its place.")
    retire: AxisIds = Field(default={}, description="By axis: old ids that nothing stands for any more.")


class FrameFile(StrictSettings):
    """A code frame (the file that `frame` in study.yaml names)."""

    version: str = Field(min_length=1, max_length=40)
    target: Translated = Field(description="What stances are about.")
    axes: FrameAxesSettings
    changes: list[FrameStepSettings] = Field(default=[], max_length=200, description="Oldest first.")


def read_frame(folder: Path, study: Study, lines: Mapping[str, int]) -> CheckedFile[FrameFile]:
    """The frame that study.yaml names, checked; nothing and no finding where it names none.

    Args:
        folder: The study folder; the frame lies there or in a folder beside it, as two studies may share one.
        lines: Of the settings in study.yaml.
    """
    if study.frame is None:
        return CheckedFile(None, ())
    row = line_of("frame", lines)
    path = inside(folder.resolve().parent, str(Path(folder.resolve().name, study.frame)))
    if path is None:
        return CheckedFile(None, (finding("frame-outside", row, "frame", file=study.frame),))
    if not path.is_file():
        return CheckedFile(None, (finding("frame-missing", row, "frame", file=study.frame),))
    content, problem = read_file(path)
    if content is None:
        return CheckedFile(None, (problem,) if problem is not None else ())
    return load_frame(content, path.name)


def load_frame(data: bytes, name: str) -> CheckedFile[FrameFile]:
    """Read and check the text of a frame.

    Args:
        name: Of its file, for the findings.
    """
    read = read_settings(data, FrameFile)
    findings = list(read.findings)
    if read.settings is not None:
        findings += check_frame(frame_of(read.settings), read.lines)
    faulty = any(each.severity is Severity.ERROR for each in findings)
    settings = None if faulty else read.settings
    return replace(read, settings=settings, findings=tuple(_of_frame(each, name) for each in findings))


def frame_of(settings: FrameFile) -> CodeFrame:
    """The domain's frame of a checked file."""
    axes = settings.axes
    stance = axes.stance
    return CodeFrame(
        settings.version,
        settings.target,
        {
            Axis.FIELD: FrameAxis(tuple(_codes(axes.field))),
            Axis.THEME: FrameAxis(tuple(_codes(axes.theme))),
            Axis.STANCE: FrameAxis(tuple(_codes(stance)), tuple(stance.ordinal), tuple(stance.aside)),
        },
        tuple(map(_step, settings.changes)),
    )


def _codes(axis: AxisSettings) -> Iterator[AxisCode]:
    for code in axis.codes:
        yield AxisCode(code.id, code.label, code.means, code.not_ or {}, code.example or {})


def _step(step: FrameStepSettings) -> FrameStep:
    return FrameStep(
        step.from_,
        {(axis, old): new for axis, merged in step.merge.items() for new, olds in merged.items() for old in olds},
        {(axis, old): tuple(news) for axis, split in step.split.items() for old, news in split.items()},
        frozenset((axis, old) for axis, olds in step.retire.items() for old in olds),
    )


def _of_frame(finding: Finding, name: str) -> Finding:
    cure = Phrase("docs/coding.md shows how a frame is written.") if finding.code in _DESCRIBED else finding.cure
    return replace(finding, sheet=name, cure=cure)
