"""The study folder's `study.yaml` as a checked model; texts of the fields are the help an editor shows."""

from __future__ import annotations

from datetime import date
from math import prod
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from cati_app.domain.phrases import Phrase
from cati_app.study.alerts import AlertSettings
from cati_app.study.calling import Calling, DayOrNone
from cati_app.study.languages import LanguageCode
from cati_app.study.outcomes import Caller, CallNotice, OutcomeSettings, ResultSettings
from cati_app.study.part import StrictSettings, Translated
from cati_app.study.unknown_values import not_known

MOST_CELLS = 10_000
_ENCODINGS = ("utf-8", "utf-16", "cp1252", "latin-1", "cp1250", "cp1251", "cp1254", "cp1256", "mac-roman", "cp437")
SETTINGS_OF_TYPE = {
    "telephone": ("questionnaire", "sample", "quota", "further_quotas", "screener", "partial_core_share"),
    "expert": ("guide", "opening", "people", "sittings_most", "recording", "consent.quotes", "consent.recording"),
}
"""Settings that mean something in a study of one type alone."""
TextStatus = Literal["draft", "checked", "approved"]


class Language(StrictSettings):
    """A language the interview can be held in."""

    code: LanguageCode
    name: str = Field(description="The language's own name, as the interviewer sees it.")
    status: TextStatus = Field(default="draft", description="How far the texts of this language are checked.")
    right_to_left: bool | None = Field(
        default=None, description="Whether it is written from right to left; without it the letters of its texts tell."
    )


class Introduction(StrictSettings):
    """Whom the interviewer names. Each field reaches the form as a `hidden` question `study_<field>`."""

    institute: str = Field(description="Who calls.")
    client: str = Field(description="For whom.")
    controller: str = Field(description="Who keeps the data (controller in the sense of the GDPR).")
    contact_phone: str = Field(description="Number a respondent may call back to check the study.")
    contact_email: str = Field(description="Where consent can be withdrawn in writing.")


class ConsentSettings(StrictSettings):
    """Legal ground of the study, and the question that asks for consent to special categories of data."""

    legal_basis: str = Field(description="For instance: Art. 6(1)(a), Art. 9(2)(a) GDPR – consent.")
    special_categories: list[str] = Field(default=[], description="Questions on origin, religion, health, politics.")
    asked_in: str | None = Field(default=None, description="Question that asks for consent to the special categories.")
    recontact: str | None = Field(
        default=None, description="Question that asks whether the person may be contacted again."
    )
    recontact_features: list[str] = Field(
        default=[],
        description="Variables of the quota that the wording of `recontact` names: their categories are kept with the"
        " consent, for the draw of focus groups. None: no category is.",
    )
    recontact_until: date | None = Field(
        default=None, description="Last day on which anybody may be contacted again by this consent."
    )
    quotes: str | None = Field(
        default=None,
        description="In an expert study: question of the opening whether the person may be quoted, with the choices"
        " `yes`, `after_reading` and `no`.",
    )
    recording: str | None = Field(
        default=None,
        description="In an expert study: question of the opening whether the conversation may be recorded, with the"
        " choices `yes` and `no`.",
    )

    @property
    def other_consents(self) -> tuple[str, ...]:
        """Questions that ask for another consent than to taking part."""
        named = (self.asked_in, self.recontact, self.quotes, self.recording)
        return tuple(name for name in named if name is not None)


class Category(StrictSettings):
    """One category of a quota dimension."""

    code: str = Field(pattern=r"^[A-Za-z0-9_+-]+$", description="Name in cell ids such as `16-29/low/with`.")
    values: list[str] = Field(description="Values of the variable that belong to the category.", min_length=1)
    label: Translated
    share: float | None = Field(
        default=None, ge=0, le=1, description="Share in the margin; cells are products of margins."
    )


