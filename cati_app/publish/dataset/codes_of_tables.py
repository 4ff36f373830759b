"""What the tables of a study hide among all interviews, as codes of the data set: codebooks hide the same."""

from __future__ import annotations

from cati_app.publish.dataset.table import Value
from cati_app.publish.dataset.table_book import TableBook


def codes_hidden_by(book: TableBook) -> dict[str, frozenset[Value]]:
    """By variable of the data set the codes whose frequency no table tells."""
    variables = {variable.name: variable for variable in book.data.table.variables}
    sets = {each.name: each for each in book.data.table.sets}
    hidden: dict[str, frozenset[Value]] = {}
    for name, rows in book.hidden_together.lists():
        if name in sets:
            hidden |= {sets[name].variables[row]: frozenset({sets[name].counted}) for row in rows}
        elif name in variables:
            codes = {str(coded.code): coded.code for coded in variables[name].codes}
            categories = book.question(name).answers.categories
            hidden[name] = frozenset(codes[code] for row in rows if (code := categories[row].code) in codes)
    return hidden
