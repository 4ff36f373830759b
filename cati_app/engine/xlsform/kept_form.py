"""A form once built, kept so that reopening a study needs no building.

Only the classes of a form can be made from what is read back. The program of a form is Python that our compiler wrote,
so a shelf must give back nothing that others could have written (decision 0009).
"""

from __future__ import annotations

import hashlib
import io
import pickle
from collections.abc import Mapping
from enum import Enum
from typing import Any

from cati_app.domain.findings import Finding
from cati_app.engine.form.model import Form
from cati_app.values import dataclass

_MODULES = frozenset(
    {
        *(f"cati_app.engine.form.{name}" for name in ("model", "nodes", "plan", "dataset", "screen")),
        "cati_app.engine.kinds.registry",
    }
)
_FINDINGS = "cati_app.domain.findings"


@dataclass(frozen=True, slots=True)
class KeptForm:
    """What was kept: the form, the findings on it, and the files beside the questionnaire it was built with."""

    form: Form
    findings: tuple[Finding, ...]
    files: Mapping[str, str]  # name to the digest of the content; blank where it was missing


def digest(data: bytes | None) -> str:
    """A fingerprint of a file, blank where there is none."""
    return "" if data is None else hashlib.sha256(data).hexdigest()


def pack_form(kept: KeptForm) -> bytes:
    """As bytes."""
    return pickle.dumps((kept.form, kept.findings, dict(kept.files)), protocol=5)


def unpack_form(data: bytes) -> KeptForm | None:
    """What `pack_form` was given; None when the data are damaged or hold anything else."""
    try:
        form, findings, files = _FormUnpickler(io.BytesIO(data)).load()
        sound = isinstance(form, Form) and all(isinstance(problem, Finding) for problem in findings)
        return KeptForm(form, tuple(findings), dict(files)) if sound else None
    except Exception:  # whatever a damaged file causes, the form is rebuilt
        return None


def _member(kind: type, name: str) -> Enum:
    """A member of an Enum by name, and nothing else."""
    if not issubclass(kind, Enum):
        raise pickle.UnpicklingError(name)
    return kind[name]


class _FormUnpickler(pickle.Unpickler):
    """Makes nothing but forms and findings."""

    def find_class(self, module: str, name: str) -> Any:
        """A class of a form; anything else is refused."""
        if (module, name) == ("builtins", "getattr"):  # how some releases of Python 3.11 write members of an Enum
            return _member
        if module in _MODULES or module == _FINDINGS:
            loaded = super().find_class(module, name)
            if isinstance(loaded, type) and loaded.__module__ == module:
                return loaded
        raise pickle.UnpicklingError(name)
