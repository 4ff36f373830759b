"""The state folder: whole files or the ones before, for its owner alone, and nothing made by looking."""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path

import platformdirs
import pytest

from cati_app.domain.errors import EnvironmentProblem
from cati_app.station.folders import default_state
from cati_app.store import state_folder
from cati_app.store.state_folder import ChainName, StateFolder
from cati_app.store.trust.chain import ChainAnchor
from cati_app.store.trust.head import Pin

STUDY = bytes(range(16))


@pytest.fixture
def state(tmp_path: Path) -> StateFolder:
    """Of a machine that has worked on nothing yet."""
    return StateFolder(tmp_path / "cati", STUDY)


def test_looking_makes_nothing(state: StateFolder, tmp_path: Path) -> None:
    assert state.share(1) is None
    assert state.pin() is None
    assert {} == state.anchors()
    assert frozenset() == state.erased()
    assert state.device_keys("abcd1234") is None
    assert () == state.chains("abcd1234")
    assert [] == list(tmp_path.iterdir())


def test_what_is_kept_is_read_again(state: StateFolder, tmp_path: Path) -> None:
    state.keep_share(1, b"1" * 32)
    state.keep_share(2, b"2" * 32)
    state.keep_device_keys("abcd1234", b"keys\nof a device")
    state.keep_pin(Pin("root", 3, "digest"))
    state.keep_erased(["b", "a"])
    state.keep_erased(["c"])
    again = StateFolder(tmp_path / "cati", STUDY)
    assert (b"1" * 32, b"2" * 32, None) == (again.share(1), again.share(2), again.share(3))
    assert b"keys\nof a device" == again.device_keys("abcd1234")
    assert Pin("root", 3, "digest") == again.pin()
    assert {"a", "b", "c"} == again.erased()
    again.forget_share(1)
    assert state.share(1) is None
    assert StateFolder(tmp_path / "cati", bytes(16)).share(2) is None


def test_a_head_once_seen_is_not_forgotten(state: StateFolder) -> None:
    state.keep_pin(Pin("root", 3, "digest"))
    state.keep_pin(Pin("other root", 5, "later"))
    with pytest.raises(ValueError, match="head 4 after head 5"):
        state.keep_pin(Pin("other root", 4, "earlier"))
    assert Pin("other root", 5, "later") == state.pin()


def test_of_each_device_the_last_end_of_its_log_is_kept(state: StateFolder) -> None:
    for n in (5, 7, 6):
        state.keep_anchor(ChainAnchor("abcd1234", n, bytes([n]) * 32))
    state.keep_anchor(ChainAnchor("00000000", 1, bytes(32)))
    ends = ChainAnchor("abcd1234", 7, b"\7" * 32), ChainAnchor("00000000", 1, bytes(32))
    assert {end.device: end for end in ends} == state.anchors()


def test_keys_of_chains_stand_by_device_and_first_row(state: StateFolder) -> None:
    first, later = ChainName.of("abcd1234", 2, bytes(32)), ChainName.of("abcd1234", 12, b"\1" * 32)
    again, other = ChainName.of("abcd1234", 12, b"\2" * 32), ChainName.of("00000000", 7, bytes(32))
    for chain in (later, first, other, again):
        state.begin_chain(chain, bytes([chain.first_n]) * 32)
    assert first == state.chains("abcd1234")[0]
    assert ({first, later, again}, {other}, set()) == tuple(
        set(state.chains(device)) for device in ("abcd1234", "00000000", "ffffffff")
    )
    slots = state.slots(later)
    assert (11, b"\x0c" * 32) == (slots.n, slots.key)
    slots.write(15, bytes(32))
    slots.close()
    assert (15, 6, 0) == tuple(map(state.reached, ("abcd1234", "00000000", "ffffffff")))
    with pytest.raises(EnvironmentProblem) as told:
        state.slots(ChainName.of("abcd1234", 3, bytes(32)))
    assert "state_closed" == told.value.code


