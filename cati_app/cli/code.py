"""`cati code STUDY`: open answers to “other” get codes, singly or by a sheet; versions beside what was answered."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cati_app.cli.identifying_lines import IdentifiersByText, identifiers_of, mark_of, warning_of
from cati_app.cli.noted_export import note_left
from cati_app.cli.opening import load, open_station, open_to_write, sign_in, study_outputs
from cati_app.cli.rule_words import rule_words
from cati_app.cli.unit_arguments import asks_for_units, unit_arguments
from cati_app.cli.usage import force_argument, there, write_file
from cati_app.cli.whole import reading, reading_arguments
from cati_app.domain.errors import RuleViolation
from cati_app.publish.outputs import XLSX, csv_kind
from cati_app.station.folders import file_names_begin
from cati_app.station.loading import LoadedStudy
from cati_app.station.opening import Station
from cati_app.station.text_matching import text_matcher
from cati_app.texts import chosen, say, say_count

if TYPE_CHECKING:  # slow to load
    from cati_app.fieldwork.monitor.code_answers import CodingPlace, OpenAnswer
    from cati_app.publish.formats.coding_sheet import CodingRow, FrameCode
    from cati_app.station.coding import CodedRow


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """STUDY; what is listed, written, read back, or given to one answer."""
    reading_arguments(parser)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--out", type=Path, metavar=say("DIR"), help=say("write a sheet to code in"))
    what.add_argument("--read", type=there, metavar=say("FILE"), help=say("read a sheet back that codes were put in"))
    what.add_argument("--case", metavar="CASE_ID", help=say("give codes to one answer of this interview"))
    what.add_argument(
        "--places", action="store_true", help=say("list interviews that belong, by their codes, in other cells")
    )
    what.add_argument(
        "--move-places", action="store_true", help=say("count them there, as far as there is room; supervisors only")
    )
    unit_arguments(what)
    parser.add_argument("--format", choices=("xlsx", "csv"), default="xlsx", help=say("of the sheet (default: xlsx)"))
    parser.add_argument("--variable", default="", metavar=say("NAME"), help=say("only this question for a text"))
    parser.add_argument(
        "--codes", default="", help=say("codes of choices with blanks between; - takes back those there are")
    )
    what.add_argument(
        "--new-code",
        metavar=say("QUESTION"),
        help=say("a code that no choice stands for: --label says its text, --code its number"),
    )
    parser.add_argument(
        "--label", action="append", default=[], metavar=say("LANGUAGE=TEXT"), help=say("text of the new code")
    )
    parser.add_argument("--code", type=int, help=say("number of the new code (default: the first that is free)"))
    parser.add_argument(
        "--coder", type=int, metavar=say("NUMBER"), help=say("number of somebody who left without a word")
    )
    parser.add_argument(
        "--internal", action="store_true", help=say("with texts that nobody cleared, for use inside the house")
    )
    parser.add_argument("--reason", default="", metavar=say("TEXT"), help=say("why; without it nothing is stored"))
    parser.add_argument("--all", action="store_true", help=say("answers that have codes, too"))
    parser.add_argument("--texts", action="store_true", help=say("list the texts, with all versions of their codes"))
    parser.add_argument("--language", default="de", help=say("language of the labels (default: de)"))
    force_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    """List, write, read back or code. 1 where a row is refused, 2 for codes without an answer."""
    if arguments.case is not None and not (arguments.codes and arguments.variable):
        sys.stderr.write(say("One answer is coded with --case, --variable and --codes, and with --reason.") + "\n")
        return 2
    loaded = load(arguments.study)
    if asks_for_units(arguments):
        from cati_app.cli import coded_units  # noqa: PLC0415 - slow to load

        return coded_units.run(loaded, arguments)
    if arguments.new_code is not None:
        return _new_code(loaded, arguments)
    if arguments.places or arguments.move_places:
        from cati_app.cli.coded_places import show_places  # noqa: PLC0415 - slow to load

        return show_places(loaded, arguments)
    if arguments.read is not None or arguments.case is not None:
        return _code(loaded, arguments)
    return _look(loaded, arguments)


def _new_code(loaded: LoadedStudy, arguments: argparse.Namespace) -> int:
    from cati_app.station.new_code import NewCode, add_code  # noqa: PLC0415 - slow to load

    labels = dict(each.partition("=")[::2] for each in arguments.label)
    wanted = NewCode(arguments.new_code, labels, arguments.code)
    with (station := open_to_write(loaded, arguments)).database:
        person, keys = sign_in(station, arguments)
        question, name = add_code(station, keys, person, wanted)
        at_hub = station.opened.has_cases_elsewhere()
        form = station.loaded.data_form
    choice = form.choices_by_name[form.by_path[question.question].choices][name]
    if arguments.json:
        sys.stdout.write(json.dumps({"question": question.name, "name": name, "code": choice.code}) + "\n")
        return 0
    told = say("{question} has the code {code} now ({name}).", question=question.name, code=choice.code, name=name)
    sys.stdout.write(told + "\n")
    if at_hub:
        sys.stdout.write(say("Other stations get it with the next `cati hub publish`.") + "\n")
    return 0


def _look(loaded: LoadedStudy, arguments: argparse.Namespace) -> int:
    from cati_app.station.coding import (  # noqa: PLC0415 - slow to load
        code_frame,
        coding_rows,
        open_questions,
        read_open_answers,
    )

    outputs = study_outputs(arguments, loaded)
    path = None
    if arguments.out is not None:
        name = f"{file_names_begin(loaded.folder)}{loaded.study.id}_coding.{arguments.format}"
        path = arguments.out / name
        outputs.check(path, XLSX if arguments.format == "xlsx" else csv_kind("case_id"))
    with (station := open_station(loaded, arguments.db, create=False, writable=False)).database:
        person, keys = sign_in(station, arguments)
        with reading(station, person, keys, arguments) as source:
            answers = read_open_answers(station, keys, source)(person)
        questions = [each for each in open_questions(loaded) if _is_named(each.text_name, each.name, arguments)]
        answers = tuple(each for each in answers if each.question in questions)
        frame = code_frame(loaded, questions, arguments.language)
        rows = coding_rows([each for each in answers if arguments.all or not each.codes], frame)
        if path is not None:
            outputs.folder(arguments.out)
            data = _sheet(loaded, station, rows, frame, arguments.format)
            write_file(outputs, path, XLSX if arguments.format == "xlsx" else csv_kind("case_id"), data)
            note_left(station, person, len({row.named for row in rows}), [f"coding-{arguments.format}"])
    shown = [answer.text for answer in answers] if arguments.texts else []
    written = [row.text for row in rows] if path is not None else []
    told_by = identifiers_of([*shown, *written], text_matcher(loaded))
    if arguments.json:
        facts = _facts(answers, frame, told_by, with_texts=arguments.texts) | {"file": str(path) if path else ""}
        sys.stdout.write(json.dumps(facts, ensure_ascii=False) + "\n")
    elif path is not None:
        sys.stdout.write(say_count("{count} answer", "{count} answers", len(rows)) + f"\n{path}\n")
        sys.stdout.write(warning_of(written, told_by))
    else:
        lines = _lines(station, answers, frame, told_by, with_texts=arguments.texts)
        sys.stdout.write("".join(f"{line}\n" for line in lines))
    return 0


def _is_named(text_name: str, name: str, arguments: argparse.Namespace) -> bool:
    return arguments.variable in ("", text_name, name)


def _sheet(
    loaded: LoadedStudy, station: Station, rows: Sequence[CodingRow], frame: Sequence[FrameCode], name: str
) -> bytes:
    from cati_app.publish.formats.coding_sheet import coding_csv, coding_xlsx  # noqa: PLC0415 - slow to load

    if name == "csv":
        return b"".join(coding_csv(rows))
    titles = loaded.study.title
    title = titles.get(chosen().language) or next(iter(titles.values()))
    return b"".join(coding_xlsx(title, station.clock.now(), rows, frame))


def _lines(
    station: Station,
    answers: Sequence[OpenAnswer],
    frame: Sequence[FrameCode],
    told_by: IdentifiersByText,
    *,
    with_texts: bool,
) -> list[str]:
    """By question: how many texts, how many wait, the frame; then the texts where they are wanted."""
    lines = []
    for name in dict.fromkeys(each.variable for each in frame):
        of_question = [each for each in answers if each.question.text_name == name]
        waiting = sum(not each.codes for each in of_question)
        count = say_count("{count} answer", "{count} answers", len(of_question))
        lines.append(f"{name}: {count}, " + say("{count} wait for codes", count=waiting))
        lines += [f"  {each.code:>4}  {each.text}" for each in frame if each.variable == name]
        for answer in of_question if with_texts else ():
            codes = " ".join(answer.codes) or "–"
            lines.append(f"  {answer.named}  [{codes}]  {' '.join(answer.text.split())}")
            mark = mark_of(told_by[answer.text])
            lines += [f"      {mark}"] if mark else []
            for version in answer.versions:
                at = f"{station.rules.calendar.local(version.at):%Y-%m-%d %H:%M}"
                given = " ".join(version.coded.codes) or say("taken back")
                lines.append(f"      {at}  {version.by or '–'}  {given}  {version.reason}")
    return lines


def _facts(
    answers: Sequence[OpenAnswer],
    frame: Sequence[FrameCode],
    told_by: IdentifiersByText,
    *,
    with_texts: bool,
) -> dict[str, object]:
    counts, waiting = Counter[str](), Counter[str]()
    for answer in answers:
        counts[answer.question.text_name] += 1
        waiting[answer.question.text_name] += not answer.codes
    facts: dict[str, object] = {
        "questions": [
            {
                "variable": name,
                "answers": counts[name],
                "waiting": waiting[name],
                "codes": {each.code: each.text for each in frame if each.variable == name},
            }
            for name in dict.fromkeys(each.variable for each in frame)
        ]
    }
    if with_texts:
        facts["answers"] = [
            {
                "case_id": answer.named,
                "variable": answer.ref,
                "text": answer.text,
                "may_identify": [kind.value for kind in told_by[answer.text]],
                "codes": list(answer.codes),
                "versions": [
                    {
                        "at": version.at.isoformat(),
                        "by": version.by,
                        "codes": list(version.coded.codes),
                        "reason": version.reason,
                    }
                    for version in answer.versions
                ],
            }
            for answer in answers
        ]
    return facts


def _code(loaded: LoadedStudy, arguments: argparse.Namespace) -> int:
    """One answer, or those of a sheet; each row accounted for."""
    from cati_app.cli.coded_places import bring_to_hub  # noqa: PLC0415 - slow to load
    from cati_app.fieldwork.monitor.code_answers import PlaceAfter, WantedCodes  # noqa: PLC0415 - the same
    from cati_app.station.coding import CodedRow, code_answers, codes_typed, read_codes  # noqa: PLC0415 - the same
    from cati_app.station.hub_link import push  # noqa: PLC0415 - the same

    if arguments.read is not None:
        rows = read_codes(arguments.read)
    else:
        wanted = WantedCodes(arguments.case, arguments.variable, codes_typed(arguments.codes))
        rows = [CodedRow(0, arguments.case, wanted)]
    asked = [row.wanted for row in rows if row.wanted is not None]
    only_look = not arguments.reason.strip()
    if only_look:
        station = open_station(loaded, arguments.db, create=False, writable=False)
    else:
        station = open_to_write(loaded, arguments)
    with station.database:
        person, keys = sign_in(station, arguments)
        with reading(station, person, keys, arguments) as source:
            code = code_answers(station, keys, source)
            done = code(person, asked, arguments.reason, only_look=only_look)
            at_hub = station.places_at_hub(keys, source)
            if at_hub is not None and not only_look and any(each.stored for each in done):
                follows = any(each.place and each.place.became is PlaceAfter.TOLD for each in done)
                bring_to_hub(at_hub, person, partial(push, station.database), follows=follows)
    results = iter(done)
    account = Counter[str]()
    refused: list[tuple[CodedRow, RuleViolation]] = []
    for row in rows:
        result = next(results) if row.wanted is not None else None
        rule = row.refused or (result.refused if result is not None else None)
        if rule is not None:
            refused.append((row, rule))
        account["refused" if rule else "blank" if result is None else "coded" if result.stored else "unchanged"] += 1
    places = [result.place for result in done if result.place is not None]
    _tell(arguments, account, refused, places, only_look=only_look)
    return 1 if refused else 0


def _tell(
    arguments: argparse.Namespace,
    account: Counter[str],
    refused: Sequence[tuple[CodedRow, RuleViolation]],
    places: Sequence[CodingPlace],
    *,
    only_look: bool,
) -> None:
    from cati_app.cli.coded_places import place_lines  # noqa: PLC0415 - slow to load

    told = [(row, rule_words(chosen(), rule)) for row, rule in refused]
    if arguments.json:
        facts = {
            "rows": account.total(),
            **{name: account[name] for name in ("coded", "unchanged", "blank", "refused")},
            "stored": not only_look,
            "problems": [{"row": row.number, "case_id": row.named, "why": why} for row, why in told],
            "places": [{"became": each.became, "stood": each.stood, "belongs": each.belongs} for each in places],
        }
        sys.stdout.write(json.dumps(facts, ensure_ascii=False) + "\n")
        return
    for row, why in told:
        where = say("row {row}", row=row.number) + ": " if row.number else ""
        sys.stdout.write(f"{where}{row.named}: {why}\n")
    sys.stdout.write(
        say(
            "{rows} rows: {coded} coded, {unchanged} as they were, {blank} without codes, {refused} refused.",
            rows=account.total(),
            coded=account["coded"],
            unchanged=account["unchanged"],
            blank=account["blank"],
            refused=account["refused"],
        )
        + "\n"
    )
    sys.stdout.write("".join(f"{line}\n" for line in place_lines(places)))
    if only_look:
        sys.stdout.write(say("Nothing was stored: say why with --reason TEXT.") + "\n")
