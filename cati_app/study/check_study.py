"""Checks a study against its questionnaire: quotas, screener, outcome, consent, languages."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product

from cati_app.domain.casework.access_codes import CODE_MARK
from cati_app.domain.findings import Finding
from cati_app.domain.outcomes.dispositions import DISPOSITIONS
from cati_app.domain.quota.cells import MARGIN_TOLERANCE, UNKNOWN
from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import Node, NodeKind
from cati_app.engine.form.taking_part import noes_of, taking_part
from cati_app.engine.kinds.facts import Choosing
from cati_app.study.check_coding import check_coding
from cati_app.study.check_length import length_findings
from cati_app.study.check_quotas import check_quotas_together
from cati_app.study.check_results import check_results
from cati_app.study.check_shifts import check_shifts
from cati_app.study.check_type import check_type
from cati_app.study.codes import finding
from cati_app.study.form_changes import check_changes
from cati_app.study.load import line_of
from cati_app.study.model import Dimension, FurtherQuota, Quota, Study

_RULES_VERSION = "rules_version"  # the data set has a label of its own for it
_TOLERANCE = float(MARGIN_TOLERANCE)
_VARIABLES = (NodeKind.QUESTION, NodeKind.CALCULATION, NodeKind.HIDDEN)


def check_study(study: Study, form: Form | None, lines: Mapping[str, int]) -> list[Finding]:
    """Everything that does not fit; without a form only what the study says about itself.

    Args:
        lines: Line of each setting in study.yaml, by path.
    """
    checks = _Checks(study, form, lines)
    check_type(study, form, checks.note)
    checks.quota()
    check_quotas_together(study, checks.note)
    check_results(study, checks.note)
    if form is not None:
        checks.names(form)
        checks.derived(form)
        checks.languages(form)
        check_changes(study, form, checks.note)
        checks.findings += length_findings(study, form, lines)
    check_shifts(study, checks.note)
    for number, language in enumerate(study.languages, 1):
        if language.status == "draft":
            checks.note("language-draft", f"languages[{number}]", name=language.name)
    return checks.findings


@dataclass(slots=True)
class _Checks:
    study: Study
    form: Form | None
    lines: Mapping[str, int]
    findings: list[Finding] = field(default_factory=list)

    def note(self, entry: str, path: str, /, **fields: object) -> None:
        self.findings.append(finding(entry, line_of(path, self.lines), path, **fields))

    def derived(self, form: Form) -> None:
        """Settings of the data set that would mean nothing."""
        for name, derived in self.study.derived.items():
            path = f"derived.{name}"
            known = [node.name for node in form.nodes[1:] if node.kind is NodeKind.CALCULATION]
            if name not in known:
                self.note("derived-unknown", path, name=name, suggestion=_near(name, known))
            numbers = list(derived.codes.values())
            if len(set(numbers)) < len(numbers) or any(number < 0 for number in numbers):
                self.note("derived-codes", path, name=name)
            for category in sorted(set(derived.labels) - set(derived.codes)):
                self.note("derived-label", path, name=name, category=category)
        unnamed = [node.name for node in form.nodes[1:] if self.stands_unnamed(node)]
        if unnamed:
            self.note("derived-unnamed", "derived", names=", ".join(dict.fromkeys(unnamed)))

    def stands_unnamed(self, node: Node) -> bool:
        """Whether nobody says what a calculation is that the data set will hold."""
        if node.kind is not NodeKind.CALCULATION or node.contact or any(node.wording.label.values()):
            return False
        dimensions = self.study.quota_dimensions
        if node.name == _RULES_VERSION or any(dimension.variable == node.name for _, dimension in dimensions):
            return False
        said = self.study.derived.get(node.name)
        return node.name != self.study.outcome if said is None else said.export and said.label is None

    def quota(self) -> None:
        if self.study.quota is None and self.study.further_quotas:
            self.note("quota-first-missing", "further_quotas")
        for path, quota in self.study.quotas:
            self.one_quota(path, quota)
        if self.study.screener is None and any(d.from_ == "form" for _, d in self.study.quota_dimensions):
            self.note("screener-missing", "screener")

    def one_quota(self, path: str, quota: Quota | FurtherQuota) -> None:
        for number, dimension in enumerate(quota.dimensions, 1):
            self.dimension(dimension, f"{path}.dimensions[{number}]", has_targets=bool(quota.targets))
        cells = ["/".join(codes) for codes in product(*([c.code for c in d.categories] for d in quota.dimensions))]
        if quota.targets:
            self.targets(quota.targets, cells, quota.total, path)

    def targets(self, targets: Mapping[str, int], cells: list[str], total: int, path: str) -> None:
        for cell in cells:
            if cell not in targets:
                self.note("quota-target-missing", f"{path}.targets", cell=cell)
        for cell, target in targets.items():
            if cell not in cells:
                self.note("quota-target-unknown", f"{path}.targets.{cell}", cell=cell, suggestion=_near(cell, cells))
            if target < 0:
                self.note("quota-target-negative", f"{path}.targets.{cell}", cell=cell)
        if sum(targets.values()) != total:
            self.note("quota-targets-sum", f"{path}.targets", sum=sum(targets.values()), total=total)

    def dimension(self, dimension: Dimension, path: str, *, has_targets: bool) -> None:
        seen: set[str] = set()
        for number, category in enumerate(dimension.categories, 1):
            here = f"{path}.categories[{number}]"
            if category.share is None and not has_targets:
                self.note("quota-share-missing", here, code=category.code, name=dimension.variable)
            for value in category.values:
                if value in seen and not dimension.overlap:
                    self.note("quota-value-twice", f"{here}.values", value=value, name=dimension.variable)
                seen.add(value)
        shares = [category.share for category in dimension.categories if category.share is not None]
        if len(shares) == len(dimension.categories) and abs(sum(shares) - 1) > _TOLERANCE:
            self.note("quota-shares-sum", f"{path}.categories", name=dimension.variable, sum=f"{sum(shares):.3f}")
        for value in dimension.outside:
            if value in seen:
                self.note("quota-value-twice", f"{path}.outside", value=value, name=dimension.variable)
        if self.form is not None and dimension.from_ == "form":
            self.variable(self.form, dimension, path)

    def variable(self, form: Form, dimension: Dimension, path: str) -> None:
        node = _node(form, dimension.variable, _VARIABLES)
        if node is None:
            near = _near(dimension.variable, _names(form, _VARIABLES))
            self.note("quota-variable-unknown", f"{path}.variable", name=dimension.variable, suggestion=near)
            return
        if node.choosing in (Choosing.SEVERAL, Choosing.ORDER) and not dimension.overlap:
            self.note("quota-several-answers", f"{path}.overlap", name=dimension.variable)
        possible = [choice.name for choice in form.lists[node.choices]] if node.choices else list(node.possible)
        if not possible:
            return
        placed = {value for category in dimension.categories for value in category.values}
        for value in dict.fromkeys(possible):
            if value not in (placed | {"", UNKNOWN, *dimension.outside}):
                self.note("quota-value-outside", f"{path}.categories", value=value, name=dimension.variable)
        for number, category in enumerate(dimension.categories, 1):
            for value in category.values:
                if value not in possible:
                    self.note(
                        "quota-value-impossible",
                        f"{path}.categories[{number}].values",
                        value=value,
                        name=dimension.variable,
                        suggestion=_near(value, possible),
                    )

    def names(self, form: Form) -> None:
        study, consent = self.study, self.study.consent
        groups = (NodeKind.GROUP, NodeKind.REPEAT)
        if study.screener is not None:
            self.named(form, study.screener, groups, "screener-unknown", "screener")
        if study.outcome is not None:
            self.named(form, study.outcome, (NodeKind.CALCULATION,), "outcome-unknown", "outcome")
            self.outcome(form, study.outcome)
        elif (unnamed := likely_outcome(form)) is not None:
            self.note("outcome-not-named", "outcome", name=unnamed)
        for number, entry in enumerate(study.eligibility, 1):
            for deciding in (entry,) if isinstance(entry, str) else entry:
                kinds = (NodeKind.QUESTION, NodeKind.CALCULATION)
                self.named(form, deciding, kinds, "eligibility-unknown", f"eligibility[{number}]")
        check_coding(study, form, self.note)
        for number, asked in enumerate(study.ending.taking_part, 1):
            here = f"ending.taking_part[{number}]"
            self.named(form, asked, (NodeKind.QUESTION,), "taking-part-unknown", here)
            node = _node(form, asked, (NodeKind.QUESTION,))
            if node is not None and not noes_of(form, node):
                self.note("taking-part-without-no", here, name=asked)
        self._access_code()
        if study.screener is not None and study.outcome is None:
            named = study.ending.taking_part
            if not named and not [*taking_part(form, (), study.screener, consent.other_consents)]:
                self.note("taking-part-not-asked", "ending.taking_part", screener=study.screener)
        for path, name in (("consent.asked_in", consent.asked_in), ("consent.recontact", consent.recontact)):
            if name is not None:
                self.named(form, name, (NodeKind.QUESTION,), "consent-unknown", path)
        self.recontact()
        if consent.special_categories and consent.asked_in is None:
            self.note("consent-not-asked", "consent")
        for part in ("quasi_identifiers", "sensitive"):
            for number, name in enumerate(getattr(study.release, part), 1):
                self.named(form, name, _VARIABLES, "release-unknown", f"release.{part}[{number}]")
        for name in sorted({*study.release.quasi_identifiers} & {*study.release.sensitive}):
            self.note("release-both", "release.sensitive", name=name)
        if study.release.sensitive and not study.release.quasi_identifiers:
            self.note("release-alone", "release.sensitive")
        for number, name in enumerate(consent.special_categories, 1):
            self.named(form, name, _VARIABLES, "consent-unknown", f"consent.special_categories[{number}]")

    def recontact(self) -> None:
        """What is kept with the consent to be contacted again."""
        consent = self.study.consent
        dimensions = [dimension.variable for _, dimension in self.study.quota_dimensions]
        for number, name in enumerate(consent.recontact_features, 1):
            if name not in dimensions:
                here, near = f"consent.recontact_features[{number}]", _near(name, dimensions)
                self.note("recontact-feature-unknown", here, name=name, suggestion=near)
        if consent.recontact is None and (consent.recontact_features or consent.recontact_until):
            self.note("recontact-not-asked", "consent")

    def outcome(self, form: Form, name: str) -> None:
        """The values of the outcome, as far as they can be told, must be dispositions."""
        node = _node(form, name, (NodeKind.CALCULATION,))
        for value in node.possible if node else ():
            if value and value not in DISPOSITIONS:
                self.note(
                    "outcome-value-unknown", "outcome", name=name, value=value, suggestion=_near(value, DISPOSITIONS)
                )

    def named(self, form: Form, name: str, kinds: tuple[NodeKind, ...], code: str, path: str) -> None:
        if _node(form, name, kinds) is None:
            self.note(code, path, name=name, suggestion=_near(name, _names(form, kinds)))

    def _access_code(self) -> None:
        """What is said of access codes says them, in every language."""
        said = self.study.ending.access_code
        if said is None:
            return
        for code, text in said.items():
            if CODE_MARK not in text:
                self.note("access-code-unsaid", f"ending.access_code.{code}", mark=CODE_MARK)
        for language in self.study.languages:
            if language.code not in said:
                self.note("access-code-language", "ending.access_code", name=language.name)

    def languages(self, form: Form) -> None:
        spoken = {code for code, _ in form.languages}
        if form.language_unnamed:
            if len(self.study.languages) > 1:
                first, *others = self.study.languages
                names = ", ".join(language.name for language in others)
                self.note("language-unnamed", "languages", code=first.code, name=first.name, others=names)
            return
        for number, language in enumerate(self.study.languages, 1):
            if language.code not in spoken:
                self.note("language-not-in-form", f"languages[{number}]", code=language.code, name=language.name)
        for code, _ in form.languages:
            if code not in {language.code for language in self.study.languages}:
                self.note("language-not-in-study", "languages", code=code)


def likely_outcome(form: Form) -> str | None:
    """The one calculation that yields nothing but results of calls; None: there is none, or several."""
    likely = [
        node.name
        for node in form.nodes[1:]
        if node.kind is NodeKind.CALCULATION and node.frame == 0 and _yields_results(node)
    ]
    return likely[0] if len(likely) == 1 else None


def _yields_results(node: Node) -> bool:
    values = {value for value in node.possible or () if value}
    return bool(values) and values <= set(DISPOSITIONS)


def _node(form: Form, name: str, kinds: tuple[NodeKind, ...]) -> Node | None:
    """The node of a name outside repeats."""
    return next((node for node in form.by_name.get(name, ()) if node.kind in kinds and node.frame == 0), None)


def _names(form: Form, kinds: tuple[NodeKind, ...]) -> list[str]:
    return [node.name for node in form.nodes[1:] if node.kind in kinds and node.frame == 0]


def _near(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, list(known), 1)
    return near[0] if near else ""
