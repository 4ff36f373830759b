"""The one table of what can be done by key: footer, help, menus, shortcuts and tests read it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from cati_app.ui.stage.states import ScreenName
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class Situation:
    """The facts on which commands depend; presenters keep it up to date."""

    screen: ScreenName = ScreenName.LOGIN
    has_case: bool = False
    can_dial: bool = False
    can_hang_up: bool = False
    can_give_result: bool = False  # of a call without interview
    can_ring_back: bool = False  # the person called last, or somebody whose number tells the case
    numbers: int = 0  # of the case
    can_go_back: bool = False
    languages: int = 1  # of the script
    not_applicable: bool = False
    gives_codes: bool = False  # to respondents, the study
    can_undo: bool = False
    can_pause: bool = False
    opens_windows: bool = True  # further ones of the study
    can_switch_user: bool = False
    at_hub: bool = False  # the study
    waits_for_hub: bool = False  # somebody, and sees it
    has_people: bool = True  # the study; somebody could sign in
    tab: str = ""  # of the board or the analyst's desk, and the page on it
    has_story: bool = False  # a case of the list is selected
    has_quotes: bool = False  # experts', that are released
    has_cells: bool = False  # the study has quotas
    can_undo_change: bool = False  # of a cell
    can_undo_setting: bool = False
    publishes: bool = False  # the study, to its hub
    changed_by_hand: bool = False  # study.yaml, and not in force yet
    has_messages: bool = False  # of supervisors, that may be read now
    has_seat: bool = False  # somebody at work is selected
    opens_figures: bool = False  # of one person, in this window
    can_undo_agreement: bool = False  # another appointment, or another owner
    in_review: bool = False  # the interview of a case, its facts in front
    takes_correction: bool = False  # that an analyst proposed for that interview
    moves_place: bool = False  # of that interview, to where its codes put it
    has_tables: bool = False  # questions to be tabulated
    has_recipe: bool = False  # selected, to be weighed by
    drafts_margins: bool = False  # a recipe that is being made, of margins and what is named beside them
    has_weighting: bool = False  # in force
    has_files: bool = False  # written last, to be opened
    codes_answers: bool = False  # an open answer is in sight
    can_undo_coding: bool = False
    codes_units: bool = False  # a unit of the code frame is in sight
    can_undo_units: bool = False
    clears_texts: bool = False  # a text that would be public is in sight
    can_undo_clearing: bool = False
    compares: bool = False  # a theme of the dossier is selected
    has_reviewed: bool = False  # a complete interview is selected


Rule = Callable[[Situation], bool]
_NINE = "1–9"
"""Ends a key sequence that stands for nine."""


@dataclass(frozen=True, slots=True)
class Command:
    """An action with a name.

    `keys` are portable key sequences, the first is the one shown. `text` and `short` are source strings.
    `local` commands are fulfilled by the views and never reach a presenter.
    """

    name: str
    keys: tuple[str, ...]
    text: str
    rule: Rule
    short: str = ""  # in the footer; blank: not there
    local: bool = False
    needs: str = ""  # what it waits for, told where its key is pressed too early; blank: nothing in particular

    @property
    def single_keys(self) -> tuple[str, ...]:
        """Its keys one by one: `Ctrl+1–9` are nine."""
        return tuple(
            key.replace(_NINE, digit) for key in self.keys for digit in ("123456789" if key.endswith(_NINE) else "-")
        )


def _always(_: Situation) -> bool:
    return True


def _asking(now: Situation) -> bool:
    return now.screen is ScreenName.CONSOLE


def _in_sitting(now: Situation) -> bool:
    """With an expert: the text has the focus, so that no command is a bare digit or letter."""
    return now.screen is ScreenName.SITTING


def _in_languages(now: Situation) -> bool:
    return (_asking(now) or _in_sitting(now)) and now.languages > 1


def _calling(now: Situation) -> bool:
    return now.screen in (ScreenName.DIAL, ScreenName.CONSOLE)


def _dialling(now: Situation) -> bool:
    return now.screen is ScreenName.DIAL and now.has_case


def _resulting(now: Situation) -> bool:
    return _dialling(now) and now.can_give_result


def _asking_or_resulting(now: Situation) -> bool:
    return _asking(now) or _resulting(now)


def _with_case(now: Situation) -> bool:
    return (_calling(now) or _in_sitting(now)) and now.has_case


def _agreeing(now: Situation) -> bool:
    """An appointment can be made with the person."""
    return _asking_or_resulting(now) or (_in_sitting(now) and now.has_case)


def _at_hub(now: Situation) -> bool:
    return now.at_hub and now.can_switch_user


def _on_board(now: Situation) -> bool:
    return now.screen is ScreenName.BOARD


def _among_tabs(now: Situation) -> bool:
    return now.screen in (ScreenName.BOARD, ScreenName.DESK)


def _on_data(now: Situation) -> bool:
    return now.screen is ScreenName.DESK and now.tab == "data"


def _on_tables(now: Situation) -> bool:
    return now.screen is ScreenName.DESK and now.tab == "tables"


def _tabulating(now: Situation) -> bool:
    return _on_tables(now) and now.has_tables


def _on_review(now: Situation) -> bool:
    return now.screen is ScreenName.DESK and now.tab == "review"


def _proposing(now: Situation) -> bool:
    return _on_review(now) and now.has_reviewed


def _on_weights(now: Situation) -> bool:
    return now.screen is ScreenName.DESK and now.tab == "weights"


def _weighing(now: Situation) -> bool:
    return _on_weights(now) and now.has_recipe


def _drafting(now: Situation) -> bool:
    return _on_weights(now) and now.drafts_margins


def _on_coding(now: Situation) -> bool:
    return now.screen is ScreenName.DESK and now.tab == "coding"


def _coding(now: Situation) -> bool:
    return _on_coding(now) and now.codes_answers


def _on_units(now: Situation) -> bool:
    return now.screen is ScreenName.DESK and now.tab == "units"


def _coding_units(now: Situation) -> bool:
    return _on_units(now) and now.codes_units


def _on_release(now: Situation) -> bool:
    return now.screen is ScreenName.DESK and now.tab == "release"


def _releasing(now: Situation) -> bool:
    return _on_release(now) and now.clears_texts


def _on_dossier(now: Situation) -> bool:
    return now.screen is ScreenName.DESK and now.tab == "dossier"


def _comparing(now: Situation) -> bool:
    return _on_dossier(now) and now.compares


def _on_reports(now: Situation) -> bool:
    return now.screen is ScreenName.DESK and now.tab == "reports"


def _listing(now: Situation) -> bool:
    return now.screen is ScreenName.BOARD and now.tab == "cases"


def _on_quotas(now: Situation) -> bool:
    return now.screen is ScreenName.BOARD and now.tab == "quotas"


def _on_cells(now: Situation) -> bool:
    """On the first quota, or on the table of a further one."""
    return now.screen is ScreenName.BOARD and now.tab.startswith("quota") and now.has_cells


def _reading(now: Situation) -> bool:
    return _listing(now) and now.has_story


def _reviewing(now: Situation) -> bool:
    return _reading(now) and now.in_review


def _correcting(now: Situation) -> bool:
    return _reviewing(now) and now.takes_correction


def _moving_place(now: Situation) -> bool:
    return _reviewing(now) and now.moves_place


def _on_sample(now: Situation) -> bool:
    return now.screen is ScreenName.BOARD and now.tab == "sample overview"


def _on_people(now: Situation) -> bool:
    return now.screen is ScreenName.BOARD and now.tab == "people list"


def _on_sheet(now: Situation) -> bool:
    return now.screen is ScreenName.BOARD and now.tab == "people sheet"


def _on_outcomes(now: Situation) -> bool:
    return now.screen is ScreenName.BOARD and now.tab == "outcomes"


def _on_team(now: Situation) -> bool:
    return now.screen is ScreenName.BOARD and now.tab == "team"


def _opening_figures(now: Situation) -> bool:
    """Figures of one person, which two people open."""
    return _on_team(now) and now.opens_figures


def _on_appointments(now: Situation) -> bool:
    return now.screen is ScreenName.BOARD and now.tab == "appointments"


def _undoing_agreement(now: Situation) -> bool:
    on_tab = now.screen is ScreenName.BOARD and now.tab in ("appointments", "cases", "team")
    return on_tab and now.can_undo_agreement


def _on_stations(now: Situation) -> bool:
    return now.screen is ScreenName.BOARD and now.tab == "stations list"


def _on_aside(now: Situation) -> bool:
    return now.screen is ScreenName.BOARD and now.tab == "stations aside"


def _on_groups(now: Situation) -> bool:
    return now.screen is ScreenName.BOARD and now.tab == "groups"


def _on_settings(now: Situation) -> bool:
    return now.screen is ScreenName.BOARD and now.tab == "settings list"


def _on_shift_log(now: Situation) -> bool:
    return now.screen is ScreenName.BOARD and now.tab == "settings log"


def _on_report(now: Situation) -> bool:
    return now.screen is ScreenName.BOARD and now.tab == "sample result"


COMMANDS: tuple[Command, ...] = (
    Command("pick", ("1–9",), "pick the answer with this code", _asking, "answer", local=True),
    Command("go_on", ("Return", "Enter", "PgDown"), "confirm and continue", _asking, "next", local=True),
    Command("pick_result", ("1–9",), "select the result with this number", _resulting, "select a result", local=True),
    Command("confirm", ("Return", "Enter"), "confirm the result; never dials", _resulting, "confirm it", local=True),
    Command("back", ("PgUp",), "back; later answers stay", lambda s: _asking(s) and s.can_go_back, "back", local=True),
    Command("help", ("F1", "Alt+1"), "help and the keys of this screen", _always, "help"),
    Command("dont_know", ("F2", "Alt+2"), "don't know", _asking, "don't know", local=True),
    Command("refused", ("F3", "Alt+3"), "refused", _asking, "refused", local=True),
    Command(
        "not_applicable",
        ("Shift+F3", "Alt+Shift+3"),
        "not applicable",
        lambda s: _asking(s) and s.not_applicable,
        local=True,
    ),
    Command("note", ("F4", "Alt+4"), "note to the case", _with_case),
    Command("remark", ("Ctrl+N",), "remark on this question", _asking),
    Command(
        "access_code",
        ("Ctrl+K",),
        "access code of this person, to be read out",
        lambda s: (_asking(s) or _in_sitting(s)) and s.gives_codes,
    ),
    Command("dial", ("F5", "Alt+5"), "dial", lambda s: s.can_dial and not s.can_hang_up, "dial"),
    Command("hang_up", ("F5", "Alt+5"), "hang up", lambda s: s.can_hang_up, "hang up"),
    Command(
        "rang_back",
        ("Shift+F5", "Alt+Shift+5"),
        "somebody rings back: the person called last, or whoever gives their number",
        lambda s: s.can_ring_back,
        "somebody rings back",
    ),
    Command(
        "other_number",
        ("Ctrl+T",),
        "another number of the case",
        lambda s: _dialling(s) and s.numbers > 1 and not s.can_hang_up,
    ),
    Command("language", ("F7", "Alt+7"), "language of the script", _in_languages),
    Command(
        "result",
        ("F8", "Alt+8"),
        "result of the call, other person, break off",
        _asking_or_resulting,
        "result",
        needs="A result needs a call: dial first (F5).",
    ),
    Command(
        "appointment",
        ("F9", "Alt+9"),
        "appointment",
        _agreeing,
        "appointment",
        needs="A result needs a call: dial first (F5).",
    ),
    Command("explain", ("F12", "Alt+0"), "why this case, why nothing to call", _calling, "why this case?"),
    Command("next_tab", ("Ctrl+Tab", "Ctrl+PgDown"), "next tab", _among_tabs, "next tab", local=True),
    Command("previous_tab", ("Ctrl+Shift+Tab", "Ctrl+PgUp"), "previous tab", _among_tabs, local=True),
    Command("find_case", ("Ctrl+F",), "find a case by its number", _listing, "find", local=True),
    Command("filter_state", ("Ctrl+S",), "list cases of one state", _listing, "state"),
    Command("filter_result", ("Ctrl+E",), "list cases with one result", _listing, "result"),
    Command("order_cases", ("Ctrl+O",), "order the cases by number or by next time", _listing, "order"),
    Command(
        "open_case", ("Return", "Enter"), "open notes and reasons of the case; is logged", _reading, "open", local=True
    ),
    Command("cell_details", ("Return", "Enter"), "open the cell selected", _on_cells, "details", local=True),
    Command("cell_target", ("T",), "another target for the cell selected; is logged", _on_cells, "target"),
    Command("cell_move", ("M",), "move targets to another cell of the quota; is logged", _on_cells, "move"),
    Command("cell_pause", ("P",), "pause the cell selected, or open it again; is logged", _on_cells, "pause"),
    Command("cell_close", ("C",), "close the cell selected, or open it again; is logged", _on_cells, "close"),
    Command("cell_open", ("O",), "open the cell selected again; is logged", _on_cells),
    Command("plan_quota", ("N",), "plan the targets from published tables; is logged", _on_quotas, "plan", local=True),
    Command("proposals", ("W",), "what would make the field shorter, and what it costs", _on_cells, "what if"),
    Command("alerts", ("A",), "alerts: figure, since when, what could be done", _on_cells, "alerts"),
    Command("alerts_seen", ("Shift+A",), "you have seen the alerts that are raised", _on_cells),
    Command("forecast_now", ("Shift+W",), "make the forecast now; it is made every ten minutes", _on_cells),
    Command(
        "quota_form",
        ("Ctrl+M",),
        "the quotas interlocked, by dimension, or every cell as a row",
        lambda s: _on_quotas(s) and s.has_cells,
        "another form",
    ),
    Command(
        "undo_change",
        ("Ctrl+Z",),
        "take back your last change of a cell; is logged",
        lambda s: _on_cells(s) and s.can_undo_change,
        "take back",
        needs="One's own change can be taken back for ten minutes, until somebody changes that cell again.",
    ),
    Command(
        "unclassified",
        ("Ctrl+L",),
        "close or open the counter of persons without a cell; is logged",
        lambda s: _on_quotas(s) and s.has_cells,
        "without a cell",
    ),
    Command(
        "open_appointment",
        ("Return", "Enter"),
        "show the case of the appointment",
        lambda s: _on_board(s) and s.tab == "appointments",
        "show its case",
        local=True,
    ),
    Command("appointment_move", ("M",), "move the appointment selected; is logged", _on_appointments, "move"),
    Command("appointment_day", ("D",), "appointments of another day by quarter of an hour", _on_appointments, "day"),
    Command(
        "appointments_form",
        ("Ctrl+M",),
        "appointments as a list, or a day by quarter of an hour and language",
        _on_appointments,
        "another form",
    ),
    Command("appointment_team", ("G",), "the team: who is at work", _on_appointments, "team"),
    Command("appointment_owner", ("O",), "hand the appointment to somebody else; is logged", _on_appointments, "owner"),
    Command("review", ("V",), "accept or reject the interview of the case; is logged", _reading, "review"),
    Command("review_accept", ("A",), "nothing found in review, or accept it again", _reviewing, "accept"),
    Command("review_reject", ("X",), "reject the interview in review; is logged", _reviewing, "reject"),
    Command("review_correct", ("C",), "take over the correction that is proposed; is logged", _correcting, "correct"),
    Command("review_move", ("M",), "count the interview where its codes put it; is logged", _moving_place, "move"),
    Command(
        "propose_review",
        ("Ctrl+R",),
        "find an interview by its case_id, to look at its answers and propose something",
        lambda s: s.screen is ScreenName.DESK,
        "review an interview",
    ),
    Command(
        "propose_what",
        ("Return", "Enter"),
        "what can be proposed for this interview",
        _proposing,
        "propose",
        local=True,
    ),
    Command("propose_accept", ("A",), "propose to keep the interview: nothing was found", _proposing, "keep"),
    Command("propose_reject", ("X",), "propose to reject the interview", _proposing, "reject"),
    Command("propose_correct", ("C",), "propose another answer to one question", _proposing, "correct"),
    Command("propose_withdraw", ("Ctrl+Delete",), "withdraw your proposal, while nobody has decided", _proposing),
    Command("review_list", ("Ctrl+S",), "list interviews of one state, or of one flag", _on_review, "state"),
    Command("review_find", ("Ctrl+F",), "find an interview by its case_id", _on_review, "find"),
    Command("review_read", ("R",), "read what has come since", _on_review),
    Command(
        "weights_look", ("Return", "Enter"), "compute the weights; nothing is stored", _weighing, "look", local=True
    ),
    Command("weights_margins", ("M",), "margins from a file, or a whole recipe", _on_weights, "margins", local=True),
    Command("weights_base", ("B",), "base weights of the recipe", _drafting, "base weights"),
    Command("weights_method", ("V",), "method, bounds, and interviews without a value", _drafting, "method"),
    Command(
        "weights_choose", ("Ctrl+S",), "weigh data sets and tables by this recipe from now on", _weighing, "use it"
    ),
    Command(
        "weights_none",
        ("Ctrl+Delete",),
        "no weights in data sets and tables from now on",
        lambda s: _on_weights(s) and s.has_weighting,
    ),
    Command("weights_save", ("X",), "write margins, picture and recipe as files", _weighing, "write files"),
    Command(
        "weights_open", ("O",), "open the files written last", lambda s: _on_weights(s) and s.has_files, "open files"
    ),
    Command("weights_tables", ("Ctrl+Shift+T",), "pictures as tables, and back", _weighing, "tables"),
    Command("weights_read", ("R",), "read the interviews again", _on_weights),
    Command(
        "data_since", ("Ctrl+T",), "to the line of the time since which data changed", _on_data, "since", local=True
    ),
    Command("tables_find", ("Ctrl+F",), "search a question by a word", _tabulating, "search", local=True),
    Command("tables_columns", ("B",), "columns of the table: a banner, or variables typed", _tabulating, "columns"),
    Command("tables_filter", ("F",), "who is in the table: a filter, or conditions typed", _tabulating, "filter"),
    Command("tables_weight", ("G",), "weighted, or without weights", _tabulating, "weight"),
    Command("tables_cells", ("V",), "small cells hidden, or all shown inside the house", _tabulating, "cells"),
    Command("tables_keep", ("Ctrl+S",), "keep the table in tables.yaml for the next wave", _tabulating, "keep"),
    Command("tables_save", ("X",), "write tables as PDF, XLSX, CSV or HTML; is logged", _tabulating, "write files"),
    Command(
        "tables_open", ("O",), "open the files written last", lambda s: _tabulating(s) and s.has_files, "open files"
    ),
    Command("tables_read", ("R",), "read interviews and tables.yaml again", _on_tables),
    Command("coding_pick", ("1–9",), "pick the code with these digits", _coding, "code", local=True),
    Command(
        "coding_give", ("Return", "Enter"), "give the codes picked, then the next text", _coding, "give", local=True
    ),
    Command("coding_next", ("PgDown",), "the next text; nothing is stored", _coding, "next", local=True),
    Command("coding_back", ("PgUp",), "the text before", _coding, "back", local=True),
    Command("coding_alike", ("A",), "code texts that read the same along, after a look", _coding, "equal ones"),
    Command("coding_nearly", ("Shift+A",), "code texts that read nearly the same along, after a look", _coding),
    Command("coding_new", ("+", "C"), "a code that no choice stands for; stands in study.yaml", _coding, "new code"),
    Command("coding_reason", ("E",), "the reason that goes with the codes from now on", _coding, "reason"),
    Command("coding_clear", ("Ctrl+Delete",), "take the codes off this text; a version without any", _coding),
    Command(
        "coding_undo",
        ("Ctrl+Z",),
        "take back the codes given last; a version more",
        lambda s: _on_coding(s) and s.can_undo_coding,
        "take back",
    ),
    Command("coding_all", ("W",), "texts that wait, or all of the question", _on_coding, "all"),
    Command("coding_question", ("N",), "the next question with open answers", _on_coding, "next question"),
    Command("coding_read", ("R",), "read the open answers again", _on_coding),
    Command("units_pick", ("1–9",), "a code of the axis, and on to the next axis", _coding_units, "code", local=True),
    Command("units_nothing", ("0",), "nothing of the axis fits, and on", _coding_units, "nothing fits", local=True),
    Command("units_search", ("A–Z",), "search a code of the axis by letters", _coding_units, "search", local=True),
    Command("units_more", ("+", "Space"), "one theme more for the unit", _coding_units, "one more", local=True),
    Command("units_erase", ("Backspace",), "a letter back, or the axis before", _coding_units, local=True),
    Command(
        "units_give",
        ("Return", "Enter"),
        "the codes picked, then the next unit",
        _coding_units,
        "next unit",
        local=True,
    ),
    Command("units_next", ("PgDown",), "the next unit; nothing is stored", _coding_units, "next", local=True),
    Command("units_back", ("PgUp",), "the unit before", _coding_units, local=True),
    Command(
        "units_undo",
        ("Ctrl+Z",),
        "take back the codes given last",
        lambda s: _on_units(s) and s.can_undo_units,
        "take back",
    ),
    Command("units_join", ("Ctrl+Shift+J",), "code units as one of two", _on_units),
    Command("units_agreement", ("Ctrl+Shift+A",), "how far both coders agree", _on_units, "agreement"),
    Command("units_read", ("Ctrl+Shift+R",), "read the units again", _on_units),
    Command(
        "release_clear",
        ("Return", "Enter"),
        "the text may be public, then the next; twice where it may tell who",
        _releasing,
        "may be public",
        local=True,
    ),
    Command("release_withhold", ("X",), "withhold the text: public data have a blank there", _releasing, "withhold"),
    Command("release_next", ("PgDown",), "the next text; nothing is decided", _releasing, "next", local=True),
    Command("release_back", ("PgUp",), "the text before", _releasing, "back", local=True),
    Command(
        "release_undo",
        ("Ctrl+Z",),
        "take back the last decision about a text",
        lambda s: _on_release(s) and s.can_undo_clearing,
        "take back",
    ),
    Command("release_all", ("W",), "texts that wait, or all of the variable", _on_release, "all"),
    Command("release_variable", ("N",), "the next variable with texts", _on_release, "next variable"),
    Command("release_read", ("R",), "read the texts again", _on_release),
    Command(
        "dossier_decide",
        ("Return", "Enter"),
        "decide how both sides relate, with a sentence",
        _comparing,
        "decide",
        local=True,
    ),
    Command("dossier_write", ("X",), "write the dossier as PDF, HTML and XLSX; is logged", _comparing, "write"),
    Command(
        "dossier_short", ("K",), "write the short form for the steering group; is logged", _comparing, "short form"
    ),
    Command(
        "dossier_open", ("O",), "open the files written last", lambda s: _comparing(s) and s.has_files, "open files"
    ),
    Command("dossier_read", ("R",), "read both sides again", _on_dossier),
    Command("reports_look", ("Return", "Enter"), "look at the pages of the report", _on_reports, "look", local=True),
    Command("reports_language", ("L",), "language of the report", _on_reports, "language"),
    Command("reports_write", ("X",), "write the report as PDF and HTML; a codebook is logged", _on_reports, "write"),
    Command(
        "reports_open", ("O",), "open the files written last", lambda s: _on_reports(s) and s.has_files, "open files"
    ),
    Command("correct", ("F8", "Alt+8"), "correct the result of an attempt", _reading, "correct a result"),
    Command("case_hand_over", ("R",), "hand the case to somebody; is logged", _reading, "hand over"),
    Command(
        "open_seat",
        ("Return", "Enter"),
        "what is known of the person selected now",
        lambda s: _on_team(s) and s.has_seat,
        "open",
        local=True,
    ),
    Command(
        "team_hand_over",
        ("H",),
        "hand over an appointment of the person selected; is logged",
        lambda s: _on_team(s) and s.has_seat,
        "hand over",
    ),
    Command(
        "undo_agreement",
        ("Ctrl+Z",),
        "take the last hand-over or move back; is logged",
        _undoing_agreement,
        "take back",
    ),
    Command(
        "release_quotes",
        ("Q",),
        "quotes of the expert: sent, released or refused; is logged",
        lambda s: _reading(s) and s.has_quotes,
        "quotes",
    ),
    Command("explain_story", ("F12", "Alt+0"), "why this case is (not) called now", _reading, "why?"),
    Command("card_next", ("Ctrl+Return", "Ctrl+Enter"), "close the card and begin the next", _in_sitting, "next card"),
    Command("card_kind", ("Ctrl+Q",), "note or quote", _in_sitting, "note / quote"),
    Command("probe", ("Ctrl+1–9",), "the probe of this number was asked", _in_sitting, "probe", local=True),
    Command("topic_done", ("Ctrl+D",), "the topic was asked; on to the next open one", _in_sitting, "topic done"),
    Command("topic_later", ("Ctrl+L",), "the topic is to come later; on to the next open one", _in_sitting, "later"),
    Command("topic_partly", ("Ctrl+Shift+D",), "the topic was asked in part; on to the next open one", _in_sitting),
    Command("topic_skip", ("Ctrl+Shift+L",), "leave the topic out, with a reason", _in_sitting),
    Command("card_important", ("Ctrl+I",), "the card is important, or no longer", _in_sitting, "important"),
    Command(
        "topic_jump", ("Ctrl+G",), "jump to a topic by typing its number or a part of its name", _in_sitting, "jump"
    ),
    Command("topic_before", ("Alt+Up",), "the topic before", _in_sitting),
    Command("topic_behind", ("Alt+Down",), "the topic behind", _in_sitting),
    Command("card_correct", ("Ctrl+E",), "correct a card, with a reason", _in_sitting),
    Command("card_find", ("Ctrl+F",), "search the cards", _in_sitting, local=True),
    Command("recorder", ("Ctrl+Shift+R",), "the recorder stands at 00:00 now", _in_sitting),
    Command("sitting_pause", ("Ctrl+P",), "begin or end a pause", _in_sitting),
    Command("sitting_end", ("F8", "Alt+8"), "end this sitting; the next goes on at the same card", _in_sitting),
    Command("outline", ("Ctrl+G",), "outline: jump to a question already reached", _asking),
    Command(
        "undo",
        ("Ctrl+Z",),
        "take back the last result (10 s), or an interview with no answer yet",
        lambda s: s.can_undo,
        "take back",
    ),
    Command("pause", ("Ctrl+P",), "pause", lambda s: s.can_pause and not _in_sitting(s)),
    Command("return_case", ("Ctrl+R",), "give the case back", lambda s: s.screen is ScreenName.DIAL and s.has_case),
    Command("sample_import", ("I", "Ctrl+O"), "import a sample file", _on_sample, "import", local=True),
    Command(
        "sample_release",
        ("L", "Ctrl+L"),
        "release the next portion of the sample",
        _on_sample,
        "release",
        local=True,
    ),
    Command("sample_block", ("Ctrl+K",), "put a number on the block list", _on_sample, "block", local=True),
    Command("sample_unblock", ("Ctrl+Shift+K",), "take a number off the block list", _on_sample, local=True),
    Command("sample_save", ("Ctrl+S",), "save the report of an import", _on_report, "save", local=True),
    Command("outcomes_frame", ("F",), "rates of one frame, or of all", _on_outcomes, "frame"),
    Command("outcomes_day", ("D",), "rates as the field stood at the end of a day", _on_outcomes, "day"),
    Command("outcomes_method", ("E",), "how e is estimated, for looking", _on_outcomes, "e"),
    Command("outcomes_group", ("G",), "the way of groups: of a quota or of the sample", _on_outcomes, "group"),
    Command("outcomes_tables", ("Ctrl+Shift+T",), "charts as tables, and back", _on_outcomes, "tables"),
    Command("outcomes_export", ("X",), "a table of this tab as a file", _on_outcomes, "export"),
    Command("outcomes_read", ("R",), "read the outcomes again", _on_outcomes),
    Command(
        "team_message",
        ("S",),
        "a message to the person selected",
        lambda s: _on_team(s) and s.has_seat,
        "message",
    ),
    Command("team_message_group", ("G",), "a message to all who speak a language", _on_team, "to a group"),
    Command("team_message_all", ("B",), "a message to all interviewers", _on_team, "to all"),
    Command(
        "figures_open", ("U",), "two people open figures of one person; is logged", _opening_figures, "open figures"
    ),
    Command("figures_close", ("Shift+U",), "end whatever figures are open; is logged", _opening_figures),
    Command(
        "messages",
        ("Ctrl+J",),
        "read messages of the supervisors",
        lambda s: _calling(s) and s.has_messages,
    ),
    Command(
        "group_draw", ("Ctrl+D",), "draw the group selected, or who takes places that are free", _on_groups, "draw"
    ),
    Command(
        "group_person", ("Return", "Enter"), "what became of the person selected", _on_groups, "person", local=True
    ),
    Command("station_pause", ("Ctrl+P",), "pause the station selected, or let it call again", _on_stations, "pause it"),
    Command("station_write_off", ("Ctrl+D",), "write off the station selected", _on_stations, "write off"),
    Command("station_readmit", ("Ctrl+R",), "re-admit the station selected", _on_stations),
    Command("stations_silent", ("Ctrl+Shift+D",), "write off all stations that are silent", _on_stations),
    Command("stations_go_on", ("Ctrl+G",), "after a copy: lend cases without waiting for all stations", _on_stations),
    Command("stations_aside", ("Ctrl+K",), "what the hub kept aside", _on_stations, "kept aside"),
    Command("aside_decide", ("Return", "Enter"), "decide about what is selected", _on_aside, "decide", local=True),
    Command(
        "take_back",
        ("Ctrl+T",),
        "take the case back from the station that has it",
        lambda s: _reading(s) and s.at_hub,
        "take back",
    ),
    Command(
        "promote",
        ("Ctrl+R",),
        "count an interview that had no place, where there is room now",
        lambda s: _on_quotas(s) and s.at_hub,
        "count one more",
    ),
    Command("settings_find", ("Ctrl+F",), "find a setting by a word", _on_settings, "find", local=True),
    Command("setting_edit", ("E",), "change the setting selected; is logged", _on_settings, "change"),
    Command(
        "settings_in_force",
        ("A",),
        "put in force what was changed in study.yaml by hand; is logged",
        lambda s: _on_settings(s) and s.changed_by_hand,
        "put in force",
    ),
    Command(
        "undo_setting",
        ("Ctrl+Z",),
        "take back your last change of a setting; is logged",
        lambda s: _on_settings(s) and s.can_undo_setting,
        "take back",
    ),
    Command(
        "study_publish",
        ("P",),
        "bring what was changed to the hub, for its stations",
        lambda s: _on_settings(s) and s.publishes,
        "to the hub",
    ),
    Command("shift_log", ("J",), "the log of this shift", _on_settings, "shift log"),
    Command("shift_note", ("N",), "write a note into the log of this shift", _on_shift_log, "write a note"),
    Command("shift_save", ("Ctrl+S",), "save the log of this shift as CSV", _on_shift_log, "save", local=True),
    Command("people_add", ("Ctrl+N",), "add a person", _on_people, "add"),
    Command("people_abilities", ("Ctrl+E",), "languages and skills of the person selected", _on_people),
    Command("people_rename", ("Ctrl+L",), "another login or name for the person selected", _on_people),
    Command("people_reset", ("Ctrl+R",), "reset the password of the person selected", _on_people, "reset"),
    Command("people_deactivate", ("Ctrl+D",), "deactivate the person selected", _on_people, "deactivate"),
    Command("people_password", ("Ctrl+Shift+P",), "change your own password", _on_people, "your password"),
    Command(
        "change_password",
        ("Ctrl+Shift+P",),
        "change your own password, and sign in",
        lambda s: s.screen is ScreenName.LOGIN and s.has_people,
        "your password",
    ),
    Command("people_rotate", ("Ctrl+Shift+R",), "renew the keys of the study", _on_people),
    Command("people_sheet", ("Ctrl+S",), "show the recovery sheet that waits to be confirmed", _on_people),
    Command("people_renew_sheet", ("Ctrl+Shift+S",), "make a new recovery sheet", _on_people),
    Command("sheet_print", ("Ctrl+P",), "print the recovery sheet", _on_sheet, "print"),
    Command("sheet_save", ("Ctrl+S",), "save the recovery sheet as PDF", _on_sheet, "save"),
    Command(
        "copy_code",
        ("Ctrl+C",),
        "copy the start code",
        lambda s: _on_board(s) and s.tab == "people code",
        "copy",
        local=True,
    ),
    Command(
        "connection", ("Ctrl+H",), "how this station stands with its hub", lambda s: s.at_hub and s.can_switch_user
    ),
    Command("switch_user", ("Ctrl+U",), "change the user", lambda s: s.can_switch_user),
    Command(
        "new_window", ("Ctrl+Shift+N",), "another window, for instance for the supervisor", lambda s: s.opens_windows
    ),
    Command("scroll_up", ("Ctrl+Up",), "scroll up", _always, local=True),
    Command("scroll_down", ("Ctrl+Down",), "scroll down", _always, local=True),
    Command("fold", ("Ctrl+B",), "fold or unfold the side columns", _asking, local=True),
    Command("larger", ("Ctrl++", "Ctrl+="), "larger text", _always, local=True),
    Command("smaller", ("Ctrl+-",), "smaller text", _always, local=True),
    Command("normal_size", ("Ctrl+0",), "normal text size", _always, local=True),
    Command("stop_waiting", ("Esc",), "do not wait for the hub any longer", lambda s: s.waits_for_hub, "do not wait"),
    Command("close_panel", ("Esc",), "close the panel", _always, local=True),
)

BY_NAME: dict[str, Command] = {command.name: command for command in COMMANDS}
_BY_RULE: dict[Rule, tuple[str, ...]] = {
    rule: tuple(command.name for command in COMMANDS if command.rule is rule)
    for rule in dict.fromkeys(command.rule for command in COMMANDS)
}
"""Names of the commands that a rule holds for: each is asked once, with every key."""


def enabled_now(situation: Situation) -> frozenset[str]:
    """Names of the commands whose rule holds."""
    return frozenset(name for rule, names in _BY_RULE.items() if rule(situation) for name in names)


_CALLING_SCREENS = (ScreenName.DIAL, ScreenName.CONSOLE)
_TABS = (
    "cases",
    "quotas",
    "appointments",
    "team",
    "outcomes",
    "sample overview",
    "sample result",
    "stations list",
    "stations aside",
    "groups",
    "people list",
    "people sheet",
    "people code",
    "settings list",
    "settings log",
    "data",
    "review",
    "coding",
    "units",
    "release",
    "dossier",
    "weights",
    "tables",
    "reports",
)


def may_come(command: Command, screen: ScreenName, tab: str = "") -> bool:
    """Whether a command is one of whoever works on this screen, now or at another time: of calls, or of the desk.

    Args:
        tab: Of this one alone; blank: of any.
    """
    calls = screen in _CALLING_SCREENS
    whole = Situation(
        screen=screen,
        has_case=calls,
        can_dial=calls,
        can_hang_up=False,
        can_give_result=calls,
        can_ring_back=calls,
        numbers=2 if calls else 0,
        can_go_back=calls,
        languages=2,
        not_applicable=calls,
        can_undo=calls,
        can_pause=calls,
        can_switch_user=screen is not ScreenName.LOGIN,
        at_hub=True,
        has_story=screen is ScreenName.BOARD,
        has_quotes=screen is ScreenName.BOARD,
        has_cells=screen is ScreenName.BOARD,
        can_undo_change=screen is ScreenName.BOARD,
        can_undo_setting=screen is ScreenName.BOARD,
        publishes=screen is ScreenName.BOARD,
        changed_by_hand=screen is ScreenName.BOARD,
        has_messages=calls,
        has_seat=screen is ScreenName.BOARD,
        opens_figures=screen is ScreenName.BOARD,
        can_undo_agreement=screen is ScreenName.BOARD,
        in_review=screen is ScreenName.BOARD,
        takes_correction=screen is ScreenName.BOARD,
        moves_place=screen is ScreenName.BOARD,
        has_tables=screen is ScreenName.DESK,
        has_recipe=screen is ScreenName.DESK,
        drafts_margins=screen is ScreenName.DESK,
        has_weighting=screen is ScreenName.DESK,
        has_files=screen is ScreenName.DESK,
        codes_answers=screen is ScreenName.DESK,
        can_undo_coding=screen is ScreenName.DESK,
        codes_units=screen is ScreenName.DESK,
        can_undo_units=screen is ScreenName.DESK,
        clears_texts=screen is ScreenName.DESK,
        can_undo_clearing=screen is ScreenName.DESK,
        compares=screen is ScreenName.DESK,
        has_reviewed=screen is ScreenName.DESK,
    )
    screens, tabs = (_CALLING_SCREENS, ("",)) if calls else ((screen,), (tab,) if tab else _TABS)
    return any(command.rule(replace(whole, screen=each, tab=there)) for each in screens for there in tabs)
