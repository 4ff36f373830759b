"""Words of presenters: English source strings in, the language of the interface out."""

from __future__ import annotations

from typing import Protocol


class Words(Protocol):
    """Says a source string in the language of the interface.

    Write the source as a literal at the place of the call: the translation file is collected from there.
    Placeholders are Python format fields: `words.say("Case {number}", number="004 217")`. `count` chooses the
    plural where the source exists in both forms: say the form you need.
    """

    def say(self, source: str, **values: object) -> str:
        """The text, with values filled in."""
        ...

    def __hash__(self) -> int:
        """Texts said once are kept by it: one object keeps to one language."""
        ...


class SourceWords:
    """Fulfils `Words` by saying the English source itself; for tests and headless use."""

    def say(self, source: str, **values: object) -> str:
        return source.format(**values) if values else source
