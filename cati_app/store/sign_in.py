"""Signing in: a password opens a person's private halves, these open the secrets, and the head vouches for both."""

from __future__ import annotations

from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.people.users import User
from cati_app.store import key_boxes
from cati_app.store.database import Database
from cati_app.store.founding import check_share, login_pepper, page_2_problem, private_of_sheet, share_problem
from cati_app.store.heads import HeadHistory, head_problem, history_of
from cati_app.store.keys import Cost
from cati_app.store.person_rows import PersonRow, person_by_id, person_of
from cati_app.store.statements import Statements
from cati_app.store.trust.bundle import LEAST_COST, PrivateKeys, Stretched, WeakCost, new_salt, stretch
from cati_app.store.trust.derivation import Purpose
from cati_app.store.trust.head import ROOT, Pin, Refusal
from cati_app.store.trust.held_keys import RECOVERY, HeldKeys, Opened
from cati_app.store.trust.sheet import SheetPage, read

_MOST = Cost(1000, 4 * 1024 * 1024, 64)  # more would keep the machine busy for ever


def sign_in(
    database: Database, login: str, password: str, cost: Cost, share: bytes | None = None
) -> tuple[User, HeldKeys] | None:
    """The person and what the password opens; None when login or password are wrong, or the person has left.

    Args:
        cost: What a password costs on this machine.
        share: The newest Share, in place of the one of this machine.

    Raises:
        EnvironmentProblem: `head_...`, `people_changed`, `bundle_swapped`, `secret_swapped`, `weak_cost`,
            `share_missing`.
    """
    with database.transaction() as statements:
        person, pepper = person_of(statements, login), login_pepper(statements)
    unlocked_by = unlocked_with(person, password, pepper, database.study, cost)
    if person is None or unlocked_by is None:
        return None
    private, stretched = unlocked_by
    with database.transaction() as statements:
        history = history_of(statements, database.state, database.study)
        if history is None:
            raise head_problem(Refusal.LOWER)
        _check_vouched(private, history)
        role = person.user.role.value
        opened = opened_under(statements, database, history, person.user.id, role, private, share)
    saw(database, history)
    user, start_code = person.user, person.start_code
    keys = HeldKeys(user.id, user.role.value, private, opened, must_choose=start_code, shown=stretched.login)
    return person.user, keys


def unlocked_with(
    person: PersonRow | None, password: str, pepper: bytes, study: bytes, cost: Cost
) -> tuple[PrivateKeys, Stretched] | None:
    """The private halves of a person, which are those of the row, and what the password was turned into.

    It takes as long for a login that nobody has.

    Raises:
        EnvironmentProblem: `bundle_swapped`, `weak_cost`.
    """
    if person is None or not person.user.active or person.salt is None or person.bundle is None:
        stretch(password, new_salt(), pepper, study, cost, cost)
        return None
    stretched = stretched_for(person, password, pepper, study, cost)
    private = PrivateKeys.unwrapped(person.bundle, stretched.wrap, person.user.id, study, person.bundle_n)
    if private is None:
        if stretched.login_check == person.login_check:
            raise _bundle_problem()
        return None
    signs = private.signing.public_key().public_bytes_raw().hex() if private.signing is not None else ""
    if (private.boxes.public_key().public_bytes_raw().hex(), signs) != (person.box_key, person.sign_key):
        raise _bundle_problem()
    return private, stretched


def stretched_for(person: PersonRow, password: str, pepper: bytes, study: bytes, cost: Cost) -> Stretched:
    """A password with the salt and the cost of the person's row.

    Raises:
        EnvironmentProblem: `weak_cost`.
    """
    least = Cost(
        min(cost.time_cost, LEAST_COST.time_cost),
        min(cost.memory_kib, LEAST_COST.memory_kib),
        min(cost.lanes, LEAST_COST.lanes),
    )
    try:
        asked = Cost(*(int(number) for number in person.cost.split()))
        if asked.time_cost > _MOST.time_cost or asked.memory_kib > _MOST.memory_kib or asked.lanes > _MOST.lanes:
            raise WeakCost
        typed = _code_meant(password) if person.start_code else password
        return stretch(typed, person.salt or b"", pepper, study, asked, least)
    except (WeakCost, TypeError, ValueError) as error:
        raise EnvironmentProblem(
            "weak_cost",
            "The password of this login is kept in a way that could be guessed: somebody changed its row.",
            "Nothing was changed. Restore the newest good backup: `cati backup --list` names it.",
        ) from error


