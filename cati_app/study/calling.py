"""Calling rules of a study (`calling` in study.yaml); texts of the fields are the help an editor shows."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from cati_app.domain.calling.calendar import is_state, is_zone, known_countries, known_zones, states_of
from cati_app.domain.calling.rule_pack import GERMAN
from cati_app.domain.calling.schedule import ANOTHER_PART, BEST_PART, DEFAULT_WEIGHTS
from cati_app.domain.outcomes.dispositions import INTERIM
from cati_app.domain.phrases import Phrase
from cati_app.domain.sampling.phone_reading import is_region
from cati_app.study.part import StrictSettings
from cati_app.study.unknown_values import not_known

CLOSED_BY_DEFAULT = frozenset({"12-24", "12-31"})
"""Christmas Eve and New Year's Eve are no public holidays; nobody is called on them unless the study says so."""
_NEEDS_STATE = "DE"  # the days of the German rules are those of the states
_DAY = re.compile(r"(\d{4}-)?\d{2}-\d{2}")
_SHORT = len("12-24")
_ALIKE, _LIKENESS = 12, 0.5  # time zones told, and how much like the one given
_ZONES_FOR_EXAMPLE = ("Europe/Berlin", "Europe/Vienna", "Europe/Zurich")


def _one_day(value: object) -> object:
    """A day as YAML reads it, or as a text; never a number of seconds, which pydantic would take."""
    if isinstance(value, datetime) or not isinstance(value, (str, date)):
        raise ValueError(_NO_DAY)
    try:
        day = value if isinstance(value, date) else date.fromisoformat(value)
    except ValueError:
        raise ValueError(_NO_DAY) from None
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValueError(_NO_DAY)
    return day


_FIRST_YEAR, _LAST_YEAR = 2000, 2999
_NO_DAY = Phrase("it must be a day, written as year-month-day: 2026-12-24")
DayOrNone = Annotated[date, BeforeValidator(_one_day)] | None
"""A day of the calendar."""


class Hours(StrictSettings):
    """Opening time of the calling window in the respondent's local time; start inclusive."""

    start: time = Field(description="First moment at which a call may start, HH:MM.")
    end: time = Field(description="Interviews are over by then: calls start earlier by the expected length.")

    @model_validator(mode="after")
    def _ordered(self) -> Hours:
        if self.start >= self.end:
            raise ValueError(Phrase("end must be later than start"))
        return self


class RetrySettings(StrictSettings):
    """When a case is due again after a result without interview."""

    busy_min: int = Field(default=15, ge=1, description="Minutes after `busy`.")
    busy_in_session: int = Field(
        default=3, ge=1, description="Busy signals on one day after which the next try is in another part of the day."
    )
    no_answer_min: int = Field(default=240, ge=1, description="Minutes after `no_answer`.")
    machine_min: int = Field(default=240, ge=1, description="Minutes after an answering machine.")
    line_problem_min: int = Field(default=30, ge=1, description="Minutes after a line problem.")
    soft_refusal_days: int = Field(default=7, ge=1, description="Days after a soft refusal.")
    contact_min: int = Field(default=240, ge=1, description="Minutes after a contact without appointment.")


