"""The data set of several versions of a questionnaire: where each answer stands, whichever version it was given under.

Questions of the current version come first; what only earlier ones had becomes a variable of its own, and a choice that
is gone a code of its own. Nothing is put where it would mean something else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import field, replace

from cati_app.domain.casework.interviews import SET_APART, StoredDatum
from cati_app.engine.changes.compare import Comparison
from cati_app.engine.changes.steps import Course, Edition, Renaming
from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import Choice, Node, NodeKind, chosen
from cati_app.engine.kinds.facts import Exported
from cati_app.publish.dataset.facts import InterviewFacts, Record
from cati_app.publish.dataset.outcomes import CalculatedType, outcome_of
from cati_app.publish.dataset.outgoing import closed_nodes, outgoing
from cati_app.publish.dataset.places import Extent, NodeInRow, places_of
from cati_app.publish.dataset.wording import FormTexts
from cati_app.values import dataclass

_ROW = re.compile(r"\[(\d+)\]")
_LISTED = (Exported.CODES, Exported.CHOSEN, Exported.RANKS)


@dataclass(frozen=True, slots=True)
class PlacedRecord:
    """An interview with its values by the references of the data set."""

    interview: InterviewFacts
    frame: str
    interviewer: str
    attempts: int
    final: str
    values: Mapping[str, StoredDatum]
    base_weight: float | None
    earlier_forms: tuple[str, ...] = ()
    not_counted: str = ""


@dataclass(slots=True)
class _Home:
    """A variable of the data set: the newest version that has it, and its node there."""

    edition: int
    node: Node
    versions: set[int] = field(default_factory=set)  # that have it, by place
    former: list[Choice] = field(default_factory=list)  # choices that only earlier versions had
    gone: dict[str, int] = field(default_factory=dict)  # names of these, with the last version that had them


@dataclass(frozen=True, slots=True)
class _Target:
    """Where the values of a node of some version go."""

    home: _Home
    choices: Mapping[str, str]  # names in the data set


class Versions:
    """What a study's versions have in common.

    Args:
        editions: The versions interviews were held with and that are kept, in their order; the current one last.
        course: Every known version from the first of these on, in order: names go through all of them.
        renamings: What study.yaml tells.
        language: Of the labels.
        aliases: Fingerprints that mean the current version, too.
        unknown: Fingerprints of versions that interviews were held with, but that are not kept.
        current_is_used: Whether interviews were held with the current one.
    """

    def __init__(
        self,
        editions: Sequence[Edition],
        course: Sequence[Edition],
        renamings: Sequence[Renaming],
        language: str,
        *,
        aliases: Collection[str] = (),
        unknown: Collection[str] = (),
        current_is_used: bool = True,
    ) -> None:
        self.editions = tuple(editions)
        self.unknown = tuple(sorted(unknown))
        self.used = len(self.editions) + len(self.unknown) - (not current_is_used)
        """How many of them interviews were held with."""
        self._place_of = {edition.fingerprint: position for position, edition in enumerate(editions)}
        self._place_of |= dict.fromkeys(aliases, len(editions) - 1)
        self.unplaced: Counter[str] = Counter()  # answers of unknown versions that have no place, by question
        self._course, self._renamings, self._language = tuple(course), renamings, language
        self._compared: dict[tuple[int, int], Comparison] = {}
        self._texts = [FormTexts(edition.form, language) for edition in editions]
        self._homes: dict[tuple[int, int], _Home] = {}
        self._targets: list[dict[int, _Target]] = [{} for _ in editions]
        self._closed = closed_nodes(editions[-1].form)
        for position in reversed(range(len(editions))):
            for node in outgoing(editions[position].form):
                self._settle(position, node)

    @property
    def several(self) -> bool:
        """Whether there is more than one."""
        return len(self.editions) + len(self.unknown) > 1

    def called(self, fingerprint: str) -> str:
        """A version as the data set calls it: its version in words and the beginning of its fingerprint."""
        position = self._place_of.get(fingerprint)
        if position is None:
            return f"({fingerprint[:8]})"
        edition = self.editions[position]
        return f"{next((name for name in edition.versions if name), '')} ({edition.fingerprint[:8]})".strip()

    def language_of(self, stored: str, form_hash: str) -> str:
        """The language an interview was held in, by the codes of its version; as stored where that is not kept.

        Interviews of a questionnaire that names no language were once stored without the code of the study's.
        """
        position = self._place_of.get(form_hash)
        return stored if position is None else self.editions[position].form.spoken(stored)

    # -- columns -----------------------------------------------------------------------------------------------------

    def lacking(self, home_edition: int, node: Node) -> frozenset[str]:
        """Fingerprints of the versions that have no such question."""
        versions = self._homes[home_edition, node.index].versions
        return frozenset(edition.fingerprint for n, edition in enumerate(self.editions) if n not in versions)

    def _not_offered(self, home: _Home) -> dict[str, frozenset[str]]:
        """Fingerprints of the versions that have the question but not the choice, by its name in the data set."""
        own = [*self.editions[home.edition].form.choices_by_name[home.node.choices]]
        lacking: dict[str, set[str]] = {name: set() for name in (*own, *(choice.name for choice in home.former))}
        for position in home.versions:
            offered = {
                name
                for target in self._targets[position].values()
                if target.home is home
                for name in (target.choices.values() if position != home.edition else own)
            }
            fingerprints = {name for name, at in self._place_of.items() if at == position}
            for name in lacking.keys() - offered:
                lacking[name] |= fingerprints
        return {name: frozenset(fingerprints) for name, fingerprints in lacking.items() if fingerprints}

    def former(self, home_edition: int) -> dict[int, tuple[Choice, ...]]:
        """Choices that only earlier versions had, by node of a version."""
        return {
            index: tuple(home.former)
            for (edition, index), home in self._homes.items()
            if edition == home_edition and home.former
        }

    def removed(self) -> Iterator[tuple[int, Node, int]]:
        """What the current version lacks: its last version, its node there, the current node it stands after."""
        last = len(self.editions) - 1
        for (edition, _), home in sorted(self._homes.items(), key=lambda entry: (-entry[0][0], entry[0][1])):
            if edition != last:
                yield edition, home.node, self._anchor(edition, home.node)

    def places(self, edition: int, node: Node, extent: Extent) -> Iterator[NodeInRow]:
        """Where the values of a variable stand in a record."""
        lacking = self.lacking(edition, node) if self.several else frozenset()
        not_offered = self._not_offered(self._homes[edition, node.index]) if self.several and node.choices else {}
        prefix = self._prefix(edition)
        for at in places_of(self.editions[edition].form, node, self.within(edition, extent)):
            first_row = at.first_row and prefix + at.first_row
            before = self._before(edition, at)
            yield replace(
                at, ref=prefix + at.ref, first_row=first_row, before=before, lacking=lacking, not_offered=not_offered
            )

    def within(self, edition: int, extent: Extent) -> Extent:
        """The part of the extent that belongs to what this version is home of."""
        prefix = self._prefix(edition)
        if not prefix:
            return extent
        rows = {path.removeprefix(prefix): n for path, n in extent.rows.items() if path.startswith(prefix)}
        negative, far = (
            frozenset(path.removeprefix(prefix) for path in paths if path.startswith(prefix))
            for paths in (extent.negative, extent.far)
        )
        return Extent(rows, negative, far)

    def last_version_with(self, edition: int, node: Node) -> str:
        """How the last version that had a variable is called."""
        return self.called(self.editions[max(self._homes[edition, node.index].versions)].fingerprint)

    def gone_choices(self, edition: int, node: Node) -> list[tuple[Choice, str]]:
        """Choices that are gone, with the last version that had them."""
        home = self._homes[edition, node.index]
        return [(choice, self.called(self.editions[home.gone[choice.name]].fingerprint)) for choice in home.former]

    def _prefix(self, edition: int) -> str:
        """Keeps references of versions apart; the current one needs none."""
        return "" if edition == len(self.editions) - 1 else f"{SET_APART}{self.editions[edition].fingerprint}"

    def _before(self, edition: int, at: NodeInRow) -> str:
        node = self.editions[edition].form.by_path.get(at.before) if at.before else None
        target = self._targets[edition].get(node.index) if node is not None else None
        return at.before if target is None else self._ref(target.home, ())

    def _anchor(self, edition: int, node: Node) -> int:
        """The last node of the innermost group around it that the current version has too; else its last of all."""
        form, current = self.editions[edition].form, self.editions[-1].form
        parent = node.parent
        while parent > 0:
            named = current.by_name.get(form.nodes[parent].name, ())
            holders = [group for group in named if group.question is None and current.children[group.index]]
            if holders:
                return _last_within(current, holders[0].index)
            parent = form.nodes[parent].parent
        return len(current.nodes) - 1

    # -- values ------------------------------------------------------------------------------------------------------

    def placed(self, record: Record) -> Record:
        """The interview with each value where the data set has it."""
        values: dict[str, StoredDatum] = {}
        apart: dict[str, StoredDatum] = {}
        for ref, datum in record.values.items():
            if datum.is_set_apart:
                apart |= self._placed(*datum.origin, datum)
            else:
                values |= self._placed(record.interview.form_hash, ref, datum)
        for ref, datum in apart.items():
            known = values.get(ref)
            if known is None or known.missing in ("not_reached", "blank"):
                values[ref] = datum
        return PlacedRecord(
            record.interview,
            record.frame,
            record.interviewer,
            record.attempts,
            record.final,
            values,
            record.base_weight,
            record.earlier_forms,
            record.not_counted,
        )

    def _placed(self, fingerprint: str, ref: str, datum: StoredDatum) -> dict[str, StoredDatum]:
        position = self._place_of.get(fingerprint)
        if position is None:
            return self._matched_by_name(ref, datum)
        node = self.editions[position].form.by_path.get(_ROW.sub("", ref))
        target = self._targets[position].get(node.index) if node is not None else None
        if node is None or target is None:
            return {}
        names = [target.choices.get(name, name) for name in chosen(node, datum.text)] if target.choices else []
        text = " ".join(names) if target.choices else datum.text
        at = self._ref(target.home, tuple(_ROW.findall(ref)))
        return {at: StoredDatum(at, text, datum.missing)}

    def _ref(self, home: _Home, rows: Sequence[str]) -> str:
        form = self.editions[home.edition].form
        ref, frame = home.node.path, home.node.frame
        for number in reversed(rows):
            path = form.nodes[form.frames[frame].repeat].path
            ref = f"{path}[{number}]{ref[len(path) :]}"
            frame = form.frames[frame].parent
        return self._prefix(home.edition) + ref

    def _matched_by_name(self, ref: str, datum: StoredDatum) -> dict[str, StoredDatum]:
        """A value of a version that is not kept: only its name is known.

        What has no place is counted; it is not exported, since nobody can tell whether it came from the contacts.
        """
        name, at = self._by_name(ref, datum.text)
        if at is not None:
            return {at: StoredDatum(at, datum.text, datum.missing)}
        if datum.text and self._may_be_missed(ref, name):
            self.unplaced[name] += 1
        return {}

    def has_no_place(self, fingerprint: str, ref: str, text: str) -> bool:
        """Whether an answer of a version that is not kept is in no variable, though it was given to a question.

        Args:
            text: As stored; blank for a special answer.
        """
        if fingerprint in self._place_of:
            return False
        name, at = self._by_name(ref, text)
        return at is None and self._may_be_missed(ref, name)

    def _by_name(self, ref: str, text: str) -> tuple[str, str | None]:
        """What the question is called now, and the reference in the data set where its name alone leads."""
        last = len(self.editions) - 1
        form, rows = self.editions[last].form, _ROW.findall(ref)
        name = ref.rpartition("/")[2]
        for step in self._renamings:
            new = step.renamed.get(name)
            name = new if new is not None and name not in form.by_name else name
        for node in self._named(ref, name):
            home = self._homes.get((last, node.index))
            if home is None or form.frames[node.frame].depth != len(rows):
                continue
            if text and not self._is_possible(home, node, text):
                break
            return name, self._ref(home, rows)
        return name, None

    def _named(self, ref: str, name: str) -> list[Node]:
        form = self.editions[-1].form
        at = form.by_path.get(_ROW.sub("", ref))
        return [*([at] if at is not None else []), *form.by_name.get(name, ())]

    def _may_be_missed(self, ref: str, name: str) -> bool:
        """Whether it would be in the data if the version were kept: no contact data, nothing that is handed in."""
        nodes = self._named(ref, name)
        return not any(node.index in self._closed or node.kind is NodeKind.HIDDEN for node in nodes)

    def _is_possible(self, home: _Home, node: Node, text: str) -> bool:
        if node.choosing is None:
            return True
        known = {
            *self.editions[home.edition].form.choices_by_name[node.choices],
            *(choice.name for choice in home.former),
        }
        return all(name in known for name in chosen(node, text))

    # -- which values belong together --------------------------------------------------------------------------------

    def _settle(self, position: int, node: Node) -> None:
        """Find the variable a node of a version belongs to, or make one of its own."""
        last = len(self.editions) - 1
        home: _Home | None = None
        if position == last:
            home = _Home(position, node)
        else:
            now = self.comparison(position, last).after_of(node)
            if now is not None and now.index in self._closed:
                return  # it may not leave any more
            for other in range(last, position, -1):
                known = self._homed(position, other, node)
                if known is not None:
                    home = known
                    break
        home = home or _Home(position, node)
        home.versions.add(position)
        self._homes[home.edition, home.node.index] = home
        choices = self._choices(position, node, home) if home.edition != position and node.choosing is not None else {}
        self._targets[position][node.index] = _Target(home, choices)

    def _homed(self, position: int, other: int, node: Node) -> _Home | None:
        """The variable that the node stands for in a later version, where it means the same kind of value."""
        after = self.comparison(position, other).after_of(node)
        home = self._homes.get((other, after.index)) if after is not None else None
        if home is None:
            return None
        form, homes = self.editions[position].form, self.editions[home.edition].form
        return home if _alike(form, node, homes, home.node) else None

    def _choices(self, position: int, node: Node, home: _Home) -> dict[str, str]:
        """Names of a version's choices as the data set has them; those that are gone have their own, and codes too."""
        names: dict[str, str] = {}
        for name, choice in self.editions[position].form.choices_by_name[node.choices].items():
            names[name] = self._known_choice(position, node, home, name) or self._former(position, home, choice)
        return names

    def _known_choice(self, position: int, node: Node, home: _Home, name: str) -> str | None:
        for other in range(len(self.editions) - 1, position, -1):
            compared = self.comparison(position, other)
            after = compared.after_of(node)
            target = self._targets[other].get(after.index) if after is not None else None
            now = compared.choice(node, after, name) if after is not None else None
            if target is not None and target.home is home and now is not None:
                return target.choices.get(now, now)
        return None

    def _former(self, position: int, home: _Home, choice: Choice) -> str:
        form = self.editions[home.edition].form
        listed = [*form.choices_by_name[home.node.choices].values(), *home.former]
        names, codes = {other.name for other in listed}, {other.code for other in listed}
        name = choice.name
        if name in names:
            name = f"{choice.name}@{self.editions[position].fingerprint[:8]}"
        code = choice.code
        if code in codes:
            code = str(max((int(known) for known in codes if known.isdigit()), default=0) + 1)
        text = (self._texts[position].choice(choice),)
        label = {self._language: text, form.default_language: text}
        home.former.append(Choice(name, label, code, columns=choice.columns))
        home.gone[name] = position
        return name

    def comparison(self, position: int, other: int) -> Comparison:
        """A version against a later one, by their places."""
        if (position, other) not in self._compared:
            first, then = (self._course.index(self.editions[at]) for at in (position, other))
            self._compared[position, other] = Comparison(Course(self._course[first : then + 1], self._renamings))
        return self._compared[position, other]


def only(form: Form, language: str) -> Versions:
    """A questionnaire that never changed."""
    edition = Edition((form.version,), "", form)
    return Versions((edition,), (edition,), (), language)


def _alike(form: Form, node: Node, other_form: Form, other: Node) -> bool:
    """Whether values of both can stand in one variable."""
    if node.kind is not other.kind:
        return False
    if node.kind is NodeKind.CALCULATION:
        ours, theirs = outcome_of(form, node), outcome_of(other_form, other)
        listed = ours.result is not CalculatedType.CATEGORIES or set(ours.categories) <= set(theirs.categories)
        return ours.result is theirs.result and listed
    if node.question is None or other.question is None:
        return node.question is other.question
    facts, others = node.question.facts, other.question.facts
    return facts.exported is others.exported and node.date_parts == other.date_parts


def _last_within(form: Form, index: int) -> int:
    children = form.children[index]
    return _last_within(form, children[-1]) if children else index
