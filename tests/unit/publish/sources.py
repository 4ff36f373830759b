"""Small questionnaires beside the cells of their authors."""

from __future__ import annotations

from cati_app.engine.xlsform.load import load_form
from cati_app.publish.paper.source import Source, read_source


def source_of(*tables: str) -> Source:
    """The source of some sheets, which must be free of errors."""
    data = "".join(tables).encode()
    result = load_form(data, "form.md")
    assert result.form is not None, result.findings
    return read_source(data, "form.md", result.form)