class Dimension(StrictSettings):
    """One quota dimension: a question or calculation of the form, or a field of the sample."""

    variable: str = Field(description="Name of a question or calculation outside repeats, or of a sample field.")
    from_: Literal["form", "sample"] = Field(default="form", alias="from", description="Where the value comes from.")
    freeze_as: str | None = Field(default=None, description="Name in the export; default `quota_<variable>`.")
    label: Translated
    categories: list[Category] = Field(min_length=2)
    outside: list[str] = Field(
        default=[],
        description="Values that belong to no category on purpose: such persons are not eligible, or have no cell.",
    )
    overlap: bool = Field(
        default=False,
        description="Whether a person may belong to several categories: a value may then stand in several, and each"
        " answer of a question with several answers counts.",
    )
    source: str = Field(default="", description="Where the margin comes from.")
    estimate: bool = Field(default=True, description="True unless the margin is published in exactly this form.")


class QuotaCells(StrictSettings):
    """A quota: a cell for each category, of several dimensions for each combination of categories."""

    mode: Literal["strict", "overrun", "soft", "counter"] = Field(
        default="strict",
        description="When a cell takes one more person. `strict`: while achieved + in progress < target. `overrun`:"
        " while achieved < target; whoever is in progress then may finish. `soft`: always, above the target with a"
        " warning. `counter`: always; it only counts.",
    )
    total: int = Field(ge=1, le=1_000_000, description="Interviews wanted.")
    dimensions: list[Dimension] = Field(min_length=1)
    targets: dict[str, int] = Field(
        default={},
        description="Targets by cell, its categories in order (`16-29/low/with`); instead of shares.",
    )
    choice: Literal["least_full", "priority", "random"] = Field(
        default="least_full",
        description="Which cell is taken where categories overlap and a person fits several with room: the one with the"
        " smallest share of its target taken, the first in the order of the categories, or any. It is stored and never"
        " chosen again.",
    )
    unknown: Literal["accept_unclassified", "screen_out"] = Field(
        default="accept_unclassified",
        description="Whether persons without a cell are interviewed. `screen_out` thanks them with"
        " `ending.unclassified` (3.90), which also ends the interviews of those who do not speak of their origin.",
    )
    unclassified_share: float = Field(
        default=0.05,
        ge=0,
        le=1,
        description="Expected share of interviews without cell; above it they take place all the same, and the log and"
        " the board say so.",
    )

    @field_validator("dimensions")
    @classmethod
    def _cells_can_be_counted(cls, dimensions: list[Dimension]) -> list[Dimension]:
        cells = prod(len(dimension.categories) for dimension in dimensions)
        if cells > MOST_CELLS:
            raise PydanticCustomError("too_many_cells", "too many cells", {"cells": cells, "most": MOST_CELLS})
        return dimensions


class Quota(QuotaCells):
    """The quota of the study, or the first of several: a cell for each combination of categories."""

    name: str = Field(default="main", description="Name of the quota.")
    suspended_keeps_place_h: int = Field(
        default=24, ge=0, description="Hours after the appointment of a suspended interview."
    )

    places_ahead_share: float = Field(
        default=0.05,
        ge=0,
        le=1,
        description="At a hub: share of each target that all stations together may take along for work without a line;"
        " one place always may.",
    )


class FurtherQuota(QuotaCells):
    """A quota that counts the same interviews as well: somebody is interviewed only if every quota takes the person."""

    name: str = Field(
        pattern=r"^[a-z][a-z0-9_]{0,30}$", description="Name of the quota; begins the ids of its cells: `region:west`."
    )
    label: Translated | None = Field(default=None, description="What the quota is called on the board.")
    within: dict[str, list[str]] = Field(
        default={},
        description="It counts only persons in these categories: variable of a quota above → codes of its categories.",
    )


