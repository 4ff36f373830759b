"""Faults of disk, files, clock and machine, each a test: where it came, what the program said, and what was lost."""

from __future__ import annotations

import os

from tests.faults.disk import Fault
from tests.faults.operations import OPERATIONS, Operation
from tests.faults.proofs import Proof, Told, run, table

STEPS = "CATI_FAULT_STEPS"
"""How many steps of each operation are tried, spread over all; 0: every one."""

_WRITES = "tests/faults/test_every_write.py"
_DAMAGE = "tests/faults/test_damage.py"
_COMMANDS = "tests/faults/test_command_line.py"


def _of(kind: type[Operation]) -> tuple[Proof, ...]:
    killed = f"{_WRITES}::test_a_kill_before_any_commit_or_change_of_a_file_leaves_what_was_or_what_is_to_be"
    failed = f"{_WRITES}::test_a_fault_leaves_what_was_or_what_is_to_be"
    return (
        Proof(kind.name, "kill before any commit or change of a file", f"{killed}[{kind.__name__}]"),
        *(Proof(kind.name, fault.value, f"{failed}[{kind.__name__}-{fault.name.lower()}]") for fault in Fault),
    )


FAULTS = (
    *(proof for kind in OPERATIONS for proof in _of(kind)),
    Proof("the file", "any page zeroed", f"{_DAMAGE}::test_every_page_that_is_zeroed_is_told"),
    Proof("the file", "cut", f"{_DAMAGE}::test_a_file_that_is_cut_is_told"),
    Proof("the file", "0 bytes", f"{_COMMANDS}::test_a_database_of_no_bytes_is_no_new_study"),
    Proof(
        "the file",
        "gone, its key is there",
        f"{_COMMANDS}::test_a_database_that_is_gone_is_not_begun_anew_beside_its_key",
    ),
    Proof("the journal", "missing", f"{_DAMAGE}::test_a_file_copied_while_it_was_open_needs_its_journal"),
    Proof("the journal", "cut", f"{_DAMAGE}::test_a_journal_that_is_cut_is_told_by_the_index_beside"),
    Proof(
        "the journal",
        "torn in its middle, or its head",
        f"{_DAMAGE}::test_a_journal_that_is_torn_in_its_middle_is_told",
    ),
    Proof("the journal", "of another day", f"{_DAMAGE}::test_a_journal_from_another_day_is_told"),
    Proof(
        "the journal",
        "of today beside an older file",
        f"{_DAMAGE}::test_an_older_file_beside_the_journal_of_a_newer_one_is_told",
    ),
    Proof(
        "the journal",
        "kill while closing brings it into the file",
        f"{_DAMAGE}::test_a_kill_while_the_program_closes_is_no_false_alarm",
    ),
    Proof(
        "the clock",
        "a year or weeks ahead, an hour back",
        f"{_DAMAGE}::test_a_command_that_writes_asks_about_a_doubtful_clock",
    ),
    Proof("two programs", "the second one starts", f"{_COMMANDS}::test_a_second_start_on_the_same_database_is_refused"),
    Proof(
        "two programs",
        "lock file deleted, then the second one starts",
        f"{_DAMAGE}::test_a_second_program_is_refused_although_the_lock_was_deleted",
    ),
    Proof(
        "two programs",
        "the same on two machines: the first one goes on",
        f"{_DAMAGE}::test_a_program_whose_database_was_opened_once_more_stores_nothing_any_more",
    ),
    Proof("a file system", "that cannot lock", f"{_COMMANDS}::test_a_file_system_that_cannot_lock_is_named"),
    Proof("the key file", "lost, nothing in the keyring", f"{_COMMANDS}::test_a_missing_key_file_is_named"),
    Proof("the key file", "old, or of another study", f"{_COMMANDS}::test_another_key_file_opens_nothing"),
    Proof("the passphrase", "wrong", f"{_COMMANDS}::test_a_wrong_passphrase_is_named"),
)
NOT_RUN = (
    ("an `fsync` of SQLite that fails", "its table of system calls leaves it out; those of the program itself are in"),
    (
        "what pyreadstat writes",
        "it writes by itself; an export reads its scratch file and writes the result through Python",
    ),
    ("a power cut", "needs a machine; pages and journal as they may lie then are made by hand in the rows above"),
    ("Windows and macOS", "nothing runs there yet: no `fork`, other locks"),
    ("a network drive", "none is here; one that cannot lock is told, one that pretends to is not known by anything"),
)
"""What cannot be run, and why."""


def printed(steps: int) -> tuple[str, list[str]]:
    """The table, run with so many steps of each operation, and what is amiss."""
    os.environ[STEPS] = str(steps)
    told: Told = run(FAULTS)
    lines = [table(FAULTS, told, ("where", "fault")), "", "| not run | because |", "|---|---|"]
    return "\n".join([*lines, *(f"| {what} | {why} |" for what, why in NOT_RUN)]), told.amiss(FAULTS)