def test_a_damaged_file_is_told_by_its_name(state: StateFolder) -> None:
    state.keep_share(1, bytes(32))
    file = state.path / "share-1"
    file.write_bytes(file.read_bytes()[:-1] + b"\1")
    with pytest.raises(EnvironmentProblem) as told:
        state.share(1)
    assert "state_damaged" == told.value.code
    assert "share-1" in str(told.value.message)


def test_a_device_that_is_no_name_reaches_no_other_file(state: StateFolder) -> None:
    with pytest.raises(EnvironmentProblem) as told:
        state.device_keys("x/../../secret")
    assert "damaged" == told.value.code


@pytest.mark.parametrize("fails", ["open", "fsync", "replace"])
def test_a_full_disk_leaves_what_was(state: StateFolder, fails: str, monkeypatch: pytest.MonkeyPatch) -> None:
    state.keep_share(1, b"1" * 32)

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        if fails == "replace":
            patch.setattr(Path, "replace", full)
        elif fails == "fsync":
            patch.setattr(state_folder, "synced", full)
        else:
            patch.setattr(os, "open", full)
        with pytest.raises(EnvironmentProblem) as told:
            state.keep_share(1, b"2" * 32)
    assert "disk_full" == told.value.code
    assert b"1" * 32 == state.share(1)
    assert ["share-1"] == [file.name for file in state.path.iterdir()]


@pytest.mark.skipif(os.name == "nt", reason="rights are an account's there")
def test_only_its_owner_opens_it(state: StateFolder, tmp_path: Path) -> None:
    state.keep_share(1, bytes(32))
    assert (0o700, 0o700) == (_mode(tmp_path / "cati"), _mode(state.path))
    assert 0o600 == _mode(state.path / "share-1")


@pytest.mark.skipif(os.name == "nt", reason="rights are an account's there")
def test_what_others_may_do_is_taken_away(tmp_path: Path) -> None:
    (tmp_path / "cati").mkdir()
    (tmp_path / "cati").chmod(0o755)
    StateFolder(tmp_path / "cati", STUDY).keep_share(1, bytes(32))
    assert 0o700 == _mode(tmp_path / "cati")


@pytest.mark.skipif(os.name == "nt", reason="rights are an account's there")
def test_a_folder_given_to_a_group_is_shared_by_its_accounts(tmp_path: Path) -> None:
    root = tmp_path / "shared"
    root.mkdir()
    root.chmod(0o777)
    state = StateFolder(root, STUDY)
    state.keep_share(1, bytes(32))
    assert (0o770, 0o770, 0o660) == tuple(map(_mode, (root, state.path, state.path / "share-1")))


def test_a_folder_that_everybody_opens_and_nobody_closes_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cati").mkdir()
    (tmp_path / "cati").chmod(0o777)

    def no_right(*_: object) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(Path, "chmod", no_right)
    with pytest.raises(EnvironmentProblem) as told:
        StateFolder(tmp_path / "cati", STUDY).keep_share(1, bytes(32))
    assert "state_open" == told.value.code


def test_a_folder_of_another_account_is_refused_with_the_way_to_share(state: StateFolder) -> None:
    state.path.parent.mkdir()
    state.path.write_bytes(b"")  # cannot be opened as a folder, as little as one of another account
    with pytest.raises(EnvironmentProblem) as told:
        state.keep_share(1, bytes(32))
    assert "state_closed" == told.value.code
    assert "CATI_STATE" in str(told.value.cure)
    with pytest.raises(EnvironmentProblem) as told:
        state.share(1)
    assert "state_closed" == told.value.code


def test_the_folder_is_the_account_s_own_unless_another_one_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CATI_STATE", str(tmp_path / "named"))
    assert tmp_path / "named" == default_state()
    monkeypatch.delenv("CATI_STATE")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    if sys.platform == "linux":
        assert tmp_path / "state" / "cati" == default_state()
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(platformdirs, "user_data_dir", lambda name, appauthor: f"local/{name}")
    assert Path("local/cati/state") == default_state()


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)
