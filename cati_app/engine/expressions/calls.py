"""Functions that need more than their arguments: lazy ones, those on node-sets, on time, on languages, on rows."""

from __future__ import annotations

import re
from collections.abc import Callable

from cati_app.domain.phrases import Phrase
from cati_app.engine.expressions import labels, lookups, rowcalls
from cati_app.engine.expressions.code import Code, Scope
from cati_app.engine.expressions.digests import ENCODINGS, HASHES
from cati_app.engine.expressions.emitter import Emitter
from cati_app.engine.expressions.errors import ExpressionError
from cati_app.engine.expressions.matching import machine_of
from cati_app.engine.expressions.tree import Expression, FunctionCall, Path, PathStep, Reference, Text

_REFERENCE = re.compile(r"\s*\$\{\s*([^}]+?)\s*\}\s*\Z")


def emit(emitter: Emitter, tree: FunctionCall, scope: Scope) -> Code:
    """Source of a call of a function with rules of its own."""
    return _EMITTERS[tree.name](emitter, tree, scope)


def check_pattern(emitter: Emitter, tree: FunctionCall) -> None:
    """Refuse a pattern that cannot be read or matched, note one that is not anchored."""
    pattern = tree.arguments[1]
    if not isinstance(pattern, Text):
        return
    machine_of(pattern.value)
    if not (pattern.value.startswith("^") and pattern.value.endswith("$")):
        emitter.lint("regex-unanchored")


def check_digest(tree: FunctionCall) -> None:
    """Refuse an algorithm or an encoding nobody knows."""
    for argument, known in zip(tree.arguments[1:], (tuple(HASHES), ENCODINGS), strict=False):
        if isinstance(argument, Text) and argument.value.upper() not in map(str.upper, known):
            raise ExpressionError("digest-unknown", name=argument.value, known=", ".join(known))


def check_quoted(emitter: Emitter, tree: FunctionCall) -> None:
    """Note a choice that was written without quotes."""
    second = tree.arguments[1]
    if isinstance(second, Path) and second.bare_name:
        lookups.note_unnamed(emitter, second.bare_name)


def _constant(source: str, kind: str) -> Callable[[Emitter, FunctionCall, Scope], Code]:
    return lambda _emitter, _tree, _scope: Code(source, kind)


def _if(emitter: Emitter, tree: FunctionCall, scope: Scope) -> Code:
    """One value or another; an `if` in the last argument continues without brackets, so long chains do not nest."""
    ways: list[tuple[Code, str]] = []
    rest: Expression = tree
    while isinstance(rest, FunctionCall) and rest.name == "if" and len(rest.arguments) == 3:
        test = emitter.truth(rest.arguments[0], scope)
        ways.append((emitter.emit(rest.arguments[1], scope), test))
        rest = rest.arguments[2]
    last = emitter.emit(rest, scope)
    kinds = {last.kind, *(code.kind for code, _ in ways)}
    if len(kinds) == 1 and last.kind in ("n", "b", "l"):
        return Code(f"({''.join(f'{code.source} if {test} else ' for code, test in ways)}{last.source})", last.kind)
    return Code(f"({''.join(f'{code.text()} if {test} else ' for code, test in ways)}{last.text()})", "s")


def _not(emitter: Emitter, tree: FunctionCall, scope: Scope) -> Code:
    return Code(f"(not {emitter.truth(tree.arguments[0], scope)})", "b")


def _boolean(emitter: Emitter, tree: FunctionCall, scope: Scope) -> Code:
    return Code(emitter.truth(tree.arguments[0], scope), "b")


def _string(emitter: Emitter, tree: FunctionCall, scope: Scope) -> Code:
    return Code(emitter.text(_argument_or_dot(tree), scope), "s")


def _number(emitter: Emitter, tree: FunctionCall, scope: Scope) -> Code:
    return Code(emitter.number(_argument_or_dot(tree), scope), "n")


def _argument_or_dot(tree: FunctionCall) -> Expression:
    return tree.arguments[0] if tree.arguments else Path("", (PathStep("."),))


