"""Verbs of use cases declare the right they need, nobody goes round it, and docs/roles.md says what is declared."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from cati_app.domain.people.rights import GRANTS, Right
from tests.modules_that_say import modules_that_say
from tests.roles import roles_page

_ROOT = Path(__file__).parents[2]

NEEDS_NONE = {
    ("EarlierForms", verb): "versions of the questionnaire, and how many interviews there are of each"
    for verb in ("versions", "interviews", "answered", "form", "form_of", "editions", "passage", "comparison")
} | {
    (
        "CheckCorrection",
        "__call__",
    ): "asked by whoever proposes a correction or takes it over, under the right to do so",
    ("CodedPlaces", "make_ready"): "reads the questionnaires that interviews were held with",
    ("TakeCase", "committed"): "tells the watch that the clock was looked at",
    ("SignIn", "__call__"): "asked by whoever wants to sign in",
    ("Pseudonyms", "now"): "what names of people a file may hold; whoever writes one is asked for that right",
}
"""Verbs that give nothing of the people in the study, with what they are."""

NOBODY_SIGNS_IN = frozenset(
    f"cati {name}"
    for name in (
        *("run", "demo", "practice", "preview"),
        *("check", "play", "test", "flow", "convert", "backup", "restore", "verify"),
        *("user password", "user seal", "user share", "user recover", "quota plan"),
        *(
            "hub init",
            "hub serve",
            "hub backup",
            "hub restore",
            "hub certificate",
            "hub status",
            "hub devices",
            "hub withdraw",
            "hub join",
            "hub fetch",
            "hub push",
        ),
    )
)

ACTS_AS_PROGRAM = {
    "fieldwork/rights.py": "what it is",
    "fieldwork/monitor/read_interviewer_findings.py": "an interviewer hears the own number, beside the sum of others",
    "fieldwork/monitor/agree_to_form.py": "whoever signs in hears whether a questionnaire concerns interviews",
    "station/opening.py": "the study's own sample is read when it is first opened",
    "station/open_study.py": "whether the clock can be right is asked before who called is forgotten",
    "station/hub_services.py": "how much was handed in from here",
    "station/hub_worker.py": "the same",
    "station/station_packages.py": "what is sealed goes to the hub, whoever is signed in",
    "station/hub_pulse.py": "leases are renewed, whoever is signed in",
    "station/at_hub.py": "what is sealed goes to the hub, whoever is signed in",
    "station/blocks_at_hub.py": "what stands on the list here is told, whoever is signed in",
    "station/erasing.py": "what a supervisor signed is erased, whoever is signed in",
    "station/erasing_here.py": "what a kill or a backup left of it is erased, whoever signs in",
    "hub/figures_of_study.py": "a demo has no people",
    "hub/team.py": "messages stay sealed, whoever is signed in where they are kept",
    "station/team_at_hub.py": "the same",
    "hub/casework.py": "a station hands in what people did who may have left since",
    "station/inspection.py": "whether a database is whole",
    "cli/opening.py": "the clock is asked before anybody signs in",
    "cli/run.py": "the same",
    "cli/check.py": "how many interviews a changed questionnaire concerns",
    "cli/user.py": "the first person of a study is added by nobody",
    "cli/new_field.py": "the first person of a study is added by nobody",
    "station/desktop.py": "the first person in the window, and the backup of a day without anybody at work",
    "cli/user_keys.py": "page 1 of the recovery sheet resets the only supervisor",
    "cli/user_sheet.py": "whoever holds both pages of the recovery sheet says who stays",
    "cli/backup.py": "a backup needs no person",
    "demo/headless.py": "a demo has no people",
    "demo/rehearsal/days.py": "a rehearsal has no people",
    "demo/rehearsal/people.py": "a rehearsal has no people",
    "demo/practice/room.py": "nobody but who practises is in it",
    "demo/shift.py": "a demo has no people",
    "demo/station.py": "a demo has no people",
}
"""Who calls use cases without a person, and what for."""

HANDS_UNITS_ON = {
    "station/opening.py": "gives them to use cases, and settles what time did when a study is opened",
    "station/people_and_keys.py": "gives them to use cases",
    "station/open_study.py": "gives them to whoever looks at the clock",
    "station/block_list_desk.py": "gives them to use cases",
    "station/hub_services.py": "gives them to use cases",
    "station/at_hub.py": "gives them to use cases",
    "station/blocks_at_hub.py": "gives them to use cases",
    "station/sample_at_hub.py": "gives them to use cases",
    "station/frame_coding.py": "gives them to use cases",
    "station/sampling.py": "gives them to the import",
    "station/invitation_calls.py": "gives them to a use case",
    "station/recruiting.py": "gives them to use cases",
    "station/settings_desk.py": "gives them to use cases",
    "station/forms_in_force.py": "gives them to what reads earlier questionnaires",
    "demo/rehearsal/days.py": "gives them to the forecast, under the rules of its seats",
    "demo/rehearsal/rehearsed_study.py": "joins them, and gives them to use cases",
}
"""Who touches units of work outside use cases, and what for."""


def test_every_right_is_granted_to_somebody() -> None:
    assert set(Right) == {right for right, grant in GRANTS.items() if grant.roles}


def test_every_verb_of_a_use_case_declares_its_right() -> None:
    undeclared = {
        (use_case.__name__, name)
        for use_case in roles_page.use_cases()
        if not use_case.__name__.startswith("_")
        for name, right in roles_page.verbs(use_case).items()
        if right is None
    }

    assert set(NEEDS_NONE) == undeclared


def test_a_use_case_that_declares_nothing_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    import cati_app.fieldwork.monitor.tally as module
    from cati_app.fieldwork.ports.unit import Units

    class Careless:
        def __init__(self, units: Units) -> None:
            self._units = units

        def __call__(self) -> int:
            return 1

    Careless.__module__ = module.__name__
    Careless.__init__.__annotations__["units"] = Units
    monkeypatch.setattr(module, "Careless", Careless, raising=False)

    assert Careless in roles_page.use_cases()
    assert {"__call__": None} == roles_page.verbs(Careless)


def test_the_page_of_roles_is_that_of_the_code() -> None:
    assert roles_page.page() == roles_page.PAGE.read_text(encoding="utf-8"), "run: make roles"


def test_whoever_asks_a_command_for_something_of_the_study_signs_in() -> None:
    without = {f"cati {name}" for name, runs in roles_page.commands() if not roles_page.reach_of(runs).signs_in}

    assert NOBODY_SIGNS_IN == without


def test_only_whoever_is_listed_acts_as_the_program() -> None:
    acting = {
        name
        for name, tree in modules_that_say(_ROOT / "cati_app", "PROGRAM")
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and node.id == "PROGRAM" and name != "domain/outcomes/dispositions.py"
    }

    assert set(ACTS_AS_PROGRAM) == acting


def test_commands_and_windows_open_no_unit_of_work() -> None:
    opening = {
        f"{room}/{name}"
        for room in ("cli", "ui", "demo", "station")
        for name, tree in modules_that_say(_ROOT / "cati_app" / room, "units")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("units", "_units")
    }

    assert set(HANDS_UNITS_ON) == opening
