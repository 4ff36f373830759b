"""Which languages of a form are written from right to left."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from cati_app.engine.form.nodes import Choice, Node, Texts
from cati_app.engine.xlsform.languages import Languages

_WRITTEN_SO = (
    "ar fa he iw ur ps ckb prs yi ji sd ug dv ara fas per heb urd pus pbt pst yid snd uig div "
    "acm aeb afb apc apd arb arq ary arz ayl azb bal bqi glk lrc mzn pes pnb skr arc syr nqo"
)  # ISO 639-1, -2 and -3
_CODES = frozenset(_WRITTEN_SO.split())
_RIGHT = frozenset({"R", "AL"})  # Unicode UAX 9
_ENOUGH = 200  # letters that decide


def right_to_left(
    languages: Languages, nodes: Iterable[Node], lists: Mapping[str, tuple[Choice, ...]]
) -> frozenset[str]:
    """The codes of the languages written from right to left: by the letters of their texts, without texts by the code.

    Letters decide because a language may be named in any way: `العربية`, `Arabic (ara)`, `Arabisch`.
    """
    left: dict[str, int] = dict.fromkeys(languages.names, 0)
    right: dict[str, int] = dict.fromkeys(languages.names, 0)
    for texts in _all_texts(nodes, lists):
        for code, template in texts.items():
            if left.get(code, 0) + right.get(code, 0) >= _ENOUGH:
                continue
            for letter in "".join(part for part in template if isinstance(part, str)):
                kind = unicodedata.bidirectional(letter)
                if kind in _RIGHT:
                    right[code] = right.get(code, 0) + 1
                elif kind == "L":
                    left[code] = left.get(code, 0) + 1
    return frozenset(
        code
        for code in languages.names
        if (right[code] > left[code] if right[code] or left[code] else code.partition("-")[0] in _CODES)
    )


def _all_texts(nodes: Iterable[Node], lists: Mapping[str, tuple[Choice, ...]]) -> Iterator[Texts]:
    for node in nodes:
        yield node.wording.label
        yield node.wording.hint
    for choices in lists.values():
        for choice in choices[:_ENOUGH]:
            yield choice.label
