"""Findings in plain words, as commands print them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from cati_app.domain.findings import Finding, Severity
from cati_app.texts import say, say_count, worded

_ALIKE = 20  # warnings and hints of one kind in a sheet that are written out; errors always are


def report(findings: Sequence[Finding]) -> str:
    """The findings for people, by sheet."""
    if not findings:
        return say("Nothing to complain about.") + "\n"
    lines: list[str] = []
    sheet: str | None = ""
    seen: Counter[tuple[str | None, str]] = Counter()
    for finding in findings:
        seen[finding.sheet, finding.code] += 1
        if finding.severity is not Severity.ERROR and seen[finding.sheet, finding.code] > _ALIKE:
            continue
        if finding.sheet != sheet:
            sheet = finding.sheet
            lines.append(("" if not lines else "\n") + (sheet or say("file")))
        position = ", ".join(
            [
                *([say("row {row}", row=finding.row)] if finding.row else []),
                *([finding.column] if finding.column else []),
            ]
        )
        message = f"{position}: {worded(finding.message)}" if position else worded(finding.message)
        lines.append(f"  {_severity(finding.severity):<7}  {message}  [{finding.code}]")
        lines.append(f"           → {worded(finding.cure)}")
    more = {code: count - _ALIKE for (_, code), count in seen.items() if count > _ALIKE}
    lines += [
        "\n" + say("… and {count} more of [{code}]; --json lists all", count=count, code=code)
        for code, count in more.items()
        if _mild(findings, code)
    ]
    return "\n".join([*lines, "", _summary(findings)]) + "\n"


def _mild(findings: Sequence[Finding], code: str) -> bool:
    return any(finding.code == code and finding.severity is not Severity.ERROR for finding in findings)


def _summary(findings: Sequence[Finding]) -> str:
    counts = {severity: sum(finding.severity is severity for finding in findings) for severity in Severity}
    return ", ".join(
        [
            say_count("{count} error", "{count} errors", counts[Severity.ERROR]),
            say_count("{count} warning", "{count} warnings", counts[Severity.WARNING]),
            say_count("{count} hint", "{count} hints", counts[Severity.HINT]),
        ]
    )


def _severity(severity: Severity) -> str:
    return {Severity.ERROR: say("error"), Severity.WARNING: say("warning"), Severity.HINT: say("hint")}[severity]
