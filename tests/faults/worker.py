"""Forks a child for every order and lets it work on a database until it is killed; loads the study only once.

Orders on standard input: `work DB SEED DAY`, `import DB`, `migrate DB`, `carry DB`, `check DB DAY`,
`check-carried DB DAY`, `templates FOLDER`. The child says on standard output what it is doing (`in POINT`, `out POINT`)
and what it was told is durable (`ack …`).
"""

from __future__ import annotations

import io
import json
import os
import random
import shutil
import sys
import traceback
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import openpyxl

from cati_app.demo.clock import SimulatedClock
from cati_app.dialer.manual import ManualDialer
from cati_app.domain.casework.interviews import Interview, InterviewState
from cati_app.domain.errors import RuleViolation
from cati_app.domain.outcomes.dispositions import SUSPENDED
from cati_app.domain.people.users import Role
from cati_app.domain.quota.cells import UNKNOWN
from cati_app.domain.quota.steering import CellEdit, Intake
from cati_app.engine.form.answers import Answer, Special
from cati_app.engine.form.nodes import NodeKind
from cati_app.engine.form.screen import QuestionView
from cati_app.engine.kinds.registry import QuestionKind
from cati_app.engine.session.events import Step
from cati_app.engine.session.session import InterviewSession
from cati_app.engine.xlsform.load import load_form
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.fieldwork.interview.ending import stored_data
from cati_app.fieldwork.interview.finish_interview import EndedSitting
from cati_app.fieldwork.interview.handed_in import hidden_values
from cati_app.fieldwork.rights import PROGRAM
from cati_app.resources import reference_study
from cati_app.station.loading import LoadedStudy, StudySource, study_texts
from cati_app.station.machine import UuidSource
from cati_app.station.opening import Station
from cati_app.station.study_reading import read_study
from cati_app.store import migrate
from cati_app.store.keys import KEY_BYTES, Cost, NoKeyRing, wrap
from cati_app.store.log_check import check_chain
from cati_app.store.opening import Settings, key_file_of, open_database
from cati_app.store.passwords import hash_password
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.ui.console.services import InterviewerServices
from tests.older_contents import put_back
from tests.stations import BOX, begun_study

_SETTINGS = Settings("pass", NoKeyRing(), Cost(1, 8), rehearses=True)
_BEGIN = datetime(2026, 11, 24, 15, tzinfo=UTC)
_SCALE = 0.25
_RENAMED = "in_city"  # in the screener, so that every interview has an answer


def say(*words: object) -> None:
    """One line, written at once."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


@contextmanager
def at(point: str) -> Iterator[None]:
    """What happens inside is this kill point."""
    say("in", point)
    yield
    say("out", point)


def state_of(db: Path) -> Path:
    """What holds the state folder of one database."""
    return db.with_name(f"{db.name}.state")


def station(loaded: LoadedStudy, db: Path, day: int, seed: int) -> Station:
    """The study's database, opened on a day of the fieldwork."""
    database = open_database(db, replace(_SETTINGS, state=state_of(db)), create=True, writable=True)
    clock = SimulatedClock(_BEGIN)
    made = Station(
        loaded,
        database,
        clock=clock,
        ids=UuidSource(clock, random.Random(seed)),
        cost=_SETTINGS.cost,
        targets_scale=_SCALE,
    )
    opens = made.rules.calendar.next_open(_BEGIN + timedelta(days=day))
    assert opens is not None
    clock.move_to(opens)
    return made


def workplace(made: Station) -> InterviewerServices:
    """The one interviewer at work; in a database of an older version, once a supervisor has given everybody keys."""
    try:
        signed_in = made.sign_in("int", "pw")
    except RuleViolation as rule:
        if rule.code != "supervisor_first":
            raise
        sealed = made.people.seal_study("sup", "pw")
        assert sealed is not None
        codes = {user.login: code for user, code in sealed[2].codes}
        signed_in = made.people.choose_password("int", codes["int"], "pw")
    assert signed_in is not None
    user, keys = signed_in
    return made.interviewer(user, keys, ManualDialer(), study_texts(made.loaded, "de"))


def digest(session: InterviewSession) -> str:
    """Where an interview stands and what was answered."""
    data = [(d.ref, d.answer.text, str(d.answer.special)) for d in session.data().values()]
    return f"{session.ref or '-'} {zlib.crc32(repr(data).encode())}"