class Endings(StrictSettings):
    """How an interview ends before its last question, where the questionnaire has no goodbye for it.

    Each text is read aloud, by interview language; what is left out is said in the program's own words. Notes of the
    questionnaire that are there because of `quota_status` are read instead, also where the screener goes on asking.
    """

    taking_part: list[str] = Field(
        default=[],
        description="Questions whether a person takes part: a no, or refusing them, ends the interview as a refusal."
        " None: a question called `willing`, `take_part`, `taking_part`, `participate`; and one before the screener, or"
        " its first, that is called `consent`, `teilnahme`, `einwilligung`, `mitmachen`, `go_on` or the like, or asks"
        " in German or English whether the person takes part in the survey.",
    )
    refused: Translated | None = Field(default=None, description="Said after a no to taking part.")
    not_screened: Translated | None = Field(
        default=None, description="Said when the screening is over and eligibility is not established."
    )
    full: Translated | None = Field(default=None, description="Said when the person's quota cell is full.")
    unclassified: Translated | None = Field(
        default=None,
        description="Said to a person without a cell where `quota.unknown` is `screen_out`, or a supervisor closed the"
        " counter of such persons: the truth, for no group is full.",
    )
    not_eligible: Translated | None = Field(
        default=None, description="Said to who does not belong to the population, as the outcome tells."
    )
    access_code: Translated | None = Field(
        default=None,
        description="Said at the end of every interview, after a break-off, too: with which code the person can later"
        " have what is stored shown, corrected or erased. `{code}` stands for its twelve"
        " digits. Without this text nobody is given a code.",
    )


class Objection(StrictSettings):
    """What respondents often say, and what the interviewer may answer (F1), by interview language."""

    says: Translated
    answer: Translated


class SampleColumns(StrictSettings):
    """Headers of the sample file by what they hold; what is not named is guessed from usual headers and reported."""

    case_id: str | None = Field(default=None, description="Name of the case; without it, cases are known by number.")
    numbers: list[str] = Field(default=[], description="Telephone numbers, in the order in which they are tried.")
    frame: str | None = Field(default=None, description="Frame; without it, the kind of the first number's line.")
    language: str | None = Field(default=None, description="Language wished, as a code of the study's languages.")
    time_zone: str | None = Field(default=None, description="The respondent's time zone (IANA name).")
    state: str | None = Field(default=None, description="Federal state for public holidays, two letters.")
    call_from: str | None = Field(default=None, description="Hour (09:00) before which this case is not called.")
    call_until: str | None = Field(default=None, description="Hour after which this case is not called.")
    fields: dict[str, str] = Field(
        default={}, description="Sample fields for quota and text: name → header. Empty: every other column is kept."
    )


class SampleFile(StrictSettings):
    """The sample: the file that comes with the study folder, if any, and how sample files are read."""

    file: str | None = Field(
        default=None, description="File in this folder (CSV or XLSX), imported at the first start; more: `cati sample`."
    )
    columns: SampleColumns = SampleColumns()
    clear: dict[str, Literal["quota", "weight", "language", "stratum", "place", "window"]] = Field(
        default={},
        description="Sample fields that stay readable in the database without the contact key: name → what for. Fields"
        " that `quota`, `outcomes.weight` and `calling.sample_fields` name, and hours of calling, are clear without"
        " standing here; all others are sealed, shown in interviews only, and never exported.",
    )
    other_columns: Literal["keep", "drop"] = Field(
        default="keep", description="Columns that are not named become sample fields, or are left out."
    )
    encoding: str | None = Field(default=None, description="Encoding of CSV files; without it, it is found out.")
    delimiter: Literal["comma", "semicolon", "tab", "pipe"] | None = Field(
        default=None, description="Delimiter of CSV files; without it, it is found out."
    )
    sheet: str | None = Field(default=None, description="Sheet of a workbook; without it, the first that is visible.")
    hidden: Literal["leave_out", "read"] = Field(
        default="leave_out",
        description="Rows and columns that a workbook hides; a hidden column that is named above is read anyway.",
    )
    restore_zeros: bool = Field(
        default=False,
        description="Restore the 0 or + of numbers that lost it in a spreadsheet, where it is clear.",
    )
    shared_numbers: Literal["refuse", "keep"] = Field(
        default="refuse",
        description="A number that several cases have: only the first keeps it, or all do and share its limits.",
    )
    replicate_size: int | None = Field(
        default=None, ge=1, description="Cases a replicate. Set: new cases wait until `cati sample release`."
    )

    @field_validator("encoding")
    @classmethod
    def _encoding_is_known(cls, name: str | None) -> str | None:
        try:
            known = name is None or bool("a".encode(name))
        except (LookupError, ValueError):
            known = False
        if not known:
            raise not_known("encoding-unknown", name or "", _ENCODINGS)
        return name


