"""Reads guide.yaml, the topic guide of an expert study: the checked model, or every finding with its line."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field

from cati_app.domain.findings import Finding
from cati_app.domain.phrases import Phrase
from cati_app.domain.sittings.guide import ANY_FIELD, MOST_PROBES, GuideTopic, Priority, Probe, Sector, TopicGuide
from cati_app.study.load import CheckedFile, read_settings
from cati_app.study.part import StrictSettings
from cati_app.values import replace

_DESCRIBED = ("value-invalid", "study-empty", "yaml-too-many", "study-too-big")
_ID = r"^[a-z][a-z0-9_]{0,39}$"
_TEXT = Annotated[str, Field(min_length=1, max_length=2_000)]
GuideTexts = Annotated[dict[str, _TEXT], Field(min_length=1, description="By interview language.")]


class ProbeSettings(StrictSettings):
    """A probe: its id, and its text under the code of each language."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, _TEXT]
    id: str = Field(pattern=_ID)

    @property
    def text(self) -> dict[str, str]:
        """By interview language."""
        return dict(self.__pydantic_extra__)


class OnlySettings(StrictSettings):
    """Who is asked a topic."""

    sector: list[Sector] = Field(min_length=1)


class TopicSettings(StrictSettings):
    """One topic."""

    id: str = Field(pattern=_ID)
    title: GuideTexts = Field(description="As it stands in the outline.")
    field: str = Field(default=ANY_FIELD, description="As in the code frame, or `any`.")
    theme: str = Field(default="", description="As in the code frame.")
    priority: Priority = Priority.SHOULD
    minutes: int = Field(ge=1, le=180)
    ask: GuideTexts = Field(description="Read aloud.")
    hint: GuideTexts | None = Field(default=None, description="For the interviewer alone.")
    probes: list[ProbeSettings] = Field(default=[], max_length=MOST_PROBES)
    only: OnlySettings | None = Field(default=None, description="Without it everybody is asked.")


class GuideFile(StrictSettings):
    """The topic guide of a study."""

    version: str = Field(min_length=1, max_length=40)
    topics: list[TopicSettings] = Field(min_length=1, max_length=100)


def load_guide(data: bytes, name: str) -> CheckedFile[GuideFile]:
    """Read and check the text of a guide; findings name its file."""
    read = read_settings(data, GuideFile)
    return replace(read, findings=tuple(_of_guide(finding, name) for finding in read.findings))


def _of_guide(finding: Finding, name: str) -> Finding:
    cure = Phrase("docs/expert-studies.md shows how it is written.") if finding.code in _DESCRIBED else finding.cure
    return replace(finding, sheet=name, cure=cure)


def guide_of(file: GuideFile) -> TopicGuide:
    """The guide as a value. ValueError: a topic or a probe stands there twice."""
    return TopicGuide(file.version, tuple(_topic(topic) for topic in file.topics))


def _topic(topic: TopicSettings) -> GuideTopic:
    return GuideTopic(
        topic.id,
        topic.title,
        topic.ask,
        topic.minutes,
        topic.priority,
        topic.field,
        topic.theme,
        topic.hint,
        tuple(Probe(probe.id, probe.text) for probe in topic.probes),
        frozenset(topic.only.sector) if topic.only is not None else frozenset(),
    )