class Supervisor:
    """Changes targets, pauses and opens a cell, and takes changes back."""

    def __init__(self, made: Station, seed: int) -> None:
        signed_in = made.sign_in("sup", "pw")
        assert signed_in is not None
        self.user, keys = signed_in
        self.steer, self.read = made.steer_cell(keys), made.read_steered()
        self.chance = random.Random(seed)
        self.seed, self.number = f"{made.clock.now():%Y%m%d}-{seed}", 0

    def change(self) -> None:
        """One change, drawn at random."""
        cell = self.chance.choice(self.read(self.user)[:3])
        self.number += 1
        made, of = f"{self.seed}-{self.number:05}", cell.count.cell_id
        edits = [CellEdit(made, of, cell.count.taken + self.chance.randint(0, 9), seen=cell.version)]
        edits += [CellEdit(made, of, intake=intake) for intake in (Intake.OPEN, Intake.PAUSED) if intake != cell.intake]
        if cell.change is not None:
            edits.append(CellEdit(made, of, undoes=cell.version))
        edit = self.chance.choice(edits)
        with suppress(RuleViolation), at("steering"):  # it may stand so, and ten minutes may be over
            self.steer(self.user, edit, "why")
            say("ack-steered", of, made)


class Child:
    """An interviewer who never tires."""

    def __init__(self, made: Station, seed: int) -> None:
        self.supervisor: Supervisor | None = None
        self.clock = made.clock
        self.place = workplace(made)
        self.chance = random.Random(seed)
        self.agrees = False  # to what is read first, which keeps an interview going

    def work(self) -> None:
        """Case after case."""
        place = self.place
        while True:
            offer = place.take_case(place.user)
            if not isinstance(offer, Offer):
                return
            if not offer.dialled:
                place.start_call(place.user, offer.attempt, offer.case.numbers[0])
            self._move(20)
            if offer.case.open_interview is None and self.chance.random() < 0.5:
                with at("result"):
                    given, offered = place.finish_attempt(place.user, offer.attempt, "no_answer")
                say("ack-result", offer.attempt.id)
                if self.chance.random() < 0.2:
                    with at("undo"):
                        place.take_back(place.user, given, offered.attempt if isinstance(offered, Offer) else None)
                continue
            self._interview(offer)

    def begin(self, screens: int) -> None:
        """An interview that is interrupted after so many screens."""
        place, self.agrees = self.place, True
        offer = place.take_case(place.user)
        assert isinstance(offer, Offer)
        place.start_call(place.user, offer.attempt, offer.case.numbers[0])
        self._move(20)
        interview = place.start_interview(place.user, offer.case, place.form_hash, "de")
        hidden = hidden_values(offer.case, place.user, place.rules)
        session = InterviewSession(place.form, self.clock, seed=1, language="de", hidden=hidden)
        self._record(interview, session, Step(session.beginning))
        for _ in range(screens):
            self._answer(interview, session)

    def carry(self) -> None:
        """The interview that waits goes on under the questionnaire there is now."""
        place = self.place
        offer = place.take_case(place.user)
        assert isinstance(offer, Offer)
        assert offer.case.open_interview is not None
        resumed = place.resume_interview(place.user, offer.case.open_interview)
        passage = place.passage(resumed.interview.form_hash)
        assert passage is not None
        before = place.read_session(resumed.log)
        session = InterviewSession.carried_over(place.form, self.clock, before, passage, {})
        events = session.events + session.resume().events
        interview = replace(resumed.interview, form_hash=passage.after)
        with at("carrying"):
            place.record_events(place.user, interview, events, session.ref or "", session.language)
        say("ack-carried", digest(session))

    def _interview(self, offer: Offer) -> None:
        place = self.place
        if offer.case.open_interview is not None:
            resumed = place.resume_interview(place.user, offer.case.open_interview)
            interview, events = resumed.interview, place.read_session(resumed.log)
        else:
            interview, events = place.start_interview(place.user, offer.case, place.form_hash, "de"), []
        if events:
            session = InterviewSession.replay(place.form, self.clock, events)
            self._record(interview, session, session.resume())
            if interview.quota_status:
                self._tell(interview, session, interview.quota_status, interview.cell_id or "")
        else:
            hidden = hidden_values(offer.case, place.user, place.rules)
            session = InterviewSession(place.form, self.clock, seed=1, language="de", hidden=hidden)
            self._record(interview, session, Step(session.beginning))
        decided = bool(interview.quota_status)
        while not session.at_end:
            if self.chance.random() < 0.004:
                self._finish(offer, interview, session, SUSPENDED)
                return
            self._answer(interview, session)
            decided = decided or self._decide(offer, interview, session)
        held = place_status(place, interview) == "full"
        outcome = session.value(place.rules.outcome or "")
        self._finish(offer, interview, session, outcome or ("quota_filled" if held else "complete"))

    def _answer(self, interview: Interview, session: InterviewSession) -> None:
        screen = session.screen()
        question = screen.questions[screen.focus]
        self._move(4)
        steps = self._give(session, question)
        if screen.focus + 1 < len(screen.questions) and steps[-1].check is None:
            steps.append(session.focus(screen.questions[screen.focus + 1].ref))
        elif steps[-1].check is None:
            steps.append(session.forward())
        self._record(interview, session, Step(tuple(event for step in steps for event in step.events)))

    def _give(self, session: InterviewSession, question: QuestionView) -> list[Step]:
        """Steps up to an answer that passes; what a check refused is recorded too."""
        if question.kind is QuestionKind.NOTE or question.read_only:
            return [Step()]
        steps: list[Step] = []
        for _ in range(6):
            steps.append(session.answer(question.ref, self._draw(question), keep="so said"))
            if steps[-1].check is None:
                return steps
        return [*steps, session.answer(question.ref, Answer("", Special.DONT_KNOW), keep="so said")]

    def _draw(self, question: QuestionView) -> Answer:
        kind, chance = question.kind, self.chance
        if kind is QuestionKind.ACKNOWLEDGE:
            return Answer("OK")
        if kind is QuestionKind.REPEAT:
            return Answer("0")
        if kind is QuestionKind.RANK:
            return Answer(" ".join(choice.name for choice in question.choices))
        if question.choices:
            return Answer((question.choices[0] if self.agrees else chance.choice(question.choices)).name)
        if kind is QuestionKind.DATE:
            return Answer(f"{chance.randint(1930, 2005)}-05-01")
        if kind in (QuestionKind.TEXT, QuestionKind.LONG_TEXT):
            return Answer(f"Wort {chance.randint(1, 999)}")
        low = int(question.minimum or 0)
        high = int(question.maximum) if question.maximum is not None else low + 5
        return Answer(str(chance.randint(low, max(low, high))))

    def _decide(self, offer: Offer, interview: Interview, session: InterviewSession) -> bool:
        place, rules = self.place, self.place.rules
        assert rules.quota is not None
        assert place.reserve_place is not None
        if rules.outcome and session.value(rules.outcome):
            return False
        values = {d.variable: session.value(d.variable) for d in rules.quota.dimensions}
        known = all(value not in ("", UNKNOWN) for value in values.values())
        if not known and not session.left_group(rules.screener or ""):
            return False
        with at("quota"):
            decision = place.reserve_place(place.user, interview.id, values)
        self._tell(interview, session, decision.verdict.value, decision.classification.cell_id)
        if self.supervisor is not None:
            self.supervisor.change()
        return True

    def _tell(self, interview: Interview, session: InterviewSession, status: str, cell: str) -> None:
        for name, value in (("quota_status", status), ("quota_cell", cell)):
            if session.has_hidden(name) and session.value(name) != value:
                self._record(interview, session, session.set_hidden(name, value))

    def _record(self, interview: Interview, session: InterviewSession, step: Step) -> None:
        if not step.events:
            return
        with at("answer"):
            seq = self.place.record_events(self.place.user, interview, step.events, session.ref or "", session.language)
        say("ack", seq, interview.id, digest(session))

    def _finish(self, offer: Offer, interview: Interview, session: InterviewSession, name: str) -> None:
        place = self.place
        data = stored_data(session, place.rules.contact_questions | place.rules.sealed_values)
        with at("completion"):
            place.finish_interview(place.user, EndedSitting(interview.id, offer.attempt, name, data, {}))
        say("ack-end", interview.id)

    def _move(self, seconds: float) -> None:
        assert isinstance(self.clock, SimulatedClock)
        self.clock.move(seconds)


