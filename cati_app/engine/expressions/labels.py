"""Labels of choices in expressions, references in them included."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape

from cati_app.engine.expressions.code import Code, Scope
from cati_app.engine.expressions.emitter import Emitter
from cati_app.engine.expressions.errors import ExpressionError
from cati_app.engine.expressions.parser import parse

REFERENCE = re.compile(
    r"\$\{\s*([^}]*?)\s*\}"  # ${name}
    r"|<output\s+value\s*=\s*(?:\"([^\"]*)\"|'([^']*)')\s*(?:/>|>\s*</output>|>)"  # <output value="…"/>
)


def referred(match: re.Match[str]) -> str:
    """The expression that a reference within a text stands for."""
    if match[1] is not None:
        return f"${{{match[1]}}}"
    return unescape(match[2] or match[3] or "").strip()


def choice_label(emitter: Emitter, values: str, name: str, scope: Scope) -> Code:
    """Source of the labels of choices of a list; `values` is the source of their names."""
    emitter.language_bound = True
    piped = emitter.piped.get(name)
    if not piped:
        return Code(f"c.choice_label({values}, {name!r})", "s")
    entries = ", ".join(f"{choice!r}: {_by_language(emitter, texts, scope)}" for choice, texts in piped.items())
    return Code(f"c.choice_label({values}, {name!r}, {{{entries}}})", "s")


def itext(emitter: Emitter, identifier: str, literal: str, scope: Scope) -> Code:
    """Source of the label with an identifier: its own source, and its text where that is written out."""
    emitter.language_bound = True
    known = emitter.itexts
    wanted = {literal: known.get(literal)} if literal else known
    piped = {name: texts for name, texts in wanted.items() if texts is not None}
    if not piped:
        return Code(f"c.itext({identifier})", "s")
    entries = ", ".join(f"{name!r}: {_by_language(emitter, texts, scope)}" for name, texts in piped.items())
    return Code(f"c.itext({identifier}, {{{entries}}})", "s")


def _by_language(emitter: Emitter, texts: Mapping[str, str], scope: Scope) -> str:
    pairs = (f"{code!r}: lambda: {_text(emitter, text, scope)}" for code, text in texts.items())
    return f"{{{', '.join(pairs)}}}"


def _text(emitter: Emitter, text: str, scope: Scope) -> str:
    """Source of a text with its references filled in; one that leads nowhere is blank."""
    parts: list[str] = []
    end = 0
    for match in REFERENCE.finditer(text):
        parts.append(repr(text[end : match.start()]))
        try:
            parts.append(emitter.text(parse(referred(match)), scope))
        except ExpressionError:
            parts.append("''")
        end = match.end()
    return f"joined('', ({', '.join([*parts, repr(text[end:])])},))"
