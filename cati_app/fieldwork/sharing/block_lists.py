"""Block lists side by side: at the hub what every station tells, at a station what it tells and hears."""

from __future__ import annotations

from collections.abc import Sequence

from cati_app.domain.clock import Clock
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.domain.sharing.blocks import BLOCKS_AT_ONCE, BlockItem, BlockKind, BlockPage
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.people.block_list_access import two_people
from cati_app.fieldwork.ports.block_feed import ListOfMachine
from cati_app.fieldwork.ports.sharing import SharedUnits
from cati_app.fieldwork.rights import Actor, needs


class ExchangeBlocks:
    """At the hub: take what a station tells, and tell it what changed. It can read none of it."""

    def __init__(self, units: SharedUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.WORK)
    def __call__(self, by: Actor, items: Sequence[BlockItem], after: int) -> BlockPage:
        """The next changes behind a number; what was told before changes nothing."""
        with self._units() as unit:
            if items:
                unit.block_feed.add(items, self._clock.now())
            told = unit.block_feed.after(after, BLOCKS_AT_ONCE)
            n = told[-1][0] if told else after
            page = BlockPage(tuple(item for _, item in told), n, n < unit.block_feed.last())
            unit.commit()
        return page

    @needs(Right.WORK)
    def last(self, by: Actor) -> int:
        """Number of the last change; a station that has heard less asks before it calls."""
        with self._units() as unit:
            return unit.block_feed.last()


class TakeOffBlocks:
    """At the hub: a number comes off the lists of all stations, by two people who have signed in there."""

    def __init__(self, units: SharedUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.KEEP_BLOCK_LIST)
    def __call__(self, user: User, second: User | None, hashes: Sequence[str]) -> bool:
        """Whether it stood on one. Why, stands in the list of the machine where they are.

        Raises:
            RuleViolation: `wrong_second_login`, `no_contact_access`, `two_people_needed`.
        """
        two_people(user, second)
        now = moment(self._clock, user)
        with self._units() as unit:
            gone = unit.block_feed.take_off(hashes, now.at)
            if gone:
                unit.log.append([now.fact("block_taken_off", second=second.id if second is not None else None)])
            unit.commit()
        return gone > 0


class ShareBlocks:
    """At a station: nobody has to be signed in, for everything stays sealed.

    Args:
        listed: The block list of the machine.
    """

    def __init__(self, units: SharedUnits, clock: Clock, listed: ListOfMachine) -> None:
        self._units = units
        self._clock = clock
        self._listed = listed
        self._compared = -1
        """Changes of the list here when it was compared with what is known: a long one takes a while."""

    @needs(Right.WORK)
    def to_tell(self, by: Actor) -> Sequence[BlockItem]:
        """Of the list here and the study's peppers, what the hub has not heard, as much as travels at once."""
        changes = self._listed.changes()
        with self._units() as unit:
            if changes == self._compared:
                return unit.block_feed.untold(BLOCKS_AT_ONCE)
            known = unit.block_feed.known()
            here = [BlockItem(BlockKind.ENTRY, value) for value in sorted(self._listed.entries())]
            here += [BlockItem(BlockKind.MARK, str(mark)) for mark in sorted(self._listed.marks())] if here else []
            here += [
                BlockItem(BlockKind.PEPPER, name, sealed=sealed)
                for name, sealed in (unit.block_feed.peppers().items() if here else ())
            ]
            new = [item for item in here if _is_news(item, known.get((item.kind.value, item.value)))]
            unit.block_feed.keep(new, told=False)
            untold = unit.block_feed.untold(BLOCKS_AT_ONCE)
            if new:
                unit.commit()
        self._compared = changes
        return untold

    @needs(Right.WORK)
    def told(self, by: Actor, items: Sequence[BlockItem]) -> None:
        """The hub has heard them."""
        with self._units() as unit:
            unit.block_feed.keep(items, told=True)
            unit.commit()

    @needs(Right.WORK)
    def hear(self, by: Actor, items: Sequence[BlockItem]) -> int:
        """What changed at the hub holds here as well; how many entries came off the list here."""
        off = [item.value for item in items if item.kind is BlockKind.ENTRY and item.gone]
        with self._units() as unit:
            peppers = {item.value: item.sealed for item in items if item.kind is BlockKind.PEPPER}
            unit.block_feed.keep_peppers(peppers)
            unit.block_feed.keep(items, told=True)
            gone = self._listed.drop(off, self._clock.now()) if off else 0
            unit.commit()
        return gone

    @needs(Right.WORK)
    def tell_again(self, by: Actor) -> None:
        """The hub began another life, and may lack what it has heard."""
        with self._units() as unit:
            unit.block_feed.tell_again()
            unit.commit()


def _is_news(item: BlockItem, known: str | None) -> bool:
    """Whether the hub lacks it, or has a pepper under an older contact key alone."""
    return known is None or _generation(item.sealed) > _generation(known)


def _generation(sealed: str) -> int:
    """Of the key that sealed a field, which stands in its third and fourth byte; 0 where nothing is sealed."""
    return int(sealed[4:8] or "0", 16)