def place_status(place: InterviewerServices, interview: Interview) -> str:
    """The decision as the store has it."""
    decision = place.read_place(place.user, interview)
    if decision is not None:
        return decision.verdict.value
    with place.finish_interview._units() as unit:
        return unit.interviews.get(interview.id).quota_status


def check(made: Station, acknowledged: dict[str, str]) -> dict[str, object]:
    """What a restart finds, against what had been acknowledged."""
    verified = made.verify()(PROGRAM)
    agrees = verified.agrees and is_chained(made)
    found: dict[str, object] = {"agrees": agrees, "last": verified.last_event, "lost": [], "cases": 0}
    lost: list[str] = []
    found["lost"] = lost

    def note(wrong: bool, what: str) -> None:
        if wrong:
            lost.append(what)

    place = workplace(made)
    with place.finish_interview._units() as unit:
        found["cases"] = unit.cases.count()
        running = unit.interviews.all_in([InterviewState.RUNNING])
        if "ack" in acknowledged:
            seq, interview_id, ref, answers = acknowledged["ack"].split()
            log = [e for e in unit.log.of_interview(interview_id) if e.seq <= int(seq)]  # type: ignore[arg-type]
            again = InterviewSession.replay(made.loaded.form, made.clock, place.read_session(log))
            note(int(seq) > verified.last_event, f"event {seq} is missing")
            note(digest(again) != f"{ref} {answers}", f"replayed {digest(again)}, acknowledged {ref} {answers}")
        if "ack-end" in acknowledged:
            ended = unit.interviews.get(acknowledged["ack-end"])  # type: ignore[arg-type]
            note(ended.ended_at is None, f"{ended.id} is {ended.state}")
        if "ack-steered" in acknowledged:
            cell, change = acknowledged["ack-steered"].split()
            steered = unit.quota.steered(cell)  # type: ignore[arg-type]
            facts = [(e.event.payload or {}).get("change") for e in unit.log.of_cells()]
            note(change not in facts, f"the change {change} is missing")
            note(facts.count(steered.version) != 1, f"{steered.version} is no change of the log, or stands there twice")
        if "ack-result" in acknowledged:
            attempt = unit.calls.attempt(acknowledged["ack-result"])  # type: ignore[arg-type]
            note(attempt.ended_at is None, "the result is gone")
    for interview in running:
        offer = place.take_case(place.user)
        same = isinstance(offer, Offer) and offer.case.open_interview == interview.id
        with place.finish_interview._units() as unit:
            log = list(unit.log.of_interview(interview.id))
        events = place.read_session(log)
        at_ref = InterviewSession.replay(made.loaded.form, made.clock, events).ref or "" if events else ""
        note(not same, "another case is offered than the interrupted one")
        note(at_ref != interview.ref, f"goes on at {at_ref!r}, stood at {interview.ref!r}")
    return found


