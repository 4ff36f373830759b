"""The questionnaire in one language: sections, questions, answers, and what is asked of whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from reportlab.platypus import Flowable, KeepTogether, Spacer

from cati_app.engine.expressions.values import to_text
from cati_app.engine.form.nodes import Choice, Node, NodeKind
from cati_app.engine.form.plan import ScreenPlan
from cati_app.engine.form.screen import ScreenLayout
from cati_app.engine.kinds.facts import Choosing, Printed
from cati_app.publish.paper.answers import SMALL, AnswerLines, Boxes, grid
from cati_app.publish.paper.conditions import Teller
from cati_app.publish.paper.naming import NamesOnPaper, Naming
from cati_app.publish.paper.routing import condition_of
from cati_app.publish.paper.source import Source, names_in
from cati_app.publish.paper.words import PAPER_TERMS
from cati_app.publish.print.prose import AMBER, INK, QUIET, SHADE, Prose, Setting, Style

_INDENT = 30.0
_ASK = Style(size=10.5, leading=14.5, indent=_INDENT, before=2)
_TELL = Style(size=8.5, leading=11.5, colour=INK, indent=_INDENT, fill=SHADE, before=3)
_AIDE = Style(size=8.5, leading=11.5, colour=QUIET, indent=_INDENT, before=2)
_IF = Style(size=8.5, leading=11.5, colour=AMBER, indent=_INDENT)
_OPTION = Style(size=9.5, leading=13.5, indent=_INDENT + 34)
_SECTION = Style(size=14, leading=19, strong=True, before=14, after=3)
_GROUP = Style(size=10.5, leading=14.5, strong=True, before=8)
_HEAD = Style(size=12, leading=16, strong=True, before=14, after=4)
_VALUE = Style(size=8.5, leading=12, strong=True, before=4)
_FORMULA = Style(size=8, leading=11)
_LONG = 20  # answers; longer lists stand in the appendix
_MOST_SCALE = 21
_DRAFT = "draft"


class Together(KeepTogether):  # type: ignore[misc] # reportlab has no types
    """Parts that stay on one page where they fit; known from outside, so that a head can join them."""

    def __init__(self, parts: list[Flowable]) -> None:
        super().__init__(parts)
        self.parts = parts


class Chapter:
    """What stands on paper in one language, as flowables in order."""

    def __init__(
        self,
        source: Source,
        language: str,
        setting: Setting,
        width: float,
        known: Mapping[str, str],
        study: NamesOnPaper = NamesOnPaper(),  # noqa: B008 - frozen
    ) -> None:
        """Prepare a chapter.

        Args:
            width: Of the text on the page, in points.
            known: Values handed in by the study, by name, which the texts quote.
            study: What the study says of its calculations.
        """
        self.source = source
        self.form = source.form
        self.language = language
        self.setting = setting
        self.width = width
        self.known = known
        self.words = PAPER_TERMS.of(language)
        self.naming = Naming(source, language, self.words, study)
        self.numbers = self.naming.questions
        self.teller = Teller(source, self.words, self.naming)
        self.lists: dict[str, int] = {}  # numbers of long ones, for the appendix
        self._plans = {plan.group: plan for plan in self.form.screens if plan.layout is ScreenLayout.GRID}

    def prose(self, text: str, style: Style, mark: str = "", box: str = "") -> Prose:
        """A text in the direction of the chapter."""
        return Prose(self.setting, text, style, mark, box)

    def flow(self) -> Iterator[Flowable]:
        """Everything from the first section to the appendices."""
        yield from self.inside(0)
        yield from self.calculated()
        yield from self.long_lists()

    # -- structure ---------------------------------------------------------------------------------------------------

    def inside(self, parent: int) -> Iterator[Flowable]:
        """The parts of a group in order."""
        plan = self._plans.get(parent)
        for index in self.form.children[parent]:
            node = self.form.nodes[index]
            if plan is not None and index in plan.questions:
                if index == plan.questions[0]:
                    yield from self.table(plan)
            elif node.kind is NodeKind.QUESTION:
                yield from self.question(node)
            elif node.kind in (NodeKind.GROUP, NodeKind.REPEAT):
                yield from self.group(node)

    def group(self, node: Node) -> Iterator[Flowable]:
        """The head of a section, group or repeat, and what it holds."""
        body = list(self.inside(node.index))
        if not body:
            return
        title = self.piped(node, "label")
        head: list[Flowable] = [self.prose(title, _SECTION if node.parent == 0 else _GROUP)] if title else []
        head += self.condition(node, replace(_IF, indent=0))
        if node.kind is NodeKind.REPEAT:
            count = self.source.cell(node, "repeat_count")
            times = (
                self.words("repeat_times", what=self.teller.tell(node, count)) if count else self.words("repeat_open")
            )
            head.append(self.prose(f"↻ {times}", replace(_AIDE, indent=0)))
        hint = self.piped(node, "hint")
        if hint:
            head.append(self.prose(f"{self.words('interviewer')}: {hint}", replace(_TELL, indent=0)))
        first = body[0].parts if isinstance(body[0], Together) else body[:1]
        yield Together([*head, Spacer(0, 4), *first])
        yield from body[1:]
        if node.kind is NodeKind.REPEAT:
            yield self.prose(f"↻ {self.words('repeat_end')}", replace(_AIDE, indent=0, after=8))

    def question(self, node: Node) -> Iterator[Flowable]:
        """One question with everything that belongs to it."""
        parts: list[Flowable] = [*self.condition(node, _IF)]
        number = self.numbers.get(node.index)
        label = self.asked(node)
        parts.append(self.prose(label, _ASK, str(number) if number else ""))
        parts += self.asides(node)
        if node.asks:
            parts += self.room(node)
            parts += self.checks(node)
        yield Together(parts[:40])
        yield from parts[40:]
        yield Spacer(0, 9)

    def condition(self, node: Node, style: Style) -> list[Flowable]:
        condition = condition_of(self.source, node)
        if not condition:
            return []
        return [self.prose(self.words("only_if", what=self.teller.tell(node, condition)), style)]

    def asides(self, node: Node) -> list[Flowable]:
        """What is not read aloud: instruction, probes, state of the translation."""
        flowables: list[Flowable] = []
        if hint := self.piped(node, "hint"):
            flowables.append(self.prose(f"{self.words('interviewer')}: {hint}", _TELL))
        if text := self.piped(node, "guidance_hint"):
            flowables.append(self.prose(f"{self.words('help')}: {text}", _AIDE))
        if node.status.get(self.language) == _DRAFT:
            flowables.append(self.prose(f"[{self.words('draft_short')}]", replace(_AIDE, colour=AMBER)))
        return flowables

    # -- answers -----------------------------------------------------------------------------------------------------

    def room(self, node: Node) -> list[Flowable]:
        """Where the answer is ticked or written; don't know and refused stand at every question."""
        assert node.question is not None
        match node.question.facts.printed:
            case Printed.CHOICES:
                flowables = self.options(node)
            case Printed.SCALE:
                flowables = [self.scale(node)]
            case Printed.TICK:
                flowables = [Boxes(self.setting, ["OK"], replace(SMALL, indent=_INDENT), "box")]
            case Printed.LINE | Printed.LINES as lines:
                flowables = [AnswerLines(self.setting, 3 if lines is Printed.LINES else 1, 0, indent=_INDENT)]
            case _:
                flowables = [self.field(node, node.question.facts.unit)]
        special = [self.words("dont_know"), self.words("refused")]
        return [*flowables, Boxes(self.setting, special, replace(SMALL, indent=_INDENT, before=2), "box")]

    def options(self, node: Node) -> list[Flowable]:
        choices = self.form.lists.get(node.choices, ())
        flowables: list[Flowable] = []
        if node.choosing is Choosing.ORDER:
            flowables.append(self.prose(self.words("rank_how"), _AIDE))
        elif node.choosing is Choosing.SEVERAL:
            flowables.append(self.prose(self.words("kind_multiple"), _AIDE))
        if node.randomize:
            flowables.append(self.prose(self.words("random"), _AIDE))
        if choice_filter := self.source.cell(node, "choice_filter"):
            read = self.teller.read(node, choice_filter)
            told = self.words("some_offered", what=read) if read else self.words("some_of_them")
            flowables.append(self.prose(told, _AIDE))
        if len(choices) > _LONG:
            number = self.lists.setdefault(node.choices, len(self.lists) + 1)
            text = self.words("from_list", n=len(choices), name=self.words("list_n", n=number))
            return [*flowables, self.prose(text, _AIDE), AnswerLines(self.setting, 1, 220, indent=_INDENT)]
        shape = "circle" if node.choosing is Choosing.ONE else "box"
        return [
            *flowables,
            Spacer(0, 2),
            *(self.prose(self.choice(choice), _OPTION, choice.code, shape) for choice in choices),
        ]

    def choice(self, choice: Choice) -> str:
        label = choice.label.get(self.language) or choice.label.get(self.form.default_language) or ()
        text = "".join(str(part) for part in label).strip()
        return f"{text} ({self.words('only_this')})" if choice.exclusive else text

    def scale(self, node: Node) -> Flowable:
        low, high, step = node.minimum or 0.0, node.maximum or 0.0, node.step or 1.0
        count = int((high - low) / step + 1e-9) + 1
        if count > _MOST_SCALE:
            return AnswerLines(
                self.setting, 1, 70, self.words("between", low=to_text(low), high=to_text(high)), _INDENT
            )
        values = [to_text(low + step * step_number) for step_number in range(count)]
        return Boxes(self.setting, values, Style(size=9.5, leading=14, indent=_INDENT, before=3))

    def field(self, node: Node, unit: str) -> Flowable:
        if unit == "day" and node.date_parts in ("month", "year"):
            unit = node.date_parts
        return AnswerLines(self.setting, 1, 90, self.words(unit) if unit else self.piped(node, "cati_unit"), _INDENT)

    def checks(self, node: Node) -> list[Flowable]:
        """Hard and soft checks in words, else with the author's message."""
        flowables: list[Flowable] = []
        for column, message, term in (
            ("constraint", "constraint_message", "hard"),
            ("cati_soft", "cati_soft_message", "soft"),
        ):
            expression = self.source.cell(node, column)
            said = self.teller.check(node, expression) if expression else ""
            if said:
                flowables.append(self.prose(self.words(term, what=said), _AIDE))
            elif expression:
                text = self.piped(node, message)
                flowables.append(self.prose(text or self.words(term, what=self.teller.tell(node, expression)), _AIDE))
        return flowables

    def table(self, plan: ScreenPlan) -> Iterator[Flowable]:
        """Questions that share their answers."""
        nodes = [self.form.nodes[index] for index in plan.questions]
        choices = self.form.lists.get(nodes[0].choices, ())
        if not choices or len(choices) > 9 or any(node.choices != nodes[0].choices for node in nodes):
            for node in nodes:
                yield from self.question(node)
            return
        shared = self.shared(nodes)
        above: list[Flowable] = [self.prose(text, replace(style, indent=0)) for text, style in shared]
        heads = [f"{choice.code} {self.choice(choice)}" for choice in choices]
        heads += [self.words("dont_know"), self.words("refused")]
        rows: list[list[Flowable]] = []
        for node in nodes:
            mark = self.numbers.get(node.index, "")
            cell: list[Flowable] = list(self.condition(node, replace(_IF, indent=18)))
            cell.append(self.prose(self.asked(node), Style(indent=18), str(mark)))
            if not shared:
                cell += [replace_indent(self, part) for part in self.asides(node) if isinstance(part, Prose)]
            rows.append(cell)
        shape = "circle" if nodes[0].choosing is Choosing.ONE else "box"
        table = grid(self.setting, heads, rows, shape, self.width)
        yield Together([*above, Spacer(0, 3), table, Spacer(0, 9)])

    def shared(self, nodes: list[Node]) -> list[tuple[str, Style]]:
        """Instruction and probes, once, where all rows of a table have the same or none of their own."""
        shared_texts: list[tuple[str, Style]] = []
        for column, term, style in (("hint", "interviewer", _TELL), ("guidance_hint", "help", _AIDE)):
            for text in dict.fromkeys(text for node in nodes if (text := self.piped(node, column))):
                which = [node for node in nodes if self.piped(node, column) == text]
                numbers = ", ".join(str(self.numbers.get(node.index, "")) for node in which)
                told = self.words(term) if len(which) == len(nodes) else f"{self.words(term)} ({numbers})"
                shared_texts.append((f"{told}: {text}", style))
        return shared_texts

    # -- appendices --------------------------------------------------------------------------------------------------

    def calculated(self) -> Iterator[Flowable]:
        """Values given or calculated, each with what it is and how it comes about."""
        if not self.naming.values:
            return
        yield self.prose(self.words("appendix_calculated"), _HEAD)
        for index, number in self.naming.values.items():
            node = self.form.nodes[index]
            label = self.naming.label(node)
            title = self.words("value_title", n=number)
            named = self.prose(f"{title}: {label}" if label else title, _VALUE)
            yield Together([named, self.prose(self.comes_about(node), replace(_FORMULA, indent=10))])

    def comes_about(self, node: Node) -> str:
        """Where a value comes from: the formula in words, or that it is handed in."""
        if calculation := self.source.cell(node, "calculation"):
            return replace(self.teller, brief=True).tell(node, calculation)
        handed = self.words("hidden")
        return f"{handed}: {value}" if (value := self.known.get(node.name)) else handed

    def long_lists(self) -> Iterator[Flowable]:
        """Lists too long to print where they are asked."""
        if self.lists:
            yield self.prose(self.words("appendix_lists"), _HEAD)
        for name, number in self.lists.items():
            yield self.prose(self.words("list_n", n=number), _VALUE)
            run = " · ".join(f"{choice.code} {self.choice(choice)}" for choice in self.form.lists[name])
            yield self.prose(run, Style(size=8, leading=11.5))

    # -- texts -------------------------------------------------------------------------------------------------------

    def asked(self, node: Node) -> str:
        """The question as it is read aloud; that it has no text where it has none."""
        return self.piped(node, "label") or f"[{self.words('without_text')}]"

    def piped(self, node: Node, base: str) -> str:
        """A text with what it quotes named in brackets; the form's language where this one has none."""
        default = self.form.default_language
        text = self.source.text(node, base, self.language) or self.source.text(node, base, default)
        for name in names_in(text):
            known = self.source.resolve(name, node)
            shown = self.known.get(name) or f"[{self.naming.piped(known) if known else '…'}]"
            text = text.replace(f"${{{name}}}", shown)
        return text.strip()


def replace_indent(chapter: Chapter, part: Prose) -> Prose:
    """The same text within a cell of a table."""
    return chapter.prose(part.text, replace(part.style, indent=18, fill=None))
