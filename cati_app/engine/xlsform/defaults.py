"""Whether a default can be an answer to its question."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import UTC

from cati_app.engine.expressions.dates import parse_date, parse_moment, parse_time
from cati_app.engine.form.screen import QuestionKind

_WHOLE = re.compile(r"[-+]?\d{1,15}", re.ASCII)
_DECIMAL = re.compile(r"[-+]?(\d{1,15}(\.\d*)?|\.\d+)", re.ASCII)
_CHOSEN = (QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.RANK)


def may_stand(text: str, kind: QuestionKind | None, names: Collection[str] | None) -> bool:
    """Whether a text is of the question's type; `names`: those of its choices, None where they cannot be told."""
    if kind is QuestionKind.INTEGER:
        return bool(_WHOLE.fullmatch(text))
    if kind in (QuestionKind.DECIMAL, QuestionKind.SCALE):
        return bool(_DECIMAL.fullmatch(text))
    if kind is QuestionKind.DATE:
        return parse_date(text) is not None
    if kind is QuestionKind.TIME:
        return parse_time(text) is not None
    if kind is QuestionKind.DATETIME:
        return parse_moment(text, UTC) is not None
    if kind in _CHOSEN and names is not None:
        return all(name in names for name in ([text] if kind is QuestionKind.SINGLE else text.split()))
    return True