def changed(loaded: LoadedStudy) -> LoadedStudy:
    """The study with another questionnaire, where one question has a new name that nobody told."""
    workbook = openpyxl.load_workbook(io.BytesIO(loaded.files.questionnaire))
    for row in workbook["survey"].iter_rows(min_row=2):
        for cell in row:
            if isinstance(cell.value, str):
                cell.value = cell.value.replace(_RENAMED, f"{_RENAMED}_new")
    saved = io.BytesIO()
    workbook.save(saved)
    files = replace(loaded.files, questionnaire=saved.getvalue())
    form = load_form(files.questionnaire, files.name, None, files.beside).form
    assert form is not None
    return replace(loaded, source=StudySource.given(loaded.study, form), form_hash="changed", files=files)


def check_carried(made: Station, before: LoadedStudy, acknowledged: dict[str, str]) -> dict[str, object]:
    """What a restart finds after an interview went on under another questionnaire: all of that, or nothing of it."""
    verified = made.verify()(PROGRAM)
    place = workplace(made)
    with place.finish_interview._units() as unit:
        cases = unit.cases.count()
        (interview,) = unit.interviews.all_in([InterviewState.RUNNING])
        log = place.read_session(unit.log.of_interview(interview.id))
    carried = interview.form_hash == made.loaded.form_hash
    passages = [event.kind for event in log].count("form_changed")
    session = InterviewSession.replay(made.loaded.form if carried else before.form, made.clock, log)
    first = next((n for n, event in enumerate(log) if event.kind == "form_changed"), len(log))
    given = InterviewSession.replay(before.form, made.clock, log[:first])
    lost: list[str] = []
    if passages != carried:
        lost.append(f"{passages} passages, and the interview has the version {interview.form_hash}")
    if "ack-carried" in acknowledged and acknowledged["ack-carried"] != digest(session):
        lost.append(f"replayed {digest(session)}, acknowledged {acknowledged['ack-carried']}")
    if _answers(given) != _answers(session) + len(session.set_apart()):
        lost.append(f"{_answers(given)} answers before, {_answers(session)} now, {len(session.set_apart())} apart")
    agrees = verified.agrees and is_chained(made)
    return {"agrees": agrees, "last": verified.last_event, "lost": lost, "cases": cases}


