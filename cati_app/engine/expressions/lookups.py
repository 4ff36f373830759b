"""Look-ups in data: predicates on choices and files, `pulldata`, and the interview that was saved last."""

from __future__ import annotations

from collections.abc import Iterator

from cati_app.engine.expressions.code import Code, Scope, check_depth
from cati_app.engine.expressions.emitter import Emitter
from cati_app.engine.expressions.errors import ExpressionError
from cati_app.engine.expressions.tree import (
    Binary,
    Chain,
    Expression,
    FunctionCall,
    Negative,
    Number,
    Path,
    PathStep,
    Reference,
    Text,
)

LAST_SAVED = "last-saved#"
_LAST_INSTANCE = "__last-saved"
MISSING = "\0"  # in a file with groups: a text that a record does not have
_NULL = "null"
_ITEXT_ID = "itextId"


def part_name(name: str, path: str) -> str:
    """The name of a table within a file that has groups in its items, by its path from the root."""
    return f"{name}/{path}"


def column_number(emitter: Emitter, name: str, items: str) -> int:
    """The number of a column in the records of a data set."""
    known = emitter.columns.get(items, {})
    if name in known:
        return known[name]
    near = emitter.nearest(name, known)
    if items in emitter.own_lists:
        raise ExpressionError("choice-column-unknown", column=name, list=items, suggestion=near)
    file = items.partition("/")[0]
    if _repeated(emitter, name, items):
        raise ExpressionError("record-path-unsupported", path=name, file=file)
    raise ExpressionError("file-column-unknown", column=name, file=file, suggestion=near)


def _repeated(emitter: Emitter, name: str, items: str) -> bool:
    """Whether a file with groups has the element, seen from its records, but not once in each."""
    way = items.split("/")
    for step in name.split("/"):
        way = way[:-1] if step == ".." else [*way, step]
    path = "/".join(way)
    return any(
        table == path or table.startswith(f"{path}/") or (table == "/".join(way[:-1]) and way[-1] in known)
        for table, known in emitter.columns.items()
    )


def item_column(tree: Expression, scope: Scope) -> str | None:
    """The column that a bare name means inside a predicate on data, None when it is something else.

    In a file with groups a path of plain names is one, seen from where the predicate stands.

    Raises:
        ExpressionError: it chooses among the elements of the record, which would be left out of account.
    """
    if not scope.item or not isinstance(tree, Path) or tree.base != "":
        return None
    steps = [step for step in tree.steps if step.name != "." or step.predicates] or list(tree.steps)
    names = [step.name for step in steps]
    if scope.above is None and (len(steps) != 1 or names == [".."]):
        return None
    if "*" in names or any(_chooses(step) for step in steps):
        raise ExpressionError("record-path-unsupported", path="/".join(names), file=scope.items.partition("/")[0])
    return (scope.above or "") + "/".join(names)


def _chooses(step: PathStep) -> bool:
    """Whether square brackets leave something out: `[1]` keeps what there is but once."""
    return any(predicate != Number(1.0) for predicate in step.predicates)


def note_unnamed(emitter: Emitter, name: str) -> None:
    """Note a bare name that names nothing; `null` is how SurveyCTO's own forms write a blank."""
    emitter.lint("null-is-blank" if name.lower() == _NULL else "text-unquoted", name=name)


def column(emitter: Emitter, name: str, scope: Scope) -> Code:
    """Source of a column of the record at hand."""
    known = emitter.columns.get(scope.items, {})
    if scope.above is not None and name in known:
        return Code(f"{scope.item}[{known[name]}].strip({MISSING!r})", "v", name)
    if name.lower() == _NULL and name not in known:
        note_unnamed(emitter, name)
        return Code("[]", "l", unnamed=True)
    if name == "label" and name not in known:
        emitter.language_bound = True
        number = column_number(emitter, "name", scope.items)
        return Code(f"c.items.label({scope.items!r}, {scope.item}[{number}], c.language)", "v", name)
    if name == _ITEXT_ID and name not in known and scope.items in emitter.own_lists:
        return Code(f"({scope.items + '-'!r} + str({scope.item}[0]))", "v", name)
    number = column_number(emitter, "name" if name == "." else name, scope.items)
    return Code(f"{scope.item}[{number}]", "v", name)


