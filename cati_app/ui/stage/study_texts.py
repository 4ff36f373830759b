"""What screens say about the study, in the language of the interface where there is one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class StudyTexts:
    """Labels and switches of the study as screens need them."""

    title: str
    version: str
    languages: Mapping[str, str]  # code → own name, in the study's order
    dimensions: tuple[tuple[str, Mapping[str, str]], ...]  # label and labels of categories by code, per quota dimension
    objections: Mapping[str, tuple[tuple[str, str], ...]]  # interview language → (says, answer)
    auto_advance: bool
    not_applicable: bool
    endings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # why it ends → interview language → text
    results: Mapping[str, str] = field(default_factory=dict)  # the study's own words for results, by code
