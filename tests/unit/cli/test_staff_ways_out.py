"""What each role learns of people at work, by every way out: tried, and told as a table in docs/staff-figures.md.

What is looked for are logins, names, ids and numbers of interviewers other than whoever asks.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pyreadstat
import pytest

from cati_app.demo.clock import SimulatedClock
from cati_app.domain.outcomes.dispositions import BREAK_OFF, COMPLETE
from cati_app.domain.people.users import User
from tests.commands import Command, Run
from tests.stations import PASSWORD, TUESDAY, Site, fiction
from tests.unit.cli.studies import HEALTHY
from tests.unit.store.held_interviews import held

PAGE = Path(__file__).parents[3] / "docs" / "staff-figures.md"
BEGIN, END = "<!-- ways out, tried by tests/unit/cli/test_staff_ways_out.py -->", "<!-- end -->"
ROLES = {"interviewer": "ann", "supervisor": "sue", "analyst": "eve"}
REFUSED, NOTHING, PERSON, OWN = "refused", "nothing of a person", "**a person**", "own figure"
PSEUDONYM, BESIDE_RESULT = "pseudonym, beside complete interviews alone", "**pseudonym beside a result**"
WAYS: dict[str, tuple[str, ...]] = {
    "`figures`": ("figures",),
    "`figures --json`": ("figures", "--json"),
    "`figures --of LOGIN`, nothing opened": ("figures", "--of", "bob"),
    "`figures --unlock`, by one alone": ("figures", "--unlock", "bob", "--reason", "x", "--with", "sue"),
    "`figures --lock`": ("figures", "--lock"),
    "`figures --unlocked`, nothing opened": ("figures", "--unlocked"),
    "`rates`": ("rates",),
    "`rates --json`": ("rates", "--json"),
    "`rates --by day --json`": ("rates", "--by", "day", "--json"),
    "`status --json`": ("status", "--json"),
    "`forecast --json`": ("forecast", "--json"),
    "`alerts --json`": ("alerts", "--json"),
    "`quota --json`": ("quota", "--json"),
    "`next --json`": ("next", "--json"),
    "`replay --json`": ("replay", "--rules", str(HEALTHY / "study.yaml"), "--json"),
    "`verify --json`": ("verify", "--json"),
    "`case NUMBER --json`": ("case", "1", "--json"),
    "`report compliance --json`": ("report", "compliance", "--json"),
    "`report codebook --json`": ("report", "codebook", "--json"),
    "`report field --json`": ("report", "field", "--json"),
    "`report seen --json`": ("report", "seen", "--json"),
    "`user list --json`": ("user", "list", "--json"),
    "data set as CSV": ("export", "--format", "csv", "--out", "{out}"),
    "data set for SPSS": ("export", "--format", "sav", "--out", "{out}"),
    "every interview begun, as CSV": ("export", "--include", "all", "--format", "csv", "--out", "{out}"),
    "paradata": ("export", "--format", "paradata", "--out", "{out}"),
    "paradata as a table": ("export", "--what", "paradata", "--format", "csv,parquet", "--out", "{out}"),
    "calls and cases as CSV": ("export", "--what", "calls,cases", "--format", "csv", "--out", "{out}"),
}
_ACTIONS = {"report", "user"}


class Tried:
    """Commands of one role on a study in which ann and bob have worked."""

    def __init__(
        self, cati: Command, site: Site, out: Path, called: frozenset[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """`called`: the pseudonyms of this month."""
        self._cati = cati
        self._site = site
        self._called = called
        self._out = out
        self._monkeypatch = monkeypatch

    def __call__(self, role: str, words: tuple[str, ...]) -> str:
        """What somebody of a role learns of others."""
        login = ROLES[role]
        out = self._out / f"{role}-{'-'.join(re.sub('[^a-z]', '', word) for word in words[:-1])}"
        run = self._run(words, login, out)
        texts = [run.stdout, *map(_text, sorted(self._out.glob(f"{out.name}*")))]
        others = [person for person in (self._site.ann, self._site.bob) if person.login != login]
        if any(_names(text, person) for text in texts for person in others):
            return PERSON
        if run.returncode == 2 or (run.returncode and not run.stdout.strip()):
            return REFUSED
        if words[0] == "figures" and role == "interviewer":
            return OWN
        lines = [line for text in texts for line in text.splitlines() if any(name in line for name in self._called)]
        if any(result in line for line in lines for result in ("refusal", "break_off")):
            return BESIDE_RESULT
        return PSEUDONYM if lines else NOTHING

    def _run(self, words: tuple[str, ...], login: str, out: Path) -> Run:
        self._monkeypatch.setattr("sys.stdin", io.StringIO(f"{fiction(1).e164}\n"))
        command, *rest = (word.format(out=out) for word in words)
        after = [rest.pop(0)] if command in _ACTIONS else []
        study = [*after, HEALTHY] if command == "user" else [HEALTHY, *after]
        return self._cati(command, *study, *rest, "--db", self._site.path, "--as", login)


def _text(path: Path) -> str:
    """What stands in files that were written, whatever they are."""
    if path.is_dir():
        return "".join(map(_text, sorted(path.iterdir())))
    if path.suffix == ".sav":
        frame, _ = pyreadstat.read_sav(str(path))
        return str(frame.to_csv())
    return path.read_bytes().decode("latin-1")


def _names(text: str, person: User) -> bool:
    return any(re.search(rf"\b{re.escape(name)}\b", text) for name in (person.login, person.name, person.id))


@pytest.fixture
def tried(cati: Command, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tried:
    for result in (COMPLETE, BREAK_OFF):
        held(site, result=result)
    for user in (site.ann, site.bob, site.ann):
        offer = site.dialled(user)
        site.place(user).record_result(user, offer.attempt, "refusal_household")
    named = site.station.pseudonyms(site.keys).now()
    people = (site.ann, site.bob)
    called = frozenset(named.of_interview(user.number, user.id, TUESDAY, counts=True) for user in people)
    site.close()
    monkeypatch.setattr("cati_app.cli.opening.SystemClock", lambda: SimulatedClock(TUESDAY + timedelta(hours=1)))
    for variable in ("CATI_PASSWORD", "CATI_SECOND_PASSWORD"):
        monkeypatch.setenv(variable, PASSWORD)
    (tmp_path / "out").mkdir()
    return Tried(cati, site, tmp_path / "out", called, monkeypatch)


def table(tried: Callable[[str, tuple[str, ...]], str]) -> str:
    """A line for each way out."""
    lines = [f"| way out | {' | '.join(ROLES)} |", f"|---|{'---|' * len(ROLES)}"]
    lines += [f"| {way} | {' | '.join(tried(role, words) for role in ROLES)} |" for way, words in WAYS.items()]
    return "\n".join(lines)


@pytest.mark.slow
def test_the_table_is_what_was_tried(tried: Tried) -> None:
    page = PAGE.read_text(encoding="utf-8")
    found = table(tried)
    assert found == page.partition(BEGIN)[2].partition(END)[0].strip(), f"put this between the marks:\n{found}"