def _code_meant(typed: str) -> str:
    """A start code however it was read out: in small letters, with blanks or hyphens between its groups."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())


def opened_under(
    statements: Statements,
    database: Database,
    history: HeadHistory,
    person: str,
    role: str,
    private: PrivateKeys,
    share: bytes | None = None,
) -> Opened:
    """What the private halves of a person open under the newest head.

    Args:
        share: The newest Share, in place of the one of this machine.

    Raises:
        EnvironmentProblem: `secret_swapped`, `share_missing`; `sheet_old` for a Share that was typed and is another.
    """
    recipient = RECOVERY if person == ROOT else person
    secrets = key_boxes.opened(statements, recipient, role, private.boxes, history, database.study)
    sees_contact = any(purpose is Purpose.CONTACT for purpose, _ in secrets)
    numbers = {number: database.state.share(number) for number in set(history.shares().values()) if sees_contact}
    if share is not None:
        numbers[history.newest.share] = share
    shares = {g: known for g, number in history.shares().items() if (known := numbers.get(number)) is not None}
    opened = Opened(history.newest.n, database.study, secrets, shares)
    if sees_contact and share is not None:
        _check_typed(statements, opened)
    elif sees_contact:
        if history.newest.contact.g not in shares:
            raise share_problem()
        check_share(statements, opened)
    return opened


def _check_typed(statements: Statements, opened: Opened) -> None:
    try:
        check_share(statements, opened)
    except EnvironmentProblem as problem:
        raise page_2_problem() from problem


def take_share(database: Database, login: str, password: str, typed: str, cost: Cost) -> bool:
    """Keep the Share that somebody types from page 2, once it opens contact data; False for a wrong login.

    Raises:
        EnvironmentProblem: `sheet_misread`, `sheet_old` for the page of another sheet; as `sign_in`.
    """
    share = read(typed, SheetPage.SHARE)
    signed_in = sign_in(database, login, password, cost, share)
    if signed_in is None:
        return False
    with database.transaction() as statements:
        history = history_of(statements, database.state, database.study)
    if history is not None:
        database.state.keep_share(history.newest.share, share)
    return True


def by_sheet(database: Database, page_1: str, page_2: str | None = None) -> HeldKeys:
    """The keys of whoever types page 1 of the recovery sheet; on a machine without the Share page 2 too.

    Raises:
        EnvironmentProblem: `sheet_misread`; `sheet_old` for that of another study, or an earlier one; as `sign_in`.
    """
    r = read(page_1, SheetPage.ROOT)
    share = read(page_2, SheetPage.SHARE) if page_2 is not None else None
    private = private_of_sheet(r, database.study)
    with database.transaction() as statements:
        history = history_of(statements, database.state, database.study, by_root=True)
        if history is None or private.root.hex() != history.newest.root:
            raise EnvironmentProblem(
                "sheet_old",
                "This recovery sheet is not the one in force for this study.",
                "Take the newest sheet of this study; its number and date stand at its top.",
            )
        opened = opened_under(statements, database, history, ROOT, RECOVERY, private, share)
    if share is not None:
        database.state.keep_share(history.newest.share, share)
    saw(database, history)
    return HeldKeys(ROOT, RECOVERY, private, opened, r=r)


def renew(database: Database, keys: HeldKeys) -> None:
    """Go on under a head that came into force while somebody was signed in.

    Raises:
        RuleViolation: `signed_out` when the person has left, or has another role or other keys now.
        EnvironmentProblem: as `sign_in`.
    """
    with database.transaction() as statements:
        history = history_of(statements, database.state, database.study, by_root=keys.person == ROOT)
        if history is None:
            if keys.person == ROOT and keys.r is not None:  # a study that is being founded
                database.head_n = keys.head_n
                return
            raise head_problem(Refusal.LOWER)
        if keys.person != ROOT:
            _check_there(person_by_id(statements, keys.person), keys)
        opened = opened_under(statements, database, history, keys.person, keys.role, keys.private)
    saw(database, history)
    keys.renew(opened)


def saw(database: Database, history: HeadHistory) -> None:
    """Remember the newest head, in the state folder too."""
    pin, known = Pin.of(history.newest), database.state.pin()
    if known is None or known.n < pin.n:
        database.state.keep_pin(pin)
    database.head_n = history.newest.n
    database.is_vouched_for = database.device in history.newest.devices


def _check_there(person: PersonRow | None, keys: HeldKeys) -> None:
    if (
        person is None
        or not person.user.active
        or person.user.role.value != keys.role
        or person.box_key != keys.private.boxes.public_key().public_bytes_raw().hex()
    ):
        raise RuleViolation("signed_out")


def _check_vouched(private: PrivateKeys, history: HeadHistory) -> None:
    """The root that the person has seen is this one, or one that it took over from by the rules."""
    if private.root not in history.roots():
        raise head_problem(Refusal.OTHER_ROOT)


def _bundle_problem() -> EnvironmentProblem:
    return EnvironmentProblem(
        "bundle_swapped",
        "The keys of this login are not those that the signed list of people names: somebody exchanged them.",
        "Nothing was changed. Restore the newest good backup: `cati backup --list` names it.",
    )
