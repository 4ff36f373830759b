"""The attacks of SECURITY.md, each a test: with whose keys, on what, and what the program says."""

from __future__ import annotations

from functools import cache

from tests.faults.proofs import ROOT, Proof, Told, table

DOCUMENT = ROOT / "SECURITY.md"
_BEGIN, _END = "<!-- attacks: made by `make attacks` -->", "<!-- end -->"

_PEOPLE = "tests/unit/store/test_signed_people.py"
_CHECKED = "tests/unit/store/test_log_check.py"
_CHAINED = "tests/unit/store/test_log_chain.py"
_SEALED = "tests/unit/store/test_sealed_interviews.py"
_COLUMNS = "tests/unit/store/test_sealed_columns.py"
_LOGINS = "tests/unit/cli/test_logins.py"
_LEAVER = "tests/unit/store/test_leavers_backup.py"
_WEB, _CONNECTIONS = "tests/unit/hub/test_app.py", "tests/unit/hub/test_connections.py"
_BY_SQL = f"{_PEOPLE}::test_a_row_changed_left_out_or_added_by_sql_gives_nothing_but_a_refusal"
_DONE = f"{_CHECKED}::test_what_somebody_did_to_the_log_is_told_with_its_place"

_FILE, _NOBODY, _ANALYST = "the file (database key)", "nobody", "an analyst"
_STRANGER = "the address of a hub"
_INTERVIEWER, _SUPERVISOR, _LEFT = "an interviewer", "a supervisor", "a leaver, with an old backup"

