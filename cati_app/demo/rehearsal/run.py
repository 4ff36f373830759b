"""Rehearses a study in a folder of its own, which is a study folder afterwards."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from cati_app.demo.habits_of_study import habits_of
from cati_app.demo.invented_sample import with_sample, write_sample
from cati_app.demo.rehearsal.days import Between
from cati_app.demo.rehearsal.field import Rehearsal
from cati_app.demo.rehearsal.page import page
from cati_app.demo.rehearsal.paper import paper
from cati_app.demo.rehearsal.told import Field
from cati_app.demo.station import clear_demo, make_folder
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.ids import CellId
from cati_app.domain.phrases import Phrase
from cati_app.domain.quota.fitting import is_unclassified, quota_of
from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import NodeKind
from cati_app.publish.outputs import PDF, FileKind, Outputs
from cati_app.publish.reports.field_pages import field_pdf
from cati_app.resources import shipped
from cati_app.station.folders import REHEARSAL, REHEARSED, default_blocklist, default_database
from cati_app.station.loading import LoadedStudy, study_texts
from cati_app.station.study_reading import read_study
from cati_app.texts import Words, chosen
from cati_app.ui.stage.study_texts import StudyTexts

PAGE = "rehearsal.txt"
"""What it came to, for people."""
PAPER = "rehearsal.pdf"
"""The same as a document."""
NUMBERS = 2000
"""Invented where study.yaml names no sample."""
_SAMPLE = "numbers.csv"
_MINE = 0o700
"""The numbers of the sample are in it, behind a password that everybody knows: nobody else on the machine looks in."""
_KEPT = ("*.db", "*.db-*", "*.db.*", "*.key")
"""Databases and keys that lie in a study folder stay there."""
_TEXT = FileKind("text", re.compile(rb"[^\0]*\Z"))


def rehearse(
    loaded: LoadedStudy,
    out: Path,
    *,
    seats: int,
    days: int,
    seed: int,
    force: bool = False,
    stations: int = 0,
    numbers: int = NUMBERS,
    between: Between = lambda share: None,
    spoken: Sequence[Sequence[str]] = (),
) -> tuple[Field, tuple[str, ...]]:
    """Play a field.

    Args:
        out: A folder that is not there yet, or that of an earlier rehearsal with `force`.
        stations: Of a hub, at which the seats take turns; 0: all of them share this machine.
        numbers: So many are invented where study.yaml names no sample, 1 to `MOST_NUMBERS`.
        between: Told on this machine alone; what it raises stops the field, and the folder goes.
        spoken: Languages of each person who will call; see `add_people`.

    Returns:
        The field, and the lines of its page.

    Raises:
        EnvironmentProblem: `out_protected`, `out_other_kind`, `folder_closed`; what `habits_of` finds wrong.
    """
    habits_of(loaded)  # what cannot be read is told before anything is made
    outputs = Outputs(stores=[default_database(loaded.folder, loaded.head.id), default_blocklist()], force=force)
    _clear(loaded.folder, out, force=force)
    make_folder(outputs, out)
    out.chmod(_MINE)
    (out / REHEARSED).touch()
    try:
        with TemporaryDirectory(prefix="cati-sample-") as name:
            marked = _marked(loaded, Path(name) / "study") if stations else loaded
            sampled = _with_numbers(marked, Path(name), numbers, seed)
            if stations:
                field = _played_at_hub(sampled, out, seats, days, seed, stations, spoken)
            else:
                rehearsal = Rehearsal(sampled, out / REHEARSAL, seats, seed, spoken=spoken)
                field = _played_here(rehearsal, days, between)
            field.is_invented = sampled is not marked
        lines = _told(loaded, outputs, out, field, seats, seed)
    except BaseException:
        _clear(loaded.folder, out, force=True)
        raise
    # last: from here on it is a study folder, into which nothing is written
    shutil.copytree(loaded.folder, out, dirs_exist_ok=True, ignore=shutil.ignore_patterns(*_KEPT))
    return field, lines


def _marked(loaded: LoadedStudy, folder: Path) -> LoadedStudy:
    """A copy that says what it is: whoever gets the study from the hub sees that nothing of it is real."""
    shutil.copytree(loaded.folder, folder, ignore=shutil.ignore_patterns(*_KEPT))
    (folder / REHEARSED).touch()
    marked = read_study(folder)
    assert isinstance(marked, LoadedStudy), "as the folder it was copied from"
    return marked


def _told(loaded: LoadedStudy, outputs: Outputs, out: Path, field: Field, seats: int, seed: int) -> tuple[str, ...]:
    """Page and paper in the folder."""
    words = chosen()
    title, texts = loaded.title(words.language), study_texts(loaded, words.language)
    field.cells = {cell: _called(words, texts, CellId(cell)) for cell in field.summary["cells"]}
    field.quotas = {name: texts.quota_words(name) for name in ("", *texts.further_quotas)}
    questions = _questions(loaded.form)
    lines = tuple(page(words, field, title, questions, seats, seed))
    outputs.write(out / PAGE, _TEXT, ["\n".join(lines).encode() + b"\n"])
    told = paper(words, field, title, questions, seats, seed)
    outputs.write(out / PAPER, PDF, [field_pdf(told, shipped("resources") / "fonts", words.language)])
    return lines


def _called(words: Words, texts: StudyTexts, cell: CellId) -> str:
    """A cell as the board calls it."""
    if not is_unclassified(cell):
        return texts.cell_words(cell) or cell
    told = words.say("not classified")
    return f"{texts.quota_words(quota_of(cell))}: {told}" if texts.further_quotas else told


def _with_numbers(loaded: LoadedStudy, folder: Path, numbers: int, seed: int) -> LoadedStudy:
    """The study with a sample: its own, or numbers that nobody has."""
    sample = loaded.study.case_list
    if sample is not None and sample.file is not None:
        return loaded
    write_sample(folder / _SAMPLE, loaded.study, numbers, random.Random(seed))
    return with_sample(loaded, folder / _SAMPLE)


def _played_at_hub(
    loaded: LoadedStudy,
    out: Path,
    seats: int,
    days: int,
    seed: int,
    stations: int,
    spoken: Sequence[Sequence[str]],
) -> Field:
    from cati_app.demo.rehearsal.at_hub import STATIONS, HubRehearsal  # noqa: PLC0415 - the server is slow to load

    field = HubRehearsal(loaded, out, out / REHEARSAL, seats, seed, stations, spoken=spoken).play(days)
    shutil.rmtree(out / STATIONS)  # the hub has everything that they had
    return field


def _played_here(rehearsal: Rehearsal, days: int, between: Between) -> Field:
    with rehearsal.station.database:
        return rehearsal.play(days, between=between)


def _clear(study: Path, out: Path, *, force: bool) -> None:
    """Nothing but an earlier rehearsal gives way, and only where that was asked for."""
    if not out.exists() or not any(out.iterdir()):
        return
    if not force or not (out / REHEARSED).exists() or study.resolve() == out.resolve():
        raise EnvironmentProblem(
            "out_protected",
            Phrase("The folder {path} holds something already. Nothing was written.", path=out),
            "Name a folder that is not there yet; --force replaces an earlier rehearsal.",
        )
    clear_demo(out / REHEARSAL)
    shutil.rmtree(out)


def _questions(form: Form) -> list[str]:
    return [node.name for node in form.nodes[1:] if node.kind is NodeKind.QUESTION and node.asks]
