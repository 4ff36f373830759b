"""Puts what the program reads at run time into the wheel, below `cati_app/shipped`; see `cati_app.resources`.

Everything else about the build stands in pyproject.toml. Only the reference studies are taken along: another study that
lies beside it may hold telephone numbers.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

SHIPPED = ("resources", "questionnaires/lokale-integration", "questionnaires/expertenbefragung")


class BuildWithShipped(build_py):
    """Modules first, then the folders; an editable installation reads them from the checkout."""

    def run(self) -> None:
        super().run()
        if self.editable_mode:
            return
        inside = Path(self.build_lib) / "cati_app" / "shipped"
        shutil.rmtree(inside, ignore_errors=True)  # nothing of an earlier build
        for folder in SHIPPED:
            shutil.copytree(folder, inside / folder)


setup(cmdclass={"build_py": BuildWithShipped})
