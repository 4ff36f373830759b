"""Keeps the questionnaire that interviews are held with from now on, and notes in the log that it came into force."""

from __future__ import annotations

from datetime import timedelta

from cati_app.domain.casework.form_versions import KIND, FormFiles, FormVersion
from cati_app.domain.clock import Clock
from cati_app.domain.events import NewEvent
from cati_app.domain.people.rights import Right
from cati_app.fieldwork.ports.unit import CallingUnits
from cati_app.fieldwork.rights import Actor, needs


class KeepForm:
    """Done when a study is opened for work, in one transaction; a second time it changes nothing."""

    def __init__(self, units: CallingUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.WORK)
    def __call__(self, by: Actor, form_hash: str, study_version: str, form_version: str, files: FormFiles) -> bool:
        """Whether another questionnaire was in force until now, or none was kept."""
        now = self._clock.now()
        with self._units() as unit:
            kept = unit.form_versions.all()
            before = kept[-1].hash if kept else ""
            if before == form_hash:
                return False
            since = max(now, kept[-1].in_force_at + timedelta.resolution) if kept else now  # the clock may be set back
            version = FormVersion(form_hash, study_version, form_version, now, since)
            unit.form_versions.keep(version, files)
            payload = {"form": form_hash, "study_version": study_version, "form_version": form_version}
            fact = NewEvent(KIND, now, self._clock.monotonic_ms(), by.id, payload={**payload, "before": before})
            unit.log.append([fact])
            unit.commit()
        return True
