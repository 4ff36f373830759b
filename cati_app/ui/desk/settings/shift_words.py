"""What was done with cases, in the words of the shift log."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from cati_app.domain.casework.watch_facts import ACCEPTED, REJECTED
from cati_app.domain.ids import CellId
from cati_app.domain.quota.fitting import cells_of
from cati_app.fieldwork.monitor.read_shift_log import ShiftEntry
from cati_app.fieldwork.monitor.shift_cases import AGREED, AGREED_BACK, CORRECTED, CaseDone
from cati_app.fieldwork.quota.follow_place import FOLLOWED
from cati_app.texts import Words
from cati_app.ui.stage.result_words import result_label
from cati_app.ui.stage.wording import case_label


def done_words(
    words: Words,
    entry: ShiftEntry,
    done: CaseDone,
    local: Callable[[datetime], datetime],
    labels: Mapping[str, str],
    cell_text: Callable[[CellId], str],
) -> tuple[str, str]:
    """What was done, and with which case.

    Args:
        done: Of the entry.
        local: A time on the study's clock.
        labels: Results as this study calls them, by code.
        cell_text: A cell as people call it.
    """
    kinds = {
        AGREED: words.say("Appointment moved"),
        AGREED_BACK: words.say("Appointment: change taken back"),
        CORRECTED: words.say("Result corrected"),
        REJECTED: words.say("Interview rejected in review"),
        ACCEPTED: words.say("Interview accepted again"),
        FOLLOWED: words.say("Place moved by codes"),
    }
    what, case = kinds[entry.kind], case_label(words, done.case_no)
    if done.times is not None and done.times[0] == done.times[1]:
        return words.say("Appointment handed over"), case
    if done.times is not None:
        before, after = (None if at is None else f"{local(at):%d.%m. %H:%M}" for at in done.times)
        return what, f"{case}: \u2066{before or '–'} → {after}\u2069"
    if done.results is not None:
        before, after = (result_label(words, labels, code) if code else "–" for code in done.results)
        return what, f"{case}: {before} → {after}"
    if done.places is not None:
        before, after = (", ".join(map(cell_text, cells_of(each))) for each in done.places)
        return what, f"{case}: {before} → {after}"
    return what, case
