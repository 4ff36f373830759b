"""Focus groups on a supervisor's desk: whether they can be filled, the draw, and what became of each person."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from cati_app.domain.focus_groups.group_plan import Shortfall
from cati_app.domain.focus_groups.invitations import InvitationStanding, follows
from cati_app.fieldwork.recruiting.read_groups import GroupNow, GroupsNow
from cati_app.texts.group_words import STANDINGS, shortfall_words
from cati_app.ui.desk.groups.port import FocusGroupsDesk, PersonLeft
from cati_app.ui.desk.groups.states import FocusGroupsState
from cati_app.ui.desk.groups.views import FocusGroupsView
from cati_app.ui.desk.groups.words import SHOWN, FocusGroupWords
from cati_app.ui.stage.panel_states import ChoicePanelState, ExplanationState, PanelKind, ReasonLine, ResultOption
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import Tone

TAB = "groups"
KINDS = (PanelKind.FOCUS_GROUP_DRAW, PanelKind.FOCUS_GROUP_PERSON)
_CONTACT, _WITHDRAW, _DRAW = "contact", "withdraw", "draw"


class FocusGroupsPresenter:
    """Read anew when the tab comes to the front, and after each step."""

    def __init__(self, stage: Stage, view: FocusGroupsView, desk: FocusGroupsDesk) -> None:
        self._stage = stage
        self._view = view
        self._desk = desk
        self._words = FocusGroupWords(stage.words, desk)
        self._now: GroupsNow | None = None
        self._group = ""
        self._person = ""

    def shown(self, key: str) -> None:
        """A tab came to the front."""
        if key == TAB:
            self._stage.situate(tab=TAB)
            self._read()

    def _read(self) -> None:
        self._stage.run(self._desk.read, self._know)

    def _know(self, now: GroupsNow) -> None:
        self._now = now
        if all(group.planned.id != self._group for group in now.groups):
            self._group = now.groups[0].planned.id
        self._render()

    def select_group(self, group: str) -> None:
        """A row of the groups."""
        self._group = group
        self._person = ""
        self._render()

    def select_person(self, consent: str) -> None:
        """A row of the draw."""
        self._person = consent
        self._render()

    @property
    def _selected(self) -> GroupNow | None:
        groups = self._now.groups if self._now is not None else ()
        return next((group for group in groups if group.planned.id == self._group), None)

    def _render(self) -> None:
        now, group, words = self._now, self._selected, self._stage.words
        if now is None or group is None:
            return
        draw = group.record.draw
        turns = draw.turns if draw is not None else ()
        if all(turn.id != self._person for turn in turns):
            self._person = turns[0].id if turns else ""
        self._view.render_groups(
            FocusGroupsState(
                groups=self._words.groups(now, self._group),
                people=self._words.people(now, group, self._person),
                figures=self._words.figures(now),
                news=self._words.news(group),
                draw=words.say("Draw …") if draw is None else words.say("Replace …"),
                can_draw=draw is None or group.record.has_free_places,
                has_person=self._person in group.record.standings,
            )
        )

    # -- what is done -----------------------------------------------------------------------------------------

    def command(self, name: str) -> bool:
        """A command of the table; whether it is one of these."""
        actions: dict[str, Callable[[], None]] = {"group_draw": self.ask_draw, "group_person": self.open_person}
        if name not in actions:
            return False
        actions[name]()
        return True

    def ask_draw(self) -> None:
        """Before a draw: whom it is for, and that it stays."""
        group, words = self._selected, self._stage.words
        if group is None:
            return
        record, name = group.record, group.planned.id
        if record.draw is not None and not record.has_free_places:
            self._stage.say(words.say("Nobody of “{group}” has dropped out since the last draw.", group=name))
            return
        if record.draw is None:
            title = words.say(
                "Draw {group}: {count} people are invited", group=name, count=group.planned.drawn_by.seats
            )
            text = words.say("The order follows from seed and consents; a draw stays, and stands in the log.")
        else:
            title = words.say("Draw who takes the places that are free again in {group}", group=name)
            text = words.say("In the same order; the others keep their places.")
        option = ResultOption(_DRAW, words.say("Draw"))
        self._stage.panel(ChoicePanelState(PanelKind.FOCUS_GROUP_DRAW, title, (option,), text, selected=_DRAW))

    def open_person(self) -> None:
        """What may become of the person selected, and what else can be done."""
        group, words, consent = self._selected, self._stage.words, self._person
        standing = group.record.standings.get(consent) if group is not None else None
        if standing is None:
            self._stage.say(words.say("Only somebody who has a place can be invited."))
            return
        holds = self._now is not None and consent in self._now.people
        options = [ResultOption(each.value, STANDINGS(each.value)) for each in follows(standing)]
        if holds:
            shown = words.say("It stands in the log that it was shown.")
            options.append(ResultOption(_CONTACT, words.say("Show name and numbers"), shown))
            over = words.say("At once and for good: nobody is drawn, called or written to by this consent any more.")
            options.append(ResultOption(_WITHDRAW, words.say("Takes the consent back"), over, confirm=over))
        if not options:
            self._stage.say(words.say("Nothing more can become of this person."))
            return
        title = words.say("{person}: {standing}", person=consent[:SHOWN], standing=STANDINGS(standing.value))
        self._stage.panel(ChoicePanelState(PanelKind.FOCUS_GROUP_PERSON, title, tuple(options)))

    def chosen(self, kind: PanelKind, code: str) -> None:
        """A choice in a panel."""
        self._stage.shell.hide_panel()
        group, consent, desk, stage = self._group, self._person, self._desk, self._stage
        if kind is PanelKind.FOCUS_GROUP_DRAW:
            stage.run(partial(desk.draw, group), self._drawn)
        elif code == _CONTACT:
            stage.run(partial(desk.contact, consent), partial(self._show_contact, consent))
        elif code == _WITHDRAW:
            told = stage.words.say("The consent is over: nobody is drawn, called or written to by it any more.")
            stage.run(partial(desk.withdraw, consent), lambda _: self._done(told))
        else:
            told = stage.words.say("Noted: {standing}.", standing=STANDINGS(code))
            stage.run(partial(desk.note, group, consent, InvitationStanding(code)), lambda _: self._done(told))

    def _drawn(self, short: Shortfall | None) -> None:
        words, desk = self._stage.words, self._desk
        if short is not None:
            why = shortfall_words(short, desk.feature, desk.value)
            self._stage.say(words.say("Nothing was drawn: {why}", why=why), tone=Tone.WARN)
            self._read()
            return
        self._done(words.say("“{group}” is drawn.", group=self._group))

    def _done(self, text: str) -> None:
        self._stage.say(text, tone=Tone.OK)
        self._read()

    def _show_contact(self, consent: str, left: PersonLeft) -> None:
        words = self._stage.words
        numbers = [ReasonLine(words.say("Telephone number"), number) for number in left.numbers]
        lines = [*(ReasonLine(name, text) for name, text in left.details.items()), *numbers]
        self._stage.panel(ExplanationState(consent[:SHOWN], tuple(lines)))
