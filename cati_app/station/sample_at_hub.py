"""A sample that comes to a study at a hub: tried on the reading copy by the rules of a laptop, then brought there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TypeVar

from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.people.users import User
from cati_app.domain.phrases import Phrase
from cati_app.domain.sampling.sample import RowNote
from cati_app.domain.sharing.samples import SampleChangeKind
from cati_app.fieldwork.ports.hub import StoreStep, at_once
from cati_app.fieldwork.ports.unit import Units
from cati_app.fieldwork.rights import Actor
from cati_app.fieldwork.sample.import_sample import OnNote
from cati_app.fieldwork.sharing.bring_sample import BringSample, Brought, KeepSampleChange, SampleBrought
from cati_app.station.blocks_at_hub import StationBlocks
from cati_app.station.catching_up import catch_up
from cati_app.station.hub_lines import BY_ITSELF, MomentaryLine, client_over
from cati_app.station.hub_link import access_of
from cati_app.station.open_study import OpenStudy
from cati_app.store.database import Database
from cati_app.store.reading_copy import open_copy, take_people
from cati_app.store.staged_sample import StagedChange, StagedUnit
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.sync.change_client import ChangeClient
from cati_app.sync.sample_client import SampleAtHub

_R = TypeVar("_R")
TRIES = 5
"""So often others may change the sample while a file is compared with it."""
_LINE_TRIES = 2


class HubSampleDesk:
    """What a supervisor who has signed in does with the sample of a study whose cases a hub has.

    Args:
        in_store: Does a step of the store in the thread that owns the database.
    """

    def __init__(self, study: OpenStudy, keys: HeldKeys, in_store: StoreStep = at_once) -> None:
        self._study = study
        self._keys = keys
        self._units = study.units(keys)
        self._line = MomentaryLine(access_of(study.database), BY_ITSELF)
        self._client = client_over(self._line, access_of(study.database), _LINE_TRIES)
        hub = SampleAtHub(self._client, keys.person, keys.shown or b"")
        self._keep = KeepSampleChange(self._units, study.clock, study.ids, study.database.device)
        self._bring = BringSample(self._units, study.clock, hub, in_store)
        self._in_store = in_store

    def stop_waiting(self) -> None:
        """Whoever waits for the hub waits no longer; from any thread."""
        self._line.let_go()

    def bring(self, by: Actor, told: Brought = lambda done, of: None) -> list[SampleBrought]:
        """What waits goes to the hub. Raises as `BringSample`."""
        return self._bring(_person(by), told)

    def give_up(self, by: Actor) -> None:
        """What is on its way and was never taken is not brought."""
        self._in_store(partial(self._keep.give_up, _person(by)))

    def is_waiting(self, by: Actor) -> bool:
        """Whether something has not arrived."""
        return bool(self._in_store(partial(self._keep.waiting, _person(by))))

    def release(self, by: Actor, *, replicates: int | None = None, count: int | None = None) -> int:
        """Open portions for all stations; how many cases. Raises as `BringSample`."""
        change = self._in_store(partial(self._keep.release, _person(by), replicates=replicates, count=count))
        brought = self._bring(_person(by))
        return next((known.taken.opened for known in brought if known.change.id == change.id), 0)

    def staged_on(self, copy: Database, by: Actor, act: Callable[[Units], _R]) -> _R:
        """An import or a draw, compared with the whole study; what it makes is kept here, to be brought.

        Args:
            copy: Of the study, to be written to; it stays as it is.

        Raises:
            EnvironmentProblem: `whole_study_coming`.
        """
        person, clear = _person(by), frozenset(self._study.rules.clear_columns)

        def keep(made: StagedChange) -> None:
            basis = made.life, made.basis
            self._keep(person, made.cases, count=made.count, basis=basis, facts=made.facts)

        copy.blocklist = self._study.database.blocklist  # the list of this machine, which the copy does not close
        try:
            return act(lambda: StagedUnit(copy, self._keys, clear, keep))
        finally:
            copy.blocklist = None

    def hear_blocks(self) -> None:
        """What stands on the block lists of other stations is known here."""
        if self._study.database.blocklist is not None:
            StationBlocks(self._study, self._in_store).exchange(self._client)

    @contextmanager
    def fresh_copy(self) -> Iterator[Database]:
        """The reading copy as the hub has the study now. Raises as `catch_up`."""
        with open_copy(self._study.database, self._keys, writable=True) as copy:
            take_people(copy, self._study.database)
            catch_up(copy, ChangeClient(self._client, self._keys.person, self._keys.shown or b""), self._study.clock)
            yield copy


class BroughtAtOnce:
    """For commands: what waits is brought first, then the act is done on the newest state and brought as well.

    Others may change the sample meanwhile: then it is done again, on what is there then.
    """

    def __init__(self, desk: HubSampleDesk) -> None:
        self._desk = desk

    def __call__(
        self, by: Actor, act: Callable[[Units, OnNote], _R], on_note: OnNote, *, once: bool
    ) -> tuple[_R, Sequence[int]]:
        """As `Bringing`."""
        for known in self._desk.bring(by):
            if once and known.change.kind is SampleChangeKind.GENERATED:
                raise _finished(known.taken.added)
        self._desk.hear_blocks()
        for _ in range(TRIES):
            notes: list[RowNote] = []
            with self._desk.fresh_copy() as copy:
                result = self._desk.staged_on(copy, by, partial(_noting, act, notes))
            try:
                brought = self._desk.bring(by)
            except RuleViolation as rule:
                if rule.code != "sample_changed":
                    raise
                continue
            for note in notes:
                on_note(note)
            return result, [row for known in brought for row in known.rows_left]
        raise RuleViolation("sample_changed")


class StagedOnly:
    """For windows: the act is done on the copy that is read there, in the store's lane; bringing it is another step."""

    def __init__(self, desk: HubSampleDesk, copy: Database) -> None:
        self._desk = desk
        self._copy = copy

    def __call__(
        self, by: Actor, act: Callable[[Units, OnNote], _R], on_note: OnNote, *, once: bool
    ) -> tuple[_R, Sequence[int]]:
        """As `Bringing`."""
        with self._copy.for_a_moment() as copy:
            return self._desk.staged_on(copy, by, lambda units: act(units, on_note)), ()


def _noting(act: Callable[[Units, OnNote], _R], notes: list[RowNote], units: Units) -> _R:
    return act(units, notes.append)


def _person(by: Actor) -> User:
    if not isinstance(by, User):
        raise RuleViolation("supervisor_needed")
    return by


def _finished(cases: int) -> EnvironmentProblem:
    return EnvironmentProblem(
        "draw_finished",
        Phrase(
            "A draw that had been cut off is finished now: {cases} cases came in. Nothing else was drawn.", cases=cases
        ),
        "Say it again if more are wanted.",
    )