ATTACKS = (
    Proof(_FILE, "makes an analyst a supervisor by SQL", f"{_BY_SQL}[role]"),
    Proof(_FILE, "gives a supervisor's row another login", f"{_BY_SQL}[login]"),
    Proof(_FILE, "takes somebody out by the column `active`", f"{_BY_SQL}[active]"),
    Proof(_FILE, "gives somebody other languages", f"{_BY_SQL}[languages]"),
    Proof(_FILE, "gives somebody the public key of another person", f"{_BY_SQL}[key]"),
    Proof(_FILE, "leaves a person out", f"{_BY_SQL}[left-out]"),
    Proof(_FILE, "adds a supervisor", f"{_BY_SQL}[added]"),
    Proof(_FILE, "vouches for another beginning of the log", f"{_BY_SQL}[device]"),
    Proof(
        _ANALYST,
        "puts a bundle of their own under a supervisor's login",
        f"{_PEOPLE}::test_a_bundle_of_ones_own_under_another_login_is_refused",
    ),
    Proof(
        _FILE,
        "exchanges the bundles of two people",
        f"{_PEOPLE}::test_a_bundle_exchanged_for_another_persons_is_refused",
    ),
    Proof(
        _FILE,
        "seals a secret of their own to a colleague",
        f"{_PEOPLE}::test_a_secret_of_ones_own_sealed_to_a_colleague_is_refused",
    ),
    Proof(_FILE, "leaves a sealed secret out", f"{_PEOPLE}::test_a_box_left_out_is_told"),
    Proof(
        _FILE,
        "has a password cost too little (argon2 with t 1)",
        f"{_PEOPLE}::test_passwords_that_cost_too_little_are_refused",
    ),
    Proof(_ANALYST, "signs a list of people", f"{_PEOPLE}::test_a_list_signed_by_somebody_who_may_not_is_refused"),
    Proof(
        _FILE,
        "puts the people of before back",
        f"{_PEOPLE}::test_people_of_before_are_refused_where_newer_ones_were_seen",
    ),
    Proof(
        _FILE,
        "takes all lists of people out, to become the first supervisor",
        f"{_PEOPLE}::test_without_heads_nobody_becomes_the_first_supervisor_of_a_known_study",
    ),
    Proof(
        _FILE,
        "begins the list anew under a root of their own",
        f"{_PEOPLE}::test_another_root_is_refused_by_the_pin_and_without_it_by_who_signs_in[kept]",
    ),
    Proof(
        "the file and the state folder",
        "the same, and takes the pin away",
        f"{_PEOPLE}::test_another_root_is_refused_by_the_pin_and_without_it_by_who_signs_in[gone]",
    ),
    Proof(
        "the file and the state folder",
        "the same, and replaces the pin",
        f"{_PEOPLE}::test_another_root_is_refused_by_the_pin_and_without_it_by_who_signs_in[replaced]",
    ),
    Proof(
        _LEFT, "goes on from the list in which they still stood (a fork)", f"{_PEOPLE}::test_a_leavers_fork_is_refused"
    ),
    Proof(
        _LEFT,
        "opens what was sealed later with the keys of before",
        f"{_PEOPLE}::test_a_leaver_opens_nothing_that_is_sealed_later",
    ),
    Proof(
        _LEFT,
        "opens the backup with the old password",
        f"{_LEAVER}::test_what_came_after_stays_closed_to_who_opens_an_old_backup",
    ),
    Proof(
        _LEFT,
        "comes back by having the backup restored here",
        f"{_LEAVER}::test_a_restore_of_an_old_backup_brings_no_leaver_back",
    ),
    Proof(
        "finder of an old backup, with all passwords",
        "reads a number, without the Share",
        f"{_LEAVER}::test_with_every_password_and_without_the_share_no_number_opens",
    ),
    Proof(_FILE, "changes an event", f"{_DONE}[changed]"),
    Proof(_FILE, "deletes an event", f"{_DONE}[deleted]"),
    Proof(_FILE, "puts an event in between", f"{_DONE}[put-in]"),
    Proof(
        _FILE,
        "adds an event behind the end",
        f"{_CHAINED}::test_a_row_that_the_program_did_not_write_stops_the_next_start",
    ),
    Proof(_FILE, "takes a digest out", f"{_DONE}[digest]"),
    Proof(_FILE, "takes the chain out", f"{_CHECKED}::test_a_chain_that_was_taken_out_is_told"),
    Proof(
        _FILE,
        "takes the guards of the log away (triggers)",
        f"{_CHECKED}::test_guards_that_are_gone_are_told_without_a_login",
    ),
    Proof(_FILE, "cuts the end of the log off", f"{_DONE}[cut]"),
    Proof(
        "the file and the state folder",
        "cuts the end of the log off and goes on from there",
        f"{_CHECKED}::test_a_cut_tail_that_somebody_goes_on_from_is_told_at_the_cut",
    ),
    Proof(
        _FILE,
        "cuts the end of the log off, and starts the program",
        f"{_CHAINED}::test_a_cut_tail_cannot_be_continued_by_the_program",
    ),
    Proof(_FILE, "puts an older database in place", f"{_CHAINED}::test_a_database_older_than_its_key_is_refused"),
    Proof(
        _FILE,
        "puts in a first key of their own",
        f"{_CHECKED}::test_a_chain_whose_first_key_was_put_in_by_somebody_else_is_told",
    ),
    Proof(
        _SUPERVISOR,
        "writes the whole log anew",
        f"{_CHECKED}::test_a_log_written_anew_with_a_key_that_somebody_kept_does_not_fit_what_was_seen",
    ),
    Proof(_FILE, "moves a number to another row", f"{_SEALED}::test_a_number_put_into_the_row_of_another_is_damage"),
    Proof(
        _FILE,
        "moves sample columns to another case",
        f"{_COLUMNS}::test_columns_put_into_the_row_of_another_case_are_damage",
    ),
    Proof(_FILE, "moves an answer to another event", f"{_SEALED}::test_an_answer_put_in_place_of_another_is_damage"),
    Proof(_FILE, "moves answers to another interview", f"{_SEALED}::test_the_document_of_another_interview_is_damage"),
    Proof(
        _FILE,
        "reads all pages, free ones and the journal",
        f"{_SEALED}::test_who_has_the_database_key_alone_finds_no_answer_and_no_contact_data",
    ),
    Proof(
        _ANALYST,
        "reads numbers, names and notes",
        f"{_SEALED}::test_an_analyst_reads_the_answers_and_opens_no_contact_data",
    ),
    Proof(
        _ANALYST,
        "reads sample columns that are not declared clear: exports, free pages and the journal too",
        f"{_COLUMNS}::test_an_analyst_opens_no_undeclared_column_by_any_way_and_every_declared_one",
    ),
    Proof(
        _ANALYST,
        "tests whether a number is on the block list",
        "tests/unit/store/test_blocklist.py::test_who_sees_no_contact_data_tests_no_number",
    ),
    Proof(
        _INTERVIEWER,
        "exports by command",
        "tests/unit/cli/test_export_command.py::test_an_interviewer_may_not_export[ann-1]",
    ),
    Proof(
        _INTERVIEWER,
        "exports from the window",
        "tests/unit/station/test_export_from_the_window.py::test_an_interviewer_exports_nothing_from_the_window",
    ),
    Proof(
        "an interviewer, an analyst",
        "runs each command of other roles",
        f"{_LOGINS}::test_a_role_without_the_right_is_told_so",
    ),
    Proof(_NOBODY, "runs each command that asks for a login", f"{_LOGINS}::test_without_a_login_nothing_is_told"),
    Proof(
        _NOBODY,
        "guesses names and passwords",
        "tests/unit/fieldwork/test_signing_in.py::test_after_several_failures_a_login_waits_whether_the_name_exists_or_not",
    ),
    Proof(_STRANGER, "guesses secrets of stations", f"{_WEB}::test_unknown_secrets_are_looked_at_more_and_more_rarely"),
    Proof(_STRANGER, "guesses codes", f"{_WEB}::test_so_are_wrong_codes"),
    Proof(
        _STRANGER,
        "opens more connections than the hub has places, and says nothing",
        f"{_CONNECTIONS}::test_silent_connections_do_not_shut_the_hub",
    ),
    Proof(
        _STRANGER, "sends half a request, byte by byte", f"{_CONNECTIONS}::test_bytes_that_trickle_buy_no_time[body_s]"
    ),
    Proof(_STRANGER, "reads figures", f"{_WEB}::test_figures_are_for_this_machine[192.0.2.1-403]"),
    Proof(
        "the secret of a station",
        "asks a hub without end",
        "tests/unit/hub/test_pace.py::test_over_https_it_hears_when_to_come_again_and_its_connection_goes_on",
    ),
    Proof(
        "whoever runs a hub",
        "leaves out, or exchanges, what was said in a suspended interview",
        "tests/unit/store/test_many_stations.py"
        "::test_what_whoever_runs_the_hub_cuts_off_an_interview_is_noticed_where_it_goes_on",
    ),
    Proof(
        "whoever runs a hub",
        "hands stations a password under another number, or for other keys or another person",
        "tests/unit/station/test_passwords_at_a_hub.py"
        "::test_a_hub_gives_no_bundle_under_another_number_or_for_other_keys",
    ),
    Proof(
        "whoever runs a hub",
        "hands stations the password that somebody had before, in place of the one chosen since",
        "tests/unit/station/test_passwords_at_a_hub.py::test_an_old_bundle_takes_the_newer_one_from_nobody",
    ),
    Proof(
        "the secret of a station",
        "chooses a password for a colleague, whose own is not known",
        "tests/unit/station/test_passwords_at_a_hub.py"
        "::test_who_does_not_know_the_password_so_far_is_not_believed_and_waits_longer",
    ),
)


def made(told: Told) -> str:
    """The document with the table in its place."""
    before, _, rest = DOCUMENT.read_text(encoding="utf-8").partition(_BEGIN)
    return f"{before}{_BEGIN}\n{table(ATTACKS, told)}\n{_END}{rest.partition(_END)[2]}"


@cache
def rows() -> tuple[str, ...]:
    """The lines of the table in the document, in their order."""
    text = DOCUMENT.read_text(encoding="utf-8").partition(_BEGIN)[2].partition(_END)[0]
    return tuple(line for line in text.splitlines()[3:] if line.startswith("| "))


def documented(node: str) -> str | None:
    """The line about a test; blank where the table lacks it, None where it is no attack's."""
    numbers = [number for number, attack in enumerate(ATTACKS) if attack.is_by(node)]
    if not numbers:
        return None
    return rows()[numbers[0]] if numbers[0] < len(rows()) else ""
