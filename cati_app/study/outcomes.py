"""Settings of study.yaml about results of calls, outcome rates, and what is declared about calls."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from cati_app.study.part import StrictSettings, Translated

NoticePoint = Literal[
    "who_calls", "client", "purpose", "voluntary", "anonymous", "how_chosen", "length", "interviewer_name"
]


class ResultSettings(StrictSettings):
    """A result as interviewers see it: one of the catalogue renamed or hidden, or one added by the study."""

    code: str = Field(
        pattern=r"^[a-z][a-z0-9_]{1,40}$",
        description="Name of a result of the catalogue (docs/calling.md), or a new name for an added one.",
    )
    as_: str | None = Field(
        default=None, alias="as", description="Added results only: the result of the catalogue it counts as."
    )
    person: Literal["household", "respondent"] | None = Field(
        default=None, description="Added results only: who gave it, somebody of the household or the target person."
    )
    label: Translated | None = Field(default=None, description="What the interviewer reads; needed for added results.")
    note: bool | None = Field(default=None, description="Whether the interviewer must write a note; default as mapped.")
    never_again: bool = Field(
        default=False,
        description="Added results that count as a refusal only: the person wants no more calls, so the numbers go to"
        " the block list of all studies, as with the result “never call again”. A refusal alone puts nothing there.",
    )
    hidden: bool = Field(default=False, description="Not offered; results given before keep their code.")


class FrameSettings(StrictSettings):
    """A list or generator that numbers come from."""

    frame_size: int = Field(ge=1, description="How many numbers the frame holds.")


class OutcomeSettings(StrictSettings):
    """How outcome rates are computed and printed."""

    unscreened_refusal_class: Literal["UO", "R"] | None = Field(
        default=None,
        description="What a refusal or language problem before the screening counts as: UO (3.21) where residence or"
        " age must be screened, R where every household qualifies. Default: UO with a screener, else R.",
    )
    e_method: Literal["casro", "two_step", "fixed", "one"] = Field(
        default="casro",
        description="How the eligible share of unknown cases is estimated: casro (proportional allocation), two_step"
        " (households first, for screened samples), fixed (give `e`), one.",
    )
    e: float | None = Field(default=None, ge=0, le=1, description="Eligible share for e_method: fixed.")
    random_numbers: bool = Field(
        default=False,
        description="Whether the numbers are a random sample. With quotas, rates are printed only then, and labelled as"
        " rates on a quota-controlled random number sample.",
    )
    frames: dict[str, FrameSettings] = Field(
        default={},
        description="Size of each frame by its name in the sample. Several frames are never pooled: without sizes each"
        " has its own rates and there is none for all.",
    )
    weight: str | None = Field(
        default=None,
        description="Sample field with the base weight of each case (what it stands for in its frame: 1 / its chance of"
        " being drawn). Rates are then printed unweighted and weighted.",
    )


class Caller(StrictSettings):
    """The number that called persons see, as declared to the data-protection officer."""

    number: str = Field(description="Shown at every call, for instance 030 23125 990.")
    leads_to: Literal["staff", "voice_box"] = Field(description="Who answers when somebody calls back.")
    says: str = Field(description="What is said there: institute, purpose and principles of the study.")


class CallNotice(StrictSettings):
    """What is said at the start of every call in the interview language, and what is switched on; as declared."""

    points: list[NoticePoint] = Field(
        default=[], description="What the introduction of the questionnaire says before the first question."
    )
    recording: bool = Field(default=False, description="Recording, only after a yes asked for before it starts.")
    listening_in: bool = Field(default=False, description="Listening in, only after a yes asked for before it starts.")
