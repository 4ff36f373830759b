"""Final codes in the words of reports."""

from __future__ import annotations

from collections.abc import Mapping

from cati_app.domain.outcomes.dispositions import OutcomeClass

_DE: Mapping[str, str] = {
    "complete": "vollständiges Interview", "partial": "brauchbares Teilinterview",
    "refusal": "Verweigerung, unklar durch wen", "refusal_household": "Verweigerung Haushalt",
    "refusal_respondent": "Verweigerung Zielperson", "break_off": "Abbruch",
    "respondent_unavailable": "Zielperson in der Feldzeit nicht erreichbar",
    "machine_household": "Anrufbeantworter, sicher Privathaushalt", "deceased": "verstorben",
    "unable": "gesundheitlich nicht in der Lage", "language_household": "Sprachproblem Haushalt",
    "language_respondent": "Sprachproblem Zielperson", "no_language_interviewer": "keine Interviewerin für die Sprache",
    "bad_audio": "Verbindung unverständlich", "bad_situation": "Situation lässt kein Interview zu",
    "other_eligible": "sonstiger Ausfall, sicher Zielgruppe", "not_attempted": "nicht angerufen",
    "busy": "immer besetzt", "no_answer": "nimmt niemand ab", "machine_unknown": "Anrufbeantworter, unklar ob Haushalt",
    "call_blocked": "Anrufsperre", "line_problem": "technische Störung", "unclear_announcement": "unklare Ansage",
    "not_screened": "Haushalt, Zielgruppe nicht geklärt", "residence_unknown": "unklar ob im Haushalt",
    "other_unknown": "sonstiges, Zielgruppe unklar", "outside_area": "wohnt nicht im Gebiet", "fax": "Fax",
    "not_in_service": "kein Anschluss", "disconnected": "abgeschaltet", "out_of_order": "vorübergehend gestört",
    "number_changed": "Rufnummer geändert", "forwarded": "weitergeleitet",
    "mobile_in_landline_frame": "Mobilfunk in der Festnetzstichprobe",
    "landline_in_mobile_frame": "Festnetz in der Mobilfunkstichprobe", "business": "Geschäftsanschluss",
    "institution": "Einrichtung", "group_quarters": "Gemeinschaftsunterkunft", "not_resident": "kein Wohnsitz",
    "no_eligible_person": "keine Person der Zielgruppe", "quota_filled": "Quote erfüllt", "duplicate": "doppelt",
    "other_ineligible": "sonstiges, nicht Zielgruppe",
}  # fmt: skip
_CLASSES: Mapping[OutcomeClass, str] = {
    OutcomeClass.INTERVIEW: "interviews", OutcomeClass.PARTIAL: "usable partial interviews",
    OutcomeClass.REFUSAL: "refusals and break-offs", OutcomeClass.NON_CONTACT: "eligible, not reached",
    OutcomeClass.OTHER: "eligible, other reasons", OutcomeClass.UNKNOWN_HOUSEHOLD: "unknown whether a household",
    OutcomeClass.UNKNOWN_OTHER: "household, eligibility unknown", OutcomeClass.NOT_ELIGIBLE: "not eligible",
}  # fmt: skip


def german(name: str) -> str:
    """A final code in German."""
    return _DE[name]


def of_class(outcome_class: OutcomeClass) -> str:
    """A class in English."""
    return _CLASSES[outcome_class]
