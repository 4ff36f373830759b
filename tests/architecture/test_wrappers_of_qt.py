"""What PySide6 is not asked, because its answer would be taken for a part of whoever asked."""

from __future__ import annotations

import ast
from pathlib import Path

import cati_app

_ROOT = Path(cati_app.__file__).parent
_NOT_ASKED = {"nextInFocusChain", "previousInFocusChain"}
"""Tried with 6.12: once the widget that was asked is deleted, so counts the one it returned, and all within that."""


def _asked(source: str) -> set[str]:
    return {node.attr for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Attribute)} & _NOT_ASKED


def test_nobody_walks_the_order_of_tab_by_hand() -> None:
    assert {"nextInFocusChain"} == _asked("here = widget.nextInFocusChain()")
    assert {} == {
        path.relative_to(_ROOT).as_posix(): asked
        for path in sorted(_ROOT.rglob("*.py"))
        if (asked := _asked(path.read_text(encoding="utf-8")))
    }
