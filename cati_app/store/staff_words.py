"""Words in place of people: whoever acts on a case stands in its rows, and in the log, by a word of a quarter.

One small table says whose word it is. The word is random, so that table is the only way back: once its row is gone,
nothing that was written, chained, sent or copied under the word tells who it was, and not a byte of that has changed.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from cati_app.domain.people.users import NOBODY
from cati_app.store.times import utc_text
from cati_app.values import dataclass

Execute = Callable[[str, Sequence[object]], Any]
"""Runs one statement with its values; a cursor with the rows."""

_PREFIX = "p:"
"""Begins a word; no id of a person begins so."""
_OF_QUARTER = "SELECT min(word) FROM staff_word WHERE person = ? AND quarter = ?"
_NEWEST = "SELECT word FROM staff_word WHERE person = ? ORDER BY quarter DESC, word LIMIT 1"
_PERSON = "SELECT person FROM staff_word WHERE word = ?"
_ADD = "INSERT INTO staff_word (word, person, quarter, until, own) VALUES (?, ?, ?, ?, ?)"
_LEARN = (
    "INSERT INTO staff_word (word, person, quarter, until, own) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT (word) DO UPDATE SET until = excluded.until"
    " WHERE excluded.until < staff_word.until AND excluded.person = staff_word.person"
)
_OWN = "SELECT word, person, quarter, until FROM staff_word WHERE own ORDER BY word"
_AMONG = "SELECT word, person, quarter, until FROM staff_word WHERE word IN ({marks}) ORDER BY word"
_DUE = "SELECT word, person FROM staff_word WHERE until <= ? ORDER BY word"
_NO_LONGER = "UPDATE staff_word SET until = ? WHERE until > ?"
_OF_OWN = "SELECT word, quarter, until FROM staff_word WHERE own"
_SHORTER = "UPDATE staff_word SET until = ? WHERE word = ?"
_END = "DELETE FROM staff_word WHERE until <= ?"
_DROP = "DELETE FROM staff_word WHERE word = ?"
_GOES_ON = (
    ("attempt", "user_id", "ended_at IS NULL"),
    ("interview", "user_id", "state = 'running'"),
    ('"case"', "locked_by", "state = 'open'"),
    ('"case"', "appointment_owner", "appointment_at > '{now}' AND state = 'open'"),
    ("case_lease", "user_id", "ended_at IS NULL"),
)
"""Where somebody is at work still, or expected, while the word ends: it goes on under a newer one of that person."""
LOOKED_ON = "staff_looked_on"
"""Name under which a database keeps the day on which it was looked last what had ended."""
_DAYS = "staff_days"
_KEPT = "SELECT value FROM meta WHERE key = ?"
_KEEP = "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
DAYS = 90
"""So many days after its quarter a word is told, where the study says nothing else."""


def person_of(column: str) -> str:
    """An expression for the person whose word stands in a column.

    NULL where that is NULL, blank where nobody knows any more; what is no word, as rows of older versions have it,
    stays as it is.
    """
    return (
        f"coalesce((SELECT w.person FROM staff_word w WHERE w.word = {column}),"
        f" CASE WHEN substr({column}, 1, {len(_PREFIX)}) = '{_PREFIX}' THEN '{NOBODY}' ELSE {column} END)"
    )


def words_of(column: str) -> str:
    """A condition: a column holds a word of a person, or the id itself; the person stands for both of its marks."""
    return f"{column} IN (SELECT w.word FROM staff_word w WHERE w.person = ? UNION ALL SELECT CAST(? AS TEXT))"


def is_word(told: object) -> bool:
    """Whether it is a word in place of a person."""
    return isinstance(told, str) and told.startswith(_PREFIX)


@dataclass(frozen=True, slots=True)
class StaffWord:
    """Whose word it is.

    Args:
        person: Id of the person.
        quarter: In which it is used, as `2026-4`.
        until: ISO date in UTC: from then on nobody knows any more.
    """

    word: str
    person: str
    quarter: str
    until: str


class KnownWords:
    """Words that a database has, for whoever writes many rows: those of a transaction once it is durable.

    They are of quarters in which something happens, and such words do not end.
    """

    def __init__(self) -> None:
        self._durable: dict[tuple[str, str], str] = {}
        self._of_transaction: dict[tuple[str, str], str] = {}
        self.quarter: str | None = None
        """In which something was written last."""

    def get(self, person: str, quarter: str) -> str | None:
        """The word of a person for a quarter, if it is known."""
        of = person, quarter
        return self._durable.get(of) or self._of_transaction.get(of)

    def note(self, person: str, quarter: str, word: str) -> None:
        """It is in the database, as this transaction sees it."""
        self._of_transaction[person, quarter] = word
        self.quarter = quarter

    def begun(self) -> None:
        """Another transaction begins, or a part of this one was undone."""
        self._of_transaction.clear()

    def clear(self) -> None:
        """Some of them ended."""
        self._durable.clear()
        self._of_transaction.clear()

    def committed(self) -> None:
        """The transaction is durable."""
        self._durable.update(self._of_transaction)
        self._of_transaction.clear()


class StaffWords:
    """The words of a study's people, within a transaction.

    Args:
        execute: Runs a statement of the transaction.
        known: Of the database; None: nothing is remembered.
    """

    def __init__(self, execute: Execute, known: KnownWords | None = None) -> None:
        self._execute = execute
        self._known = known

    def word(self, person: str, at: datetime) -> str:
        """The word of a person for what happens at a time; made with the first such thing of a quarter.

        Nobody's is one that leads nowhere.
        """
        if person == NOBODY:
            return _new()
        return self._of(person, quarter_of(at))

    def _of(self, person: str, quarter: str) -> str:
        word = None if self._known is None else self._known.get(person, quarter)
        if word is None:
            row = self._execute(_OF_QUARTER, (person, quarter)).fetchone()
            word = str(row[0]) if row[0] is not None else self._made(person, quarter)
            if self._known is not None:
                self._known.note(person, quarter, word)
        return word

    def newest(self, person: str, at: datetime) -> str:
        """The word a person has now; for somebody who has none, one of the quarter of `at`."""
        if self._known is not None and self._known.quarter is not None and person != NOBODY:
            return self._of(person, self._known.quarter)
        row = self._execute(_NEWEST, (person,)).fetchone() if person != NOBODY else (_new(),)
        return str(row[0]) if row is not None else self._made(person, quarter_of(at))

    def person(self, told: str) -> str:
        """Whose word it is: blank where nobody knows any more; what is no word stays as it is."""
        if not is_word(told):
            return told
        row = self._execute(_PERSON, (told,)).fetchone()
        return NOBODY if row is None else str(row[0])

    def own(self) -> tuple[StaffWord, ...]:
        """The words that were made here."""
        return tuple(StaffWord(*row) for row in self._execute(_OWN, ()).fetchall())

    def among(self, words: Sequence[str]) -> tuple[StaffWord, ...]:
        """Whose these are, of those that are known."""
        if not words:
            return ()
        marks = ", ".join("?" for _ in words)
        return tuple(StaffWord(*row) for row in self._execute(_AMONG.format(marks=marks), tuple(words)).fetchall())

    def learn(self, words: Sequence[StaffWord], *, own: bool = False) -> None:
        """Words that were made elsewhere; of one that is known whose it is stays, and it ends no later."""
        for each in words:
            self._execute(_LEARN, (each.word, each.person, each.quarter, each.until, own))

    def keep_days(self, days: int) -> bool:
        """So many days after their quarter words are told: those that are made from now on, and no other for longer.

        Returns:
            Whether that is another number than before.
        """
        if self._days() == days:
            return False
        self._execute(_KEEP, (_DAYS, str(days)))
        for word, quarter, until in self._execute(_OF_OWN, ()).fetchall():
            ends = _until(quarter, days)
            if ends < until:
                self._execute(_SHORTER, (ends, word))
        return True

    def end(self, day: str) -> None:
        """Whose the words are that end by an ISO date is gone."""
        self._execute(_END, (day,))

    def forget(self, now: datetime) -> int:
        """Whose the words of quarters long past were is deleted; how many these are.

        What somebody has in hand goes on under a newer word of theirs. No word is told for longer than one of today.
        """
        newest = _until(quarter_of(now), self._days())
        self._execute(_NO_LONGER, (newest, newest))
        due = self._execute(_DUE, (now.astimezone(UTC).date().isoformat(),)).fetchall()
        if due and self._known is not None:
            self._known.clear()
        for word, person in due:
            self._take_along(word, person, now)
            self._execute(_DROP, (word,))
        return len(due)

    def _take_along(self, word: str, person: str, now: datetime) -> None:
        for table, column, condition in _GOES_ON:
            goes_on = f"{column} = ? AND {condition.format(now=utc_text(now))}"
            if self._execute(f"SELECT 1 FROM {table} WHERE {goes_on} LIMIT 1", (word,)).fetchone() is not None:
                newer = self.word(person, now)
                self._execute(f"UPDATE {table} SET {column} = ? WHERE {goes_on}", (newer, word))

    def _made(self, person: str, quarter: str) -> str:
        word = _new()
        self._execute(_ADD, (word, person, quarter, _until(quarter, self._days()), True))
        return word

    def _days(self) -> int:
        row = self._execute(_KEPT, (_DAYS,)).fetchone()
        return DAYS if row is None else int(row[0])


def _new() -> str:
    return _PREFIX + secrets.token_hex(8)


def quarter_of(at: datetime) -> str:
    """The quarter of a time in UTC, as `2026-4`."""
    day = at.astimezone(UTC)
    return f"{day.year}-{(day.month + 2) // 3}"


def ends_between(after: date, until: date, days: int) -> bool:
    """Whether the words of a quarter end on a day after the one and up to the other."""
    begins = datetime(after.year - 1 - days // 365, 1, 1, tzinfo=UTC)
    quarters = {quarter_of(begins + timedelta(days=day)) for day in range(0, (until - begins.date()).days + 1, 80)}
    return any(after.isoformat() < _until(quarter, days) <= until.isoformat() for quarter in quarters)


def _until(quarter: str, days: int) -> str:
    """The first day on which nobody knows any more who acted in a quarter."""
    year, number = map(int, quarter.split("-"))
    after = date(year + number // 4, number % 4 * 3 + 1, 1)
    return (after + timedelta(days=days)).isoformat()
