"""`cati next STUDY`: which case a person would be offered now and why, or what every case waits for.

The block list is asked, as before every call: whoever asks sees contact data, although none is shown.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import datetime

from cati_app.cli.opening import load, open_station, sign_in
from cati_app.cli.terms import DAY_PARTS, OFFERED
from cati_app.cli.usage import case_number
from cati_app.cli.whole import reading, reading_arguments
from cati_app.domain.calling.calendar import CallingCalendar
from cati_app.domain.calling.queue import Nothing
from cati_app.domain.casework.explain import Explanation, Reason
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.people.logins import meant
from cati_app.domain.people.users import User
from cati_app.domain.phrases import Phrase, source
from cati_app.station.opening import Station
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.texts import Terms, Words, chosen, say, words_of
from cati_app.ui.stage.wording import weekday

WAITS = Terms(
    "waiting cases",
    {
        "not_due": "wait until they are due again",
        "day_limit": "were called often enough today",
        "refusal_rest": "rest after a soft refusal",
        "locked": "are in hand",
        "appointment": "wait for their appointment",
        "outside_hours": "wait for the next allowed calling time",
        "other_language": "wait for somebody who speaks their language",
        "other_skill": "wait for somebody trained for them",
        "other_person": "wait for another person than the one who was refused",
        "cell_full": "belong to a quota cell that is full",
    },
)
_HOLDS = Terms(
    "reason that holds",
    {
        "closed": "closed as {disposition}{how}",
        "open": "open, last result {disposition}",
        "in_hands": "nobody else has it in hand",
        "limit": "{dials} of at most {limit} contact attempts",
        "day_limit": "{dials} of at most {limit} contact attempts today",
        "block_list": "none of its numbers is on the block list",
        "language": "language: {language}",
        "skill": "training needed: {skill}",
        "other_person": "may be called by this person",
        "cell": "quota cell {cell} has room",
        "hours": "allowed hour, local time {local}, last start {last_start}",
        "due": "due",
        "appointment": "appointment {at} is this person's business now",
        "rank": "rank {level} in the {part} (best {best_level}), {attempts} attempts,"
        " {tried_in_part} of them in this part",
        "chance": "somebody is reached by {of_100} of 100 calls in the {part} ({calls} first calls so far), most in the"
        " {best_part}: {best_of_100}",
    },
)
_FAILS = Terms(
    "reason against",
    {
        "unreleased": "not released yet: `cati sample release` opens portions of the sample",
        "in_hands": "somebody else has it in hand",
        "limit": "the limit of {limit} contact attempts is reached",
        "day_limit": "called {dials} times today, the limit is {limit}",
        "block_list": "a number is on the block list: nobody calls it again",
        "language": "needs somebody who speaks {language}",
        "skill": "needs somebody trained for {skill}",
        "other_person": "needs another person than the one who was refused",
        "cell": "quota cell {cell} is full",
        "hours": "no calls at this hour, local time {local} ({zone}, {state})",
        "due": "not due yet ({rest})",
        "appointment": "appointment {at} is not this person's business yet",
    },
)
ENDINGS = Terms(
    "closed",
    {
        "result": " by the result of attempt {attempt}: nobody calls again after it",
        "numbers_dead": ", because nobody of the household can be reached at any of its numbers",
        "refused_twice": ": it was refused twice, the code is that of attempt {attempt}",
        "not_converted": ": soft refusals are not tried again in this study",
        "limit": ": all contact attempts are used up, the code is that of attempt {attempt}",
        "blocked": ", for a number of it is on the block list",
        "": ", which no rule of today explains",
    },
)

_UNSETTLED = source(
    "Missed appointments, silent machines or lapsed places are still to be settled, which the window does before it\n"
    "offers a case: another one may come first."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """STUDY, and what to explain."""
    reading_arguments(parser)
    parser.add_argument(
        "--for", dest="whose", metavar=say("LOGIN"), help=say("whose next case, where somebody else signs in")
    )
    parser.add_argument("--explain", action="store_true", help=say("print the chain of reasons"))
    parser.add_argument(
        "--case",
        type=case_number,
        metavar=say("NUMBER"),
        help=say("explain this case instead of the next one"),
    )


def run(arguments: argparse.Namespace) -> int:
    """Reads beside a running application; no contact data is shown."""
    station = open_station(load(arguments.study), arguments.db, create=False, writable=False)
    with station.database:
        person, keys = sign_in(station, arguments)
        with reading(station, person, keys, arguments) as source:
            return _told(source, person, keys, arguments)


def _told(station: Station, person: User, keys: HeldKeys, arguments: argparse.Namespace) -> int:
    whose = _named(station.people.read_people()(person), arguments.whose) if arguments.whose else person
    explain = station.explain_case(keys)
    if arguments.case is not None:
        explanation = explain.by_number(person, arguments.case, whose=whose)
        if explanation is None:
            raise EnvironmentProblem(
                "no_such_case",
                Phrase("There is no case {case}.", case=arguments.case),
                "`cati status` says how many there are.",
            )
        return _print(explanation, None, station.rules.calendar, arguments)
    look_ahead = station.look_ahead(keys)
    ahead = look_ahead(person, whose=whose)
    if look_ahead.unsettled(person, whose=whose):
        (sys.stderr if arguments.json else sys.stdout).write(say(_UNSETTLED) + "\n")
    if isinstance(ahead, Nothing):
        return _print_nothing(ahead, station.rules.calendar, arguments.json)
    explanation = explain(person, ahead[0], whose=whose)
    return _print(explanation, ahead[1].value, station.rules.calendar, arguments)


def reason_text(words: Words, reason: Reason) -> str:
    """A reason in words."""
    facts = {name: value if value != "" else words.say("none") for name, value in reason.facts.items()}
    parts = DAY_PARTS.of(words.language)
    facts.update({name: parts(str(facts[name])) for name in ("part", "best_part") if name in facts})
    if reason.rule == "block_list" and not reason.facts["asked"]:
        return words.say("block list not asked, because numbers were not opened; it is asked before every call")
    if reason.rule == "closed":
        endings = ENDINGS.of(words.language)
        facts["how"] = endings(str(reason.facts["how"]), **{"attempt": "?", **reason.facts})
    terms = _HOLDS if reason.holds or reason.rule == "closed" else _FAILS
    text = terms.of(words.language)(reason.rule, **{"last_start": "–", **facts})
    return text + words.say("; this household only {hours}", hours=facts["own_hours"]) if "own_hours" in facts else text


def _named(people: tuple[User, ...], login: str) -> User:
    person = meant(people, login)
    if person is None:
        raise EnvironmentProblem(
            "no_such_person", "There is no such person.", "`cati user list STUDY --as LOGIN` lists everybody."
        )
    return person


def _print(
    explanation: Explanation,
    because: str | None,
    calendar: CallingCalendar,
    arguments: argparse.Namespace,
) -> int:
    if arguments.json:
        reasons = [
            {
                "rule": r.rule,
                "holds": r.holds,
                "facts": dict(r.facts),
                "until": _iso(r.until),
                "words": reason_text(words_of("en"), r),
            }
            for r in explanation.reasons
        ]
        facts = {
            "case_no": explanation.case_no,
            "because": because,
            "callable": explanation.callable,
            "until": _iso(explanation.until),
        }
        facts["block_list_asked"] = any(r.rule == "block_list" and r.facts["asked"] for r in explanation.reasons)
        sys.stdout.write(json.dumps({**facts, "reasons": reasons}, ensure_ascii=False) + "\n")
        return 0
    told = (
        say("Case {number}: can be called now", number=explanation.case_no)
        if explanation.callable
        else say("Case {number}: cannot be called now", number=explanation.case_no)
    )
    sys.stdout.write(f"{told} ({OFFERED(because)})\n" if because else f"{told}\n")
    if arguments.explain or arguments.case is not None:
        for reason in explanation.reasons:
            until = say(", until {time}", time=_local(reason.until, calendar)) if reason.until else ""
            mark = say("yes") if reason.holds else say("NO")
            sys.stdout.write(f"  {mark:<4} {reason_text(chosen(), reason)}{until}\n")
    return 0


def _print_nothing(nothing: Nothing, calendar: CallingCalendar, as_json: bool) -> int:
    if as_json:
        waiting = {reason.value: count for reason, count in nothing.waiting.items()}
        facts = {
            "case_no": None,
            "waiting": waiting,
            "open_cases": nothing.open_cases,
            "next_at": _iso(nothing.next_at),
            "block_list_asked": True,
        }
        sys.stdout.write(json.dumps(facts) + "\n")
        return 0
    sys.stdout.write(say("Nothing to call now.") + "\n")
    if not nothing.waiting:
        sys.stdout.write(say("No case is open: all are closed, or wait to be released.") + "\n")
    for reason, count in sorted(nothing.waiting.items(), key=lambda item: -item[1]):
        sys.stdout.write(f"{count:>9,}  {WAITS(reason.value)}\n")
    if nothing.next_at is not None:
        sys.stdout.write(say("Next case: {time}", time=_local(nothing.next_at, calendar)) + "\n")
    return 0


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _local(at: datetime, calendar: CallingCalendar) -> str:
    local = calendar.local(at)
    return f"{weekday(chosen(), local)} {say('{at:%Y-%m-%d %H:%M}', at=local)}"
