"""A supervisor hears what a changed questionnaire does to interviews, and agrees, before it is used; then all hear."""

from __future__ import annotations

from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import UserId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import Role, User
from cati_app.fieldwork.interview.earlier_forms import EarlierForms
from cati_app.fieldwork.monitor.foresee_form import ForeseeForm
from cati_app.fieldwork.rights import PROGRAM, Actor, needs

CHANGED, NEEDS_SUPERVISOR = "form_changed", "form_needs_supervisor"


class AgreeToForm:
    """Asked whenever somebody signs in, until the questionnaire is in force."""

    def __init__(self, forms: EarlierForms) -> None:
        self._forms = forms
        self._told: set[UserId] = set()
        self._is_news = False
        self._heard: set[UserId] = set()

    @needs(Right.WORK)
    def __call__(self, user: User, foresee: ForeseeForm) -> None:
        """Nothing where no interview is concerned; a supervisor who was told agrees by signing in again.

        Args:
            foresee: With the keys of whoever signs in.

        Raises:
            RuleViolation: `form_changed` tells a supervisor for the first time; `form_needs_supervisor` keeps others
                from work where answers would be set apart and no supervisor has agreed.
        """
        versions = self._forms.versions()
        if versions and versions[-1].hash == self._forms.current.edition.fingerprint:
            return
        seen = foresee(PROGRAM)
        loses = seen.apart.total() + seen.begin_anew
        if not seen.concerns_anybody or (user.role is not Role.SUPERVISOR and not loses):
            return
        figures = {"waiting": seen.waiting, "taken": seen.taken, "confirm": seen.to_confirm, "apart": loses}
        if user.role is not Role.SUPERVISOR:
            raise RuleViolation(NEEDS_SUPERVISOR, **figures)
        if user.id not in self._told:
            self._told.add(user.id)
            raise RuleViolation(CHANGED, ended=seen.ended, **figures)

    @needs(Right.WORK)
    def note_in_force(self, by: Actor) -> None:
        """Another questionnaire than interviews were held with came into force just now."""
        self._is_news = True

    @needs(Right.WORK)
    def is_news_to(self, user: User) -> bool:
        """Whether the person does not know of it yet; from now on they do."""
        news = self._is_news and user.id not in self._heard
        self._heard.add(user.id)
        return news
