"""Functions over the rows of repeats, and those that ask for a question itself instead of its value."""

from __future__ import annotations

from collections.abc import Callable

from cati_app.engine.expressions import paths
from cati_app.engine.expressions.code import Code, Scope
from cati_app.engine.expressions.emitter import Emitter
from cati_app.engine.expressions.errors import ExpressionError
from cati_app.engine.expressions.places import NodePlace
from cati_app.engine.expressions.tree import Expression, FunctionCall, Path, PathStep, Reference

_NAMESPACE_OF_FORMS = "http://www.w3.org/2002/xforms"


def named_place(emitter: Emitter, tree: Expression, scope: Scope) -> NodePlace:
    """The question, group or repeat an argument names; it is not read."""
    kept = set(emitter.reads)
    cursor = paths.locate(emitter, tree, scope)
    emitter.reads = kept
    if cursor is None:
        raise ExpressionError("path-expected", found=paths.written(tree))
    return emitter.places.all[cursor.node]


def _every(emitter: Emitter, tree: Expression, scope: Scope) -> paths.Cursor:
    """All instances of a question or repeat: inside its repeat as well as outside."""
    places = emitter.places
    position = places.named(tree.name, scope.node) if isinstance(tree, Reference) and not tree.predicates else None
    if position is None or (position.frame == 0 and position.own_frame < 0):
        cursor = paths.locate(emitter, tree, scope)
        if cursor is None:
            raise ExpressionError("path-expected", found=paths.written(tree))
        return cursor
    repeat = position if position.own_frame >= 0 else places.all[places.frames[position.frame].repeat]
    cursor = paths.locate(emitter, Reference(repeat.name), scope)
    assert cursor is not None
    if cursor.node != repeat.index:  # another repeat of that name is nearer
        cursor = paths.reach_rows(emitter, repeat, scope)
    cursor.node = position.index
    return cursor


def names_of_rows(emitter: Emitter, name: str, test: Expression | None, scope: Scope) -> str:
    """Source of what stands in a question of a repeat, by row: blanks and rows that do not pass a test left out."""
    places = emitter.places
    named = places.named(name, scope.node)
    if named is None:
        near = emitter.nearest(name, places.names())
        raise ExpressionError("reference-unknown", name=name, suggestion=near)
    if named.frame == 0 or named.own_frame >= 0 or named.is_group:
        raise ExpressionError("rows-outside-repeat", name=name)
    cursor = paths.reach_rows(emitter, places.all[places.frames[named.frame].repeat], scope)
    cursor.node = named.index
    value = _value(emitter, cursor)
    cursor.node = places.frames[named.frame].repeat
    inner = paths.inner_scope(cursor, scope, f"{cursor.row}.i", "1.0")
    condition = "" if test is None else f" and {emitter.truth(test, inner)}"
    return f"[{value} {' '.join(cursor.loops)} if {value}{condition}]"


def _filtered(emitter: Emitter, subject: Expression, test: Expression, scope: Scope) -> tuple[str, str]:
    """Values of the instances for which a test holds, and the loops over these instances."""
    cursor = _every(emitter, subject, scope)
    inner = paths.inner_scope(cursor, scope, scope.position, scope.last)
    value = _value(emitter, cursor)
    if not cursor.loops:
        cursor.loops.append("for _ in (0,)")
    return value, f"{' '.join(cursor.loops)} if {emitter.truth(test, inner)}"


def _value(emitter: Emitter, cursor: paths.Cursor) -> str:
    position = emitter.places.all[cursor.node]
    if position.own_frame >= 0 or position.is_group:
        return "''"
    emitter.reads.add((position.index, cursor.meet))
    return f"{cursor.row}.v[{position.slot}]"


def _over_some(function: str) -> Callable[[Emitter, FunctionCall, Scope], Code]:
    def emitter(emitter: Emitter, tree: FunctionCall, scope: Scope) -> Code:
        value, loops = _filtered(emitter, tree.arguments[0], tree.arguments[1], scope)
        return Code(f"{function}([{value} {loops}])", "n")

    return emitter


