"""Mistakes in what becomes of keys that are struck while an answer waits."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

_KEYS, _CONDUCT = "cati_app/ui/stage/keys_ahead.py", "cati_app/fieldwork/interview/conduct.py"
_TESTS = "tests/unit/ui/test_keys_ahead.py"

TYPED_AHEAD = (
    Mutant(
        "a run of keys that broke off goes on",
        _KEYS,
        "self._quiet_from is not None and at_ms < self._quiet_from",
        "self._quiet_from is not None and at_ms < 0",
        _TESTS,
    ),
    Mutant(
        "hands that have rested are not heard",
        _KEYS,
        "self._quiet_from is not None and at_ms < self._quiet_from",
        "self._quiet_from is not None and at_ms <= self._quiet_from",
        _TESTS,
    ),
    Mutant(
        "one key more waits than is said",
        _KEYS,
        "len(self._kept) >= self.MOST",
        "len(self._kept) > self.MOST",
        _TESTS,
    ),
    Mutant(
        "keys after a command wait",
        _KEYS,
        "does is KeyDoes.LEADS_AWAY or len",
        "len",
        _TESTS,
    ),
    Mutant(
        "a refusal waits for a question that was not seen",
        _KEYS,
        "does is KeyDoes.ANSWERS_FOR_GOOD or self._is_full",
        "self._is_full",
        _TESTS,
    ),
    Mutant(
        "the key that repeats what the disk refused waits for ever",
        _CONDUCT,
        "if self.session is None or self._again is not None:",
        "if self.session is None:",
        _TESTS,
    ),
    Mutant(
        "keys wait for the end of an interview that the quota has no place for",
        _CONDUCT,
        "decision.verdict in (Verdict.IN, Verdict.UNCLASSIFIED)",
        "decision.verdict in tuple(Verdict)",
        _TESTS,
    ),
)
