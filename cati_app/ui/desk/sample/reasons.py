"""Words for what is wrong with rows and files of a sample, in the language of the interface.

The English stands in `study.sample_reasons` too, for commands and reports; a test keeps both alike.
"""

# ruff: noqa: E501 - a table, one reason a line

from __future__ import annotations

from cati_app.texts import Words
from cati_app.ui.desk.sample.port import FileRefused


# fmt: off
def row_reason(words: Words, reason: str) -> tuple[str, str]:
    """What is wrong with a row, and the cure."""
    return {**_number_reasons(words), **_case_reasons(words), **_cell_reasons(words)}[reason]


def _number_reasons(words: Words) -> dict[str, tuple[str, str]]:
    """About numbers."""
    return {
        "number_not_readable": (words.say("The number cannot be read."), words.say("Write digits only, with a leading 0 or +49, one number a cell.")),
        "number_too_short": (words.say("The number is too short for a subscriber's line."), words.say("Add the area code.")),
        "number_impossible": (words.say("No such number can exist in the numbering plan."), words.say("Compare it with its source.")),
        "number_service": (words.say("Service, premium, emergency and special numbers are never dialled."), words.say("Leave it out.")),
        "number_rounded": (words.say("The spreadsheet rounded the number (as in 4.94E+11); digits are lost for ever."), words.say("Take the column again from its source, formatted as text before it is filled.")),
        "number_zero_lost": (words.say("The number begins with neither 0 nor +: the spreadsheet took its zeros away."), words.say("Format the column as text and fill it again, or import with --restore-zeros.")),
        "number_ambiguous": (words.say("The number lost its 0 or +, and both would make a possible number."), words.say("Write it with 0 or with +49.")),
        "number_formula": (words.say("The cell holds a formula."), words.say("Copy the column and paste it as values.")),
        "number_twice_in_row": (words.say("The number stands twice in this row; it is kept once."), words.say("Nothing needs to be done.")),
        "number_of_other_row": (words.say("Another row has the same number, and keeps it."), words.say("Leave it with one of them, or let both have it: sample.shared_numbers: keep.")),
        "number_of_other_case": (words.say("Another case of the study has the same number, and keeps it."), words.say("Leave it out, correct the number of the case, or let both have it: sample.shared_numbers: keep.")),
        "number_shared": (words.say("Another case has the same number; both keep it and share its limits."), words.say("Nothing needs to be done.")),
        "number_blocked": (words.say("The number is on the block list: this person must not be called."), words.say("Leave it out.")),
        "number_missing": (words.say("The row has no number that may be called."), words.say("Add a number, or leave the row out.")),
    }


def _case_reasons(words: Words) -> dict[str, tuple[str, str]]:
    """About cases and their calling windows."""
    return {
        "case_reopened": (words.say("The case was closed because all its numbers were dead; with its new number it is called again."), words.say("Nothing needs to be done.")),
        "case_missing": (words.say("The row does not say which case it is."), words.say("Fill the column of the case, or leave it out of the mapping.")),
        "case_twice": (words.say("Another row has the same case."), words.say("Give each case one row.")),
        "case_too_long": (words.say("The name of the case is longer than 64 characters."), words.say("Shorten it.")),
        "language_unknown": (words.say("The study does not have this language."), words.say("Write a code of the study's languages, such as de.")),
        "time_zone_unknown": (words.say("There is no such time zone."), words.say("Write an IANA name, such as Europe/Berlin.")),
        "state_unknown": (words.say("There is no such federal state."), words.say("Write two letters, such as NI.")),
        "hour_unreadable": (words.say("The hour of the calling window cannot be read."), words.say("Write it as 09:00.")),
        "hours_too_short": (words.say("In this window no interview fits into the calling hours of the study."), words.say("Widen it: calls start at the latest its end less the expected length.")),
        "hours_reversed": (words.say("The calling window ends before it begins."), words.say("Write call_from earlier than call_until.")),
    }


