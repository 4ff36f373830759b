"""Open answers are read with their codes, and get codes: versions with reason and author, in one transaction.

Where a supervisor codes, the places of complete interviews follow in the same transaction; at a hub, once it is told:
that they are to follow is written with the codes. Where an analyst codes they stay until a supervisor moves them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum

from cati_app.domain.casework.answer_codes import CodedAnswer, CodingVersion, OpenQuestion
from cati_app.domain.casework.interviews import Interview, InterviewState
from cati_app.domain.clock import Clock, IdSource
from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import LoggedEvent, Moment, NewEvent
from cati_app.domain.ids import CaseId, CellId, InterviewId
from cati_app.domain.outcomes.dispositions import PARTIAL
from cati_app.domain.people.rights import GRANTS, Right
from cati_app.domain.people.users import User
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.monitor.answer_codings import Answers, coding_fact, codings
from cati_app.fieldwork.monitor.coded_places import CodedPlace, CodedPlaces
from cati_app.fieldwork.monitor.data import paged
from cati_app.fieldwork.monitor.derived_places import to_follow
from cati_app.fieldwork.monitor.follow_codes import follow_or_stay
from cati_app.fieldwork.ports.unit import CallingUnit, CallingUnits, UnitOfWork, Units
from cati_app.fieldwork.rights import Actor, needs
from cati_app.values import dataclass

LONGEST_REASON = 1_000
"""Characters."""


@dataclass(frozen=True, slots=True)
class OpenAnswer:
    """A text that somebody gave, with its codes.

    Args:
        named: `case_id` of the data set, which is how analysts know the interview.
        question: As the questionnaire in force has it.
        held_with: The same in the version the interview was held with.
        ref: Reference of the text in the interview, rows of repeats included.
        given: The answer to the question with the choices, as it was given.
        versions: Of its codes, the one in force last.
    """

    interview: InterviewId
    case: CaseId
    named: str
    question: OpenQuestion
    held_with: OpenQuestion
    ref: str
    text: str
    given: str
    language: str
    versions: tuple[CodingVersion, ...] = ()

    @property
    def variable(self) -> str:
        """What the text is called in sheets: its name now, or its reference where it is a row of a repeat."""
        return self.question.text_name if self.ref == self.held_with.text else self.ref

    @property
    def codes(self) -> tuple[str, ...]:
        """Names of choices in force; none: it waits."""
        return self.versions[-1].coded.codes if self.versions else ()


@dataclass(frozen=True, slots=True)
class WantedCodes:
    """Codes that somebody gives an answer.

    Args:
        named: `case_id` of the data set.
        text: Name or reference of the question for the text.
        codes: Names or codes of choices; none: those it has are taken back.
        seen: The text as whoever codes saw it; None: it was not looked at.
        interview: Where it is known; then only these are read.
    """

    named: str
    text: str
    codes: tuple[str, ...]
    seen: str | None = None
    interview: InterviewId | None = None


class PlaceAfter(StrEnum):
    """What codes did to a place in the quota."""

    MOVED = "moved"
    FULL = "full"  # it stays: the cell it belongs in takes nobody
    PROPOSED = "proposed"  # it waits for a supervisor
    TOLD = "told"  # it follows once the hub is told


@dataclass(frozen=True, slots=True)
class CodingPlace:
    """The place of an interview that belongs, by its codes, elsewhere than it counted.

    Args:
        stood: The cells it counted in, one of each quota.
        belongs: Those it belongs in.
    """

    became: PlaceAfter
    stood: CellId
    belongs: CellId


@dataclass(frozen=True, slots=True)
class CodingResult:
    """What became of it.

    Args:
        stored: A version was written; False where the answer has these codes already.
        refused: The rule in the way; None: none.
        place: What it did to the place of the interview; None: nothing.
    """

    stored: bool
    refused: RuleViolation | None = None
    place: CodingPlace | None = None


class ReadOpenAnswers:
    """Texts of interviews that count and are complete, or partial and usable; with keys that open answers.

    Args:
        units: Where the interviews are read.
        questions: As the questionnaire in force has them.
        called: What an interview is called in data sets.
        earlier: The same in earlier versions of the questionnaire, by fingerprint; None: it had no such question.
        here: Where codes are written, if that is elsewhere: those on their way to the whole study count at once.
    """

    def __init__(
        self,
        units: Units,
        questions: Sequence[OpenQuestion],
        called: Callable[[InterviewId], str],
        earlier: Mapping[str, Sequence[OpenQuestion | None]] | None = None,
        here: CallingUnits | None = None,
    ) -> None:
        self._units = units
        self._earlier = earlier or {}
        self._here = here
        self._questions = questions
        self._called = called

    @needs(Right.EXPORT)
    def __call__(self, by: Actor) -> tuple[OpenAnswer, ...]:
        """All of them, by question in the order of the questionnaire, then by name."""
        written_here = self._written_here()
        with self._units() as unit:
            held = (
                (each.interview, each.values) for each in paged(unit.interview_book.page, lambda each: each.interview)
            )
            answers = list(self._answers(unit, held, codings(unit, written_here)))
        return self._in_order(answers)

    @needs(Right.EXPORT)
    def of(self, by: Actor, interviews: Collection[InterviewId]) -> tuple[OpenAnswer, ...]:
        """Those of a few interviews, in the same order; without interviews that are not here any more."""
        written_here = self._written_here(interviews)
        with self._units() as unit:
            known = unit.interviews.sealed_keys(interviews)
            held = [(unit.interviews.get(each), unit.interviews.data_of(each)) for each in known]
            answers = list(self._answers(unit, held, codings(unit, written_here, known.keys())))
        return self._in_order(answers)

    @property
    def questions(self) -> Sequence[OpenQuestion]:
        """The questions whose texts are read, in the order of the questionnaire."""
        return self._questions

    @needs(Right.EXPORT)
    def keys(self, by: Actor, interviews: Collection[InterviewId]) -> Mapping[InterviewId, bytes]:
        """Keys of interviews, sealed; without those that were erased meanwhile."""
        with self._units() as unit:
            return unit.interviews.sealed_keys(interviews)

    @needs(Right.EXPORT)
    def elsewhere(
        self, by: Actor, places: CodedPlaces, interviews: Collection[InterviewId]
    ) -> Mapping[InterviewId, CodedPlace]:
        """Which of these belong, by their codes, elsewhere than they count."""
        return places.read(by, self._units, self._written_here(interviews), interviews)

    @needs(Right.EXPORT)
    def resting(
        self, by: Actor, places: CodedPlaces, questions: Mapping[InterviewId, Collection[str]]
    ) -> Mapping[InterviewId, Interview]:
        """Of these those whose place rests on one of these questions."""
        return places.resting(by, self._units, questions)

    def _written_here(self, only: Collection[InterviewId] | None = None) -> Sequence[LoggedEvent]:
        if self._here is None:
            return ()
        with self._here() as unit:
            return tuple(unit.log.of_codings(only))

    def _in_order(self, answers: Sequence[OpenAnswer]) -> tuple[OpenAnswer, ...]:
        rows = {question.text: number for number, question in enumerate(self._questions)}
        return tuple(sorted(answers, key=lambda each: (rows[each.question.text], each.named, each.ref)))

    def _answers(
        self,
        unit: UnitOfWork,
        held: Iterable[tuple[Interview, Answers]],
        coded: Mapping[InterviewId, Mapping[str, Sequence[CodingVersion]]],
    ) -> Iterator[OpenAnswer]:
        uncounted = unit.interview_book.not_counted()
        for interview, values in held:
            counts = interview.state is InterviewState.COMPLETED and interview.id not in uncounted
            if not counts and interview.disposition != PARTIAL:
                continue
            of_version = self._earlier.get(interview.form_hash, self._questions)
            known = [(now, then) for now, then in zip(self._questions, of_version, strict=True) if then is not None]
            for ref, datum in values.items():
                question, then = next((each for each in known if each[1].is_of(ref)), (None, None))
                if question is None or then is None or datum.missing is not None or not datum.text.strip():
                    continue
                given = values.get(then.ref_beside(ref))
                if given is None or given.missing is not None or not then.waits(given.text):
                    continue
                versions = tuple(coded.get(interview.id, {}).get(ref, ()))
                yield OpenAnswer(
                    interview.id,
                    interview.case_id,
                    self._called(interview.id),
                    question,
                    then,
                    ref,
                    datum.text,
                    given.text,
                    interview.language,
                    versions,
                )


class CodeAnswers:
    """For analysts and supervisors.

    Args:
        units: Where it is written; keys that open answers.
        read: The open answers of the whole study.
        places: Where interviews belong by their codes.
        ids: At a station of a hub, which is told under them; None: places are moved here.
    """

    def __init__(
        self,
        units: CallingUnits,
        read: ReadOpenAnswers,
        clock: Clock,
        places: CodedPlaces,
        ids: IdSource | None = None,
    ) -> None:
        self._units = units
        self._read = read
        self._clock = clock
        self._places = places
        self._ids = ids

    @needs(Right.EXPORT)
    def __call__(
        self, user: User, wanted: Sequence[WantedCodes], reason: str, *, only_look: bool = False
    ) -> tuple[CodingResult, ...]:
        """Give codes; one result for each that is wanted, in order. What is refused keeps nothing else from its place.

        Args:
            reason: Why; sealed, as the codes are, with the key of the interview.
            only_look: Nothing is written.

        Raises:
            RuleViolation: `reason_needed`, `text_too_long`; the results hold `code_no_answer`, `code_text_other`,
                `code_twice`, and as `OpenQuestion.frame`.
        """
        if not reason.strip() and not only_look:
            raise RuleViolation("reason_needed")
        if len(reason) > LONGEST_REASON:
            raise RuleViolation("text_too_long", most=LONGEST_REASON)
        known: dict[tuple[str, str], OpenAnswer] = {}
        ids = {each.interview for each in wanted}
        here = {each for each in ids if each is not None}
        for answer in self._read(user) if None in ids else self._read.of(user, here):
            known[answer.named, answer.ref] = known[answer.named, answer.variable] = answer
        results, fitting, taken = [], [], set[tuple[str, str]]()
        for each in wanted:
            try:
                answer, codes = _fitting(each, known, taken)
            except RuleViolation as rule:
                results.append(CodingResult(stored=False, refused=rule))
                continue
            results.append(CodingResult(stored=codes != answer.codes))
            if codes != answer.codes:
                fitting.append((len(results) - 1, answer, codes))
        keys = self._read.keys(user, {answer.interview for _, answer, _ in fitting})
        now, facts = moment(self._clock, user), []
        rows: dict[int, InterviewId] = {}
        questions: dict[InterviewId, set[str]] = {}
        for row, answer, codes in fitting:
            key = keys.get(answer.interview)
            if key is None:  # erased since it was read
                results[row] = CodingResult(stored=False, refused=RuleViolation("code_no_answer"))
            else:
                coded = _coded(answer, codes)
                facts.append(coding_fact(now, answer.case, key, coded, reason.strip(), len(answer.versions)))
                rows[row] = answer.interview
                questions.setdefault(answer.interview, set()).add(answer.held_with.question)
        if facts and not only_look:
            became = self._store(user, now, facts, questions)
            for row, interview in rows.items():
                results[row] = replace(results[row], place=became.get(interview))
        return tuple(results)

    def _store(
        self, user: User, now: Moment, facts: Sequence[NewEvent], questions: Mapping[InterviewId, Collection[str]]
    ) -> Mapping[InterviewId, CodingPlace]:
        """Write the codes, and what they do to places; by interview.

        Args:
            questions: Whose answers are others with the codes.
        """
        follows, ids = user.role in GRANTS[Right.SUPERVISE].roles, self._ids
        became: dict[InterviewId, CodingPlace] = {}
        told: dict[InterviewId, Interview] = {}
        if follows and ids is not None:
            resting = self._read.resting(user, self._places, questions)
            told = {known: each for known, each in resting.items() if each.user_id != user.id}
        elif follows:
            with self._units() as unit:
                held = [unit.interviews.get(each) for each in questions]
            self._places.make_ready(held)
        with self._units() as unit:
            unit.log.append(facts)
            if ids is not None:
                unit.log.append([to_follow(now, ids, each.case_id, each.id) for each in told.values()])
            elif follows:
                became = self._followed(unit, now, questions)
            unit.commit()
        elsewhere = self._read.elsewhere(user, self._places, [each for each in questions if each not in became])
        stay = {each: PlaceAfter.TOLD if each in told else PlaceAfter.PROPOSED for each in elsewhere}
        return became | {each: CodingPlace(stay[each], it.stands, it.belongs) for each, it in elsewhere.items()}

    def _followed(
        self, unit: CallingUnit, now: Moment, interviews: Collection[InterviewId]
    ) -> dict[InterviewId, CodingPlace]:
        """Places that moved, or found no room; nobody moves that of an interview they held."""
        became: dict[InterviewId, CodingPlace] = {}
        coded = codings(unit, (), interviews)
        for known in sorted(interviews):
            interview = unit.interviews.get(known)
            if interview.user_id == now.by:
                continue
            decision, facts = follow_or_stay(unit, now, self._places, interview, coded[known])
            if decision is not None and interview.cell_id is not None:
                unit.log.append(facts)
                to = PlaceAfter.MOVED if decision.has_place else PlaceAfter.FULL
                became[known] = CodingPlace(to, interview.cell_id, decision.classification.cell_id)
        return became


def _fitting(
    wanted: WantedCodes, known: Mapping[tuple[str, str], OpenAnswer], taken: set[tuple[str, str]]
) -> tuple[OpenAnswer, tuple[str, ...]]:
    answer = known.get((wanted.named.strip().lower(), wanted.text))
    if answer is None:
        raise RuleViolation("code_no_answer")
    if wanted.seen is not None and _plain(wanted.seen) != _plain(answer.text):
        raise RuleViolation("code_text_other")
    if (answer.named, answer.ref) in taken:
        raise RuleViolation("code_twice")
    codes = answer.held_with.frame(wanted.codes)
    taken.add((answer.named, answer.ref))
    return answer, codes


def _plain(text: str) -> str:
    """A text as spreadsheets hand it back: blanks and line breaks as one, no mark in front, no control signs."""
    shown = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(shown.split()).lstrip("'").strip()


def _coded(answer: OpenAnswer, codes: tuple[str, ...]) -> CodedAnswer:
    question = answer.held_with
    return CodedAnswer(
        answer.interview, question.ref_beside(answer.ref), answer.ref, question.other, question.several, codes
    )
