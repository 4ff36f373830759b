"""A second opinion: does pyxform, the converter of the ODK tools, take the questionnaire as well?"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from pathlib import PurePath

from pyxform.errors import PyXFormError
from pyxform.validators.pyxform.iana_subtags.validation import get_languages_with_bad_tags
from pyxform.xls2xform import convert

from cati_app.domain.findings import Finding, Severity
from cati_app.engine.sheets.codes import finding
from cati_app.engine.xlsform.guard import inspect
from cati_app.engine.xlsform.language_aliases import short_code
from cati_app.engine.xlsform.languages import language_code

_TYPES = frozenset({".xlsx", ".xlsm", ".xls", ".csv", ".md"})
_LONGEST = 300


def portability(data: bytes, filename: str) -> list[Finding]:
    """A warning when pyxform refuses the workbook; nothing when it takes it or cannot be asked."""
    kind = PurePath(filename).suffix.lower()
    if kind not in _TYPES or any(problem.severity is Severity.ERROR for problem in inspect(data)):
        return []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            convert(xlsform=data, file_type=kind, validate=False, form_name="data")
    except PyXFormError as error:
        return [_refused(str(error))]
    except Exception as error:  # pyxform lets errors of many kinds escape on unusual workbooks
        return [_refused(f"{type(error).__name__}: {error}")]
    return []


def unregistered_languages(names: Iterable[str]) -> list[Finding]:
    """A warning for each language whose code, in brackets behind its name, is not registered with IANA.

    IANA lists the shortest code alone: one of three letters that has a shorter one is right, but the ODK tools, which
    ask that list, do not know it; that is a hint.

    Args:
        names: Of languages as in the headers; regions and capital letters (`pt-BR`) are no mistake.
    """
    findings: list[Finding] = []
    for name in names:
        if not (name.endswith(")") and "(" in name):
            continue
        code = language_code(name)
        short = short_code(code)
        if short != code:
            written = f"{name[: name.rindex('(')]}({short})"
            findings.append(finding("language-code-long", "survey", 1, language=name, code=short, written=written))
        elif get_languages_with_bad_tags([f"code ({re.split('[-_]', code)[0]})"]):
            findings.append(finding("language-code-unregistered", "survey", 1, language=name))
    return findings


def _refused(reason: str) -> Finding:
    text = re.sub(r"\s+", " ", reason).strip()[:_LONGEST]
    return finding("conversion-refused", None, None, None, reason=text)
