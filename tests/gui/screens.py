"""Hand-made questions and screens for GUI tests."""

from __future__ import annotations

from typing import Any

from cati_app.engine.form.answers import Answer
from cati_app.engine.form.screen import ChoiceView, QuestionView, ScreenLayout, ScreenView
from cati_app.engine.kinds.registry import QuestionKind
from cati_app.ui.console.states import ConsoleState, DialState
from cati_app.ui.stage.panel_states import ResultOption
from cati_app.ui.stage.states import AskRules


def choices(*labels: str, exclusive: tuple[int, ...] = ()) -> tuple[ChoiceView, ...]:
    return tuple(ChoiceView(f"{n}", label, f"{n}", n in exclusive) for n, label in enumerate(labels, 1))


def question(kind: QuestionKind, name: str = "q", **parts: Any) -> QuestionView:
    return QuestionView(ref=f"/{name}", name=name, kind=kind, label=parts.pop("label", f"Frage {name}?"), **parts)


def single(name: str = "q", *, answer: str = "", count: int = 5, **parts: Any) -> QuestionView:
    offered = choices(*(f"Antwort {n}" for n in range(1, count + 1)))
    return question(QuestionKind.SINGLE, name, choices=offered, answer=Answer(answer), **parts)


def screen(
    *questions: QuestionView, layout: ScreenLayout = ScreenLayout.SINGLE, focus: int = 0, rtl: bool = False
) -> ScreenView:
    title = "" if layout is ScreenLayout.SINGLE else "Einleitung"
    return ScreenView(layout, title, "", "A · Wohnen", questions, focus, 1, 0.5, 300, "ar" if rtl else "de", rtl)


def console(shown: ScreenView, second: ScreenView | None = None, **rules: bool) -> ConsoleState:
    return ConsoleState(shown, second, rules=AskRules(**rules))


def results() -> tuple[ResultOption, ...]:
    return (
        ResultOption("no_answer", "nicht abgehoben", "in 4 Stunden"),
        ResultOption(
            "wrong", "falsche Nummer", options=(ResultOption("fax", "Fax"), ResultOption("business", "Firma"))
        ),
        ResultOption("never", "nie wieder anrufen", confirm="Wirklich?"),
    )


def dial_state(**parts: Any) -> DialState:
    return DialState("Fall 1", "040 1234", "Festnetz", "Termin", results=results(), **parts)
