"""What the quota would decide on the person of a preview; there are no counters, so a full cell is played."""

from __future__ import annotations

from cati_app.domain.quota.cells import Classification, QuotaMode, QuotaPlan, Verdict, find_place
from cati_app.engine.session.session import InterviewSession, UnknownQuestion
from cati_app.fieldwork.interview.handed_in import TOLD_OF_PLACE
from cati_app.fieldwork.interview.placing import all_known
from cati_app.values import dataclass

_TURNS_AWAY = (QuotaMode.STRICT, QuotaMode.OVERRUN)


@dataclass(frozen=True, slots=True)
class PreviewVerdict:
    """A decision.

    Args:
        verdict: None: something is not known yet.
        fits: Cell and categories of the person; None: not known yet.
        missing: Variables that are not known yet.
    """

    verdict: Verdict | None = None
    fits: Classification | None = None
    missing: tuple[str, ...] = ()


class PreviewQuota:
    """Decides as an interview does: once every dimension is known, at the latest when the screener is left.

    Args:
        screener: Group that ends the screening; blank: none.
    """

    def __init__(self, plan: QuotaPlan, screener: str) -> None:
        self.plan, self._screener = plan, screener

    def decide(self, session: InterviewSession, *, as_full: bool) -> PreviewVerdict:
        """What would be decided now.

        Args:
            as_full: The cells are played as full.
        """
        values = {dimension.variable: _value(session, dimension.variable) for dimension in self.plan.all_dimensions}
        left = session.at_end or bool(self._screener and session.left_group(self._screener))
        if not (left or all_known(values)):
            return PreviewVerdict(missing=tuple(name for name, value in values.items() if not value))
        fits = find_place(self.plan, values)
        if fits.not_accepted:
            return PreviewVerdict(Verdict.NOT_ACCEPTED, fits)
        if as_full and any(quota.mode in _TURNS_AWAY for quota in self.plan.quotas):
            return PreviewVerdict(Verdict.FULL, fits)
        return PreviewVerdict(Verdict.UNCLASSIFIED if fits.is_unclassified else Verdict.IN, fits)

    @staticmethod
    def tell(session: InterviewSession, decided: PreviewVerdict) -> bool:
        """The form reads the verdict where it asks for it; whether that is news to it."""
        verdict = decided.verdict.value if decided.verdict is not None else ""
        cell_id = decided.fits.cell_id if decided.fits is not None else ""
        news = False
        for name, value in zip(TOLD_OF_PLACE, (verdict, cell_id), strict=True):
            if session.has_hidden(name) and session.value(name) != value:
                session.set_hidden(name, value)
                news = True
        return news


def _value(session: InterviewSession, variable: str) -> str:
    """A value of the form; blank for a column of the sample, which a preview does not have."""
    try:
        return session.value(variable)
    except UnknownQuestion:
        return ""
