"""A study folder once it is read and checked, and what the screens say of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from cati_app.domain.casework.form_versions import NO_FILES, FormFiles
from cati_app.domain.findings import Finding, Severity
from cati_app.station.folders import is_rehearsal
from cati_app.station.kept_study import StudyHead
from cati_app.study.files import inside
from cati_app.texts import words_of
from cati_app.texts.language_names import language_name
from cati_app.ui.stage.study_texts import FurtherTexts, StudyTexts
from cati_app.values import dataclass

if TYPE_CHECKING:
    from cati_app.engine.form.model import Form
    from cati_app.fieldwork.rules import StudyRules
    from cati_app.fieldwork.sitting.sitting_rules import SittingRules
    from cati_app.study.model import Study  # reading study.yaml by its model is half of a start that does not need it


class StudySource:
    """Where the checked model of study.yaml and the form come from: each is read when somebody first asks for it.

    Args:
        head: What a first screen shows of the study.
        read_study: Reads the model, the same each time.
        read_form: Reads the form, the same each time.
        kept_rules: Reads what was kept of the rules; without it, and where it reads None, they are made from model
            and form.
    """

    def __init__(
        self,
        head: StudyHead,
        read_study: Callable[[], Study],
        read_form: Callable[[], Form],
        kept_rules: Callable[[], StudyRules | None] = lambda: None,
    ) -> None:
        self.head = head
        self._read_study, self._read_form, self._read_rules = read_study, read_form, kept_rules

    @cached_property
    def study(self) -> Study:
        """The model."""
        return self._read_study()

    @cached_property
    def form(self) -> Form:
        """The questionnaire."""
        return self._read_form()

    @cached_property
    def data_form(self) -> Form:
        """The questionnaire as data sets read it."""
        from cati_app.station.data_form import with_further_codes  # noqa: PLC0415 - whoever only calls needs none of it

        return with_further_codes(self.study, self.form)

    def rules(self, targets_scale: float) -> StudyRules:
        """The rules of the study; `targets_scale` is a factor on every target, for trials."""
        if targets_scale == 1.0 and self._kept_rules is not None:
            return self._kept_rules
        from cati_app.station.study_rules import rules_of  # noqa: PLC0415 - a start with kept rules needs none of it

        return rules_of(self.study, self.form, targets_scale)

    @cached_property
    def _kept_rules(self) -> StudyRules | None:
        return self._read_rules()

    @classmethod
    def given(cls, study: Study, form: Form) -> StudySource:
        """That of what was read already."""
        return cls(StudyHead.of(study), lambda: study, lambda: form)


@dataclass(frozen=True, slots=True)
class LoadedStudy:
    """A study folder, read and checked."""

    folder: Path
    source: StudySource
    form_hash: str  # over the questionnaire and the files beside it
    findings: tuple[Finding, ...]
    files: FormFiles = NO_FILES  # what the form was built from
    lines: Mapping[str, int] = field(default_factory=dict)  # of each setting in study.yaml, by path
    sittings: SittingRules | None = None  # None: a study of questionnaires

    @property
    def study(self) -> Study:
        """study.yaml as a checked model; whoever asks first may wait for it to be read."""
        return self.source.study

    @property
    def form(self) -> Form:
        """The questionnaire; whoever asks first may wait for it to be read."""
        return self.source.form

    @property
    def data_form(self) -> Form:
        """The questionnaire as data sets read it: with the codes beside choices that study.yaml has."""
        return self.source.data_form

    @property
    def head(self) -> StudyHead:
        """What a first screen shows of the study."""
        return self.source.head

    def title(self, language: str) -> str:
        """The title in the language of the interface, else in German, else in any."""
        return _text(language, self.head.title)

    def with_study(self, study: Study) -> LoadedStudy:
        """The same with other settings."""
        return replace(self, source=StudySource.given(study, self.form))

    def rules(self, targets_scale: float = 1.0) -> StudyRules:
        """The rules of the study; `targets_scale` is a factor on every target, for trials."""
        return self.source.rules(targets_scale)

    def is_held_with(self, fingerprint: str) -> bool:
        """Whether an interview with this fingerprint was held with this questionnaire.

        Versions of the program that left the files beside it out of the fingerprint did not tell them apart.
        """
        return fingerprint in (self.form_hash, form_hash(replace(self.files, beside={})))


def has_sample(folder: Path, file: str) -> bool:
    """Whether the sample that study.yaml names lies in the folder; True where it names none."""
    path = inside(folder, file) if file else None
    return not file or (path is not None and path.is_file())


def form_hash(files: FormFiles) -> str:
    """Short fingerprint of a questionnaire and the files beside it.

    Of a questionnaire that stands alone it is the one of earlier versions of the program, which left out the files
    beside it.
    """
    whole = hashlib.sha256(files.questionnaire)
    for name, data in sorted(files.beside.items()):
        whole.update(f"\0{name}\0{hashlib.sha256(data).hexdigest()}".encode())
    return whole.hexdigest()[:16]


def study_texts(loaded: LoadedStudy, interface_language: str) -> StudyTexts:
    """Labels of the study in the language of the interface, else in German, else in any."""
    from cati_app.fieldwork.interview.screening import EarlyEnd  # noqa: PLC0415 - said when somebody has signed in

    study = loaded.study
    say = partial(_text, interface_language)
    return StudyTexts(
        title=loaded.title(interface_language),
        version=study.version,
        languages={
            language.code: language_name(language.code, interface_language, language.name)
            for language in study.languages
        },
        dimensions=tuple(
            (say(d.label), {c.code: say(c.label) for c in d.categories})
            for d in (study.quota.dimensions if study.quota else ())
        ),
        further_quotas={
            quota.name: FurtherTexts(
                say(quota.label) if quota.label else " × ".join(say(d.label) for d in quota.dimensions),
                tuple({c.code: say(c.label) for c in d.categories} for d in quota.dimensions),
            )
            for quota in study.further_quotas
        },
        objections={
            language.code: tuple(
                (_text(language.code, o.says), _text(language.code, o.answer)) for o in study.objections
            )
            for language in study.languages
        },
        auto_advance=study.auto_advance,
        not_applicable=study.not_applicable,
        endings={why.value: texts for why in EarlyEnd if (texts := getattr(study.ending, why.value)) is not None},
        access_code=_access_code(study),
        results={result.code: say(result.label) for result in study.results if result.label},
    )


def titles_of(folder: Path, titles: Mapping[str, str]) -> dict[str, str]:
    """Titles of a study by language; of a rehearsal the word stands before them, wherever they stand."""
    if not is_rehearsal(folder):
        return dict(titles)
    return {code: words_of(code).say("Rehearsal: {title}", title=text) for code, text in titles.items()}


def practised(loaded: LoadedStudy) -> LoadedStudy:
    """The same study with the word wherever its title stands: somebody practises on it."""
    titles = {code: words_of(code).say("Practice: {title}", title=text) for code, text in loaded.study.title.items()}
    return loaded.with_study(loaded.study.model_copy(update={"title": titles}))


def errors(findings: Sequence[Finding]) -> list[Finding]:
    """Only what keeps a study from running."""
    return [finding for finding in findings if finding.severity is Severity.ERROR]


def _access_code(study: Study) -> Mapping[str, str]:
    """What is said of access codes, in every language of the study; nothing where nobody is given one."""
    said = study.ending.access_code
    return {} if said is None else {language.code: _text(language.code, said) for language in study.languages}


def _text(language: str, texts: Mapping[str, str]) -> str:
    return texts.get(language) or texts.get("de") or next(iter(texts.values()))
