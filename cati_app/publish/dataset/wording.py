"""Full texts of questions and choices in the language of the labels."""

from __future__ import annotations

import ast

from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import Choice, Node, Texts
from cati_app.engine.form.screen import ScreenLayout
from cati_app.publish.dataset.outcomes import target_of


class FormTexts:
    """Texts of a form in one language; a missing translation falls back to the form's default language."""

    def __init__(self, form: Form, language: str) -> None:
        self._form = form
        self._language = language

    def text(self, texts: Texts, node: Node) -> str:
        """A text of a node; an answer to be filled in is replaced by its name in brackets."""
        template = texts.get(self._language) or texts.get(self._form.default_language) or ()
        parts = [part if isinstance(part, str) else self._reference(part, node) for part in template]
        return " ".join("".join(parts).split())

    def _reference(self, number: int, node: Node) -> str:
        target = target_of(self._form, node, ast.parse(self._form.program[number], mode="eval").body)
        return f"[{target.name}]" if target else "[…]"

    def question(self, node: Node) -> str:
        """The question as it is read aloud; a row of a list or grid after the introduction of its screen."""
        return " ".join(part for part in (self._introduction(node), self.text(node.wording.label, node)) if part)

    def short(self, node: Node) -> str:
        """For labels: a row of a grid before its introduction, so that cutting leaves what tells the rows apart."""
        own = self.text(node.wording.label, node)
        plan = self._form.screen_of.get(node.index)
        stem = self._introduction(node) if plan is not None and plan.layout is ScreenLayout.GRID else ""
        return " – ".join(part for part in (own, stem) if part)

    def _introduction(self, node: Node) -> str:
        plan = self._form.screen_of.get(node.index)
        if plan is None or plan.layout is ScreenLayout.SINGLE:
            return ""
        group = self._form.nodes[plan.group]
        return self.text(group.wording.label, group)

    def choice(self, choice: Choice) -> str:
        """The label of a choice, its name where it has none."""
        return self.of_choice(choice.label) or choice.name

    def of_choice(self, texts: Texts) -> str:
        """Texts of a choice, which hold no references; blank where there are none."""
        template = texts.get(self._language) or texts.get(self._form.default_language) or ()
        return " ".join("".join(part for part in template if isinstance(part, str)).split())
