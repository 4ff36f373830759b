"""Reads tables.yaml, which says which tables of a study are made: the checked model, or every finding with its line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BeforeValidator, Field

from cati_app.domain.findings import Finding
from cati_app.domain.phrases import Phrase
from cati_app.study.files import read_file
from cati_app.study.load import CheckedFile, read_settings
from cati_app.study.part import StrictSettings, Translated
from cati_app.study.patch import WantedSetting, patched
from cati_app.study.plain_yaml import plain_yaml
from cati_app.study.settings_file import replace_file
from cati_app.values import dataclass

TABLES_FILE = "tables.yaml"
_DESCRIBED = ("value-invalid", "study-empty")


def _value_as_text(value: object) -> object:
    """Values are texts, though many are written like numbers."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


TableValue = Annotated[str, BeforeValidator(_value_as_text), Field(min_length=1, max_length=100)]
VariableName = Annotated[str, Field(min_length=1, max_length=100)]
TableValues = Annotated[list[TableValue], Field(min_length=1, max_length=500)]


class CategorySettings(StrictSettings):
    """Values that are told as one."""

    label: Translated
    values: TableValues = Field(
        description="By the choice's name or code, of a number by a range: `16-29`, `4+`; a reason for a missing value"
        " by its name: `refused`."
    )


class RecodeSettings(StrictSettings):
    """A variable made of another; what belongs to none of its categories has no value."""

    name: str = Field(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,31}$", description="What the new variable is called.")
    variable: VariableName = Field(description="Variable of the data set, or a recode before this one.")
    label: Translated
    categories: list[CategorySettings] = Field(min_length=1, max_length=200)


class FilterSettings(StrictSettings):
    """Who is in a table."""

    name: VariableName
    label: Translated
    where: dict[str, TableValues] = Field(
        min_length=1, max_length=20, description="Of each variable one of these values; all have to hold."
    )


class BannerSettings(StrictSettings):
    """The columns beside that of all interviews."""

    name: VariableName
    label: Translated
    variables: list[VariableName] = Field(min_length=1, max_length=12)


class TableSettings(StrictSettings):
    """One table."""

    question: VariableName = Field(description="Variable or multiple-response set of the data set, or a recode.")
    banner: str = Field(default="", description="By its name; blank: the first; `none`: all interviews alone.")
    filter: str = Field(default="", description="By its name; blank: all interviews.")


class TablesFile(StrictSettings):
    """The tables of a study (file `tables.yaml` beside study.yaml)."""

    small_cells: int = Field(
        default=5, ge=2, le=100, description="Cells with fewer interviews are hidden in what is handed out."
    )
    intervals: bool | None = Field(
        default=None, description="Tell shares with intervals. Without it: where study.yaml says `design: random`."
    )
    letters: bool | None = Field(
        default=None,
        description="Tell by letters which columns differ by more than chance. Without it: as `intervals`.",
    )
    recodes: list[RecodeSettings] = Field(default=[], max_length=200)
    filters: list[FilterSettings] = Field(default=[], max_length=100)
    banners: list[BannerSettings] = Field(
        default=[], max_length=50, description="Without one: the dimensions of the quota."
    )
    nets: dict[str, list[CategorySettings]] = Field(
        default={}, max_length=500, description="By question: categories that are told together as well."
    )
    tables: list[TableSettings] = Field(
        default=[], max_length=2000, description="Without one: every question, with the first banner."
    )


def read_tables(folder: Path) -> CheckedFile[TablesFile]:
    """tables.yaml of a study folder, checked; the defaults where there is none."""
    path = folder / TABLES_FILE
    if not path.exists():
        return CheckedFile(TablesFile(), ())
    content, problem = read_file(path)
    if content is None:
        return CheckedFile(None, (problem,) if problem is not None else ())
    return load_tables(content)


def load_tables(data: bytes) -> CheckedFile[TablesFile]:
    """Read and check the text of tables.yaml; a file that says nothing is one with the defaults."""
    if not data.strip():
        return CheckedFile(TablesFile(), ())
    read = read_settings(data, TablesFile)
    return replace(read, findings=tuple(_of_tables(finding) for finding in read.findings))


def _of_tables(finding: Finding) -> Finding:
    cure = Phrase("docs/tables.md shows how it is written.") if finding.code in _DESCRIBED else finding.cure
    return replace(finding, sheet=TABLES_FILE, cure=cure)


@dataclass(frozen=True, slots=True)
class KeptTable:
    """A table as it is to stand in tables.yaml, with a banner and a filter that are new there; None: none is."""

    table: Mapping[str, object]
    banner: Mapping[str, object] | None = None
    filter: Mapping[str, object] | None = None


def keep_table(folder: Path, kept: KeptTable) -> None:
    """Write a table into tables.yaml, in place of one of the same question and filter; the other lines stay.

    Raises:
        EnvironmentProblem: `setting_unpatchable`; as `replace_file`; the file is as it was.
    """
    path = folder / TABLES_FILE
    before = path.read_bytes() if path.exists() else None
    content = plain_yaml(before) if before is not None and before.strip() else None
    settings: Mapping[str, object] = content if isinstance(content, dict) else {}
    wanted = []
    parts = (("banners", kept.banner, ("name",)), ("filters", kept.filter, ("name",)))
    for key, entry, alike in (*parts, ("tables", kept.table, ("question", "filter"))):
        if entry is not None:
            wanted.append(_entry(key, settings.get(key), entry, alike))
    if before is None or content is None:
        whole = {setting.path[0]: setting.value for setting in wanted}
        data = yaml.safe_dump(whole, allow_unicode=True, sort_keys=False).encode()
        replace_file(path, (before or b"") + data, before)
        return
    replace_file(path, patched(before, wanted), before)


def _entry(key: str, now: object, entry: Mapping[str, object], alike: Sequence[str]) -> WantedSetting:
    """In place of the entry that says the same of what names it, else behind the others."""
    if not isinstance(now, list) or not now:
        return WantedSetting((key,), [dict(entry)])
    for number, other in enumerate(now):
        if isinstance(other, dict) and all(other.get(name, "") == entry.get(name, "") for name in alike):
            return WantedSetting((key, number), dict(entry))
    return WantedSetting((key, len(now)), dict(entry))
