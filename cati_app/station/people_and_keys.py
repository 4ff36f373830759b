"""People of a study and their keys: who may sign in, with which password, and the recovery sheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from cati_app.domain.errors import RuleViolation
from cati_app.domain.people.logins import check_password
from cati_app.domain.people.users import Role, User
from cati_app.fieldwork.ports.hub import StoreStep, at_once
from cati_app.station import parts
from cati_app.station.hub_contact import HubContact
from cati_app.station.open_study import OpenStudy
from cati_app.store.database import Database
from cati_app.store.keys import Cost
from cati_app.store.person_rows import PersonRow, Sealing, person_by_id, person_of
from cati_app.store.trust.held_keys import HeldKeys

if TYPE_CHECKING:  # stations of a hub alone need it
    from cati_app.station.passwords_at_hub import PasswordsAtHub

T = TypeVar("T")


class PeopleAndKeys:
    """Who takes part in an open study."""

    def __init__(self, study: OpenStudy) -> None:
        self._study = study
        self._waited_for: PasswordsAtHub | None = None

    def begin_study(self) -> HeldKeys:
        """The keys of a study in which nobody can sign in yet; its first people get theirs from them."""
        from cati_app.store.founding import begin_study  # noqa: PLC0415 - not needed at a start

        return begin_study(self._study.database)

    def add_person(self, keys: HeldKeys) -> parts.AddPerson:
        """New logins, with the keys of the person who adds."""
        return parts.AddPerson(self._study.units(keys), self._study.clock, self._study.ids, self.passwords)

    def sign_in(self, login: str, password: str, through: str = "window") -> tuple[User, HeldKeys] | None:
        """The person and what the password opens; None when login or password are wrong, or the person has left.

        Args:
            through: What the person signs in to, for the log.

        Raises:
            RuleViolation: `sign_in_delayed`; `choose_password` where a start code was typed: `choose_password` goes on;
                `to_be_sealed` for a supervisor in a database of an older version: `seal_study` goes on;
                `supervisor_first` for others.
            EnvironmentProblem: when people, keys or secrets of the database are not those that were signed;
                `hub_contact_needed`.
        """
        HubContact(self._study).check()
        signed_in = self._signing_in(self._checked)(login, password, through)
        if signed_in is not None:
            self._study.forget_people()
        return signed_in

    def _signing_in(self, check: Callable[[str, str], tuple[User, T] | None]) -> parts.SignIn[T]:
        return parts.SignIn(self._study.traces(), self._study.clock, check)

    def _checked(self, login: str, password: str) -> tuple[User, HeldKeys] | None:
        signed_in = checked(self._study.database, self._study.cost, login, password)
        if signed_in is None:
            return None
        user, keys = signed_in
        if not self._study.database.is_vouched_for:
            self._vouch(user, keys)
        if self._study.database.writable and keys.sees_contact:
            from cati_app.store.sealing import Columns, seal_rest  # noqa: PLC0415 - not needed before a sign-in

            columns = Columns(frozenset(self._study.rules.clear_columns), self._study.comes_sealed)
            seal_rest(self._study.database, keys, replace(self._study.moment(), by=user.id), columns)
            if user.role is Role.SUPERVISOR:
                self._begin_codes(keys)
        return signed_in

    def _begin_codes(self, keys: HeldKeys) -> None:
        """A study that an older version began gets what makes access codes; other stations have it by an edition."""
        from cati_app.store.access_codes import begin_codes, has_code_key  # noqa: PLC0415 - not needed before a sign-in

        with self._study.database.transaction() as statements:
            if not has_code_key(statements):
                begin_codes(statements, keys.fields)
                statements.commit()

    def _vouch(self, user: User, keys: HeldKeys) -> None:
        """A database that was restored has a device of its own, which the first supervisor who signs in has named.

        A station that has joined is named by a head that comes from elsewhere.
        """
        if user.role is Role.SUPERVISOR and self._study.database.writable and not self._study.is_joined():
            with self._study.units(keys)() as unit:
                unit.people.vouch_for_device()
                unit.log.append([self._study.moment().fact("device_added", device=self._study.database.device)])
                unit.commit()

    def needs_sealing(self) -> bool:
        """Whether an older version made the database, so that its people have no keys yet."""
        from cati_app.store.sealing import needs_sealing  # noqa: PLC0415 - once in the life of a database

        with self._study.database.transaction() as statements:
            return needs_sealing(statements)

    def seal_study(
        self, login: str, password: str, progress: Callable[[float], None] = lambda part: None
    ) -> tuple[User, HeldKeys, Sealing] | None:
        """Give everybody of an older database keys; who does it, and what is to be told. None: wrong login.

        Args:
            progress: Told with a part of the whole, 0 to 1.

        Raises:
            RuleViolation: `supervisor_first`.
        """
        from cati_app.store.sealing import Columns, seal_database  # noqa: PLC0415 - once in the life of a database

        def check(login: str, password: str) -> tuple[User, tuple[HeldKeys, Sealing]] | None:
            columns = Columns(frozenset(self._study.rules.clear_columns), self._study.comes_sealed)
            sealed = seal_database(
                self._study.database, login, password, self._study.cost, self._study.moment(), columns, progress
            )
            return (sealed[0], sealed[1:]) if sealed is not None else None

        signed_in = self._signing_in(check)(login, password, "window")
        return (signed_in[0], *signed_in[1]) if signed_in is not None else None

    def choose_password(
        self, login: str, code: str, password: str, in_store: StoreStep = at_once
    ) -> tuple[User, HeldKeys] | None:
        """Sign in with a start code and a password in its place; None when login or code are wrong.

        Where other stations have the person's keys, too, it waits for the hub of the study.

        Args:
            in_store: Does a step of the store in the thread that owns it.

        Raises:
            RuleViolation: as `ChangeOwnPassword`; `password_elsewhere` where one was chosen at another station since.
            EnvironmentProblem: as `sign_in`; `password_needs_line`, `password_unanswered`, `hub_other_keys`.
        """
        if not in_store(partial(self.password_goes_to_hub, login)):
            return in_store(partial(self._choose_here, login, code, password))
        in_store(HubContact(self._study).check)
        before = in_store(partial(self._person, login))
        hub = self._passwords_at_hub(in_store)
        hub.hear()
        signed_in = in_store(partial(self._with_code, login, code))
        if signed_in is None:
            if in_store(partial(self._was_password, before, code)):
                raise RuleViolation("password_elsewhere")
            return None
        user, keys = signed_in
        self._change_at_hub(keys, hub, in_store)(user, code, password)
        return in_store(partial(self._sign_in_anew, login, password))

    def _choose_here(self, login: str, code: str, password: str) -> tuple[User, HeldKeys] | None:
        HubContact(self._study).check()
        signed_in = self._with_code(login, code)
        if signed_in is None:
            return None
        user, keys = signed_in
        parts.ChangeOwnPassword(self._study.units(keys), self._study.clock, self.passwords)(user, code, password)
        return self._sign_in_anew(login, password)

    def _with_code(self, login: str, code: str) -> tuple[User, HeldKeys] | None:
        from cati_app.store.sign_in import sign_in  # noqa: PLC0415 - not needed before somebody types a password

        check = partial(sign_in, self._study.database, cost=self._study.cost)
        return self._signing_in(check)(login, code, "window")

    def _sign_in_anew(self, login: str, password: str) -> tuple[User, HeldKeys] | None:
        from cati_app.store.sign_in import sign_in  # noqa: PLC0415 - as above

        return sign_in(self._study.database, login, password, self._study.cost)

    def password_goes_to_hub(self, login: str) -> bool:
        """Whether a new password of somebody counts only once the hub of the study has taken it."""
        from cati_app.store.key_bundles import goes_to_hub  # noqa: PLC0415 - as above

        person = self._person(login)
        if person is None:
            return False
        with self._study.database.transaction() as statements:
            return goes_to_hub(statements, person.user.id, person.box_key)

    def _person(self, login: str) -> PersonRow | None:
        with self._study.database.transaction() as statements:
            return person_of(statements, login)

    def _was_password(self, before: PersonRow | None, typed: str) -> bool:
        """Whether it opened the keys of somebody until another password was chosen elsewhere."""
        from cati_app.store.founding import login_pepper  # noqa: PLC0415 - as above
        from cati_app.store.sign_in import unlocked_with  # noqa: PLC0415 - as above

        study = self._study
        with study.database.transaction() as statements:
            pepper = login_pepper(statements)
            if before is None or person_by_id(statements, before.user.id) == before:
                return False
        return unlocked_with(before, typed, pepper, study.database.study, study.cost) is not None

    def change_own_password(self, keys: HeldKeys, in_store: StoreStep = at_once) -> Callable[[User, str, str], None]:
        """A person's own password: who, the one so far, the new one; as `choose_password`."""

        def change(user: User, old: str, new: str) -> None:
            if not in_store(partial(self.password_goes_to_hub, user.login)):
                here = parts.ChangeOwnPassword(self._study.units(keys), self._study.clock, self.passwords)
                in_store(partial(here, user, old, new))
                return
            before = in_store(partial(self._person, user.login))
            hub = self._passwords_at_hub(in_store)
            hub.hear()
            try:
                self._change_at_hub(keys, hub, in_store)(user, old, new)
            except RuleViolation as rule:
                if rule.code == "wrong_login" and in_store(partial(self._was_password, before, old)):
                    raise RuleViolation("password_elsewhere") from rule
                raise

        return change

    def _change_at_hub(
        self, keys: HeldKeys, hub: PasswordsAtHub, in_store: StoreStep
    ) -> Callable[[User, str, str], None]:
        study = self._study
        change_there = parts.ChangePasswordAtHub(study.units(keys), study.clock, self.passwords, hub.bring, in_store)

        def change(user: User, old: str, new: str) -> None:
            keys.shown = change_there(user, old, new).chosen  # who is at work goes on there

        return change

    def _passwords_at_hub(self, in_store: StoreStep) -> PasswordsAtHub:
        from cati_app.station.passwords_at_hub import PasswordsAtHub  # noqa: PLC0415 - stations of a hub alone need it

        self._waited_for = PasswordsAtHub(self._study.database, in_store)
        return self._waited_for

    def stop_waiting(self) -> None:
        """From any thread: nobody waits any longer for the hub to take a password."""
        if self._waited_for is not None:
            self._waited_for.let_go()

    def reset_password(self, keys: HeldKeys) -> parts.ResetPassword:
        """New keys under a start code."""
        return parts.ResetPassword(self._study.units(keys), self._study.clock)

    def deactivate_person(self, keys: HeldKeys) -> parts.DeactivatePerson:
        """Somebody leaves."""
        return parts.DeactivatePerson(self._study.units(keys), self._study.clock)

    def change_person(self, keys: HeldKeys) -> parts.ChangePerson:
        """Login, name, languages, skills."""
        return parts.ChangePerson(self._study.units(keys), self._study.clock)

    def rotate_keys(self, keys: HeldKeys) -> parts.RotateKeys:
        """New secrets for everybody."""
        return parts.RotateKeys(self._study.units(keys), self._study.clock)

    def read_team(self, keys: HeldKeys, whole: OpenStudy | None = None) -> parts.ReadTeam:
        """Who works on the study, for supervisors; `whole` is a copy of what a hub has."""
        return parts.ReadTeam(self._study.units(keys), whole.units(keys) if whole is not None else None)

    def recover_study(self, keys: HeldKeys) -> parts.RecoverStudy:
        """Who stays after a restore elsewhere, with the keys of `by_sheet`."""
        return parts.RecoverStudy(self._study.units(keys), self._study.clock)

    def read_people(self) -> parts.ReadPeople:
        """Who may sign in, for whoever has signed in."""
        return parts.ReadPeople(self._study.units(None))

    def read_sheet(self, keys: HeldKeys) -> parts.ReadSheet:
        """The recovery sheet, as long as it is not on paper only."""
        return parts.ReadSheet(self._study.units(keys), self._study.clock)

    def read_sheet_in_force(self, keys: HeldKeys) -> parts.ReadSheetInForce:
        """Where the recovery sheet stands."""
        return parts.ReadSheetInForce(self._study.units(keys))

    def confirm_sheet(self, keys: HeldKeys) -> parts.ConfirmSheet:
        """Two groups of the sheet, typed back."""
        return parts.ConfirmSheet(self._study.units(keys), self._study.clock)

    def renew_sheet(self, keys: HeldKeys, beside: HeldKeys | None = None) -> parts.RenewSheet:
        """Another sheet; `beside` are the keys of the second supervisor who signs."""
        return parts.RenewSheet(self._study.units(keys, beside), self._study.clock)

    def sheet_is_needed(self) -> bool:
        """Whether a real study has people, and nobody has shown to have its recovery sheet on paper."""
        if self._study.database.rehearses:
            return False
        from cati_app.store.key_boxes import sheet_is_confirmed  # noqa: PLC0415 - not needed at a start

        with self._study.database.transaction() as statements:
            return not sheet_is_confirmed(statements)

    def by_sheet(self, page_1: str, page_2: str | None = None) -> HeldKeys:
        """The keys of whoever types page 1 of the recovery sheet; on a machine without its Share page 2 too.

        Raises:
            EnvironmentProblem: `sheet_misread`, `sheet_old`, `share_missing`; as `sign_in`.
        """
        from cati_app.store.sign_in import by_sheet  # noqa: PLC0415 - not needed at a start

        return by_sheet(self._study.database, page_1, page_2)

    def take_share(self, login: str, password: str, page_2: str) -> bool:
        """Page 2 of the sheet, where the state folder of this machine is lost; False for a wrong login.

        Raises:
            EnvironmentProblem: `sheet_misread`, `sheet_old` for another sheet; as `sign_in`.
        """
        from cati_app.store.sign_in import take_share  # noqa: PLC0415 - not needed at a start

        return take_share(self._study.database, login, password, page_2, self._study.cost)

    @property
    def passwords(self) -> parts.CheckPassword:
        """Which passwords people may choose; in a demo or a rehearsal any."""
        return parts.any_password if self._study.database.rehearses else check_password

    def check_there(self, keys: HeldKeys) -> None:
        """For what is read without keys: whether the person who holds them may still sign in.

        Raises:
            RuleViolation: `signed_out`.
        """
        with self._study.units(keys)():
            pass

    def sign_out(self) -> parts.SignOut:
        """Into the log that somebody is not at work any more."""
        return parts.SignOut(self._study.traces(), self._study.clock)


def checked(database: Database, cost: Cost, login: str, password: str) -> tuple[User, HeldKeys] | None:
    """Person and keys of a login with its password; None where one of them is wrong, or the person has left.

    Raises:
        RuleViolation: `choose_password` where it is a start code.
    """
    from cati_app.store.sealing import check_sealed  # noqa: PLC0415 - not needed before somebody types a password
    from cati_app.store.sign_in import sign_in  # noqa: PLC0415 - as above

    if not check_sealed(database, login, password, cost):
        return None
    signed_in = sign_in(database, login, password, cost)
    if signed_in is not None and signed_in[1].must_choose:
        raise RuleViolation("choose_password")
    return signed_in
