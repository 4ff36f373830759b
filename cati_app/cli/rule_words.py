"""Rules that are in a command's way, in words."""

from __future__ import annotations

from cati_app.domain.errors import RuleViolation
from cati_app.texts import Terms, Words
from cati_app.texts.coding_rules import coding_rule
from cati_app.texts.group_words import group_rule
from cati_app.texts.plan_rules import plan_rule_words
from cati_app.texts.release_words import release_rule
from cati_app.texts.table_rules import table_rule
from cati_app.texts.weighting_rules import weighting_rule


def rule_words(words: Words, rule: RuleViolation) -> str:
    """What is not allowed, and what to do."""
    told = weighting_rule(rule) or table_rule(rule) or coding_rule(rule) or release_rule(rule) or group_rule(rule)
    if told is not None:
        return words.worded(told)
    known = _RULES.of(words.language).known(rule.code, **rule.context)
    return known or plan_rule_words(words, rule) or words.say("Not allowed: {code}.", code=rule.code)


_RULES = Terms(
    "rule of commands",
    {
        "block_reason_needed": "Taking a number off the block list needs a written reason of at least 10 characters.",
        "reason_holds_number": "The reason holds a number; write it without one, because it is kept for ever.",
        "two_people_needed": "Two different people are needed, one of them a supervisor: --as and --with.",
        "blocklist_there": "No block list of this study is missing. Nothing was changed.",
        "not_on_blocklist": "That number is not on the block list. Nothing was changed.",
        "number_not_readable": "The number cannot be read. Nothing was changed.",
        "number_too_short": "The number is too short. Nothing was changed.",
        "number_impossible": "No such number can exist. Nothing was changed.",
        "number_service": "Service and special numbers are never dialled anyway. Nothing was changed.",
        "seeds_needed": "Say from which blocks: --seeds FILE with listed numbers, or --prefix 04221123xx.",
        "prefix_unreadable": "A prefix is a number with x for each digit to fill, at most seven: --prefix 04221123xx.",
        "frame_exhausted": "The blocks do not hold that many numbers that may be called. Nothing was changed.",
        "login_taken": "That login is taken already. Choose another one.",
        "wrong_login": "Name or password is wrong.",
        "wrong_second_login": "The login behind --with, or its password, is wrong. Nothing was changed.",
        "sign_in_delayed": "Several attempts to sign in have failed. Wait {seconds} s, then try again.",
        "access_code_unknown": "No interview has this access code: it was erased, or it is of another study."
        " As long as numbers are stored, a case can be found by its number: --number.",
        "access_code_twice": "Two people were given this access code at two stations. Find the case by its number:"
        " --number.",
        "not_reviewable": "This case has no complete interview that could be left out. Nothing was changed; --erase"
        " erases what there is.",
        "review_unchanged": "Its interview is left out already. Nothing was changed.",
        "access_number_unknown": "No case has this number. Nothing is stored under it that could be told or erased.",
        "access_code_letters": "An access code has twelve digits and nothing else. Ask for it once more.",
        "access_code_length": "An access code has twelve digits; these are {digits}. Ask for it once more.",
        "access_code_check": "These digits are no access code: one is wrong, or two were swapped. Have them read out"
        " once more, one by one.",
        "case_in_hand": "Somebody has this case in hand. Nothing was changed; repeat it once the case is free.",
        "no_contact_access": "Only somebody who sees contact data can do this: use --as SUPERVISOR.",
        "column_sealed": "The sample field “{name}” is sealed in this database. Declare it in study.yaml"
        " (outcomes.weight, or sample.clear); it holds as soon as a supervisor signs in.",
        "answers_sealed": "Answers are sealed: they can be read by whoever has signed in, and by nobody else.",
        "no_export": "An interviewer may not export data: use --as with an analyst or a supervisor.",
        "no_figures": "Interviewers see no figures of the study: use --as with a supervisor or an analyst.",
        "no_cases": "Analysts see no cases: use --as with a supervisor, or with an interviewer for the own next case.",
        "interviewer_needed": "Only interviewers call.",
        "margin_not_one": "The shares of a quota dimension do not add up to 1: `cati check` says which.",
        "figure_out_of_range": "“{name}” is a whole number from {least} to {most}. Nothing was changed.",
        "password_too_short": "The password needs at least {shortest} characters. Nothing was changed.",
        "password_all_alike": "The password is one letter again and again. Nothing was changed; choose another one.",
        "password_is_login": "The password is the login. Nothing was changed; choose another one.",
        "password_as_before": "The new password is the old one. Nothing was changed; choose another one.",
        "password_elsewhere": "This password was in force until now: another one was chosen for this login at another"
        " station. Sign in with that one.",
        "choose_password": "This is a start code: choose a password of your own with `cati user password`.",
        "to_be_sealed": "An older version made this database: seal it with `cati user seal`, or sign in in the window.",
        "supervisor_first": "An older version made this database: a supervisor has to sign in first.",
        "signed_out": "This person has left, or has other keys now. Sign in again.",
        "login_unusable": "A login has 1 to 64 characters, none of them a control character, and no blank at its ends.",
        "no_such_person": "There is no person with that login. Nothing was changed.",
        "own_password": "For your own password there is `cati user password`.",
        "not_yourself": "Nobody can deactivate themselves. Another supervisor does it.",
        "supervisor_must_stay": "A supervisor must be among those who stay. Nothing was changed.",
        "last_supervisor": "This is the only supervisor: add another one before. Nothing was changed.",
        "sheet_waits": "Page 1 of the recovery sheet still waits for this person: confirm it first.",
        "sheet_first": "First the recovery sheet: `cati user sheet` shows it. Nothing was changed.",
        "people_elsewhere": "People are changed at the station that brought this study to the hub; once it has"
        " published that, they sign in here.",
        "sample_changed": "Others have changed the sample meanwhile; nothing of this came in. Say it again.",
        "sample_gap": "The hub lacks some of the cases; none of them came in, and none is lost. Say it again.",
        "cases_elsewhere": "The hub has the cases of this study already: this station calls as every other one does,"
        " with `cati run STUDY`. Nothing was changed.",
        "cases_in_hand": "{cases} cases are being worked at this station. Nothing was sent. Have everybody finish and"
        " sign out, then say it again.",
        "sheet_on_paper": "The recovery sheet is on paper, or waits for another supervisor: --new makes another one.",
        "sheet_group_wrong": "Group {group} of page {page} is another one. Nothing was changed; compare and try again.",
        "second_supervisor_needed": "A new sheet is signed by two supervisors, where there are two: --with SUPERVISOR.",
        "supervisor_needed": "Only a supervisor can do that: use --as SUPERVISOR.",
        "text_too_long": "At most {most} characters. Nothing was changed.",
        "figures_locked": "No figures of that person are open, or the time is over. Two people open them: --unlock.",
        "figures_period": "At most 30 days are opened at once, up to today, and the first is not after the last.",
        "own_figures": "Neither of the two people opens figures of their own.",
        "agreement_needed": "Name the agreement and the day it was made, up to today: --agreement, --agreed-on.",
        "reason_needed": "A change needs a reason: --reason TEXT. Nothing was changed.",
        "result_unknown": "There is no such result; docs/calling.md lists them. Nothing was changed.",
        "interview_decides": "That result follows from an interview and cannot be given or changed by hand.",
        "result_unchanged": "That is the result of the attempt already. Nothing was changed.",
        "appointment_needs_time": "An appointment needs a time: it is made at the telephone. Nothing was changed.",
        "no_such_attempt": "The case has no attempt of that number with a result.",
        "cell_changed": "Somebody else has changed this cell meanwhile. Nothing was changed; look, and decide again.",
        "move_unreadable": "A move is given as FROM TO NUMBER, for instance 16-29/low 16-29/high 3.",
        "reason_without_change": "A reason was given, but no change, for instance --target. Nothing was changed.",
        "target_unreadable": "A target is given as CELL=NUMBER, for instance 16-29/low=12. Nothing was changed.",
        "target_impossible": "A target is a whole number from 0 to {most}. Nothing was changed.",
        "undo_nothing": "This cell has no change that could be taken back. Nothing was changed.",
        "undo_late": "Ten minutes are over: the change stands. Change it anew, with a reason.",
        "undo_apart": (
            "The other cell has been changed since: the targets stay where they are. Move them anew, with a reason."
        ),
        "move_apart": "Targets move between two cells of one quota.",
        "move_too_many": "So many cannot be moved: what is done or has a place stays in its cell.",
        "undo_used": "Places of this change that are used already: {used}. It stands. Change it anew, with a reason.",
        "counter_unchanged": "The counter stands so already.",
        "no_quota": "This study has no quota.",
        "unclassified_never": "This study interviews nobody without a cell: there is no counter to close.",
        "no_such_case": "There is no case of that number.",
        "no_such_sitting": "No such sitting was held with this person: there were {sittings}. Nothing was kept.",
        "transcript_blank": "The transcript is empty. Nothing was kept.",
        "transcript_too_long": "The transcript has {length} bytes; {most} are the most. Shorten it. Nothing was kept.",
        "nothing_lacks": "The hub knows what every station has, and waits for none. Nothing was changed.",
        "nothing_aside": "That is not kept aside, or is decided already. Nothing was changed.",
        "cannot_settle": "That cannot be decided about it; `cati hub aside` tells what can. Nothing was changed.",
        "still_unfit": "It fits no better than before: it stays aside. Nothing was changed.",
        "case_has_interview": "Another interview of the case counts. Nothing was changed.",
        "case_not_out": "No station has this case. Nothing was changed.",
        "no_surplus": "No interview of this cell waits to be counted. Nothing was changed.",
        "settings_elsewhere": "The study's settings are changed at the station that brought it to the hub.",
        "own_interview": "Whoever held an interview gives no verdict on it.",
        "place_right": "It counts where it belongs already.",
        "coded_since": "Somebody has coded it since: it is looked at again with these codes. Nothing was changed.",
        "no_room": "No place of this cell is free. Nothing was changed.",
        "no_cell": "The quota of this study has no such cell; `cati quota` names them. Nothing was changed.",
        "case_taken": "Somebody has the case in hand. Nothing was changed; try again later.",
        "first_person_is_supervisor": "The first person of a study must be a supervisor: use --role supervisor.",
    },
)
