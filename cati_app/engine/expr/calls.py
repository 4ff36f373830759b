"""Functions that need more than their arguments: lazy ones, those on node-sets, on time, on languages, on rows."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from cati_app.engine.expr import labels, lookups, paths
from cati_app.engine.expr.code import Code, Scope
from cati_app.engine.expr.errors import ExpressionError
from cati_app.engine.expr.functions import compiled_pattern
from cati_app.engine.expr.places import Place
from cati_app.engine.expr.tree import Call, Expression, Path, Reference, Step, Text

if TYPE_CHECKING:
    from cati_app.engine.expr.compiler import Compiler

_RUNAWAY = re.compile(r"\((?:[^()\\]|\\.)*(?<!\\)[+*](?:[^()\\]|\\.)*\)(?:[+*]|\{\d*,\})")
_REFERENCE = re.compile(r"\s*\$\{\s*([^}]+?)\s*\}\s*\Z")


def emit(compiler: Compiler, tree: Call, scope: Scope) -> Code:
    """Source of a call of a function with rules of its own."""
    return _EMITTERS[tree.name](compiler, tree, scope)


def check_pattern(compiler: Compiler, tree: Call) -> None:
    """Refuse a pattern Python cannot read, note one that is not anchored."""
    pattern = tree.arguments[1]
    if not isinstance(pattern, Text):
        return
    if compiled_pattern(pattern.value) is None:
        raise ExpressionError("regex-invalid")
    if _RUNAWAY.search(pattern.value):
        raise ExpressionError("regex-runaway")
    if not (pattern.value.startswith("^") and pattern.value.endswith("$")):
        compiler.lint("regex-unanchored")


def check_quoted(compiler: Compiler, tree: Call) -> None:
    """Note a choice that was written without quotes."""
    second = tree.arguments[1]
    if isinstance(second, Path) and second.base == "" and len(second.steps) == 1 and second.steps[0].name[0] != ".":
        compiler.lint("text-unquoted", name=second.steps[0].name)


def _constant(source: str, kind: str) -> Callable[[Compiler, Call, Scope], Code]:
    return lambda _compiler, _tree, _scope: Code(source, kind)


def _if(compiler: Compiler, tree: Call, scope: Scope) -> Code:
    test = compiler.truth(tree.arguments[0], scope)
    yes, no = (compiler.emit(part, scope) for part in tree.arguments[1:])
    if yes.kind == no.kind and yes.kind in ("n", "b", "l"):
        return Code(f"({yes.source} if {test} else {no.source})", yes.kind)
    return Code(f"({yes.text()} if {test} else {no.text()})", "s")


def _not(compiler: Compiler, tree: Call, scope: Scope) -> Code:
    return Code(f"(not {compiler.truth(tree.arguments[0], scope)})", "b")


def _boolean(compiler: Compiler, tree: Call, scope: Scope) -> Code:
    return Code(compiler.truth(tree.arguments[0], scope), "b")


def _string(compiler: Compiler, tree: Call, scope: Scope) -> Code:
    return Code(compiler.text(_argument_or_dot(tree), scope), "s")


def _number(compiler: Compiler, tree: Call, scope: Scope) -> Code:
    return Code(compiler.number(_argument_or_dot(tree), scope), "n")


def _argument_or_dot(tree: Call) -> Expression:
    return tree.arguments[0] if tree.arguments else Path("", (Step("."),))


def _coalesce(compiler: Compiler, tree: Call, scope: Scope) -> Code:
    return Code("(" + " or ".join(compiler.text(part, scope) for part in tree.arguments) + ")", "s")


def _all_values(compiler: Compiler, arguments: tuple[Expression, ...], scope: Scope) -> str:
    if len(arguments) == 1:
        return compiler.emit(arguments[0], scope).values()
    return "[" + ", ".join(f"*{compiler.emit(part, scope).values()}" for part in arguments) + "]"


def _concat(compiler: Compiler, tree: Call, scope: Scope) -> Code:
    return Code(f"joined('', {_all_values(compiler, tree.arguments, scope)})", "s")


def _join(compiler: Compiler, tree: Call, scope: Scope) -> Code:
    mark = compiler.text(tree.arguments[0], scope)
    return Code(f"joined({mark}, {_all_values(compiler, tree.arguments[1:], scope)})", "s")


def _over_values(function: str) -> Callable[[Compiler, Call, Scope], Code]:
    def emitter(compiler: Compiler, tree: Call, scope: Scope) -> Code:
        return Code(f"{function}({_all_values(compiler, tree.arguments, scope)})", "n")

    return emitter


def _count(compiler: Compiler, tree: Call, scope: Scope) -> Code:
    code = compiler.emit(tree.arguments[0], scope)
    return Code(f"float(len({code.source if code.kind in 'lr' else code.values()}))", "n")


def _checklist(compiler: Compiler, tree: Call, scope: Scope) -> Code:
    low, high = (compiler.number(part, scope) for part in tree.arguments[:2])
    answers = ", ".join(compiler.truth(part, scope) for part in tree.arguments[2:])
    return Code(f"checklist({low}, {high}, [{answers}])", "b")


def _weighted(compiler: Compiler, tree: Call, scope: Scope) -> Code:
    low, high = (compiler.number(part, scope) for part in tree.arguments[:2])
    rest = tree.arguments[2:]
    pairs = ", ".join(
        f"({compiler.truth(answer, scope)}, {compiler.number(weight, scope)})"
        for answer, weight in zip(rest[::2], rest[1::2], strict=False)
    )
    return Code(f"weighted({low}, {high}, [{pairs}])", "b")


def _volatile(source: str) -> Callable[[Compiler, Call, Scope], Code]:
    def emitter(compiler: Compiler, _tree: Call, _scope: Scope) -> Code:
        compiler.volatile = True
        return Code(source, "s")

    return emitter


def _moment(function: str, kind: str) -> Callable[[Compiler, Call, Scope], Code]:
    def emitter(compiler: Compiler, tree: Call, scope: Scope) -> Code:
        code = compiler.emit(tree.arguments[0], scope)
        source = code.source if code.kind == "n" and kind == "s" else code.text()
        return Code(f"c.{function}({source})", kind)

    return emitter


def _format(compiler: Compiler, tree: Call, scope: Scope) -> Code:
    compiler.language_bound = True
    code = compiler.emit(tree.arguments[0], scope)
    value = code.source if code.kind == "n" else code.text()
    return Code(f"c.format({value}, {compiler.text(tree.arguments[1], scope)})", "s")


def _once(compiler: Compiler, tree: Call, scope: Scope) -> Code:
    slot = compiler.places.all[scope.place].slot
    return Code(f"({scope.row}.w[{slot}] or {compiler.text(tree.arguments[0], scope)})", "s")


def _random_key(compiler: Compiler, scope: Scope) -> str:
    return f"'{scope.place}.{compiler.fresh('')}.' + {scope.row}.k"


def _random(compiler: Compiler, _tree: Call, scope: Scope) -> Code:
    return Code(f"c.fraction({_random_key(compiler, scope)})", "n")


def _uuid(compiler: Compiler, tree: Call, scope: Scope) -> Code:
    length = f", {compiler.number(tree.arguments[0], scope)}" if tree.arguments else ""
    return Code(f"c.uuid({_random_key(compiler, scope)}{length})", "s")


def _randomize(compiler: Compiler, tree: Call, scope: Scope) -> Code:
    values = compiler.emit(tree.arguments[0], scope).values()
    seed = f", {compiler.text(tree.arguments[1], scope)}" if len(tree.arguments) == 2 else ""
    return Code(f"c.shuffled({values}, {_random_key(compiler, scope)}{seed})", "l")


def _position(compiler: Compiler, tree: Call, scope: Scope) -> Code:
    if not tree.arguments:
        return Code(f"float({scope.position})" if scope.position else "1.0", "n")
    cursor = paths.locate(compiler, tree.arguments[0], scope)
    if cursor is None:
        return Code("NAN", "n")
    places = compiler.places
    repeat = places.frames[cursor.frame].repeat
    argument = tree.arguments[0]
    if isinstance(argument, Reference) and places.all[cursor.node].own_frame >= 0:
        climb = places.climb(scope.frame, places.meeting(scope.frame, cursor.frame))
        cursor.row, cursor.loops = scope.row + ".p" * climb, []
    if repeat < 0:
        return Code("1.0", "n")
    meet = places.shallower(cursor.meet, places.frames[cursor.frame].parent)
    compiler.reads.add((repeat, meet))
    if cursor.loops:
        return Code(f"float(([{cursor.row}.i {' '.join(cursor.loops)}] or [1])[0])", "n")
    return Code(f"float({cursor.row}.i)", "n")


def _last(_compiler: Compiler, _tree: Call, scope: Scope) -> Code:
    return Code(scope.last or "1.0", "n")


def _indexed_repeat(compiler: Compiler, tree: Call, scope: Scope) -> Code:
    places = compiler.places
    pairs = list(zip(tree.arguments[1::2], tree.arguments[2::2], strict=False))
    named = [_named_place(compiler, part, scope) for part in (tree.arguments[0], *(pair[0] for pair in pairs))]
    target, repeats = named[0], named[1:]
    if any(repeat.own_frame < 0 for repeat in repeats) or len(tree.arguments) % 2 == 0:
        raise ExpressionError("indexed-repeat-invalid")
    if repeats[-1].own_frame != target.frame:
        raise ExpressionError("indexed-repeat-invalid")
    outer = repeats[0].frame
    shared = places.meeting(scope.frame, outer)
    if shared != outer:
        raise ExpressionError("indexed-repeat-invalid")
    source = scope.row + ".p" * places.climb(scope.frame, shared)
    meet = shared if scope.meet < 0 else places.meeting(scope.meet, shared)
    for repeat, (_, place) in zip(repeats, pairs, strict=True):
        source = f"pick({source}, {repeat.own_frame}, {compiler.number(place, scope)})"
        compiler.reads.add((repeat.index, meet))
    compiler.reads.add((target.index, meet))
    return Code(f"cell({source}, {target.slot})", "s")


def _named_place(compiler: Compiler, tree: Expression, scope: Scope) -> Place:
    kept = set(compiler.reads)
    cursor = paths.locate(compiler, tree, scope)
    compiler.reads = kept
    if cursor is None:
        raise ExpressionError("indexed-repeat-invalid")
    return compiler.places.all[cursor.node]


def _choice_name(compiler: Compiler, tree: Call, scope: Scope) -> Code:
    second = tree.arguments[1]
    if isinstance(second, Text):
        match = _REFERENCE.match(second.value)
        target: Expression = Reference(match[1]) if match else _quoted_path(second.value)
    else:
        target = second
    place = _named_place(compiler, target, scope)
    if not place.choices:
        raise ExpressionError("choice-name-without-list", name=place.name)
    return labels.choice_label(compiler, compiler.text(tree.arguments[0], scope), place.choices, scope)


def _quoted_path(text: str) -> Path:
    steps = tuple(Step(name) for name in text.strip().strip("/").split("/"))
    return Path("/" if text.strip().startswith("/") else "", steps)


def _special(compiler: Compiler, tree: Call, scope: Scope) -> Code:
    cursor = paths.locate(compiler, tree.arguments[0], scope)
    if cursor is None:
        raise ExpressionError("path-expected", found=paths.written(tree.arguments[0]))
    place = compiler.places.all[cursor.node]
    compiler.reads.add((place.index, cursor.meet))
    source = f"{cursor.row}.special({place.slot})"
    return Code(f"[{source} {' '.join(cursor.loops)}]", "l") if cursor.loops else Code(source, "s")


def _version(compiler: Compiler, _tree: Call, _scope: Scope) -> Code:
    return Code(repr(compiler.version), "s")


def _alone(_compiler: Compiler, tree: Call, _scope: Scope) -> Code:
    raise ExpressionError("path-unsupported", path=tree.name + "()")


_EMITTERS: dict[str, Callable[[Compiler, Call, Scope], Code]] = {
    "__end": _volatile("c.now_text()"), "__start": _constant("c.start_text()", "s"),
    "__today": _constant("c.start_text()[:10]", "s"),
    "boolean": _boolean, "checklist": _checklist, "coalesce": _coalesce, "concat": _concat, "count": _count,
    "count-non-empty": _over_values("filled"), "current": _alone, "date": _moment("date", "s"),
    "date-time": _moment("date_time", "s"), "decimal-date-time": _moment("decimal_date_time", "n"),
    "false": _constant("False", "b"), "format-date": _format, "format-date-time": _format, "if": _if,
    "indexed-repeat": _indexed_repeat, "instance": _alone, "join": _join, "jr:choice-name": _choice_name,
    "jr:itext": _constant("''", "s"), "last": _last, "max": _over_values("largest"),
    "min": _over_values("smallest"), "not": _not, "now": _volatile("c.now_text()"), "number": _number,
    "once": _once, "position": _position, "pulldata": lookups.pulldata, "random": _random, "randomize": _randomize,
    "special": _special, "string": _string, "sum": _over_values("total"), "today": _volatile("c.today()"),
    "true": _constant("True", "b"), "uuid": _uuid, "version": _version, "weighted-checklist": _weighted,
}  # fmt: skip
