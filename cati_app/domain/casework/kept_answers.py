"""The answers of an interview as they come out of the store, many of which are read by columns alone."""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, KeysView, Mapping, Sequence, ValuesView

from cati_app.domain.casework.interviews import StoredDatum


class KeptAnswers(Mapping[str, StoredDatum]):
    """By variable; values are made when one of them is asked for.

    Args:
        told: Of each answer its variable, its text, and the reason why there is none; variables differ.
    """

    __slots__ = ("_made", "_told")

    def __init__(self, told: Sequence[tuple[str, str, str | None]]) -> None:
        self._told = told
        self._made: dict[str, StoredDatum] | None = None

    def by_column(self) -> tuple[tuple[str, ...], Iterator[tuple[str, str | None]]]:
        """The variables, and of each in the same order text and reason."""
        if not self._told:
            return (), iter(())
        variables, texts, reasons = zip(*self._told, strict=True)
        return variables, zip(texts, reasons, strict=True)

    def told(self) -> Iterator[tuple[str, str, str | None]]:
        """Of each answer its variable, its text, and the reason why there is none."""
        return iter(self._told)

    def _data(self) -> dict[str, StoredDatum]:
        if self._made is None:
            self._made = {variable: StoredDatum(variable, text, reason) for variable, text, reason in self._told}
        return self._made

    def __getitem__(self, variable: str) -> StoredDatum:
        return self._data()[variable]

    def __contains__(self, variable: object) -> bool:
        return variable in self._data()

    def __iter__(self) -> Iterator[str]:
        return iter(self._data())

    def __len__(self) -> int:
        return len(self._told)

    def keys(self) -> KeysView[str]:
        """Variables, in order."""
        return self._data().keys()

    def values(self) -> ValuesView[StoredDatum]:
        """Answers, in order."""
        return self._data().values()

    def items(self) -> ItemsView[str, StoredDatum]:
        """Both."""
        return self._data().items()
