"""`cati release STUDY`: what is open before data become public, and texts cleared one by one."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cati_app.cli.identifying_lines import mark_of
from cati_app.cli.opening import load, open_as_asked, sign_in
from cati_app.cli.whole import reading, reading_arguments
from cati_app.domain.errors import RuleViolation
from cati_app.domain.release.cleared_texts import Clearing
from cati_app.domain.release.identifying_texts import Identifier
from cati_app.texts import chosen, say
from cati_app.texts.release_words import open_lines

if TYPE_CHECKING:  # slow to load
    from cati_app.fieldwork.monitor.clear_texts import WishedClearing
    from cati_app.publish.dataset.public_table import FreeText
    from cati_app.station.releasing import CheckedRelease
    from cati_app.station.text_matching import TextMatcher


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """STUDY; what is listed, or decided about one text."""
    reading_arguments(parser)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--texts", action="store_true", help=say("list the texts that wait, each with what may tell"))
    what.add_argument("--clear", metavar="CASE_ID", help=say("a text of this interview may be public: --variable"))
    what.add_argument("--withhold", metavar="CASE_ID", help=say("public data get a blank in its place: --variable"))
    what.add_argument("--open", metavar="CASE_ID", help=say("take back what was decided about it: --variable"))
    parser.add_argument("--variable", default="", metavar=say("NAME"), help=say("only this variable"))
    parser.add_argument("--all", action="store_true", help=say("texts about which somebody has decided, too"))
    parser.add_argument("--language", default="de", help=say("language of the labels (default: de)"))


def run(arguments: argparse.Namespace) -> int:
    """List or decide. 1 where something is open, 2 for a decision without a variable."""
    from cati_app.station.releasing import checked_release  # noqa: PLC0415 - slow to load

    wished = {
        Clearing.CLEARED: arguments.clear,
        Clearing.WITHHELD: arguments.withhold,
        Clearing.OPEN: arguments.open,
    }
    clearing, named = next(((each, case) for each, case in wished.items() if case is not None), (None, ""))
    if clearing is not None and not arguments.variable:
        sys.stderr.write(say("Say which text is meant: --variable NAME.") + "\n")
        return 2
    loaded = load(arguments.study)
    station = open_as_asked(loaded, arguments, writes=clearing is not None)
    with station.database:
        person, keys = sign_in(station, arguments)
        with reading(station, person, keys, arguments) as source:
            checked = checked_release(station, person, keys, source, arguments.language)
            if clearing is not None:
                wish = _wish(checked, named.strip().lower(), arguments.variable, clearing)
                new = station.clear_texts(keys, source)(person, [wish])
                sys.stdout.write((say("Decided.") if new else say("It stands so already.")) + "\n")
                return 0
    if arguments.json:
        sys.stdout.write(json.dumps(_facts(checked, arguments), ensure_ascii=False) + "\n")
    else:
        lines = [*_text_lines(checked, arguments), *open_lines(chosen(), checked.check)]
        sys.stdout.write("".join(f"{line}\n" for line in lines))
        if checked.check.is_public:
            sys.stdout.write(
                say("Nothing is open: `cati export STUDY --public --as LOGIN` writes the data set.") + "\n"
            )
    return 0 if checked.check.is_public else 1


def _wish(checked: CheckedRelease, named: str, variable: str, clearing: Clearing) -> WishedClearing:
    from cati_app.fieldwork.monitor.clear_texts import WishedClearing  # noqa: PLC0415 - slow to load

    for text in checked.texts:
        if (text.named, text.variable.name) == (named, variable):
            return WishedClearing(checked.interviews[named], text.variable.source, text.text, clearing)
    raise RuleViolation("release_no_text")


def _listed(checked: CheckedRelease, arguments: argparse.Namespace) -> list[FreeText]:
    return [
        each
        for each in checked.texts
        if arguments.texts
        and arguments.variable in ("", each.variable.name)
        and (arguments.all or each.clearing is Clearing.OPEN)
    ]


def _text_lines(checked: CheckedRelease, arguments: argparse.Namespace) -> Iterator[str]:
    for text in _listed(checked, arguments):
        yield f"{text.named}  {text.variable.name}  [{_standing(text.clearing)}]  {' '.join(text.text.split())}"
        mark = mark_of(_kinds(checked.public.matcher, text))
        if mark:
            yield f"    {mark}"


def _kinds(matcher: TextMatcher, text: FreeText) -> tuple[Identifier, ...]:
    return tuple(dict.fromkeys(span.kind for span in matcher.spans(text.text)))


def _standing(clearing: Clearing) -> str:
    return {
        Clearing.OPEN: say("waits"),
        Clearing.CLEARED: say("public"),
        Clearing.WITHHELD: say("withheld"),
    }[clearing]


def _facts(checked: CheckedRelease, arguments: argparse.Namespace) -> dict[str, object]:
    from cati_app.publish.dataset.public_table import check_facts  # noqa: PLC0415 - slow to load

    texts = [
        {
            "case_id": each.named,
            "variable": each.variable.name,
            "text": each.text,
            "standing": each.clearing.value,
            "by": each.decided.by if each.decided is not None else None,
            "may_identify": [kind.value for kind in _kinds(checked.public.matcher, each)],
        }
        for each in _listed(checked, arguments)
    ]
    return check_facts(checked.public.rules, checked.check) | ({"listed": texts} if arguments.texts else {})
