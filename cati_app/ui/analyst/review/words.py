"""The words of the page of review: the list, what is told of an interview, panels, and why there is nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from cati_app.domain.casework.interview_quality import INTERVIEWS_NEEDED, Flag
from cati_app.domain.casework.review_proposals import ProposalState, ReviewProposal, Wish
from cati_app.fieldwork.monitor.read_reviewed import OpenedInterview, ReviewedInterview, ReviewedSet, ReviewStanding
from cati_app.texts import Words
from cati_app.ui.analyst.page_words import PageWords
from cati_app.ui.analyst.review.port import ReviewDesk
from cati_app.ui.analyst.review.states import ReviewFilter, ReviewLine, ReviewState
from cati_app.ui.stage.review_words import (
    answer_text,
    correction_line,
    figure_text,
    flag_text,
    proposal_text,
    state_text,
    wish_text,
)
from cati_app.ui.stage.states import HistoryLine
from cati_app.ui.stage.wording import clock_text, with_date

WITHDRAW = "withdraw"
"""A choice beside the wishes."""
_FLAGS = {
    ReviewFilter.PACE: Flag.PACE,
    ReviewFilter.STRAIGHT_LINES: Flag.STRAIGHT_LINES,
    ReviewFilter.UNANSWERED: Flag.UNANSWERED,
}


class ReviewPageWords(PageWords):
    """In the language of the window."""

    def __init__(self, words: Words, desk: ReviewDesk) -> None:
        super().__init__(words)
        self._desk = desk

    @property
    def stopped(self) -> str:
        """Esc while nothing was there yet."""
        return self._words.say("Stopped. R reads on; what was read is not read again.")

    @property
    def again(self) -> str:
        """Below a problem."""
        return self._words.say("R tries again.")

    def is_listed(self, listed: ReviewFilter, each: ReviewedInterview) -> bool:
        """Whether the list has an interview."""
        states = {proposal.state for proposal in each.proposals}
        return {
            ReviewFilter.WAITING: each.standing is ReviewStanding.WAITS,
            ReviewFilter.MINE: any(self.is_mine(proposal) for proposal in each.proposals),
            ReviewFilter.OPEN: ProposalState.OPEN in states,
            ReviewFilter.TAKEN_OVER: ProposalState.TAKEN_OVER in states,
            ReviewFilter.NOT_TAKEN_OVER: ProposalState.NOT_TAKEN_OVER in states,
            ReviewFilter.LOOKED_AT: each.standing is ReviewStanding.LOOKED_AT,
            ReviewFilter.REJECTED: each.standing is ReviewStanding.REJECTED,
            ReviewFilter.ALL: True,
        }.get(listed, each.figures is not None and _FLAGS.get(listed) in each.figures.flags)

    def is_mine(self, proposal: ReviewProposal) -> bool:
        """Whether the analyst at work made it."""
        return proposal.by == self._desk.own_id

    # -- the list -----------------------------------------------------------------------------------------------

    def listed_text(self, listed: ReviewFilter) -> str:
        """Which interviews a list has."""
        words = self._words
        return {
            ReviewFilter.WAITING: words.say("waiting for a look"),
            ReviewFilter.MINE: words.say("with a proposal of yours"),
            ReviewFilter.OPEN: words.say("with a proposal that waits"),
            ReviewFilter.TAKEN_OVER: words.say("with a proposal taken over"),
            ReviewFilter.NOT_TAKEN_OVER: words.say("with a proposal not taken over"),
            ReviewFilter.LOOKED_AT: words.say("looked at, nothing found"),
            ReviewFilter.REJECTED: words.say("rejected"),
            ReviewFilter.ALL: words.say("all complete ones"),
        }.get(listed) or words.say("flagged: {flag}", flag=flag_text(words, _FLAGS[listed]))

    def line(self, each: ReviewedInterview, people: dict[str, str]) -> ReviewLine:
        """A line of the list."""
        return ReviewLine(each.named, self.standing(each, people))

    def standing(self, each: ReviewedInterview, people: dict[str, str]) -> str:
        """How an interview stands, with the proposal that waits or came last."""
        words, waits = self._words, each.waiting_proposal
        if waits is not None:
            who = words.say("you") if self.is_mine(waits) else people.get(waits.by, words.say("an analyst"))
            return words.say("{who} proposed {wish}", who=who, wish=wish_text(words, waits.wish))
        last = each.proposals[-1] if each.proposals else None
        is_corrected = last is not None and last.wish is Wish.CORRECT and last.state is ProposalState.TAKEN_OVER
        is_alone = is_corrected and each.standing is ReviewStanding.LOOKED_AT
        parts = [words.say("an answer corrected") if is_alone else self._verdict(each.standing)]
        if last is not None and last.state in (ProposalState.TAKEN_OVER, ProposalState.NOT_TAKEN_OVER):
            parts.append(words.say("proposal {state}", state=state_text(words, last.state)))
        return " · ".join(parts)

    def _verdict(self, standing: ReviewStanding) -> str:
        words = self._words
        return {
            ReviewStanding.WAITS: words.say("waits for a look"),
            ReviewStanding.LOOKED_AT: words.say("nothing found"),
            ReviewStanding.REJECTED: words.say("rejected"),
            ReviewStanding.COUNTS: words.say("counts"),
        }[standing]

    def empty(self, read: ReviewedSet, listed: ReviewFilter) -> str:
        """Why the list has nothing, and what would fill it."""
        words = self._words
        if not read.interviews:
            return words.say(
                "No complete interview yet. Each stands here as soon as it is complete: its answers, what somebody"
                " proposes for it, and what became of it."
            )
        if listed is not ReviewFilter.WAITING:
            return words.say("No interview is {listed}. Ctrl+S lists others.", listed=self.listed_text(listed))
        others = words.say("Ctrl+S lists all complete ones, Ctrl+F finds one by its case_id.")
        if read.judged < INTERVIEWS_NEEDED:
            told = words.say(
                "Nothing waits for a look. Flags are made from {needed} complete interviews on; there are {count}.",
                needed=INTERVIEWS_NEEDED,
                count=read.judged,
            )
        else:
            told = words.say(
                "Nothing waits for a look. Flagged interviews would stand here, and two drawn at random beside each."
            )
        return f"{told} {others}"

    # -- one interview ------------------------------------------------------------------------------------------

    def page(
        self,
        state: ReviewState,
        read: ReviewedSet,
        interviews: Sequence[ReviewedInterview],
        shown: ReviewedInterview | None,
        opened: OpenedInterview | None,
        listed: ReviewFilter,
    ) -> ReviewState:
        """The page with a list and the interview selected."""
        words = self._words
        count = words.say_count("{count} interview", "{count} interviews", len(interviews))
        state = replace(
            state,
            lines=tuple(self.line(each, read.people) for each in interviews),
            listed=f"{count} · {self.listed_text(listed)}",
            empty="" if interviews else self.empty(read, listed),
        )
        if shown is None:
            return replace(
                state, selected="", title="", facts=(), why="", proposals=(), answers=(), buttons=self._buttons(None)
            )
        return replace(
            state,
            selected=shown.named,
            title=shown.named,
            facts=self._facts(shown, opened, read.people),
            why=self._why(shown),
            proposals=tuple(line for each in shown.proposals for line in self._proposal(each, read.people, opened)),
            answers=() if opened is None else tuple(self._answers(opened)),
            buttons=self._buttons(shown),
        )

    def _facts(
        self, shown: ReviewedInterview, opened: OpenedInterview | None, people: dict[str, str]
    ) -> tuple[HistoryLine, ...]:
        words = self._words
        lines = [HistoryLine(words.say("State"), self.standing(shown, people))]
        if opened is not None:
            length = clock_text((opened.ended_at - opened.started_at).total_seconds())
            lines = [
                HistoryLine(words.say("Held"), self._at(opened.started_at)),
                HistoryLine(words.say("Length"), length),
                HistoryLine(words.say("Language"), self._desk.language_name(opened.language)),
                *lines,
            ]
        if shown.standing is ReviewStanding.REJECTED:
            kept = words.say("in data sets it is marked as rejected (not_counted); its place in the quota went back")
            lines.append(HistoryLine(words.say("Effect"), kept))
        return tuple(lines)

    def _why(self, shown: ReviewedInterview) -> str:
        words = self._words
        if shown.figures is not None:
            told = "; ".join(figure_text(words, flag, shown.figures) for flag in sorted(shown.figures.flags))
            return words.say("What stood out: {why}.", why=told)
        if shown.is_told:
            return words.say("Nothing about it stood out.")
        if shown.standing is ReviewStanding.WAITS:
            return words.say(
                "Flagged or drawn at random: which of the two is told after your proposal, so that it is about the"
                " answers."
            )
        return ""

    def _proposal(
        self, each: ReviewProposal, people: dict[str, str], opened: OpenedInterview | None
    ) -> list[HistoryLine]:
        words = self._words
        who = words.say("you") if self.is_mine(each) else people.get(each.by, words.say("an analyst"))
        told = words.say("{who} proposed {text}", who=who, text=proposal_text(words, each))
        lines = [HistoryLine(self._at(each.at), told, self._correction(each, opened))]
        if each.is_open or each.decided_at is None:
            lines.append(HistoryLine("", state_text(words, each.state)))
        elif each.state is ProposalState.WITHDRAWN:
            lines.append(HistoryLine(self._at(each.decided_at), state_text(words, each.state)))
        else:
            by = people.get(each.decided_by, words.say("a supervisor"))
            lines.append(HistoryLine(self._at(each.decided_at), f"{state_text(words, each.state)}: {by}", each.answer))
        return lines

    def _correction(self, each: ReviewProposal, opened: OpenedInterview | None) -> str:
        """Which answer is to be another one; blank: none, or it is not read yet."""
        known = () if opened is None else opened.corrections
        told = next(((was, now) for correction, was, now in known if correction == each.correction), None)
        if told is None:
            return ""
        was, now = told
        line = correction_line(self._words, was, now)
        return f"{was.question}: {line}"

    def _answers(self, opened: OpenedInterview) -> list[HistoryLine]:
        return [HistoryLine(given.question, answer_text(self._words, given)) for given in opened.answers]

    def _at(self, at: datetime) -> str:
        return with_date(self._words, self._desk.local(at))

    def _buttons(self, shown: ReviewedInterview | None) -> tuple[tuple[str, str], ...]:
        words = self._words
        buttons = [("review_list", words.say("Which interviews …"))]
        if shown is None or shown.standing is ReviewStanding.REJECTED:
            return tuple(buttons)
        waits = shown.waiting_proposal
        if waits is None:
            return (
                ("propose_accept", words.say("Propose to keep it")),
                ("propose_reject", words.say("Propose to reject it")),
                ("propose_correct", words.say("Correct an answer …")),
                *buttons,
            )
        if self.is_mine(waits):
            return (("propose_withdraw", words.say("Withdraw the proposal")), *buttons)
        return tuple(buttons)

    # -- what became of it ----------------------------------------------------------------------------------------

    def was_proposed(self, named: str) -> str:
        """After Enter."""
        return self._words.say("{interview} waits for a supervisor.", interview=named)

    def was_withdrawn(self, named: str) -> str:
        """After the proposal was taken back."""
        return self._words.say("{interview}: your proposal is withdrawn.", interview=named)

    def not_found(self, typed: str) -> str:
        """No interview has that name."""
        return self._words.say("No complete interview has the case_id “{typed}”.", typed=typed)

    @property
    def rejected_already(self) -> str:
        """A key on a rejected interview."""
        return self._words.say("It is rejected already: a supervisor can accept it again.")

    @property
    def waits_already(self) -> str:
        """A key on an interview that has a proposal."""
        return self._words.say("A proposal waits for this interview already. Whoever made it can withdraw it.")

    @property
    def nothing_of_yours(self) -> str:
        """Nothing to be withdrawn."""
        return self._words.say("No proposal of yours waits for this interview.")
