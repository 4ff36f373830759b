"""The tab of people without Qt: the list, what is changed about people, start codes, and the recovery sheet."""

from __future__ import annotations

import pytest

from cati_app.domain.changes import Topic
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.people.users import Role
from cati_app.texts import words_of
from cati_app.ui.desk.people.port import SheetCheck, SheetStanding, Standing
from cati_app.ui.desk.people.presenter import PeoplePresenter
from cati_app.ui.desk.people.states import PeopleStep
from cati_app.ui.desk.presenter import SupervisorPresenter
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import ScreenName, Tone
from tests.fakes.people_desk import CODE, PAGES, FakePeopleDesk, line
from tests.fakes.runner import RunnerOnDemand
from tests.stations import Site
from tests.unit.ui.stagehands import PeopleScreen, Shell, Window


class Tab:
    """A supervisor, sue, at the tab."""

    def __init__(self, sheet: SheetStanding = SheetStanding.CONFIRMED) -> None:
        self.desk, self.view, self.shell = FakePeopleDesk(sheet), PeopleScreen(), Shell()
        self.runner = RunnerOnDemand()
        self.stage = stage = Stage(self.shell, words_of("en"), self.runner)
        stage.show(ScreenName.BOARD)
        self.reminders: list[str] = []
        self.presenter = PeoplePresenter(stage, self.view, self.desk, self.reminders.append)
        self.presenter.shown("people")
        self.rest()

    def rest(self) -> None:
        self.runner.run_all()

    def do(self, command: str, *texts: str, person: str = "") -> None:
        """A command, and Enter on its form."""
        if person:
            self.presenter.select(person)
        self.presenter.command(command)
        self.rest()
        if self.view.step is PeopleStep.FORM:
            self.presenter.give(texts)
            self.rest()

    def confirm(self, strokes: int = 1) -> None:
        for _ in range(strokes):
            self.presenter.confirm()
            self.rest()

    def is_at(self, step: PeopleStep) -> bool:
        return self.view.step is step

    @property
    def rows(self) -> dict[str, tuple[str, ...]]:
        return {row[0]: row[1:] for row in self.view.people.table.rows}


def test_the_list_says_number_name_login_role_languages_state_and_last_sign_in() -> None:
    rows = Tab().rows

    assert ("01", "Sue (you)", "sue", "supervisor", "de", "–", "active", "2026-11-24 16:05") == rows["sue"]
    assert ("03", "Old", "old", "interviewer", "de", "–", "deactivated", "never") == rows["old"]


def test_a_person_that_is_added_gets_a_start_code_that_is_shown_once() -> None:
    tab = Tab()

    tab.do("people_add", "mia", "", "analyst", "de, tr", "conversion")

    assert tab.is_at(PeopleStep.CODE)
    assert (CODE, True) == (tab.view.code.code, "mia" in " ".join(tab.view.code.texts))
    added = tab.desk.people[-1]
    assert ("mia", "mia", Role.ANALYST, ("de", "tr"), ("conversion",)) == (
        added.login,
        added.name,
        added.role,
        added.languages,
        added.skills,
    )
    tab.confirm()
    assert (True, CODE) == (tab.is_at(PeopleStep.CODE), tab.view.code.code), "Enter was struck twice on the form"
    assert tab.view.code.question
    tab.confirm()
    assert tab.is_at(PeopleStep.LIST)
    assert "has a start code" in tab.rows["mia"]
    assert added.id == tab.view.people.table.selected, "whoever was added is the one to go on with"
    assert CODE not in repr(tab.view.people)


def test_a_refused_login_leaves_the_form_with_the_reason() -> None:
    tab = Tab()
    tab.desk.refuse = RuleViolation("login_taken")

    tab.do("people_add", "ann", "", "interviewer", "", "")

    assert tab.is_at(PeopleStep.FORM)
    assert ("add", False) == (tab.view.form.key, tab.view.form.busy)
    assert tab.view.form.message


