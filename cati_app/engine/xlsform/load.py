"""From the bytes of a workbook to the form, or to everything that keeps it from being one."""

from __future__ import annotations

from cati_app.domain.findings import Finding
from cati_app.engine.form.model import Form
from cati_app.engine.xlsform.kept_form import KeptForm, pack_form, unpack_form
from cati_app.engine.xlsform.shelf import Attachments, Shelf
from cati_app.engine.xlsform.unpickling import digest
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class FormResult:
    """The form, None when there are errors among the findings."""

    form: Form | None
    findings: tuple[Finding, ...]
    files: tuple[str, ...] = ()  # names of the files beside the questionnaire that it asks for


def load_form(
    data: bytes,
    filename: str,
    shelf: Shelf | None = None,
    attachments: Attachments | None = None,
    *,
    unnamed: str = "",
) -> FormResult:
    """Read, check and build a questionnaire.

    Args:
        data: The file.
        filename: Tells the format.
        shelf: Keeps workbooks once read, and forms once built.
        attachments: The files beside the questionnaire by name; only those are asked for that it names.
        unnamed: The language of a questionnaire that names none, as a header would name it: `German (de)`.
    """
    beside = attachments or {}
    name = f"form-{digest(f'{filename} {unnamed} '.encode() + data)}"
    kept = _from_shelf(shelf, name, beside)
    if kept is not None:
        return kept
    from cati_app.engine.xlsform.assemble import assemble  # noqa: PLC0415 - reading and building: a tenth of a start

    result = FormResult(*assemble(data, filename, shelf, beside, unnamed))
    if shelf is not None and result.form is not None:
        digests = {file: digest(beside.get(file)) for file in result.files}
        shelf.put(name, pack_form(KeptForm(result.form, result.findings, digests)))
    return result


def _from_shelf(shelf: Shelf | None, name: str, beside: Attachments) -> FormResult | None:
    """The form as it was built, unless a file beside the questionnaire is another one now."""
    packed = shelf.get(name) if shelf is not None else None
    kept = unpack_form(packed) if packed is not None else None
    if kept is None or any(digest(beside.get(file)) != before for file, before in kept.files.items()):
        return None
    return FormResult(kept.form, kept.findings, tuple(kept.files))
