"""Which question of a form asks whether a person takes part, and which of its answers says no."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from cati_app.engine.form.behind import is_inside
from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import Node, NodeKind

NO_WORDS: frozenset[str] = frozenset({"no", "nein", "hayır", "нет", "ні", "nie", "لا", "non", "nee", "não"})
"""What the choice says that means no, where a study does not name it."""
YES_WORDS: frozenset[str] = frozenset({"yes", "ja", "evet", "да", "так", "tak", "نعم", "oui", "sí", "sim"})
"""What the choice beside it says."""
TAKING_PART: tuple[str, ...] = ("willing", "willingness", "taking_part", "take_part", "takes_part", "participate")
"""Names of the question whether a person takes part, where a study does not name it."""
OPENING: frozenset[str] = frozenset(
    {
        *("agree", "agrees", "agreed", "agree_to_participate", "agrees_to_participate"),
        *("consent", "consents", "consented", "consent_given", "gives_consent", "informed_consent"),
        *("participates", "participating", "participation", "will_participate", "wants_to_participate"),
        *("go_on", "goes_on", "may_start", "start_interview", "begin_interview"),
        *("bereit", "bereitschaft", "einverstaendnis", "einverstanden", "einwilligung", "zustimmung"),
        *("teilnahme", "teilnahmebereit", "teilnahmebereitschaft", "teilnehmen", "nimmt_teil"),
        *("mitmachen", "macht_mit", "mitmachbereitschaft", "fortfahren", "weitermachen"),
    }
)
"""Further names it goes by among the opening questions; later in a questionnaire they may mean anything."""

_NUMBER = re.compile(r"^[a-z]{0,2}\d+[a-z]?_")  # q1_consent
_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "-": "_"})


def taking_part(
    form: Form, names: Collection[str], screener: str | None = None, apart: Collection[str | None] = ()
) -> Iterator[tuple[Node, frozenset[str]]]:
    """The questions whether a person takes part, with their answers that say no.

    Args:
        names: As the study names them; none: those with a usual name that can be answered with a no, and of the opening
            questions those that ask for it by their name or their words.
        screener: The group that ends the screening. The questions before it and its first one are the opening ones;
            without a screener, those up to the first that can be answered with a no.
        apart: Questions that the study says ask for another consent.
    """
    known = (
        next((n for n in form.by_name.get(name, ()) if n.frame == 0 and n.asks), None) for name in names or TAKING_PART
    )
    asking = [node for node in known if node is not None]
    if not names:
        opening = [node for node in _opening(form, screener) if node.name not in apart and _asks_for_it(form, node)]
        asking += [node for node in opening if node not in asking]
    for node in asking:
        if noes := noes_of(form, node):
            yield node, noes


def noes_of(form: Form, node: Node) -> frozenset[str]:
    """The choices of a question that say no, by their names or labels."""
    return _saying(form, node, NO_WORDS)


def _saying(form: Form, node: Node, wanted: frozenset[str]) -> frozenset[str]:
    if not node.choices:
        return frozenset()
    saying = set()
    for choice in form.lists[node.choices]:
        labels = ("".join(map(str, text)) for text in choice.label.values())
        words = {word.strip(" .,!").lower() for word in (choice.name, *labels)}
        if words & wanted:
            saying.add(choice.name)
    return frozenset(saying)


def _opening(form: Form, screener: str | None) -> Iterator[Node]:
    """The questions an interview opens with."""
    groups = form.by_name.get(screener, ()) if screener else ()
    group = next((node for node in groups if node.frame == 0 and node.kind is NodeKind.GROUP), None)
    for node in form.nodes[1:]:
        if node.frame != 0 or node.kind is not NodeKind.QUESTION or not node.asks:
            continue
        if group is not None and node.index > group.index and not is_inside(form, node.index, group.name):
            return
        yield node
        if node.index > group.index if group is not None else noes_of(form, node):
            return


def _asks_for_it(form: Form, node: Node) -> bool:
    """Whether an opening question asks if the person takes part, by its words in any language or by its name."""
    # Its patterns take a hundredth of a start, and a study that names the question needs none of them.
    from cati_app.engine.form.wordings import asks_to_take_part, speaks_of_taking_part  # noqa: PLC0415

    labels = [
        "".join(part if isinstance(part, str) else "…" for part in text).lower() for text in node.wording.label.values()
    ]
    if any(map(asks_to_take_part, labels)):
        return bool(_saying(form, node, YES_WORDS))
    name = _NUMBER.sub("", node.name.lower().translate(_LETTERS))
    return name in OPENING and not any(map(speaks_of_taking_part, labels))
