"""Checks a topic guide against its study: ids, languages, minutes, and the fields and themes of the code frame."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cati_app.domain.coding.code_frame import Axis, CodeFrame
from cati_app.domain.findings import Finding, Severity
from cati_app.domain.sittings.guide import ANY_FIELD, Priority, Sector, TopicGuide, given_twice
from cati_app.study.codes import finding
from cati_app.study.guide_file import GuideFile, TopicSettings, guide_of, load_guide
from cati_app.study.languages import is_language
from cati_app.study.load import line_of
from cati_app.study.model import Study
from cati_app.values import replace


def checked_guide(
    data: bytes, study: Study, frame: CodeFrame | None = None
) -> tuple[TopicGuide | None, tuple[Finding, ...]]:
    """The guide, None where it has errors, and every finding on it.

    Args:
        data: Of the file that study.yaml names.
        frame: None: the study names no code frame, and fields and themes are not checked.
    """
    name = study.guide or ""
    read = load_guide(data, name)
    if read.settings is None:
        return None, read.findings
    checks = _GuideChecks(study, read.settings, name, read.lines)
    checks.ids()
    checks.languages()
    if frame is not None:
        checks.frame(frame)
    findings = (*read.findings, *checks.findings)
    if any(each.severity is Severity.ERROR for each in findings):
        return None, findings
    guide = guide_of(read.settings)
    checks.minutes(guide)
    findings = (*read.findings, *checks.findings)
    return guide, findings


@dataclass(slots=True)
class _GuideChecks:
    study: Study
    file: GuideFile
    name: str
    lines: Mapping[str, int]
    findings: list[Finding] = field(default_factory=list)

    def note(self, code: str, path: str, /, **fields: object) -> None:
        made = finding(code, line_of(path, self.lines), path, **fields)
        self.findings.append(replace(made, sheet=self.name))

    def ids(self) -> None:
        """A topic, and a probe of a topic, has an id of its own."""
        twice = set(given_twice(topic.id for topic in self.file.topics))
        for path, topic in self._topics():
            if topic.id in twice:
                self.note("guide-topic-twice", f"{path}.id", id=topic.id)
            for probe in given_twice(probe.id for probe in topic.probes):
                self.note("guide-probe-twice", f"{path}.probes", id=probe, topic=topic.id)

    def languages(self) -> None:
        """Every text stands there in every language of the study, and in no other."""
        spoken = {language.code: language.name for language in self.study.languages}
        for path, texts in self._texts():
            for code in texts:
                if code not in spoken:
                    entry = "guide-language-unknown" if is_language(code) else "key-unknown"
                    near = difflib.get_close_matches(code, [*spoken], 1)
                    self.note(entry, f"{path}.{code}", key=code, code=code, suggestion=near[0] if near else "")
            missing = [name for code, name in spoken.items() if not texts.get(code, "").strip()]
            if missing:
                self.note("guide-language-missing", path, names=", ".join(missing))

    def frame(self, frame: CodeFrame) -> None:
        """Fields and themes are those of the code frame, and every theme is asked about."""
        fields, themes = frame.axes[Axis.FIELD].ids, frame.axes[Axis.THEME].ids
        for path, topic in self._topics():
            if topic.field not in (ANY_FIELD, *fields):
                self.note("guide-field-unknown", f"{path}.field", **_unknown(topic.field, fields))
            if topic.theme and topic.theme not in themes:
                self.note("guide-theme-unknown", f"{path}.theme", **_unknown(topic.theme, themes))
        asked = {topic.theme for topic in self.file.topics}
        for theme in themes:
            if theme not in asked:
                self.note("guide-theme-without-topic", "topics", theme=theme)

    def minutes(self, guide: TopicGuide) -> None:
        """What has to be asked fits into the length expected, whoever is asked; all of it fits into all sittings."""
        expected = self.study.calling.expected_length_min
        longest = max(guide.minutes(sector, (Priority.MUST,)) for sector in Sector)
        if longest > expected:
            self.note("guide-must-over-length", "topics", minutes=longest, expected=expected)
        whole = max(guide.minutes(sector) for sector in Sector)
        if whole > expected >= longest:
            self.note("guide-over-length", "topics", minutes=whole, expected=expected)

    def _topics(self) -> Iterator[tuple[str, TopicSettings]]:
        return ((f"topics[{number}]", topic) for number, topic in enumerate(self.file.topics, 1))

    def _texts(self) -> Iterator[tuple[str, Mapping[str, str]]]:
        for path, topic in self._topics():
            yield f"{path}.title", topic.title
            yield f"{path}.ask", topic.ask
            if topic.hint is not None:
                yield f"{path}.hint", topic.hint
            for number, probe in enumerate(topic.probes, 1):
                yield f"{path}.probes[{number}]", probe.text


def _unknown(given: str, known: Sequence[str]) -> dict[str, str]:
    """What is told of a code that the frame does not have."""
    near = difflib.get_close_matches(given, known, 1)
    return {"given": given, "known": ", ".join(known), "suggestion": near[0] if near else ""}
