"""The catalogue of findings about questionnaires: one code, one message, one cure. Listed in docs/findings.md."""

# ruff: noqa: E501 - a table, one code a line

from __future__ import annotations

from typing import NamedTuple

from cati_app.domain.findings import Finding, Severity

_E, _W, _H = Severity.ERROR, Severity.WARNING, Severity.HINT


class Entry(NamedTuple):
    """How bad, what is wrong, how to cure it; both texts are templates."""

    severity: Severity
    message: str
    cure: str


CATALOGUE: dict[str, Entry] = {
    # the file
    "file-empty": Entry(_E, "The file is empty.", "Save the questionnaire again and check that the copy is complete."),
    "file-type": Entry(_E, "“{name}” is no questionnaire file.", "Use .xlsx, .xls, .csv or .md."),
    "file-broken": Entry(_E, "The file cannot be read as {kind}.", "Open it in the spreadsheet program, save it as .xlsx and try again."),
    "file-encrypted": Entry(_E, "The workbook is protected by a password.", "Save a copy without password."),
    "file-too-big": Entry(_E, "The file is too big: {what}.", "Remove unused sheets, rows and pictures; a questionnaire needs a few hundred kilobytes."),
    "file-suspicious": Entry(_E, "The workbook contains {what}, which no questionnaire needs.", "Copy the cells into a new workbook."),
    "file-macros": Entry(_W, "The workbook contains macros; they are ignored.", "Save it as .xlsx without macros."),
    "file-encoding": Entry(_E, "The text is not UTF-8.", "Save it as UTF-8."),
    "conversion-refused": Entry(_W, "pyxform, the converter of the ODK tools, refuses the questionnaire: {reason}", "Correct it if the questionnaire is to run in ODK tools, too."),
    # sheets and columns
    "sheet-missing": Entry(_E, "There is no sheet “{sheet}”.", "Add a sheet named {sheet}{suggestion}."),
    "sheet-empty": Entry(_E, "The sheet “{sheet}” holds no rows.", "Add at least one row below the headers."),
    "column-missing": Entry(_E, "The column “{column}” is missing.", "Add it to the header row."),
    "column-duplicate": Entry(_E, "The column “{column}” occurs twice.", "Keep one of them."),
    "column-unknown": Entry(_W, "The column “{column}” is not known and is ignored.", "Rename or remove it{suggestion}."),
    "column-unknown-cati": Entry(_E, "There is no column “{column}”; columns starting with cati_ are ours.", "Check the spelling{suggestion}."),
    # rows
    "type-missing": Entry(_E, "The row has no type.", "Fill in the column type, or empty the row."),
    "type-unknown": Entry(_E, "“{type}” is no question type.", "Use a type of the XLSForm standard{suggestion}."),
    "type-not-by-telephone": Entry(_W, "Questions of type “{type}” cannot be asked by telephone and are skipped.", "Remove the question, or ask for the information in words."),
    "type-foreign": Entry(_W, "The type “{type}” of another program is ignored.", "Remove the row if it is not needed."),
    "name-missing": Entry(_E, "The row has no name.", "Give it a name: a letter, then letters, digits, _, - or points."),
    "name-invalid": Entry(_E, "“{name}” is no valid name.", "Start with a letter or _; then letters, digits, _, - and points, no spaces."),
    "name-duplicate": Entry(_E, "The name “{name}” is already used in row {first}.", "Give every row a name of its own."),
    "name-ambiguous": Entry(_W, "The name “{name}” occurs in more than one group, first in row {first}.", "Give every question a name of its own, so that references are clear."),
    "name-reserved": Entry(_E, "The name “{name}” is reserved.", "Choose another name."),
    "label-missing": Entry(_E, "“{name}” has no label.", "Write what is to be read aloud."),
    "group-unclosed": Entry(_E, "The {kind} “{name}” is never closed.", "Add a row “end {kind}”."),
    "group-unopened": Entry(_E, "“{type}” closes nothing that is open.", "Remove the row, or add the row that begins it."),
    "group-crossed": Entry(_E, "“{type}” closes the {kind} “{name}” begun in row {first}.", "Close what was begun last first."),
    "group-empty": Entry(_W, "The {kind} “{name}” holds nothing.", "Remove it, or add questions."),
    "form-empty": Entry(_E, "The questionnaire has no question.", "Add at least one."),
    "parameter-invalid": Entry(_E, "The parameters “{text}” cannot be read.", "Write name=value pairs separated by spaces, for instance start=0 end=10 step=1."),
    "trigger-unknown": Entry(_E, "The trigger names no question: “{name}”.", "Write ${{name}} of an existing question{suggestion}."),
    # choices
    "list-missing": Entry(_E, "There is no choice list “{list}”.", "Add it to the sheet choices{suggestion}."),
    "list-name-missing": Entry(_E, "The choice has no list name.", "Fill in list_name."),
    "list-unused": Entry(_H, "The choice list “{list}” is not used.", "Remove it if it is not needed."),
    "choice-name-missing": Entry(_E, "The choice has no name.", "Fill in name: the value that is stored."),
    "choice-name-spaces": Entry(_E, "The choice name “{name}” contains a space.", "Use _ instead: answers to multiple choice are separated by spaces."),
    "choice-duplicate": Entry(_E, "The choice “{name}” occurs twice in the list “{list}”, first in row {first}.", "Give every choice a name of its own."),
    "choice-repeated": Entry(_W, "The choice “{name}” occurs more than once in the list “{list}”, first in row {first}.", "Make sure the choice filter offers only one of them."),
    "choice-label-missing": Entry(_E, "The choice “{name}” of “{list}” has no label.", "Write what is read aloud or shown."),
    "choice-reference": Entry(_W, "References in the label of the choice “{name}” are not replaced.", "Use fixed texts for choices."),
    "flag-invalid": Entry(_E, "“{text}” is neither yes nor no.", "Write yes or leave the cell blank."),
    # languages
    "translation-default-missing": Entry(_E, "“{name}” has no text in the default language {language}.", "Fill in the cell."),
    "translation-missing": Entry(_W, "“{name}” has no text in {language}; the default language is shown.", "Translate the cell."),
    "language-default-unknown": Entry(_E, "The default language “{language}” has no column.", "Write it like in the column headers, for instance German (de)."),
    "language-code-missing": Entry(_H, "The language “{language}” has no code.", "Write it as in label::German (de)."),
    "status-invalid": Entry(_E, "“{text}” is no status of a translation.", "Use draft, checked or approved."),
    # expressions
    "expression-syntax": Entry(_E, "“{found}” is out of place at character {at}.", "Check operators, commas and brackets around it."),
    "expression-ends-early": Entry(_E, "The expression ends too early.", "Complete it: an operand or a bracket is missing."),
    "expression-unclosed": Entry(_E, "The expression ends before “{symbol}”.", "Close the bracket."),
    "expression-curly-quote": Entry(_E, "There is a curly quotation mark at character {at}.", "Use straight quotation marks, ' or \"."),
    "expression-open-quote": Entry(_E, "The quotation mark at character {at} is never closed.", "Close it."),
    "expression-too-deep": Entry(_E, "The expression is nested too deeply.", "Split it into several calculations."),
    "reference-unknown": Entry(_E, "There is no question named “{name}”.", "Check the spelling{suggestion}."),
    "reference-unclosed": Entry(_E, "A reference “${{” is not closed.", "Write ${{name}}."),
    "reference-bare": Entry(_H, "“{name}” is written without ${{…}}.", "Write ${{{name}}} for the question, '{name}' for the text."),
    "text-unquoted": Entry(_W, "“{name}” names nothing and counts as blank.", "Write '{name}' in quotation marks if the text is meant."),
    "function-unknown": Entry(_E, "There is no function “{function}”.", "Use a function of the ODK XForms specification{suggestion}."),
    "function-arity": Entry(_E, "{function}() takes {expected} arguments, {given} are given.", "Check commas and brackets."),
    "regex-invalid": Entry(_E, "The pattern of regex() cannot be read.", "Check brackets and backslashes."),
    "regex-runaway": Entry(_E, "The pattern of regex() repeats a repetition and may never come to an end.", "Write [a-z]+ instead of ([a-z]+)+."),
    "regex-unanchored": Entry(_H, "The pattern of regex() may match a part of the text only.", "Write ^…$ if the whole text is meant."),
    "node-as-condition": Entry(_W, "“{node}” alone is always true.", "Write {node} != '' if an answer is meant, or compare it."),
    "node-compared-with-truth": Entry(_W, "“{node}” is compared with true() or false(), which does not look at its value.", "Compare with 'true', or with the choice."),
    "order-with-blank": Entry(_W, "<, >, <= and >= with a blank text are always false.", "Use = '' or != ''."),
    "path-unknown": Entry(_W, "The path “{path}” leads nowhere and counts as blank.", "Use ${{name}}."),
    "path-unsupported": Entry(_E, "The path “{path}” is not supported.", "Use ${{name}}, ../name or instance('list')/root/item[…]/column."),
    "path-too-high": Entry(_E, "The path leads above the questionnaire.", "Remove one “..”."),
    "path-expected": Entry(_E, "“{found}” is no question.", "Write ${{name}}."),
    "indexed-repeat-invalid": Entry(_E, "indexed-repeat() needs a question, its repeat and a number.", "Write indexed-repeat(${{question}}, ${{repeat}}, 1)."),
    "choice-name-without-list": Entry(_E, "“{name}” has no choices.", "Name the question whose choices are meant."),
    "choice-list-unknown": Entry(_E, "There is no choice list “{list}”.", "Check the spelling{suggestion}."),
    "choice-column-unknown": Entry(_E, "The choice list “{list}” has no column “{column}”.", "Add the column to the sheet choices, or write ${{{column}}} for a question{suggestion}."),
    "file-missing": Entry(_W, "{function}() reads a file beside the questionnaire; it gives a blank.", "Put the data into the sheet choices and use instance()."),
    "cycle": Entry(_E, "These depend on each other in a circle: {names} (rows {rows}).", "Break the circle: no question may depend on itself."),
    "unreachable": Entry(_E, "“{name}” can never be asked: {reason}.", "Correct the condition, or remove the question."),
    "constraint-without-message": Entry(_H, "The constraint of “{name}” has no message.", "Write in constraint_message what is to be corrected."),
    "path-contradictory": Entry(_W, "No answers lead to “{name}”: its condition and those of the questions it reads exclude one another.", "Follow the conditions back, or remove the question."),
    "paths-undecided": Entry(_H, "{count} of {all} conditions could not be judged: they compare more than single answers with constants.", "Look at them yourself; --json lists them."),
    # by telephone
    "list-long-to-read": Entry(_H, "“{name}” has {count} answers to be read aloud; after {most} nobody remembers the first.", "Ask in two steps, or give it the appearance search if the answer is typed."),
    "text-long-to-read": Entry(_H, "“{name}” takes {words} words in {language}; more than {most} are hard to follow by ear.", "Shorten it, or split it into a note and a question."),
    "placeholder-missing": Entry(_W, "“{name}” quotes ${{{reference}}} in {other}, but not in {language}.", "Quote the same answers in every language."),
    "translation-same": Entry(_H, "The text of “{name}” in {language} is the same as in {other}.", "Translate it, or empty the cell so that it is known to be missing."),
    "special-in-list": Entry(_H, "The choice “{name}” of “{list}” stands for don't know or refused, which every question takes by key.", "Remove it: F2 and F3 store the answer apart from the values, with a code of its own in the data."),
    "special-in-constraint": Entry(_H, "The constraint of “{name}” lets {number} through as if it were an answer.", "Remove that part: don't know and refused have keys of their own on every question."),
    "soft-without-message": Entry(_W, "The soft check of “{name}” has no message.", "Write in cati_soft_message what the interviewer should ask again."),
}  # fmt: skip


def finding(
    code: str, sheet: str | None = None, row: int | None = None, column: str | None = None, /, **fields: object
) -> Finding:
    """A finding of the catalogue; a field `suggestion` is worded or left out."""
    entry = CATALOGUE[code]
    if "suggestion" in fields:
        near = fields["suggestion"]
        fields["suggestion"] = f" – do you mean “{near}”?" if near else ""
    cure = entry.cure.format(**fields).replace("?.", "?")
    return Finding(entry.severity, code, entry.message.format(**fields), cure, sheet, row, column)
