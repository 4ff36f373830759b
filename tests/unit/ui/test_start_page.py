"""The start page without Qt: what a choice leads to, and what is said where it leads to nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.texts import words_of
from cati_app.ui.start.port import Leave, StudiesListed
from cati_app.ui.start.presenter import StartPresenter
from cati_app.ui.start.states import FileWanted, StartState
from tests.fakes.runner import RunnerOnDemand
from tests.unit.ui.stagehands import Signal

_DAY = date(2026, 11, 24)
_WORDS = "right horse of the field"


@dataclass
class _Study:
    folder: Path
    title: Mapping[str, str] = field(default_factory=lambda: {"de": "Wege", "en": "Ways"})
    at_hub: bool = False
    rehearsal: bool = False
    hub: str = ""
    there: bool = True

    def is_there(self) -> bool:
        return self.there


class _View:
    def __init__(self) -> None:
        self.open_asked, self.forget_asked, self.action_asked = Signal(), Signal(), Signal()
        self.file_chosen, self.form_given, self.form_left = Signal(), Signal(), Signal()
        self.message_closed = Signal()
        self.state = StartState()
        self.asked: list[FileWanted] = []

    def render(self, state: StartState) -> None:
        self.state = state

    def ask_file(self, what: FileWanted, begin: str) -> None:
        self.asked.append(what)


class _Services:
    """A machine with studies; problems are told beforehand."""

    def __init__(self) -> None:
        self.studies: list[_Study] = []
        self.kept: Path | None = None
        self.problems: list[Exception] = []
        self.entered: list[str] = []
        self.joined: list[tuple[str, Path, str]] = []
        self.previewed: list[Path] = []
        self.languages = 0

    def read(self) -> StudiesListed:
        return StudiesListed(self.studies, [_DAY] * len(self.studies), self.kept)

    def forget(self, folder: Path) -> None:
        if self.problems:
            raise self.problems.pop()
        self.studies = [study for study in self.studies if study.folder != folder]

    def prepare(self, folder: Path) -> object:
        last = self.problems[-1] if self.problems else None
        if isinstance(last, EnvironmentProblem) and last.code == "study_errors":
            raise self.problems.pop()
        return folder

    def enter(self, prepared: object, passphrase: str) -> Leave:
        if self.problems:
            raise self.problems.pop()
        self.entered.append(passphrase)
        return lambda: 0

    def join(self, code: str, folder: Path, passphrase: str) -> None:
        if self.problems:
            raise self.problems.pop()
        self.joined.append((code, folder, passphrase))

    def other_language(self) -> Leave | None:
        self.languages += 1
        return lambda: 0

    def begin_new(self) -> Leave | None:
        return None

    def preview(self, form: Path) -> Leave | None:
        self.previewed.append(form)
        return lambda: 0


class _Page:
    def __init__(self) -> None:
        self.view, self.services, self.runner = _View(), _Services(), RunnerOnDemand()
        self.left: list[Leave] = []
        self.presenter = StartPresenter(
            self.view, self.services, words_of("en"), self.runner, self.left.append, Path("/home/a")
        )

    @property
    def said(self) -> str:
        return self.view.state.message.text if self.view.state.message is not None else ""

    def open(self, folder: str = "/a") -> None:
        self.view.open_asked.emit(folder)
        self.runner.run_all()


@pytest.fixture
def page() -> _Page:
    return _Page()


def test_where_nothing_was_opened_it_says_what_will_stand_there(page: _Page) -> None:
    page.presenter.start()

    assert () == page.view.state.studies
    assert "opened or joined" in page.view.state.empty


def test_a_line_says_where_a_study_is_and_one_that_is_gone_says_so(page: _Page) -> None:
    page.services.studies = [_Study(Path("/gone"), there=False), _Study(Path("/a"))]

    page.presenter.start()

    gone, here = page.view.state.studies
    assert (False, "⚠ Folder not found: /gone") == (gone.is_there, gone.state)
    assert ("Ways", True) == (here.title, here.is_there)
    assert "/a" == page.view.state.selected


def test_opening_says_so_and_leaves_the_page(page: _Page) -> None:
    page.view.open_asked.emit("/a")
    busy = page.view.state.busy
    page.runner.run_all()

    assert "/a is being opened …" == busy
    assert ([""], 1) == (page.services.entered, len(page.left))


@pytest.mark.parametrize("way", ["study", "passphrase", "language"])
def test_keys_that_were_typed_while_a_window_opened_do_nothing_on_the_page_that_is_left(page: _Page, way: str) -> None:
    if way == "passphrase":
        page.services.problems = [EnvironmentProblem("passphrase_needed", "x", "y")]
    if way == "language":
        page.presenter.act("language")
        page.runner.run_all()
    else:
        page.open()
    if way == "passphrase":
        page.view.form_given.emit(["secret"])
        page.runner.run_all()
    assert 1 == len(page.left)
    for key in ("preview", "folder", "join", "new", "language"):
        page.presenter.act(key)
    page.view.open_asked.emit("/b")
    page.runner.run_all()

    assert ([], None, 1) == (page.view.asked, page.view.state.form, len(page.left))


def test_what_keeps_a_study_from_opening_is_said_with_its_cure(page: _Page) -> None:
    page.services.problems = [EnvironmentProblem("study_errors", "Line 3 is wrong.", "Mend it.")]

    page.open()

    assert page.view.state.message is not None
    assert ("Mend it.", "Line 3 is wrong.") == (page.said, page.view.state.message.detail)
    assert ("", []) == (page.view.state.busy, page.left)


def test_a_rule_in_the_way_is_said(page: _Page) -> None:
    page.services.problems = [RuleViolation("supervisor_first")]

    page.open()

    assert "supervisor_first" in page.said


def test_a_passphrase_is_asked_for_where_the_account_keeps_no_key(page: _Page) -> None:
    page.services.problems = [
        EnvironmentProblem("wrong_passphrase", "It does not open.", ""),
        EnvironmentProblem("passphrase_needed", "It needs one.", ""),
    ]

    page.open()
    first = page.view.state.form
    page.view.form_given.emit(("wrong",))
    second = page.view.state.form
    page.view.form_given.emit(("right horse",))

    assert first is not None and second is not None
    assert (1, "", "It does not open.") == (len(first.fields), first.message, second.message)
    assert (["right horse"], None) == (page.services.entered, page.view.state.form)


def test_a_new_passphrase_is_typed_twice(page: _Page) -> None:
    page.services.problems = [EnvironmentProblem("no_key_store", "No keyring.", "")]

    page.open()
    page.view.form_given.emit((_WORDS, "another"))
    refused = page.view.state.form
    page.view.form_given.emit((_WORDS, _WORDS))

    assert refused is not None and "differ" in refused.message
    assert [_WORDS] == page.services.entered


def test_a_new_passphrase_is_as_long_as_the_password_of_a_supervisor(page: _Page) -> None:
    page.services.problems = [EnvironmentProblem("no_key_store", "No keyring.", "")]

    page.open()
    page.view.form_given.emit(("short", "short"))
    refused = page.view.state.form

    assert refused is not None and "at least 14" in refused.message
    assert [] == page.services.entered


def test_a_joined_study_gets_no_short_passphrase_either(page: _Page) -> None:
    page.view.action_asked.emit("join")
    page.view.form_given.emit(("code", "/new", "short"))
    page.runner.run_all()
    refused = page.view.state.form

    assert refused is not None and "at least 14" in refused.message
    assert [] == page.services.joined


def test_joining_keeps_the_form_until_it_worked_and_opens_the_study_then(page: _Page) -> None:
    page.services.problems = [EnvironmentProblem("join_over", "It is over.", "Another code.")]
    page.view.action_asked.emit("join")
    page.view.form_given.emit(("code", "/new", ""))
    page.runner.run_all()
    refused = page.view.state.form
    page.view.form_given.emit(("code", "/new", _WORDS))
    page.runner.run_all()

    assert refused is not None and "It is over. Another code." == refused.message
    assert [("code", Path("/new"), _WORDS)] == page.services.joined
    assert 1 == len(page.left)


def test_a_form_that_is_left_asks_nothing_any_more(page: _Page) -> None:
    page.view.action_asked.emit("join")
    page.view.form_left.emit()
    page.view.form_given.emit(("code", "/new", ""))
    page.runner.run_all()

    assert (None, []) == (page.view.state.form, page.services.joined)


def test_a_line_taken_off_deletes_nothing_and_says_so(page: _Page) -> None:
    page.services.studies = [_Study(Path("/a")), _Study(Path("/b"))]
    page.presenter.start()

    page.view.forget_asked.emit("/a")
    page.runner.run_all()

    assert ["/b"] == [line.key for line in page.view.state.studies]
    assert "Nothing of the study was deleted" in page.said
    page.view.message_closed.emit()
    assert "" == page.said


def test_an_index_that_cannot_be_written_is_said(page: _Page) -> None:
    page.services.problems = [OSError(28, "full")]

    page.view.forget_asked.emit("/a")
    page.runner.run_all()

    assert "cannot be written" in page.said


def test_an_index_built_again_is_said_with_where_the_old_one_is(page: _Page) -> None:
    page.services.kept = Path("/state/studies.json.unreadable")

    page.presenter.start()

    assert page.view.state.message is not None
    assert "/state/studies.json.unreadable" in page.view.state.message.detail


def test_files_are_asked_for_and_lead_on(page: _Page) -> None:
    page.view.action_asked.emit("folder")
    page.view.action_asked.emit("preview")
    page.view.file_chosen.emit(FileWanted.FORM, "/form.xlsx")
    page.runner.run_all()
    other = _Page()
    other.view.file_chosen.emit(FileWanted.FOLDER, "/a")
    other.runner.run_all()

    assert [FileWanted.FOLDER, FileWanted.FORM] == page.view.asked
    assert ([Path("/form.xlsx")], [""]) == (page.services.previewed, other.services.entered)


def test_a_bug_rises(page: _Page) -> None:
    page.services.problems = [KeyError("x")]

    with pytest.raises(KeyError):
        page.open()


def test_hubs_are_listed_with_their_studies_and_ask_nobody(page: _Page) -> None:
    page.services.studies = [_Study(Path(f"/{n}"), at_hub=True, hub="hub.example:8443") for n in range(2)]
    page.services.studies.append(_Study(Path("/c"), at_hub=True, hub="10.20.0.4:8443"))
    page.presenter.start()

    assert [
        ("hub.example:8443", "2 studies · last opened on 2026-11-24"),
        ("10.20.0.4:8443", "1 study · last opened on 2026-11-24"),
    ] == [(hub.address, hub.detail) for hub in page.view.state.hubs]


def test_nothing_of_what_is_in_a_study_is_said_before_somebody_signs_in(page: _Page) -> None:
    page.services.studies = [_Study(Path("/a"))]
    page.presenter.start()
    (line,) = page.view.state.studies

    assert ("Ways", "on this machine", "last opened on 2026-11-24 · /a") == (line.title, line.state, line.detail)


def test_f1_and_f7_do_what_they_do_everywhere(page: _Page) -> None:
    page.presenter.start()
    page.view.action_asked.emit("help")
    helped = page.view.state.message
    page.view.message_closed.emit()
    page.view.action_asked.emit("language")
    page.runner.run_all()

    assert helped is not None and "F7 changes the language" in helped.detail
    assert (1, 1) == (page.services.languages, len(page.left))
