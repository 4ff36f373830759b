"""Results and dispositions in words: the study's own where it has them, else the catalogue's."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from cati_app.domain.outcomes.dispositions import DISPOSITIONS
from cati_app.texts import Words


def result_label(words: Words, labels: Mapping[str, str], code: str) -> str:
    """A result as this study calls it.

    Args:
        labels: The study's own words, by code.
        code: Of a result, or the name of a disposition.
    """
    return labels.get(code) or disposition_label(words, code)


def code_label(words: Words, labels: Mapping[str, str], name: str) -> str:
    """A final code with its number: `household refuses (2.111)`."""
    label, known = result_label(words, labels, name), DISPOSITIONS.get(name)
    return f"{label} ({known.aapor})" if known is not None and known.aapor else label


def disposition_label(words: Words, name: str) -> str:
    """A disposition as interviewers say it."""
    said = _final(words).get(name) or _interim(words).get(name) or _rare(words).get(name)
    return said or name.replace("_", " ")


@lru_cache(maxsize=4)
def catalogue_labels(words: Words) -> Mapping[str, str]:
    """All of them at once, for a screen that shows many; kept, for a window does not change its language."""
    return {**_rare(words), **_interim(words), **_final(words)}


def _final(words: Words) -> Mapping[str, str]:
    return {
        "complete": words.say("interview complete"),
        "partial": words.say("usable partial interview"),
        "refusal": words.say("refused, never call again"),
        "refusal_household": words.say("household refuses"),
        "refusal_respondent": words.say("person refuses"),
        "break_off": words.say("broken off"),
        "respondent_unavailable": words.say("person not reachable during fieldwork"),
        "machine_household": words.say("answering machine of a household"),
        "deceased": words.say("deceased"),
        "unable": words.say("unable for reasons of health"),
        "language_household": words.say("no common language"),
        "language_respondent": words.say("no common language with the person"),
        "not_screened": words.say("household, not screened"),
        "machine_unknown": words.say("answering machine, unclear whose"),
        "outside_area": words.say("does not live in the area"),
        "fax": words.say("fax or data line"),
        "not_in_service": words.say("number not in service"),
        "business": words.say("business"),
        "institution": words.say("institution"),
        "no_eligible_person": words.say("nobody eligible"),
        "quota_filled": words.say("quota filled"),
    }


def _interim(words: Words) -> Mapping[str, str]:
    return {
        "appointment_firm": words.say("firm appointment"),
        "appointment_soft": words.say("appointment, roughly"),
        "callback_requested": words.say("call back later"),
        "soft_refusal": words.say("no time, no interest now"),
        "soft_refusal_household": words.say("no time, no interest now: somebody of the household"),
        "soft_refusal_respondent": words.say("no time, no interest now: the person to be asked"),
        "interview_suspended": words.say("interview suspended"),
        "busy": words.say("busy"),
        "no_answer": words.say("no answer"),
        "machine": words.say("answering machine"),
        "line_problem": words.say("line problem"),
        "contact_other_person": words.say("somebody else, person not at home"),
        "bad_audio": words.say("connection not understandable"),
        "not_attempted": words.say("not called yet"),
    }


def _rare(words: Words) -> Mapping[str, str]:
    """Results that the dial screen keeps in the last of its lists, and final codes."""
    return {
        "no_language_interviewer": words.say("nobody here speaks the language"),
        "bad_situation": words.say("the situation allows no interview"),
        "other_eligible": words.say("other reason, belongs to the population"),
        "call_blocked": words.say("calls are blocked"),
        "unclear_announcement": words.say("unclear announcement"),
        "residence_unknown": words.say("unclear whether a household"),
        "other_unknown": words.say("other reason, population unclear"),
        "disconnected": words.say("number disconnected"),
        "out_of_order": words.say("number out of order for now"),
        "number_changed": words.say("number changed"),
        "forwarded": words.say("number forwarded elsewhere"),
        "mobile_in_landline_frame": words.say("mobile number in the landline sample"),
        "landline_in_mobile_frame": words.say("landline number in the mobile sample"),
        "group_quarters": words.say("group quarters"),
        "not_resident": words.say("nobody lives there"),
        "duplicate": words.say("household is in the sample twice"),
        "other_ineligible": words.say("other reason, not the population"),
        "returned": words.say("given back without a call"),
    }
