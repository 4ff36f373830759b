"""How interviews of a study end before their last question, in sentences for `cati check`."""

from __future__ import annotations

from cati_app.domain.phrases import Phrase
from cati_app.engine.form.behind import questions_behind
from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import NodeKind
from cati_app.engine.form.taking_part import taking_part
from cati_app.study.model import Study


def endings(study: Study, form: Form) -> list[Phrase]:
    """What ends an interview early, and who says goodbye then."""
    said = [_of_a_no(study, form)]
    if study.screener is not None:
        said.append(_of_the_screening(study, form))
    if study.quota is not None:
        said.append(
            Phrase(
                "A full cell (4.80): the form reads quota_status = 'full'; where it goes on asking, the program says"
                " goodbye and ends the interview."
            )
            if any(node.frame == 0 for node in form.by_name.get("quota_status", ()))
            else Phrase("A full cell (4.80): the program says goodbye and ends the interview.")
        )
        said.append(
            Phrase(
                "Without a cell: the person is interviewed all the same. Once a supervisor closes the counter of such"
                " persons (cati quota), the program says goodbye with ending.unclassified (3.90)."
            )
            if study.quota.unknown == "accept_unclassified"
            else Phrase("Without a cell (3.90): the program says goodbye with ending.unclassified.")
        )
    return said


def _of_a_no(study: Study, form: Form) -> Phrase:
    if study.outcome is not None:
        return Phrase(
            "A no to taking part: the calculation “{name}” names the result. Where the form reads no goodbye after it,"
            " the program says it.",
            name=study.outcome,
        )
    asked = [
        node.name
        for node, _ in taking_part(form, study.ending.taking_part, study.screener, study.consent.other_consents)
    ]
    if asked:
        return Phrase(
            "A no to taking part, at “{names}”: the program says goodbye and ends the interview as a refusal.",
            names=", ".join(asked),
        )
    return Phrase(
        "A no to taking part: no question is known to ask for it, so nothing ends by itself. Name it in"
        " ending.taking_part, or give the study an outcome."
    )


def _of_the_screening(study: Study, form: Form) -> Phrase:
    if study.eligibility:
        groups = [entry if isinstance(entry, str) else " / ".join(entry) for entry in study.eligibility]
        return Phrase(
            "Eligible is who answers with a value: {names}. Else the screening ends with 3.21.", names=", ".join(groups)
        )
    outcome = next((node for node in form.by_name.get(study.outcome or "", ()) if node.frame == 0), None)
    read = sorted(questions_behind(form, outcome.index)) if outcome is not None else []
    names = [form.nodes[index].name for index in read if form.nodes[index].kind is NodeKind.QUESTION]
    if names:
        return Phrase(
            "Eligible is who answers with a value what “{name}” reads of the screener ({names}). Else the screening"
            " ends with 3.21; eligibility in study.yaml names the questions.",
            name=study.outcome,
            names=", ".join(names),
        )
    return Phrase(
        "Eligible is who answers any question of the screener with a value: no question is named in eligibility, and no"
        " outcome reads one."
    )