def _coalesce(emitter: Emitter, tree: FunctionCall, scope: Scope) -> Code:
    return Code("(" + " or ".join(emitter.text(part, scope) for part in tree.arguments) + ")", "s")


def _all_values(emitter: Emitter, arguments: tuple[Expression, ...], scope: Scope) -> str:
    if len(arguments) == 1:
        return emitter.emit(arguments[0], scope).values()
    return "[" + ", ".join(f"*{emitter.emit(part, scope).values()}" for part in arguments) + "]"


def _concat(emitter: Emitter, tree: FunctionCall, scope: Scope) -> Code:
    return Code(f"joined('', {_all_values(emitter, tree.arguments, scope)})", "s")


def _join(emitter: Emitter, tree: FunctionCall, scope: Scope) -> Code:
    mark = emitter.text(tree.arguments[0], scope)
    return Code(f"joined({mark}, {_all_values(emitter, tree.arguments[1:], scope)})", "s")


def _over_values(function: str) -> Callable[[Emitter, FunctionCall, Scope], Code]:
    def emitter(emitter: Emitter, tree: FunctionCall, scope: Scope) -> Code:
        return Code(f"{function}({_all_values(emitter, tree.arguments, scope)})", "n")

    return emitter


def _count(emitter: Emitter, tree: FunctionCall, scope: Scope) -> Code:
    code = emitter.emit(tree.arguments[0], scope)
    return Code(f"float(len({code.source if code.kind in 'lr' else code.values()}))", "n")


def _answers(emitter: Emitter, arguments: tuple[Expression, ...], scope: Scope) -> str:
    """Which answers of a checklist count; a question counts by its value, a node-set by each of its values."""
    parts = []
    for argument in arguments:
        code = emitter.emit(argument, scope)
        if code.kind in "bn":
            parts.append(code.truth())
        else:
            parts.append(f"*map(said_yes, {code.values()})")
    return "[" + ", ".join(parts) + "]"


def _checklist(emitter: Emitter, tree: FunctionCall, scope: Scope) -> Code:
    low, high = (emitter.number(part, scope) for part in tree.arguments[:2])
    return Code(f"checklist({low}, {high}, {_answers(emitter, tree.arguments[2:], scope)})", "b")


def _weighted(emitter: Emitter, tree: FunctionCall, scope: Scope) -> Code:
    if len(tree.arguments) % 2:
        raise ExpressionError(
            "function-arity", function=tree.name, expected=Phrase("an even number of"), given=len(tree.arguments)
        )
    low, high = (emitter.number(part, scope) for part in tree.arguments[:2])
    rest = tree.arguments[2:]
    answers = _answers(emitter, rest[::2], scope)
    weights = ", ".join(f"*map(num, {emitter.emit(weight, scope).values()})" for weight in rest[1::2])
    return Code(f"weighted({low}, {high}, {answers}, [{weights}])", "b")


def _volatile(source: str, kind: str = "s") -> Callable[[Emitter, FunctionCall, Scope], Code]:
    def emitter(emitter: Emitter, _tree: FunctionCall, _scope: Scope) -> Code:
        emitter.volatile = True
        return Code(source, kind)

    return emitter


def _moment(function: str, kind: str) -> Callable[[Emitter, FunctionCall, Scope], Code]:
    def emitter(emitter: Emitter, tree: FunctionCall, scope: Scope) -> Code:
        return Code(f"c.{function}({_dated(emitter, tree.arguments[0], scope)})", kind)

    return emitter


def _dated(emitter: Emitter, tree: Expression, scope: Scope) -> str:
    """A date as text or as a number of days; a truth value is none."""
    code = emitter.emit(tree, scope)
    return code.source if code.kind == "n" else "''" if code.kind == "b" else code.text()


def _text_moment(function: str) -> Callable[[Emitter, FunctionCall, Scope], Code]:
    def emitter(emitter: Emitter, tree: FunctionCall, scope: Scope) -> Code:
        return Code(f"c.{function}({emitter.text(tree.arguments[0], scope)})", "n")

    return emitter


def _months(emitter: Emitter, tree: FunctionCall, scope: Scope) -> Code:
    first, last = (_dated(emitter, part, scope) for part in tree.arguments)
    return Code(f"c.months({first}, {last})", "n")


