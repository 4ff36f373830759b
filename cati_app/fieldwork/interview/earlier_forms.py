"""The versions of the questionnaire that a study used, built again from what is kept of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field

from cati_app.domain.casework.form_versions import FormFiles, FormVersion
from cati_app.domain.casework.interviews import InterviewState
from cati_app.engine.changes.compare import Comparison
from cati_app.engine.changes.steps import Course, Edition, Renaming
from cati_app.engine.form.model import Form
from cati_app.engine.session.carrying import Passage
from cati_app.fieldwork.ports.unit import CallingUnits
from cati_app.values import dataclass

Build = Callable[[FormFiles], Form | None]
"""Makes a form of its files; None where they cannot be read any more."""


@dataclass(frozen=True, slots=True)
class CurrentForm:
    """The questionnaire interviews are held with now.

    Args:
        is_held_with: Whether an interview with this fingerprint was held with it.
    """

    edition: Edition
    renamings: Sequence[Renaming]
    is_held_with: Callable[[str], bool]


@dataclass(slots=True)
class EarlierForms:
    """Reads versions from the store, each built once."""

    units: CallingUnits
    build: Build
    current: CurrentForm
    _built: dict[str, Form | None] = field(default_factory=dict)
    _compared: dict[str, Comparison | None] = field(default_factory=dict)

    def versions(self) -> tuple[FormVersion, ...]:
        """Every version that is kept, by the time it last came into force."""
        with self.units() as unit:
            return tuple(unit.form_versions.all())

    def interviews(self) -> Mapping[str, Mapping[InterviewState, int]]:
        """Interviews by fingerprint and state."""
        with self.units() as unit:
            return unit.form_versions.interviews()

    def answered(self) -> frozenset[str]:
        """Fingerprints of the versions that stored answers were given under."""
        with self.units() as unit:
            return unit.form_versions.answered()

    def form(self, fingerprint: str) -> Form | None:
        """A version of the questionnaire; None where it is not kept or cannot be built any more."""
        if fingerprint not in self._built:
            with self.units() as unit:
                files = unit.form_versions.files_of(fingerprint)
            self._built[fingerprint] = self.build(files) if files is not None else None
        return self._built[fingerprint]

    def form_of(self, fingerprint: str) -> Form | None:
        """The form an interview was held with; None where it is not kept."""
        return self.current.edition.form if self.current.is_held_with(fingerprint) else self.form(fingerprint)

    def editions(self) -> tuple[Edition, ...]:
        """The kept versions in their order, and the current one last."""
        made: list[Edition] = []
        for version in self.versions():
            form = None if version.hash == self.current.edition.fingerprint else self.form(version.hash)
            if form is not None:
                made.append(Edition((version.study_version, version.form_version), version.hash, form))
        return (*made, self.current.edition)

    def passage(self, fingerprint: str) -> Passage | None:
        """From the version an interview was held with to the current one; None where that is the same."""
        if fingerprint == self.current.edition.fingerprint:
            return None
        return Passage(fingerprint, self.current.edition.fingerprint, self.comparison(fingerprint))

    def comparison(self, fingerprint: str) -> Comparison | None:
        """A version against the current one; None where it is not kept."""
        if fingerprint not in self._compared:
            editions = self.editions()
            known = [edition.fingerprint for edition in editions]
            course = (
                Course(editions[known.index(fingerprint) :], self.current.renamings) if fingerprint in known else None
            )
            self._compared[fingerprint] = Comparison(course) if course is not None else None
        return self._compared[fingerprint]
