"""study.yaml is written whole or not at all, never over what somebody else wrote, and never with a fault."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cati_app.domain.errors import EnvironmentProblem
from cati_app.study.patch import WantedSetting
from cati_app.study.settings_file import change, read_study_file, write
from tests.unit.cli.studies import HEALTHY

ATTEMPTS = ("calling", "max_attempts")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "study.yaml").write_bytes((HEALTHY / "study.yaml").read_bytes())
    return tmp_path


def _code(folder: Path, value: object = 7) -> str:
    changed = change(read_study_file(folder), [WantedSetting(ATTEMPTS, value)])
    with pytest.raises(EnvironmentProblem) as problem:
        write(changed)
    return problem.value.code


def test_a_change_is_written_and_read_back(folder: Path) -> None:
    (folder / "study.yaml").chmod(0o640)
    changed = change(read_study_file(folder), [WantedSetting(ATTEMPTS, 7)])

    written = write(changed)

    assert written.digest == read_study_file(folder).digest
    assert written.loaded.study is not None
    assert 7 == written.loaded.study.calling.max_attempts
    assert ["study.yaml"] == os.listdir(folder)
    assert 0o640 == (folder / "study.yaml").stat().st_mode & 0o777


def test_the_lines_that_differ_are_told(folder: Path) -> None:
    changed = change(read_study_file(folder), [WantedSetting(ATTEMPTS, 7)])

    ((number, before, after),) = changed.lines()

    assert before == (HEALTHY / "study.yaml").read_text(encoding="utf-8").splitlines()[number - 1]
    assert "max_attempts: 7" in after


def test_what_the_model_refuses_is_told_and_not_written(folder: Path) -> None:
    before = (folder / "study.yaml").read_bytes()
    changed = change(read_study_file(folder), [WantedSetting(ATTEMPTS, 12)])

    assert ["rules-loosened"] == [fault.code for fault in changed.faults]
    with pytest.raises(ValueError, match="faults"):
        write(changed)
    assert before == (folder / "study.yaml").read_bytes()


def test_what_was_changed_elsewhere_is_not_overwritten(folder: Path) -> None:
    changed = change(read_study_file(folder), [WantedSetting(ATTEMPTS, 7)])
    other = (folder / "study.yaml").read_bytes() + b"# by hand\n"
    (folder / "study.yaml").write_bytes(other)

    with pytest.raises(EnvironmentProblem) as problem:
        write(changed)

    assert "settings_changed" == problem.value.code
    assert other == (folder / "study.yaml").read_bytes()
    assert ["study.yaml"] == os.listdir(folder)


def test_a_file_that_is_gone_is_told(folder: Path) -> None:
    changed = change(read_study_file(folder), [WantedSetting(ATTEMPTS, 7)])
    (folder / "study.yaml").unlink()

    with pytest.raises(EnvironmentProblem) as problem:
        write(changed)
    assert "settings_changed" == problem.value.code
    with pytest.raises(EnvironmentProblem) as problem:
        read_study_file(folder)
    assert "settings_unreadable" == problem.value.code


def test_a_file_that_may_not_be_written_stays(folder: Path) -> None:
    (folder / "study.yaml").chmod(0o444)

    assert "settings_readonly" == _code(folder)


def test_a_full_disk_leaves_the_file_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (folder / "study.yaml").read_bytes()

    def full(descriptor: int) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("cati_app.study.settings_file.os.fsync", full)

    assert "settings_unwritable" == _code(folder)
    assert before == (folder / "study.yaml").read_bytes()
    assert ["study.yaml"] == os.listdir(folder)


def test_a_file_with_a_fault_is_not_changed(folder: Path) -> None:
    (folder / "study.yaml").write_bytes((folder / "study.yaml").read_bytes() + b"qota: 1\n")

    with pytest.raises(EnvironmentProblem) as problem:
        change(read_study_file(folder), [WantedSetting(ATTEMPTS, 7)])
    assert "settings_faulty" == problem.value.code


def test_behind_a_link_the_file_itself_is_written(folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "study.yaml").symlink_to(folder / "study.yaml")

    write(change(read_study_file(elsewhere), [WantedSetting(ATTEMPTS, 7)]))

    assert (elsewhere / "study.yaml").is_symlink()
    assert b"max_attempts: 7" in (folder / "study.yaml").read_bytes()
