"""Interviews that an analyst looks at, and the page of review without Qt before them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from cati_app.domain.casework.interview_quality import Flag, QualityFigures
from cati_app.domain.casework.review_proposals import ProposalState, ReviewProposal
from cati_app.domain.ids import CaseId, InterviewId
from cati_app.fieldwork.monitor.read_reviewed import OpenedInterview, ReviewedInterview, ReviewedSet, ReviewStanding
from cati_app.fieldwork.monitor.read_reviews import GivenAnswer
from cati_app.fieldwork.quota.look_at_interview import WantedProposal
from cati_app.texts import words_of
from cati_app.ui.analyst.review.presenter import ReviewPresenter
from cati_app.ui.analyst.review.states import ReviewFilter, ReviewState
from cati_app.ui.stage.panel_states import PanelKind
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import ScreenName
from tests.fakes.runner import RunnerOnDemand
from tests.stations import TUESDAY
from tests.unit.ui.stagehands import Shell, View

FAST = QualityFigures(frozenset({Flag.PACE, Flag.UNANSWERED}), 0.38, 0.552, 0, 12, 40, 0.14)


def complete(
    named: str, standing: ReviewStanding = ReviewStanding.WAITS, *proposals: ReviewProposal
) -> ReviewedInterview:
    return ReviewedInterview(
        InterviewId(f"i-{named}"), CaseId(f"c-{named}"), named, TUESDAY, "de", standing, proposals, is_told=False
    )


class ProposedInterviews:
    """Keeps proposals as the log does."""

    def __init__(self, *interviews: ReviewedInterview) -> None:
        self.interviews = list(interviews)
        self.judged = 40
        self.problem: Exception | None = None
        self.refuses: Exception | None = None
        self.wanted: list[tuple[str, WantedProposal]] = []
        self.opened: list[str] = []
        self.readings = 0
        self.at = TUESDAY
        self.at_half: Callable[[], None] = lambda: None

    own_id = "eve"

    def now(self) -> datetime:
        return self.at

    def local(self, at: datetime) -> datetime:
        return at

    def language_name(self, code: str) -> str:
        return {"de": "German"}[code]

    def check(self) -> None:
        if self.problem is not None:
            raise self.problem

    def read(self, on_progress: Callable[[float], None]) -> ReviewedSet:
        self.readings += 1
        on_progress(0.0)
        self.at_half()
        on_progress(0.5)
        people = {"eve": "Eve", "max": "Max", "sue": "Sue"}
        return ReviewedSet(tuple(sorted(self.interviews, key=lambda each: each.named)), self.judged, people)

    def open(self, interview: ReviewedInterview) -> OpenedInterview:
        self.opened.append(interview.named)
        options = (("1", "yes"), ("0", "no"))
        answers = (
            GivenAnswer("/a", "4", "", 7_000, "Rooms?"),
            GivenAnswer("/b", "", "refused", 2_000, "Wish?", options),
        )
        given = {each.ref: each for each in answers}
        wanted = tuple(
            (
                each.correction,
                given[each.correction.ref],
                replace(given[each.correction.ref], text=each.correction.text),
            )
            for each in interview.proposals
            if each.correction is not None
        )
        return OpenedInterview(TUESDAY, TUESDAY + timedelta(minutes=9), "de", answers, wanted)

    def propose(self, interview: ReviewedInterview, wanted: WantedProposal) -> None:
        if self.refuses is not None:
            raise self.refuses
        self.wanted.append((interview.named, wanted))
        proposal = ReviewProposal("eve", TUESDAY, wanted.wish, wanted.reason, wanted.correction)
        self.put(replace(interview, proposals=(*interview.proposals, proposal), is_told=True, figures=FAST))

    def withdraw(self, interview: ReviewedInterview) -> None:
        if self.refuses is not None:
            raise self.refuses
        *before, last = interview.proposals
        gone = replace(last, state=ProposalState.WITHDRAWN, decided_by="eve", decided_at=TUESDAY)
        self.put(replace(interview, proposals=(*before, gone)))

    def put(self, changed: ReviewedInterview) -> None:
        self.interviews = [changed if each.named == changed.named else each for each in self.interviews]


class ReviewDesk:
    def __init__(self, *interviews: ReviewedInterview, language: str = "en") -> None:
        self.runner, self.view, self.shell = RunnerOnDemand(), View(), Shell()
        self.interviews = ProposedInterviews(*interviews)
        self.stage = Stage(self.shell, words_of(language), self.runner)
        self.stage.situate(screen=ScreenName.DESK, tab="review")
        self.presenter = ReviewPresenter(self.stage, self.view, self.interviews)

    def begin(self) -> None:
        self.presenter.shown()
        self.runner.run_all()

    def command(self, name: str) -> None:
        assert self.presenter.command(name)
        self.runner.run_all()

    def save(self, kind: PanelKind, said: str) -> None:
        assert self.presenter.text_saved(kind, said)
        self.runner.run_all()

    def choose(self, kind: PanelKind, code: str) -> None:
        assert self.presenter.chosen(kind, code)
        self.runner.run_all()

    def show_list(self, listed: ReviewFilter) -> None:
        self.command("review_list")
        self.choose(PanelKind.REVIEW_LISTED, listed.value)

    def propose(self, command: str = "propose_reject", reason: str = "42 rooms") -> None:
        self.command(command)
        self.save(PanelKind.PROPOSE_REVIEW, reason)

    @property
    def state(self) -> ReviewState:
        state = self.view.states[-1]
        assert isinstance(state, ReviewState)
        return state

    @property
    def names(self) -> list[str]:
        return [line.named for line in self.state.lines]

    @property
    def told(self) -> list[str]:
        return [f"{line.text} {line.note}".strip() for line in self.state.proposals]

    @property
    def panel(self) -> object:
        return self.shell.panel
