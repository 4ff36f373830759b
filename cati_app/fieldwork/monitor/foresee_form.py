"""What a changed questionnaire will do to the interviews of a study, before it is in force; nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from cati_app.domain.casework.form_versions import FormVersion
from cati_app.domain.casework.interviews import InterviewState
from cati_app.domain.clock import Clock
from cati_app.domain.people.rights import Right
from cati_app.engine.changes.compare import Comparison
from cati_app.engine.form.model import Form
from cati_app.engine.session.carrying import Passage
from cati_app.engine.session.events import LogDoesNotFit, SessionEvent
from cati_app.engine.session.session import InterviewSession
from cati_app.fieldwork.interview.earlier_forms import EarlierForms
from cati_app.fieldwork.interview.record_events import handed_in_only, session_events, was_handed_sealed
from cati_app.fieldwork.ports.unit import CallingUnits
from cati_app.fieldwork.rights import Actor, needs

WAITING = (InterviewState.RUNNING, InterviewState.SUSPENDED)


@dataclass(slots=True)
class FormForesight:
    """What will happen when the questionnaire is used."""

    in_force: FormVersion | None  # None: interviews were never held with a version that is kept
    is_new: bool  # another one is in force
    comparison: Comparison | None = None  # of the version in force with the new one
    waiting: int = 0  # interviews that will go on under it
    untried: int = 0  # of these: needed sealed columns of the sample, which the role does not see
    taken: int = 0  # answers of the others that stand
    to_confirm: int = 0
    apart: Counter[str] = field(default_factory=Counter)  # answers of these without a place, by question
    begin_anew: int = 0  # interviews whose log does not fit, so that they begin again
    ended: int = 0  # interviews that are over, held with other versions
    not_kept: Mapping[str, int] = field(default_factory=dict)  # interviews of versions that are not kept

    @property
    def concerns_anybody(self) -> bool:
        """Whether there are interviews of another version."""
        return bool(self.waiting or self.ended)


class ForeseeForm:
    """Carries every waiting interview over on trial.

    Args:
        opened: Whether somebody has signed in; else the interviews are only counted, for their answers are sealed.
    """

    def __init__(self, units: CallingUnits, forms: EarlierForms, clock: Clock, *, opened: bool) -> None:
        self._opened = opened
        self._units = units
        self._forms = forms
        self._clock = clock

    @needs(Right.READ_FIGURES)
    def __call__(self, by: Actor) -> FormForesight:
        """For the questionnaire as it is now."""
        forms = self._forms
        versions = forms.versions()
        current = forms.current.edition.fingerprint
        in_force = versions[-1] if versions else None
        seen = FormForesight(in_force, is_new=in_force is None or in_force.hash != current)
        if in_force is not None and seen.is_new:
            seen.comparison = forms.comparison(in_force.hash)
        kept = {version.hash for version in versions}
        others = {name: states for name, states in forms.interviews().items() if not forms.current.is_held_with(name)}
        seen.ended = sum(n for states in others.values() for state, n in states.items() if state not in WAITING)
        seen.not_kept = {name: sum(states.values()) for name, states in others.items() if name not in kept}
        waiting = [name for name, states in forms.interviews().items() if any(states.get(state) for state in WAITING)]
        passages = {name: forms.passage(name) for name in waiting}  # a unit of work has no other within it
        with self._units() as unit:
            for interview in unit.interviews.all_in(WAITING):
                passage = passages.get(interview.form_hash)
                if passage is not None and not self._opened:
                    seen.waiting += 1
                elif passage is not None:
                    log = unit.log.of_interview(interview.id)
                    events = session_events(log, handed_in_only(unit.contacts))
                    untried = was_handed_sealed(log) and not unit.contacts.may_open
                    seen.waiting += bool(events)
                    seen.untried += untried
                    if events and not untried:
                        self._try(seen, passage, events)
        return seen

    def _try(self, seen: FormForesight, passage: Passage, events: list[SessionEvent]) -> None:
        form = self._forms.current.edition.form
        try:
            if passage.comparison is None and _fits(form, self._clock, events):
                return
            session = InterviewSession.carried_over(form, self._clock, events, passage, {})
        except LogDoesNotFit:
            seen.begin_anew += 1
            return
        ahead = [event.data.get("ahead") is True for event in session.events if event.kind == "answered"]
        seen.taken += ahead.count(False)
        seen.to_confirm += ahead.count(True)
        seen.apart.update(apart.name for apart in session.set_apart())


def _fits(form: Form, clock: Clock, events: list[SessionEvent]) -> bool:
    try:
        InterviewSession.replay(form, clock, events)
    except LogDoesNotFit:
        return False
    return True
