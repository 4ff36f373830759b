"""An import contract of our own: within a package, whatever is not named as drawing reaches no toolkit."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Any, cast

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class DrawsNothing(Contract):
    """Every module of `package` is kept from `toolkit`, by whatever way, but for those that match `may_draw`.

    What draws is listed, not what does not: a new presenter is under the contract whatever it is called. A pattern
    that matches no module any more breaks the contract too.
    """

    type_name = "draws_nothing"

    package = fields.StringField()
    toolkit = fields.StringField()
    may_draw = fields.SetField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        package, toolkit, patterns = str(self.package), str(self.toolkit), cast("set[str]", self.may_draw)
        modules = {package, *graph.find_descendants(package)}
        plain = {name for name in modules if not any(fnmatchcase(name, pattern) for pattern in patterns)}
        chains = [graph.find_shortest_chain(importer=name, imported=toolkit) for name in sorted(plain)]
        drawing = [chain for chain in chains if chain is not None]
        stale = sorted(p for p in patterns if not any(fnmatchcase(name, p) for name in modules))
        return ContractCheck(kept=not drawing and not stale, metadata={"drawing": drawing, "stale": stale})

    def render_broken_contract(self, check: ContractCheck) -> None:
        found: dict[str, Any] = check.metadata
        for chain in found["drawing"]:
            output.print_error(" -> ".join(chain))
        for pattern in found["stale"]:
            output.print_error(f"{pattern} matches no module: take it off the list may_draw.")
