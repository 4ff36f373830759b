"""Texts of data sets that no questionnaire brings along, by language; English where a language is not listed."""

from __future__ import annotations

from collections.abc import Mapping

_DE: Mapping[str, str] = {
    "dont_know": "weiß nicht", "refused": "keine Angabe", "not_applicable": "trifft nicht zu",
    "removed": "Angabe entfernt", "not_reached": "nicht erreicht", "filtered": "nicht gefragt (Filter)",
    "chosen": "genannt", "not_chosen": "nicht genannt", "given": "Text vorhanden", "acknowledged": "bestätigt",
    "unknown": "unbekannt", "true": "ja", "false": "nein",
    "reason": "Warum der Text fehlt", "rank_of": "Rang",
    "case_id": "Zufällige Kennung des Interviews (nicht die Fallnummer)", "interview_lang": "Sprache des Interviews",
    "started_local": "Beginn des Interviews (Ortszeit)",
    "duration_s": "Dauer vom ersten Beginn bis zum Ende in Sekunden, Pausen eingeschlossen",
    "interviewer_no": "Nummer der Interviewerin oder des Interviewers", "frame": "Auswahlgrundlage",
    "attempts": "Kontaktversuche im Fall", "disposition": "Ergebnis", "aapor_code": "Ergebnis, AAPOR-Code",
    "quota_cell": "Quotenzelle bei der Reservierung", "at_reservation": "bei der Reservierung",
    "base_weight": "Designgewicht (nicht berechnet: überall 1)", "weight": "Gewicht (nicht berechnet: überall 1)",
    "landline": "Festnetz", "mobile": "Mobilfunk", "register": "Register", "list": "Liste",
    "rule": "Regelversion", "calculated": "berechnet",
    "note_name": "Der Name weicht von dem im Fragebogen ab: {detail}.",
    "note_label_cut": "Das Variablenlabel ist gekürzt; der volle Text steht im Codebuch.",
    "note_value_cut": "Wertelabels sind gekürzt; die vollen Texte stehen im Codebuch.",
    "note_far": "Negative Werte sind gültig, darum haben fehlende Werte hier andere Codes: {detail}.",
    "note_unlisted": "Werte außerhalb der Liste des Fragebogens: {detail} Fälle, als fehlend geschrieben.",
    "note_text_cut": "Texte waren länger als 32.767 Byte und sind gekürzt: {detail} Fälle.",
    "note_left_out": "Nicht exportiert: hängt von Kontaktangaben oder eingespielten Werten ab ({detail}).",
    "note_single_date": "Nur der Monat wurde erfragt; der Tag ist immer der erste.",
    "note_codes": "Codes sind die Plätze der Kategorien, 0 steht für unbekannt.",
    "codebook": "Codebuch", "version": "Version", "data_time": "Datenstand", "checksum": "Prüfsumme (SHA-256)",
    "cases": "Interviews", "variables": "Variablen", "sets": "Mehrfachantworten-Sets", "notices": "Hinweise",
    "missing_codes": "Fehlende Werte", "source": "Herkunft",
    "field": "Feld", "theme": "Thema", "counted": "gezählter Wert", "page": "Seite", "n_valid": "gültig",
    "how_id": "Die Kennung case_id ist aus der internen Kennung des Interviews gestreut (SHA-256, 60 Bit); "
    "Fallnummern, Rufnummern und Namen enthält der Datensatz nicht.",
    "kind_number": "Zahl", "kind_text": "Text", "kind_date": "Datum", "kind_month": "Monat",
    "kind_moment": "Datum und Uhrzeit", "kind_time": "Uhrzeit",
    "level_nominal": "nominal", "level_ordinal": "ordinal", "level_scale": "metrisch",
}  # fmt: skip
_EN: Mapping[str, str] = {
    "dont_know": "don't know", "refused": "refused", "not_applicable": "not applicable", "removed": "removed",
    "not_reached": "not reached", "filtered": "not asked (filter)",
    "chosen": "chosen", "not_chosen": "not chosen", "given": "text given", "acknowledged": "acknowledged",
    "unknown": "unknown", "true": "yes", "false": "no",
    "reason": "Why the text is missing", "rank_of": "Rank",
    "case_id": "Random id of the interview (not the case number)", "interview_lang": "Language of the interview",
    "started_local": "Start of the interview (local time)",
    "duration_s": "Duration from the first start to the end in seconds, pauses included",
    "interviewer_no": "Number of the interviewer", "frame": "Sampling frame",
    "attempts": "Contact attempts on the case",
    "disposition": "Outcome", "aapor_code": "Outcome, AAPOR code",
    "quota_cell": "Quota cell at reservation", "at_reservation": "at reservation",
    "base_weight": "Design weight (not computed: 1 everywhere)", "weight": "Weight (not computed: 1 everywhere)",
    "landline": "landline", "mobile": "mobile", "register": "register", "list": "list",
    "rule": "rule version", "calculated": "calculated",
    "note_name": "The name differs from the one in the questionnaire: {detail}.",
    "note_label_cut": "The variable label is cut; the full text stands in the codebook.",
    "note_value_cut": "Value labels are cut; the full texts stand in the codebook.",
    "note_far": "Negative values are valid, so missing values have other codes here: {detail}.",
    "note_unlisted": "Values outside the questionnaire's list: {detail} cases, written as missing.",
    "note_text_cut": "Texts were longer than 32,767 bytes and are cut: {detail} cases.",
    "note_left_out": "Not exported: depends on contact data or values handed in ({detail}).",
    "note_single_date": "Only the month was asked; the day is always the first.",
    "note_codes": "Codes are the places of the categories, 0 stands for unknown.",
    "codebook": "Codebook", "version": "Version", "data_time": "Data as of", "checksum": "Checksum (SHA-256)",
    "cases": "Interviews", "variables": "Variables", "sets": "Multiple-response sets", "notices": "Notices",
    "missing_codes": "Missing values", "source": "Source",
    "field": "Field", "theme": "Theme", "counted": "counted value", "page": "Page", "n_valid": "valid",
    "how_id": "case_id is scattered from the interview's internal id (SHA-256, 60 bits); the data set holds no case "
    "numbers, telephone numbers or names.",
    "kind_number": "number", "kind_text": "text", "kind_date": "date", "kind_month": "month",
    "kind_moment": "date and time", "kind_time": "time of day",
    "level_nominal": "nominal", "level_ordinal": "ordinal", "level_scale": "scale",
}  # fmt: skip
_BY_LANGUAGE = {"de": _DE, "en": _EN}


class Words:
    """The texts of one language."""

    def __init__(self, language: str) -> None:
        self._texts = _BY_LANGUAGE.get(language, _EN)

    def __call__(self, key: str, detail: object = "") -> str:
        """The text of a key; KeyError for a key that is not listed."""
        text = self._texts[key]
        return text.format(detail=detail) if "{detail}" in text else text

    def known(self, key: str) -> str | None:
        """The text of a key that need not be listed."""
        return self._texts.get(key)