@pytest.mark.parametrize(("page", "field"), [(1, "root"), (2, "share")])
def test_the_group_that_is_wrong_is_the_field_to_be_typed_anew(page: int, field: str) -> None:
    tab = Tab(SheetStanding.WAITS)
    tab.do("people_sheet")
    tab.confirm()
    tab.desk.refuse = RuleViolation("sheet_group_wrong", page=page, group=5)

    tab.presenter.give(("AAAA", "BBBB"))
    tab.rest()

    assert field == tab.view.form.wrong


def test_the_rules_of_a_password_are_said_before_it_is_typed() -> None:
    tab = Tab()
    tab.presenter.command("people_password")

    assert "At least 14 characters" in tab.view.form.texts[0]


def test_two_different_new_passwords_change_nothing() -> None:
    tab = Tab()

    tab.do("people_password", "old secret", "new secret one", "new secret two")

    assert [] == tab.desk.done
    assert "not the same" in tab.view.form.message


def test_an_own_password_is_changed_with_the_old_one() -> None:
    tab = Tab()

    tab.do("people_password", "old secret", "new secret one", "new secret one")

    assert [("change_password", "old secret", "new secret one")] == tab.desk.done
    assert Tone.OK is tab.view.people.tone


def test_deactivating_says_what_happens_before_and_shows_how_far_it_is() -> None:
    tab = Tab()
    tab.presenter.select("ann")
    tab.presenter.command("people_deactivate")
    said = " ".join(tab.view.form.texts)

    assert tab.view.form.warns
    assert all(part in said for part in ("ends at its next step", "100,000 cases", "done as a whole"))
    tab.presenter.give(())
    assert tab.is_at(PeopleStep.RUNNING)
    tab.rest()
    assert Standing.GONE is tab.desk.people[1].standing
    assert tab.is_at(PeopleStep.LIST)


@pytest.mark.parametrize("command", ["people_reset", "people_deactivate"])
def test_nobody_resets_or_deactivates_themselves_or_who_is_gone(command: str) -> None:
    tab = Tab()

    for person in ("sue", "old"):
        tab.do(command, person=person)

        assert tab.is_at(PeopleStep.LIST)
        assert Tone.WARN is tab.view.people.tone
    assert [] == tab.desk.done


def test_a_reset_ends_in_a_start_code() -> None:
    tab = Tab()

    tab.do("people_reset", person="ann")

    assert [("reset", "ann")] == tab.desk.done
    assert CODE == tab.view.code.code


def test_languages_skills_and_login_are_changed_for_who_is_selected() -> None:
    tab = Tab()

    tab.do("people_abilities", "de, tr de", "conversion", person="ann")
    tab.do("people_rename", "anna", "Anna B", person="ann")

    assert [
        ("set_abilities", "ann", ("de", "tr"), ("conversion",)),
        ("rename", "ann", "anna", "Anna B"),
    ] == tab.desk.done


def test_rows_changed_outside_of_the_program_are_said_in_words() -> None:
    tab = Tab()
    tab.desk.changed_outside = True

    tab.presenter.read()
    tab.rest()

    assert ("Rows are not as they were signed. Restore a backup.", Tone.BAD) == (
        tab.view.people.message,
        tab.view.people.tone,
    )


def test_the_keys_are_renewed_after_it_was_said_what_that_does() -> None:
    tab = Tab()
    tab.presenter.command("people_rotate")
    assert "as a whole" in tab.view.form.texts[1]

    tab.presenter.give(())
    tab.rest()

    assert [("rotate",)] == tab.desk.done
    assert Tone.OK is tab.view.people.tone


# -- the sheet -----------------------------------------------------------------------------------------------------


