"""study.yaml and tables.yaml written in one place: what was changed elsewhere is noticed, never overwritten."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.findings import Finding, Severity
from cati_app.domain.phrases import Phrase
from cati_app.study.files import read_file
from cati_app.study.load import LoadedSettings, load_study
from cati_app.study.patch import WantedSetting, patched
from cati_app.study.sheet_name import STUDY_SHEET
from cati_app.values import dataclass

_NO_PROGRAM = 0o666
_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


@dataclass(frozen=True, slots=True)
class SettingsText:
    """study.yaml as it was read.

    Args:
        loaded: The checked model, or what is wrong.
    """

    path: Path
    data: bytes
    loaded: LoadedSettings

    @property
    def digest(self) -> str:
        """SHA-256 of the file, by which a change in another place is noticed."""
        return digest_of(self.data)


@dataclass(frozen=True, slots=True)
class ChangedSettings:
    """study.yaml with other values, not written yet.

    Args:
        before: As it was read.
        loaded: The checked model of `data`; its findings say why it would be refused.
    """

    before: SettingsText
    data: bytes
    loaded: LoadedSettings

    @property
    def faults(self) -> tuple[Finding, ...]:
        """Why it cannot be written; none: it can."""
        return tuple(finding for finding in self.loaded.findings if finding.severity is Severity.ERROR)

    def lines(self) -> tuple[tuple[int, str, str], ...]:
        """Lines that differ: number, as it was, as it will be; blank for one that comes or goes."""
        were, are = (data.decode("utf-8-sig").splitlines() for data in (self.before.data, self.data))
        first = next((n for n, (old, new) in enumerate(zip(were, are, strict=False)) if old != new), None)
        if first is None:
            first = min(len(were), len(are))
        last = 0
        while last < min(len(were), len(are)) - first and were[-1 - last] == are[-1 - last]:
            last += 1
        gone, come = were[first : len(were) - last], are[first : len(are) - last]
        gone += [""] * (len(come) - len(gone))
        come += [""] * (len(gone) - len(come))
        return tuple(
            (first + n, old, new) for n, (old, new) in enumerate(zip(gone, come, strict=True), 1) if old != new
        )


def digest_of(data: bytes) -> str:
    """SHA-256 of a file, in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def read_study_file(folder: Path) -> SettingsText:
    """The file as it stands now, with whatever is wrong in it.

    Raises:
        EnvironmentProblem: `settings_unreadable`.
    """
    path = folder / STUDY_SHEET
    data, problem = read_file(path)
    if data is None:
        reason = problem.message if problem is not None else Phrase("unknown reason")
        raise EnvironmentProblem(
            "settings_unreadable",
            Phrase("{path} cannot be read: {reason}", path=path, reason=reason),
            "Put the file back where the study is, then repeat it.",
        )
    return SettingsText(path, data, load_study(data))


def change(before: SettingsText, wanted: Sequence[WantedSetting]) -> ChangedSettings:
    """Other values in the file as it was read, checked by the model; nothing is written.

    Raises:
        EnvironmentProblem: `setting_unpatchable`; `settings_faulty` where the file is wrong as it stands.
    """
    if before.loaded.study is None:
        first = before.loaded.findings[0] if before.loaded.findings else None
        raise EnvironmentProblem(
            "settings_faulty",
            Phrase(
                "study.yaml has a fault as it stands (line {line}): {message}",
                line=first.row or 1 if first is not None else 1,
                message=first.message if first is not None else "",
            ),
            "Mend it by hand; `cati check STUDY` names every fault.",
        )
    data = patched(before.data, wanted)
    return ChangedSettings(before, data, load_study(data))


def write(changed: ChangedSettings) -> SettingsText:
    """Put the file in the place of the one that was read: whole, or not at all.

    Raises:
        EnvironmentProblem: `settings_changed` where somebody changed it meanwhile, `settings_readonly`,
            `settings_unwritable` where the disk is full or the folder closed. Then it is as it was.
        ValueError: the model refuses it, see `ChangedSettings.faults`.
    """
    if changed.loaded.study is None:
        raise ValueError("the settings have faults")
    replace_file(changed.before.path, changed.data, changed.before.data)
    return SettingsText(changed.before.path, changed.data, changed.loaded)


def replace_file(path: Path, data: bytes, before: bytes | None) -> None:
    """Put a file of the study folder in the place of the one that was read: whole, or not at all.

    Args:
        before: What stood there when it was read; None: no file did.

    Raises:
        EnvironmentProblem: as `write`.
    """
    real = Path(os.path.realpath(path))
    part = real.with_name(f".{real.name}.{os.getpid()}.part")
    try:
        holder = real if before is not None else real.parent
        mode = stat.S_IMODE(holder.stat().st_mode)
        if not mode & _WRITABLE or not os.access(holder, os.W_OK):
            raise EnvironmentProblem(
                "settings_readonly",
                Phrase("{path} may not be written to. Nothing was changed.", path=path),
                "Get the right to write to it, or have it changed by whoever may.",
            )
        if before is None:
            mode &= _NO_PROGRAM
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(mode)
        if (real.read_bytes() if before is not None or real.exists() else None) != before:
            raise changed_elsewhere(path)
        part.replace(real)
    except FileNotFoundError:
        raise changed_elsewhere(path) from None
    except OSError as error:
        raise EnvironmentProblem(
            "settings_unwritable",
            Phrase(
                "{path} cannot be written: {reason}. It is as it was.",
                path=path,
                reason=error.strerror or Phrase("unknown reason"),
            ),
            "Free some space, or get the right to write to the study folder, then repeat it.",
        ) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def changed_elsewhere(path: Path) -> EnvironmentProblem:
    """Somebody else was faster."""
    return EnvironmentProblem(
        "settings_changed",
        Phrase("{path} was changed in another place meanwhile. Nothing was written.", path=path),
        "Look at what stands there now, and decide again.",
    )
