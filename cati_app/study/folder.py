"""What a study folder holds: its settings, its questionnaire or topic guide, its sample."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from cati_app.domain.findings import Finding
from cati_app.domain.sittings.guide import TopicGuide
from cati_app.study.check_guide import checked_guide
from cati_app.study.codes import finding
from cati_app.study.files import FolderFiles, inside, read_file
from cati_app.study.frame_file import frame_of, read_frame
from cati_app.study.load import LoadedSettings, line_of, load_study
from cati_app.study.sheet_name import STUDY_SHEET
from cati_app.values import dataclass

_FORM = ("questionnaire-outside", "questionnaire-missing")
_GUIDE = ("guide-outside", "guide-missing")


@dataclass(frozen=True, slots=True)
class StudyFolder:
    """What a study folder holds.

    Args:
        questionnaire: The workbook that is asked; None where it cannot be read, or an expert study has none.
        sample: The list of cases.
        guide: The topic guide of an expert study, where it has no errors.
    """

    result: LoadedSettings
    questionnaire: bytes | None
    questionnaire_name: str
    sample: Path | None
    findings: tuple[Finding, ...]
    beside: FolderFiles
    data: bytes = b""  # of study.yaml; blank where it cannot be read
    guide: TopicGuide | None = None


def read_study_folder(folder: Path) -> StudyFolder:
    """Read study.yaml, and the questionnaire or the guide it names; the sample is only looked for."""
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
    path, content = _named(folder, study.form_setting, study.form_file, _FORM, result.lines, findings)
    guide: TopicGuide | None = None
    if study.is_expert and study.guide:
        _, text = _named(folder, "guide", study.guide, _GUIDE, result.lines, findings)
        if text is not None:
            frame = read_frame(folder, study, result.lines).settings
            guide, told = checked_guide(text, study, frame_of(frame) if frame is not None else None)
            findings += told
    named = study.case_list.file if study.case_list else None
    sample = inside(folder, named) if named else None
    if named and (sample is None or not sample.is_file()):
        setting = f"{study.list_setting}.file"
        code = "sample-outside" if sample is None else "sample-missing"
        findings.append(finding(code, line_of(setting, result.lines), setting, file=named))
        sample = None
    beside = FolderFiles(path.parent if path else folder)
    return StudyFolder(result, content, study.form_file, sample, tuple(findings), beside, data, guide)


def _named(
    folder: Path, setting: str, name: str, codes: tuple[str, str], lines: Mapping[str, int], findings: list[Finding]
) -> tuple[Path | None, bytes | None]:
    """Path and bytes of a file that a setting names; what is wrong with it goes to the findings.

    Args:
        name: Blank: there is none, and nothing is wrong.
        codes: Of the findings where the file lies outside the folder, and where there is none.
    """
    path = inside(folder, name) if name else None
    if not name:
        return None, None
    if path is None or not path.is_file():
        findings.append(finding(codes[path is not None], line_of(setting, lines), setting, file=name))
        return path, None
    content, problem = read_file(path)
    findings += [problem] if problem else []
    return path, content


def _nothing(problem: Finding) -> StudyFolder:
    return StudyFolder(LoadedSettings(None, (problem,)), None, "", None, (problem,), FolderFiles(Path()))