def test_a_sheet_that_waits_is_shown_and_reminded_of_until_two_groups_are_typed() -> None:
    tab = Tab(SheetStanding.WAITS)
    assert "not confirmed" in tab.reminders[-1]

    tab.do("people_sheet")
    assert PAGES == tab.view.sheet.pages
    tab.confirm()
    assert ["Page 1, group 5", "Page 2, group 11"] == [field.label for field in tab.view.form.fields]
    tab.presenter.give(("aaaa", "CCCC"))
    tab.rest()
    assert tab.view.form.message
    assert "" != tab.reminders[-1]
    tab.desk.cases_in_sample = 40
    tab.presenter.give(("aaaa", "bbbb"))
    tab.rest()

    assert [("confirm_sheet", SheetCheck(5, 11)), ("load_sample",)] == tab.desk.done
    assert 0.5 in [work.share for work in tab.view.work]
    assert "40 cases came in" in tab.view.people.message
    assert "" == tab.reminders[-1]


def test_a_sample_that_is_not_there_is_told_and_the_study_goes_on() -> None:
    tab = Tab(SheetStanding.WAITS)
    tab.desk.sample_missing = True
    tab.do("people_sheet")
    tab.confirm()

    tab.presenter.give(("aaaa", "bbbb"))
    tab.rest()

    assert tab.is_at(PeopleStep.LIST)
    assert (Tone.WARN, True) == (tab.view.people.tone, "confirmed" in tab.view.people.message)
    assert "Bring one in." in tab.view.people.message


def test_esc_on_the_two_groups_leads_back_to_the_sheet_and_then_to_the_list() -> None:
    tab = Tab(SheetStanding.WAITS)
    tab.do("people_sheet")
    tab.confirm()

    tab.presenter.back()
    tab.rest()
    assert tab.is_at(PeopleStep.SHEET)
    tab.presenter.back()
    tab.rest()
    assert tab.is_at(PeopleStep.LIST)


def test_a_confirmed_sheet_is_not_shown_again() -> None:
    tab = Tab()

    tab.do("people_sheet")

    assert (PeopleStep.LIST, Tone.WARN) == (tab.view.step, tab.view.people.tone)
    assert not tab.view.sheet.pages


def test_a_folder_that_is_copied_elsewhere_is_asked_about_before_the_sheet_is_saved() -> None:
    tab = Tab(SheetStanding.WAITS)
    tab.do("people_sheet")
    tab.desk.synced = "OneDrive"

    tab.presenter.save("/home/x/OneDrive/cati-sheet.pdf")
    tab.rest()
    assert [] == tab.desk.done
    assert "OneDrive copies this folder" in tab.view.form.texts[0]
    tab.presenter.back()
    tab.rest()
    assert (PeopleStep.SHEET, []) == (tab.view.step, tab.desk.done)

    tab.presenter.save("/home/x/OneDrive/cati-sheet.pdf")
    tab.rest()
    tab.presenter.give(())
    tab.rest()
    assert [("save_sheet", "/home/x/OneDrive/cati-sheet.pdf")] == tab.desk.done
    assert Tone.OK is tab.view.sheet.tone


def test_a_sheet_that_cannot_be_saved_stays_on_the_screen_with_the_reason() -> None:
    tab = Tab(SheetStanding.WAITS)
    tab.do("people_sheet")

    tab.presenter.save("/missing/cati-sheet.pdf")
    tab.rest()

    assert (PeopleStep.SHEET, Tone.BAD) == (tab.view.step, tab.view.sheet.tone)
    assert "Name another folder." in tab.view.sheet.message


@pytest.mark.parametrize(("done", "tone"), [(True, Tone.OK), (False, Tone.BAD)])
def test_what_the_printer_did_is_said(done: bool, tone: Tone) -> None:
    tab = Tab(SheetStanding.WAITS)
    tab.do("people_sheet")

    tab.presenter.printed(done)
    tab.rest()

    assert tone is tab.view.sheet.tone


