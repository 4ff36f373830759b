"""The catalogue that reads messages when they are said has the same ones as gettext's own."""

from __future__ import annotations

import gettext
import io
import struct
from pathlib import Path

import pytest

from cati_app.texts.catalogue import Catalogue
from cati_app.texts.words import catalogues

_FILES = sorted(catalogues().glob("*/LC_MESSAGES/cati.mo"))


@pytest.mark.parametrize("file", _FILES, ids=lambda path: str(path.parts[-3]))
def test_every_message_is_the_one_that_gettext_has(file: Path) -> None:
    ours, theirs = (made(io.BytesIO(file.read_bytes())) for made in (Catalogue, gettext.GNUTranslations))
    known = vars(theirs)["_catalog"]

    assert len(known) > 100
    assert [] == [key for key, text in known.items() if text != vars(ours)["_catalog"].get(key)]
    assert [theirs.plural(n) for n in range(200)] == [ours.plural(n) for n in range(200)]  # type: ignore[attr-defined]


def test_what_is_not_there_is_said_as_it_is() -> None:
    ours = Catalogue(io.BytesIO(_FILES[0].read_bytes()))

    assert ("nothing of this", "so many", "other") == (
        ours.gettext("nothing of this"),
        ours.ngettext("so one", "so many", 2),
        ours.pgettext("context", "other"),
    )


@pytest.mark.parametrize("data", [b"", b"\0" * 40, b"nonsense" * 10])
def test_what_is_no_catalogue_is_refused_as_gettext_does(data: bytes) -> None:
    with pytest.raises(OSError, match="Bad magic number"):
        Catalogue(io.BytesIO(data))


def test_a_text_is_found_beside_the_same_one_with_plural_forms() -> None:
    texts = [(b"", b"Plural-Forms: nplurals=2; plural=n != 1;\n"), (b"call", b"Anruf"), (b"call\0calls", b"1\0viele")]
    kept, spots = b"", []
    for column in (0, 1):
        for row in texts:
            spots.append((len(row[column]), 28 + 16 * len(texts) + len(kept)))
            kept += row[column]
    tables = b"".join(struct.pack("<2I", *spot) for spot in spots)
    head = struct.pack("<7I", 0x950412DE, 0, len(texts), 28, 28 + 8 * len(texts), 0, 0)

    ours = Catalogue(io.BytesIO(head + tables + kept))

    assert ("Anruf", "1", "viele", "cal", "calls") == (
        ours.gettext("call"),
        ours.ngettext("call", "calls", 1),
        ours.ngettext("call", "calls", 2),
        ours.gettext("cal"),
        ours.gettext("calls"),
    )
