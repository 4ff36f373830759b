"""Mistakes in erasures, in what supervisors decide of cases and interviews, and in who is let in at a hub."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

_SHARING = "cati_app/fieldwork/sharing"
_ERASED = "tests/unit/store/test_erasures.py"
_NAMED, _STATIONS = "tests/unit/store/test_named_cases.py", "tests/unit/hub/test_stations_at_a_hub.py"
_SESSIONS, _RECEPTION = "tests/unit/hub/test_sessions.py", "tests/unit/hub/test_reception.py"
_LOST = '        raise RuleViolation("hub_edition_lost")\n\n\n'

DECIDED = (
    Mutant(
        "a hub forgets what was declared erased",
        f"{_SHARING}/erase_case.py",
        "            unit.erasures.add(erasure, now.at)\n            if unit.bundles.is_here(case_id):\n",
        "            if unit.bundles.is_here(case_id):\n",
        _ERASED,
    ),
    Mutant(
        "codes of open answers lie under the key of all answers",
        "cati_app/store/event_rows.py",
        "_sealed(cipher, FieldKey.INTERVIEW, about.words, row)",
        "_sealed(contact_fields(self._keys), FieldKey.DATA, about.words, row)",
        "tests/unit/store/test_answer_codings.py",
    ),
    Mutant(
        "codes from before are told of an interview that is erased",
        "cati_app/store/event_rows.py",
        "                if own is not None:\n                    yield logged",
        "                own = own or of_all\n                if own is not None:\n                    yield logged",
        "tests/unit/store/test_answer_codings.py",
    ),
    Mutant(
        "a backup from before brings an erased interview back",
        "cati_app/store/restore.py",
        "                _let_go(database, erased)\n",
        "",
        "tests/unit/store/test_restore.py",
    ),
    Mutant(
        "a station keeps what it has packed of a case that is erased",
        f"{_SHARING}/erase_case.py",
        "            unit.packages.erase(case_id)\n",
        "",
        _ERASED,
    ),
    Mutant(
        "an interview without a place counts where no place is free",
        f"{_SHARING}/remote_acts.py",
        "    if not all(has_room(unit.quota.count(cell)) for cell in cells_of(cell_id)):\n",
        "    if not cells_of(cell_id):\n",
        _NAMED,
    ),
    Mutant(
        "a case that is taken back stays lent",
        f"{_SHARING}/remote_acts.py",
        "            unit.leases.save(lease.end(now.at, LeaseEnd.TAKEN_BACK))\n            fact = now.fact(TAKEN_BACK",
        "            fact = now.fact(TAKEN_BACK",
        _NAMED,
    ),
    Mutant(
        "places are given by targets of a study that is older than stations have seen",
        f"{_SHARING}/recovery.py",
        f"    if unit.stations.edition_lacking(epoch):\n{_LOST}def check_lends",
        "\n\ndef check_lends",
        _STATIONS,
    ),
    Mutant(
        "cases are lent by a list of people that is older than stations have seen",
        f"{_SHARING}/recovery.py",
        f"    if unit.stations.edition_lacking(epoch):\n{_LOST}def check_calls",
        "\n\ndef check_calls",
        _STATIONS,
    ),
    Mutant(
        "a session begun with a former password goes on",
        "cati_app/store/hub/study_book.py",
        "                Sessions(self._statements, self._now).end_all(user_id)\n",
        "                pass\n",
        _SESSIONS,
    ),
    Mutant(
        "a station that is known uses up the code of another one",
        "cati_app/store/hub/register.py",
        "        if is_used is (owner is None):",
        "        if is_used and owner is None:",
        _RECEPTION,
    ),
)