class ExpertList(SampleFile):
    """The experts of an expert study: their list, read like a sample, and how many are wanted."""

    target: int = Field(ge=1, le=1_000, description="Experts wanted.")


def _number_as_text(value: object) -> object:
    """Names of choices are texts, though many are written like numbers."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Name = Annotated[str, BeforeValidator(_number_as_text)]


class FormChange(StrictSettings):
    """What was renamed from one version of the questionnaire to the next; everything else is matched by its name."""

    from_: Name = Field(
        alias="from",
        min_length=1,
        description="The version before: `version` of study.yaml or of the questionnaire then, or its fingerprint.",
    )
    renamed: dict[str, str] = Field(default={}, description="Questions and calculations: old name → new name.")
    options: dict[str, dict[Name, Name]] = Field(
        default={}, description="Choices by question: old name → new name, as in the column `name` of the list."
    )


class Derived(StrictSettings):
    """A calculated variable in the data set."""

    label: Translated | None = Field(
        default=None,
        description="What the variable is, for readers of the data; without it the label in the questionnaire.",
    )
    codes: dict[str, int] = Field(
        default={},
        description="Number of every category in the data set; a category that is not named here cannot occur.",
    )
    labels: dict[str, Translated] = Field(default={}, description="Texts of the categories.")
    level: Literal["nominal", "ordinal", "scale"] | None = Field(default=None, description="Measurement level.")
    export: bool = Field(
        default=True,
        description="False: only a step of a calculation, left out of the data set, as `outcome` is by default.",
    )


class OpenText(StrictSettings):
    """A question for a text whose answers get codes, where it is not found by itself."""

    text: Name = Field(min_length=1, description="Question that asks for the text.")
    question: Name = Field(
        min_length=1, description="Question with the choices; they are the codes. Of the same repeat, if any."
    )
    choices: list[Name] = Field(
        min_length=1, description="Choices in whose place the codes stand, as in the column `name` of the list."
    )


class FurtherCode(StrictSettings):
    """A code beside the choices of a question, made while open answers were coded; no interview offers it."""

    question: Name = Field(min_length=1, description="Question with the choices.")
    name: Name = Field(
        pattern=r"^[A-Za-z_][A-Za-z0-9_.-]*$", description="As a choice is called in the column `name` of its list."
    )
    code: int = Field(ge=1, le=9_999, description="Its number in data sets; no choice of the question has it.")
    label: dict[LanguageCode, str] = Field(
        min_length=1,
        description="Text by language of the questionnaire; a language that is left out has the first one.",
    )


class HubSettings(StrictSettings):
    """How a study is worked at a hub."""

    offline_hours: int = Field(
        default=72,
        ge=1,
        le=720,
        description="So long after a station that has joined last reached its hub people sign in there with what was"
        " fetched then; afterwards the hub has to be reached first.",
    )


class ReleaseSettings(StrictSettings):
    """By what people in a data set could be known, and what nobody must learn of them."""

    quasi_identifiers: list[Name] = Field(
        default=[],
        max_length=30,
        description="Variables by which somebody could be known elsewhere, such as age group, gender and country of"
        " birth. An export tells how many people are alike in all of them.",
    )
    sensitive: list[Name] = Field(
        default=[], max_length=30, description="Variables that nobody must learn of a person, such as an opinion."
    )
    left_out: list[Name] = Field(
        default=[],
        max_length=300,
        description="Variables that no public data set holds, such as the district somebody lives in. What comes from"
        " the sample or tells of fieldwork, days, times and repeats are in none anyway.",
    )


class PrivacySettings(StrictSettings):
    """Until when data of people are kept; what is kept longer is told by `cati privacy status` and at sign-in."""

    checks_until: DayOrNone = Field(
        default=None,
        description="Last day of checks after the field. After it nothing may tell any more whom was called: numbers,"
        " names, notes, access codes, and the backups that hold them.",
    )
    answers_until: DayOrNone = Field(
        default=None, description="Last day on which answers of single people may be kept."
    )

    @model_validator(mode="after")
    def _ordered(self) -> PrivacySettings:
        if self.checks_until is not None and self.answers_until is not None and self.checks_until > self.answers_until:
            raise ValueError(Phrase("answers_until must not be before checks_until"))
        return self


class StaffSettings(StrictSettings):
    """What is told of people at work."""

    days: int = Field(
        default=90,
        ge=1,
        le=3650,
        description="So many days after a conversation nothing tells any more who held it: it counts in no figure of a"
        " person or a group, and the pseudonym of its interviewer is blank in data set and paradata. So many days after"
        " the end of its quarter log and history do not tell it either.",
    )


class Study(StrictSettings):
    """A survey: questionnaire, languages, quotas, rules (file `study.yaml`)."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{1,60}$", description="Short name; also the name of the database file.")
    title: Translated
    version: str = Field(description="Version of the study's rules and questionnaire.")
    type: Literal["telephone", "expert"] = Field(
        default="telephone",
        description="What is held with people who answer: an interview by questionnaire, or in an `expert` study"
        " sittings by a topic guide.",
    )
    questionnaire: str = Field(
        default="",
        description="XLSForm: .xlsx, .csv or .md in this folder. Needed unless the study is an `expert` study, which"
        " has `guide` and `opening` in its place.",
    )
    guide: str | None = Field(default=None, description="In an expert study: the topic guide, a file in this folder.")
    opening: str | None = Field(
        default=None,
        description="In an expert study: XLSForm with closed facts and consents, asked before the guide at the first"
        " sitting.",
    )
    people: ExpertList | None = Field(
        default=None, description="In an expert study: the list of experts, in place of `sample`."
    )
    sittings_most: int = Field(
        default=3, ge=1, le=9, description="In an expert study: sittings in which a person is asked, at most."
    )
    recording: Literal["none", "external"] = Field(
        default="none",
        description="In an expert study: whether sittings are recorded, on a device of one's own and after consent;"
        " the program itself records nothing.",
    )
    languages: list[Language] = Field(
        min_length=1,
        description="First: the language the interview starts in, and of a questionnaire whose columns name none.",
    )
    introduction: Introduction
    consent: ConsentSettings
    calling: Calling
    quota: Quota | None = None
    further_quotas: list[FurtherQuota] = Field(
        default=[],
        max_length=20,
        description="Quotas besides `quota`, all of which must take a person.",
    )
    screener: str | None = Field(
        default=None, description="Group that ends the screening; once it is left, the cell is decided."
    )
    eligibility: list[str | list[str]] = Field(
        default=[],
        description="Questions that decide whether a person belongs to the population; of a list in the list one is"
        " enough. Only when all have a value is a person screened: don't know and refused establish nothing. None: the"
        " questions of the screener that the outcome reads.",
    )
    outcome: str | None = Field(
        default=None,
        description="Calculation that names a result of docs/calling.md when the interview must end early: `refusal`"
        " after a no, `no_eligible_person` for who does not belong to the population. Blank: it goes on.",
    )
    ending: Endings = Field(default=Endings(), description="How an interview ends before its last question.")
    auto_advance: bool = Field(default=False, description="A digit alone answers and goes on.")
    not_applicable: bool = Field(default=False, description="Offer `not applicable` (Shift+F3).")
    partial_core_share: float = Field(
        default=0.5, ge=0, le=1, description="Share of core questions that makes a break-off usable."
    )
    sign_in: Literal["list", "typed"] = Field(
        default="list",
        description="Whether the first screen offers the people of the study (up to 12; more type their login), or"
        " every login is typed, so that nobody who passes by reads who works here.",
    )
    alerts: AlertSettings = Field(default=AlertSettings(), description="When the board warns.")
    staff: StaffSettings = Field(default=StaffSettings(), description="What is told of people at work.")
    privacy: PrivacySettings = Field(default=PrivacySettings(), description="Until when data of people are kept.")
    release: ReleaseSettings = Field(
        default=ReleaseSettings(), description="Who stands out in the data set, told with every export."
    )
    hub: HubSettings = Field(default=HubSettings(), description="How the study is worked at a hub.")
    results: list[ResultSettings] = Field(default=[], description="Results of calls renamed, hidden or added.")
    design: Literal["quota", "random"] = Field(
        default="quota",
        description="How people were selected. Of a `random` sample tables tell intervals and which columns differ by"
        " more than chance; of a `quota` sample neither can be said.",
    )
    outcomes: OutcomeSettings = Field(
        default=OutcomeSettings(), description="How outcome rates are computed and printed."
    )
    caller: Caller | None = Field(default=None, description="The caller's number, as declared.")
    notice: CallNotice = Field(
        default=CallNotice(), description="What is said at the start of every call, as declared."
    )
    objections: list[Objection] = Field(default=[], description="Objections and answers, shown beside the question.")
    sample: SampleFile | None = None
    changes: list[FormChange] = Field(
        default=[],
        description="Renames in the questionnaire since fieldwork began, one step for each version, in order.",
    )

    derived: dict[str, Derived] = Field(
        default={},
        description="Calculated variables in the data set, by name: label, codes, labels, level, or left out.",
    )
    coding: list[OpenText] = Field(
        default=[],
        description="Open answers that get codes, besides those to a choice called `other`; what stands here of a"
        " question for a text holds in place of what its condition says.",
    )
    further_codes: list[FurtherCode] = Field(
        default=[],
        description="Codes that open answers get beside the choices of their question; in data sets, labels and"
        " tables they stand behind these.",
    )
    frame: str | None = Field(
        default=None,
        min_length=1,
        max_length=300,
        description="Code frame by which experts' statements and residents' open answers are coded: a file in this"
        " folder, or in one beside it (`../lokale-integration/frame.yaml`), as both studies share one.",
    )

    @model_validator(mode="after")
    def _has_what_its_type_asks(self) -> Study:
        needed = "guide" if self.is_expert else "questionnaire"
        if not getattr(self, needed):
            raise PydanticCustomError("setting_missing", "{key} is missing", {"key": needed})
        return self

    @property
    def is_expert(self) -> bool:
        """Whether sittings are held by a topic guide."""
        return self.type == "expert"

    @property
    def settings_of_other_types(self) -> tuple[str, ...]:
        """Names of settings that mean nothing in a study of this type."""
        return tuple(name for kind, names in SETTINGS_OF_TYPE.items() if kind != self.type for name in names)

    @property
    def form_setting(self) -> str:
        """The setting that names the workbook which is asked."""
        return "opening" if self.is_expert else "questionnaire"

    @property
    def form_file(self) -> str:
        """The workbook that is asked; blank: an expert study without an opening."""
        return (self.opening or "") if self.is_expert else self.questionnaire

    @property
    def list_setting(self) -> str:
        """The setting that says how the list of cases is read."""
        return "people" if self.is_expert else "sample"

    @property
    def case_list(self) -> SampleFile | None:
        """How the list of cases is read: the sample, or the people of an expert study."""
        return self.people if self.is_expert else self.sample

    @property
    def quotas(self) -> list[tuple[str, Quota | FurtherQuota]]:
        """All quotas, each with the path of its settings; none without the first."""
        if self.quota is None:
            return []
        further = [(f"further_quotas[{n}]", quota) for n, quota in enumerate(self.further_quotas, 1)]
        return [("quota", self.quota), *further]

    @property
    def quota_dimensions(self) -> list[tuple[str, Dimension]]:
        """The dimensions of all quotas, each with the path of its settings."""
        return [
            (f"{path}.dimensions[{number}]", dimension)
            for path, quota in self.quotas
            for number, dimension in enumerate(quota.dimensions, 1)
        ]

    @property
    def first_language(self) -> str:
        """The language of a questionnaire that names none, as a header would name it: `German (de)`."""
        first = self.languages[0]
        return f"{first.name} ({first.code})"

    @property
    def directions(self) -> dict[str, bool]:
        """By language: whether it is written from right to left, where the study says so."""
        return {
            language.code: language.right_to_left for language in self.languages if language.right_to_left is not None
        }
