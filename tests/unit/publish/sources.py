"""Small questionnaires beside the cells of their authors."""

from __future__ import annotations

from cati_app.engine.xlsform.load import load_form
from cati_app.publish.paper.answers import Boxes
from cati_app.publish.paper.chapter import Chapter, Together
from cati_app.publish.paper.naming import NamesOnPaper
from cati_app.publish.paper.source import Source, read_source
from cati_app.publish.print.faces import Faces
from cati_app.publish.print.prose import Prose, Setting


def source_of(*tables: str) -> Source:
    """The source of some sheets, which must be free of errors."""
    data = "".join(tables).encode()
    result = load_form(data, "form.md")
    assert result.form is not None, result.findings
    return read_source(data, "form.md", result.form)


def texts_on_paper(
    source: Source, faces: Faces, language: str = "en", study: NamesOnPaper | None = None, **known: str
) -> list[str]:
    """Every text of a chapter, in order."""
    chapter = Chapter(source, language, Setting(faces, language == "ar"), 480, known, study or NamesOnPaper())
    found: list[str] = []
    todo = list(chapter.flow())
    while todo:
        part = todo.pop(0)
        if isinstance(part, Together):
            todo = [*part.parts, *todo]
        elif isinstance(part, Prose):
            found.append(f"{part.mark} {part.text}".strip())
        elif isinstance(part, Boxes):
            found.append(" / ".join(part.texts))
    return found
