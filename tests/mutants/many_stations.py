"""Mistakes in what one study at many stations is held together by: each rule of the protocol."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

_SHARING, _SIM = "cati_app/fieldwork/sharing", "tests/sim"
_MANY = "tests/unit/store/test_many_stations.py tests/unit/store/test_stations_and_hub.py"
_SHOWN = "tests/unit/sync/test_kept_receipts.py"
_COPY = "tests/unit/store/test_hub_from_a_copy.py"

_CANARIES = "tests/integration/test_canaries.py"
CLEAR = (
    Mutant(
        "notes go to a hub as they were written",
        "cati_app/store/contacts.py",
        "return self.fields.seal(FieldKey.CONTACT, text, spot)",
        "return text.encode()",
        _CANARIES,
    ),
    Mutant(
        "a hub reads the names of those who work in a study",
        "cati_app/station/publishing.py",
        "login=user.login",
        "login=user.name",
        _CANARIES,
    ),
)
"""What a hub would read."""
_SAMPLES, _BLOCKS = "tests/unit/hub/test_samples_at_a_hub.py", "tests/unit/hub/test_block_lists.py"
SAMPLES = (
    Mutant(
        "a sample comes in that was compared with an older one",
        f"{_SHARING}/take_sample.py",
        "unit.changes.was_given(change.basis) and unit.sample_changes.last_taken() <= change.basis",
        "unit.changes.was_given(change.basis)",
        _SAMPLES,
    ),
    Mutant(
        "a case that somebody has in hand is renewed by a file",
        f"{_SHARING}/take_sample.py",
        "return (newest is None or not newest.is_open) and unit.changes.last_of(case_id) <= change.basis",
        "return True",
        _SAMPLES,
    ),
    Mutant(
        "a hub from a copy gets a number twice",
        f"{_SHARING}/take_sample.py",
        "and not unit.sample_changes.is_double(case)",
        "",
        _SAMPLES,
    ),
    Mutant(
        "a sample comes in before all of it has arrived",
        f"{_SHARING}/take_sample.py",
        "if unit.sample_changes.arrived(change.id) < change.cases:",
        "if False:",
        _SAMPLES,
    ),
    Mutant(
        "one person alone takes a number off every list",
        f"{_SHARING}/block_lists.py",
        "        two_people(user, second)\n",
        "",
        _BLOCKS,
    ),
)
"""Samples and block lists of several stations."""
SHARING = (
    Mutant(
        "an older lease of a case says how it stands",
        f"{_SHARING}/take_in.py",
        "newest.token <= handed.token",
        "newest.token >= handed.token or True",
        f"{_SIM} {_MANY}",
    ),
    Mutant(
        "two interviews of a case count",
        f"{_SHARING}/judge_interviews.py",
        "other.state is InterviewState.COMPLETED and other.id != interview.id and other.id not in others",
        "other.id == interview.id and other.id in others",
        _MANY,
    ),
    Mutant(
        "a case that was handed in is taken in once more",
        f"{_SHARING}/take_in.py",
        "again, digest = lease.ended_as is LeaseEnd.HANDED_IN,",
        "again, digest = lease.ended_as is LeaseEnd.NOTHING,",
        _MANY,
    ),
    Mutant(
        "a place is taken whether there is one or not",
        "cati_app/fieldwork/quota/given_places.py",
        "all(has_room(count) or is_unclassified(count.cell_id) for count in counts)",
        "all(has_room(count) or count.target for count in counts)",
        _MANY,
    ),
    Mutant(
        "the place of an interview that ended without use stays held",
        f"{_SHARING}/judge_interviews.py",
        """        else:
            give_back(self.unit, interview.id)

    def _count""",
        """        else:
            pass

    def _count""",
        _MANY,
    ),
    Mutant(
        "a case closed by an interview is called on",
        f"{_SHARING}/judge_interviews.py",
        "if any(interview.id not in aside for interview in done):",
        "if not done and aside:",
        _MANY,
    ),
    Mutant(
        "the same request for a place holds another one",
        f"{_SHARING}/grant_place.py",
        "if live and all(held.intersection(fits.cells) for fits in fitting):",
        "if live and not held and all(held.intersection(fits.cells) for fits in fitting):",
        _MANY,
    ),
    Mutant(
        "a place that was refused is given to a late copy of the request",
        f"{_SHARING}/grant_place.py",
        "if known is not None and known.device == asked.device:",
        "if known is not None and known.is_live:",
        _MANY,
    ),
    Mutant(
        "a hub from a copy gives places before it knows what it gave",
        f"{_SHARING}/grant_place.py",
        "            check_open(unit, epoch)\n",
        "",
        _COPY,
    ),
    Mutant(
        "a hub from a copy lends cases before it knows what it lent",
        f"{_SHARING}/lend_case.py",
        "            check_lends(unit, asked.epoch)\n",
        "",
        _MANY,
    ),
    Mutant(
        "the same request lends another case",
        f"{_SHARING}/lend_case.py",
        "            if given is not None:\n                return",
        "            if given is not None and not given.is_open:\n                return",
        _MANY,
    ),
    Mutant(
        "a request that got nothing is forgotten, and its late copy lends a case to nobody",
        f"{_SHARING}/lend_case.py",
        "unit.leases.save(refused.end(now.at, LeaseEnd.NOTHING))",
        "assert refused",
        _MANY,
    ),
    Mutant(
        "places lapse while their interviews go on at a station",
        f"{_SHARING}/lend_case.py",
        "unit.cases.get(interview.case_id).locked_by is not None or interview.id in unit.bundles.waiting()",
        "interview.id in unit.bundles.waiting()",
        _COPY,
    ),
    Mutant(
        "what a hub gave and its station never got stays given",
        f"{_SHARING}/attach_station.py",
        "                self._release_unnamed(unit, now, holdings)",
        "                pass",
        _COPY,
    ),
    Mutant(
        "a late copy of what a station had takes from it what it got since",
        f"{_SHARING}/attach_station.py",
        "if known is not None and known.epoch >= epoch and not known.written_off:",
        "if known is None:",
        _COPY,
    ),
    Mutant(
        "a case that was lent before the copy is lent once more",
        f"{_SHARING}/attach_station.py",
        "            self._claim_case(unit, now, holdings.device, held)",
        "            assert held",
        _COPY,
    ),
    Mutant(
        "a place that was given before the copy is given once more",
        f"{_SHARING}/attach_station.py",
        "            self._claim_place(unit, replace(grant, given_at=now.at))",
        "            assert grant",
        _COPY,
    ),
    Mutant(
        "after a crash a station asks anew, and a case stays lent to nobody",
        "cati_app/store/packages.py",
        "return new if known is None else str(known[0])",
        "return new",
        _MANY,
    ),
    Mutant(
        "what was handed in before the hub came back from a copy is not handed in again",
        "cati_app/store/packages.py",
        "        self._statements.execute(_AGAIN, (utc_text(at),))\n",
        "",
        _MANY,
    ),
    Mutant(
        "a station does not notice that the hub came back from a copy",
        "cati_app/sync/case_client.py",
        "if life != self._life:",
        "if life == self._life:",
        _SHOWN,
    ),
    Mutant(
        "a result leaves the station while it can be taken back",
        f"{_SHARING}/borrow_case.py",
        "return leaves or result_at is None or now >= result_at + UNDO_WINDOW",
        "return leaves or result_at is None or now >= result_at",
        _MANY,
    ),
    Mutant(
        "a station calls on a case whose lease is over",
        f"{_SHARING}/borrow_case.py",
        "return (leaves and not lease.is_taken_along(now)) or lease.is_over(now)",
        "return leaves and not lease.is_taken_along(now)",
        _MANY,
    ),
    Mutant(
        "a station keeps numbers of cases it has handed in",
        "cati_app/store/packages.py",
        "as_text(without_contact_data(from_text(*row)))",
        "as_text(from_text(*row))",
        _MANY,
    ),
    Mutant(
        "the place of an interview that was kept aside stays held",
        f"{_SHARING}/take_in.py",
        "            release_of(unit, handed.device, handed.bundle.interviews)\n",
        "",
        _MANY,
    ),
    Mutant(
        "of cases of one rank that are due at one moment whichever comes first is lent",
        "cati_app/store/queue.py",
        "ORDER BY due_s, case_no LIMIT 1",
        "ORDER BY due_s LIMIT 1",
        "tests/property/test_equal_ranks.py",
    ),
    Mutant(
        "a case whose rows the tables refuse is tried again for ever",
        "cati_app/store/hub/sqlite.py",
        "return Part(self.driver, _refuses_row, self._owe_rest, saved=saved)",
        "return Part(self.driver, owe_rest=self._owe_rest, saved=saved)",
        "tests/unit/hub/test_stations_at_a_hub.py",
    ),
    Mutant(
        "a request that is undone is committed with the others",
        "cati_app/store/hub/parts.py",
        'if word == "ROLLBACK" and has_written:',
        'if word == "ROLLBACK" and not has_written:',
        "tests/unit/store/test_hub_writer.py",
    ),
)
_READING, _FRESH = "tests/sim/test_reading.py", "cati_app/station/freshness.py"
READING = (
    Mutant(
        "a hub says that there is nothing more while pages are missing",
        "cati_app/store/hub/changes.py",
        "more = self._mark.within > 0 or self._mark.n < last",
        "more = self._mark.within > 0",
        _READING,
    ),
    Mutant(
        "a reading copy says with each page that it is whole",
        "cati_app/store/reading_copy.py",
        "standing.as_of if changes.more else at",
        "at",
        _READING,
    ),
    Mutant(
        "a reading copy keeps the leases and verdicts of a case that has others now",
        "cati_app/store/reading_copy.py",
        """        self._drop_beside(case_id)
        self._bundles.put""",
        """        self._bundles.put""",
        _READING,
    ),
    Mutant(
        "what is in sight is told as old as the copy, which nobody has read yet",
        _FRESH,
        "return self._refreshed[self._in_sight]",
        "return self._refreshed[self._newest]",
        _READING,
    ),
    Mutant(
        "a clock that is set back makes figures younger than they are",
        _FRESH,
        "if self.at_ms is not None:",
        "if self.at_ms is None:",
        "tests/unit/station/test_freshness.py",
    ),
    Mutant(
        "old figures are told from two seconds on",
        _FRESH,
        "TOLD_FROM = OLD -",
        "TOLD_FROM = 2 * OLD -",
        "tests/unit/station/test_freshness.py",
    ),
)
"""What supervisors and analysts read at a station of a hub."""
