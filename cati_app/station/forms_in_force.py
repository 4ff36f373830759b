"""The versions of a questionnaire as the study that is in force sees them."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from cati_app.station import parts
from cati_app.station.loading import LoadedStudy
from cati_app.station.open_study import OpenStudy

if TYPE_CHECKING:
    from cati_app.engine.form.model import Form
    from cati_app.fieldwork.interview.earlier_forms import Build
    from cati_app.fieldwork.ports.unit import Units


class FormsInForce:
    """Of one loaded study, each made once; another study that comes into force has others.

    So whoever asked before that, in whichever thread, leaves nothing of the former study behind.
    """

    def __init__(self, loaded: LoadedStudy, opened: OpenStudy) -> None:
        self._loaded = loaded
        self._opened = opened

    @cached_property
    def earlier(self) -> parts.EarlierForms:
        """The versions before this one."""
        return self.read_by(self._opened.units(None))

    @cached_property
    def for_data(self) -> parts.EarlierForms:
        """The same for data sets, with the codes beside choices that study.yaml has."""
        build = partial(parts.built_for_data, self._loaded.study)
        return self.read_by(self._opened.units(None), self._loaded.data_form, build)

    @cached_property
    def agree(self) -> parts.AgreeToForm:
        """Remembers who was told of a changed questionnaire."""
        return parts.AgreeToForm(self.earlier)

    def read_by(self, units: Units, form: Form | None = None, build: Build | None = None) -> parts.EarlierForms:
        """Read by these units of work.

        Args:
            form: As the current version is seen; None: as interviews are held.
            build: What builds an earlier one; None: as interviews were held.
        """
        loaded = self._loaded
        edition = parts.Edition((loaded.head.version, loaded.form.version), loaded.form_hash, form or loaded.form)
        current = parts.CurrentForm(edition, parts.renamings(loaded.study), loaded.is_held_with)
        return parts.EarlierForms(units, build or partial(parts.built, loaded.study), current)
