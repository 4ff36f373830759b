"""What is said of an interview in review, to supervisors and analysts alike."""

from __future__ import annotations

from typing import Protocol

from cati_app.domain.casework.interview_quality import Flag, QualityFigures
from cati_app.domain.casework.review_proposals import ProposalState, ReviewProposal, Wish
from cati_app.texts import Words
from cati_app.ui.stage.typed import format_date


class ReadAnswer(Protocol):
    """An answer that somebody looks at."""

    @property
    def text(self) -> str:
        """In words, a date in ISO form."""
        ...

    @property
    def special(self) -> str:
        """Why there is none; blank where there is."""
        ...

    @property
    def active_ms(self) -> int:
        """Time on the question."""
        ...

    @property
    def date_parts(self) -> str:
        """Of a date what was asked: `day`, `month`, `year`; blank: it is none."""
        ...


def flag_text(words: Words, flag: Flag) -> str:
    """What may stand out."""
    return {
        Flag.PACE: words.say("pace, much faster than others"),
        Flag.STRAIGHT_LINES: words.say("the same answer throughout several grids"),
        Flag.UNANSWERED: words.say("many questions without an answer"),
    }[flag]


def figure_text(words: Words, flag: Flag, figures: QualityFigures) -> str:
    """What stands out, with the figure and where a flag begins."""
    if flag is Flag.PACE:
        return words.say(
            "pace: {share} of the usual time on a question; flagged below {limit}",
            share=_percent(figures.pace or 0.0),
            limit=_percent(figures.pace_limit),
        )
    if flag is Flag.STRAIGHT_LINES:
        return words.say_count(
            "the same answer throughout {count} grid, and a fast pace",
            "the same answer throughout {count} grids, and a fast pace",
            figures.straight,
        )
    return words.say(
        "don't know or refused: {count} of {answered} questions, {share}; flagged beyond {limit}",
        count=figures.unanswered,
        answered=figures.answered,
        share=_percent(figures.unanswered / max(1, figures.answered)),
        limit=_percent(figures.share_limit),
    )


def _percent(share: float) -> str:
    return f"{round(100 * share)} %"


def given_text(words: Words, given: ReadAnswer) -> str:
    """An answer, of a date what was asked of it; or why there is none."""
    text = format_date(given.text, given.date_parts) if given.date_parts else given.text
    return special_text(words, given.special) or text or "–"


def answer_text(words: Words, given: ReadAnswer) -> str:
    """An answer with the time on its question."""
    return words.say("{answer} · {seconds} s", answer=given_text(words, given), seconds=round(given.active_ms / 1000))


def correction_line(words: Words, was: ReadAnswer, now: ReadAnswer) -> str:
    """Another answer in the place of one."""
    return " → ".join(given_text(words, given) for given in (was, now))


def special_text(words: Words, special: str) -> str:
    """Why there is no answer; blank where there is one."""
    return {
        "dont_know": words.say("don't know"),
        "refused": words.say("refused"),
        "not_applicable": words.say("not applicable"),
    }.get(special, special)


def wish_text(words: Words, wish: Wish) -> str:
    """What somebody proposes."""
    return {
        Wish.LOOK: words.say("to look at it"),
        Wish.REJECT: words.say("to reject it"),
        Wish.ACCEPT: words.say("to keep it, nothing was found"),
        Wish.CORRECT: words.say("to correct an answer"),
    }[wish]


def proposal_text(words: Words, proposal: ReviewProposal) -> str:
    """What somebody proposes, and why."""
    return words.say("{wish}: {reason}", wish=wish_text(words, proposal.wish), reason=proposal.reason)


def state_text(words: Words, state: ProposalState) -> str:
    """What became of a proposal."""
    return {
        ProposalState.OPEN: words.say("waits for a supervisor"),
        ProposalState.TAKEN_OVER: words.say("taken over"),
        ProposalState.NOT_TAKEN_OVER: words.say("not taken over"),
        ProposalState.WITHDRAWN: words.say("withdrawn"),
    }[state]
