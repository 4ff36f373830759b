"""Paths and references: found in the tree of places when the form is loaded, so that reading them is one look-up."""

from __future__ import annotations

from dataclasses import dataclass, field

from cati_app.engine.expressions import lookups
from cati_app.engine.expressions.code import Code, Scope, check_depth
from cati_app.engine.expressions.emitter import Emitter
from cati_app.engine.expressions.errors import ExpressionError
from cati_app.engine.expressions.places import ROOT, NodePlace
from cati_app.engine.expressions.tree import Expression, FunctionCall, Path, PathStep, Reference


@dataclass(slots=True)
class Cursor:
    """Where a path has got to: a node, the row variable that holds it, the loops opened on the way."""

    node: int
    frame: int
    row: str
    meet: int
    loops: list[str] = field(default_factory=list)
    inside: bool = False  # at a repeat: in one of its rows, not before all of them


def emit(emitter: Emitter, tree: Path | Reference, scope: Scope) -> Code:
    """Source of a path or reference."""
    if isinstance(tree, Reference) and (earlier := lookups.reference(emitter, tree)) is not None:
        return earlier
    if isinstance(tree, Path) and isinstance(tree.base, FunctionCall):
        if tree.base.name == "instance":
            return lookups.instance(emitter, tree, scope)
        if tree.base.name != "current":
            raise ExpressionError("path-unsupported", path=tree.base.name + "(…)/…")
    column = lookups.item_column(tree, scope)
    if column is not None:
        return lookups.column(emitter, column, scope)
    if isinstance(tree, Path) and tree.base == "" and [step.name for step in tree.steps] == ["."]:
        return _dot(emitter, scope)
    if isinstance(tree, Path) and tree.steps[-1].name == "*" and not tree.steps[-1].predicates:
        return _children(emitter, tree, scope)
    cursor = locate(emitter, tree, scope)
    if cursor is None:
        return Code("[]", "l", unnamed=isinstance(tree, Path) and tree.bare_name != "")
    origin = scope.outer or scope
    if origin.dot and (cursor.node, cursor.row) == (origin.node, origin.row) and not cursor.loops:
        return Code(origin.dot, "v", written(tree))  # a rule on an answer means the one that is about to be given
    return _value(emitter, cursor, tree)


def _children(emitter: Emitter, tree: Path, scope: Scope) -> Code:
    """`…/*`: the values of everything directly within a group, a repeat or the form."""
    steps = tree.steps[:-1]
    if not steps and tree.base == "/":
        raise ExpressionError("path-unsupported", path=written(tree))
    if steps or isinstance(tree.base, str | FunctionCall):
        start: Expression = Path(tree.base, steps or (PathStep("."),))
    else:
        start = tree.base
    cursor = locate(emitter, start, scope)
    if cursor is None:
        return Code("[]", "l")
    parts = []
    for child in emitter.places.all[cursor.node].children.values():
        inner = Cursor(cursor.node, cursor.frame, cursor.row, cursor.meet, list(cursor.loops), cursor.inside)
        name = (PathStep(emitter.places.all[child].name),)
        reached = _walk(emitter, inner, name, scope, written(tree))
        if reached is not None:
            parts.append("*" + _value(emitter, reached, tree).values())
    return Code(f"[{', '.join(parts)}]", "l")


def in_order(emitter: Emitter, trees: tuple[Expression, ...], scope: Scope) -> list[Expression]:
    """Operands of a union in the order of the form; what is no question of the form stays behind them."""
    keyed = []
    for order, tree in enumerate(trees):
        index = len(emitter.places.all)
        if isinstance(tree, Reference) or (isinstance(tree, Path) and not isinstance(tree.base, FunctionCall)):
            kept = set(emitter.reads)
            cursor = None if lookups.item_column(tree, scope) else locate(emitter, tree, scope)
            emitter.reads = kept
            index = cursor.node if cursor else index
        keyed.append((index, order, tree))
    return [tree for _, _, tree in sorted(keyed, key=lambda each: each[:2])]


def written(tree: Expression) -> str:
    """A path as the author wrote it, for messages."""
    if isinstance(tree, Reference):
        return f"${{{tree.name}}}"
    if isinstance(tree, Path):
        base = (
            written(tree.base) + "/"
            if isinstance(tree.base, Reference)
            else tree.base
            if isinstance(tree.base, str)
            else ""
        )
        return base + "/".join(step.name for step in tree.steps)
    return "…"


def _dot(emitter: Emitter, scope: Scope) -> Code:
    if scope.dot:
        return Code(scope.dot, "v", ".")
    position = emitter.places.all[scope.node]
    if position.own_frame == scope.frame:
        return Code("''", "v", ".")  # a row holds no text of its own
    return Code(f"{scope.row}.w[{position.slot}]", "v", ".")


