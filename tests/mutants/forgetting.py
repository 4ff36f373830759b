"""Mistakes in forgetting who called."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

_WORDS, _FORGETTING = "cati_app/store/staff_words.py", "cati_app/store/forgetting.py"
_FORGOTTEN, _AT_HUB = "tests/unit/store/test_forgetting.py", "tests/unit/store/test_hub_forgetting.py"

FORGETTING = (
    Mutant(
        "forgetting: a day later",
        _WORDS,
        "SELECT word, person FROM staff_word WHERE until <= ?",
        "SELECT word, person FROM staff_word WHERE until < ?",
        _FORGOTTEN,
    ),
    Mutant(
        "forgetting: facts name everybody",
        "cati_app/store/event_rows.py",
        "if person is not None and kind not in NAMING:",
        "if person is not None and kind in NAMING:",
        _FORGOTTEN,
    ),
    Mutant(
        "forgetting: the case as it was names people",
        "cati_app/store/case_rows.py",
        "**{name: word(standing[name]) for name in PEOPLE if standing.get(name)}",
        "",
        _FORGOTTEN,
    ),
    Mutant(
        "forgetting: what somebody has in hand is forgotten",
        _WORDS,
        "            self._take_along(word, person, now)\n",
        "",
        _FORGOTTEN,
    ),
    Mutant(
        "forgetting: the journal keeps it",
        _FORGETTING,
        "if (gone or known.get(_OWED)) and not database.wipe_journal():",
        "if False:",
        _FORGOTTEN,
    ),
    Mutant(
        "forgetting: backups tell people",
        "cati_app/store/backup.py",
        "                seal_words(copy, staff_key)\n",
        "",
        _FORGOTTEN,
    ),
    Mutant(
        "forgetting: the key of backups stays",
        _FORGETTING,
        "    database.state.forget_staff_keys(today.isoformat())\n",
        "",
        _FORGOTTEN,
    ),
    Mutant(
        "forgetting: copies of a hub tell people",
        "cati_app/store/hub/copying.py",
        "        forget_people_in(part / name)\n",
        "",
        _AT_HUB,
    ),
    Mutant(
        "forgetting: a station says for another whose a word is",
        _WORDS,
        " AND excluded.person = staff_word.person",
        "",
        _AT_HUB,
    ),
)
