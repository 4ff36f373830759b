"""What a study folder holds: its settings, its questionnaire, its sample."""

from __future__ import annotations

from pathlib import Path

from cati_app.domain.findings import Finding
from cati_app.study.codes import finding
from cati_app.study.files import FolderFiles, inside, read_file
from cati_app.study.load import LoadedSettings, line_of, load_study
from cati_app.study.sheet_name import STUDY_SHEET
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class StudyFolder:
    """What a study folder holds; `questionnaire` is None when it cannot be read."""

    result: LoadedSettings
    questionnaire: bytes | None
    questionnaire_name: str
    sample: Path | None
    findings: tuple[Finding, ...]
    beside: FolderFiles
    data: bytes = b""  # of study.yaml; blank where it cannot be read


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
    path = inside(folder, study.questionnaire)
    content: bytes | None = None
    if path is None:
        findings.append(finding("questionnaire-outside", row, "questionnaire", file=study.questionnaire))
    elif not path.is_file():
        findings.append(finding("questionnaire-missing", row, "questionnaire", file=study.questionnaire))
    else:
        content, problem = read_file(path)
        findings += [problem] if problem else []
    named = study.sample.file if study.sample else None
    sample = inside(folder, named) if named else None
    if named and (sample is None or not sample.is_file()):
        line = line_of("sample.file", result.lines)
        code = "sample-outside" if sample is None else "sample-missing"
        findings.append(finding(code, line, "sample.file", file=named))
        sample = None
    beside = FolderFiles(path.parent if path else folder)
    return StudyFolder(result, content, study.questionnaire, sample, tuple(findings), beside, data)


def _nothing(problem: Finding) -> StudyFolder:
    return StudyFolder(LoadedSettings(None, (problem,)), None, "", None, (problem,), FolderFiles(Path()))
