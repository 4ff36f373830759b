"""Parts of an export beside the interviews: calls, cases, paradata, quota cells; the same bytes, no contact data."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyreadstat
import pytest

from cati_app.domain.outcomes.dispositions import SUSPENDED
from cati_app.fieldwork.monitor.data import PARTS, Included
from cati_app.publish.outputs import Outputs
from cati_app.station.exporting import export_station
from tests.stations import Site
from tests.unit.fieldwork.sittings import YOUNG_MAN, begun, finish


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def test_calls_and_cases_are_tables_that_fit_together_and_hold_no_contact_data(site: Site, tmp_path: Path) -> None:
    offer = site.dialled()
    site.place().finish_attempt(site.ann, offer.attempt, "no_answer")
    number = offer.case.numbers[0].number
    assert number is not None
    written = {}
    for name in ("first", "second"):
        export = export_station(
            site.station, site.eve, site.keys, ["csv"], tmp_path / name, Outputs(), what=PARTS, include=Included.ALL
        )
        written[name] = {path.name: path.read_bytes() for path in export.files}
    differing = {name for name, content in written["first"].items() if written["second"][name] != content}
    assert all(name.endswith("_manifest.json") for name in differing)
    assert not any(number.e164.strip("+").encode() in content for content in written["first"].values())

    named = {path.name.rsplit("_", 1)[-1]: path for path in export.files}
    (call,), cases, cells = rows(named["calls.csv"]), rows(named["cases.csv"]), rows(named["quotas.csv"])
    (dialled,) = [case for case in cases if case["calls"] == "1"]
    assert (call["case_key"], "no_answer", "1", "1") == (
        dialled["case_key"],
        call["disposition"],
        call["attempt_no"],
        call["call_no"],
    )
    assert call["interviewer"] == ""  # else what one person's calls came to could be counted (decision 0073)
    assert sorted(case["case_key"] for case in cases) == [case["case_key"] for case in cases]
    assert all(int(cell["target"]) >= int(cell["achieved"]) for cell in cells)
    told = json.loads(named["manifest.json"].read_bytes())
    assert [*PARTS] == [part["name"] for part in told["parts"]]
    assert {"include": "all", "rehearsal": False}.items() <= told["asked"].items()


@pytest.mark.parametrize(
    ("language", "no_answer", "young_man", "mobile"),
    [("de", "nicht abgehoben", "M · jung", "Mobilfunk"), ("en", "no answer", "M · jung", "mobile")],
)
def test_every_coded_column_beside_the_interviews_has_labels(
    site: Site, tmp_path: Path, language: str, no_answer: str, young_man: str, mobile: str
) -> None:
    finish(site, *begun(site, YOUNG_MAN), "complete")
    site.place().finish_attempt(site.ann, site.dialled().attempt, "no_answer")
    export = export_station(
        site.station,
        site.eve,
        site.keys,
        ["sav", "dta", "ddi", "triples", "r"],
        tmp_path,
        Outputs(),
        what=PARTS,
        language=language,
    )
    named = {path.name.removeprefix("small_1_").removeprefix("small_1"): path for path in export.files}
    told = {part: _labels(named[f"{part}.sav"]) for part in ("calls", "cases", "quotas", "paradata")}
    told["interviews"] = _labels(named[".sav"])
    for part in ("calls", "cases", "interviews"):
        assert no_answer == told[part]["disposition"]["no_answer"]
        assert no_answer == told[part]["aapor_code"]["3.13"]
        assert mobile == told[part]["frame"]["mobile"]
    assert no_answer == told["paradata"]["disposition"]["no_answer"]
    assert young_man == told["quotas"]["cell"]["m/young"] == told["interviews"]["quota_cell"]["m/young"]
    assert {"rang_back", "person", "appointment", "language"} < told["calls"].keys()
    assert "eligible" in told["cases"]
    assert "state" in told["quotas"]

    texts = {part: named[part].read_text(encoding="utf-8") for part in ("calls_ddi.xml", "calls.sss", "calls.sps")}
    assert "<catValu>no_answer</catValu>" in texts["calls_ddi.xml"]
    assert f">{no_answer}</labl>" in texts["calls_ddi.xml"]
    assert f'<value code="no_answer">{no_answer}</value>' in texts["calls.sss"]
    assert f"'no_answer' '{no_answer}'" in texts["calls.sps"]
    note = f"no_answer = {no_answer} | "
    assert note.encode() in named["calls.dta"].read_bytes()
    (in_stata,) = [line for line in named["calls.do"].read_text("utf-8").splitlines() if "notes disposition:" in line]
    assert note in in_stata
    assert f'"{no_answer}" = "no_answer"' in named["calls.R"].read_text(encoding="ascii")


def _labels(path: Path) -> Mapping[str, Mapping[Any, str]]:
    return pyreadstat.read_sav(str(path))[1].variable_value_labels


def test_since_takes_what_changed_and_tells_what_was_withdrawn(site: Site, tmp_path: Path) -> None:
    from tests.integration.test_read_models import _add

    _add(site, 1, "completed", 20)
    now = site.station.clock.now()
    export = export_station(site.station, site.eve, site.keys, ["csv"], tmp_path / "a", Outputs(), changed_since=now)
    named = {path.name: path for path in export.files}
    (withdrawn,) = [path for name, path in named.items() if name.endswith("_withdrawn.csv")]
    assert (0, []) == (export.rows, rows(withdrawn))
    assert any(now.isoformat(timespec="minutes") in notice.text for notice in export.notices)

    offer = site.dialled()
    service = site.place()
    interview = service.start_interview(site.ann, offer.case, "hash", "de")
    service.set_aside(site.ann, interview.id)
    export = export_station(
        site.station, site.eve, site.keys, ["csv"], tmp_path / "b", Outputs(), include=Included.ALL, changed_since=now
    )
    (withdrawn,) = [path for path in export.files if path.name.endswith("_withdrawn.csv")]
    (told,) = rows(withdrawn)
    assert ("set_aside", 0) == (told["why"], export.rows)


@pytest.mark.parametrize("include", [*Included])
def test_what_an_export_since_a_time_would_have_is_what_it_has(site: Site, tmp_path: Path, include: Included) -> None:
    from tests.integration.test_read_models import _add

    _add(site, 1, "completed", 20)
    now = site.station.clock.now()
    for result in ("complete", "partial", SUSPENDED):
        offer, interview = begun(site, YOUNG_MAN if result in ("complete", SUSPENDED) else None)
        site.clock.move(600)
        finish(site, offer, interview, result)
    _, aside = begun(site)
    site.place().set_aside(site.ann, aside.id)
    begun(site)
    for since in (now, now + timedelta(minutes=30), now - timedelta(days=400)):
        out = tmp_path / f"{since:%Y%m%d%H%M}"
        export = export_station(
            site.station, site.eve, site.keys, ["csv"], out, Outputs(), include=include, changed_since=since
        )
        (withdrawn,) = [path for path in export.files if path.name.endswith("_withdrawn.csv")]
        counted = site.station.count_changed(site.keys)(site.eve, since, include)
        assert (export.rows, len(rows(withdrawn))) == (counted.interviews, counted.withdrawn), since