class DayParts(StrictSettings):
    """Weekday morning, afternoon, evening and the weekend: a case comes first when it was tried least at that time."""

    morning_until: time = Field(default=time(12), description="End of the weekday morning.")
    afternoon_until: time = Field(default=time(17), description="End of the weekday afternoon.")
    same_part: int = Field(default=2, ge=0, le=8, description="What each attempt in a part adds to its rank there.")
    weights: dict[str, int] = Field(
        default=dict(DEFAULT_WEIGHTS),
        description="What an attempt weighs, by result: above 0 the case comes after those never called, below 0 before"
        " them. Results left out weigh 0.",
    )
    another_part_after: list[str] = Field(
        default=sorted(ANOTHER_PART), description="Results after which the next attempt is in another part."
    )

    best_part_after: list[str] = Field(
        default=sorted(BEST_PART),
        description="Results after which the next attempt is made in the part of the coming days that promises most:"
        " share of first calls of this study that reached somebody in that part (counted by frame as the study goes"
        " on), times `in_vain` for each attempt on the case that reached nobody there, times `reached_again` where"
        " somebody was reached last, times `per_day` for each day of waiting.",
    )
    best_within_days: int = Field(default=3, ge=0, le=7, description="Days looked ahead for the best part.")
    in_vain: float = Field(
        default=0.85, ge=0.1, le=1, description="Factor on the chance there for each attempt that reached nobody."
    )
    reached_again: float = Field(
        default=1.4,
        ge=1,
        le=3,
        description="Where somebody was reached last it is so much likelier that somebody is reached again.",
    )
    per_day: float = Field(default=0.97, ge=0.5, le=1, description="What a day of waiting leaves of the chance.")

    @model_validator(mode="after")
    def _known(self) -> DayParts:
        if self.morning_until >= self.afternoon_until:
            raise ValueError(Phrase("afternoon_until must be later than morning_until"))
        for name, weight in self.weights.items():
            if name not in INTERIM:
                raise ValueError(Phrase("weights: “{name}” is no result that leaves a case open", name=name))
            if not -16 <= weight <= 16:
                raise ValueError(Phrase("weights: {name} must be between -16 and 16", name=name))
        for setting, names in (
            ("another_part_after", self.another_part_after),
            ("best_part_after", self.best_part_after),
        ):
            for name in names:
                if name not in INTERIM:
                    raise ValueError(
                        Phrase("{setting}: “{name}” is no result that leaves a case open", setting=setting, name=name)
                    )
        return self


class Refusals(StrictSettings):
    """A soft refusal may be tried once more, after `retry.soft_refusal_days`; a hard one never."""

    convert: bool = Field(default=True, description="False: a soft refusal closes the case.")
    skill: str = Field(default="conversion", description="Skill the next interviewer needs; blank: anybody.")
    other_interviewer: bool = Field(default=True, description="The next attempt is made by another person.")


class Appointments(StrictSettings):
    """An appointment belongs to its owner from early_min before until owner_min after, then to the team."""

    early_min: int = Field(default=5, ge=0, le=60, description="Minutes before the time at which it is offered.")
    owner_min: int = Field(
        default=15,
        ge=0,
        le=120,
        description="Minutes after which the team may keep it, and until which a firm one counts as kept in time: until"
        " then it comes before firm ones that are late already.",
    )
    firm_owner_min: int = Field(
        default=0,
        ge=0,
        le=120,
        description="Minutes by which the owner of a firm appointment is asked before the others once its window is"
        " open. It is promised to the person called: with 0 whoever is free keeps it, above 0 it may be missed while"
        " somebody was free.",
    )
    team_min: int = Field(default=60, ge=1, le=720, description="Minutes after which it counts as missed.")

    @model_validator(mode="after")
    def _ordered(self) -> Appointments:
        if self.team_min < max(self.owner_min, self.firm_owner_min):
            raise ValueError(Phrase("team_min must not be less than owner_min and firm_owner_min"))
        return self


class ShiftSettings(Hours):
    """A planned block of work, every week, on the study's clock."""

    days: list[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]] = Field(
        default=["mon", "tue", "wed", "thu", "fri"], min_length=1, description="Days of the week."
    )
    languages: list[str] = Field(default=[], description="Languages spoken in it; none: whatever the team speaks.")
    seats: int = Field(
        default=0,
        ge=0,
        le=1000,
        description="Interviewers planned for it. The forecast needs it; 0: not planned, and the forecast goes on with"
        " the hours worked so far.",
    )
    from_: DayOrNone = Field(default=None, alias="from", description="First day of it; none: from the start of field.")
    until: DayOrNone = Field(default=None, description="Last day of it; none: until the end of field.")

    @model_validator(mode="after")
    def _days_ordered(self) -> ShiftSettings:
        if self.from_ is not None and self.until is not None and self.from_ > self.until:
            raise ValueError(Phrase("until must not be before from"))
        return self


class FieldPeriod(StrictSettings):
    """When the field begins and ends; the forecast says whether it ends in time."""

    start: DayOrNone = Field(default=None, description="First day of the field.")
    end: DayOrNone = Field(default=None, description="Last day of the field: what is full later is late.")

    @model_validator(mode="after")
    def _ordered(self) -> FieldPeriod:
        if self.start is not None and self.end is not None and self.start > self.end:
            raise ValueError(Phrase("end must not be before start"))
        return self


class SampleFields(StrictSettings):
    """Columns of the sample; a case without a value counts as the study's own place and language."""

    time_zone: str = Field(default="time_zone", description="Column with an IANA time zone.")
    state: str = Field(default="state", description="Column with the federal state, for public holidays.")
    language: str = Field(default="language", description="Column with the language the person speaks.")


