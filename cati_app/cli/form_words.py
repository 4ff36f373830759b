"""What a changed questionnaire does to interviews, in words and as JSON."""

from __future__ import annotations

from collections.abc import Iterator

from cati_app.fieldwork.monitor.foresee_form import FormForesight
from cati_app.texts import say, say_count


def foresight_lines(seen: FormForesight) -> Iterator[str]:
    """For people."""
    if seen.in_force is None:
        yield say("No version of the questionnaire is kept yet; from the next start on every one is.")
    elif seen.is_new:
        yield say(
            "In force is version {version} ({name}); this one takes effect at the next start.",
            version=seen.in_force.study_version,
            name=seen.in_force.hash[:8],
        )
    else:
        yield say("This version is in force.")
    if seen.ended:
        yield say_count(
            "{count} interview that is over keeps the version it was held with.",
            "{count} interviews that are over keep the version they were held with.",
            seen.ended,
        )
    if seen.waiting:
        yield say_count(
            "{count} interview that waits goes on under it; its answers that stand: {taken}, to be confirmed:"
            " {confirm}, set apart: {apart}.",
            "{count} interviews that wait go on under it; their answers that stand: {taken}, to be confirmed:"
            " {confirm}, set apart: {apart}.",
            seen.waiting,
            taken=seen.taken,
            confirm=seen.to_confirm,
            apart=seen.apart.total(),
        )
    if seen.untried:
        yield say_count(
            "Of these, {count} was begun with sealed columns of the sample: a supervisor sees what becomes of its"
            " answers.",
            "Of these, {count} were begun with sealed columns of the sample: a supervisor sees what becomes of their"
            " answers.",
            seen.untried,
        )
    for name, answers in sorted(seen.apart.items()):
        yield say_count(
            "  set apart: {count} answer to “{name}”", "  set apart: {count} answers to “{name}”", answers, name=name
        )
    if seen.begin_anew:
        yield say_count(
            "{count} interview cannot be read and begins again.",
            "{count} interviews cannot be read and begin again.",
            seen.begin_anew,
        )
    for fingerprint, interviews in sorted(seen.not_kept.items()):
        yield say_count(
            "{count} interview was held with a version that is not kept ({name}): its answers are matched by name.",
            "{count} interviews were held with a version that is not kept ({name}): their answers are matched by name.",
            interviews,
            name=fingerprint[:8],
        )


def foresight_json(seen: FormForesight) -> dict[str, object]:
    """For programs."""
    return {
        "in_force": seen.in_force.hash if seen.in_force is not None else None,
        "is_new": seen.is_new,
        "waiting": seen.waiting,
        "untried": seen.untried,
        "taken": seen.taken,
        "to_confirm": seen.to_confirm,
        "set_apart": dict(sorted(seen.apart.items())),
        "begin_anew": seen.begin_anew,
        "ended": seen.ended,
        "not_kept": dict(sorted(seen.not_kept.items())),
    }
