"""The paper questionnaire as a PDF file: a title, then a chapter for each language, numbered pages."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, PageBreak, SimpleDocTemplate, Spacer

from cati_app.engine.xlsform.languages import PLAIN
from cati_app.publish.paper.chapter import Chapter
from cati_app.publish.paper.naming import NamesOnPaper
from cati_app.publish.paper.routing import question_numbers
from cati_app.publish.paper.source import Source
from cati_app.publish.paper.words import PAPER_TERMS
from cati_app.publish.print.faces import Faces
from cati_app.publish.print.held_pages import HeldPages
from cati_app.publish.print.prose import AMBER, LINE, QUIET, Prose, Setting, Style, draw_line

_MARGIN = 20 * mm
_WIDTH = A4[0] - 2 * _MARGIN - 12
_MISSING = 0.02  # share of letters without a font from which a language is left out
_TITLE = Style(size=20, leading=26, strong=True)
_NAME = Style(size=12, leading=17, colour=QUIET, after=2)
_FACT = Style(size=9.5, leading=13.5, indent=110)
_WARN = Style(size=9.5, leading=13.5, colour=AMBER, strong=True, before=4)
_FOOT = Style(size=7.5, leading=10, colour=QUIET)


@dataclass(frozen=True)
class Paper:
    """The file, and the names of languages whose letters no font at hand has."""

    data: bytes
    left_out: tuple[str, ...]


def paper_pdf(
    source: Source,
    fonts: Path,
    languages: Sequence[str],
    known: Mapping[str, str],
    drafts: frozenset[str],
    study: NamesOnPaper = NamesOnPaper(),  # noqa: B008 - frozen
) -> Paper:
    """The questionnaire on paper; the same input gives the same bytes.

    Args:
        fonts: The folder `resources/fonts`.
        languages: Codes, in the order of the chapters.
        known: Values handed in by the study, by name, which the texts quote.
        drafts: Codes of languages whose texts are drafts as a whole.
        study: What the study says of itself and its calculations.

    Raises:
        OSError: a font cannot be read.
    """
    faces = Faces(fonts)
    names = dict(source.form.languages)
    printed = [code for code in languages if faces.missing_share(_letters(source, code)) <= _MISSING]
    left_out = tuple(names.get(code, code) for code in languages if code not in printed)
    if not printed:
        return Paper(b"", left_out)
    maker = _Maker(source, faces, printed, left_out, drafts | _marked_drafts(source, printed), study)
    return Paper(maker.made(known), left_out)


def _letters(source: Source, code: str) -> str:
    """Everything the form says in a language."""
    texts = [source.text(node, base, code) for node in source.form.nodes for base in ("label", "hint", "guidance_hint")]
    for choices in source.form.lists.values():
        texts += ["".join(str(part) for part in choice.label.get(code, ())) for choice in choices]
    return "\n".join(texts)


def _marked_drafts(source: Source, languages: Sequence[str]) -> frozenset[str]:
    """Languages in which every question with a state is a draft."""
    drafts = set()
    for code in languages:
        states = {node.status[code] for node in source.form.nodes if code in node.status}
        if states == {"draft"}:
            drafts.add(code)
    return frozenset(drafts)


class _Maker:
    def __init__(
        self,
        source: Source,
        faces: Faces,
        languages: Sequence[str],
        left_out: Sequence[str],
        drafts: frozenset[str],
        study: NamesOnPaper,
    ) -> None:
        self.source = source
        self.faces = faces
        self.languages = languages
        self.left_out = left_out
        self.drafts = drafts
        self.study = study

    def made(self, known: Mapping[str, str]) -> bytes:
        target = io.BytesIO()
        form, maker = self.source.form, self

        class Numbered(HeldPages):
            chapter = ""
            around = staticmethod(maker.foot)

        document = SimpleDocTemplate(
            target,
            pagesize=A4,
            leftMargin=_MARGIN,
            rightMargin=_MARGIN,
            topMargin=_MARGIN,
            bottomMargin=_MARGIN,
            title=self.title(self.languages[0]),
            author="",
            invariant=1,
            lang=self.languages[0],
        )
        story: list[Flowable] = []
        for number, code in enumerate(self.languages):
            story += [PageBreak()] if number else []
            story += [_Mark(code, dict(form.languages).get(code, code)), *self.front(code)]
            story += list(Chapter(self.source, code, self.setting(code), _WIDTH, known, self.study).flow())
        document.build(story, canvasmaker=Numbered)
        return target.getvalue()

    def title(self, code: str) -> str:
        """That of the questionnaire, which has the name of its file where it has none; then the study's."""
        form, title = self.source.form, self.study.title
        if form.title != self.source.workbook.filename:
            return form.title
        return title.get(code) or title.get(form.default_language) or PAPER_TERMS.of(code)("questionnaire")

    def setting(self, code: str) -> Setting:
        return Setting(self.faces, code in self.source.form.right_to_left, code)

    def front(self, code: str) -> list[Flowable]:
        """Title and facts; the first chapter names the other languages as well."""
        form, words, setting = self.source.form, PAPER_TERMS.of(code), self.setting(code)
        names = dict(form.languages)
        flowables: list[Flowable] = [
            Prose(setting, self.title(code), _TITLE),
            Prose(setting, f"{words('questionnaire')} · {words('telephone')}", _NAME),
        ]
        facts = [
            (words("version"), form.version),
            (words("saved_on"), self.source.saved_on),
            (words("language"), _language(names, code)),
        ]
        if code == self.languages[0] and len(self.languages) > 1:
            listed = [
                f"{names.get(language, language)} ({words('draft_short')})"
                if language in self.drafts
                else names.get(language, language)
                for language in self.languages
            ]
            facts.append((words("languages"), ", ".join(listed)))
        facts.append((words("questions_label"), str(len(question_numbers(self.source)))))
        flowables += [Prose(setting, value, _FACT, label) for label, value in facts if value]
        if code in self.drafts:
            flowables.append(Prose(setting, words("draft"), _WARN))
        if self.left_out:
            flowables.append(Prose(setting, words("left_out", names=", ".join(self.left_out)), _WARN))
        return [*flowables, Spacer(0, 6)]

    def foot(self, canvas: Any, page: int, pages: int) -> None:
        """Title and version, and which page of how many."""
        code: str = canvas.chapter
        form, words, setting = self.source.form, PAPER_TERMS.of(code), self.setting(code)
        names = dict(form.languages)
        parts = [
            self.title(code),
            f"{words('version')} {form.version}" if form.version else "",
            _language(names, code),
            words("draft_short") if code in self.drafts else "",
        ]
        text = self.faces.printable(" · ".join(part for part in parts if part))
        number = words("page", page=page, pages=pages)
        left, right, y = _MARGIN + 6, A4[0] - _MARGIN - 6, 12 * mm
        canvas.setStrokeColor(LINE)
        canvas.setLineWidth(0.4)
        canvas.line(left, y + 11, right, y + 11)
        begin, end = (right, left) if setting.right_to_left else (left, right)
        draw_line(canvas, setting, text, _FOOT, begin, y)
        draw_line(canvas, setting, number, _FOOT, end, y, end=True)


def _language(names: Mapping[str, str], code: str) -> str:
    """The name of a language; blank where the questionnaire names none."""
    return "" if code == PLAIN else names.get(code, code)


class _Mark(Flowable):  # type: ignore[misc] # reportlab has no types
    """Tells the pages from here on which chapter they belong to, and the reader's outline where it begins."""

    def __init__(self, code: str, name: str) -> None:
        super().__init__()
        self.code = code
        self.name = name

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """It takes no room."""
        return 0, 0

    def draw(self) -> None:
        """Leave the mark on the page."""
        self.canv.chapter = self.code
        self.canv.bookmarkPage(self.code)
        self.canv.addOutlineEntry(self.name, self.code, 0)
