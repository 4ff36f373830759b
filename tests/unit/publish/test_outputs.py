"""What an output must not be written on, by whatever name, and what is replaced."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cati_app.domain.errors import EnvironmentProblem
from cati_app.publish.outputs import PDF, PNG, SAV, SVG, XFORM, XLSX, FileKind, Outputs, csv_kind, is_stream

_WHOLE = b"%PDF-1.4 whole"


@pytest.fixture
def world(tmp_path: Path) -> Path:
    """A study, its database with a key, a block list, a list that is read, and a folder for outputs."""
    for folder in ("study/tests", "data", "out", "lists"):
        (tmp_path / folder).mkdir(parents=True)
    for name in (
        "study/study.yaml",
        "study/form.xlsx",
        "data/poll",
        "data/poll.key",
        "data/poll-wal",
        "data/never",
        "data/never.key",
        "lists/list.csv",
        "out/other.db",
        "out/other.db.key",
    ):
        (tmp_path / name).write_bytes(b"%PDF- precious")
    return tmp_path


def outputs(world: Path, *, force: bool = True) -> Outputs:
    return Outputs(
        reads=[world / "lists" / "list.csv"], stores=[world / "data" / "poll", world / "data" / "never"], force=force
    )


def refused(made: Outputs, path: Path, kind: FileKind = PDF) -> EnvironmentProblem:
    with pytest.raises(EnvironmentProblem) as caught:
        made.write(path, kind, [_WHOLE])
    return caught.value


_PRECIOUS = ["study/study.yaml", "study/new.pdf", "study/tests/new.pdf", "data/poll", "data/poll.key", "data/poll-wal"]
_PRECIOUS += ["data/poll-new", "data/never", "data/never.key", "lists/list.csv", "out/other.db", "out/other.db.key"]
_PRECIOUS += ["out/new.DB-wal", "out/new.key", "out/x.db.before-9.db"]


def _symbolic(path: Path, world: Path) -> Path:
    link = world / "out" / "link.pdf"
    link.symlink_to(path)
    return link


def _hard(path: Path, world: Path) -> Path:
    link = world / "out" / "hard.pdf"
    os.link(path, link)
    return link


def _roundabout(path: Path, world: Path) -> Path:
    return world / "out" / ".." / path.relative_to(world)


def _relative(path: Path, world: Path) -> Path:
    return Path(os.path.relpath(path))


def _through_a_folder(path: Path, world: Path) -> Path:
    (world / "elsewhere").symlink_to(path.parent)
    return world / "elsewhere" / path.name


def _as_it_is(path: Path, world: Path) -> Path:
    return path


@pytest.mark.parametrize("spelled", [_as_it_is, _symbolic, _roundabout, _relative, _through_a_folder])
@pytest.mark.parametrize("name", _PRECIOUS)
def test_nothing_precious_is_written_on_by_whatever_name(
    name: str, spelled: Callable[[Path, Path], Path], world: Path
) -> None:
    before = contents(world)
    problem = refused(outputs(world), spelled(world / name, world))
    assert ("out_protected", True) == (problem.code, bool(problem.cure))
    assert before == contents(world)


@pytest.mark.parametrize("name", ["data/poll", "data/poll.key", "data/never.key", "lists/list.csv"])
def test_a_hard_link_to_something_precious_is_refused(name: str, world: Path) -> None:
    assert "out_protected" == refused(outputs(world), _hard(world / name, world)).code


def test_a_hard_link_is_never_written_through(world: Path) -> None:
    link = _hard(world / "study" / "form.xlsx", world)
    outputs(world).write(link, PDF, [_WHOLE])
    assert (_WHOLE, b"%PDF- precious") == (link.read_bytes(), (world / "study" / "form.xlsx").read_bytes())


def test_case_makes_no_other_name(world: Path) -> None:
    assert "out_protected" == refused(outputs(world), world / "data" / "POLL.KEY").code
    assert "out_protected" == refused(outputs(world), world / "lists" / "LIST.CSV").code


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file() and not path.is_symlink()}


def test_a_study_folder_is_no_folder_for_outputs(world: Path) -> None:
    for folder in (world / "study", world / "study" / "new" / "deep", world / "out" / ".." / "study"):
        with pytest.raises(EnvironmentProblem, match="folder of a study"):
            outputs(world).folder(folder)
    outputs(world).folder(world / "out" / "new")
    assert (world / "out" / "new").is_dir()
    assert not (world / "study" / "new").exists()


@pytest.mark.parametrize(
    ("kind", "like", "unlike"),
    [
        (PDF, b"%PDF-1.4", b"GIF89a"),
        (PNG, b"\x89PNG\r\n", b"%PDF-"),
        (SAV, b"$FL3@(#)", b"case_id"),
        (XLSX, b"PK\x03\x04", b"<?xml"),
        (SVG, b"<?xml version='1.0'?>\n<!-- by hand -->\n<svg xmlns", b"<?xml version='1.0'?><h:html>"),
        (XFORM, b"\xef\xbb\xbf<?xml version='1.0'?>\n<h:html xmlns", b"<?xml version='1.0'?><root>"),
        (csv_kind("case_id"), b'\xef\xbb\xbf"case_id";x', b"id,phone"),
        (csv_kind("row"), b"row,column", b"rows,column"),
    ],
)
def test_only_a_file_of_the_same_kind_is_replaced_without_force(
    kind: FileKind, like: bytes, unlike: bytes, world: Path
) -> None:
    path = world / "out" / "file"
    path.write_bytes(like)
    outputs(world, force=False).write(path, kind, [b"new"])
    assert b"new" == path.read_bytes()
    path.write_bytes(unlike)
    assert "out_other_kind" == refused(outputs(world, force=False), path, kind).code
    assert unlike == path.read_bytes()
    outputs(world).write(path, kind, [b"new"])
    assert b"new" == path.read_bytes()


def test_an_empty_file_may_be_replaced(world: Path) -> None:
    (world / "out" / "empty").touch()
    outputs(world, force=False).write(world / "out" / "empty", PDF, [_WHOLE])
    assert _WHOLE == (world / "out" / "empty").read_bytes()


def test_the_window_does_not_speak_of_options(world: Path) -> None:
    (world / "out" / "notes").write_text("mine")
    by_hand = Outputs(by_hand=True)
    assert "--force" not in refused(by_hand, world / "out" / "notes").cure
    assert "--force" in refused(Outputs(), world / "out" / "notes").cure


def test_what_fails_in_the_middle_leaves_the_old_file_alone(world: Path) -> None:
    path = world / "out" / "file.pdf"
    path.write_bytes(_WHOLE)
    with pytest.raises(RuntimeError), outputs(world).opened(path, PDF) as file:
        file.write(b"half")
        raise RuntimeError
    assert _WHOLE == path.read_bytes()
    assert not [other for other in path.parent.iterdir() if other.name.startswith(".")]


def test_a_left_over_beside_the_file_is_not_written_through(world: Path) -> None:
    (world / "out" / ".file.pdf.part").symlink_to(world / "lists" / "list.csv")
    outputs(world).write(world / "out" / "file.pdf", PDF, [_WHOLE])
    assert b"%PDF- precious" == (world / "lists" / "list.csv").read_bytes()


def test_two_who_write_a_file_at_once_do_not_take_it_from_one_another(world: Path) -> None:
    path = world / "out" / "file.pdf"
    with outputs(world).opened(path, PDF) as first:
        first.write(b"%PDF- half of the first")
        with outputs(world).opened(path, PDF) as second, Outputs.scratch(path) as mine, Outputs.scratch(path) as theirs:
            second.write(b"%PDF- half of the second")
            mine.write_bytes(b"mine")
            theirs.write_bytes(b"theirs")
            assert b"mine" == mine.read_bytes()
        assert b"%PDF- half of the second" == path.read_bytes()
        first.write(b", and the rest")
    assert b"%PDF- half of the first, and the rest" == path.read_bytes()
    assert not [file for file in path.parent.iterdir() if file.name.startswith(".")]


def test_what_a_killed_export_left_there_goes_and_nothing_else(world: Path) -> None:
    left = [world / "out" / name for name in (".file.pdf.part", ".file.pdf.0a1b2c3d.part")]
    others = [world / "out" / name for name in (".file.pdf.mine.part", ".other.pdf.0a1b2c3d.part")]
    for path in (*left, *others):
        path.write_bytes(b"answers")
    outputs(world).write(world / "out" / "file.pdf", PDF, [_WHOLE])
    assert [False, False, True, True] == [path.exists() for path in (*left, *others)]


def test_a_replaced_file_keeps_its_rights_and_a_link_its_target(world: Path) -> None:
    path = world / "out" / "file.pdf"
    path.write_bytes(_WHOLE)
    path.chmod(0o600)
    link = world / "out" / "newest.pdf"
    link.symlink_to(path)
    outputs(world).write(link, PDF, [b"%PDF- new"])
    assert (True, b"%PDF- new", 0o600) == (link.is_symlink(), path.read_bytes(), stat.S_IMODE(path.stat().st_mode))


_WRITES = (
    "import sys; from pathlib import Path; from cati_app.publish.outputs import Outputs, PDF\n"
    "print('before', flush=True); Outputs().write(Path(sys.argv[1]), PDF, [b'%PDF- x'])"
)


def test_a_device_is_written_directly(world: Path) -> None:
    assert is_stream(Path("/dev/stdout"))
    assert is_stream(Path("/dev/null"))
    assert not is_stream(world / "out" / "file.pdf")
    outputs(world).write(Path("/dev/null"), PDF, [_WHOLE])
    piped = subprocess.run([sys.executable, "-c", _WRITES, "/dev/stdout"], capture_output=True, check=True)
    assert b"before\n%PDF- x" == piped.stdout


def test_standard_output_into_a_file_keeps_what_is_there_already(world: Path) -> None:
    with (world / "out" / "log").open("wb") as file:
        subprocess.run([sys.executable, "-c", _WRITES, "/dev/stdout"], stdout=file, check=True)
    assert b"before\n%PDF- x" == (world / "out" / "log").read_bytes()


def test_a_pipe_with_a_name_is_written_directly(world: Path) -> None:
    os.mkfifo(world / "out" / "pipe")
    reader = os.open(world / "out" / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    outputs(world).write(world / "out" / "pipe", PDF, [_WHOLE])
    assert _WHOLE == os.read(reader, 100)
    os.close(reader)