def records(emitter: Emitter, name: str, predicates: tuple[Expression, ...], scope: Scope) -> str:
    """Source of the records that pass every predicate; equalities of the first go through one index."""
    rows = f"c.items.records({name!r})"
    for index, predicate in enumerate(predicates):
        item, position, whole = emitter.fresh("i"), emitter.fresh("k"), emitter.fresh("z")
        last = f"float(len({whole}))"
        check_depth(scope)
        inner = Scope(
            node=scope.node,
            frame=scope.frame,
            row=scope.row,
            meet=scope.meet,
            dot="",
            position=position,
            last=last,
            item=item,
            items=name,
            outer=scope.outer or scope,
            depth=scope.depth + 1,
        )
        tests: list[Expression] = [predicate]
        if not any(_counts(part) for part in _parts(predicate)):
            if isinstance(predicate, Chain) and predicate.operator == "and":
                tests = list(predicate.operands)
            if index == 0:
                rows, tests = _indexed(emitter, name, tests, inner)
        if tests:
            conditions = " ".join(f"if {_predicate(emitter, test, inner)}" for test in tests)
            kept = f"[{item} for {position}, {item} in enumerate({{}}, 1) {conditions}]"
            rows = f"(lambda {whole}: {kept.format(whole)})({rows})" if last in conditions else kept.format(rows)
    return rows


def _indexed(emitter: Emitter, name: str, tests: list[Expression], inner: Scope) -> tuple[str, list[Expression]]:
    """Source of the records with the values that the tests ask for, and the tests left."""
    keys: dict[tuple[int, str], str] = {}
    left: list[Expression] = []
    for test in tests:
        key = _key(emitter, test, inner)
        if key is None or key[0] in keys:
            left.append(test)
        else:
            keys[key[0]] = key[1]
    if not keys:
        return f"c.items.records({name!r})", left
    values = list(keys.values())
    value = values[0] if len(values) == 1 else f"({', '.join(values)})"
    return f"c.items.where({name!r}, {tuple(keys)!r}, {value})", left


def _key(emitter: Emitter, test: Expression, inner: Scope) -> tuple[tuple[int, str], str] | None:
    """Column and source of the value, when the test is `column = something that does not depend on the record`."""
    if not isinstance(test, Binary) or test.operator != "=":
        return None
    for mine, other in ((test.left, test.right), (test.right, test.left)):
        name = item_column(mine, inner)
        if name in (None, ".", "label", _ITEXT_ID) or any(item_column(part, inner) for part in _parts(other)):
            continue
        code = emitter.emit(other, inner)
        if code.kind in ("s", "v", "n") and inner.item not in code.source and name is not None:
            return (column_number(emitter, name, inner.items), "n" if code.kind == "n" else "s"), code.source
    return None


def _counts(tree: Expression) -> bool:
    """Whether an expression asks for the position of a record among the others."""
    return isinstance(tree, Number) or (isinstance(tree, FunctionCall) and tree.name in ("position", "last"))


def _parts(tree: Expression) -> Iterator[Expression]:
    """An expression and everything in it; numbers that are only compared or passed on are left out."""
    yield tree
    inner: tuple[Expression, ...] = ()
    if isinstance(tree, FunctionCall):
        inner = tree.arguments
    elif isinstance(tree, Chain):
        inner = tree.operands
    elif isinstance(tree, Binary):
        inner = (tree.left, tree.right)
    elif isinstance(tree, Negative):
        inner = (tree.operand,)
    for part in inner:
        if not isinstance(part, Number):
            yield from _parts(part)


def instance(emitter: Emitter, tree: Path, scope: Scope) -> Code:
    """Source of `instance('name')/root/item[…]/column`."""
    assert isinstance(tree.base, FunctionCall)
    argument = tree.base.arguments[0]
    name = argument.value if isinstance(argument, Text) else ""
    steps = tree.steps
    if name == _LAST_INSTANCE and steps:
        return last_saved(emitter, steps[-1].name)
    if name not in emitter.columns:
        if name in emitter.absent:
            emitter.lint("file-missing", file=name)
            return Code("[]", "l")
        near = emitter.nearest(name, emitter.columns)
        raise ExpressionError("choice-list-unknown", list=name, suggestion=near)
    if any(key.startswith(part_name(name, "")) for key in emitter.columns):
        return _nested(emitter, tree, name, scope)
    odd = any(step.name in (".", "..", "*") for step in steps)
    if len(steps) not in (2, 3) or odd or any(_chooses(step) for step in (steps[0], *steps[2:])):
        written = f"instance('{name}')/" + "/".join(step.name for step in steps)
        raise ExpressionError("file-path-unsupported", path=written, file=name)
    if not emitter.columns[name]:
        return Code("[]", "l")  # the file is empty
    item = emitter.fresh("i")
    rows = records(emitter, name, steps[1].predicates, scope)
    inner = Scope(scope.node, scope.frame, scope.row, scope.meet, item=item, items=name, outer=scope.outer or scope)
    wanted = column(emitter, steps[2].name if len(steps) == 3 else _first_column(emitter, name), inner)
    return Code(f"[{wanted.source} for {item} in {rows}]", "l")


