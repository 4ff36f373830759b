"""The recovery sheet on its way to paper: what stands on it, where a file of it may go, and where it had better not."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from cati_app.domain.people.sheet import RecoverySheet
from cati_app.domain.people.users import User
from cati_app.publish.outputs import PDF, Outputs, unwritable
from cati_app.publish.paper.recovery_sheet import RecoveryFacts, SheetPicture, sheet_pages, sheet_pdf
from cati_app.resources import shipped
from cati_app.station.opening import Station
from cati_app.store.trust.held_keys import HeldKeys

SHEET_FILE = "cati-sheet.pdf"
"""Names neither the study nor anybody: a file's name is seen by more people than what it holds."""

_BY_NAME: Mapping[str, str] = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "mobile documents": "iCloud",
    "icloud drive": "iCloud",
    "iclouddrive": "iCloud",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "seafile": "Seafile",
    "magentacloud": "MagentaCLOUD",
    "pcloud": "pCloud",
    "pclouddrive": "pCloud",
    "hidrive": "HiDrive",
    "syncthing": "Syncthing",
    "sync": "Sync",
}
_BEGINS: Mapping[str, str] = {"onedrive - ": "OneDrive", "nextcloud": "Nextcloud", "owncloud": "ownCloud"}
_BY_MARK: Mapping[str, str] = {
    ".stfolder": "Syncthing",
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "ownCloud",
    ".seafile-data": "Seafile",
}
_BY_VARIABLE: Mapping[str, str] = {
    "OneDrive": "OneDrive",
    "OneDriveCommercial": "OneDrive",
    "OneDriveConsumer": "OneDrive",
}


def synced_by(path: Path, environment: Mapping[str, str] = os.environ) -> str:
    """The program that copies a folder elsewhere, by its name; blank: none that is known."""
    for given in (Path(os.path.abspath(path)), Path(os.path.realpath(path))):
        for folder in given.parents:
            program = _named(folder.name) or _marked(folder)
            if program:
                return program
        for variable, program in _BY_VARIABLE.items():
            if environment.get(variable) and given.is_relative_to(environment[variable]):
                return program
    return ""


def _named(folder: str) -> str:
    name = folder.casefold()
    begins = (program for begin, program in _BEGINS.items() if name.startswith(begin))
    return _BY_NAME.get(name) or next(begins, "")


def _marked(folder: Path) -> str:
    try:
        return next((program for mark, program in _BY_MARK.items() if (folder / mark).exists()), "")
    except OSError:
        return ""


def read_paper(station: Station, by: User, keys: HeldKeys, language: str) -> RecoveryFacts:
    """What stands on the paper of a study, read by a supervisor for whom it waits. RuleViolation as `ReadSheet`."""
    sheet, facts = station.people.read_sheet(keys)(by), station.people.read_sheet_in_force(keys)(by)
    return facts_of(station, sheet, facts.made_at if facts is not None else station.clock.now(), language)


def facts_of(station: Station, sheet: RecoverySheet, made_at: datetime, language: str) -> RecoveryFacts:
    """What stands on the paper of a study."""
    study, mark = station.loaded.study, station.database.study.hex()
    return RecoveryFacts(
        study=study.title.get(language) or next(iter(study.title.values())),
        study_mark=f"{mark[:4]} {mark[4:8]}",
        share_number=sheet.number,
        made_on=station.rules.calendar.local(made_at).date(),
        root=sheet.page_1,
        share=sheet.page_2,
    )


def pages_of(facts: RecoveryFacts, language: str) -> tuple[SheetPicture, SheetPicture]:
    """Both pages, to be drawn."""
    return sheet_pages(facts, _fonts(), language)


def save_sheet(station: Station, facts: RecoveryFacts, path: Path, language: str, outputs: Iterable[Path] = ()) -> None:
    """Both pages as a PDF file that nobody else on this machine can read.

    Raises:
        EnvironmentProblem: `out_protected`, `out_other_kind`, `out_unwritable`.
    """
    ways_out = Outputs(reads=outputs, stores=station.stores, by_hand=True, private=True)
    try:
        ways_out.write(path, PDF, [sheet_pdf(facts, _fonts(), language)])
    except OSError as error:
        raise unwritable(path, error) from error


def _fonts() -> Path:
    return shipped("resources") / "fonts"
