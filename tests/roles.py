"""Use cases and commands with their rights, as `packaging/roles_page.py` reads them off the code."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parents[1] / "packaging" / "roles_page.py"


def _loaded() -> Any:
    spec = importlib.util.spec_from_file_location("roles_page", _FILE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look there
    spec.loader.exec_module(module)
    return module


roles_page = _loaded()