def _format(emitter: Emitter, tree: FunctionCall, scope: Scope) -> Code:
    emitter.language_bound = True
    value = _dated(emitter, tree.arguments[0], scope)
    return Code(f"c.format({value}, {emitter.text(tree.arguments[1], scope)})", "s")


def _once(emitter: Emitter, tree: FunctionCall, scope: Scope) -> Code:
    slot = emitter.places.all[scope.node].slot
    return Code(f"({scope.row}.w[{slot}] or {emitter.text(tree.arguments[0], scope)})", "s")


def _random_key(emitter: Emitter, scope: Scope) -> str:
    return f"'{scope.node}.{emitter.fresh('')}.' + {scope.row}.k"


def _random(emitter: Emitter, _tree: FunctionCall, scope: Scope) -> Code:
    return Code(f"c.fraction({_random_key(emitter, scope)})", "n")


def _uuid(emitter: Emitter, tree: FunctionCall, scope: Scope) -> Code:
    if not tree.arguments:
        return Code(f"c.uuid({_random_key(emitter, scope)})", "s")
    length = emitter.number(tree.arguments[0], scope)
    return Code(f"c.letters({_random_key(emitter, scope)}, {length})", "s")


def _scatter(emitter: Emitter, tree: FunctionCall, scope: Scope) -> Code:
    point, metres = emitter.text(tree.arguments[0], scope), emitter.number(tree.arguments[1], scope)
    return Code(f"c.scattered({point}, {metres}, {_random_key(emitter, scope)})", "s")


def _randomize(emitter: Emitter, tree: FunctionCall, scope: Scope) -> Code:
    values = emitter.emit(tree.arguments[0], scope).values()
    seed = f", {emitter.text(tree.arguments[1], scope)}" if len(tree.arguments) == 2 else ""
    return Code(f"c.shuffled({values}, {_random_key(emitter, scope)}{seed})", "l")


def _last(_emitter: Emitter, _tree: FunctionCall, scope: Scope) -> Code:
    return Code(scope.last or "1.0", "n")


def _choice_name(emitter: Emitter, tree: FunctionCall, scope: Scope) -> Code:
    return _label(emitter, tree.arguments[1], tree.arguments[0], scope)


def _choice_label(emitter: Emitter, tree: FunctionCall, scope: Scope) -> Code:
    return _label(emitter, tree.arguments[0], tree.arguments[1], scope)


def _label(emitter: Emitter, question: Expression, value: Expression, scope: Scope) -> Code:
    target = question
    if isinstance(question, Text):
        match = _REFERENCE.match(question.value)
        target = Reference(match[1]) if match else _quoted_path(question.value)
    position = rowcalls.named_place(emitter, target, scope)
    if not position.choices:
        raise ExpressionError("choice-name-without-list", name=position.name)
    return labels.choice_label(emitter, emitter.text(value, scope), position.choices, scope)


def _itext(emitter: Emitter, tree: FunctionCall, scope: Scope) -> Code:
    identifier = tree.arguments[0]
    literal = identifier.value if isinstance(identifier, Text) else ""
    if literal and literal not in emitter.itexts:
        raise ExpressionError("itext-unknown", id=literal)
    return labels.itext(emitter, emitter.text(identifier, scope), literal, scope)


def _quoted_path(text: str) -> Path:
    steps = tuple(PathStep(name) for name in text.strip().strip("/").split("/"))
    return Path("/" if text.strip().startswith("/") else "", steps)


def _version(emitter: Emitter, _tree: FunctionCall, _scope: Scope) -> Code:
    return Code(repr(emitter.version), "s")


def _alone(_emitter: Emitter, tree: FunctionCall, _scope: Scope) -> Code:
    raise ExpressionError("path-unsupported", path=tree.name + "()")


def _current(emitter: Emitter, _tree: FunctionCall, scope: Scope) -> Code:
    """The question the whole expression belongs to."""
    origin = scope.outer or scope
    return emitter.emit(Path("", (PathStep("."),)), origin)