def test_a_new_sheet_takes_a_second_supervisor_where_there_is_one() -> None:
    tab = Tab()
    tab.desk.people.append(line(4, "eva", Role.SUPERVISOR))
    tab.presenter.read()
    tab.rest()

    tab.do("people_renew_sheet", "eva", "her secret")

    assert [("renew_sheet", "eva", "her secret")] == tab.desk.done
    assert "her secret" not in repr(tab.view.form)


def test_who_is_alone_makes_a_new_sheet_alone() -> None:
    tab = Tab()

    tab.do("people_renew_sheet")

    assert [("renew_sheet", "", "")] == tab.desk.done
    assert PAGES == tab.view.sheet.pages
    assert "not confirmed" in tab.reminders[-1]


def test_the_demo_needs_no_sheet_and_says_so() -> None:
    tab = Tab(SheetStanding.NOT_NEEDED)
    assert "need no recovery sheet" in tab.view.people.sheet
    assert not tab.view.people.sheet_waits

    for command in ("people_sheet", "people_renew_sheet"):
        tab.do(command)
        assert (PeopleStep.LIST, Tone.WARN) == (tab.view.step, tab.view.people.tone)
    assert "" == tab.reminders[-1]


def test_a_full_disk_leaves_the_form_with_what_is_to_be_done() -> None:
    tab = Tab()
    tab.desk.refuse = EnvironmentProblem("disk_full", "", "")

    tab.do("people_rename", "anna", "Anna B", person="ann")

    assert tab.is_at(PeopleStep.FORM)
    assert "disk is full" in tab.view.form.message


def test_a_second_enter_does_nothing_twice() -> None:
    tab = Tab()
    tab.presenter.select("ann")
    tab.presenter.command("people_rename")

    tab.presenter.give(("anna", "Anna B"))
    tab.presenter.give(("anna", "Anna B"))
    tab.rest()

    assert [("rename", "ann", "anna", "Anna B")] == tab.desk.done


# -- a study at a hub --------------------------------------------------------------------------------------------------


class TabAtHub(Tab):
    """The same, where a hub has the people; `hub` is raised when it is told."""

    def __init__(self, hub: Exception | None = None) -> None:
        super().__init__()
        self.hub = hub
        self.asked = self.told = 0

        def tell() -> None:
            self.asked += 1
            if self.hub is not None:
                raise self.hub
            self.told += 1

        self.desk.tell_hub = tell

    def tick(self, times: int = 1) -> None:
        for _ in range(times):
            self.presenter.tick()
            self.rest()


def test_every_change_of_people_is_told_to_the_hub_and_that_it_was() -> None:
    tab = TabAtHub()

    for n, (command, texts) in enumerate(
        [
            ("people_deactivate", ()),
            ("people_rotate", ()),
            ("people_abilities", ("de", "")),
            ("people_rename", ("a", "A")),
        ]
    ):
        tab.do(command, *texts, person="sue" if command == "people_rotate" else "ann")
        assert (n + 1, Tone.OK) == (tab.told, tab.view.people.tone)
        assert "from their next contact on" in tab.view.people.message
        tab.desk.people[1] = line(2, "ann", Role.INTERVIEWER)
        tab.presenter.read()
        tab.rest()


def test_what_was_said_stays_while_the_copy_of_the_study_goes_on_until_somebody_does_something() -> None:
    tab = TabAtHub()
    tab.do("people_deactivate", person="ann")
    said = tab.view.people.message

    tab.stage.changed(frozenset({Topic.CASES}))
    tab.rest()
    assert (said, Tone.OK) == (tab.view.people.message, tab.view.people.tone)

    tab.presenter.select("sue")
    tab.stage.changed(frozenset({Topic.CASES}))
    tab.rest()
    assert not tab.view.people.message


SILENT = EnvironmentProblem("hub_unreachable", "The hub does not answer.", "Repeat it.")