def _as_written(value: object) -> object:
    """YAML makes dates and numbers of what is meant as it is written."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


class ClosedDay(StrictSettings):
    """A day, or several, on which nobody is called."""

    day: Annotated[str, BeforeValidator(_as_written)] = Field(
        description="`12-24`: every year; `2026-05-02`: that day only."
    )
    until: Annotated[str | None, BeforeValidator(_as_written)] = Field(
        default=None, description="Last day of several, written as `day`."
    )
    reason: str = Field(min_length=1, description="Why; written into the log with the rules.")

    @model_validator(mode="after")
    def _are_days(self) -> ClosedDay:
        days = self.days()
        if not days:
            raise ValueError(Phrase("until must be a day after day, written alike"))
        return self

    def days(self) -> tuple[str, ...]:
        """Every day meant, as `day` is written; none when `until` does not follow."""
        begin, end = _day(self.day), _day(self.until or self.day)
        alike = len(self.day) == len(self.until or self.day)
        count = (end - begin).days + 1 if alike else 0
        every = (begin + timedelta(days=ahead) for ahead in range(max(0, count)))
        return tuple(day.isoformat()[-len(self.day) :] for day in every)


def _day(text: str) -> date:
    """A day; one of every year as that of a leap year."""
    try:
        if not _DAY.fullmatch(text):
            raise ValueError
        return date.fromisoformat(text if len(text) > _SHORT else f"2000-{text}")
    except ValueError:
        raise ValueError(Phrase("“{text}” is no day; write 12-24 or 2026-12-24", text=text)) from None


class Calling(StrictSettings):
    """Calling rules of the study: they may tighten the German rule pack, never loosen it."""

    time_zone: str = Field(default="Europe/Berlin", description="IANA name; the respondent's local time.")
    country: str = Field(
        default="DE",
        description="Country of numbers written without one, and of the holidays: two letters (ISO 3166).",
    )
    state: Annotated[str, BeforeValidator(_as_written)] = Field(
        default="",
        description="Federal state for public holidays: NI in Germany, 9 in Austria, SCT in the United Kingdom."
        " Needed in Germany; elsewhere, without it, the holidays of the whole country count.",
    )
    regional_holidays: bool = Field(
        default=True,
        description="Holidays of a part of the state count everywhere in it: Assumption and the peace festival of"
        " Augsburg in Bavaria, Corpus Christi in Saxony and Thuringia. False needs `regional_holidays_reason`.",
    )
    regional_holidays_reason: str | None = Field(
        default=None, description="Why holidays of a part of the state do not count."
    )
    closed_days: list[ClosedDay] = Field(
        default=[], description="Days without calls, beside 24 and 31 December, which are closed by default."
    )
    open_days: list[ClosedDay] = Field(
        default=[], description="24 or 31 December (`12-24`, `12-31`) where the study calls on it, with the reason."
    )
    weekdays: Hours = Field(
        default=Hours(start=time(9), end=time(20)),
        description="Monday to Friday; the German rules allow 09:00–21:00, the preset ends an hour earlier.",
    )
    saturday: Hours | None = Field(
        default=Hours(start=time(10), end=time(20)), description="Saturdays; the German rules allow 10:00–20:00."
    )
    sunday: Hours | None = Field(default=None, description="Sundays and public holidays; needs `sunday_reason`.")
    sunday_reason: str | None = Field(default=None, description="Why the study must call on Sundays and holidays.")
    max_attempts: int = Field(
        default=10, ge=1, json_schema_extra={"maximum": GERMAN.per_number}, description="Contact attempts per number."
    )
    max_attempts_per_day: int = Field(
        default=GERMAN.preset_per_day,
        ge=1,
        json_schema_extra={"maximum": GERMAN.per_day},
        description="Contact attempts per local day.",
    )
    beyond_preset_reason: str | None = Field(
        default=None,
        description="Why the study uses more than the preset (weekdays until 20:00, 3 attempts a day), as far as the"
        " German rules go. Written into the log with the rules.",
    )
    expected_length_min: int = Field(
        default=15, ge=1, le=180, description="Calls start at the latest this long before the window closes."
    )
    retry: RetrySettings = Field(default=RetrySettings(), description="When a case is due again.")
    day_parts: DayParts = Field(default=DayParts(), description="How attempts are spread over the week.")
    refusals: Refusals = Field(default=Refusals(), description="What becomes of soft refusals.")
    appointments: Appointments = Field(default=Appointments(), description="Who keeps an appointment, and until when.")
    field: FieldPeriod = Field(default=FieldPeriod(), description="When the field begins and ends.")
    shifts: list[ShiftSettings] = Field(
        default=[], description="When the team works; none: at every allowed hour. Asked before an appointment is made."
    )
    sample_fields: SampleFields = Field(default=SampleFields(), description="Columns of the sample the order reads.")
    lease_min: int = Field(
        default=15, ge=2, description="Minutes without a heartbeat after which a case is taken back from a station."
    )
    lag_share: float = Field(
        default=0.1,
        ge=0,
        le=1,
        description="A cell lags, and its cases come first, when its progress is this share behind that of the study.",
    )

    @field_validator("time_zone")
    @classmethod
    def _zone_is_known(cls, name: str) -> str:
        if not is_zone(name):
            zones = [zone for zone in known_zones() if "/" in zone]
            region = f"{name.partition('/')[0]}/".casefold()
            near = [zone for zone in zones if zone.casefold().startswith(region)]
            alike = get_close_matches(name, zones, _ALIKE, _LIKENESS) or list(_ZONES_FOR_EXAMPLE)
            raise not_known("time-zone-unknown", name, near or alike)
        return name

    @field_validator("country")
    @classmethod
    def _country_is_known(cls, code: str) -> str:
        if code not in known_countries() or not is_region(code):
            raise not_known("country-unknown", code, [known for known in known_countries() if is_region(known)])
        return code

    @field_validator("state")
    @classmethod
    def _state_is_known(cls, state: str, info: ValidationInfo) -> str:
        country = info.data.get("country")
        if state and country is not None and not is_state(country, state):
            known = states_of(country)
            raise not_known("state-unknown" if known else "states-none", state, known, country=country)
        return state

    @field_validator("open_days")
    @classmethod
    def _only_what_is_closed(cls, days: list[ClosedDay]) -> list[ClosedDay]:
        for entry in days:
            if not CLOSED_BY_DEFAULT.issuperset(entry.days()):
                raise ValueError(Phrase("only 12-24 and 12-31 can be opened; regional_holidays is for holidays"))
        return days

    @field_validator("weekdays", "saturday", "sunday")
    @classmethod
    def _hours_of_the_pack(cls, hours: Hours | None, info: ValidationInfo) -> Hours | None:
        widest = GERMAN.hours(info.field_name or "")
        if hours is not None and (hours.start < widest.start or hours.end > widest.end):
            raise _loosened(f"{hours.start:%H:%M}–{hours.end:%H:%M}", f"{widest.start:%H:%M}–{widest.end:%H:%M}")
        return hours

    @field_validator("max_attempts", "max_attempts_per_day")
    @classmethod
    def _limits_of_the_pack(cls, limit: int, info: ValidationInfo) -> int:
        most = GERMAN.per_number if info.field_name == "max_attempts" else GERMAN.per_day
        if limit > most:
            raise _loosened(str(limit), str(most))
        return limit

    @model_validator(mode="after")
    def _reasons(self) -> Calling:
        if not self.state and self.country == _NEEDS_STATE:
            raise PydanticCustomError("state_missing", "the state is missing")
        if not self.regional_holidays and not (self.regional_holidays_reason or "").strip():
            raise ValueError(Phrase("regional_holidays: give the reason in regional_holidays_reason"))
        if self.sunday and not (self.sunday_reason or "").strip():
            raise ValueError(Phrase("sunday: give the reason in sunday_reason"))
        preset = GERMAN.preset_weekdays
        beyond = self.weekdays.end > preset.end or self.max_attempts_per_day > GERMAN.preset_per_day
        if beyond and not (self.beyond_preset_reason or "").strip():
            raise PydanticCustomError("preset_reason", "the preset is exceeded without beyond_preset_reason")
        return self


def _loosened(given: str, most: str) -> PydanticCustomError:
    """A rule of the pack is loosened: `load` words it with its location."""
    context = {"given": given, "most": most, "pack": GERMAN.name}
    return PydanticCustomError("rules_loosened", "{given} goes beyond {most} of the rules {pack}", context)
