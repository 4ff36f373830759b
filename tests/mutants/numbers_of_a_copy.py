"""Mistakes in what a hub numbers and acknowledges once it came back from a copy, and in whose place is whose."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

_NUMBERS, _SHOWN = "tests/unit/hub/test_numbers_of_a_copy.py", "tests/unit/sync/test_kept_receipts.py"
_PLACES = "tests/unit/store/test_places_of_others.py"
_CHANGES = "cati_app/store/hub/changes.py"
_AT_STATION = "cati_app/fieldwork/sharing/work_at_station.py"

NUMBERS = (
    Mutant(
        "a lease is given under the number of one that is lost",
        "cati_app/store/leases.py",
        "max((row[0] or 0) + 1, number_at(at))",
        "(row[0] or 0) + 1",
        _NUMBERS,
    ),
    Mutant(
        "entries of block lists and erasures are numbered as those that are lost",
        "cati_app/store/times.py",
        "UNION ALL SELECT CAST(? AS BIGINT)",
        "UNION ALL SELECT CAST(? AS BIGINT) * 0",
        _NUMBERS,
    ),
    Mutant(
        "changes of a study are numbered as those that are lost",
        _CHANGES,
        "(max(last + 1, number_at(at)), str(last))",
        "(last + 1, str(last))",
        _NUMBERS,
    ),
    Mutant(
        "a start of the hub forgets how far it had come",
        _CHANGES,
        "return n <= (self.last() if row is None else int(row[0]))",
        "return n <= self.last()",
        _NUMBERS,
    ),
    Mutant(
        "a reading copy that heard what is lost goes on behind it",
        _CHANGES,
        "anew = not self.was_given(max(mark.n, mark.last))",
        "anew = False",
        _NUMBERS,
    ),
    Mutant(
        "a reading copy that a part of what is lost has come to goes on behind it",
        _CHANGES,
        "self.was_given(max(mark.n, mark.last))",
        "self.was_given(mark.n)",
        _NUMBERS,
    ),
    Mutant(
        "a page does not tell how far the hub had come",
        _CHANGES,
        "replace(self._mark, last=last)",
        "self._mark",
        _NUMBERS,
    ),
    Mutant(
        "a hub does not read how far it had come when a page was told",
        "cati_app/sync/change_messages.py",
        "ChangeMark(asked.n, asked.within, asked.last)",
        "ChangeMark(asked.n, asked.within)",
        _NUMBERS,
    ),
    Mutant(
        "a station does not tell how far the hub had come when a page was told",
        "cati_app/sync/change_client.py",
        "within=behind.within, last=behind.last)",
        "within=behind.within)",
        "tests/unit/sync/test_change_client.py",
    ),
    Mutant(
        "a reading copy forgets how far the hub had come when a page was told",
        "cati_app/store/reading_copy.py",
        "standing.mark.within, as_of, standing.mark.last",
        "standing.mark.within, as_of",
        "tests/unit/station/test_catching_up.py",
    ),
    Mutant(
        "a sample is compared with a copy that waits for a page",
        "cati_app/store/reading_copy.py",
        "self.as_of is not None and not self.mark.within and self.mark.n >= self.mark.last",
        "self.as_of is not None",
        "tests/unit/store/test_staged_sample.py",
    ),
    Mutant(
        "a reading copy keeps what it was told in a state that is lost",
        "cati_app/station/catching_up.py",
        "if life != standing.life or changes.anew:",
        "if life != standing.life:",
        "tests/unit/station/test_catching_up.py",
    ),
    Mutant(
        "a sample is taken that was compared with what is lost",
        "cati_app/fieldwork/sharing/take_sample.py",
        "unit.changes.was_given(change.basis) and",
        "change.basis >= 0 and",
        _NUMBERS,
    ),
    Mutant(
        "a hub acts for a station that has a receipt for more than it knows",
        "cati_app/hub/casework.py",
        "if has_not_said or asked.acts > unit.stations.acts(self.device):",
        "if has_not_said:",
        _NUMBERS,
    ),
    Mutant(
        "a hub gives to a station of which it does not know in this life what it has",
        "cati_app/hub/casework.py",
        "if has_not_said or asked.acts > unit.stations.acts(self.device):",
        "if asked.acts > unit.stations.acts(self.device):",
        _NUMBERS,
    ),
    Mutant(
        "a station asks without telling what it has a receipt for",
        "cati_app/sync/kept_receipts.py",
        "return kept.receipt.acts if kept is not None and kept.life == life else 0",
        "return 0",
        _SHOWN,
    ),
    Mutant(
        "a station tells of acts of another life of the hub",
        "cati_app/sync/kept_receipts.py",
        "if kept is not None and kept.life == life else 0",
        "if kept is not None else 0",
        _SHOWN,
    ),
    Mutant(
        "a receipt that the hub takes for none of its own keeps a station out for ever",
        "cati_app/sync/kept_receipts.py",
        "if shown.epoch == kept.life and shown.receipt is not None:",
        "if shown.epoch == kept.life and shown.receipt is None:",
        _SHOWN,
    ),
    Mutant(
        "whoever is refused at the hub takes the place of an interview that was broken off",
        _AT_STATION,
        "reserve = self._reserve if full is None else partial(self._reserve.where_full, full=full)",
        "reserve = self._reserve",
        _PLACES,
    ),
    Mutant(
        "a corrected answer takes the place of an interview that was broken off",
        _AT_STATION,
        "move = self._reserve.move if full is None else partial(self._reserve.keep_where_full, full=full)",
        "move = self._reserve.move",
        _PLACES,
    ),
    Mutant(
        "an interview that lost its place takes that of one that was broken off",
        _AT_STATION,
        "resume = self._resume if full is None else partial(self._resume.where_full, full=full)",
        "resume = self._resume",
        _PLACES,
    ),
)
