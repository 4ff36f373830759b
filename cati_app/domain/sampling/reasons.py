"""Why something in a sample file was changed or left out: one code, what it costs, in words, and the cure."""

# ruff: noqa: E501 - a table, one reason a line

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from cati_app.domain.phrases import source


class Costs(StrEnum):
    """What is left out because of it."""

    ROW = source("row left out")
    NUMBER = source("number left out")
    VALUE = source("value left out")
    NOTHING = source("note")


class RowReason(NamedTuple):
    """What a reason costs, what is wrong, how to cure it."""

    costs: Costs
    message: str
    cure: str


class FileReason(NamedTuple):
    """Why a file as a whole cannot be taken, and the cure; both are templates."""

    message: str
    cure: str


_R, _N, _V, _0 = Costs.ROW, Costs.NUMBER, Costs.VALUE, Costs.NOTHING

# fmt: off
REASONS: dict[str, RowReason] = {
    "number_not_readable": RowReason(_N, "The number cannot be read.", "Write digits only, with a leading 0 or +49, one number a cell."),
    "number_too_short": RowReason(_N, "The number is too short for a subscriber's line.", "Add the area code."),
    "number_impossible": RowReason(_N, "No such number can exist in the numbering plan.", "Compare it with its source."),
    "number_service": RowReason(_N, "Service, premium, emergency and special numbers are never dialled.", "Leave it out."),
    "number_rounded": RowReason(_N, "The spreadsheet rounded the number (as in 4.94E+11); the lost digits cannot be recovered.", "Take the column again from its source, formatted as text before it is filled."),
    "number_zero_lost": RowReason(_N, "The number begins with neither 0 nor +: the spreadsheet removed its zeros.", "Format the column as text and fill it again, or import with --restore-zeros."),
    "number_ambiguous": RowReason(_N, "The number lost its 0 or +, and both would make a possible number.", "Write it with 0 or with +49."),
    "number_formula": RowReason(_N, "The cell holds a formula whose result is not kept in the file, or an error.", "Open the workbook in the spreadsheet program and save it, or paste the column as values."),
    "number_twice_in_row": RowReason(_0, "The number appears twice in this row; it is kept once.", "Nothing needs to be done."),
    "number_of_other_row": RowReason(_N, "Another row has the same number, and keeps it.", "Leave it with one of them, or let both have it: sample.shared_numbers: keep."),
    "number_of_other_case": RowReason(_N, "Another case of the study has the same number, and keeps it.", "Leave it out, correct the number of the case, or let both have it: sample.shared_numbers: keep."),
    "number_shared": RowReason(_0, "Another case has the same number; both keep it and share its limits.", "Nothing needs to be done."),
    "number_blocked": RowReason(_N, "The number is on the block list: this person must not be called.", "Leave it out."),
    "number_missing": RowReason(_R, "The row has no number that may be called.", "Add a number, or leave the row out."),
    "case_reopened": RowReason(_0, "The case was closed because all its numbers were dead; with its new number it is called again.", "Nothing needs to be done."),
    "case_in_hand": RowReason(_R, "The case was in hand at a station or changed while the file came in, so it stays as it is.", "Import the file again later."),
    "case_missing": RowReason(_R, "The row does not say which case it is.", "Fill the column of the case, or leave it out of the mapping."),
    "case_twice": RowReason(_R, "Another row has the same case.", "Give each case one row."),
    "case_too_long": RowReason(_R, "The name of the case is longer than 64 characters.", "Shorten it."),
    "language_unknown": RowReason(_V, "The study does not have this language.", "Write a code of the study's languages, such as de."),
    "time_zone_unknown": RowReason(_R, "There is no such time zone.", "Write an IANA name, such as Europe/Berlin."),
    "state_unknown": RowReason(_R, "There is no such federal state.", "Write it as calling.state in study.yaml, such as NI."),
    "quota_value_unknown": RowReason(_0, "The value belongs to no category of the quota: the case is called, and has no cell.", "Write it as in study.yaml, put it into a category there, or name it in outside."),
    "hour_unreadable": RowReason(_R, "The hour of the calling window cannot be read.", "Write it as 09:00."),
    "hours_too_short": RowReason(_R, "In this window no interview fits into the calling hours of the study.", "Widen it: the last call starts one expected length before its end."),
    "hours_reversed": RowReason(_R, "The calling window ends before it begins.", "Write call_from earlier than call_until."),
    "cell_too_long": RowReason(_R, "A cell is longer than 10,000 characters.", "Shorten it; a quotation mark that is not closed looks the same."),
    "cell_formula": RowReason(_V, "The cell holds a formula whose result is not kept in the file.", "Open the workbook in the spreadsheet program and save it, or paste the column as values."),
    "cell_error": RowReason(_V, "The cell holds an error of the spreadsheet (#N/A, #REF!).", "Correct the formula, then paste the column as values."),
    "cell_merged": RowReason(_V, "The cell is merged with another one, so it holds nothing itself.", "Undo the merging and fill every cell."),
    "nul_byte": RowReason(_R, "The row holds bytes that are no text (NUL).", "Write the file again from its source."),
    "quote_broken": RowReason(_R, "The row has a quotation mark where none is allowed.", "Double quotation marks inside a cell, and put the cell into quotation marks."),
    "row_too_wide": RowReason(_R, "The row has more cells than there are headers, so its values may be in the wrong columns.", "Put cells that hold the delimiter into quotation marks."),
    "row_hidden": RowReason(_R, "The row is hidden in the workbook, by a filter or by hand.", "Show all rows and save, or have hidden rows read as well (in the command: --hidden read)."),
    "row_folded": RowReason(_0, "The row is folded away in the workbook; it was read all the same.", "Delete it if it is no case."),
    "row_outside_table": RowReason(_R, "The row stands above the table of the sheet, or holds its totals.", "Move cases into the table; otherwise nothing needs to be done."),
    "row_empty": RowReason(_0, "The row is empty.", "Nothing needs to be done."),
}

