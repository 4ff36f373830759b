"""Findings in plain words, as commands print them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from cati_app.domain.findings import Finding, Severity

_ALIKE = 20  # warnings and hints of one kind in a sheet that are written out; errors always are
_WORDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "hint"}


def report(findings: Sequence[Finding]) -> str:
    """The findings for people, by sheet."""
    if not findings:
        return "Nothing to complain about.\n"
    lines: list[str] = []
    sheet: str | None = ""
    seen: Counter[tuple[str | None, str]] = Counter()
    for one in findings:
        seen[one.sheet, one.code] += 1
        if one.severity is not Severity.ERROR and seen[one.sheet, one.code] > _ALIKE:
            continue
        if one.sheet != sheet:
            sheet = one.sheet
            lines.append(("" if not lines else "\n") + (sheet or "file"))
        place = ", ".join([*([f"row {one.row}"] if one.row else []), *([one.column] if one.column else [])])
        lines.append(f"  {_WORDS[one.severity]:<7}  {place + ': ' if place else ''}{one.message}  [{one.code}]")
        lines.append(f"           → {one.cure}")
    more = {code: count - _ALIKE for (_, code), count in seen.items() if count > _ALIKE}
    lines += [
        f"\n… and {count} more of [{code}]; --json lists all" for code, count in more.items() if _mild(findings, code)
    ]
    return "\n".join([*lines, "", _summary(findings)]) + "\n"


def _mild(findings: Sequence[Finding], code: str) -> bool:
    return any(one.code == code and one.severity is not Severity.ERROR for one in findings)


def _summary(findings: Sequence[Finding]) -> str:
    counts = {severity: sum(one.severity is severity for one in findings) for severity in Severity}
    return ", ".join(f"{count} {_WORDS[severity]}{'' if count == 1 else 's'}" for severity, count in counts.items())
