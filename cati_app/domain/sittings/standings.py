"""How far a topic of the guide was talked about, and for how long."""

from __future__ import annotations

from cati_app.domain.sittings.facts import TopicState
from cati_app.values import dataclass

_SETTLED = (TopicState.ASKED, TopicState.SKIPPED)


@dataclass(frozen=True, slots=True)
class TopicStanding:
    """How far a topic was talked about, and for how long.

    Args:
        reason: Why it was skipped.
        spent_ms: Active time within it.
        put_off: It is to come later; entering it takes that back.
        probes: Ids of those that were asked.
    """

    state: TopicState = TopicState.OPEN
    reason: str = ""
    spent_ms: int = 0
    put_off: bool = False
    probes: frozenset[str] = frozenset()

    @property
    def is_settled(self) -> bool:
        """Whether it was asked, or is not going to be."""
        return self.state in _SETTLED
