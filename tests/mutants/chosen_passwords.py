"""Mistakes in the passwords that people choose at any station of a study at a hub."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

_PEOPLE_AT_HUB = "tests/unit/station/test_people_at_a_hub.py"
_PASSWORDS = "tests/unit/station/test_passwords_at_a_hub.py"
_DESK, _STATION = "cati_app/hub/passwords.py", "cati_app/station/passwords_at_hub.py"
_IN_FORCE = "(user_id, keys, n) in chosen and keys == person.keys and n >= person.bundle_n"

PASSWORDS = (
    Mutant(
        "an edition that was made before brings a former password back to the hub",
        "cati_app/store/hub/study_book.py",
        _IN_FORCE,
        "(user_id, keys, n) in chosen and keys == person.keys and n == person.bundle_n",
        _PASSWORDS,
    ),
    Mutant(
        "a hub takes a password from whoever does not know the one so far",
        _DESK,
        "if not sessions.proves(bundle.person, bytes.fromhex(asked.shown)):",
        "if sessions.proves(bundle.person, b'') and False:",
        _PASSWORDS,
    ),
    Mutant(
        "people are published on top of an older study than stations have seen",
        "cati_app/station/publishing.py",
        "if before is None or before.n < self._newest_study():",
        "if before is None:",
        _PEOPLE_AT_HUB,
    ),
    Mutant(
        "people are published on top of a study older than one whose answer was lost",
        "cati_app/station/publishing.py",
        "declared.n if declared is not None and declared.whole else 0",
        "0",
        _PEOPLE_AT_HUB,
    ),
    Mutant(
        "the number of an edition whose answer was lost is given again",
        "cati_app/station/publishing.py",
        "declared.n if declared is not None else 0)",
        "0)",
        "tests/unit/station/test_joining.py",
    ),
    Mutant(
        "files of the study go along when people are told to the hub",
        "cati_app/station/publishing.py",
        "self._bring(standing, now, (PartName.STAFF, PartName.PEOPLE))",
        "self._bring(standing, now, tuple(PartName))",
        _PEOPLE_AT_HUB,
    ),
    Mutant(
        "people who were changed without a line wait for somebody who remembers them",
        "cati_app/store/joined.py",
        "None if row is None else int(row[0]) != statements.row(_NEWEST_LIST)[0]",
        "None if row is None else False",
        _PEOPLE_AT_HUB,
    ),
    Mutant(
        "a hub that knows everybody is asked at every look",
        "cati_app/station/people_at_hub.py",
        "if waited is not False:",
        "if True:",
        _PEOPLE_AT_HUB,
    ),
    Mutant(
        "a hub takes a second password under a number",
        _DESK,
        "if n + 1 != bundle.n:",
        "if n > bundle.n:",
        _PASSWORDS,
    ),
    Mutant(
        "an old password that a hub hands out takes the place of a newer one",
        "cati_app/store/key_bundles.py",
        " WHERE excluded.n > bundle_at_hub.n OR",
        " WHERE excluded.n <> bundle_at_hub.n OR",
        _PASSWORDS,
    ),
    Mutant(
        "an edition brings a former password back to a station",
        "cati_app/store/joining.py",
        "    key_bundles.bring_in(statements, database, before)\n",
        "",
        _PASSWORDS,
    ),
    Mutant(
        "a hub from a copy is not shown the passwords that it has lost",
        _STATION,
        "if _life(told) != life or told.anew:",
        "if False:",
        _PASSWORDS,
    ),
    Mutant(
        "a hub from a copy that has gone on says that it lacks nothing",
        _DESK,
        "anew=not self.unit.changes.was_given(asked.known),",
        "anew=False,",
        _PASSWORDS,
    ),
    Mutant(
        "a station does not ask whether a hub still has what was brought from there",
        _STATION,
        "max(heard.n, heard.newest, key_bundles.newest(statements))",
        "max(heard.n, heard.newest)",
        _PASSWORDS,
    ),
    Mutant(
        "a station that was cut off between two pages of passwords knows of those alone that it has heard",
        _STATION,
        "max(heard.n, heard.newest, key_bundles.newest(statements))",
        "max(heard.n, key_bundles.newest(statements))",
        _PASSWORDS,
    ),
    Mutant(
        "nobody asks between two pages of passwords whether the hub is still the same",
        _STATION,
        "        known = told.newest\n",
        "",
        _PASSWORDS,
    ),
    Mutant(
        "numbers of passwords do not tell in which state of a study they were given",
        "cati_app/store/hub/key_bundles.py",
        "max(self.newest(), int(self._statements.row(_LAST_CHANGE)[0])) + 1",
        "self.newest() + 1",
        _PASSWORDS,
    ),
    Mutant(
        "of two passwords under one number the one that was taken first counts",
        _DESK,
        "if shown.order > (n, has):",
        "if shown.order[0] > n or shown.order < (n, has):",
        _PASSWORDS,
    ),
    Mutant(
        "a hub takes a password for keys that a supervisor has replaced",
        _DESK,
        "        if keys != bundle.keys:\n            return Refused.KEYS\n",
        "",
        _PASSWORDS,
    ),
    Mutant(
        "a hub takes again what was chosen for keys that a supervisor has replaced",
        _DESK,
        "        if keys != shown.bundle.keys:\n            return True\n",
        "",
        _PASSWORDS,
    ),
    Mutant(
        "what was chosen before a reset outlives it at the hub",
        "cati_app/store/hub/study_book.py",
        _IN_FORCE,
        "(user_id, keys, n) in chosen",
        _PASSWORDS,
    ),
    Mutant(
        "a session goes on after its person has chosen another password",
        _DESK,
        "        taken = bundles.keep(bundle)\n        sessions.end_all(bundle.person)\n",
        "        taken = bundles.keep(bundle)\n",
        _PASSWORDS,
    ),
    Mutant(
        "a session goes on after a hub was shown a newer password of its person",
        _DESK,
        "            self.unit.sessions.end_all(person)\n",
        "",
        _PASSWORDS,
    ),
    Mutant(
        "whoever has left the study shows a password, and is let in at the hub",
        "cati_app/store/hub/sessions.py",
        "if row is None or not same or not row[7]:",
        "if row is None or not same:",
        "tests/unit/hub/test_sessions.py",
    ),
    Mutant(
        "whoever has left the study signs in at a station that knows it",
        "cati_app/store/sign_in.py",
        "if person is None or not person.user.active or person.salt",
        "if person is None or person.salt",
        _PASSWORDS,
    ),
    Mutant(
        "a study is published with the passwords that its station knew",
        "cati_app/station/publishing.py",
        "            hear_passwords(self._database, self._hub.client, self._in_store)\n",
        "",
        _PASSWORDS,
    ),
    Mutant(
        "a window brings a questionnaire to the hub that is not in force at its station",
        "cati_app/station/study_to_hub.py",
        "            or there.form_hash != loaded.form_hash\n",
        "",
        "tests/unit/station/test_study_to_hub.py",
    ),
)
