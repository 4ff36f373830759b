"""Messages from the desk to the interviewers' screens, without Qt: written, seen between calls, confirmed."""

from __future__ import annotations

from cati_app.domain.outcomes.dispositions import NO_ANSWER
from cati_app.ui.stage.panel_states import ChoicePanelState, PanelKind, TextPanelState
from tests.stations import Site
from tests.unit.ui.desk import Desk
from tests.unit.ui.stagehands import Window

CALM, URGENT = "calm", "urgent"


def opened(site: Site) -> Desk:
    desk = Desk(site)
    desk.show("team")
    return desk


def write(desk: Desk, command: str, text: str, how: str = CALM) -> None:
    """The keys of a message."""
    desk.press(command)
    panel = desk.window.shell.panel
    assert isinstance(panel, TextPanelState), panel
    desk.window.shell.text_saved.emit(panel.kind, panel.ref, text)
    desk.window.rest()
    desk.choose(how)


def ticked(window: Window) -> Window:
    """A few seconds later."""
    window.presenter.tick()
    window.rest()
    return window


def states(desk: Desk) -> list[tuple[str, str, str]]:
    """Whom, text and state of each message, as the tab says it."""
    ticked(desk.window)
    desk.show("cases")
    desk.show("team")
    sent = desk.window.team.team.sent
    assert sent is not None
    return [(row[2], row[3], row[4]) for row in sent.rows]


def lines(window: Window) -> list[str]:
    """Texts in the open panel."""
    panel = window.shell.panel
    assert isinstance(panel, ChoicePanelState), panel
    return [line.text for line in panel.lines]


def test_between_calls_a_line_says_that_something_waits_and_a_key_shows_it(site: Site) -> None:
    desk, ann = opened(site), Window(site).sign_in(site.ann)
    write(desk, "team_message_all", "Die Ansage dauert jetzt 20 Sekunden.")

    ticked(ann)
    assert ("1 message to read", False) == (ann.shell.header.notice, ann.shell.header.notice_urgent)
    ann.press("messages")
    assert ["Die Ansage dauert jetzt 20 Sekunden."] == lines(ann)
    assert [("all interviewers", "Die Ansage dauert jetzt 20 Sekunden.", "read by 0 of 2")] == states(desk)
    assert isinstance(ann.shell.panel, ChoicePanelState)
    assert "read" == ann.shell.panel.selected  # so Enter alone says it

    ann.shell.panel_choice_made.emit(PanelKind.MESSAGES, "read")
    ann.rest()
    assert "" == ticked(ann).shell.header.notice
    assert "read by 1 of 2" == states(desk)[0][2]


def test_what_was_read_can_be_read_again(site: Site) -> None:
    desk, ann = opened(site), Window(site).sign_in(site.ann)
    write(desk, "team_message_all", "Danke!")
    ticked(ann).press("messages")
    ann.shell.panel_choice_made.emit(PanelKind.MESSAGES, "read")
    ann.rest()

    ticked(ann).press("messages")
    assert ["Danke!"] == lines(ann)


def test_during_a_call_and_an_interview_a_calm_message_is_not_seen(site: Site) -> None:
    desk, ann = opened(site), Window(site).sign_in(site.ann)
    ann.begin()
    write(desk, "team_message_all", "Danke!")

    assert "" == ticked(ann).shell.header.notice
    assert "messages" not in ann.shell.enabled
    ann.press("messages")
    assert ann.shell.panel is None


def test_after_the_call_it_is_seen_at_once(site: Site) -> None:
    desk, ann = opened(site), Window(site).sign_in(site.ann)
    ann.press("dial")
    ann.rest()
    write(desk, "team_message_all", "Danke!")
    assert "" == ticked(ann).shell.header.notice

    ann.press("dial")
    ann.rest()
    ann.result(NO_ANSWER)
    ann.rest()
    assert "1 message to read" == ann.shell.header.notice


def test_an_urgent_one_stands_at_the_top_in_an_interview_and_covers_nothing(site: Site) -> None:
    desk, ann = opened(site), Window(site).sign_in(site.ann)
    ann.begin()
    write(desk, "team_message_all", "Bitte gleich abbrechen: Feueralarm.", URGENT)

    assert "Bitte gleich abbrechen: Feueralarm." == ticked(ann).shell.header.notice
    assert ann.shell.header.notice_urgent
    assert ann.shell.panel is None
    ann.press("messages")
    ann.rest()
    assert "" == ticked(ann).shell.header.notice
    assert ann.shell.panel is None


def test_a_message_to_one_is_seen_by_nobody_else(site: Site) -> None:
    desk, bob = opened(site), Window(site).sign_in(site.bob)
    Window(site).sign_in(site.ann)
    desk.window.team.second_passed.emit()
    desk.window.rest()
    desk.window.team.seat_selected.emit(site.ann.id)
    write(desk, "team_message", "Fall 12 bitte.", URGENT)

    assert "" == ticked(bob).shell.header.notice
    assert [("Int. 01 ⚠", "Fall 12 bitte.", "not read yet")] == states(desk)


def test_whoever_sits_down_later_finds_it(site: Site) -> None:
    write(opened(site), "team_message_all", "Danke!")

    assert "1 message to read" == Window(site).sign_in(site.bob).shell.header.notice


def test_what_stood_at_the_top_goes_with_the_person(site: Site) -> None:
    desk, ann = opened(site), Window(site).sign_in(site.ann)
    write(desk, "team_message_all", "Nur für das Team.", URGENT)
    ticked(ann).press("switch_user")
    ann.rest()

    assert "" == ann.shell.header.notice


def test_a_text_that_is_too_long_stays_to_be_made_shorter(site: Site) -> None:
    desk = opened(site)
    desk.press("team_message_all")
    desk.window.shell.text_saved.emit(PanelKind.TEAM_MESSAGE, "", "x" * 241)
    desk.window.rest()

    panel = desk.window.shell.panel
    assert isinstance(panel, TextPanelState)
    assert "At most 240 characters; this has 241. Please say it shorter." == panel.message
    assert [] == states(desk)


def test_a_group_nobody_speaks_for_is_not_offered(site: Site) -> None:
    desk = opened(site)
    desk.press("team_message_group")

    assert desk.window.shell.panel is None
    assert "nobody to whom this could go" in desk.window.told
