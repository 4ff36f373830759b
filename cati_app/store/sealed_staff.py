"""Whose the words of a database are, sealed in its backups under keys of the state folder, one for each day they end.

The folder goes into no backup: elsewhere a backup has the words and no people, and here it has none any more once the
key is gone. So the backup need not be found, opened or changed to forget.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from itertools import groupby
from operator import itemgetter
from typing import Any

from cati_app.domain.errors import EnvironmentProblem
from cati_app.store.staff_words import StaffWord, StaffWords
from cati_app.store.statements import Statements

_PREFIX = "staff_sealed:"
"""Before the day on which words end: the name under which a backup keeps them."""
_ALL = "SELECT until, word, person, quarter, own FROM staff_word ORDER BY until, word"
_KEEP = "INSERT INTO meta (key, value) VALUES (?, ?)"
_KEPT = "SELECT key, value FROM meta WHERE substr(key, 1, ?) = ?"
_DROP = "DELETE FROM meta WHERE key = ?"
# sqlite: the catalogue
_HAS_WORDS = "SELECT 1 FROM sqlite_master WHERE name = 'staff_word'"
_NONCE = 12


def seal_words(driver: Any, key_of: Callable[[str], bytes] | None) -> None:
    """Of a copy that becomes a backup: whose its words are is sealed in it, or not in it without keys.

    Args:
        driver: The driver's connection to the copy, in autocommit.
        key_of: The key for the day on which words end, 32 bytes.
    """
    if driver.execute(_HAS_WORDS).fetchone() is None:
        return
    rows = driver.execute(_ALL).fetchall()
    driver.execute("DELETE FROM staff_word")
    if key_of is None:
        return
    for until, words in groupby(rows, key=itemgetter(0)):
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - not needed at a start

        nonce, name = os.urandom(_NONCE), f"{_PREFIX}{until}"
        plain = json.dumps([row[1:] for row in words]).encode()
        sealed = nonce + AESGCM(key_of(until)).encrypt(nonce, plain, name.encode())
        driver.execute(_KEEP, (name, sealed.hex()))


def open_words(statements: Statements, key_of: Callable[[str], bytes | None]) -> None:
    """Of a backup that is brought back: whose its words are, of those whose key is here; nothing sealed stays.

    Raises:
        EnvironmentProblem: `field_damaged`.
    """
    if statements.row(_HAS_WORDS) is None:
        return
    for name, sealed in statements.all(_KEPT, len(_PREFIX), _PREFIX):
        until = str(name).removeprefix(_PREFIX)
        key = key_of(until)
        if key is not None:
            for word, person, quarter, own in json.loads(_opened(bytes.fromhex(sealed), key, name)):
                StaffWords(statements.execute).learn([StaffWord(word, person, quarter, until)], own=bool(own))
        statements.execute(_DROP, (name,))


def _opened(sealed: bytes, key: bytes, name: str) -> bytes:
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - as above
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - as above

    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], name.encode())
    except InvalidTag as error:
        raise EnvironmentProblem(
            "field_damaged",
            "A sealed field of this database was changed or does not belong where it stands.",
            "Run `cati verify`, and restore the newest good backup.",
        ) from error
