"""From checked rows to the form: places, expressions, nodes, screens, order of evaluation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from cati_app.domain.findings import Finding
from cati_app.engine.expressions.code import Scope
from cati_app.engine.expressions.compiler import Compiler
from cati_app.engine.expressions.errors import ExpressionError
from cati_app.engine.expressions.parser import parse
from cati_app.engine.expressions.places import FramePlace, NodePlace, Places
from cati_app.engine.expressions.tree import Expression
from cati_app.engine.expressions.values import to_number
from cati_app.engine.form.evaluation import MOST_ROWS
from cati_app.engine.form.model import Form, columns_of, itext_places
from cati_app.engine.form.nodes import Choice, Node, NodeKind, NodeRules, NodeTexts, RowFrame, Texts
from cati_app.engine.kinds.facts import Limits
from cati_app.engine.kinds.registry import QuestionKind
from cati_app.engine.kinds.scale import step_of
from cati_app.engine.sheets.codes import finding
from cati_app.engine.sheets.workbook import Sheet, SheetRow, Workbook
from cati_app.engine.xlsform.cells import Cells
from cati_app.engine.xlsform.direction import right_to_left
from cati_app.engine.xlsform.external import External
from cati_app.engine.xlsform.flags import is_yes
from cati_app.engine.xlsform.graph import edges_of, order_of
from cati_app.engine.xlsform.languages import Languages
from cati_app.engine.xlsform.limits import Range, parameters_of, range_of, step_labels_of
from cati_app.engine.xlsform.orders import order_findings
from cati_app.engine.xlsform.piped import itext_labels, piped_labels
from cati_app.engine.xlsform.reach import Reach
from cati_app.engine.xlsform.screens import plan_screens, reached_at
from cati_app.engine.xlsform.survey import Item
from cati_app.engine.xlsform.types import HERE, kind_of

_WORDS_PER_SECOND = 2.3
_LONG_LIST = 50
_READ_ALOUD = 12
_TRIGGER = re.compile(r"\$\{\s*([^}]*?)\s*\}")


@dataclass(slots=True)
class _FormBuilder:
    items: list[Item]
    lists: Mapping[str, tuple[Choice, ...]]
    languages: Languages
    places: Places
    cells: Cells
    sheet: Sheet
    reads: dict[int, set[tuple[int, int]]] = field(default_factory=dict)
    filtered: dict[int, set[tuple[int, int]]] = field(default_factory=dict)  # what choice filters read
    counted: dict[int, set[tuple[int, int]]] = field(default_factory=dict)  # what counts of repeats read
    stored: dict[int, set[tuple[int, int]]] = field(default_factory=dict)  # what groups read within themselves
    volatile: list[int] = field(default_factory=list)
    bound: list[int] = field(default_factory=list)
    triggers: dict[int, list[int]] = field(default_factory=dict)
    filters: Mapping[int, Expression] = field(default_factory=dict)  # of `search()`, by item

    def collect(self, index: int) -> None:
        """Remember what the expression compiled last reads."""
        compiler = self.cells.compiler
        self.reads.setdefault(index, set()).update(compiler.reads)
        if compiler.volatile and index not in self.volatile:
            self.volatile.append(index)
        if compiler.language_bound and index not in self.bound:
            self.bound.append(index)

    def node(self, item: Item) -> Node:
        position = self.places.all[item.index]
        row = item.row
        triggered = self.trigger(item)
        rules = self.rules(item, triggered)
        limits = self.limits(item)
        wording = self.wording(item)
        return Node(
            index=item.index,
            name=item.name,
            path=self.places.path(item.index) if item.index else "/",
            kind=item.kind,
            parent=item.parent,
            frame=position.frame,
            slot=position.slot,
            row=row.number,
            own_frame=position.own_frame,
            question=self.question(item),
            rules=rules,
            wording=wording,
            choices=self.list_of(item),
            randomize=self.randomized(item),
            default_text=self.plain_default(item) if rules.default < 0 else "",
            triggered=triggered,
            open_rows=item.kind is NodeKind.REPEAT and not row.get("repeat_count"),
            starting_rows=_starting_rows(row.get("starting_rows")),
            minimum=limits.low,
            maximum=limits.high,
            step=limits.step,
            above=limits.above,
            below=limits.below,
            least=limits.least,
            most=limits.most,
            step_labels=self.step_labels(item),
            searchable=self.searchable(item),
            date_parts=_date_parts(item),
            seconds=self.seconds(item, wording),
            core=is_yes(row.get("cati_core")),
            contact=is_yes(row.get("cati_contact")),
            piped=self.piped(item),
            source=item.type.word if item.kind is NodeKind.HIDDEN else "",
            theme=row.get("cati_theme"),
            field=row.get("cati_field"),
            status=self.languages.texts(row, "cati_status"),
        )

    def question(self, item: Item) -> QuestionKind | None:
        if item.kind is NodeKind.REPEAT:
            return QuestionKind.REPEAT
        return kind_of(item.type.question, item.appearance)

    def rules(self, item: Item, triggered: bool) -> NodeRules:
        cells, index = self.cells, item.index
        cells.compiler.handed = self.handed_in_within(item)
        relevant = cells.rule(item, "relevant", "b")
        self.collect(index)
        stored = {read for read in cells.compiler.reads if read[0] in cells.compiler.handed}
        cells.compiler.handed = frozenset()
        if stored:
            self.stored[index] = stored
            names = ", ".join(self.items[read].name for read, _ in sorted(stored))
            cells.note("relevance-from-within", item, "relevant", name=item.name, names=names)
        calculation = self.calculation(item)
        if not triggered and item.type.word not in HERE:
            self.collect(index)
        count = cells.rule(item, "repeat_count", "n") if item.kind is NodeKind.REPEAT else -1
        rows = item.row.get("repeat_count")
        if item.kind is NodeKind.REPEAT and rows.isdecimal() and to_number(rows) > MOST_ROWS:
            cells.note("repeat-too-long", item, "repeat_count", name=item.name, count=rows, most=MOST_ROWS)
        self.collect(index)
        if count >= 0:
            self.counted[index] = set(cells.compiler.reads)
        if item.type.rows_of:
            choice_filter = cells.rows_offered(item)
        elif item.type.list_name in self.lists:
            choice_filter = cells.choice_filter(item, self.filters.get(index))
        else:
            choice_filter = -1
        self.collect(index)
        if choice_filter >= 0:
            self.filtered[index] = set(cells.compiler.reads)
        return NodeRules(
            relevant=relevant,
            calculation=calculation,
            constraint=cells.rule(item, "constraint", "b", "d"),
            required=cells.rule(item, "required", "b"),
            read_only=cells.rule(item, "read_only", "b"),
            count=count,
            choice_filter=choice_filter,
            soft=cells.rule(item, "cati_soft", "b", "d"),
            default=cells.default(item),
            seed=self.seed(item),
        )

    def handed_in_within(self, item: Item) -> frozenset[int]:
        """Values handed in within a group that depend on nothing else: its relevance can read them."""
        if item.kind is not NodeKind.GROUP or not item.index or "relevant" not in item.row.cells:
            return frozenset()
        handed: set[int] = set()
        waiting = list(item.children)
        while waiting:
            inner = self.items[waiting.pop()]
            if inner.row.get("relevant"):
                continue
            if inner.kind is NodeKind.GROUP:
                waiting += inner.children
            elif inner.kind is NodeKind.HIDDEN and not inner.row.get("calculation"):
                handed.add(inner.index)
        return frozenset(handed)

    def calculation(self, item: Item) -> int:
        if item.kind is NodeKind.SILENT:
            self.cells.compiler.start()
            return -1
        if item.type.meta:
            self.cells.compiler.start()
            if item.type.meta == "__end":
                self.cells.compiler.volatile = True
            sources = {"__start": "c.start_text()", "__today": "c.start_text()[:10]", "__end": "c.now_text()"}
            return self.cells.add(sources[item.type.meta])
        return self.cells.rule(item, "calculation", "s")

    def trigger(self, item: Item) -> bool:
        text = item.row.get("trigger")
        for match in _TRIGGER.finditer(text):
            named = self.places.at(match[1]) if match[1].startswith("/") else None
            source = named or self.places.named(match[1], item.index)
            if source is None:
                near = self.cells.compiler.nearest(match[1], self.places.names())
                self.cells.note("trigger-unknown", item, "trigger", name=match[1], suggestion=near)
            else:
                self.triggers.setdefault(source.index, []).append(item.index)
        return (bool(text) or item.type.word in HERE) and bool(item.row.get("calculation"))

    def parameters(self, item: Item) -> Mapping[str, str]:
        text = item.row.get("parameters")
        given = parameters_of(text)
        if given is None:
            self.cells.note("parameter-invalid", item, "parameters", text=text)
        return given or {}

    def randomized(self, item: Item) -> bool:
        return item.type.chooses and self.parameters(item).get("randomize") == "true"

    def seed(self, item: Item) -> int:
        text = self.parameters(item).get("seed", "") if item.type.list_name else ""
        if not text:
            return -1
        item.row = type(item.row)(item.row.number, {**item.row.cells, "parameters:seed": text})
        return self.cells.rule(item, "parameters:seed", "s")

    def limits(self, item: Item) -> Range:
        """What an answer may be, as far as parameters or a simple constraint tell."""
        read_in = item.type.question.facts.limits if item.type.question is not None else None
        if read_in is Limits.PARAMETERS:
            given = self.parameters(item)
            try:
                low, high, step = (float(given.get(*pair)) for pair in (("start", "1"), ("end", "10"), ("step", "1")))
            except ValueError:
                self.cells.note("parameter-invalid", item, "parameters", text=item.row.get("parameters"))
                return Range(0.0, 10.0, 1.0)
            return Range(min(low, high), max(low, high), abs(step) or 1.0)
        if item.type.question is None or read_in is None or not item.row.get("constraint"):
            return Range()
        return range_of(self.cells.tree(item, "constraint"), item.type.question.facts)

    def step_labels(self, item: Item) -> str:
        """The list that names numbers of a scale."""
        name = step_labels_of(item)
        limits = self.limits(item) if name else Range()
        for choice in self.lists.get(name, ()):
            if step_of(choice.name, limits.low, limits.high, limits.step) is None:
                self.cells.note("step-label-off", item, "parameters", name=choice.name, list=name)
        return name if name in self.lists else ""

    def wording(self, item: Item) -> NodeTexts:
        texts = self.cells.texts
        return NodeTexts(
            label=texts(item, "label"),
            hint=texts(item, "hint"),
            help=texts(item, "guidance_hint"),
            constraint=texts(item, "constraint_message"),
            required=texts(item, "required_message"),
            soft=texts(item, "cati_soft_message"),
            unit=texts(item, "cati_unit"),
        )

    def piped(self, item: Item) -> Mapping[int, Texts]:
        """Labels of choices that hold references, by place in the list: each question reads them in its own row."""
        named = self.cells.compiler.piped.get(item.type.list_name)
        if not named or not item.type.chooses:
            return {}
        return {
            number: self.cells.choice_texts(item, choice)
            for number, choice in enumerate(self.lists[item.type.list_name])
            if choice.name in named
        }

    def plain_default(self, item: Item) -> str:
        """A default that is a text; blank with a finding where it is no answer to the question."""
        text = item.row.get("default")
        names = (
            None
            if item.index in self.filters or item.type.list_name not in self.lists
            else {choice.name for choice in self.lists[item.type.list_name]}
        )
        if not text or item.type.question is None or item.type.question.facts.fits(text, names):
            return text
        self.cells.note("default-invalid", item, "default", text=text, name=item.name)
        return ""

    def list_of(self, item: Item) -> str:
        return item.type.list_name if item.type.list_name in self.lists else ""

    def searchable(self, item: Item) -> bool:
        count = len(self.lists.get(item.type.list_name, ()))
        many = count > _READ_ALOUD and bool(item.appearance & {"minimal", "search"})
        return item.type.chooses and ("autocomplete" in item.appearance or many or count > _LONG_LIST)

    def seconds(self, item: Item, wording: NodeTexts) -> float:
        """Estimated time to read a question aloud and to answer it."""
        if item.kind is not NodeKind.QUESTION:
            return 0.0
        spoken = [wording.label.get(self.languages.default, ())]
        choices = self.lists.get(item.type.list_name, ())
        if len(choices) <= _READ_ALOUD:
            spoken += [choice.label.get(self.languages.default, ()) for choice in choices]
        words = sum(len(part.split()) for text in spoken for part in text if isinstance(part, str))
        thinking = item.type.question.facts.thinking_s if item.type.question is not None else 0.0
        return words / _WORDS_PER_SECOND + thinking


def _date_parts(item: Item) -> str:
    return "month" if "month-year" in item.appearance else "year" if "year" in item.appearance else "day"


def places_of(items: list[Item]) -> Places:
    """The map of the form."""
    frames = [FramePlace(-1, -1, 0)]
    width = [0]
    places: list[NodePlace] = []
    frame_of = [0]
    for item in items:
        frame = frame_of[item.parent] if item.parent >= 0 else 0
        parent = item.parent
        while parent > 0 and items[parent].row.get("layout"):
            parent = items[parent].parent
        position = NodePlace(item.index, item.name, parent, frame, width[frame], choices=item.type.list_name)
        position.holder = item.parent if item.parent != parent else -1
        width[frame] += 1
        position.is_group = item.kind is NodeKind.GROUP
        if item.index:
            frame_of.append(frame)
            if not item.row.get("layout"):
                places[parent].children.setdefault(item.name, item.index)
        if item.kind is NodeKind.REPEAT:
            position.own_frame = len(frames)
            frames.append(FramePlace(item.index, frame, frames[frame].depth + 1))
            width.append(0)
            frame_of[item.index] = position.own_frame
        places.append(position)
    return Places(places, frames)


def build_form(
    workbook: Workbook,
    items: list[Item],
    lists: Mapping[str, tuple[Choice, ...]],
    languages: Languages,
    external: External,
) -> tuple[Form, list[Finding]]:
    """The form and what is wrong with its expressions; with errors among the findings it must not be used."""
    sheet = workbook.sheet("survey")
    settings = next(iter(workbook.sheet("settings").rows), None)
    places = places_of(items)
    columns = _columns_of(lists, external)
    version = settings.get("version") if settings else ""
    piped = piped_labels(lists)
    compiler = Compiler(
        places,
        columns,
        version,
        frozenset(external.absent),
        piped,
        own_lists=lists.keys() - external.data.keys(),
        itexts=itext_labels(piped, itext_places(lists), lists),
    )
    builder = _FormBuilder(
        items, lists, languages, places, Cells(compiler, sheet, languages), sheet, filters=external.filters
    )
    nodes = [builder.node(item) for item in items]
    reach = Reach(items, places, lists)
    plan, shuffles = plan_screens(items, places)
    nodes = [_completed(node, builder.triggers.get(node.index, []), reach) for node in nodes]
    nodes = [
        replace(node, here=reached_at(plan, items, node.index)) if items[node.index].type.word in HERE else node
        for node in nodes
    ]
    order = order_of(places, builder.reads, builder.filtered, builder.counted, builder.stored)
    stored = {read for reads in builder.stored.values() for read, _ in reads}
    nodes = [replace(node, loose=True) if node.index in order.loose else node for node in nodes]
    findings = builder.cells.findings + reach.findings(sheet.headers.get("relevant", "relevant"))
    findings += [_cycle(cycle, nodes, sheet) for cycle in order.cycles]
    findings += _instance_name(settings, compiler)
    findings += order_findings(shuffles, items, plan, builder.reads, sheet)
    form = Form(
        name=(settings.get("form_id") if settings else "") or "questionnaire",
        title=(settings.get("form_title") if settings else "") or workbook.filename,
        version=version,
        languages=tuple(languages.names.items()),
        default_language=languages.default,
        language_unnamed=languages.unnamed,
        nodes=tuple(nodes),
        frames=_frames(places),
        plan=plan,
        shuffles=shuffles,
        lists=lists,
        program=tuple(builder.cells.program),
        edges=edges_of(places, builder.reads),
        ranks=order.ranks,
        volatile=tuple(builder.volatile),
        language_bound=tuple(builder.bound),
        data=external.data,
        last_saved=frozenset(compiler.previous),
        asked_relevance=frozenset(compiler.asked_relevance),
        growing=frozenset(order.growing),
        read_as_stored=frozenset(stored),
        right_to_left=right_to_left(languages, nodes, lists),
    )
    return form, findings


def _instance_name(settings: SheetRow | None, compiler: Compiler) -> list[Finding]:
    """What is wrong with the name of a record; it is checked, and not used: cases have numbers here."""
    text = settings.get("instance_name") if settings else ""
    if not text or settings is None:
        return []
    compiler.start()
    try:
        compiler.text(parse(text), Scope(0, 0))
    except ExpressionError as error:
        return [finding(error.code, "settings", settings.number, "instance_name", **error.fields)]
    return []


def _columns_of(lists: Mapping[str, tuple[Choice, ...]], external: External) -> dict[str, Mapping[str, int]]:
    """The columns of every list and file, with their places."""
    columns: dict[str, Mapping[str, int]] = {
        name: {column: number for number, column in enumerate(columns_of(choices), 1)}
        for name, choices in lists.items()
        if name not in external.data
    }
    return columns | {name: table.columns for name, table in external.data.items()}


def _completed(node: Node, targets: list[int], reach: Reach) -> Node:
    """The node with what only the whole form can tell."""
    possible = reach.values(node.index) if node.kind is NodeKind.CALCULATION else None
    if not targets and not possible:
        return node
    return replace(node, triggers=tuple(targets), possible=tuple(sorted(possible or ())))


def _starting_rows(text: str) -> int:
    """How many rows an open repeat starts with; XForms say so, in workbooks it is one."""
    return min(int(text), MOST_ROWS) if re.fullmatch(r"\d{1,6}", text) else 1


def _frames(places: Places) -> tuple[RowFrame, ...]:
    nodes: list[list[int]] = [[] for _ in places.frames]
    for position in places.all:
        nodes[position.frame].append(position.index)
    return tuple(
        RowFrame(frame.repeat, frame.parent, frame.depth, tuple(held))
        for frame, held in zip(places.frames, nodes, strict=True)
    )


def _cycle(cycle: list[int], nodes: list[Node], sheet: Sheet) -> Finding:
    parts = sorted(cycle)
    names = ", ".join(nodes[index].name for index in parts)
    rows = ", ".join(str(nodes[index].row) for index in parts)
    first = nodes[parts[0]]
    column = "calculation" if first.rules.calculation >= 0 else "relevant"
    return finding("cycle", "survey", first.row, sheet.headers.get(column, column), names=names, rows=rows)
