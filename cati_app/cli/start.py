"""`cati` without words: the start page, and after it whatever was chosen there."""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import partial
from pathlib import Path

from cati_app.station.folders import default_state
from cati_app.station.known_studies import KnownStudies
from cati_app.study.sheet_name import STUDY_SHEET


def run() -> int:
    """Show the page, then the windows of what was chosen, then the page again, until it is closed."""
    gc.disable()  # until the page is shown: what a start makes stays, and looking through it takes a tenth of its time
    from cati_app.station.start_page import StartPage, Ways  # noqa: PLC0415 - commands start without Qt
    from cati_app.ui.setup import application  # noqa: PLC0415 - as above

    application()
    behind = _Behind()
    ways = Ways(_prepare, behind.enter, _join, behind.new, behind.preview, behind.speak)
    while True:
        leave = StartPage(KnownStudies(default_state()), ways, Path.home(), behind.language).choose()
        gc.collect()  # windows that are over end in this thread: collected in a lane, they would take Qt with them
        if leave is None:
            return 0
        leave()
        gc.collect()


class _Behind:
    """The windows behind the page, in the language that was chosen there; None: by the system."""

    def __init__(self) -> None:
        self.language: str | None = None

    def speak(self, language: str) -> Callable[[], int]:
        """Another language, until the program ends."""

        def leave() -> int:
            self.language = language
            return 0

        return leave

    def enter(self, prepared: object, passphrase: str) -> Callable[[], int]:
        """Open the database; what comes then is the window."""
        from cati_app.cli.opening import open_station_with  # noqa: PLC0415 - the page is painted before it is needed
        from cati_app.cli.run import Look, windows  # noqa: PLC0415 - as above
        from cati_app.station.loading import LoadedStudy  # noqa: PLC0415 - as above

        assert isinstance(prepared, LoadedStudy)
        return partial(windows, open_station_with(prepared, passphrase), Look(self.language))

    def new(self) -> Callable[[], int]:
        """The pages of a new study; one that was made is on the index, and opens from there."""
        import cati_app.station.setting_up  # noqa: F401, PLC0415 - loaded while the page is still in sight
        from cati_app.cli.new_study import set_up  # noqa: PLC0415 - as above

        def leave() -> int:
            set_up(self.language)
            return 0

        return leave

    def preview(self, form: Path) -> Callable[[], int]:
        """The questionnaire as interviewers will see it."""
        import cati_app.demo.preview.window  # noqa: F401, PLC0415 - loaded while the page is still in sight
        from cati_app.cli.preview import open_preview  # noqa: PLC0415 - as above

        return partial(open_preview, form, self.language)


def _prepare(folder: Path) -> object:
    """A study as it is in its folder; a study.yaml that was chosen stands for its folder."""
    from cati_app.cli.opening import load  # noqa: PLC0415 - the page is painted before it is needed

    return load(folder.resolve().parent if folder.name == STUDY_SHEET else folder.resolve())


def _join(code: str, folder: Path, passphrase: str) -> None:
    from cati_app.cli.opening import (  # noqa: PLC0415 - as above
        rehearsal_settings,
        settings_of_environment,
        settings_with,
    )
    from cati_app.station.folders import passphrase_from_environment  # noqa: PLC0415 - as above
    from cati_app.station.joining import join  # noqa: PLC0415 - as above
    from cati_app.station.machine import SystemClock  # noqa: PLC0415 - as above
    from cati_app.station.remembering import remember_joined  # noqa: PLC0415 - as above
    from cati_app.sync.code import EnrolCode  # noqa: PLC0415 - as above

    settings = settings_with(settings_of_environment(), passphrase or passphrase_from_environment())
    made = join(
        EnrolCode.typed(code), folder, None, settings, default_state(), SystemClock(), rehearses=rehearsal_settings
    )
    remember_joined(made.folder, SystemClock())
