"""`cati sample generate`, `release` and `status`: random numbers by blocks, random portions, nothing offered before."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cati_app.domain.calling.queue import Nothing
from tests.commands import Command
from tests.stations import PASSWORD, Site

_STUDY = Path(__file__).parents[3] / "tests" / "golden" / "broken" / "healthy"
_BLOCK = "0302312 5xxx"


class Sampling:
    """The commands on a study without cases."""

    def __init__(self, cati: Command, site: Site) -> None:
        self._cati, self.site = cati, site

    def __call__(self, *arguments: object, code: int = 0) -> dict[str, Any]:
        self.site.close()
        action, *more = arguments
        run = self._cati("sample", action, _STUDY, *more, "--db", self.site.path, "--as", "sue", "--json")
        self.site.reopen()
        assert code == run.returncode, run.stderr
        assert "23125" not in run.stdout + run.stderr
        said: dict[str, Any] = json.loads(run.stdout) if run.stdout else {"error": run.stderr}
        return said

    def numbers(self) -> list[str]:
        with self.site.units()() as unit:
            ids = [str(row[0]) for row in self.site.sql('SELECT id FROM "case" ORDER BY case_no')]
            return [n.number.e164 for one in ids for n in unit.cases.get(one).numbers if n.number]  # type: ignore[arg-type]


@pytest.fixture
def sampling(cati: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sampling:
    monkeypatch.setenv("CATI_PASSWORD", PASSWORD)
    return Sampling(cati, Site(tmp_path, cases=0))


def test_the_same_seed_draws_the_same_numbers(
    sampling: Sampling, cati: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "other").mkdir()
    other = Sampling(cati, Site(tmp_path / "other", cases=0))

    drawn = sampling("generate", "--count", 50, "--seed", 7, "--prefix", _BLOCK)
    monkeypatch.setenv("CATI_STATE", str(tmp_path / "other" / "state"))  # another machine
    other("generate", "--count", 50, "--seed", 7, "--prefix", _BLOCK)

    monkeypatch.setenv("CATI_STATE", str(tmp_path / "state"))
    assert (50, 7, 1, 1000) == tuple(drawn[name] for name in ("added", "seed", "blocks", "frame_size"))
    assert sampling.numbers() == other.numbers()
    assert 50 == len({n for n in sampling.numbers() if n.startswith("+493023125")})
    other.site.close()


def test_a_draw_passes_over_what_is_there_and_ends_when_the_blocks_are_empty(sampling: Sampling) -> None:
    sampling("generate", "--count", 990, "--seed", 7, "--prefix", _BLOCK)

    second = sampling("generate", "--count", 10, "--seed", 7, "--prefix", _BLOCK)
    third = sampling("generate", "--count", 1, "--seed", 7, "--prefix", _BLOCK, code=1)

    assert (10, 990) == (second["added"], second["passed_over"]["number_of_other_case"])
    assert "do not hold that many" in third["error"]
    assert 1000 == len(set(sampling.numbers()))


def test_listed_numbers_stand_for_their_blocks(sampling: Sampling, tmp_path: Path) -> None:
    seeds = tmp_path / "seeds.csv"
    seeds.write_text("number\n030 23125 012\n030 23125 099\n030 23125 512\n0171 3920063\nnonsense\n", encoding="utf-8")

    drawn = sampling("generate", "--count", 200, "--seed", 1, "--seeds", seeds)

    assert (2, 200, 1) == (drawn["blocks"], drawn["frame_size"], drawn["seed_rows_unusable"])
    assert {"0", "5"} == {number[-3] for number in sampling.numbers()}


def test_numbers_of_another_kind_of_line_are_passed_over(sampling: Sampling) -> None:
    failed = sampling("generate", "--count", 1, "--seed", 1, "--frame", "mobile", "--prefix", _BLOCK, code=1)

    assert "Nothing was changed" in failed["error"]
    assert 5 == sampling("generate", "--count", 5, "--frame", "mobile", "--prefix", "0171 39200")["added"]
    assert {"mobile": 5} == sampling("status")["frame"]


def test_blocked_numbers_are_never_drawn(sampling: Sampling) -> None:
    sampling.site.add_cases([1])
    with sampling.site.units()() as unit:
        unit.cases.block_numbers(sampling.site.offered_id(), sampling.site.clock.now())
        unit.commit()

    failed = sampling("generate", "--count", 100, "--prefix", "030 231250xx", code=1)

    assert "error" in failed
    assert 99 == sampling("generate", "--count", 99, "--prefix", "030 231250xx")["added"]


@pytest.mark.parametrize("wrong", [[], ["--prefix", "abc"], ["--prefix", "030xxxxxxxx"]])
def test_blocks_must_be_named_and_readable(sampling: Sampling, wrong: list[str]) -> None:
    assert "error" in sampling("generate", "--count", 1, *wrong, code=1)


def test_what_waits_is_never_offered_and_comes_in_random_portions(sampling: Sampling) -> None:
    sampling("generate", "--count", 25, "--seed", 3, "--prefix", _BLOCK, "--replicate-size", 10)

    assert isinstance(sampling.site.place().take_case(sampling.site.ann), Nothing)
    assert {"1": 10, "2": 10, "3": 5} == sampling("status")["replicate"]
    assert {"released": 10, "still_waiting": 15} == sampling("release", "--replicates", 1)
    assert {"released": 3, "still_waiting": 12} == sampling("release", "--count", 3)
    sampling.site.offered()
    assert [(1, 10), (2, 3)] == sampling.site.sql(
        "SELECT replicate, count(*) FROM \"case\" WHERE state = 'open' GROUP BY 1 ORDER BY 1"
    )
    assert {"released": 12, "still_waiting": 0} == sampling("release", "--all")
    assert ["sample_generated", "sample_released", "sample_released", "case_offered", "contact_shown"] == [
        kind
        for kind in sampling.site.kinds()
        if kind not in ("person_added", "sample_imported", "rules_in_force", "form_in_force", "signed_in")
    ][:5]


def test_a_portion_opened_in_part_is_named_and_completed_by_the_next_release(sampling: Sampling) -> None:
    sampling("generate", "--count", 25, "--seed", 3, "--prefix", _BLOCK, "--replicate-size", 10)
    sampling("release", "--count", 13)

    assert [(1, 10, 0), (2, 10, 7), (3, 5, 5)] == [
        (portion["number"], portion["cases"], portion["waiting"]) for portion in sampling("status")["portions"]
    ]
    assert {"released": 7, "still_waiting": 5} == sampling("release", "--replicates", 1)
    assert [0, 0, 5] == [portion["waiting"] for portion in sampling("status")["portions"]]


def test_what_waits_is_no_part_of_the_rates(sampling: Sampling) -> None:
    sampling("generate", "--count", 25, "--seed", 3, "--prefix", _BLOCK, "--replicate-size", 10)
    sampling("release", "--replicates", 1)
    with sampling.site.units()() as unit:
        assert 10 == len(list(unit.histories.all()))


def test_the_status_counts_and_names_the_draws(sampling: Sampling) -> None:
    sampling("generate", "--count", 25, "--seed", 3, "--prefix", _BLOCK, "--replicate-size", 10)

    status = sampling("status")

    assert ({"unreleased": 25}, {"landline": 25}, {"none": 25}, {"landline": 25}) == tuple(
        status[name] for name in ("state", "frame", "language", "line")
    )
    assert [("landline", 3, 1000, 25)] == [
        (draw["frame"], draw["seed"], draw["frame_size"], draw["added"]) for draw in status["draws"]
    ]
