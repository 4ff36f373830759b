"""A station and its hub, for the passwords that people choose at any station of the study.

Whoever has contact with the hub hears of them, the station that published the study too; a hub that came back from an
older copy is shown what it has lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from cati_app.domain.errors import UNANSWERED, EnvironmentProblem
from cati_app.domain.people.key_bundles import PasswordOffer, TakenBundle
from cati_app.fieldwork.ports.hub import StoreStep, at_once
from cati_app.station.hub_lines import BETWEEN_CALLS, MomentaryLine, client_over
from cati_app.station.hub_link import access_of, study_at_hub
from cati_app.store import key_bundles
from cati_app.store.database import Database
from cati_app.store.joined import JOINED, PUBLISHED
from cati_app.store.key_bundles import Heard
from cati_app.sync.client import Client
from cati_app.sync.password_client import PasswordClient
from cati_app.sync.password_messages import AT_ONCE, PasswordsTold, taken_of

_TRIES = 2
"""Somebody waits."""
_LET_GO = "hub_not_waited_for"


def hear_passwords(database: Database, client: Client, in_store: StoreStep = at_once) -> None:
    """What people chose at other stations comes into force here; a hub that has lost some of it is shown that.

    Raises:
        EnvironmentProblem: `hub_unreachable`, `hub_not_published`, `part_damaged` for what no station sealed.
    """
    hub = PasswordClient(client)
    heard, known = in_store(partial(_heard, database))
    life, after, waits = heard.life, heard.n, 0
    while True:
        told = hub.after(after, known=known)
        known = told.newest
        if _life(told) != life or told.anew:  # it came back from a copy, whether it has noticed or not
            life, after = _life(told), 0
            waits = sum(hub.after(known, shown).waits for shown in _pages(in_store(partial(_vouched, database))))
            continue
        after = told.n
        now = Heard("" if waits else life, after, known)  # what waits is shown again with the next contact
        if told.bundles or now != heard:
            in_store(partial(_take, database, [taken_of(each) for each in told.bundles], now))
            heard = now
        if len(told.bundles) < AT_ONCE:
            return


def hear_at_push(database: Database) -> None:
    """The same with the log, where the study is at its hub: a timer may be the only contact that a station has.

    Raises:
        EnvironmentProblem: as `hear_passwords`.
    """
    if database.kept(PUBLISHED) is not None or database.kept(JOINED) is not None:
        with study_at_hub(database) as at:
            hear_passwords(database, at.client.client)


def _life(told: PasswordsTold) -> str:
    return f"{told.life.n}.{told.life.id}"


def _pages(bundles: Sequence[TakenBundle]) -> Iterator[Sequence[TakenBundle]]:
    return (bundles[first : first + AT_ONCE] for first in range(0, len(bundles), AT_ONCE))


def _heard(database: Database) -> tuple[Heard, int]:
    """What was heard, and the highest number of the hub that is known here, also of what was brought from here."""
    with database.transaction() as statements:
        heard = key_bundles.heard(statements)
        return heard, max(heard.n, heard.newest, key_bundles.newest(statements))


def _vouched(database: Database) -> Sequence[TakenBundle]:
    with database.transaction() as statements:
        return key_bundles.vouched(statements)


def _take(database: Database, bundles: Sequence[TakenBundle], heard: Heard) -> None:
    """What came, with how far that is, at once."""
    with _to_write(database) as writable, writable.transaction() as statements:
        key_bundles.put(statements, writable, bundles)
        key_bundles.keep_heard(statements, heard)
        statements.commit()


@contextmanager
def _to_write(database: Database) -> Iterator[Database]:
    """For commands that wait for a line, and hold the database only while they write."""
    if database.writable:
        yield database
    else:
        with database.for_a_moment() as writable:
            yield writable


class PasswordsAtHub:
    """The hub of a study, while somebody waits for a password to be taken.

    Args:
        in_store: Does a step of the store in the thread that owns it.

    Raises:
        EnvironmentProblem: `hub_not_enrolled`.
    """

    def __init__(self, database: Database, in_store: StoreStep) -> None:
        self._database = database
        self._in_store = in_store
        access = access_of(database)
        self._line = MomentaryLine(access, BETWEEN_CALLS)
        self._client = client_over(self._line, access, _TRIES)

    def hear(self) -> None:
        """What is in force elsewhere, before anybody is asked for a password.

        Raises:
            EnvironmentProblem: `password_needs_line`; as `hear_passwords`.
        """
        try:
            hear_passwords(self._database, self._client, self._in_store)
        except EnvironmentProblem as problem:
            if problem.code in UNANSWERED:
                raise _needs_line() from problem
            raise

    def bring(self, offer: PasswordOffer) -> TakenBundle:
        """Have the hub take it.

        Raises:
            RuleViolation: `password_elsewhere`.
            EnvironmentProblem: `password_unanswered` where nobody can say whether it was taken; as `PasswordClient`.
        """
        try:
            return PasswordClient(self._client).bring(offer)
        except EnvironmentProblem as problem:
            if problem.code in UNANSWERED or problem.code == _LET_GO:
                raise _unanswered() from problem
            raise

    def let_go(self) -> None:
        """From any thread: whoever waits does so no longer."""
        self._line.let_go()


def _needs_line() -> EnvironmentProblem:
    return EnvironmentProblem(
        "password_needs_line",
        "The hub does not answer, and a new password needs it this once: it shall count at every station. Nothing was"
        " changed; the password or start code so far stays in force.",
        "Bring this station to the network, then repeat it.",
    )


def _unanswered() -> EnvironmentProblem:
    return EnvironmentProblem(
        "password_unanswered",
        "The hub did not answer, so nobody can say yet whether it has taken the new password. Until this station hears"
        " from it the password or start code so far opens here; afterwards the one that the hub has.",
        "When the line is there again, sign in with the new password; if that is not taken, with the one so far.",
    )
