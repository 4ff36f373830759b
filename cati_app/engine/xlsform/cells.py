"""Compiles the cells of the sheet survey: expressions, and texts with references in them."""

from __future__ import annotations

import re
from dataclasses import replace

from cati_app.domain.findings import Finding
from cati_app.engine.expressions import lookups, rowcalls
from cati_app.engine.expressions.code import Scope
from cati_app.engine.expressions.compiler import Compiler
from cati_app.engine.expressions.errors import ExpressionError
from cati_app.engine.expressions.labels import REFERENCE, referred
from cati_app.engine.expressions.parser import parse
from cati_app.engine.expressions.tree import Expression
from cati_app.engine.form.nodes import Choice, Template
from cati_app.engine.kinds.facts import Value
from cati_app.engine.kinds.registry import QuestionKind
from cati_app.engine.sheets.codes import finding
from cati_app.engine.sheets.workbook import Sheet
from cati_app.engine.xlsform.languages import Languages
from cati_app.engine.xlsform.markup import markup_left, plain_text
from cati_app.engine.xlsform.survey import Item

_TRUE = frozenset({"yes", "true", "true()", "1"})
_FALSE = frozenset({"", "no", "false", "false()", "0"})
_SUM = re.compile(r"[\d\s.()]*\d[\s)]*((\*|\+|-|\bdiv\b|\bmod\b)[\s(]*\d[\d\s.()]*)+")
_DYNAMIC = re.compile(r"\$\{|[A-Za-z]\s*\(")


class Cells:
    """Turns cells into numbered expressions of one program; what is wrong with them is collected."""

    def __init__(self, compiler: Compiler, sheet: Sheet, languages: Languages) -> None:
        self.compiler = compiler
        self.sheet = sheet
        self.languages = languages
        self.findings: list[Finding] = []
        self.program: dict[str, int] = {}

    def scope(self, item: Item, dot: str = "") -> Scope:
        """Where the expressions of an item stand."""
        position = self.compiler.places.all[item.index]
        if item.stands_for_row:
            return Scope(item.parent, position.frame, position="r.i")
        return Scope(item.index, position.frame, dot=dot)

    def add(self, source: str) -> int:
        """The number of an expression; equal ones share it."""
        return self.program.setdefault(source, len(self.program))

    def tree(self, item: Item, column: str) -> Expression | None:
        """The tree of a cell, None when the cell is blank or wrong."""
        text = item.row.get(column)
        if not text:
            return None
        try:
            return parse(text)
        except ExpressionError as error:
            self.fail(error, item, column)
            return None

    def rule(self, item: Item, column: str, kind: str, dot: str = "") -> int:
        """Number of the expression of a cell as kind b (condition), s (text) or n (number); -1 without one."""
        self.compiler.start()
        if column not in item.row.cells:
            return -1
        if kind == "b":
            text = item.row.get(column).lower()
            if text in _FALSE:
                return -1 if text == "" or column != "relevant" else self.add("False")
            if text in _TRUE:
                return self.add("True") if column in ("required", "read_only") else -1
        tree = self.tree(item, column)
        if tree is None:
            return -1
        scope = self.scope(item, dot)
        try:
            make = {"b": self.compiler.truth, "n": self.compiler.number}.get(kind, self.compiler.text)
            number = self.add(self.compiler.whole(make(tree, scope)))
        except ExpressionError as error:
            self.fail(error, item, column)
            return -1
        if item.stands_for_row:  # whatever it asks, a row that gets another number is asked again
            self.compiler.reads.add((item.parent, self.compiler.places.all[item.parent].frame))
        self.lints(item, column)
        return number

    def default(self, item: Item) -> int:
        """Number of a default that is computed, -1 when it is a text or blank."""
        text = item.row.get("default")
        number = _is_number(item.type.question) and bool(_SUM.fullmatch(text))
        return self.rule(item, "default", "s") if number or _DYNAMIC.search(text) else -1

    def choice_filter(self, item: Item, wanted: Expression | None = None) -> int:
        """Number of the expression that gives the indexes of the choices offered; `wanted` by the appearance."""
        self.compiler.start()
        tree = self.tree(item, "choice_filter")
        trees = tuple(part for part in (tree, wanted) if part is not None)
        if not trees:
            return -1
        column = "choice_filter" if tree is not None else "appearance"
        self.compiler.own = item.index
        try:
            rows = lookups.records(self.compiler, item.type.list_name, trees, self.scope(item))
        except ExpressionError as error:
            self.fail(error, item, column)
            return -1
        finally:
            self.compiler.own = -1
        self.lints(item, column)
        return self.add(f"[i0[0] for i0 in {rows}]")

    def rows_offered(self, item: Item) -> int:
        """Number of the expression that gives what the rows of a repeat are called that the filter lets through."""
        self.compiler.start()
        tree = self.tree(item, "choice_filter")
        try:
            source = rowcalls.names_of_rows(self.compiler, item.type.rows_of, tree, self.scope(item))
        except ExpressionError as error:
            self.fail(
                error, item, "type" if error.code in ("reference-unknown", "rows-outside-repeat") else "choice_filter"
            )
            return -1
        self.lints(item, "choice_filter")
        return self.add(source)

    def template(self, item: Item, text: str, column: str) -> Template:
        """A plain text with its references as numbers of expressions."""
        parts: list[str | int] = []
        end = 0
        for match in REFERENCE.finditer(text):
            if match.start() > end:
                parts.append(text[end : match.start()])
            parts.append(self.reference(item, referred(match), column))
            end = match.end()
        if "${" in text[end:]:
            self.note("reference-unclosed", item, column)
        parts.append(text[end:])
        return tuple(part for part in parts if part != "")

    def choice_texts(self, item: Item, choice: Choice) -> dict[str, Template]:
        """The label of a choice as a question shows it; what is wrong with it is noted at the choice."""
        kept, self.findings = self.findings, []
        texts = {code: self.template(item, "".join(map(str, text)), "label") for code, text in choice.label.items()}
        wrong = self.findings
        self.findings = kept + [replace(problem, sheet="choices", row=choice.row or None) for problem in wrong]
        return texts

    def reference(self, item: Item, text: str, column: str) -> int | str:
        """Number of the expression that stands in a text, blank when it cannot be read."""
        self.compiler.start()
        try:
            return self.add(self.compiler.text(parse(text), self.scope(item)))
        except ExpressionError as error:
            self.fail(error, item, column)
            return ""

    def texts(self, item: Item, base: str) -> dict[str, Template]:
        """The texts of a translated column by language."""
        made: dict[str, Template] = {}
        for code, text in self.languages.texts(item.row, base).items():
            header = self.languages.header(self.sheet, base, code)
            plain = plain_text(text)
            if left := markup_left(plain):
                self.note("markup-unknown", item, header, text=left)
            made[code] = self.template(item, plain, header)
        return made

    def fail(self, error: ExpressionError, item: Item, column: str) -> None:
        """Note what is wrong with an expression."""
        self.note(error.code, item, column, **error.fields)

    def lints(self, item: Item, column: str) -> None:
        """Note what the compiler found odd."""
        for code, fields in self.compiler.lints:
            self.note(code, item, column, **fields)

    def note(self, code: str, item: Item, at: str, /, **fields: object) -> None:
        """A finding on a cell."""
        header = self.sheet.headers.get(at, at)
        self.findings.append(finding(code, "survey", item.row.number, header, **fields))


def _is_number(kind: QuestionKind | None) -> bool:
    return kind is not None and kind.facts.value is Value.NUMBER