def locate(emitter: Emitter, tree: Expression, scope: Scope) -> Cursor | None:
    """Where a path leads, None when it leads to no node (an empty node-set)."""
    if isinstance(tree, Reference):
        return _from_reference(emitter, tree, scope)
    if isinstance(tree, FunctionCall) and tree.name == "current" and not tree.arguments:
        tree = Path(tree, (PathStep("."),))
    if not isinstance(tree, Path):
        raise ExpressionError("path-expected", found=written(tree))
    if isinstance(tree.base, Reference):
        cursor: Cursor | None = _from_reference(emitter, tree.base, scope)
    elif tree.base == "//":
        return _anywhere(emitter, tree, scope)
    elif tree.base == "/":
        return _absolute(emitter, tree, scope)
    else:
        cursor = _start(emitter, tree, scope)
    return None if cursor is None else _walk(emitter, cursor, tree.steps, scope, written(tree))


def _start(emitter: Emitter, tree: Path, scope: Scope) -> Cursor:
    origin = scope
    if isinstance(tree.base, FunctionCall) or scope.item:
        while origin.outer is not None:
            origin = origin.outer
    meet = origin.meet if origin.meet >= 0 else origin.frame
    position = emitter.places.all[origin.node]
    cursor = Cursor(origin.node, origin.frame, origin.row, meet, inside=position.own_frame == origin.frame)
    first = tree.steps[0].name
    if tree.base == "" and first not in (".", "..", "*") and not position.is_group and position.own_frame < 0:
        # A bare name on a question: authors mean a sibling or forgot the quotes.
        if emitter.places.named(first, origin.node) is None:
            lookups.note_unnamed(emitter, first)
        else:
            emitter.lint("reference-bare", name=first)
    return cursor


def _from_reference(emitter: Emitter, tree: Reference, scope: Scope) -> Cursor:
    position = emitter.places.named(tree.name, scope.node)
    if position is None:
        near = emitter.nearest(tree.name, emitter.places.names())
        raise ExpressionError("reference-unknown", name=tree.name, suggestion=near)
    cursor = _reach(emitter, position, scope)
    if position.own_frame >= 0:
        _enter(emitter, cursor, position, tree.predicates, scope)
    elif tree.predicates:
        _narrow(emitter, cursor, tree.predicates, scope)
    return cursor


def _reach(emitter: Emitter, position: NodePlace, scope: Scope) -> Cursor:
    """The node itself, through the rows it shares with the scope, all rows of repeats it does not share."""
    places = emitter.places
    shared = places.meeting(scope.frame, position.frame)
    row = scope.row + ".p" * places.climb(scope.frame, shared)
    meet = shared if scope.meet < 0 else places.meeting(scope.meet, shared)
    cursor = Cursor(position.index, position.frame, row, meet)
    for frame in places.descent(shared, position.frame):
        _open(emitter, cursor, frame)
    cursor.node = position.index
    return cursor


def reach_rows(emitter: Emitter, repeat: NodePlace, scope: Scope) -> Cursor:
    """All rows of a repeat."""
    cursor = _reach(emitter, repeat, scope)
    _open(emitter, cursor, repeat.own_frame)
    return cursor


def _open(emitter: Emitter, cursor: Cursor, frame: int) -> None:
    emitter.reads.add((emitter.places.frames[frame].repeat, cursor.meet))
    name = emitter.fresh("q")
    cursor.loops.append(f"for {name} in {cursor.row}.c[{frame}]")
    cursor.row, cursor.frame, cursor.inside = name, frame, True


def _enter(
    emitter: Emitter, cursor: Cursor, repeat: NodePlace, predicates: tuple[Expression, ...], scope: Scope
) -> None:
    cursor.node = repeat.index
    if not predicates:
        _open(emitter, cursor, repeat.own_frame)
        return
    emitter.reads.add((repeat.index, cursor.meet))
    name, position = emitter.fresh("q"), emitter.fresh("k")
    rows = f"{cursor.row}.c[{repeat.own_frame}]"
    cursor.loops.append(f"for {position}, {name} in enumerate({rows}, 1)")
    cursor.row, cursor.frame, cursor.inside = name, repeat.own_frame, True
    inner = inner_scope(cursor, scope, position, f"float(len({rows}))")
    for predicate in predicates:
        cursor.loops.append(f"if {_predicate(emitter, predicate, inner)}")