FILE_REASONS: dict[str, FileReason] = {
    "unreadable": FileReason("The file cannot be read.", "Check path and rights."),
    "empty": FileReason("The file holds no row below its headers.", "Fill it in."),
    "old_excel": FileReason("This is an old or password-protected Excel workbook.", "Save it as .xlsx without password, or as CSV UTF-8."),
    "no_workbook": FileReason("The workbook is damaged, or no workbook.", "Open it in a spreadsheet program and save it again as .xlsx."),
    "too_big": FileReason("The workbook unpacks to more than 1,000 MB.", "Save it as CSV UTF-8, or split it."),
    "too_much": FileReason("The workbook holds more than can be read at once.", "Save the sheet as CSV UTF-8, or split it."),
    "sheet_missing": FileReason("There is no such sheet in the workbook.", "Name one with sample.sheet or --sheet: {names}."),
    "encoding_unknown": FileReason("There is no such encoding.", "Write utf-8, utf-16, cp1252 or another name that Python knows."),
    "encoding_wrong": FileReason("The text is not in the encoding {encoding}.", "Save it as CSV UTF-8; of a sample, --encoding may name its encoding instead."),
    "encoding_mixed": FileReason("Some rows are written in UTF-8 and this one is not, so letters would come out wrong.", "Write it again from its source as CSV UTF-8; of a sample, --encoding may name one encoding instead."),
    "quote_open": FileReason("A quotation mark opened in this row is never closed, so nothing after it can be read.", "Close it, or remove it."),
    "header_twice": FileReason("Two columns have the same header.", "Give each column its own name."),
    "header_missing": FileReason("A column has values but no header.", "Name the column, or remove it."),
    "header_merged": FileReason("The headers are merged cells.", "Undo the merging, and give each column one header in the first row."),
    "header_no_text": FileReason("The first row holds values instead of headers.", "Put a row with the names of the columns above them."),
    "columns_missing": FileReason("The file does not have the columns {names}.", "Correct sample.columns in study.yaml or --map. The file has: {has}."),
    "columns_missing_in_sheet": FileReason("The sheet “{sheet}” does not have the columns {names}.", "Name the sheet with the cases in sample.sheet or --sheet ({others}), or correct sample.columns in study.yaml or --map. The sheet has: {has}."),
    "columns_guess_in_sheet": FileReason("No column of the sheet “{sheet}” looks like telephone numbers.", "Name the sheet with the cases in sample.sheet or --sheet ({others}), or the column with --map number=HEADER or in sample.columns. The sheet has: {has}."),
    "header_no_text_in_sheet": FileReason("The first row of the sheet “{sheet}” holds values instead of headers.", "Name the sheet with the cases in sample.sheet or --sheet ({others}), or put a row with the names of the columns above them."),
    "empty_in_sheet": FileReason("The sheet “{sheet}” holds no row below its headers.", "Name the sheet with the cases in sample.sheet or --sheet: {others}."),
    "plan_columns": FileReason("The table does not have the column {name}.", "Give it the columns variable, category, and count or share; source, date and estimate may follow. It has: {has}."),
    "plan_variable_missing": FileReason("The row does not say of which variable it is.", "Name a dimension of the quota, or several with a slash between them for a cross table."),
    "plan_category_shape": FileReason("The category does not name one category for each of the variables of its row.", "Write them in the order of the variables, with a slash between them, such as 16-29/low."),
    "plan_category_twice": FileReason("The table has this category twice.", "Leave one of the rows out."),
    "plan_amount": FileReason("The amount is no number of 0 or more.", "Write a count such as 13140, or a share such as 0.18 or 18 %."),
    "plan_estimate": FileReason("It is not said whether the figure is an estimate.", "Write yes or no, or leave the cell empty."),
    "plan_differs": FileReason("The rows of one variable name different sources, dates, or estimates.", "Say the same in each of them, or only in the first."),
    "columns_guess": FileReason("No column looks like telephone numbers.", "Name it with --map number=HEADER or in sample.columns. The file has: {has}."),
}
# fmt: on
