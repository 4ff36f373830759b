"""The page of the dossier: themes are gone through, relations decided, documents written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from cati_app.domain.comparison.relation_versions import RelationVersion, WishedRelation
from cati_app.domain.comparison.relations import Relation
from cati_app.domain.comparison.theme_sides import ThemeSides
from cati_app.ui.analyst.dossier.port import DossierDesk, DossierSet
from cati_app.ui.analyst.dossier.states import DossierState
from cati_app.ui.analyst.dossier.views import DossierView
from cati_app.ui.analyst.dossier.words import DossierWords
from cati_app.ui.analyst.problem_words import problem_words
from cati_app.ui.stage.file_words import not_opened
from cati_app.ui.stage.panel_states import PanelKind
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import Tone


class DossierPresenter:
    """Keeps the theme in front, and what was typed in a panel until it is taken."""

    def __init__(self, stage: Stage, view: DossierView, desk: DossierDesk) -> None:
        self._stage = stage
        self._view = view
        self._desk = desk
        self._words = DossierWords(stage.words)
        self._set: DossierSet | None = None
        self._theme = ""
        self._forms = 0
        self._short = False
        self._busy = False
        self._state = DossierState(empty=self._words.reading)

    def shown(self) -> None:
        """The page came to the front; both sides are read only now."""
        self._show()
        if self._set is None:
            self._read()

    def _read(self) -> None:
        if not self._busy:
            self._busy = True
            self._show(message="", empty="" if self._set is not None else self._words.reading)
            self._stage.run(self._desk.read, self._has_read, self._not_done)

    def _has_read(self, read: DossierSet) -> None:
        self._busy, self._set = False, read
        if self._theme not in (each.theme for each in read.themes):
            self._theme = next((each.theme for each in read.themes if each.theme not in read.decided), "")
            self._theme = self._theme or next((each.theme for each in read.themes), "")
        self._show()

    @property
    def _in_front(self) -> ThemeSides | None:
        themes = () if self._set is None else self._set.themes
        return next((each for each in themes if each.theme == self._theme), None)

    @property
    def _last(self) -> RelationVersion | None:
        versions = () if self._set is None else self._set.decided.get(self._theme, ())
        return versions[-1] if versions else None

    def theme_chosen(self, key: str) -> None:
        """Another one of the list."""
        if key and key != self._theme:
            self._theme = key
            self._show(message="")

    def decide(self) -> None:
        """Enter: the panel of the theme in front."""
        theme = self._in_front
        if theme is not None and not self._busy:
            self._forms += 1
            self._stage.panel(self._words.decision_panel(f"dossier {self._forms}", theme, self._last))

    def command(self, name: str) -> bool:
        """A command of the table; whether it is one of these."""
        actions: dict[str, Callable[[], None]] = {
            "dossier_write": partial(self._ask_where, short=False),
            "dossier_short": partial(self._ask_where, short=True),
            "dossier_read": self._read,
            "dossier_open": self._open,
        }
        if name not in actions:
            return False
        if not self._busy and (self._set is not None or name == "dossier_read"):
            actions[name]()
        return True

    def _ask_where(self, *, short: bool) -> None:
        self._forms += 1
        self._short = short
        self._stage.panel(self._words.files_panel(f"dossier {self._forms}", self._desk.folder(), short=short))

    def text_saved(self, kind: PanelKind, text: str) -> bool:
        """Enter in a panel; whether it was one of these."""
        if kind is PanelKind.RELATION:
            self._decided(tuple(text.split("\n")))
        elif kind is PanelKind.DOSSIER_FILES:
            self._stage.shell.hide_panel()
            if text.strip() and not self._busy:
                self._busy = True
                self._show(message=self._words.writing, tone=Tone.PLAIN, files=())
                write = partial(self._desk.write, text.strip(), short=self._short)
                self._stage.run(write, self._written, self._not_done)
        else:
            return False
        return True

    def _decided(self, typed: tuple[str, ...]) -> None:
        theme = self._in_front
        if theme is None or self._busy:
            return
        relation, sentence, question = typed
        self._busy = True
        wish = WishedRelation(theme.theme, Relation(relation), theme.proposal, sentence.strip(), question.strip())
        self._stage.run(
            partial(self._desk.decide, wish), partial(self._was_decided, theme.label), partial(self._refused, typed)
        )

    def _was_decided(self, label: str, now: DossierSet) -> None:
        self._busy, self._set = False, now
        self._stage.shell.hide_panel()
        self._show(message=self._words.was_decided(label), tone=Tone.OK)

    def _refused(self, typed: tuple[str, ...], error: Exception) -> bool:
        self._busy = False
        told, theme = problem_words(self._stage.words, error), self._in_front
        if told is None or theme is None:
            return False
        key = f"dossier {self._forms}"
        self._stage.panel(self._words.decision_panel(key, theme, self._last, typed, told))
        return True

    def _written(self, files: tuple[str, ...]) -> None:
        self._busy = False
        told = self._stage.words.say_count("{count} file written.", "{count} files written.", len(files))
        self._show(message=told, tone=Tone.OK, files=files)

    def _open(self) -> None:
        if self._state.files and (left := self._view.open_files(self._state.files)):
            self._show(message=not_opened(self._stage.words, left), tone=Tone.WARN)

    def _not_done(self, error: Exception) -> bool:
        self._busy = False
        told = problem_words(self._stage.words, error)
        if told is None:
            return False
        if self._set is None:
            self._show(empty=told)
        else:
            self._show(message=told, tone=Tone.BAD)
        return True

    def _show(self, **changes: object) -> None:
        self._state = replace(self._state, **changes)  # type: ignore[arg-type]
        if self._set is not None:
            self._state = self._words.page(self._state, self._set, self._in_front)
        self._stage.situate(compares=self._in_front is not None, has_files=bool(self._state.files))
        self._view.render(self._state)