def _nested(emitter: Emitter, tree: Path, name: str, scope: Scope) -> Code:
    """Source of a path through a file with groups; what it cannot follow exactly is refused."""
    names = [step.name for step in tree.steps]
    written = f"instance('{name}')/" + "/".join(names)
    if any(step in (".", "..", "*") for step in names):
        raise ExpressionError("file-path-unsupported", path=written, file=name)
    deep = len(names)
    while deep and part_name(name, "/".join(names[:deep])) not in emitter.columns:
        deep -= 1
    table = part_name(name, "/".join(names[:deep]))
    last = names[deep:]
    known = emitter.columns.get(table, {})
    if not deep or len(last) > 1 or (last and last[0] not in known):
        emitter.lint("path-unknown", path=written)
        return Code("[]", "l")
    if any(step.predicates for step in tree.steps[deep:]):
        raise ExpressionError("file-path-unsupported", path=written, file=name)
    rows = f"c.items.records({table!r})"
    for step, height in zip(tree.steps, range(deep - 1, -1, -1), strict=False):
        for predicate in step.predicates:
            if any(_counts(part) for part in _parts(predicate)):
                raise ExpressionError("file-path-unsupported", path=written, file=name)
            rows = _narrowed(emitter, table, rows, predicate, scope, "../" * height)
    item = emitter.fresh("i")
    if not last:
        value = f"{item}[{known['.']}]" if "." in known else "''"
        return Code(f"[{value} for {item} in {rows}]", "l")
    value = f"{item}[{known[last[0]]}]"
    return Code(f"[{value} for {item} in {rows} if {value} != {MISSING!r}]", "l")


def _narrowed(emitter: Emitter, table: str, rows: str, predicate: Expression, scope: Scope, above: str) -> str:
    """Source of the rows of a nested table that pass a predicate on what stands so high above them."""
    check_depth(scope)
    item = emitter.fresh("i")
    inner = Scope(
        scope.node,
        scope.frame,
        scope.row,
        scope.meet,
        item=item,
        items=table,
        above=above,
        outer=scope.outer or scope,
        depth=scope.depth + 1,
    )
    tests = list(predicate.operands) if isinstance(predicate, Chain) and predicate.operator == "and" else [predicate]
    if rows == f"c.items.records({table!r})":
        rows, tests = _indexed(emitter, table, tests, inner)
    if not tests:
        return rows
    conditions = " ".join(f"if {emitter.truth(test, inner)}" for test in tests)
    return f"[{item} for {item} in {rows} {conditions}]"


def _first_column(emitter: Emitter, name: str) -> str:
    known = emitter.columns[name]
    return "name" if "name" in known else next(iter(known))


def _predicate(emitter: Emitter, tree: Expression, inner: Scope) -> str:
    code = emitter.emit(tree, inner)
    return f"{inner.position} == {code.source}" if code.kind == "n" else emitter.truth(tree, inner)


def last_saved(emitter: Emitter, name: str) -> Code:
    """Source of a value of the interview that was saved last, blank when none was handed in."""
    emitter.previous.add(name)
    return Code(f"c.previous.get({name!r}, '')", "s")


def reference(emitter: Emitter, tree: Reference) -> Code | None:
    """Source of `${last-saved#name}`, None for any other reference."""
    if not tree.name.startswith(LAST_SAVED):
        return None
    return last_saved(emitter, tree.name.removeprefix(LAST_SAVED))


def pulldata(emitter: Emitter, tree: FunctionCall, scope: Scope) -> Code:
    """Source of `pulldata(file, column, key column, key)`: the first match, blank without one."""
    source, wanted, key, value = tree.arguments
    if isinstance(source, Text) and source.value.startswith("@"):
        raise ExpressionError("pulldata-foreign", file=source.value)
    name = _stem(source.value) if isinstance(source, Text) else ""
    if isinstance(source, Text) and name not in emitter.columns:
        emitter.text(value, scope)
        emitter.lint("file-missing", file=f"{name}.csv")
        return Code("''", "s")
    if isinstance(source, Text) and isinstance(wanted, Text) and isinstance(key, Text):
        columns = ((column_number(emitter, key.value, name), "s"),)
        number = column_number(emitter, wanted.value, name)
        return Code(f"c.items.cell({name!r}, {columns!r}, {emitter.text(value, scope)}, {number})", "s")
    parts = ", ".join(emitter.text(part, scope) for part in (wanted, key, value))
    named = repr(name) if isinstance(source, Text) else emitter.text(source, scope)
    return Code(f"c.items.pulled({named}, {parts})", "s")


def _stem(name: str) -> str:
    return name.removesuffix(".csv").removesuffix(".xml").removesuffix(".geojson")
