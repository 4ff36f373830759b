"""Reads dossier.yaml: the themes, how answers become sides, and how many experts take which side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from cati_app.domain.findings import Finding
from cati_app.domain.phrases import Phrase
from cati_app.study.files import read_file
from cati_app.study.load import CheckedFile, read_settings
from cati_app.study.model import Name
from cati_app.study.part import StrictSettings, Translated

DOSSIER_FILE = "dossier.yaml"
PUBLISHED_FROM = 0.667
"""Alpha, from which on what coders found is published."""
_DESCRIBED = ("value-invalid", "study-empty")
_Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=32)]
_Persons = Annotated[int, Field(ge=0, le=10_000)]
_Version = Annotated[str, BeforeValidator(str), Field(min_length=1, max_length=40)]


class SideSettings(StrictSettings):
    """A side somebody can take on a theme."""

    id: _Id
    label: Translated
    values: list[Name] = Field(default=[], max_length=99, description="Answers of residents that are this side.")


class SectorSettings(StrictSettings):
    """A sector experts are of."""

    id: _Id
    label: Translated
    experts: _Persons


class QuoteSettings(StrictSettings):
    """A quote that its expert released."""

    text: str = Field(min_length=1, max_length=1_000)
    sector: _Id | None = None


class AgreementSettings(StrictSettings):
    """How far coders agree on the theme."""

    alpha: float = Field(ge=-1, le=1)
    low: float = Field(ge=-1, le=1)
    high: float = Field(ge=-1, le=1)


class ThemeExperts(StrictSettings):
    """What experts say on a theme, in persons."""

    asks: Translated = Field(description="The question of the guide.")
    asked: _Persons
    sides: dict[_Id, _Persons] = Field(default={}, description="Of those with a stance: side → persons.")
    statements: _Persons = 0
    agreement: AgreementSettings | None = None
    quotes: list[QuoteSettings] = Field(default=[], max_length=100, description="Released ones alone.")


class DossierTheme(StrictSettings):
    """A theme of the dossier."""

    theme: _Id = Field(description="Its code in the frame.")
    label: Translated
    sides: list[SideSettings] = Field(min_length=2, max_length=5, description="From one end to the other.")
    questions: list[Name] = Field(
        default=[], max_length=6, description="To residents, the leading one first; none: only experts are asked."
    )
    experts: ThemeExperts | None = None

    @model_validator(mode="after")
    def _fits(self) -> DossierTheme:
        ids = [side.id for side in self.sides]
        values = [value for side in self.sides for value in side.values]
        _once(ids, "sides")
        _once(values, "values")
        if self.questions and not all(side.values for side in self.sides):
            raise ValueError("each side needs the answers that are it: values")
        told = self.experts
        if told is not None and not {*told.sides} <= {*ids}:
            raise ValueError("experts take sides that the theme has")
        if told is not None and sum(told.sides.values()) > told.asked:
            raise ValueError("each expert asked takes one side at most")
        return self


class DossierFile(StrictSettings):
    """Both sides beside each other (dossier.yaml)."""

    version: _Version = Field(description="Of what experts say, on every page.")
    groups: list[Name] = Field(
        default=[], max_length=6, description="Variables by which residents are told apart; none: those of the quota."
    )
    sectors: list[SectorSettings] = Field(default=[], max_length=20)
    themes: list[DossierTheme] = Field(min_length=1, max_length=30)

    @model_validator(mode="after")
    def _fits(self) -> DossierFile:
        _once([each.theme for each in self.themes], "themes")
        sectors = {each.id for each in self.sectors}
        experts = sum(each.experts for each in self.sectors)
        for theme in self.themes:
            if theme.experts is None:
                continue
            if theme.experts.asked > experts:
                raise ValueError("not more experts are asked than there are in the sectors")
            if {quote.sector for quote in theme.experts.quotes} - sectors - {None}:
                raise ValueError("a quote names a sector that is listed")
        return self


def _once(names: Sequence[str], what: str) -> None:
    if len({*names}) < len(names):
        raise ValueError(f"each stands once: {what}")


def read_dossier(folder: Path) -> CheckedFile[DossierFile] | None:
    """dossier.yaml of a study folder, checked; None where there is none."""
    path = folder / DOSSIER_FILE
    if not path.exists():
        return None
    content, problem = read_file(path)
    if content is None:
        return CheckedFile(None, (problem,) if problem is not None else ())
    return load_dossier(content)


def load_dossier(data: bytes) -> CheckedFile[DossierFile]:
    """Read and check the text of dossier.yaml."""
    read = read_settings(data, DossierFile)
    return replace(read, findings=tuple(_of_dossier(finding) for finding in read.findings))


def _of_dossier(finding: Finding) -> Finding:
    cure = Phrase("docs/dossier.md shows how it is written.") if finding.code in _DESCRIBED else finding.cure
    return replace(finding, sheet=DOSSIER_FILE, cure=cure)
