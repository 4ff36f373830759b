"""The tab of the team in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from cati_app.domain.calling.calendar import CallingCalendar
from cati_app.domain.casework.interviewer_findings import InterviewerFinding
from cati_app.domain.ids import UserId
from cati_app.domain.outcomes.fair_figures import TALKS_AT_LEAST, group_ratio
from cati_app.domain.people.seats import Activity, SeatNow
from cati_app.domain.people.shown_groups import PEOPLE_AT_LEAST, Withheld
from cati_app.domain.people.team_messages import Envelope, TeamMessage
from cati_app.domain.people.users import User
from cati_app.fieldwork.monitor.read_interviewer_findings import GroupFinding
from cati_app.fieldwork.monitor.read_staff_figures import GroupFigure, OpenedFigure
from cati_app.fieldwork.people.seats import Roster
from cati_app.texts import Words
from cati_app.texts.figures import figures
from cati_app.ui.desk.states import TableState
from cati_app.ui.desk.team.finding_words import beside_others, few_new, findings_table
from cati_app.ui.desk.team.states import SeatCard
from cati_app.ui.stage.panel_states import ExplanationState, ReasonLine
from cati_app.ui.stage.states import Tone
from cati_app.ui.stage.wording import clock_text, when, with_date

_OLD_S = 7
"""From here on a card says how old it is: stations tell changes at once, and every five seconds that there was none."""
_TONES = {Activity.INTERVIEW: Tone.OK, Activity.CALL: Tone.OK, Activity.NOTHING: Tone.WARN}


class TeamWords:
    """Words for one study.

    Args:
        languages: Names of the languages of the study, by code.
    """

    def __init__(self, words: Words, languages: Mapping[str, str]) -> None:
        self._words = words
        self._languages = languages

    def cards(self, seats: Sequence[SeatNow], people: Mapping[UserId, User], now: datetime) -> tuple[SeatCard, ...]:
        """By number of the person, never by what they do."""
        known = [(people[seat.seat.user_id], seat) for seat in seats if seat.seat.user_id in people]
        return tuple(self._card(user, seat, now) for user, seat in sorted(known, key=lambda each: each[0].number))

    def _card(self, user: User, told: SeatNow, now: datetime) -> SeatCard:
        seat, words = told.seat, self._words
        seconds = None if seat.since is None else max(0, int((now - seat.since).total_seconds()))
        old = 0 if told.heard_at is None else int((now - told.heard_at).total_seconds())
        return SeatCard(
            key=user.id,
            name=words.say("Int. {number}", number=f"{user.number:02d}"),
            station=words.say("station {name}", name=told.device[:8]) if told.device else "",
            doing=self.doing(seat.activity),
            tone=_TONES.get(seat.activity, Tone.PLAIN),
            detail=self._detail(told),
            seconds=seconds,
            languages=" · ".join(self._languages.get(code, code) for code in user.languages),
            age=words.say("told {seconds} s ago", seconds=old) if old >= _OLD_S else "",
        )

    def _detail(self, told: SeatNow) -> str:
        seat, words = told.seat, self._words
        if seat.activity is Activity.AWAY:
            return words.say("Of pauses nothing is told but that it is one.")
        if seat.activity is Activity.NOTHING:
            return words.say("nothing can be called just now")
        if seat.question is None:
            return ""
        question = words.say("question {number}", number=seat.question)
        language = self._languages.get(seat.language, seat.language)
        return f"{question} · {language}" if language else question

    def doing(self, activity: Activity) -> str:
        """In a word."""
        say = self._words.say
        return {
            Activity.BETWEEN: say("between calls"),
            Activity.NOTHING: say("nothing to call"),
            Activity.CALL: say("in the call"),
            Activity.INTERVIEW: say("in the interview"),
            Activity.AWAY: say("away"),
        }[activity]

    def summary(self, seats: Sequence[SeatNow]) -> str:
        """How many do what."""
        counts = Counter(each.seat.activity for each in seats)
        parts = [f"{counts[activity]} {self.doing(activity)}" for activity in Activity if counts[activity]]
        return " · ".join([self._words.say("At work: {count}", count=len(seats)), *parts])

    def coming(self, roster: Roster) -> str:
        """When the team works next; blank where no shift is planned."""
        if roster.coming is None:
            return ""
        at, seats = roster.coming.at, roster.coming.seats
        time = with_date(self._words, at)
        if not seats:
            return self._words.say("Next shift {at}", at=time)
        return self._words.say("Next shift {at}, {seats} planned", at=time, seats=seats)

    def empty(self, roster: Roster) -> str:
        """Why there is no card."""
        words, coming = self._words, self.coming(roster)
        if coming:
            return words.say("Nobody signed in. {coming}.", coming=coming)
        return words.say("Nobody signed in. study.yaml plans no shift (calling.shifts).")

    def groups(self, groups: Sequence[GroupFigure]) -> TableState:
        """Figures of groups, or why there is none."""
        words = self._words
        made = words.say("All conversations"), words.say("Led on"), words.say("Expected")
        columns = (words.say("Group"), words.say("People"), *made, words.say("Factor, 80 % (1 = as all)"))
        return TableState("groups", words.say("Groups"), columns, tuple(map(self._group, groups)))

    def counted(self, told: Sequence[GroupFigure] | Sequence[GroupFinding]) -> str:
        """Of which days they are, and when others come; blank while no day is over."""
        span = told[0].days if told else None
        if span is None:
            return ""
        return self._words.say(
            "Counted are {first} to {last}; the days move on when {people} people or more have enough that is new, so"
            " that two looks tell of nobody between them.",
            first=f"{span.first:%d.%m.%Y}",
            last=f"{span.last:%d.%m.%Y}",
            people=PEOPLE_AT_LEAST,
        )

    def findings(self, groups: Sequence[GroupFinding]) -> TableState:
        """Interviews of groups that ask for a look, or why nothing is told."""
        return findings_table(self._words, self._languages, groups)

    def sent(
        self,
        messages: Sequence[TeamMessage],
        whom: Callable[[str, UserId | None], str],
        calendar: CallingCalendar,
        now: datetime,
    ) -> TableState:
        """Messages of a week, the newest first.

        Args:
            whom: Words a person, a group or all.
        """
        words = self._words
        columns = (words.say("Sent"), words.say("To"), words.say("Text"), words.say("State"))
        rows = tuple(
            (
                each.envelope.id,
                when(words, calendar, each.envelope.at, now),
                whom(each.envelope.addressed, each.envelope.people[0]) + (" ⚠" if each.envelope.urgent else ""),
                each.text or "",
                self._read(each.envelope),
            )
            for each in messages
        )
        empty = words.say("Nothing was sent within a week. S sends to the person selected, B to all.")
        return TableState("sent", words.say("Messages sent"), columns, rows, empty)

    def _read(self, envelope: Envelope) -> str:
        words, read, all_ = self._words, len(envelope.read), len(envelope.people)
        if all_ == 1:
            return words.say("read") if read else words.say("not read yet")
        return words.say("read by {count} of {all}", count=read, all=all_)

    def _group(self, group: GroupFigure) -> tuple[str, ...]:
        words = self._words
        name = self._languages.get(group.name, group.name) if group.name else words.say("everybody")
        if group.talks is None or group.expected is None or group.withheld is not None:
            return (group.name, name, "–", "–", "–", "–", self._withheld(group.withheld))
        talks = group.talks
        expected = figures(f"{group.expected:.1f}")
        ratio = group_ratio(talks, group.expected)
        factor = words.say("too few to judge")
        if ratio is not None:
            factor = figures(f"\u2066{ratio[0]:.2f} · {ratio[1]:.2f}–{ratio[2]:.2f}\u2069")
        return (group.name, name, str(group.people), str(talks.all), str(talks.led_on), expected, factor)

    def _withheld(self, why: Withheld | None) -> str:
        words = self._words
        if why is Withheld.ONE_PERSON:
            return words.say("nothing is shown: one person held more than half of the conversations")
        if why is Withheld.DIFFERENCE:
            return words.say(
                "nothing is shown: beside the groups above it would tell of fewer than {people}", people=PEOPLE_AT_LEAST
            )
        if why is Withheld.FEW_NEW:
            return few_new(words)
        return words.say(
            "nothing is shown: fewer than {people} people with {talks} conversations each",
            people=PEOPLE_AT_LEAST,
            talks=TALKS_AT_LEAST,
        )


_SHOWN_APPOINTMENTS = 5


def finding_lines(words: Words, finding: InterviewerFinding) -> tuple[ReasonLine, ...]:
    """Interviews of this person that ask for a look, beside those of the others."""
    flagged = words.say("{led_on} of {all}", led_on=finding.own.flagged, all=finding.own.all)
    return (
        ReasonLine(words.say("Ask for a look, of all interviews"), flagged),
        ReasonLine(words.say("Beside the others"), beside_others(words, finding)),
    )


def not_compared(words: Words) -> str:
    """Why nothing is expected of one."""
    return words.say(
        "not compared: fewer than {people} others with {talks} conversations each, or one of them held more than half",
        people=PEOPLE_AT_LEAST,
        talks=TALKS_AT_LEAST,
    )


def figure_lines(words: Words, told: OpenedFigure) -> tuple[ReasonLine, ...]:
    """The figure of one person that two others have opened, and until when."""
    own, opened = told.figure, told.opened[-1]
    led_on = words.say("{led_on} of {all}", led_on=own.talks.led_on, all=own.talks.all)
    factor = words.say("too few to judge")
    expected = figures(f"{own.expected:.1f}") if own.expected is not None else not_compared(words)
    if own.factor is not None:
        factor = words.say(
            "{factor}, with 80 % certainty between {low} and {high}",
            factor=figures(f"{own.factor:.2f}"),
            low=figures(f"{own.low:.2f}"),
            high=figures(f"{own.high:.2f}"),
        )
    ends = f"{opened.ends_at:%d.%m.}" if opened.ends_at is not None else words.say("until it is ended")
    return (
        ReasonLine(words.say("Led on, of all conversations"), led_on),
        ReasonLine(words.say("Expected of the others"), expected),
        ReasonLine(words.say("Factor, 1 = as all"), factor),
        ReasonLine(words.say("Opened until"), ends),
    )


def opened_card(
    words: Words,
    card: SeatCard,
    user: User,
    waits: Sequence[str],
    told: OpenedFigure | None = None,
    finding: InterviewerFinding | None = None,
) -> ExplanationState:
    """All that steering needs of a person at work; nothing of what was done before.

    Args:
        waits: Appointments of this person, the next first.
        told: The figure of this person, while two others have opened it, and the `finding` of the interviews.
    """
    clock = "" if card.seconds is None else words.say("for {time}", time=clock_text(card.seconds))
    doing = " · ".join(part for part in (card.doing, card.detail, clock) if part)
    lines = [
        ReasonLine(words.say("Now"), doing, card.tone),
        ReasonLine(words.say("Languages"), card.languages or words.say("all")),
        ReasonLine(words.say("Skills"), ", ".join(user.skills) or "–"),
    ]
    if card.station:
        lines.insert(0, ReasonLine(words.say("Station"), card.station))
    if told is not None:
        lines += figure_lines(words, told)
    if finding is not None:
        lines += finding_lines(words, finding)
    lines += [ReasonLine(words.say("Appointment"), told) for told in waits[:_SHOWN_APPOINTMENTS]]
    if len(waits) > _SHOWN_APPOINTMENTS:
        lines.append(ReasonLine("", words.say("and {count} more", count=len(waits) - _SHOWN_APPOINTMENTS)))
    if not waits:
        lines.append(ReasonLine(words.say("Appointment"), "–"))
    text = words.say("S writes a message, H hands an appointment over. Of what was done before nothing is kept here.")
    return ExplanationState(card.name, tuple(lines), text)
