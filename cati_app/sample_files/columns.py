"""Which column of a sample file holds what: as study.yaml or the command says, else by the usual headers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from cati_app.sample_files.rows import SampleRow, SampleUnreadable
from cati_app.sample_files.settings import SINGLE, DeclaredColumns
from cati_app.values import dataclass

_USUAL: dict[str, tuple[str, ...]] = {
    "case_id": ("caseid", "caseno", "case", "id", "fallnummer", "fallnr", "fall", "lfdnr", "laufendenummer"),
    "frame": ("frame", "auswahlrahmen", "rahmen"),
    "language": ("language", "sprache", "lang"),
    "time_zone": ("timezone", "zeitzone"),
    "state": ("state", "bundesland"),
    "call_from": ("callfrom", "anrufab", "erreichbarab"),
    "call_until": ("calluntil", "anrufbis", "erreichbarbis"),
}
_NUMBER = re.compile(
    r"(telefon|telephone|tel|phone|rufnummer|rufnr|mobil|mobile|handy|cell|festnetz|landline|number)"
    r"(nummer|number|nr|no|telefon|phone)?(privat|mobil|mobile|festnetz|alternativ)?\d{0,2}"
)
_NO_WORD = re.compile(r"\d.*\d.*\d.*\d.*\d|@")


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Columns by index; `guessed` names what nobody declared."""

    headers: tuple[str, ...]
    single: Mapping[str, int]
    numbers: tuple[int, ...]
    fields: Mapping[str, int]
    guessed: tuple[str, ...]

    def shown(self, column: int) -> str:
        """A column in words that are safe to print: a header that looks like data is named by its position."""
        return shown(self.headers[column], column)

    def described(self) -> dict[str, str]:
        """What holds what, for the report."""
        said = {name: self.shown(column) for name, column in self.single.items()}
        said |= {f"number {n}": self.shown(column) for n, column in enumerate(self.numbers, 1)}
        return said | {f"field {name}": self.shown(column) for name, column in self.fields.items()}


def shown(header: str, column: int) -> str:
    """A header, or its position when it may hold personal data instead of a name."""
    return f"column {column + 1}" if _NO_WORD.search(header) or len(header) > 60 or not header else header


def map_columns(header: SampleRow, declared: DeclaredColumns, *, others: bool, guess: bool = True) -> ColumnMap:
    """The mapping.

    Args:
        header: The first row.
        declared: What study.yaml, the command or the screen says.
        others: Keep columns that are not named as sample fields.
        guess: Take columns with usual headers for what they are usually for.

    Raises:
        SampleUnreadable: `header_twice`, `header_no_text`, `columns_missing`, `columns_guess`.
    """
    names = _names(header)
    column_of = {name.casefold(): n for n, name in enumerate(names) if name}
    wanted = [*declared.single.values(), *declared.numbers, *declared.fields.values()]
    missing = [name for name in wanted if " ".join(name.split()).casefold() not in column_of]
    has = ", ".join(shown(name, n) for n, name in enumerate(names))
    if missing:
        raise SampleUnreadable("columns_missing", header.number, names=", ".join(missing), has=has)

    def at(name: str) -> int:
        return column_of[" ".join(name.split()).casefold()]

    single = {name: at(header) for name, header in declared.single.items()}
    numbers = tuple(dict.fromkeys(at(name) for name in declared.numbers))
    fields = {name: at(header) for name, header in declared.fields.items()}
    taken = {*single.values(), *numbers, *fields.values()}
    guessed = _guess(names, taken, single, declared) if guess else []
    if not numbers and guess:
        numbers = tuple(n for n, name in enumerate(names) if n not in taken and is_number_header(name))
        guessed += ["number"] if numbers else []
        taken.update(numbers)
    if not numbers:
        raise SampleUnreadable("columns_guess", header.number, has=has)
    if others and not declared.fields:
        fields = {shown(name, n): n for n, name in enumerate(names) if name and n not in taken}
    return ColumnMap(names, single, numbers, fields, tuple(guessed))


def likely_roles(header: SampleRow, declared: DeclaredColumns) -> tuple[str, ...]:
    """For each column what it most likely holds: `number`, a name of `SINGLE`, or `field`.

    As declared where the file has such a column, else by usual headers.

    Raises:
        SampleUnreadable: `header_twice`, `header_no_text`.
    """
    names = _names(header)
    column_of = {name.casefold(): n for n, name in enumerate(names) if name}
    wanted = {name: role for role, name in declared.single.items()} | dict.fromkeys(declared.numbers, "number")
    wanted |= dict.fromkeys(declared.fields.values(), "field")
    roles = {
        column_of[key]: role for name, role in wanted.items() if (key := " ".join(name.split()).casefold()) in column_of
    }
    single = {role: n for n, role in roles.items() if role in SINGLE}
    _guess(names, set(roles), single, declared)
    roles |= {n: role for role, n in single.items()}
    if "number" not in roles.values():
        roles |= {n: "number" for n, name in enumerate(names) if n not in roles and is_number_header(name)}
    return tuple(roles.get(n, "field") for n in range(len(names)))


def is_number_header(name: str) -> bool:
    """Whether a header looks like telephone numbers."""
    plain = _plain(name)
    return bool(plain) and not plain.isdecimal() and plain not in _USUAL["case_id"] and bool(_NUMBER.fullmatch(plain))


def _guess(names: Sequence[str], taken: set[int], single: dict[str, int], declared: DeclaredColumns) -> list[str]:
    guessed = []
    for role, usual in _USUAL.items():
        if role in single or role in declared.fields:
            continue
        matching = [n for word in usual for n, name in enumerate(names) if n not in taken and _plain(name) == word]
        if matching:
            single[role] = matching[0]
            taken.add(matching[0])
            guessed.append(role)
    return guessed


def _names(header: SampleRow) -> tuple[str, ...]:
    names = tuple(" ".join(cell.split()) for cell in header.cells)
    _check(names, header.number)
    return names


def _check(names: Sequence[str], row: int) -> None:
    if not any(names):
        raise SampleUnreadable("empty", row)
    if all(_NO_WORD.search(name) or name.isdecimal() for name in names if name):
        raise SampleUnreadable("header_no_text", row)
    seen: set[str] = set()
    for n, name in enumerate(names):
        if name and name.casefold() in seen:
            raise SampleUnreadable("header_twice", row, shown(name, n))
        seen.add(name.casefold())


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.casefold().replace("ß", "ss"))
