"""The catalogue of findings about questionnaires: one code, one message, one cure. Listed in docs/findings.md."""

# ruff: noqa: E501 - a table, one code a line

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from cati_app.domain.findings import CatalogueEntry, Finding, Severity
from cati_app.domain.phrases import Phrase

_E, _W, _H = Severity.ERROR, Severity.WARNING, Severity.HINT


CATALOGUE: dict[str, CatalogueEntry] = {
    # the file
    "file-empty": CatalogueEntry(
        _E, "The file is empty.", "Save the questionnaire again and check that the copy is complete."
    ),
    "file-type": CatalogueEntry(
        _E, "“{name}” is no questionnaire file.", "Use .xlsx, .xls, .csv, .md, or an XForm (.xml)."
    ),
    "file-broken": CatalogueEntry(
        _E, "The file cannot be read as {kind}.", "Open it in the spreadsheet program, save it as .xlsx and try again."
    ),
    "file-encrypted": CatalogueEntry(_E, "The workbook is protected by a password.", "Save a copy without password."),
    "file-too-big": CatalogueEntry(
        _E,
        "The file is too big: {what}.",
        "Remove unused sheets, rows and pictures; a questionnaire needs a few hundred kilobytes.",
    ),
    "file-suspicious": CatalogueEntry(
        _E, "The workbook contains {what}, which no questionnaire needs.", "Copy the cells into a new workbook."
    ),
    "file-macros": CatalogueEntry(
        _W, "The workbook contains macros; they are ignored.", "Save it as .xlsx without macros."
    ),
    "sheets-not-read": CatalogueEntry(
        _H, "Read: {read}. Not read: the sheets {others}.", "Nothing needs to be done if they are notes of your own."
    ),
    "rows-hidden": CatalogueEntry(
        _W,
        "Rows that are hidden, by a filter or by hand, were not read: {rows}.",
        "If they belong to the questionnaire, show them in the spreadsheet program and save.",
    ),
    "rows-folded": CatalogueEntry(
        _H, "Rows that are folded away were read all the same: {rows}.", "Delete what shall not count."
    ),
    "rows-outside-table": CatalogueEntry(
        _W,
        "Rows above the table of the sheet, or with its totals, were not read: {rows}.",
        "If they belong to the questionnaire, move them into the table.",
    ),
    "columns-hidden": CatalogueEntry(
        _H, "Columns that are hidden were read all the same: {columns}.", "Delete what shall not count."
    ),
    "cell-formula": CatalogueEntry(
        _E,
        "The cell holds a formula whose result is not kept in the file.",
        "Open the workbook in the spreadsheet program and save it, or paste the cell as a value.",
    ),
    "cell-error": CatalogueEntry(
        _E, "The cell holds an error of the spreadsheet (#N/A, #REF!).", "Correct its formula, or write what is meant."
    ),
    "cell-merged": CatalogueEntry(
        _W,
        "The cell is merged with another one, so it holds nothing itself.",
        "Undo the merging and fill every cell.",
    ),
    "file-encoding": CatalogueEntry(_E, "The text is not UTF-8.", "Save it as UTF-8."),
    "conversion-refused": CatalogueEntry(
        _W,
        "pyxform, the converter of the ODK tools, refuses the questionnaire: {reason}",
        "Correct it if the questionnaire is to run in ODK tools, too.",
    ),
    "cell-too-long": CatalogueEntry(
        _E,
        "“{name}” has a text of {size} characters; a cell of a workbook holds {most}.",
        "Shorten it; no workbook was written.",
    ),
    "conversion-failed": CatalogueEntry(
        _E,
        "pyxform cannot make an XForm of the questionnaire: {reason}",
        "Correct the questionnaire, or write it as a workbook with --to xlsx.",
    ),
    # XForms: the row is the line of the file
    "xform-without-model": CatalogueEntry(
        _E,
        "The XML is no XForm: there is no model with an instance.",
        "Choose an XForm (html with head and body), or an XLSForm.",
    ),
    "xform-unbound": CatalogueEntry(
        _W,
        "The {control} asks for “{ref}”, which the instance does not have; it is left out.",
        "Add the node to the instance, or remove the control.",
    ),
    "xform-rows": CatalogueEntry(
        _W,
        "“{ref}” appears several times in the instance and is no repeat, or lies within one; only the first is read.",
        "Fill further rows by defaults or calculations.",
    ),
    "xform-order": CatalogueEntry(
        _W,
        "“{ref}” is asked outside its own group; here it is asked with its group.",
        "Put the control into the group of its node.",
    ),
    "rows-outside-repeat": CatalogueEntry(
        _E,
        "The choices cannot be taken from “{name}”: it is no question in a repeat.",
        "Name a question that is asked in every row, or a choice list.",
    ),
    "itemset-foreign": CatalogueEntry(
        _W,
        "The choices of “{name}” come from answers or in a way that is not supported; it is not asked.",
        "Take the choices from a list, a file or a secondary instance.",
    ),
    "repaired-label": CatalogueEntry(
        _H, "“{name}” has no label; its name is shown.", "Write what is to be read aloud."
    ),
    # sheets and columns
    "sheet-missing": CatalogueEntry(_E, "There is no sheet “{sheet}”.", "Add a sheet named {sheet}{suggestion}."),
    "sheet-empty": CatalogueEntry(_E, "The sheet “{sheet}” holds no rows.", "Add at least one row below the headers."),
    "column-missing": CatalogueEntry(_E, "The column “{column}” is missing.", "Add it to the header row."),
    "column-duplicate": CatalogueEntry(_E, "The column “{column}” occurs twice.", "Keep one of them."),
    "column-unknown": CatalogueEntry(
        _W, "The column “{column}” is not known and is ignored.", "Rename or remove it{suggestion}."
    ),
    "column-without-effect": CatalogueEntry(
        _H,
        "The column “{column}” changes nothing in telephone interviews; no answer is refused for being quick.",
        "Nothing needs to be done; the time of every answer is kept in any case.",
    ),
    "column-unknown-cati": CatalogueEntry(
        _E, "There is no column “{column}”; columns starting with cati_ are ours.", "Check the spelling{suggestion}."
    ),
    "order-unknown": CatalogueEntry(
        _E, "“{text}” is no order.", "Write random in cati_order of a group, or leave the cell blank."
    ),
    "order-depends": CatalogueEntry(
        _W,
        "“{name}” depends on “{other}”, and both are in the group “{group}”, which is asked in random order: it may come first.",
        "Keep them together in a separate group, or ask this group in its written order.",
    ),
    # what was put right
    "repaired-column": CatalogueEntry(
        _H, "The column “{column}” is read as {known}.", "Rename it to {known}, so that every program reads it so."
    ),
    "repaired-leftover": CatalogueEntry(
        _H,
        "“{what}” is left over from another program and is not needed.",
        "Remove it; titles and names of the form belong in the sheet settings.",
    ),
    "repaired-type": CatalogueEntry(_H, "The type “{type}” is read as “{known}”.", "Write {known}."),
    "repaired-here": CatalogueEntry(
        _H,
        "“{name}” is computed once, when the interview gets there (calculate_here of SurveyCTO).",
        "Nothing needs to be done; for ODK tools use a calculate with the question before it as its trigger.",
    ),
    "repaired-handed-in": CatalogueEntry(
        _H,
        "“{type}” of SurveyCTO becomes a value that is handed in when the interview starts.",
        "Nothing needs to be done; for ODK tools use the type hidden.",
    ),
    "repaired-watched": CatalogueEntry(
        _H,
        "“{type}” of SurveyCTO asks nothing; remarks and times of every question are kept in any case.",
        "Nothing needs to be done; remove the row if other tools are to read the form.",
    ),
    "repaired-name": CatalogueEntry(
        _H, "The group has no name; it is called {name}.", "Give it a name in the column name."
    ),
    "repaired-block": CatalogueEntry(
        _H,
        "The block “{type}” of KoboToolbox is spelt out as single questions.",
        "Check their labels; for other tools spell them out yourself.",
    ),
    "repaired-flag": CatalogueEntry(_H, "“{text}” is read as {known}.", "Write yes or no."),
    "repaired-quotes": CatalogueEntry(
        _H,
        "Curly quotation marks are read as straight ones.",
        "Type ' or \" and switch off the replacement in the spreadsheet program.",
    ),
    "repaired-reference": CatalogueEntry(
        _H, "A reference holds spaces; it is read as ${{name}}.", "Write ${{name}} without spaces."
    ),
    "repaired-commas": CatalogueEntry(_H, "A duplicate comma, or one before a bracket, is left out.", "Remove it."),
    "repaired-signs": CatalogueEntry(
        _H, "A sign of another language is read as XPath's own.", "Write =, !=, <=, >=, and, or, not(…)."
    ),
    "entities-ignored": CatalogueEntry(
        _H, "The sheet entities is not used in telephone interviews.", "Nothing needs to be done."
    ),
    # rows
    "type-missing": CatalogueEntry(_E, "The row has no type.", "Fill in the column type, or empty the row."),
    "type-unknown": CatalogueEntry(
        _E, "“{type}” is no question type.", "Use a type of the XLSForm standard{suggestion}."
    ),
    "select-without-list": CatalogueEntry(
        _E,
        "“{type}” does not say which choice list it takes.",
        "Write the name of the list behind it, for instance: {written}.",
    ),
    "select-without-file": CatalogueEntry(
        _E,
        "“{type}” does not say which file it takes its choices from.",
        "Write the name of the file behind it, for instance: {written}.",
    ),
    "select-with-more": CatalogueEntry(
        _E,
        "“{type}” says more than one list or file; behind its name only or_other may stand.",
        "Write one name, which has no spaces: {written}.",
    ),
    "choice-zeros": CatalogueEntry(
        _W,
        "“{name}” and “{other}” in the list “{list}” differ only by zeros (row {first}).",
        "Give one of them another code: spreadsheets and statistics programs take both for the same number.",
    ),
    "type-not-by-telephone": CatalogueEntry(
        _W,
        "Questions of type “{type}” cannot be asked by telephone and are skipped.",
        "Remove the question, or ask for the information in words.",
    ),
    "name-missing": CatalogueEntry(
        _E, "The row has no name.", "Give it a name: a letter, then letters, digits, _, - or points."
    ),
    "name-invalid": CatalogueEntry(
        _E, "“{name}” is no valid name.", "Start with a letter or _; then letters, digits, _, - and points, no spaces."
    ),
    "name-duplicate": CatalogueEntry(
        _E, "The name “{name}” is already used in row {first}.", "Give every row its own name."
    ),
    "name-ambiguous": CatalogueEntry(
        _W,
        "The name “{name}” occurs in more than one group, first in row {first}.",
        "Give every question its own name, so that references are clear.",
    ),
    "name-reserved": CatalogueEntry(_E, "The name “{name}” is reserved.", "Choose another name."),
    "label-missing": CatalogueEntry(_E, "“{name}” has no label.", "Write what is to be read aloud."),
    "group-unclosed": CatalogueEntry(_E, "The {kind} “{name}” is never closed.", "Add a row “end {kind}”."),
    "group-unopened": CatalogueEntry(
        _E, "“{type}” closes nothing that is open.", "Remove the row, or add the row that begins it."
    ),
    "group-crossed": CatalogueEntry(
        _E, "“{type}” closes the {kind} “{name}” begun in row {first}.", "Close what was begun last first."
    ),
    "nested-too-deep": CatalogueEntry(
        _E,
        "Groups are nested more than {groups} deep, or repeats more than {repeats}.",
        "Split groups up: nobody can follow such a questionnaire.",
    ),
    "group-empty": CatalogueEntry(_W, "The {kind} “{name}” holds nothing.", "Remove it, or add questions."),
    "form-empty": CatalogueEntry(_E, "The questionnaire has no question.", "Add at least one."),
    "parameter-invalid": CatalogueEntry(
        _E,
        "The parameters “{text}” cannot be read.",
        "Write name=value pairs separated by spaces, for instance start=0 end=10 step=1.",
    ),
    "trigger-unknown": CatalogueEntry(
        _E, "The trigger names no question: “{name}”.", "Write ${{name}} of an existing question{suggestion}."
    ),
    # choices
    "step-label-off": CatalogueEntry(
        _W,
        "The choice “{name}” of “{list}” is no number of this scale: nobody sees its label.",
        "Give it the name of a number between start and end, for instance 0 or 10.",
    ),
    "list-missing": CatalogueEntry(_E, "There is no choice list “{list}”.", "Add it to the sheet choices{suggestion}."),
    "list-name-missing": CatalogueEntry(_E, "The choice has no list name.", "Fill in list_name."),
    "list-unused": CatalogueEntry(_H, "The choice list “{list}” is not used.", "Remove it if it is not needed."),
    "choice-name-missing": CatalogueEntry(_E, "The choice has no name.", "Fill in name: the value that is stored."),
    "choice-name-spaced": CatalogueEntry(
        _W,
        "The choice name “{name}” contains a space.",
        "Use _ instead; it works here as long as only one can be chosen.",
    ),
    "choice-name-spaces": CatalogueEntry(
        _E,
        "The choice name “{name}” contains a space.",
        "Use _ instead: answers to multiple choice are separated by spaces.",
    ),
    "choice-duplicate": CatalogueEntry(
        _W,
        "The choice “{name}” occurs twice in the list “{list}”, first in row {first}.",
        "Give every choice its own name.",
    ),
    "choice-repeated": CatalogueEntry(
        _W,
        "The choice “{name}” occurs more than once in the list “{list}”, first in row {first}.",
        "Make sure the choice filter offers only one of them.",
    ),
    "choice-label-missing": CatalogueEntry(
        _E, "The choice “{name}” of “{list}” has no label.", "Write what is read aloud or shown."
    ),
    "flag-invalid": CatalogueEntry(_E, "“{text}” is neither yes nor no.", "Write yes or leave the cell blank."),
    # languages
    "translation-default-missing": CatalogueEntry(
        _W, "“{name}” has no text in the default language {language}.", "Fill in the cell."
    ),
    "translation-missing": CatalogueEntry(
        _W, "“{name}” has no text in {language}; the default language is shown.", "Translate the cell."
    ),
    "language-default-unknown": CatalogueEntry(
        _E,
        "The default language “{language}” has no column.",
        "Write it like in the column headers, for instance German (de).",
    ),
    "language-code-missing": CatalogueEntry(
        _H, "The language “{language}” has no code.", "Write it as in label::German (de)."
    ),
    "language-code-long": CatalogueEntry(
        _H,
        "The ODK tools do not know the language of “{language}” by this code, but by “{code}” alone.",
        "Write label::{written} if the questionnaire is used there too.",
    ),
    "language-code-unregistered": CatalogueEntry(
        _W,
        "No language has the code in “{language}”.",
        "Write the code of ISO 639, as in label::German (de).",
    ),
    "status-invalid": CatalogueEntry(_E, "“{text}” is no status of a translation.", "Use draft, checked or approved."),
    # expressions
    "expression-syntax": CatalogueEntry(
        _E, "“{found}” is out of place at character {at}.", "Check operators, commas and brackets around it."
    ),
    "expression-ends-early": CatalogueEntry(
        _E, "The expression ends too early.", "Complete it: an operand or a bracket is missing."
    ),
    "expression-unclosed": CatalogueEntry(_E, "The expression ends before “{symbol}”.", "Close the bracket."),
    "expression-curly-quote": CatalogueEntry(
        _E, "There is a curly quotation mark at character {at}.", "Use straight quotation marks, ' or \"."
    ),
    "expression-open-quote": CatalogueEntry(_E, "The quotation mark at character {at} is never closed.", "Close it."),
    "expression-too-deep": CatalogueEntry(
        _E, "The expression is nested too deeply.", "Split it into several calculations."
    ),
    "reference-unknown": CatalogueEntry(_E, "There is no question named “{name}”.", "Check the spelling{suggestion}."),
    "reference-unclosed": CatalogueEntry(_E, "A reference “${{” is not closed.", "Write ${{name}}."),
    "reference-bare": CatalogueEntry(
        _H, "“{name}” is written without ${{…}}.", "Write ${{{name}}} for the question, '{name}' for the text."
    ),
    "text-unquoted": CatalogueEntry(
        _W, "“{name}” names nothing and counts as blank.", "Write '{name}' in quotation marks if the text is meant."
    ),
    "markup-unknown": CatalogueEntry(
        _W,
        "“{text}” is no markup that is known; it would be read aloud.",
        "Remove it, or write the text between the signs without < and >.",
    ),
    "null-is-blank": CatalogueEntry(
        _H,
        "“{name}” stands for a blank, as in SurveyCTO and ODK Collect; in ODK Web Forms and Enketo no comparison with it is true.",
        "Write '' instead, which every program reads as a blank.",
    ),
    "function-unknown": CatalogueEntry(
        _E, "There is no function “{function}”.", "Use a function of the ODK XForms specification{suggestion}."
    ),
    "function-arity": CatalogueEntry(
        _E, "{function}() takes {expected} arguments, {given} are given.", "Check commas and brackets."
    ),
    "function-unsupported": CatalogueEntry(
        _E, "{function}() cannot be used: {reason}.", "Write the expression without it."
    ),
    "function-always-blank": CatalogueEntry(
        _W, "{function}() never finds anything here.", "Remove it if the form does not need it elsewhere."
    ),
    "comma-doubled": CatalogueEntry(
        _W,
        "{function}() is written with one comma too many; it was left out.",
        "Remove the comma, or write the missing argument.",
    ),
    "digest-unknown": CatalogueEntry(_E, "digest() does not know “{name}”.", "Use one of {known}."),
    "itext-unknown": CatalogueEntry(
        _E, "There is no text “{id}” for jr:itext().", "Use jr:choice-name() for the label of a choice."
    ),
    "index-outside-repeat": CatalogueEntry(
        _E, "index() is used outside every repeat.", "Move it into the repeat, or name the repeat: index(${{repeat}})."
    ),
    "predicate-too-deep": CatalogueEntry(
        _E,
        "There are conditions in square brackets within one another more than twice.",
        "Split it into several calculations.",
    ),
    "regex-invalid": CatalogueEntry(_E, "The pattern of regex() cannot be read.", "Check brackets and backslashes."),
    "regex-unsupported": CatalogueEntry(
        _E,
        "The pattern of regex() uses “{part}”, which cannot be matched in bounded time.",
        "Write the pattern without it.",
    ),
    "regex-too-big": CatalogueEntry(
        _E, "The pattern of regex() is too big.", "Use smaller numbers in {{…}}, or several checks."
    ),
    "regex-unanchored": CatalogueEntry(
        _H, "The pattern of regex() may match a part of the text only.", "Write ^…$ if the whole text is meant."
    ),
    "node-as-condition": CatalogueEntry(
        _W, "“{node}” alone is always true.", "Write {node} != '' if an answer is meant, or compare it."
    ),
    "node-compared-with-truth": CatalogueEntry(
        _W,
        "“{node}” is compared with true() or false(), which does not look at its value.",
        "Compare with 'true', or with the choice.",
    ),
    "order-with-blank": CatalogueEntry(_W, "<, >, <= and >= with a blank text are always false.", "Use = '' or != ''."),
    "path-unknown": CatalogueEntry(
        _W, "The path “{path}” leads nowhere: it is blank, and no comparison with it is true.", "Use ${{name}}."
    ),
    "path-unsupported": CatalogueEntry(
        _E, "The path “{path}” is not supported.", "Use ${{name}}, ../name or instance('list')/root/item[…]/column."
    ),
    "file-path-unsupported": CatalogueEntry(
        _E,
        "The path “{path}” cannot be followed through the file “{file}”.",
        "Name every element on the way; choose records by a value instead of their number, as in item[name = 'x'], "
        "and put square brackets behind the record alone.",
    ),
    "record-path-unsupported": CatalogueEntry(
        _E,
        "“{path}” in square brackets is not supported: it is not one plain value of each record of “{file}”.",
        "Compare an element that each record has once, as in [name = 'x']; or lead the path down to the element and "
        "compare there, as in item/child[age > 10]; or add the value wanted to each record of the file.",
    ),
    "attribute-unsupported": CatalogueEntry(
        _E,
        "“@” at character {at} asks for an attribute, which is not supported.",
        "Put the value into the file as an element of its own, as in <id>7</id>, and write its name without @.",
    ),
    "search-unsupported": CatalogueEntry(
        _E,
        "“//” at character {at} searches at every depth, which is not supported there.",
        "Name every element on the way, as in instance('list')/root/item; to divide, write div.",
    ),
    "path-too-high": CatalogueEntry(_E, "The path leads above the questionnaire.", "Remove one “..”."),
    "path-expected": CatalogueEntry(_E, "“{found}” is no question.", "Write ${{name}}."),
    "indexed-repeat-invalid": CatalogueEntry(
        _E,
        "indexed-repeat() needs a question, its repeat and a number.",
        "Write indexed-repeat(${{question}}, ${{repeat}}, 1).",
    ),
    "choice-name-without-list": CatalogueEntry(
        _E, "“{name}” has no choices.", "Name the question whose choices are meant."
    ),
    "choice-list-unknown": CatalogueEntry(_E, "There is no choice list “{list}”.", "Check the spelling{suggestion}."),
    "choice-column-unknown": CatalogueEntry(
        _E,
        "The choice list “{list}” has no column “{column}”.",
        "Add the column to the sheet choices, or write ${{{column}}} for a question{suggestion}.",
    ),
    "file-column-unknown": CatalogueEntry(
        _E,
        "The file “{file}” has no column or element “{column}” there.",
        "Check the spelling{suggestion}; add it to each record of the file, or write ${{name}} if a question is meant.",
    ),
    "file-missing": CatalogueEntry(
        _W,
        "The file “{file}” is not next to the questionnaire; what would be read from it is blank.",
        "Put it into the folder of the questionnaire; look-ups in the sheet choices with instance() need no file.",
    ),
    "file-outside": CatalogueEntry(
        _E,
        "“{file}” would lead out of the folder of the questionnaire and is not read.",
        "Put the file next to the questionnaire and write its name only.",
    ),
    "file-column-missing": CatalogueEntry(
        _W,
        "The file “{file}” has no column “{column}”; the question is left out.",
        "Add the column, or name another one: parameters value=… label=….",
    ),
    "attachment-broken": CatalogueEntry(
        _E,
        "The file “{name}” cannot be read: {reason}.",
        "Save it again as CSV (UTF-8), XML or GeoJSON and check that the copy is complete.",
    ),
    "pulldata-foreign": CatalogueEntry(
        _E,
        "pulldata('{file}', …) calls a program of another tool, which is not run.",
        "Take the values from a CSV file or from a calculation.",
    ),
    "default-invalid": CatalogueEntry(
        _W,
        "The default “{text}” is no answer to “{name}” and is left out.",
        "Write an answer of the question's type, or an expression.",
    ),
    "repeat-too-long": CatalogueEntry(
        _E, "The repeat “{name}” is to have {count} rows; there can be {most}.", "Ask for fewer rows."
    ),
    "text-as-condition": CatalogueEntry(
        _W,
        "The text '{text}' is a condition on its own, which is always true.",
        "Repeat the question: ${{q}} = 'a' or ${{q}} = 'b'.",
    ),
    "cycle": CatalogueEntry(
        _E,
        "These depend on each other in a cycle: {names} (rows {rows}).",
        "Break the cycle: no question may depend on itself.",
    ),
    "relevance-from-within": CatalogueEntry(
        _W,
        "Whether “{name}” is asked depends on “{names}” within it; what was handed in or stands as its default is read.",
        "Move {names} in front of the group, so that every program reads it so.",
    ),
    "unreachable": CatalogueEntry(
        _W, "“{name}” can never be asked: {reason}.", "Correct the condition, or remove the question."
    ),
    "constraint-without-message": CatalogueEntry(
        _H, "The constraint of “{name}” has no message.", "Write in constraint_message what is to be corrected."
    ),
    "path-contradictory": CatalogueEntry(
        _W,
        "No answers lead to “{name}”: its condition and those of the questions it reads exclude one another.",
        "Follow the conditions back, or remove the question.",
    ),
    "paths-undecided": CatalogueEntry(
        _H,
        "{count} of {all} conditions could not be judged: they compare more than single answers with constants.",
        "Look at them yourself; --json lists them.",
    ),
    # by telephone
    "list-long-to-read": CatalogueEntry(
        _H,
        "“{name}” has {count} answers to be read aloud; after {most} nobody remembers the first.",
        "Ask in two steps, or give it the appearance search if the answer is typed.",
    ),
    "text-long-to-read": CatalogueEntry(
        _H,
        "“{name}” takes {words} words in {language}; more than {most} are hard to follow by ear.",
        "Shorten it, or split it into a note and a question.",
    ),
    "placeholder-missing": CatalogueEntry(
        _W,
        "“{name}” quotes ${{{reference}}} in {other}, but not in {language}.",
        "Quote the same answers in every language.",
    ),
    "translation-same": CatalogueEntry(
        _H,
        "The text of “{name}” in {language} is the same as in {other}.",
        "Translate it, or empty the cell so that it is known to be missing.",
    ),
    "special-in-list": CatalogueEntry(
        _H,
        "The choice “{name}” of “{list}” means don't know or refused, which every question takes by key.",
        "Remove it: F2 and F3 store the answer apart from the values, with its own code in the data.",
    ),
    "special-in-constraint": CatalogueEntry(
        _H,
        "The constraint of “{name}” lets {number} through as if it were an answer.",
        "Remove that part: don't know and refused have their own keys on every question.",
    ),
    "soft-without-message": CatalogueEntry(
        _W,
        "The soft check of “{name}” has no message.",
        "Write in cati_soft_message what the interviewer should ask again.",
    ),
}
STRICT = frozenset({"unreachable", "translation-default-missing", "choice-duplicate", "choice-zeros"})
"""Warnings that are errors in a study of one's own: forms of others run with them, data would suffer."""


def in_study(findings: Iterable[Finding]) -> list[Finding]:
    """The findings as they count for a questionnaire that is about to be used in a study."""
    return [replace(problem, severity=Severity.ERROR) if problem.code in STRICT else problem for problem in findings]


def finding(
    code: str, sheet: str | None = None, row: int | None = None, column: str | None = None, /, **fields: object
) -> Finding:
    """A finding of the catalogue; a field `suggestion` is worded or left out."""
    entry = CATALOGUE[code]
    if "suggestion" in fields:
        near = fields["suggestion"]
        fields["suggestion"] = Phrase(" – do you mean “{near}”?", near=near) if near else ""
    return Finding(
        entry.severity, code, Phrase(entry.message, **fields), Phrase(entry.cure, **fields), sheet, row, column
    )
