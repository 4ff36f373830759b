"""The rules of the studies at a hub, read once for each edition."""

from __future__ import annotations

from cati_app.fieldwork.rules import StudyRules
from cati_app.fieldwork.sharing.clear_rules import read
from cati_app.store.hub.study_book import EditionInForce, StudyBook
from cati_app.store.trust.edition import PartName, StudyEdition


class EditionRules:
    """Rules by study; each study has a thread of its own, and asks for its own alone."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, StudyRules]] = {}

    def of(self, study: str, book: StudyBook, known: EditionInForce) -> StudyRules:
        """Of the edition in force; its part was read before the edition counted."""
        text = known.declaration.text
        kept = self._known.get(study)
        if kept is None or kept[0] != text:
            part = StudyEdition.parts_named(known.declaration)[PartName.RULES]
            kept = self._known[study] = text, read(book.content(part))
        return kept[1]
