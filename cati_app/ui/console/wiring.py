"""Brings what the interviewer's screens say to the interviewer's presenter."""

from __future__ import annotations

from collections.abc import Callable

from cati_app.ui.console.presenter import InterviewerPresenter
from cati_app.ui.console.sitting.views import SittingViewPort
from cati_app.ui.console.views import ConsoleView, DialView
from cati_app.ui.stage.forwarding import forwarding


def connect_console(dial: DialView, console: ConsoleView, at_work: Callable[[], InterviewerPresenter | None]) -> None:
    """Connect the interviewer's screens once for a window."""

    def to(handler: Callable[[InterviewerPresenter], Callable[..., None]]) -> Callable[..., None]:
        return forwarding(at_work, handler)

    dial.result_chosen.connect(to(lambda p: p.choose_result))
    dial.begin_pressed.connect(to(lambda p: p.begin_interview))
    dial.digit_refused.connect(to(lambda p: p.refused.tell))
    dial.nothing_selected.connect(to(lambda p: p.refused.tell_nothing_selected))
    dial.number_chosen.connect(to(lambda p: p.choose_number))
    console.answer_given.connect(to(lambda p: p.give_answer))
    console.check_kept.connect(to(lambda p: p.keep_check))
    console.back_pressed.connect(to(lambda p: p.back))


def connect_sittings(guided: SittingViewPort, at_work: Callable[[], InterviewerPresenter | None]) -> None:
    """The same for the guided screen of an expert study."""

    def to(handler: Callable[[InterviewerPresenter], Callable[..., None]]) -> Callable[..., None]:
        return forwarding(at_work, handler)

    guided.text_typed.connect(to(lambda p: p.type_card))
    guided.probe_pressed.connect(to(lambda p: p.ask_probe))
    guided.ticked.connect(to(lambda p: p.tick_sitting))