def _cell_reasons(words: Words) -> dict[str, tuple[str, str]]:
    """About cells and rows as such."""
    return {
        "cell_too_long": (words.say("A cell is longer than 10,000 characters."), words.say("Shorten it; a quotation mark that is not closed looks the same.")),
        "cell_formula": (words.say("The cell holds a formula."), words.say("Copy the column and paste it as values.")),
        "cell_error": (words.say("The cell holds an error of the spreadsheet (#N/A, #REF!)."), words.say("Mend the formula, then paste the column as values.")),
        "cell_merged": (words.say("The cell is merged with another one, so it holds nothing itself."), words.say("Undo the merging and fill every cell.")),
        "nul_byte": (words.say("The row holds bytes that are no text (NUL)."), words.say("Write the file again from its source.")),
        "quote_broken": (words.say("A quotation mark in the row stands where none may stand."), words.say("Double quotation marks inside a cell, and put the cell into quotation marks.")),
        "row_too_wide": (words.say("The row has more cells than there are headers, so its values may stand in wrong columns."), words.say("Put cells that hold the delimiter into quotation marks.")),
        "row_empty": (words.say("The row is empty."), words.say("Nothing needs to be done.")),
    }


def file_reason(words: Words, refused: FileRefused) -> tuple[str, str]:
    """Why a file cannot be taken, with its place, and the cure."""
    message, cure = _file_reasons(words, {"names": "", "has": "", "encoding": "", **refused.fields})[refused.reason]
    place = [words.say("row {row}", row=refused.row)] if refused.row else []
    place += [refused.column] if refused.column else []
    return (f"{', '.join(place)}: {message}" if place else message), cure


def _file_reasons(words: Words, known: dict[str, str]) -> dict[str, tuple[str, str]]:
    """About files as a whole."""
    names, has, encoding = known["names"], known["has"], known["encoding"]
    return {
        "unreadable": (words.say("The file cannot be read."), words.say("Check path and rights.")),
        "empty": (words.say("The file holds no row below its headers."), words.say("Fill it in.")),
        "old_excel": (words.say("This is an old or password-protected Excel workbook."), words.say("Save it as .xlsx without password, or as CSV UTF-8.")),
        "no_workbook": (words.say("The workbook is damaged, or no workbook."), words.say("Open it in a spreadsheet program and save it again as .xlsx.")),
        "too_big": (words.say("The workbook unpacks to more than 1,000 MB."), words.say("Save it as CSV UTF-8, or split it.")),
        "too_much": (words.say("The workbook holds more than can be read at once."), words.say("Save the sheet as CSV UTF-8, or split it.")),
        "sheet_missing": (words.say("There is no such sheet in the workbook."), words.say("Name one with sample.sheet or --sheet: {names}.", names=names)),
        "encoding_unknown": (words.say("There is no such encoding."), words.say("Write utf-8, utf-16, cp1252 or another name that Python knows.")),
        "encoding_wrong": (words.say("The text is not in the encoding {encoding}.", encoding=encoding), words.say("Save it as CSV UTF-8, or name its encoding with --encoding.")),
        "encoding_mixed": (words.say("Some rows are written in UTF-8 and this one is not, so letters would arrive wrong."), words.say("Write it again from its source as CSV UTF-8, or name one encoding with --encoding.")),
        "quote_open": (words.say("A quotation mark opened in this row is never closed, so nothing after it can be read."), words.say("Close it, or remove it.")),
        "header_twice": (words.say("Two columns have the same header."), words.say("Give each column a name of its own.")),
        "header_missing": (words.say("A column has values but no header."), words.say("Name the column, or remove it.")),
        "header_merged": (words.say("The headers are merged cells."), words.say("Undo the merging, and give each column one header in the first row.")),
        "header_no_text": (words.say("The first row holds values instead of headers."), words.say("Put a row with the names of the columns above them.")),
        "columns_missing": (words.say("The file does not have the columns {names}.", names=names), words.say("Correct sample.columns in study.yaml or --map. The file has: {has}.", has=has)),
        "columns_guess": (words.say("No column looks like telephone numbers."), words.say("Name it with --map number=HEADER or in sample.columns. The file has: {has}.", has=has)),
    }
# fmt: on