def _told(_emitter: Emitter, tree: FunctionCall, _scope: Scope) -> Code:
    """A value handed in at the start of the interview."""
    return Code(f"c.told({tree.name!r})", "s")


def _told_truth(_emitter: Emitter, tree: FunctionCall, _scope: Scope) -> Code:
    return Code(f"(c.told({tree.name!r}) in ('1', 'true'))", "b")


def _property(emitter: Emitter, tree: FunctionCall, scope: Scope) -> Code:
    return Code(f"c.told({emitter.text(tree.arguments[0], scope)})", "s")


def _number_text(emitter: Emitter, tree: FunctionCall, scope: Scope) -> Code:
    emitter.language_bound = True
    return Code(f"c.number_text({emitter.number(tree.arguments[0], scope)})", "s")


def _no_plug_in(emitter: Emitter, tree: FunctionCall, scope: Scope) -> Code:
    rowcalls.named_place(emitter, tree.arguments[0], scope)
    emitter.lint("function-always-blank", function=tree.name)
    return Code("''", "s")


def _lang(emitter: Emitter, tree: FunctionCall, scope: Scope) -> Code:
    emitter.text(tree.arguments[0], scope)
    emitter.lint("function-always-blank", function=tree.name)
    return Code("False", "b")


def _id(emitter: Emitter, tree: FunctionCall, scope: Scope) -> Code:
    emitter.text(tree.arguments[0], scope)
    emitter.lint("function-always-blank", function=tree.name)
    return Code("[]", "l")


def _depend(emitter: Emitter, tree: FunctionCall, scope: Scope) -> Code:
    codes = [emitter.emit(part, scope) for part in tree.arguments]
    return codes[0]


def _dotted(pattern: str, kind: str) -> Callable[[Emitter, FunctionCall, Scope], Code]:
    """A function of one text, the value of its own question when none is given."""

    def emitter(emitter: Emitter, tree: FunctionCall, scope: Scope) -> Code:
        return Code(pattern.format(emitter.text(_argument_or_dot(tree), scope)), kind)

    return emitter


_EMITTERS: dict[str, Callable[[Emitter, FunctionCall, Scope], Code]] = {
    "area": _over_values("area"),
    "boolean": _boolean,
    "checklist": _checklist,
    "choice-label": _choice_label,
    "coalesce": _coalesce,
    "collect-is-phone-app": _told_truth,
    "concat": _concat,
    "count": _count,
    "count-non-empty": _over_values("filled"),
    "current": _current,
    "date": _moment("date", "s"),
    "date-time": _moment("date_time", "s"),
    "decimal-date-time": _text_moment("decimal_date_time"),
    "decimal-time": _text_moment("decimal_time"),
    "depend": _depend,
    "device-info": _told,
    "difference-in-months": _months,
    "distance": _over_values("distance"),
    "duration": _volatile("c.duration()", "n"),
    "enclosed-area": _over_values("area"),
    "enumerator-id": _told,
    "enumerator-name": _told,
    "false": _constant("False", "b"),
    "format-date": _format,
    "format-date-time": _format,
    "format-number": _number_text,
    "geo-scatter": _scatter,
    "id": _id,
    "if": _if,
    "instance": _alone,
    "join": _join,
    "jr:choice-name": _choice_name,
    "jr:itext": _itext,
    "lang": _lang,
    "last": _last,
    "max": _over_values("largest"),
    "min": _over_values("smallest"),
    "normalize-space": _dotted("tidy({})", "s"),
    "not": _not,
    "now": _volatile("c.now_text()"),
    "number": _number,
    "once": _once,
    "phone-call-duration": _constant("c.num(c.told('phone-call-duration'))", "n"),
    "phone-call-log": _told,
    "plug-in-metadata": _no_plug_in,
    "property": _property,
    "pulldata": lookups.pulldata,
    "random": _random,
    "randomize": _randomize,
    "string": _string,
    "string-length": _dotted("float(len({}))", "n"),
    "sum": _over_values("total"),
    "today": _volatile("c.today()"),
    "true": _constant("True", "b"),
    "username": _told,
    "uuid": _uuid,
    "version": _version,
    "weighted-checklist": _weighted,
    **rowcalls.EMITTERS,
}
