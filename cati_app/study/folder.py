"""Where the files of a study are; the only place that opens them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from cati_app.domain.findings import Finding
from cati_app.domain.phrases import Phrase
from cati_app.study.codes import finding
from cati_app.study.load import LoadedSettings, line_of, load_study
from cati_app.study.sheet_name import STUDY_SHEET
from cati_app.values import dataclass

_MEGABYTE = 1024 * 1024
_MOST_BYTES = 64 * _MEGABYTE


@dataclass(frozen=True, slots=True)
class StudyFolder:
    """What a study folder holds; `questionnaire` is None when it cannot be read."""

    result: LoadedSettings
    questionnaire: bytes | None
    questionnaire_name: str
    sample: Path | None
    findings: tuple[Finding, ...]
    beside: FolderFiles


class FolderFiles(Mapping[str, bytes]):
    """The files of one folder by name, read when they are asked for; nothing outside the folder is ever read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __getitem__(self, name: str) -> bytes:
        """The bytes of a file; upper and lower case may differ when no name fits exactly."""
        path = self._path(name)
        data = read_file(path)[0] if path is not None else None
        if data is None:
            raise KeyError(name)
        return data

    def __iter__(self) -> Iterator[str]:
        """Names of the files, in order."""
        return iter(sorted(path.name for path in self._folder.iterdir() if path.is_file()))

    def __len__(self) -> int:
        """How many files there are."""
        return sum(1 for _ in self)

    def _path(self, name: str) -> Path | None:
        try:
            path = _inside(self._folder, name)
            if path is None or path.is_file():
                return path
            near = [other for other in path.parent.iterdir() if other.name.lower() == path.name.lower()]
            return _inside(self._folder, str(near[0].relative_to(self._folder.resolve()))) if near else None
        except (OSError, ValueError):
            return None


class ReadOnce(Mapping[str, bytes]):
    """Files that stay what they were when they were first asked for, whatever happens in the folder meanwhile."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self._known: dict[str, bytes | None] = {}

    def __getitem__(self, name: str) -> bytes:
        """The bytes of a file."""
        if name not in self._known:
            self._known[name] = self._files.get(name)
        data = self._known[name]
        if data is None:
            raise KeyError(name)
        return data

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    def read(self, names: Iterable[str]) -> dict[str, bytes]:
        """Files by name; those that are missing are left out."""
        return {name: self[name] for name in names if name in self}


def read_study_folder(folder: Path) -> StudyFolder:
    """Read study.yaml and the questionnaire it names; the sample is only looked for."""
    source = folder / STUDY_SHEET
    if not source.is_file():
        return _nothing(finding("study-missing", None, None))
    data, problem = read_file(source)
    if data is None:
        return _nothing(problem or finding("study-missing", None, None))
    result = load_study(data)
    study = result.study
    if study is None:
        return StudyFolder(result, None, "", None, result.findings, FolderFiles(folder))
    findings = list(result.findings)
    row = line_of("questionnaire", result.lines)
    path = _inside(folder, study.questionnaire)
    content: bytes | None = None
    if path is None:
        findings.append(finding("questionnaire-outside", row, "questionnaire", file=study.questionnaire))
    elif not path.is_file():
        findings.append(finding("questionnaire-missing", row, "questionnaire", file=study.questionnaire))
    else:
        content, problem = read_file(path)
        findings += [problem] if problem else []
    named = study.sample.file if study.sample else None
    sample = _inside(folder, named) if named else None
    if named and (sample is None or not sample.is_file()):
        line = line_of("sample.file", result.lines)
        code = "sample-outside" if sample is None else "sample-missing"
        findings.append(finding(code, line, "sample.file", file=named))
        sample = None
    beside = FolderFiles(path.parent if path else folder)
    return StudyFolder(result, content, study.questionnaire, sample, tuple(findings), beside)


def read_file(path: Path) -> tuple[bytes | None, Finding | None]:
    """The bytes of a file, or why there are none."""
    try:
        size = path.stat().st_size
        if size > _MOST_BYTES:
            made = finding("file-over-limit", None, None, size=round(size / _MEGABYTE), most=_MOST_BYTES // _MEGABYTE)
            return None, Finding(made.severity, made.code, made.message, made.cure, path.name)
        return path.read_bytes(), None
    except OSError as error:
        made = finding("study-unreadable", None, None, reason=error.strerror or Phrase("unknown reason"))
        return None, Finding(made.severity, made.code, made.message, made.cure, path.name)


def _nothing(problem: Finding) -> StudyFolder:
    return StudyFolder(LoadedSettings(None, (problem,)), None, "", None, (problem,), FolderFiles(Path()))


def _inside(folder: Path, name: str) -> Path | None:
    path = (folder / name).resolve()
    return path if path.is_relative_to(folder.resolve()) else None
