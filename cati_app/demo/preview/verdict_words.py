"""What the quota decides in a preview, in words."""

from __future__ import annotations

from cati_app.demo.preview.verdict import PreviewVerdict
from cati_app.domain.quota.cells import Verdict
from cati_app.texts import Words
from cati_app.ui.console.interview.words import cell_label
from cati_app.ui.stage.study_texts import StudyTexts


def verdict_text(words: Words, texts: StudyTexts, decided: PreviewVerdict) -> str:
    """What the quota decides, in words."""
    say = words.say
    if decided.verdict is None or decided.fits is None:
        return say("Quota: not decided yet, {names} missing", names=", ".join(decided.missing))
    cell = cell_label(words, texts, decided.fits.cell_id, decided.fits.categories)
    told = {
        Verdict.IN: say("there is room"),
        Verdict.FULL: say("played as full: the person is thanked"),
        Verdict.UNCLASSIFIED: say("interviewed without a cell"),
        Verdict.NOT_ACCEPTED: say("thanked, without a cell"),
    }[decided.verdict]
    return say("Quota: {cell} – {verdict}", cell=cell, verdict=told)
