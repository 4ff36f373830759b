"""What study.yaml says for people of variables and categories, for whatever puts a questionnaire on paper."""

from __future__ import annotations

from collections.abc import Mapping

from cati_app.publish.paper.naming import NamesOnPaper
from cati_app.study.model import Study


def names_on_paper(study: Study | None) -> NamesOnPaper:
    """Labels of its variables and categories; nothing for a questionnaire without a study."""
    if study is None:
        return NamesOnPaper()
    derived = study.derived
    dimensions = {dimension.variable: dimension for _, dimension in reversed(study.quota_dimensions)}
    categories: dict[str, dict[str, Mapping[str, str]]] = {
        name: {category.values[0]: category.label for category in dimension.categories if len(category.values) == 1}
        for name, dimension in dimensions.items()
    }
    for name, said in derived.items():
        categories[name] = {**categories.get(name, {}), **said.labels}
    return NamesOnPaper(
        study.title,
        {
            **{name: dimension.label for name, dimension in dimensions.items()},
            **{name: said.label for name, said in derived.items() if said.label},
        },
        categories,
    )
