"""The questionnaires that interviews were held with, kept with the files they were built from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from cati_app.domain.casework.form_versions import FormFiles, FormVersion
from cati_app.domain.casework.interviews import InterviewState


class FormVersions(Protocol):
    """Every version of the questionnaire that was in force since versions are kept."""

    def all(self) -> Sequence[FormVersion]:
        """Every version that is kept, by the time it last came into force."""
        ...

    def files_of(self, form_hash: str) -> FormFiles | None:
        """What a version was built from; None for one that is not kept."""
        ...

    def keep(self, version: FormVersion, files: FormFiles) -> None:
        """Keep a version; of one that is kept already only `in_force_at` is written."""
        ...

    def answered(self) -> frozenset[str]:
        """Fingerprints of the versions that stored answers were given under."""
        ...

    def interviews(self) -> Mapping[str, Mapping[InterviewState, int]]:
        """How many interviews stand where, by the fingerprint of the version they were held with."""
        ...
