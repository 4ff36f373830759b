"""Where a function or a feature of the language differs from its specification, or where its sources disagree.

Shown in docs/conformance.md, so that no difference is silent.
"""

# ruff: noqa: E501 - a table, one entry a line

from __future__ import annotations

_MOMENT = "A moment counts by the clocks in the time zone of the study, not in UTC; a date is a whole number of days."
_WHOLE = "Numbers are 64-bit floats: whole numbers are exact up to 2^53 and never cut to 32 bits as in ODK Collect."
_INSIDE = "In the repeat of its question it looks at all rows, as outside it."
_HANDED = "The value handed in at the start of the interview; blank when none was."
_CUT = "A text longer than 100,000 characters is cut."
_CHECKED = (
    "An answer counts when it is true, a number other than 0, or a text other than blank and 0, as in JavaRosa; "
    "in ODK Web Forms and Enketo a node that holds 0 counts as well; the ODK manual says only “yes” counts."
)
_AREA = "A sphere with the radius of the equator, 6,378,100 m, as in ODK Web Forms and JavaRosa; to the hundredth."

FUNCTIONS: dict[str, str] = {
    "area": _AREA,
    "base64-decode": "Bytes that are no UTF-8 give a blank.",
    "base64-encode": "Ours, the other way round of base64-decode.",
    "boolean": "A question alone is a node that exists: true, whatever it holds (XPath); JavaRosa looks at its value.",
    "checklist": _CHECKED,
    "coalesce": "Takes more than two arguments, as SurveyCTO does.",
    "collect-is-phone-app": "True only when the value handed in at the start of the interview is true or 1.",
    "concat": _CUT,
    "date": "A text that is no date gives a blank; JavaRosa raises, the JavaScript engines say Invalid Date.",
    "decimal-date-time": _MOMENT,
    "decimal-time": "A time with an offset counts by the clocks in the time zone of the study, on the day the interview started.",
    "device-info": _HANDED,
    "difference-in-months": "Whole calendar months, ends of months counted as Moment.js counts them.",
    "digest": "An unknown algorithm or encoding gives a blank, and is an error at load when it is a literal.",
    "distance": _AREA,
    "distance-between": _AREA + " What is no geopoint gives a blank, not an error.",
    "duration": "Seconds between events while the interview was not paused, as the log of events tells; 0 at the start.",
    "enclosed-area": _AREA,
    "enumerator-id": _HANDED,
    "enumerator-name": _HANDED,
    "format-date": "Month and day names in the language of the form for the languages of engine/expressions/names.py, else English.",
    "format-date-time": "Month and day names as in format-date.",
    "format-number": "Groups of three and marks by the language of the form; SurveyCTO asks the device. All decimals are kept.",
    "geo-scatter": "The point follows from the seed of the interview, so that a replay repeats it.",
    "geofence": "Latitude and longitude are taken as a plane; a point on the border may count either way.",
    "hash": "SurveyCTO does not say how it hashes: ours is SHA-256, so values of both programs do not match.",
    "id": "Always empty: forms declare no identifiers.",
    "indexed-repeat": "A row that does not exist is blank; SurveyCTO falls back to the first row. Where a repeat around is not named, the number counts through all its rows, as in ODK Web Forms.",
    "instance": "In an XML file with groups in its items a condition by position is refused at load: it would count within each group.",
    "int": _WHOLE,
    "join": _CUT,
    "join-if": _INSIDE,
    "count-if": _INSIDE,
    "sum-if": _INSIDE,
    "min-if": _INSIDE,
    "max-if": _INSIDE + " Numbers only.",
    "jr:choice-name": "A value without choice is given back as it is; several chosen are listed with commas.",
    "choice-label": "A value without choice is given back as it is; several chosen are listed with commas.",
    "jr:itext": "Texts of choices by the identifiers that pyxform gives them (list-0, list-1 …) or their column itextId holds, references in them filled in; others are an error at load.",
    "lang": "Always false: no question carries xml:lang.",
    "lower": "By Unicode, without regard to the language.",
    "upper": "By Unicode, without regard to the language.",
    "max": "Blanks are skipped; the JavaScript engines give NaN. Numbers only.",
    "min": "Blanks are skipped; the JavaScript engines give NaN. Numbers only.",
    "namespace-uri": "Every question is in the namespace of XForms.",
    "number": _MOMENT + " A comma is no decimal point (JavaRosa takes it for one); 1e3 is 1000 (JavaRosa: NaN).",
    "phone-call-duration": _HANDED,
    "phone-call-log": _HANDED,
    "plug-in-metadata": "Always blank, reported at load: there are no field plug-ins.",
    "position": "Without argument and outside a predicate it is 1.",
    "property": "One of the values handed in at the start of the interview, by its name; blank when there is none.",
    "pulldata": "A file that was not found is reported at load.",
    "random": "Follows from the seed of the interview and the place of the expression, so that a replay repeats it.",
    "randomize": "Without seed it follows from the seed of the interview.",
    "rank-index": _INSIDE + " Equal values rank in the order of their rows.",
    "rank-index-if": _INSIDE + " Equal values rank in the order of their rows.",
    "rank-value": "Equal values share their rank; 999 when the value is not in the list.",
    "regex": "Finds the pattern anywhere, as ODK Web Forms and Enketo do (JavaRosa wants the whole text; reported at load). "
    "Letters and digits are ASCII. References back, looking behind and possessive repetitions are an error at load. "
    "A search that takes more than 1,000,000 steps ends without a find.",
    "selected": "A value of several words is looked for in one word, its blanks as underscores, as rows of a repeat are stored among several answers.",
    "round": "Halves go up: round(-2.5) is -2, as XPath 1.0 has it and as JavaRosa rounds; ODK Web Forms and Enketo round halves away from zero, to -3.",
    "special": "Ours: dont_know, refused, not_applicable or blank.",
    "string": "NaN is blank, as it is in a stored answer.",
    "string-length": "Counts characters, not UTF-16 units: an emoji is 1.",
    "sum": "Blanks are skipped, as in JavaRosa; the JavaScript engines give NaN.",
    "today": "The day of the last event, in the time zone of the study.",
    "now": "The time of the last event, in the time zone of the study.",
    "username": _HANDED,
    "uuid": "Follows from the seed of the interview, so that a replay repeats it. At most 10,000 characters.",
    "weighted-checklist": _CHECKED,
}
