"""A weighting as a picture: margins before and after, and how the weights are spread. The same weights, same bytes."""

from __future__ import annotations

from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from cati_app.domain.weighting.recipe import WeightingMethod
from cati_app.domain.weighting.spread import bars
from cati_app.domain.weighting.weighting import WeighedCategory, Weighting
from cati_app.publish.reports.weighting_text import bar_edge, category_name, met_words, signed
from cati_app.texts import chosen, say
from cati_app.texts.figures import figures

_SANS = "Inter, 'Segoe UI', 'Helvetica Neue', 'Noto Sans', Arial, sans-serif"
_INK, _QUIET, _LINE, _PAPER, _BLUE, _AMBER = "#1f2430", "#5b6472", "#c9cfd8", "#ffffff", "#1f6fb2", "#a15c00"
_WIDTH, _MARGIN, _ROW = 900.0, 32.0, 22.0
_COLUMNS = (360.0, 450.0, 530.0, 610.0)  # where target, unweighted, base and weighted end
_ZERO, _ARM = 765.0, 62.0  # of the bars of what is unweighted too many, and their longest
_BARS_HEIGHT = 170.0
_SIGNS = 38  # of a category's name


def weighting_svg(weighting: Weighting, title: str) -> bytes:
    """The picture as a file; no scripts, nothing fetched, every text escaped.

    Args:
        title: Of the study.
    """
    rows = sum(1 + len(margin.categories) for margin in weighting.margins)
    table = 132 + _ROW * rows
    height = table + 60 + _BARS_HEIGHT + 70
    root = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "width": _px(_WIDTH), "height": _px(height)})
    root.set("viewBox", f"0 0 {_px(_WIDTH)} {_px(height)}")
    for name, value in (("font-family", _SANS), ("font-size", "13"), ("role", "img"), ("lang", chosen().language)):
        root.set(name, value)
    SubElement(root, "title").text = f"{say('Weights')}: {title}"
    SubElement(root, "desc").text = met_words(weighting)
    _box(root, 0, 0, _WIDTH, height, _PAPER)
    _text(root, _MARGIN, 40, _short(title, 70), size=20, weight="600")
    facts = say(
        "Design effect {deff:.2f} · effective {effective:.0f} of {count} interviews",
        deff=weighting.design_effect,
        effective=weighting.effective,
        count=len(weighting.weights),
    )
    _text(root, _MARGIN, 63, facts, fill=_QUIET)
    _text(root, _MARGIN, 83, met_words(weighting), fill=_QUIET if weighting.converged else _AMBER)
    _margins(root, weighting)
    _spread(root, weighting, table + 30)
    drawn: str = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{drawn}\n'.encode()


def _margins(root: Element, weighting: Weighting) -> None:
    heads = (say("target"), say("unweighted"), say("base"), say("weighted"))
    for right, head in zip(_COLUMNS, heads, strict=True):
        _text(root, right, 116, head, fill=_QUIET, anchor="end")
    _text(root, _WIDTH - _MARGIN, 116, say("unweighted − target"), fill=_QUIET, anchor="end")
    known = [category for margin in weighting.margins for category in margin.categories]
    most = max(0.05, *(abs(category.unweighted - category.target) for category in known))
    y = 116.0
    for margin in weighting.margins:
        y += _ROW
        _text(root, _MARGIN, y, _short(margin.margin.name, _SIGNS), weight="600")
        _line(root, _MARGIN, y + 6, _WIDTH - _MARGIN, y + 6)
        for category in margin.categories:
            y += _ROW
            _category(root, category, y, most)


def _category(root: Element, category: WeighedCategory, y: float, most: float) -> None:
    _text(root, _MARGIN + 12, y, _short(category_name(category.name), _SIGNS))
    shares = (category.target, category.unweighted, category.base, category.weighted)
    for right, share, weight in zip(_COLUMNS, shares, ("", "", "", "600"), strict=True):
        _text(root, right, y, figures(f"{share * 100:.1f}"), anchor="end", weight=weight)
    off = category.unweighted - category.target
    length = abs(off) / most * _ARM
    _box(root, _ZERO if off > 0 else _ZERO - length, y - 10, length, 11, _BLUE)
    _line(root, _ZERO, y - 15, _ZERO, y + 6)
    if off < 0:
        _text(root, _ZERO - length - 5, y, signed(off), anchor="end")
    else:
        _text(root, _ZERO + length + 5, y, signed(off))


def _spread(root: Element, weighting: Weighting, top: float) -> None:
    """Bars; those with weights at a bound in another colour, which the legend and the counts tell, too."""
    _text(root, _MARGIN, top + 8, say("How the weights are spread"), weight="600")
    shown = bars(weighting.weights)
    most = max(bar.count for bar in shown)
    base = top + 40 + _BARS_HEIGHT
    step = (_WIDTH - 2 * _MARGIN) / len(shown)
    low, high = weighting.at_bounds if weighting.recipe.method is WeightingMethod.TRIM else (0, 0)
    for number, bar in enumerate(shown):
        at_bound = (number == 0 and low > 0) or (number == len(shown) - 1 and high > 0)
        tall = bar.count / most * _BARS_HEIGHT
        x = _MARGIN + number * step
        _box(root, x + 2, base - tall, step - 4, tall, _AMBER if at_bound else _BLUE)
        _text(root, x + step / 2, base - tall - 5, str(bar.count) if bar.count else "", anchor="middle")
        _text(root, x, base + 18, bar_edge(bar, bar.low), fill=_QUIET, anchor="middle")
    _text(root, _WIDTH - _MARGIN, base + 18, bar_edge(shown[-1], shown[-1].high), fill=_QUIET, anchor="middle")
    _line(root, _MARGIN, base, _WIDTH - _MARGIN, base)
    if low or high:
        told = say("Brown: bars with weights at a bound, {low} at the lower, {high} at the upper", low=low, high=high)
        _text(root, _MARGIN, base + 42, told, fill=_QUIET)


def _short(text: str, signs: int) -> str:
    return text if len(text) <= signs else text[: signs - 1].rstrip() + "…"


def _text(
    into: Element,
    x: float,
    y: float,
    text: str,
    *,
    size: float = 13,
    fill: str = _INK,
    weight: str = "",
    anchor: str = "",
) -> None:
    if not text:
        return
    attributes = {"x": _px(x), "y": _px(y), "fill": fill, "font-size": _px(size)}
    attributes |= {name: told for name, told in (("font-weight", weight), ("text-anchor", anchor)) if told}
    SubElement(into, "text", attributes).text = text


def _box(into: Element, x: float, y: float, width: float, height: float, fill: str) -> None:
    size = {"width": _px(width), "height": _px(height)}
    SubElement(into, "rect", {"x": _px(x), "y": _px(y), **size, "fill": fill})


def _line(into: Element, x: float, y: float, to_x: float, to_y: float) -> None:
    ends = {"x1": _px(x), "y1": _px(y), "x2": _px(to_x), "y2": _px(to_y)}
    SubElement(into, "line", {**ends, "stroke": _LINE})


def _px(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
