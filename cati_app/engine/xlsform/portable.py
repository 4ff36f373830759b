"""A second opinion: does pyxform, the converter of the ODK tools, take the questionnaire as well?"""

from __future__ import annotations

import re
import warnings
from pathlib import PurePath

from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from cati_app.domain.findings import Finding, Severity
from cati_app.engine.sheets.codes import finding
from cati_app.engine.xlsform.guard import inspect

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


def _refused(reason: str) -> Finding:
    text = re.sub(r"\s+", " ", reason).strip()[:_LONGEST]
    return finding("conversion-refused", None, None, None, reason=text)
