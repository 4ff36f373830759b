"""Parts of the composition root: contact answers, and final codes that follow the rules."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from cati_app.domain.events import LoggedEvent
from cati_app.domain.sampling.clear_columns import ColumnUse
from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import Node, NodeKind
from cati_app.engine.session.events import SessionEvent
from cati_app.fieldwork.calling.final_codes import SettleCodes
from cati_app.fieldwork.interview.handed_in import HANDED_IN, comes_sealed
from cati_app.fieldwork.interview.record_events import session_events
from cati_app.fieldwork.rights import Actor
from cati_app.fieldwork.rules import StudyRules
from cati_app.store.database import Database
from cati_app.store.unit_of_work import SqlUnits

_CODES_RULES = "2"  # raised when final codes come out otherwise: rows of closed cases are then settled again
_CODES_FOLLOW = "final_codes"
"""What the codes in the rows of closed cases were computed with, as the database keeps it."""


def read_session(units: SqlUnits, log: Sequence[LoggedEvent]) -> list[SessionEvent]:
    """A session read again, with the answers that are contact data."""
    with units() as unit:
        return session_events(log, unit.contacts.of_fact)


def settle_codes(by: Actor, database: Database, units: SqlUnits, rules: StudyRules) -> None:
    """Rows of closed cases follow the study's setting for refusals before the screening; nothing while it stays."""
    follow = f"{rules.unscreened.value} {_CODES_RULES}"
    if database.kept(_CODES_FOLLOW) != follow:
        SettleCodes(units, rules)(by)
        database.keep(_CODES_FOLLOW, follow)


def with_sealed(form: Form, introduction: Collection[str], clear: Mapping[str, ColumnUse]) -> Form:
    """The form, in which hidden questions that receive sealed columns of the sample are contact data.

    Args:
        introduction: Names of what study.yaml says in the introduction; those are nobody's data.
        clear: Sample fields that are not sealed.
    """

    def is_contact(node: Node) -> bool:
        if node.kind is not NodeKind.HIDDEN or node.source in HANDED_IN:
            return False
        return comes_sealed(node.name, introduction, clear)

    return form.with_contact(is_contact)
