"""Texts of the compliance report, in German and English."""

from __future__ import annotations

from collections.abc import Mapping

_DE: Mapping[str, str] = {
    "title": "Einhaltung der Anrufregeln",
    "for": "Bericht für die Datenschutzbeauftragte oder den Datenschutzbeauftragten",
    "study": "Studie", "at": "Stand", "period": "Anrufe", "none_yet": "noch keine", "to": "bis",
    "clean": "Kein Verstoß gefunden.", "found": "{detail} Verstöße gefunden, aufgeführt auf Seite 2.",
    "declared": "Erklärt in der Studiendefinition", "not_declared": "nicht erklärt",
    "caller": "Angezeigte Rufnummer", "leads_to": "Rückruf erreicht", "staff": "Mitarbeitende",
    "voice_box": "Ansage", "notice": "Hinweise zu Beginn", "controller": "Verantwortlich",
    "institute": "Institut, Auftraggeber", "legal": "Rechtsgrundlage", "recording": "Aufzeichnen, Mithören",
    "off": "ausgeschaltet", "on": "nur nach vorheriger Einwilligung",
    "who_calls": "wer anruft", "client": "für wen", "purpose": "Zweck", "voluntary": "freiwillig",
    "anonymous": "anonym", "how_chosen": "Auswahl der Rufnummer", "length": "Dauer",
    "interviewer_name": "Name der Interviewerin", "hours": "Anrufzeiten, Ortszeit der Angerufenen",
    "weekday": "Montag bis Freitag", "saturday": "Samstag", "sunday": "Sonn- und Feiertage",
    "day": "Tag", "allowed": "erlaubt (Studie)", "guideline": "äußerste Grenze", "calls": "Anrufe",
    "earliest": "frühester", "latest": "spätester", "no_calls": "keine Anrufe",
    "beyond": "Grund für Anrufe über die Voreinstellung hinaus", "pack": "Feste Regeln", "attempts": "Kontaktversuche",
    "limits": "Grenzen: {detail}", "per_number": "je Rufnummer und Studie", "per_day": "je Rufnummer und Tag",
    "numbers": "Rufnummern", "numbers_and_days": "Rufnummern × Tage", "measured": "Gemessen: Verstöße je Regel",
    "rule": "Regel", "count": "Anzahl", "cases": "Fallnummern", "more": "und {detail} weitere",
    "outside_guideline": "Anruf außerhalb der äußersten Grenze",
    "outside_hours": "Anruf außerhalb der Zeiten der Studie",
    "started_late": "Beginn zu spät für ein Interview bis zum Ende", "number_limit": "zu viele Versuche je Rufnummer",
    "case_limit": "zu viele Versuche je Fall", "day_limit": "zu viele Versuche je Rufnummer und Tag",
    "blocked": "Anruf nach Aufnahme in die Sperrliste", "refused": "Anruf nach Verweigerung",
    "soft_too_early": "Anruf zu früh nach weicher Verweigerung",
    "soft_twice": "Anruf nach zweiter weicher Verweigerung",
    "special_without": "besondere Kategorien ohne Einwilligung beantwortet",
    "recontact_without": "Kontaktangaben ohne Einwilligung aufbewahrt",
    "consent": "Einwilligungen", "interviews": "Interviews, auch abgebrochene", "asked": "nach Einwilligung gefragt",
    "given": "eingewilligt (besondere Kategorien)", "recontact": "eingewilligt (erneuter Kontakt)",
    "recordings": "Aufzeichnungen im Protokoll", "log": "Protokoll und Zugriffe", "shown": "Kontaktdaten angezeigt",
    "exports": "Datensätze ausgegeben", "changed": "Ergebnisse geändert, je mit Grund",
    "blocked_cases": "Fälle auf der Sperrliste", "entries": "Einträge im Protokoll",
    "prevented": "Vom Programm verhindert", "rule_changes": "Änderungen der Anrufregeln, je mit Zeit und Person",
    "limit_reached": "Anruf über der Grenze der Versuche",
    "day_limit_reached": "Anruf über der Grenze eines Tages",
    "number_blocked": "Anruf einer Rufnummer, die seit der Vorlage auf der Sperrliste steht",
    "case_blocked": "Fall vor dem Anruf geschlossen: Rufnummer auf der Sperrliste",
    "missed": "vereinbarte Termine verpasst", "came_back": "Fälle nach Ausfall eines Platzes zurückgekommen",
    "hole_free": "lückenlos", "holes": "mit Lücken: letzte Nummer {detail}",
    "how": "Gemessen an den Anrufdatensätzen und dem Protokoll, nicht an den Sperren des Programms. Rufnummern, Namen "
    "und Antworten enthält der Bericht nicht; Fallnummern führen nur mit der Datenbank der Studie zu Personen. Nicht "
    "messbar ist, was am Telefon gesagt wurde und welche Rufnummer das Netz tatsächlich angezeigt hat.",
    "signed": "Geprüft (Ort, Datum, Unterschrift)", "page": "Seite",
}  # fmt: skip
_EN: Mapping[str, str] = {
    "title": "Compliance with the calling rules", "for": "Report for the data-protection officer",
    "study": "Study", "at": "As of", "period": "Calls", "none_yet": "none yet", "to": "to",
    "clean": "No breach was found.", "found": "{detail} breaches were found; they are listed on page 2.",
    "declared": "Declared in the definition of the study", "not_declared": "not declared",
    "caller": "Number shown", "leads_to": "Calling back reaches", "staff": "staff", "voice_box": "voice box",
    "notice": "Said at the start", "controller": "Controller", "institute": "Institute, client", "legal": "Legal basis",
    "recording": "Recording, listening in", "off": "switched off", "on": "only after consent asked before",
    "who_calls": "who calls", "client": "for whom", "purpose": "purpose", "voluntary": "voluntary",
    "anonymous": "anonymous", "how_chosen": "how the number was chosen", "length": "length",
    "interviewer_name": "name of the interviewer", "hours": "Calling hours, local time of the called person",
    "weekday": "Monday to Friday", "saturday": "Saturday", "sunday": "Sundays and public holidays",
    "day": "Day", "allowed": "allowed (study)", "guideline": "widest limit", "calls": "calls", "earliest": "earliest",
    "latest": "latest", "no_calls": "no calls", "beyond": "Reason for calls beyond the preset", "pack": "Locked rules",
    "attempts": "Contact attempts", "limits": "Limits: {detail}", "per_number": "per number and study",
    "per_day": "per number and day", "numbers": "numbers", "numbers_and_days": "numbers × days",
    "measured": "Measured: breaches by rule", "rule": "Rule", "count": "count", "cases": "Case numbers",
    "more": "and {detail} more",
    "outside_guideline": "call outside the widest limit", "outside_hours": "call outside the study's hours",
    "started_late": "begun too late for an interview to end in time", "number_limit": "too many attempts per number",
    "case_limit": "too many attempts per case", "day_limit": "too many attempts per number and day",
    "blocked": "call after the number was blocked", "refused": "call after a refusal",
    "soft_too_early": "call too soon after a soft refusal", "soft_twice": "call after a second soft refusal",
    "special_without": "special categories answered without consent",
    "recontact_without": "contact details kept without consent", "consent": "Consent",
    "interviews": "interviews, broken-off ones included", "asked": "asked for consent",
    "given": "consented (special categories)", "recontact": "consented (being contacted again)",
    "recordings": "recordings in the log", "log": "Log and access", "shown": "contact data shown",
    "exports": "data sets exported", "changed": "results changed, each with a reason",
    "blocked_cases": "cases on the block list", "entries": "entries in the log",
    "prevented": "Prevented by the program", "rule_changes": "changes of the calling rules, each with time and person",
    "limit_reached": "call above the limit of attempts", "day_limit_reached": "call above the limit of a day",
    "number_blocked": "call of a number that came onto the block list after the case was offered",
    "case_blocked": "case closed before the call: number on the block list",
    "missed": "appointments missed", "came_back": "cases that came back after a workplace failed",
    "hole_free": "without a hole",
    "holes": "with holes: last number {detail}",
    "how": "Measured from the call records and the log, not from the locks of the program. The report holds no "
    "telephone numbers, names or answers; case numbers lead to persons only with the database of the study. What was "
    "said on the telephone, and which number the network really showed, cannot be measured.",
    "signed": "Examined (place, date, signature)", "page": "Page",
}  # fmt: skip
WORDS = {"de": _DE, "en": _EN}


def word(language: str, key: str, detail: object = "") -> str:
    """A text; KeyError for a language or key that is not listed."""
    return WORDS[language][key].replace("{detail}", str(detail))
