"""What PySide6 is not asked, because its answer would be taken for a part of whoever asked."""

from __future__ import annotations

import ast
from pathlib import Path

import cati_app
from tests.modules_that_say import modules_that_say

_ROOT = Path(cati_app.__file__).parent
_NOT_ASKED = {"nextInFocusChain", "previousInFocusChain"}
"""Tried with 6.12: once the widget that was asked is deleted, so counts the one it returned, and all within that."""


def _asked(tree: ast.Module) -> set[str]:
    return {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)} & _NOT_ASKED


def test_nobody_walks_the_order_of_tab_by_hand() -> None:
    assert {"nextInFocusChain"} == _asked(ast.parse("here = widget.nextInFocusChain()"))
    assert [] == [name for name, tree in modules_that_say(_ROOT, *_NOT_ASKED) if _asked(tree)]
