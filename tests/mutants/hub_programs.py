"""Mistakes in what a hub holds against its stations, against whoever runs it, and between its programs."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

_MANY = "tests/unit/store/test_many_stations.py"
_PROGRAMS = "tests/integration/test_programs_of_a_hub.py"

HUB_PROGRAMS = (
    Mutant(
        "where the facts of a suspended interview end is not sealed",
        "cati_app/fieldwork/interview/finish_interview.py",
        "                unit.interviews.note_end(finished.id)\n",
        "                pass\n",
        _MANY,
    ),
    Mutant(
        "a station that goes on with an interview counts its facts and does not look at them",
        "cati_app/store/interview_end.py",
        'digest.update(len(row).to_bytes(8, "big") + row)',
        'digest.update(b"")',
        _MANY,
    ),
    Mutant(
        "what was said in an interview that came back to its station is told twice",
        "cati_app/store/event_rows.py",
        'WHERE interview_id IN ({marks}))"',
        'WHERE interview_id IN ({marks}) AND 1 = 0)"',
        _MANY,
    ),
    Mutant(
        "a station keeps a newer list of people to itself",
        "cati_app/station/joining.py",
        "0 < standing.newest < pin.n",
        "0 > standing.newest > pin.n",
        "tests/unit/station/test_joining.py",
    ),
    Mutant(
        "an enrolled station asks without a limit",
        "cati_app/hub/pace.py",
        "if bucket.left < 1:",
        "if bucket.left < -1e9:",
        "tests/unit/hub/test_pace.py",
    ),
    Mutant(
        "a program counts the guesses that it has seen itself",
        "cati_app/hub/answering.py",
        "if web.common_tries is None or web.failed_tries.is_recognized(shown):",
        "if web.common_tries is None or web.common_tries is not None:",
        _PROGRAMS,
    ),
    Mutant(
        "who is at work is known to the program alone that heard it",
        "cati_app/hub/reception.py",
        "SeatsOfStudies() if hub.is_alone else None",
        "SeatsOfStudies()",
        _PROGRAMS,
    ),
    Mutant(
        "a hub is ready whose study takes no write",
        "cati_app/hub/readiness.py",
        "                self._begin(study)\n",
        "                pass\n",
        "tests/unit/hub/test_app.py",
    ),
)
"""Each of them."""
