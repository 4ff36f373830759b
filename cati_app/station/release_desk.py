"""The release check for an analyst in a window: texts as the page shows them, and what is decided there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cati_app.domain.release.cleared_texts import Clearing
from cati_app.station.analyst_reading import AnalystReading
from cati_app.ui.analyst.release.port import ReleaseSet, TextToClear

if TYPE_CHECKING:  # slow to load, and needed only once the page is opened
    from cati_app.publish.dataset.public_table import FreeText
    from cati_app.station.releasing import CheckedRelease

_LANGUAGE = "interview_lang"


class StationRelease:
    """The analyst's `ReleaseDesk`.

    Args:
        language: Of the labels.
    """

    def __init__(self, reading: AnalystReading, language: str) -> None:
        self._reading = reading
        self._language = language
        self._checked: CheckedRelease | None = None  # as of the last reading

    def read(self) -> ReleaseSet:
        """All texts of the complete interviews."""
        from cati_app.station.releasing import checked_release  # noqa: PLC0415 - slow to load

        reading = self._reading
        reading.check()
        self._checked = checked_release(reading.station, reading.user, reading.keys, reading.source, self._language)
        return self._shown(self._checked)

    def decide(self, texts: Sequence[TextToClear], clearing: Clearing) -> ReleaseSet:
        """Decide in one transaction; the interviews themselves are not read again."""
        from cati_app.fieldwork.monitor.clear_texts import WishedClearing  # noqa: PLC0415 - slow to load
        from cati_app.station.releasing import checked_anew  # noqa: PLC0415 - slow to load

        reading = self._reading
        reading.check_login()
        assert self._checked is not None
        clear = reading.station.clear_texts(reading.keys, reading.source)
        clear(reading.user, [WishedClearing(each.interview, each.ref, each.text, clearing) for each in texts])
        self._checked = checked_anew(self._checked, clear.decided(reading.user))
        return self._shown(self._checked)

    def _shown(self, checked: CheckedRelease) -> ReleaseSet:
        languages = dict(zip(checked.table.column("case_id"), checked.table.column(_LANGUAGE), strict=True))
        right_to_left = {
            named for named, code in languages.items() if code in self._reading.station.loaded.form.right_to_left
        }
        labels = {text.variable.name: text.variable.question or text.variable.label for text in checked.texts}
        texts = tuple(self._text(checked, each, right_to_left=each.named in right_to_left) for each in checked.texts)
        return ReleaseSet(tuple(labels.items()), texts, checked.check)

    def _text(self, checked: CheckedRelease, text: FreeText, *, right_to_left: bool) -> TextToClear:
        decided = text.decided
        return TextToClear(
            checked.interviews[text.named],
            text.named,
            text.variable.source,
            text.variable.name,
            text.text,
            checked.public.matcher.spans(text.text),
            text.clearing,
            right_to_left,
            decided.by if decided is not None else None,
            self._reading.station.rules.calendar.local(decided.at) if decided is not None else None,
        )
