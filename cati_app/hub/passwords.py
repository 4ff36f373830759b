"""Passwords that people choose at any station: taken by a hub that knows none of them, and given to all stations."""

from __future__ import annotations

from collections.abc import Callable

from cati_app.domain.clock import Clock
from cati_app.domain.events import NOT_AT_HUB, PASSWORD_AT_HUB, Moment
from cati_app.domain.ids import UserId
from cati_app.domain.people.key_bundles import KeyBundle, TakenBundle
from cati_app.store.hub.study_refusals import StudyNotTaken, StudyRefusal
from cati_app.store.hub.unit import HubUnit
from cati_app.sync.messages import Epoch, Message, Refused
from cati_app.sync.password_messages import (
    AT_ONCE,
    PasswordOffered,
    PasswordsAsked,
    PasswordsTold,
    PasswordTaken,
    bundle_of,
    taken_of,
    taken_told,
    vouched_text,
)
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class PasswordDesk:
    """A study, for a device of it, within one transaction, which is committed here.

    Args:
        vouch: A code over a text, which this hub alone can make.
    """

    unit: HubUnit
    device: str
    clock: Clock
    life: Epoch
    vouch: Callable[[str], str]

    def take(self, asked: PasswordOffered) -> Message | Refused:
        """A password that a person chose, who shows the one so far; the same offer again changes nothing.

        Raises:
            StudyRefusal: `NOT_PUBLISHED`.
        """
        self._check_published()
        bundle, bundles = bundle_of(asked.bundle), self.unit.key_bundles
        known = bundles.of(bundle.person)
        if known is not None and known.bundle == bundle:
            return PasswordTaken(bundle=taken_told(self._vouched(known.bundle, known.taken)))
        keys, n = bundles.standing(bundle.person)
        if keys != bundle.keys:
            return Refused.KEYS
        if n + 1 != bundle.n:
            return Refused.PASSWORD_CHANGED
        sessions, now = self.unit.sessions, Moment(self.clock.now(), self.clock.monotonic_ms(), bundle.person)
        failed = sessions.failures(bundle.person)
        if not sessions.proves(bundle.person, bytes.fromhex(asked.shown)):
            if sessions.failures(bundle.person) > failed:
                self.unit.log.append([now.fact(NOT_AT_HUB, device=self.device)])
            self.unit.commit()
            return Refused.SIGN_IN
        taken = bundles.keep(bundle)
        sessions.end_all(bundle.person)
        self.unit.log.append([now.fact(PASSWORD_AT_HUB, device=self.device)])
        self.unit.commit()
        return PasswordTaken(bundle=taken_told(self._vouched(bundle, taken)))

    def told(self, asked: PasswordsAsked) -> Message:
        """What was chosen behind a number; what this hub had taken and has lost is taken again.

        Raises:
            StudyRefusal: `NOT_PUBLISHED`.
        """
        self._check_published()
        waits = sum(self._hear(taken_of(shown)) for shown in asked.bundles)
        if asked.bundles:
            self.unit.commit()
        bundles = self.unit.key_bundles
        page = bundles.after(asked.after, AT_ONCE)
        return PasswordsTold(
            life=self.life,
            newest=bundles.newest(),
            n=page[-1].arrived if page else asked.after,
            waits=waits,
            anew=not self.unit.changes.was_given(asked.known),
            bundles=tuple(taken_told(self._vouched(kept.bundle, kept.taken)) for kept in page),
        )

    def _hear(self, shown: TakenBundle) -> bool:
        """Take again what this hub has taken in an earlier life; True where it waits for the keys of its person."""
        if shown.code != self.vouch(vouched_text(shown.bundle, shown.taken)):
            return False  # another hub's, or somebody made it up
        bundles, person = self.unit.key_bundles, shown.bundle.person
        keys, n = bundles.standing(person)
        if keys != shown.bundle.keys:
            return True
        known = bundles.of(person)
        has = known.taken if known is not None and known.bundle.keys == keys and known.bundle.n == n else 0
        if shown.order > (n, has):
            bundles.keep(shown.bundle, shown.taken)
            self.unit.sessions.end_all(person)
            now = Moment(self.clock.now(), self.clock.monotonic_ms(), UserId(person))
            self.unit.log.append([now.fact(PASSWORD_AT_HUB, device=self.device, again=True)])
        return False

    def _check_published(self) -> None:
        if self.unit.book.edition() is None:
            raise StudyRefusal(StudyNotTaken.NOT_PUBLISHED)

    def _vouched(self, bundle: KeyBundle, taken: int) -> TakenBundle:
        return TakenBundle(bundle, taken, self.vouch(vouched_text(bundle, taken)))