def is_chained(made: Station) -> bool:
    """Whether every event is the one that was written; True for a log that an older version began."""
    return made.database.chain.end() is None or not check_chain(made.database, {1: BOX})


def _answers(session: InterviewSession) -> int:
    nodes = session.form.by_path
    return sum(
        not datum.answer.is_blank and nodes[datum.ref].kind is NodeKind.QUESTION
        for datum in session.data().values()
        if datum.ref in nodes  # not within repeats
    )


def templates(loaded: LoadedStudy, folder: Path) -> None:
    """`empty.db` with people and no sample, `full.db` with the sample, `old.db` the same in the first form.

    In `waiting.db` an interview was interrupted.
    """
    made = station(loaded, folder / "empty.db", 0, 0)
    keys = begun_study(made)
    add = made.people.add_person(keys)
    add(PROGRAM, "sup", "Sup", Role.SUPERVISOR, "pw")
    add(PROGRAM, "int", "Int", Role.INTERVIEWER, "pw")
    made.database.close()
    copy(folder / "empty.db", folder / "full.db")
    made = station(loaded, folder / "full.db", 0, 0)
    made.prepare(keys)
    made.database.close()
    copy(folder / "full.db", folder / "waiting.db")
    made = station(loaded, folder / "waiting.db", 0, 0)
    Child(made, 1).begin(12)
    made.database.close()
    copy(folder / "full.db", folder / "old.db")
    made = station(loaded, folder / "old.db", 0, 0)
    _put_back(made, keys)
    made.database.close()
    shutil.rmtree(state_of(folder / "old.db"))  # older versions had none


def _put_back(made: Station, keys: HeldKeys) -> None:
    """Everything as the first version kept it: a supervisor and an interviewer with passwords and without keys."""
    database, key = made.database, os.urandom(KEY_BYTES)
    put_back(database, keys, key)
    migrate.migrate(migrate.engine_on(database.driver()), "0001")
    cost = _SETTINGS.cost
    with database.transaction() as statements:
        statements.execute(
            'UPDATE "user" SET password_hash = ?, wrapped_key = ?',
            (hash_password("pw", cost), wrap(key, "pw", cost).to_json()),
        )
        statements.commit()


def copy(source: Path, target: Path) -> None:
    """A database that is closed, with its key and its state folder."""
    target.write_bytes(source.read_bytes())
    key_file_of(target).write_bytes(key_file_of(source).read_bytes())
    shutil.copytree(state_of(source), state_of(target))


def obey(loaded: LoadedStudy, order: list[str]) -> None:
    """In the child."""
    name, db = order[0], Path(order[1])
    if name == "templates":
        templates(loaded, db)
    elif name == "work":
        made = station(loaded, db, int(order[3]), int(order[2]))
        child = Child(made, int(order[2]))
        child.supervisor = Supervisor(made, int(order[2]))
        child.work()
    elif name == "import":
        made = station(loaded, db, 0, 1)
        found = made.sign_in("int", "pw")
        assert found is not None
        assert found[1] is not None
        with at("import"):
            made.prepare(found[1])
    elif name == "migrate":
        with at("migration"):
            station(loaded, db, 0, 1)
    elif name == "carry":
        made = station(changed(loaded), db, 0, 1)
        person = made.sign_in("int", "pw")
        assert person is not None
        assert person[1] is not None
        made.prepare(person[1])
        Child(made, 1).carry()
    elif name == "check-carried":
        made = station(changed(loaded), db, int(order[2]), 10_000)
        say("found", json.dumps(check_carried(made, loaded, json.loads(" ".join(order[3:])))))
        made.database.close()
    elif name == "check":
        made = station(loaded, db, int(order[2]), 10_000 + int(order[2]))
        say("found", json.dumps(check(made, json.loads(" ".join(order[3:])))))
        made.database.close()


def main() -> None:
    """Order after order; each is carried out by a forked child, so that a kill takes nothing else with it."""
    loaded = read_study(reference_study())
    assert isinstance(loaded, LoadedStudy)
    say("ready")
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            try:
                say("child", os.getpid())
                obey(loaded, line.split())
            except BaseException:
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        os.waitpid(pid, 0)
        say("over")


if __name__ == "__main__":
    main()
