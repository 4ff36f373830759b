"""A new study, page by page: what is filled in is kept at once, and looked through as a whole."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.findings import Severity
from cati_app.texts import Words
from cati_app.ui.setting_up.field_forms import field_titles
from cati_app.ui.setting_up.pages import FILES, PAGES, PageProposals, settled, texts, titles
from cati_app.ui.setting_up.port import LookedThrough, MadeStudy, SettingUpServices
from cati_app.ui.setting_up.quota_pages import TABLE, QuotaPages
from cati_app.ui.setting_up.states import SettingUpState, StepLine
from cati_app.ui.setting_up.views import SettingUpView
from cati_app.ui.stage.form_states import FieldKind, FieldState, FormState
from cati_app.ui.stage.runner import Runner
from cati_app.ui.stage.states import Tone

T = TypeVar("T")

STUDY_SHEET = "study.yaml"
"""Of findings on settings: before the last page some are not filled in yet."""


class SettingUpPresenter:
    """Leads through the pages; `made` is called with the folder, `left` where somebody goes back to the start page."""

    def __init__(
        self,
        view: SettingUpView,
        services: SettingUpServices,
        words: Words,
        runner: Runner,
        made: MadeStudy,
        left: Callable[[], None],
        home: Path,
    ) -> None:
        self._view, self._services, self._words, self._runner = view, services, words, runner
        self._made, self._left = made, left
        self._around = PageProposals(home, services)
        self._filled = dict(services.kept())
        self._looked = LookedThrough()
        self._pages = tuple(PAGES)
        self._at, self._shown = 0, 0  # page; how often a page was made anew
        self._busy, self._message, self._told = False, "", ""
        self._missed = ""  # why the questionnaire cannot be read as it is now
        self._quota = QuotaPages(words)
        self._is_made = False  # the folder is there: what follows is for the pages of the field
        view.form_given.connect(self.given)
        view.form_left.connect(self.back)
        view.file_chosen.connect(self.file_chosen)

    @property
    def page(self) -> str:
        """The page in front."""
        return self._pages[self._at]

    @property
    def form(self) -> str:
        """Path of the questionnaire; blank: none was chosen yet."""
        return self._filled["form"]

    def start(self) -> None:
        """The page that was left in the middle, with what stood in it; else the first one.

        Pages after the first show what the questionnaire has, so it is looked through before.
        """
        page = self._filled["page"]
        if not (self.form and page in self._pages[1:]) or self._filled["made"]:
            self._render(anew=True)
            return

        def looked(now: LookedThrough) -> None:
            self._looked, self._busy, self._at = now, False, self._pages.index(page)
            self._told = ""
            self._render(anew=True)

        self._busy, self._told = True, self._words.say("The questionnaire is read once more …")
        self._render(anew=True)
        self._run(partial(self._services.look, dict(self._filled)), looked)

    def _ask_resume(self) -> FormState:
        """A study was made and not brought to its end."""
        say, folder = self._words.say, self._filled["made"]
        options = (("on", say("Go on with {folder}", folder=folder)), ("new", say("Begin another study")))
        return FormState(
            f"resume {self._shown}",
            say("A study was left in the middle"),
            say("Next"),
            (say("Its folder is there; people, sample, rehearsal and release are left, as far as they are not done."),),
            (FieldState("what", say("What shall be done?"), FieldKind.PICK, "on", options),),
            leave=say("To the start page; what is filled in is kept"),
        )

    def given(self, texts: tuple[str, ...]) -> None:
        """Enter: what is filled in is kept, then looked through."""
        if self._busy or self._is_made:
            return
        if self._filled["made"]:
            self._resumed(texts[0])
            return
        page = self.page
        typed = {field.key: text for field, text in zip(self._fields(), texts, strict=True)}
        if page == "quota":
            self._quota_given(typed)
            return
        self._filled |= typed
        if page == "place":
            self._filled = settled(self._filled, self._services)
        self._services.keep(self._filled)
        if page == "make":
            self._make()
            return
        self._busy, self._message = True, ""
        self._render()
        self._run(partial(self._services.look, dict(self._filled)), self._go_on)

    def _resumed(self, what: str) -> None:
        folder = Path(self._filled["made"])
        if what == "on":
            self._was_made(folder)
            return
        self._services.ended()
        self._filled = dict(self._services.kept())
        self._render(anew=True)

    def _was_made(self, folder: Path) -> None:
        self._is_made = True
        self._made(folder)

    def _quota_given(self, typed: dict[str, str]) -> None:
        try:
            filled, is_done = self._quota.given(typed, self._filled, self._looked)
        except ValueError as error:
            self._message = str(error)
            self._render()
            return

        def looked(now: LookedThrough) -> None:
            self._filled, self._looked, self._busy = filled, now, False
            self._quota.kept()
            self._turn(is_done)

        self._message = ""
        if filled == self._filled and not is_done:
            self._render(anew=True)
            return
        self._busy = True
        self._render()
        self._run(partial(self._services.look, dict(filled)), looked)

    def _go_on(self, looked: LookedThrough) -> None:
        self._looked, self._busy = looked, False
        self._turn(1)

    def _turn(self, pages: int) -> None:
        """So many pages on, or back; where one is then is kept with what is filled in."""
        self._at += pages
        self._filled["page"] = self.page
        self._services.keep(self._filled)
        self._render(anew=True)

    def _make(self) -> None:
        faults = sum(finding.severity is Severity.ERROR for finding in self._looked.findings)
        if faults:
            self._message = self._words.say("With errors no study is made: they stand beside this, each with its cure.")
            self._render()
            return
        self._busy, self._message = True, ""
        self._render()
        self._run(partial(self._services.make, dict(self._filled)), self._was_made)

    def back(self) -> None:
        """Esc: the page before, or the start page; nothing that was filled in is lost."""
        if self._busy or self._is_made:
            return
        if not self._at:
            self._left()
            return
        self._message = ""
        self._turn(0 if self.page == "quota" and self._quota.back() else -1)

    def file_chosen(self, path: str) -> None:
        """A file for the first field of the page."""
        if self._has_file() and not (self._busy or self._is_made or self._filled["made"]):
            if self.page == "quota":
                self._quota.file_chosen(path)
            else:
                self._filled[self._fields()[0].key] = path
            self._message = ""
            self._render(anew=True)

    def _has_file(self) -> bool:
        """Whether the first field of the page is a file."""
        return self.page in FILES or (self.page == "quota" and self._quota.at == TABLE)

    def waits_for_file(self, why: str) -> None:
        """The questionnaire cannot be read now, half saved, locked or gone: what was read before stays in sight.

        Args:
            why: Blank: it can be.
        """
        if why != self._missed and not self._is_made:
            self._missed = why
            self._render()

    def saved(self, at: str) -> None:
        """The questionnaire was saved in another program: everything is looked through again; the page stays."""
        if self._busy or self._is_made or not self.form:
            return

        def looked(now: LookedThrough) -> None:
            self._looked, self._message = now, ""
            self._told = self._words.say("Read again at {at}, after it was saved.", at=at)
            self._render()

        self._run(partial(self._services.look, dict(self._filled)), looked)

    # -- what is shown --------------------------------------------------------------------------------------------

    def _run(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        def broke(error: Exception) -> None:
            self._busy, self._told = False, ""
            if isinstance(error, EnvironmentProblem):
                self._message = f"{self._words.worded(error.message)} {self._words.worded(error.cure)}"
            elif isinstance(error, RuleViolation):
                self._message = self._services.rule_words(error)
            else:
                raise error
            self._render()

        self._runner.submit("store", work, done, broke)

    @property
    def _is_read_again(self) -> bool:
        """Whether what was left is still being looked through: no file is missing, and none is asked for."""
        return self._busy and bool(self._told) and self._looked == LookedThrough()

    def _fields(self) -> tuple[FieldState, ...]:
        if self.page == "quota":
            return self._quota.form(self._filled, self._looked)[2]
        return PAGES[self.page](self._words, self._filled, self._looked, self._around)

    def _render(self, *, anew: bool = False) -> None:
        say, page = self._words.say, self.page
        self._shown += anew
        names = titles(self._words)
        verb = say("Make the study") if page == "make" else say("Next: {step}", step=names[self._pages[self._at + 1]])
        title, told = "", texts(self._words, page, self._filled, self._looked, self._services.rules)
        if page == "quota":
            title, told, _ = self._quota.form(self._filled, self._looked)
            verb = self._quota.verb(verb)
        form = FormState(
            f"{page} {self._shown}",
            title or f"{self._at + 1} · {names[page]}",
            verb,
            told,
            self._fields(),
            leave=say("Back") if self._at else say("To the start page; what is filled in is kept"),
            message=self._message,
            tone=Tone.BAD,
            busy=self._busy,
        )
        resumes = bool(self._filled["made"])
        if resumes:
            form = self._ask_resume()
        steps = tuple(
            StepLine(names[name], is_now=n == self._at and not resumes, is_done=n < self._at or resumes)
            for n, name in enumerate(self._pages)
        )
        steps += tuple(map(StepLine, field_titles(self._words).values()))
        shown = tuple(each for each in self._looked.findings if page == "make" or each.sheet != STUDY_SHEET)
        self._view.render(
            SettingUpState(
                steps,
                form,
                shown,
                self._missed or self._told,
                is_missed=bool(self._missed),
                file_field=self._has_file() and not (resumes or self._is_read_again),
                is_read=self._looked != LookedThrough() or self._is_read_again,
            )
        )
