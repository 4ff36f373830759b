"""A sample of numbers that nobody has, for whoever practises or rehearses without one of the study."""

from __future__ import annotations

import csv
import random
from collections.abc import Mapping, Sequence
from pathlib import Path

from cati_app.station.loading import LoadedStudy
from cati_app.study.model import Category, SampleFile, Study

_SELDOM = 0.02
_STEMS = ("+493023125", "+496990009", "+494066969", "+492214710", "+498999998")
_EACH = 1000
MOST_NUMBERS = len(_STEMS) * _EACH
"""Numbers that are kept free for films: nobody has them (Bundesnetzagentur, numbers for media productions)."""


def write_sample(path: Path, study: Study, numbers: int, chance: random.Random) -> None:
    """A file of numbers that nobody has; what quotas count by is drawn by the shares of its categories.

    Args:
        numbers: 1 to `MOST_NUMBERS`.
    """
    fields = _fields(study)
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["case_no", "frame", "number", *fields])
        for n in range(numbers):
            drawn = [_drawn(categories, chance) for categories in fields.values()]
            rows.writerow([n + 1, "landline", f"{_STEMS[n // _EACH]}{n % _EACH:03d}", *drawn])


def with_sample(loaded: LoadedStudy, path: Path) -> LoadedStudy:
    """The same study with the sample of a file, which may lie anywhere."""
    sample = SampleFile(file=str(path.absolute()))
    return loaded.with_study(loaded.study.model_copy(update={"sample": sample}))


def _fields(study: Study) -> Mapping[str, Sequence[Category]]:
    """Columns of the sample that quotas count by, with the categories of their values."""
    quotas = [*([study.quota] if study.quota is not None else []), *study.further_quotas]
    return {
        dimension.variable: dimension.categories
        for quota in quotas
        for dimension in quota.dimensions
        if dimension.from_ == "sample"
    }


def _drawn(categories: Sequence[Category], chance: random.Random) -> str:
    """A value; categories without a share are drawn alike, and none is left out for having the share 0."""
    shares = [1.0 if category.share is None else max(_SELDOM, category.share) for category in categories]
    return chance.choice(chance.choices(categories, shares)[0].values)
