"""Recognises by its words, German or English, a question that asks whether the person takes part in this interview."""

from __future__ import annotations

import re

_SENTENCES = re.compile(r"[.?!:;…\n]+")
_EN_SURVEY = r"(?:this|the|our|an?)\s+(?:[\w-]+\s+){0,4}?(?:survey|study|interview|poll|questionnaire|census)\b"
_DE_SURVEY = r"(?:[\w-]+\s+){0,4}?[\w-]*(?:befragung|umfrage|studie|interview|untersuchung|erhebung|gespräch)s?\b"
_EN_PART = re.compile(
    rf"\b(?:tak(?:e|ing)\s+part|participat(?:e|ing|ion))\b(?!\s+(?:in|at)\b(?!\s+(?:{_EN_SURVEY}|(?:this|it)\s*$)))"
)
_DE_JOIN = re.compile(r"\b(?:mitmachen|mitzumachen)\b|\bmach(?:en|t|st)\s+(?:sie|ihr|du)\b.*\bmit\b(?=\s*$|\s*,)")
_DE_PART = re.compile(r"\b(?:teilnehmen|teilzunehmen|teilnahme)\b|\b(?:nehmen|nimmst)\s+(?:sie|du)\b.*\bteil\b")
_DE_ELSE_PART = re.compile(rf"\b(?:an|am|bei|beim)\s+(?!{_DE_SURVEY})")
_DE_ELSE_JOIN = re.compile(rf"\b(?:an|am|bei|beim|in|im)\s+(?!{_DE_SURVEY})")
_ANY_PART = re.compile(rf"\b(?:tak(?:e|ing)\s+part|participat\w+)\b|{_DE_JOIN.pattern}|{_DE_PART.pattern}")
_OTHER_TIME = re.compile(
    r"\bdid you\b|\b(?:ever|often|regularly|usually|another|further|future)\b|"
    r"\b(?:jemals|oft|häufig|regelmäßig|erneut|weitere[nmrs]?|künftig\w*|zukünftig\w*|spätere[nmrs]?|schon\s+(?:ein)?mal)\b"
)
_PRIZE = re.compile(r"\b(?:prize|draw|raffle|lottery)\b|gewinnspiel|verlosung")
_EN_WILLING = re.compile(rf"\byou\b.*\b(?:agree|consent|willing|ready)\s+to\b.*\b{_EN_SURVEY}")
_DE_WILLING = re.compile(
    rf"\b(?:sind|wären)\s+sie\b.*\b(?:einverstanden|bereit)\b.*?\b{_DE_SURVEY}|"
    rf"\b(?:sind|wären)\s+sie\b.*\b(?:mit|zu|für)\s+{_DE_SURVEY}.*\b(?:einverstanden|bereit)\b"
)
_BARE_WILLING = re.compile(
    r"(?:and |so )?(?:do you (?:agree|consent)|are you (?:willing|ready))|"
    r"(?:und )?(?:sind|wären) sie (?:damit |dazu |hiermit )?(?:einverstanden|bereit)|"
    r"stimmen sie (?:dem )?zu|willigen sie ein"
)
_OTHER_CONSENT = re.compile(
    r"record|\btaped?\b|listen(?:ing)? in|aufzeichn|aufgezeichnet|aufnahme|aufgenommen|mitschn|mitgeschn|mithör|"
    r"mitgehör|contact you|call you (?:again|back)|kontaktier|wieder an|panel|newsletter"
)


def asks_to_take_part(label: str) -> bool:
    """Whether a label in small letters, German or English, asks if the person takes part in this interview.

    Taking part in something else, or another time, and consent to a recording or to further calls are not it.
    """
    return any(_asks(sentence.strip(" \"'„“”»«–-"), label) for sentence in _SENTENCES.split(label))


def speaks_of_taking_part(label: str) -> bool:
    """Whether a label in small letters speaks of taking part in anything, or of consent to something else."""
    return bool(_OTHER_CONSENT.search(label) or _ANY_PART.search(label))


def _asks(sentence: str, label: str) -> bool:
    if _OTHER_TIME.search(sentence) or _PRIZE.search(sentence):
        return False
    if _EN_PART.search(sentence):
        return True
    if _DE_PART.search(sentence):
        return not _DE_ELSE_PART.search(sentence)
    if _DE_JOIN.search(sentence):
        return not _DE_ELSE_JOIN.search(sentence)
    if _OTHER_CONSENT.search(label):
        return False
    willing = _EN_WILLING.search(sentence) or _DE_WILLING.search(sentence)
    return bool(willing or _BARE_WILLING.fullmatch(sentence))