def _count_if(emitter: Emitter, tree: FunctionCall, scope: Scope) -> Code:
    _, loops = _filtered(emitter, tree.arguments[0], tree.arguments[1], scope)
    return Code(f"float(sum(1 {loops}))", "n")


def _join_if(emitter: Emitter, tree: FunctionCall, scope: Scope) -> Code:
    value, loops = _filtered(emitter, tree.arguments[1], tree.arguments[2], scope)
    return Code(f"joined({emitter.text(tree.arguments[0], scope)}, [{value} {loops}])", "s")


def _rank_index(emitter: Emitter, tree: FunctionCall, scope: Scope) -> Code:
    rank = emitter.number(tree.arguments[0], scope)
    cursor = _every(emitter, tree.arguments[1], scope)
    value, loops = _value(emitter, cursor), " ".join(cursor.loops) or "for _ in (0,)"
    if len(tree.arguments) == 2:
        return Code(f"rank_index({rank}, [{value} {loops}])", "n")
    inner = paths.inner_scope(cursor, scope, "", "")
    test = emitter.truth(tree.arguments[2], inner)
    return Code(f"rank_index({rank}, [{value} {loops}], [{test} {loops}])", "n")


def _index(emitter: Emitter, tree: FunctionCall, scope: Scope) -> Code:
    """The place of the current row of the innermost repeat, or of the repeat named."""
    if tree.arguments:
        return _position(emitter, tree, scope)
    origin = scope.outer or scope
    if origin.frame == 0:
        raise ExpressionError("index-outside-repeat")
    places = emitter.places
    emitter.reads.add((places.frames[origin.frame].repeat, places.frames[origin.frame].parent))
    return Code(f"float({origin.row}.i)", "n")


def _position(emitter: Emitter, tree: FunctionCall, scope: Scope) -> Code:
    if not tree.arguments:
        return Code(f"float({scope.position})" if scope.position else "1.0", "n")
    cursor = paths.locate(emitter, tree.arguments[0], scope)
    if cursor is None:
        return Code("NAN", "n")
    places = emitter.places
    repeat = places.frames[cursor.frame].repeat
    argument = tree.arguments[0]
    if isinstance(argument, Reference) and places.all[cursor.node].own_frame >= 0:
        climb = places.climb(scope.frame, places.meeting(scope.frame, cursor.frame))
        cursor.row, cursor.loops = scope.row + ".p" * climb, []
    if repeat < 0 or (places.all[cursor.node].own_frame < 0 and not isinstance(argument, Reference)):
        return Code("1.0", "n")  # among the nodes of its name within one row it is the only one
    meet = places.shallower(cursor.meet, places.frames[cursor.frame].parent)
    emitter.reads.add((repeat, meet))
    if cursor.loops:
        return Code(f"float(([{cursor.row}.i {' '.join(cursor.loops)}] or [1])[0])", "n")
    return Code(f"float({cursor.row}.i)", "n")


def _indexed_repeat(emitter: Emitter, tree: FunctionCall, scope: Scope) -> Code:
    places = emitter.places
    pairs = list(zip(tree.arguments[1::2], tree.arguments[2::2], strict=False))
    try:
        named = [named_place(emitter, part, scope) for part in (tree.arguments[0], *(pair[0] for pair in pairs))]
    except ExpressionError as error:
        if error.code != "path-expected":
            raise
        raise ExpressionError("indexed-repeat-invalid") from None
    target, repeats = named[0], named[1:]
    if any(repeat.own_frame < 0 for repeat in repeats) or len(tree.arguments) % 2 == 0:
        raise ExpressionError("indexed-repeat-invalid")
    ordered = sorted(zip(repeats, pairs, strict=True), key=lambda pair: places.frames[pair[0].own_frame].depth)
    repeats, pairs = [repeat for repeat, _ in ordered], [pair for _, pair in ordered]
    if repeats[-1].own_frame != target.frame:
        raise ExpressionError("indexed-repeat-invalid")
    outer = repeats[0].frame
    shared = places.meeting(scope.frame, outer)
    source = scope.row + ".p" * places.climb(scope.frame, shared)
    meet = shared if scope.meet < 0 else places.meeting(scope.meet, shared)
    frame = shared
    for repeat, (_, number) in zip(repeats, pairs, strict=True):
        if places.meeting(frame, repeat.own_frame) != frame or repeat.own_frame == frame:
            raise ExpressionError("indexed-repeat-invalid")
        way = places.descent(frame, repeat.own_frame)
        frame = repeat.own_frame
        source = f"pick({source}, {way!r}, {emitter.number(number, scope)})"
        emitter.reads.update((places.frames[entered].repeat, meet) for entered in way)
    emitter.reads.add((target.index, meet))
    return Code(f"cell({source}, {target.slot})", "s")


