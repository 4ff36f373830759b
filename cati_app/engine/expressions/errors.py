"""What can be wrong with an expression, as a code of the findings catalogue with its fields."""

from __future__ import annotations


class ExpressionError(Exception):
    """An expression that cannot be compiled; `code` names an entry of the findings catalogue."""

    def __init__(self, code: str, **fields: object) -> None:
        super().__init__(code)
        self.code = code
        self.fields = fields
