"""What screens say about the study, in the language of the interface where there is one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from cati_app.domain.quota.fitting import categories_of, quota_of
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class FurtherTexts:
    """Labels of a quota besides the first."""

    label: str
    categories: tuple[Mapping[str, str], ...]  # labels by code, per dimension


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
    access_code: Mapping[str, str] = field(
        default_factory=dict
    )  # interview language → said of it; none: nobody has one
    results: Mapping[str, str] = field(default_factory=dict)  # the study's own words for results, by code
    further_quotas: Mapping[str, FurtherTexts] = field(default_factory=dict)  # by name, in the study's order

    def quota_words(self, name: str) -> str:
        """What a quota is called; the first by its dimensions."""
        further = self.further_quotas.get(name)
        return further.label if further is not None else " × ".join(label for label, _ in self.dimensions)

    def cell_words(self, cell: str, without: str = "") -> str | None:
        """The categories of a cell in words, of a further quota with its label; None where it is none of the study's.

        Args:
            without: A code that says nothing and is left out.
        """
        further = self.further_quotas.get(quota_of(cell))
        if further is None and quota_of(cell):
            return None
        labels = further.categories if further else tuple(labels for _, labels in self.dimensions)
        codes = categories_of(cell)
        if len(codes) != len(labels):
            return None
        words = " · ".join(known.get(c, c) for c, known in zip(codes, labels, strict=True) if c != without)
        return f"{further.label}: {words}" if further else words