def test_a_hub_that_was_not_told_is_named_with_a_cure_and_a_start_code_is_shown_all_the_same() -> None:
    tab = TabAtHub(SILENT)

    tab.do("people_deactivate", person="ann")

    assert Tone.WARN is tab.view.people.tone
    for part in ("Deactivated.", "At the other stations everything is as before", "does not answer", "by itself"):
        assert part in tab.view.people.message
    assert "Repeat it." not in tab.view.people.message, "it goes by itself"
    tab.do("people_add", "mia", "", "analyst", "", "")
    assert tab.is_at(PeopleStep.CODE)
    assert (CODE, True) == (tab.view.code.code, "does not answer" in " ".join(tab.view.code.texts))


def test_what_was_changed_without_a_line_goes_by_itself_and_is_said_as_a_change_is() -> None:
    tab = TabAtHub(SILENT)
    tab.do("people_deactivate", person="ann")
    assert "by itself as soon as the hub answers" in tab.view.people.message
    tab.desk.waits_for_line = True
    tab.tick()
    assert (0, Tone.WARN) == (tab.told, tab.view.people.tone)

    tab.hub = None
    tab.tick(2)
    assert (0, Tone.WARN) == (tab.told, tab.view.people.tone), "a hub that was silent just now is left alone"
    tab.tick()

    assert (1, Tone.OK) == (tab.told, tab.view.people.tone)
    assert "from their next contact on" in tab.view.people.message
    tab.do("people_rename", "sue", "Sue B", person="sue")
    tab.tick(5)
    assert "saved" in tab.view.people.message, "nothing waits, and nothing more is said"


def test_what_waits_goes_when_a_supervisor_signs_in_and_is_said_on_whatever_tab() -> None:
    tab = TabAtHub()
    tab.desk.waits_for_line = True
    tab.presenter.shown("quotas")

    tab.presenter.begin(lambda: None)
    tab.rest()

    assert 1 == tab.told
    said = tab.shell.message
    assert said is not None
    assert ("People were changed without a line.", Tone.OK) == (said.text, said.tone)
    assert "from their next contact on" in said.detail


def test_what_the_hub_does_not_take_later_is_said_once() -> None:
    tab = TabAtHub(EnvironmentProblem("hub_wants_all", "It is older.", "Publish all of it."))
    tab.desk.waits_for_line = True
    tab.presenter.shown("quotas")

    tab.tick()
    said = tab.shell.message
    assert said is not None
    for part in ("the hub was not told", "It is older.", "Publish all of it."):
        assert part in said.detail
    tab.stage.say("")
    tab.tick(39)

    assert (None, 4) == (tab.shell.message, tab.asked), "once a minute"


def test_while_somebody_waits_for_something_and_after_leaving_nothing_is_asked() -> None:
    tab = TabAtHub()
    tab.desk.waits_for_line = True
    tab.stage.busy = 1
    tab.tick(2)
    assert 0 == tab.asked
    tab.stage.busy = 0

    tab.presenter.leave()

    assert tab.desk.has_let_go


def test_a_window_looks_by_itself_whether_somebody_waits_for_the_line(site: Site) -> None:
    window = Window(site).sign_in(site.sue)
    supervisor = window.presenter.at_work
    assert isinstance(supervisor, SupervisorPresenter)
    desk, told = FakePeopleDesk(SheetStanding.CONFIRMED), list[bool]()
    desk.waits_for_line, desk.tell_hub = True, lambda: told.append(True)
    supervisor.people = PeoplePresenter(window.stage, PeopleScreen(), desk, lambda _: None)

    window.presenter.tick()
    window.rest()

    assert [True] == told


def test_a_study_whose_people_no_hub_has_asks_nobody() -> None:
    tab = Tab()
    tab.presenter.tick()

    assert not tab.runner.waiting


def test_a_fault_of_the_program_while_the_hub_is_told_is_none_of_the_hub() -> None:
    tab = TabAtHub(ValueError("a fault"))

    with pytest.raises(ValueError, match="a fault"):
        tab.do("people_deactivate", person="ann")

    assert "not told" not in tab.view.people.message