def _special(emitter: Emitter, tree: FunctionCall, scope: Scope) -> Code:
    cursor = paths.locate(emitter, tree.arguments[0], scope)
    if cursor is None:
        raise ExpressionError("path-expected", found=paths.written(tree.arguments[0]))
    position = emitter.places.all[cursor.node]
    emitter.reads.add((position.index, cursor.meet))
    source = f"{cursor.row}.special({position.slot})"
    return Code(f"[{source} {' '.join(cursor.loops)}]", "l") if cursor.loops else Code(source, "s")


def _relevant(emitter: Emitter, tree: FunctionCall, scope: Scope) -> Code:
    position, source, loops = _node(emitter, tree.arguments[0], scope)
    emitter.asked_relevance.add(position.index)
    value = f"{source}.relevant[{position.slot}]"
    return Code(f"any([{value} {loops}])" if loops else value, "b")


def _empty(emitter: Emitter, tree: FunctionCall, scope: Scope) -> Code:
    """Whether there is no value, neither in the one question nor in any of several."""
    code = emitter.emit(tree.arguments[0], scope)
    return Code(f"(not any({code.values()}))" if code.kind == "l" else f"({code.text()} == '')", "b")


def _node(emitter: Emitter, tree: Expression, scope: Scope) -> tuple[NodePlace, str, str]:
    """A node, its row, and the loops over its instances."""
    cursor = paths.locate(emitter, tree, scope)
    if cursor is None:
        raise ExpressionError("path-expected", found=paths.written(tree))
    position = emitter.places.all[cursor.node]
    if position.own_frame >= 0 and cursor.inside:  # a repeat: its own node stands in the row around it
        cursor.row += ".p"
    emitter.reads.add((position.index, cursor.meet))
    return position, cursor.row, " ".join(cursor.loops)


def _name(what: str) -> Callable[[Emitter, FunctionCall, Scope], Code]:
    """Name or namespace of the first node of a node-set, blank when it is empty."""

    def emitter(emitter: Emitter, tree: FunctionCall, scope: Scope) -> Code:
        argument = tree.arguments[0] if tree.arguments else Path("", (PathStep("."),))
        cursor = paths.locate(emitter, argument, scope)
        if cursor is None:
            return Code("''", "s")
        name = repr(what or emitter.places.all[cursor.node].name)
        if cursor.loops:
            return Code(f"({name} if [0 {' '.join(cursor.loops)}] else '')", "s")
        return Code(name, "s")

    return emitter


EMITTERS: dict[str, Callable[[Emitter, FunctionCall, Scope], Code]] = {
    "count-if": _count_if,
    "empty": _empty,
    "index": _index,
    "indexed-repeat": _indexed_repeat,
    "join-if": _join_if,
    "local-name": _name(""),
    "max-if": _over_some("largest"),
    "min-if": _over_some("smallest"),
    "name": _name(""),
    "namespace-uri": _name(_NAMESPACE_OF_FORMS),
    "position": _position,
    "rank-index": _rank_index,
    "rank-index-if": _rank_index,
    "relevant": _relevant,
    "special": _special,
    "sum-if": _over_some("total"),
}