def inner_scope(cursor: Cursor, scope: Scope, position: str, last: str) -> Scope:
    """Where an expression stands that is asked of each row."""
    check_depth(scope)
    return Scope(
        node=cursor.node,
        frame=cursor.frame,
        row=cursor.row,
        meet=cursor.meet,
        dot="",
        position=position,
        last=last,
        outer=scope.outer or scope,
        depth=scope.depth + 1,
    )


def _predicate(emitter: Emitter, tree: Expression, inner: Scope) -> str:
    code = emitter.emit(tree, inner)
    return f"{inner.position} == {code.source}" if code.kind == "n" else emitter.truth(tree, inner)


def _narrow(emitter: Emitter, cursor: Cursor, predicates: tuple[Expression, ...], scope: Scope) -> None:
    name = emitter.fresh("q")
    cursor.loops.append(f"for {name} in ({cursor.row},)")
    cursor.row = name
    inner = inner_scope(cursor, scope, "1", "1.0")
    for predicate in predicates:
        cursor.loops.append(f"if {_predicate(emitter, predicate, inner)}")


def _anywhere(emitter: Emitter, tree: Path, scope: Scope) -> Cursor | None:
    """`//name`: the one question of that name, wherever it stands."""
    candidates = [position for position in emitter.places.all[1:] if position.name == tree.steps[0].name]
    if len(candidates) > 1:
        raise ExpressionError("path-unsupported", path=written(tree))
    if not candidates:
        emitter.lint("path-unknown", path=written(tree))
        return None
    start = Reference(candidates[0].name, tree.steps[0].predicates)
    return _walk(emitter, _from_reference(emitter, start, scope), tree.steps[1:], scope, written(tree))


def _absolute(emitter: Emitter, tree: Path, scope: Scope) -> Cursor | None:
    """An absolute path; like Collect it stays in the current row of repeats that it shares with the scope."""
    places = emitter.places
    node = ROOT
    steps = tree.steps[1:]
    plain = [step.name for step in steps if not step.predicates]
    if len(plain) == len(steps):
        for name in plain:
            if name in ("*", ".", ".."):
                raise ExpressionError("path-unsupported", path=written(tree))
            child = places.all[node].children.get(name)
            if child is None:
                emitter.lint("path-unknown", path=written(tree))
                return None
            node = child
        if places.all[node].own_frame < 0:
            return _reach(emitter, places.all[node], scope)
    row = scope.row + ".p" * places.climb(scope.frame, 0)
    return _walk(emitter, Cursor(ROOT, 0, row, 0), steps, scope, written(tree))


def _walk(emitter: Emitter, cursor: Cursor, steps: tuple[PathStep, ...], scope: Scope, path: str) -> Cursor | None:
    for step in steps:
        if step.name == "*":
            raise ExpressionError("path-unsupported", path=path)
        if step.name == "..":
            _up(emitter, cursor)
        elif step.name != ".":
            child = emitter.places.all[cursor.node].children.get(step.name)
            if child is None:
                if len(steps) > 1:
                    emitter.lint("path-unknown", path=path)
                return None
            position = emitter.places.all[child]
            cursor.node = child
            if position.own_frame >= 0:
                _enter(emitter, cursor, position, step.predicates, scope)
                continue
        if step.predicates:
            _narrow(emitter, cursor, step.predicates, scope)
    return cursor


def _up(emitter: Emitter, cursor: Cursor) -> None:
    places = emitter.places
    position = places.all[cursor.node]
    if position.index == ROOT:
        raise ExpressionError("path-too-high")
    if position.own_frame >= 0 and cursor.inside:
        cursor.row += ".p"
        cursor.frame = places.frames[position.own_frame].parent
        cursor.meet = places.shallower(cursor.meet, cursor.frame)
    cursor.node = position.parent
    parent = places.all[position.parent]
    cursor.inside = parent.own_frame >= 0


def _value(emitter: Emitter, cursor: Cursor, tree: Expression) -> Code:
    position = emitter.places.all[cursor.node]
    loops = " ".join(cursor.loops)
    if position.own_frame >= 0:
        return Code(f"[{cursor.row} {loops}]", "r") if loops else Code(f"[{cursor.row}]", "r")
    if position.is_group or position.index == ROOT:
        return Code(f"['' {loops}]", "l") if loops else Code("''", "v", written(tree))
    if position.index == emitter.own and not cursor.loops:
        return Code(f"{cursor.row}.w[{position.slot}]", "v", written(tree))  # the stored value, whether offered or not
    emitter.reads.add((position.index, cursor.meet))
    source = f"{cursor.row}.{'w' if position.index in emitter.handed else 'v'}[{position.slot}]"
    return Code(f"[{source} {loops}]", "l") if loops else Code(source, "v", written(tree))
