"""The catalogue of findings about a study: one code, one message, one cure. Listed in docs/findings.md."""

# ruff: noqa: E501 - a table, one code a line

from __future__ import annotations

from cati_app.domain.findings import CatalogueEntry, Finding, Severity
from cati_app.domain.phrases import Phrase

_E, _W, _H = Severity.ERROR, Severity.WARNING, Severity.HINT
STUDY_SHEET = "study.yaml"


# fmt: off
CATALOGUE: dict[str, CatalogueEntry] = {
    "study-missing": CatalogueEntry(_E, "There is no study.yaml in the folder.", "Add one; the reference study is an example."),
    "study-unreadable": CatalogueEntry(_E, "The file cannot be read: {reason}.", "Check that it exists and that you may read it."),
    "study-too-big": CatalogueEntry(_E, "The file is too big.", "study.yaml holds settings only; move data to separate files."),
    "file-over-limit": CatalogueEntry(_E, "The file is too big: {size} MB; at most {most} MB are read.", "Take pictures, sounds and unused sheets out of it, and keep long lists in separate files."),
    "study-encoding": CatalogueEntry(_E, "The text is not UTF-8.", "Save it as UTF-8."),
    "study-empty": CatalogueEntry(_E, "The file is empty.", "Fill it in; the reference study is an example."),
    "yaml-syntax": CatalogueEntry(_E, "This is no YAML: {reason}.", "Check indentation, colons and quotation marks in this line and the one above."),
    "yaml-aliases": CatalogueEntry(_E, "The file repeats parts of itself too often.", "Write the values out."),
    "yaml-too-deep": CatalogueEntry(_E, "Settings are nested more than {most} deep.", "Check brackets and indentation: no study needs more than seven."),
    "yaml-too-many": CatalogueEntry(_E, "The file has more than {most} values.", "study.yaml holds settings only; move data to separate files."),
    "faults-left-out": CatalogueEntry(_E, "{count} more settings are wrong.", "Correct those named first."),
    "key-duplicate": CatalogueEntry(_E, "“{key}” is given twice.", "Keep one of them."),
    "key-unknown": CatalogueEntry(_E, "There is no setting “{key}” here.", "Check the spelling{suggestion}."),
    "key-missing": CatalogueEntry(_E, "The setting “{key}” is missing.", "Add it."),
    "value-invalid": CatalogueEntry(_E, "The value is not allowed: {reason}.", "docs/study-yaml.md describes every setting with what it may be."),
    "state-unknown": CatalogueEntry(_E, "There is no federal state “{given}” in {country}.", "Write one of: {known}{suggestion}; where none is listed, leave state out."),
    "country-unknown": CatalogueEntry(_E, "The country “{given}” is not known.", "Write two capital letters (ISO 3166), one of: {known}{suggestion}."),
    "time-zone-unknown": CatalogueEntry(_E, "There is no time zone “{given}”.", "Write its IANA name, one of: {known}{suggestion}."),
    "language-code-unknown": CatalogueEntry(_E, "No language has the code “{given}”.", "Write the code of ISO 639, of three letters or one of: {known}{suggestion}."),
    "states-none": CatalogueEntry(_E, "No federal states are known of {country}, so “{given}” cannot be one.", "Leave state out."),
    "encoding-unknown": CatalogueEntry(_E, "There is no encoding “{given}”.", "Write one of: {known}{suggestion}."),
    "value-unquoted": CatalogueEntry(_E, "A text is expected; written without quotation marks, this is a number, a date or yes or no.", "Put it between quotation marks."),
    "rules-loosened": CatalogueEntry(_E, "“{name}” is {given}; the locked rules {pack} go no further than {most}.", "Stay within them: a study may be stricter than the guideline of the professional associations, never looser."),
    "preset-reason-missing": CatalogueEntry(_E, "Calls after 20:00 on weekdays, or a fourth attempt on one day, need a reason.", "Write it in calling.beyond_preset_reason, or stay within the preset."),
    "questionnaire-missing": CatalogueEntry(_E, "There is no questionnaire “{file}”.", "Check the name; the file must be in the study folder."),
    "questionnaire-outside": CatalogueEntry(_E, "The questionnaire “{file}” is outside the study folder.", "Copy it into the folder."),
    "sample-missing": CatalogueEntry(_W, "There is no sample “{file}”.", "Check the name; the file must be in the study folder until its cases are in the database, and not afterwards."),
    "sample-outside": CatalogueEntry(_E, "The sample “{file}” is outside the study folder.", "Copy it into the folder."),
    "quota-variable-unknown": CatalogueEntry(_E, "The quota dimension “{name}” is no variable of the questionnaire.", "Name a question or calculation outside repeats{suggestion}."),
    "quota-value-impossible": CatalogueEntry(_E, "“{value}” can never be a value of “{name}”.", "Use a value that the questionnaire yields{suggestion}."),
    "quota-value-twice": CatalogueEntry(_E, "“{value}” belongs to more than one category of “{name}”.", "Leave it in one category."),
    "quota-share-missing": CatalogueEntry(_E, "The category “{code}” of “{name}” has neither share nor targets.", "Give it a share, or list targets by cell."),
    "quota-shares-sum": CatalogueEntry(_E, "The shares of “{name}” add up to {sum} instead of 1.", "Correct the shares."),
    "quota-too-many-cells": CatalogueEntry(_E, "The quota would have {cells} cells; there can be {most}.", "Use fewer dimensions or categories: a cell needs several interviews."),
    "shift-language-unknown": CatalogueEntry(_W, "The shift speaks “{code}”, which is no language of the study.", "Write one of: {known}."),
    "quota-target-missing": CatalogueEntry(_E, "The cell “{cell}” has no target.", "Add it to targets, 0 where nobody is wanted."),
    "quota-target-unknown": CatalogueEntry(_E, "There is no cell “{cell}”.", "Write the codes of the categories in order, joined by /{suggestion}."),
    "quota-targets-sum": CatalogueEntry(_W, "The targets add up to {sum}, total is {total}.", "Make them equal."),
    "quota-late": CatalogueEntry(_H, "The quota dimension “{name}” is decided at “{question}”, after {share} of the reading time.", "Ask what the quota needs as early as possible: respondents in a full cell are only then thanked and released."),
    "quota-after-screener": CatalogueEntry(_W, "The quota dimension “{name}” depends on “{question}”, which is asked after the place is taken.", "Move the question into the screener, or name a later group as screener."),
    "length-over-expected": CatalogueEntry(_H, "Read aloud in {language}, all questions together take about {minutes} minutes; {expected} are expected.", "Correct calling.expected_length_min, or shorten; `cati check STUDY --times` lists every question."),
    "screener-unknown": CatalogueEntry(_E, "The screener “{name}” is no group of the questionnaire.", "Name a group{suggestion}."),
    "screener-missing": CatalogueEntry(_E, "There are quotas on answers, but no screener.", "Name the group that ends the screening."),
    "outcome-unknown": CatalogueEntry(_E, "The outcome “{name}” is no calculation of the questionnaire.", "Name a calculation{suggestion}."),
    "outcome-value-unknown": CatalogueEntry(_E, "The outcome “{name}” can be “{value}”, which is no result.", "Name a result of docs/calling.md, such as refusal, or no_eligible_person for who does not belong to the population{suggestion}."),
    "quota-value-outside": CatalogueEntry(_W, "“{value}” can be a value of “{name}” and belongs to no category.", "Put it into a category, or name it in outside: people with it are not eligible, or are interviewed without a cell."),
    "eligibility-unknown": CatalogueEntry(_E, "“{name}”, which is to decide eligibility, is no question or calculation outside repeats.", "Name a question{suggestion}."),
    "taking-part-unknown": CatalogueEntry(_E, "“{name}”, which is to ask whether a person takes part, is no question outside repeats.", "Name a question{suggestion}."),
    "taking-part-without-no": CatalogueEntry(_E, "“{name}” has no answer that says no.", "Name a question with a choice called or labelled “no”."),
    "taking-part-not-asked": CatalogueEntry(_W, "No question is known to ask whether a person takes part: whoever says no is asked on, into “{screener}”.", "Name it in ending.taking_part, or ask before the screener whether the person takes part in the survey, with yes and no as choices."),
    "consent-unknown": CatalogueEntry(_E, "“{name}” is no question of the questionnaire.", "Name the question that asks for consent{suggestion}."),
    "consent-not-asked": CatalogueEntry(_E, "Special categories of data are named, but no question asks for consent.", "Name it in consent.asked_in."),
    "result-map-missing": CatalogueEntry(_E, "The result “{code}” is not in the catalogue and is mapped to none of it.", "Write as: and a result of the catalogue{suggestion}."),
    "result-map-unknown": CatalogueEntry(_E, "The result “{code}” is mapped to “{name}”, which is not in the catalogue.", "Name a result of docs/calling.md{suggestion}."),
    "result-map-fixed": CatalogueEntry(_E, "“{code}” is a result of the catalogue and cannot count as anything else.", "Leave out as: and person:, or give the added result its own name."),
    "result-by-program": CatalogueEntry(_E, "The result “{code}” counts as “{name}”, which only the course of an interview can give.", "Map it to a result that an interviewer can give."),
    "result-needed": CatalogueEntry(_E, "The result “{code}” cannot be hidden.", "Keep it: every call must have a result, an appointment and a way to say never again."),
    "result-twice": CatalogueEntry(_E, "The result “{code}” is given twice.", "Keep one of them."),
    "result-reserved": CatalogueEntry(_E, "“{code}” is a word of the screens and cannot be the code of a result.", "Give the result another code."),
    "result-never-again": CatalogueEntry(_E, "The result “{code}” cannot be used for “never call again”.", "Leave out never_again:, or give it its own name and write as: refusal, refusal_household or refusal_respondent."),
    "result-label-missing": CatalogueEntry(_E, "The added result “{code}” has no label.", "Write what the interviewer reads."),
    "form-rename-likely": CatalogueEntry(_H, "“{before}” is gone and “{after}” is new with the same text.", "If it is the same question, write under changes the step from the version before with renamed, old name: new name; else its answers are set apart."),
    "form-changed": CatalogueEntry(_W, "The questionnaire is another one than interviews were held with so far, version {version}. Interviews that are over and keep their version: {ended}; that wait and go on under this one: {waiting}.", "See `cati form diff STUDY --as LOGIN`, which also says what becomes of their answers; tell renames in changes: before the next start."),
    "form-not-compared": CatalogueEntry(_H, "What the questionnaire does to interviews is not known, for the study's database cannot be opened: {reason}", "Set CATI_PASSPHRASE, or name the database with --db."),
    "change-name-unknown": CatalogueEntry(_W, "“{name}”, a new name in the changes, is no question of the questionnaire.", "Check the spelling{suggestion}; a question that was removed later needs no step."),
    "change-option-unknown": CatalogueEntry(_W, "“{option}”, a new name in the changes, is no choice of “{name}”.", "Check the spelling{suggestion}; a choice that was removed later needs no step."),
    "change-from-current": CatalogueEntry(_W, "The changes start from version “{name}”, which is this one.", "Give the study a new version, and name the one before in from."),
    "change-from-twice": CatalogueEntry(_W, "Two steps of the changes start from version “{name}”.", "Put them together: there is one step from each version to the next."),
    "change-from-unknown": CatalogueEntry(_W, "No version called “{name}” is kept: this step is taken wherever an old name is gone.", "Kept are: {known}. Name one of them, unless the version was in use before versions were kept."),
    "change-name-twice": CatalogueEntry(_E, "“{first}” and “{second}” would both become “{name}”.", "Keep one of them: the answers of two questions cannot be told apart under one name."),
    "change-option-twice": CatalogueEntry(_E, "The choices “{first}” and “{second}” would both become “{name}”.", "Keep one of them: two answers cannot be told apart under one name."),
    "change-same-name": CatalogueEntry(_W, "“{name}” is renamed to itself.", "Leave it out: what keeps its name needs no step."),
    "change-question-unknown": CatalogueEntry(_W, "“{name}”, whose choices were renamed, is no question of the questionnaire.", "Check the spelling{suggestion}; a question that was removed later needs no step."),
    "change-without-choices": CatalogueEntry(_W, "“{name}” has no choices that could have been renamed.", "Name a question with choices, or leave it out."),
    "change-old-name-unknown": CatalogueEntry(_W, "“{name}”, an old name in the changes, was no question of version “{version}”.", "Check the spelling{suggestion}: old names stand on the left."),
    "change-old-option-unknown": CatalogueEntry(_W, "“{name}”, an old name in the changes, was no choice of the question in version “{version}”.", "Check the spelling{suggestion}: old names stand on the left."),
    "e-missing": CatalogueEntry(_E, "e_method is fixed, but e is not given.", "Give e, from 0 to 1, and its source in a comment."),
    "two-step-advised": CatalogueEntry(_H, "The study screens, and e is estimated by {method}.", "Write outcomes.e_method: two_step: it keeps households that were not screened apart from numbers that reach none."),
    "weight-unknown": CatalogueEntry(_W, "“{name}”, named for the base weight of cases, is no field of the sample.", "Name a field of sample.columns.fields, or a column that is kept{suggestion}. Without weights, cati rates prints unweighted rates only."),
    "clear-unknown": CatalogueEntry(_W, "“{name}”, named in sample.clear, is no field of the sample.", "Name a field of sample.columns.fields, or a column that is kept{suggestion}; its values stay sealed otherwise."),
    "marked-column-sealed": CatalogueEntry(_W, "The hidden question “{name}” is marked for the data set, but its column of the sample is sealed: neither it nor what is calculated from it is exported.", "If it belongs in the data set, declare its column in sample.clear, for instance as a stratum; else remove cati_field and cati_theme."),
    "column-becomes-answer": CatalogueEntry(_H, "{names}: calculated from the sealed column “{column}” of the sample, and so stored as an answer, which analysts can open. It is not exported.", "If that is not meant, write the column into the text of a question: there it is only read."),
    "sample-not-taken": CatalogueEntry(_E, "The sample cannot be taken: {reason} {cure}", "Correct the file, or what study.yaml says of it under sample."),
    "quota-field-unknown": CatalogueEntry(_E, "The quota dimension “{name}” comes from the sample, which has no such field: no case would have a cell.", "Name a field of sample.columns.fields, or a column that is kept{suggestion}."),
    "quota-rows-outside": CatalogueEntry(_W, "{count} of {rows} rows of the sample have a value in “{name}” that belongs to no category.", "Put the values into categories, written as in the file, or name them in outside: such cases are called, and interviewed without a cell."),
    "quota-category-empty": CatalogueEntry(_W, "No row of the sample belongs to the category “{code}” of “{name}”: its cells cannot be filled.", "Write the values as they stand in the file."),
    "hidden-never-filled": CatalogueEntry(_W, "Nothing is handed in for the hidden question “{name}”: it stays blank.", "A sample field goes by its name; docs/authoring.md lists the other values{suggestion}."),
    "derived-unknown": CatalogueEntry(_E, "“{name}” under derived is no calculation of the questionnaire.", "Name a calculation{suggestion}."),
    "derived-codes": CatalogueEntry(_E, "Two categories of “{name}” have the same number, or one below 0.", "Give each category a number of its own, 0 or more."),
    "derived-label": CatalogueEntry(_W, "“{name}” has a text for “{category}”, which has no number.", "Add it to codes, or remove its text."),
    "derived-unnamed": CatalogueEntry(_H, "Calculated variables stand in the data set under their names alone: {names}.", "Say what each is, in the column label of its row or under derived.NAME.label; leave out what is only a step of a calculation, with export: false."),
    "notice-incomplete": CatalogueEntry(_H, "The notice at the start of the call is declared without: {points}.", "Say it in the introduction and list it in notice.points."),
    "language-not-in-form": CatalogueEntry(_E, "The questionnaire has no texts in “{code}”.", "Add columns such as label::{name} ({code}), or remove the language."),
    "language-not-in-study": CatalogueEntry(_W, "The questionnaire has texts in “{code}”, which the study does not offer.", "Add it to languages, or remove its columns."),
    "language-unnamed": CatalogueEntry(_W, "The questionnaire names no language: its texts count as {name}, and none is read in {others}.", "Write the language into the headers, as in label::{name} ({code}), and add columns for the others; or keep one language in study.yaml."),
    "language-draft": CatalogueEntry(_H, "The texts in {name} are still a draft.", "Have a native speaker check them, then set status: checked."),
}
# fmt: on


def finding(entry_code: str, row: int | None, column: str | None, /, **fields: object) -> Finding:
    """A finding on study.yaml; a field `suggestion` is worded or left out."""
    entry = CATALOGUE[entry_code]
    if "suggestion" in fields:
        near = fields["suggestion"]
        fields["suggestion"] = Phrase(" – do you mean “{near}”?", near=near) if near else ""
    return Finding(
        entry.severity,
        entry_code,
        Phrase(entry.message, **fields),
        Phrase(entry.cure, **fields),
        STUDY_SHEET,
        row,
        column,
    )
