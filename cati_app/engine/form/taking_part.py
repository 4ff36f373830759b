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
    labels = [
        "".join(part if isinstance(part, str) else "…" for part in text).lower() for text in node.wording.label.values()
    ]
    if any(map(asks_to_take_part, labels)):
        return bool(_saying(form, node, YES_WORDS))
    name = _NUMBER.sub("", node.name.lower().translate(_LETTERS))
    return name in OPENING and not any(_OTHER_CONSENT.search(label) or _ANY_PART.search(label) for label in labels)


def asks_to_take_part(label: str) -> bool:
    """Whether a label in small letters, German or English, asks if the person takes part in this interview.

    Taking part in something else, or another time, and consent to a recording or to further calls are not it.
    """
    return any(_asks(sentence.strip(" \"'„“”»«–-"), label) for sentence in _SENTENCES.split(label))


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
