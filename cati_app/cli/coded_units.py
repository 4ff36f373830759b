"""Coding by the frame, as `cati code` does it: units fixed, coders who join and leave, progress, agreement."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator

from cati_app.cli.noted_export import note_left
from cati_app.cli.opening import open_as_asked, sign_in, study_outputs
from cati_app.cli.usage import say_beside, write_file
from cati_app.cli.whole import reading
from cati_app.domain.coding.code_frame import CodeFrame, text_in
from cati_app.domain.coding.work_agreement import AgreementFigure, agreement_of, repeats_alike
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import UserId
from cati_app.fieldwork.monitor.unit_codings import UnitsRead
from cati_app.publish.formats.frame_codes import codes_of_frame
from cati_app.publish.formats.refi_qda import QdaProject, qdc_bytes, qdpx_bytes
from cati_app.publish.outputs import QDC, QDPX
from cati_app.station.coded_project import qda_project
from cati_app.station.frame_coding import code_units, read_units, study_frame
from cati_app.station.loading import LoadedStudy
from cati_app.texts import Terms, chosen, say, say_count
from cati_app.texts.frame_words import COMPARED, VERDICTS, axis_names, decimal

_STAGES = Terms(
    "stage of coding",
    {
        "double": "Two code blind: neither sees the other's codes yet.",
        "deciding": "Both have coded; where they differ somebody decides.",
        "rest": "The rest is coded, each unit by one.",
        "done": "Everything is coded.",
    },
)


def run(loaded: LoadedStudy, arguments: argparse.Namespace) -> int:
    """Do it and tell how far everything is; with --agreement only how far both agree, with --qdpx write the file."""
    if arguments.qdc is not None:
        frame = study_frame(loaded)
        outputs = study_outputs(arguments, loaded)
        write_file(outputs, arguments.qdc, QDC, qdc_bytes(loaded.study.id, codes_of_frame(frame, arguments.language)))
        say_beside(arguments.qdc, f"{arguments.qdc}\n")
        return 0
    station = open_as_asked(
        loaded,
        arguments,
        writes=arguments.fix is not None or arguments.join or arguments.leave or arguments.qdpx is not None,
    )
    fixed = None
    with station.database:
        person, keys = sign_in(station, arguments)
        with reading(station, person, keys, arguments) as source:
            read = read_units(station, keys, source)
            code = code_units(station, keys, read)
            if arguments.fix is not None:
                fixed = code.fix(person, arguments.fix)
            elif arguments.join:
                code.join(person)
            elif arguments.leave:
                code.leave(person, _coder(read(person), arguments.coder))
            units = read(person)
            if arguments.qdpx is not None:
                project = qda_project(station, person, keys, source, units, arguments.language)
                _write_project(loaded, arguments, project)
                left_out = 0 if arguments.internal else project.uncleared
                note_left(station, person, project.cleared + project.uncleared - left_out, [QDPX.name])
                return 0
    if arguments.agreement:
        _tell_agreement(units, arguments)
    else:
        _tell(units, fixed, arguments)
    return 0


def _write_project(loaded: LoadedStudy, arguments: argparse.Namespace, project: QdaProject) -> None:
    data = qdpx_bytes(project, internal=arguments.internal)
    write_file(study_outputs(arguments, loaded), arguments.qdpx, QDPX, data)
    kept_back = project.uncleared
    say_beside(arguments.qdpx, f"{arguments.qdpx}\n")
    if kept_back and not arguments.internal:
        told = say_count(
            "{count} text was left out, because nobody cleared it: `cati release STUDY --as LOGIN`, or"
            " --internal inside the house.",
            "{count} texts were left out, because nobody cleared them: `cati release STUDY --as LOGIN`, or"
            " --internal inside the house.",
            kept_back,
        )
        say_beside(arguments.qdpx, f"{told}\n")


def _coder(read: UnitsRead, number: int | None) -> UserId | None:
    if number is None:
        return None
    coder = next((known for known, held in read.numbers.items() if held == number), None)
    if coder is None:
        raise RuleViolation("coder_none")
    return coder


def _tell(read: UnitsRead, fixed: int | None, arguments: argparse.Namespace) -> None:
    """How far everything is, without saying anything of what was given."""
    facts = _progress(read)
    if arguments.json:
        sys.stdout.write(json.dumps(facts | ({} if fixed is None else {"fixed": fixed}), ensure_ascii=False) + "\n")
        return
    if fixed is not None:
        sys.stdout.write(say_count("{count} text is a unit now.", "{count} texts are units now.", fixed) + "\n")
    sys.stdout.write("".join(f"{line}\n" for line in _lines(read)))


def _progress(read: UnitsRead) -> dict[str, object]:
    work = read.work
    return {
        "stage": work.stage.value,
        "seed": work.seed,
        "frame": work.frame.version,
        "units": len(work.coded_units),
        "double": sum(unit.double for unit in work.coded_units.values()),
        "coders": [None if seat.holder is None else read.numbers.get(seat.holder) for seat in work.seats],
        "waiting": [_waiting(read, seat.holder) for seat in work.seats],
        "to_decide": len(work.to_decide),
        "in_force": sum(unit.codes is not None for unit in work.coded_units.values()) if work.is_double_done else None,
        "no_units_yet": len(read.further),
        "gone": read.gone,
        "set_aside": read.set_aside,
    }


def _waiting(read: UnitsRead, coder: UserId | None) -> int | None:
    if coder is None:
        return None
    work = read.work
    return sum(work.waits_for(coder, unit, repeat=repeat) for unit, repeat in work.list_of(coder))


def _lines(read: UnitsRead) -> Iterator[str]:
    work = read.work
    if not work.coded_units:
        yield say(
            "No unit is fixed yet: `cati code STUDY --as LOGIN --fix SEED` makes units of {count} texts.",
            count=len(read.further),
        )
        return
    yield _STAGES(work.stage.value)
    yield say(
        "{count} units, {double} of them coded by two; seed “{seed}”, code frame {version}",
        count=len(work.coded_units),
        double=sum(unit.double for unit in work.coded_units.values()),
        seed=work.seed,
        version=work.frame.version,
    )
    for number, seat in enumerate(work.seats, 1):
        waiting = _waiting(read, seat.holder)
        if seat.holder is None or waiting is None:
            yield say("coder {number}: nobody", number=number)
        else:
            who = read.numbers.get(seat.holder, 0)
            yield say("coder {number}: person {who}, {waiting} wait", number=number, who=who, waiting=waiting)
    if work.to_decide:
        yield say_count(
            "{count} difference waits for a decision", "{count} differences wait for a decision", len(work.to_decide)
        )
    if read.further:
        yield say_count("{count} text is no unit yet", "{count} texts are no units yet", len(read.further))
    if read.gone:
        yield say_count(
            "{count} unit left: its text was corrected, or its interview does not count",
            "{count} units left: their texts were corrected, or their interviews do not count",
            read.gone,
        )
    if read.set_aside:
        yield say_count(
            "{count} coding came too late from another station and does not count",
            "{count} codings came too late from another station and do not count",
            read.set_aside,
        )


def _tell_agreement(read: UnitsRead, arguments: argparse.Namespace) -> None:
    if not read.work.is_double_done or not read.work.coded_units:
        raise RuleViolation("unit_still_blind")
    figures, (alike, twice) = agreement_of(read.work), repeats_alike(read.work)
    if arguments.json:
        facts = {
            "seed": read.work.seed,
            "frame": read.work.frame.version,
            "figures": [_figure_told(each) for each in figures],
            "repeats": {"units": twice, "alike": alike},
        }
        sys.stdout.write(json.dumps(facts, ensure_ascii=False) + "\n")
        return
    for each in figures:
        sys.stdout.write(_figure_line(read.work.frame, each, arguments.language) + "\n")
    if twice:
        sys.stdout.write(
            say("Coded twice by the same person: {alike} of {units} alike", alike=alike, units=twice) + "\n"
        )


def _figure_told(figure: AgreementFigure) -> dict[str, object]:
    between = figure.interval
    return {
        "axis": figure.axis.value,
        "code": figure.code,
        "compared": figure.compared.value,
        "alpha": figure.alpha,
        "low": between.low if between is not None else None,
        "high": between.high if between is not None else None,
        "seed": between.seed if between is not None else None,
        "kappa": figure.kappa,
        "units": figure.unit_count,
        "verdict": figure.verdict.value,
    }


def _figure_line(frame: CodeFrame, figure: AgreementFigure, language: str) -> str:
    name = axis_names(chosen())[figure.axis]
    if figure.code:
        label = next(code.label for code in frame.axes[figure.axis].codes if code.id == figure.code)
        name = f"{name} · {text_in(label, language)}"
    between = figure.interval
    return say(
        "{name} ({compared}): α {alpha}, 95 % {low} to {high}; κ {kappa}; {units} units – {verdict}",
        name=name,
        compared=COMPARED(figure.compared.value),
        alpha=_number(figure.alpha),
        low=_number(between.low if between is not None else None),
        high=_number(between.high if between is not None else None),
        kappa=_number(figure.kappa),
        units=figure.unit_count,
        verdict=VERDICTS(figure.verdict.value),
    )


def _number(value: float | None) -> str:
    return "–" if value is None else decimal(chosen(), value)
