"""Puts labels and missing codes on variables, within the limits of SPSS; what had to be cut is noted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from cati_app.publish.dataset.missing import NOT_IN_VERSION
from cati_app.publish.dataset.names import LONGEST_LABEL, LONGEST_VALUE_LABEL, Names, cut
from cati_app.publish.dataset.table import Coded, Variable, VariableNotice
from cati_app.publish.dataset.words import DATA_TERMS


class Labels:
    """Labels in one language."""

    def __init__(self, language: str, *, several: bool = False) -> None:
        self.language = language
        self._several = several  # versions of the questionnaire
        self.words = DATA_TERMS.of(language)
        self.set_names = Names()
        self.notices: list[VariableNotice] = []

    def with_codes(self, variable: Variable, codes: tuple[Coded, ...]) -> Variable:
        """The variable with value labels; full texts stay in `codes`."""
        labels: dict[int | str, str] = {coded.code: cut(coded.text, LONGEST_VALUE_LABEL) for coded in codes}
        if any(len(coded.text.encode()) > LONGEST_VALUE_LABEL for coded in codes):
            self.notices.append(VariableNotice(variable.name, self.words("note_value_cut")))
        return replace(variable, codes=codes, labels=labels)

    def with_missing(self, variable: Variable, codes: Mapping[str, int]) -> Variable:
        """The variable with labelled codes for the reasons why a value is missing."""
        named = {NOT_IN_VERSION: "not_in_version"} if self._several else {}
        reasons: dict[int | str, str] = {code: self.words(named.get(reason, reason)) for reason, code in codes.items()}
        return replace(variable, missing=codes, labels={**variable.labels, **reasons})

    def named(self, names: Names, wanted: str, suffix: str) -> str:
        """A free name; one that is not the wanted one is noted."""
        name = names.take(wanted, suffix)
        if name != wanted + suffix:
            self.notices.append(VariableNotice(name, self.words("note_name", detail=wanted + suffix)))
        return name

    def finished(self, variable: Variable) -> Variable:
        """The variable with its label cut."""
        label = cut(variable.label, LONGEST_LABEL)
        if label == " ".join(variable.label.split()):
            return replace(variable, label=label, question=variable.question or label)
        self.notices.append(VariableNotice(variable.name, self.words("note_label_cut")))
        return replace(variable, label=label, question=variable.question or variable.label)
