"""`python -m tests.of_a_unit UNIT PROGRAM …` runs a program with the calls that a unit of systemd leaves to it.

What `SystemCallFilter` and `MemoryDenyWriteExecute` forbid fails as under systemd, with EPERM. The groups of calls are
those of `systemd-analyze`; libseccomp, which systemd uses for it too, tells the kernel.
"""

from __future__ import annotations

import ctypes
import errno
import os
import re
import subprocess
import sys
from pathlib import Path

_ALLOW = 0x7FFF0000
_FAIL = 0x00050000 | errno.EPERM
_MASKED_EQUAL = 7
_WRITE, _EXECUTE = 2, 4


class _Compared(ctypes.Structure):
    """`struct scmp_arg_cmp`: a value that a call is given, and what it has to be."""

    _fields_ = (("number", ctypes.c_uint), ("how", ctypes.c_int), ("mask", ctypes.c_uint64), ("value", ctypes.c_uint64))


def calls_left(unit: str) -> frozenset[str]:
    """Names of the calls that the text of a unit allows."""
    groups = _groups()
    left = set(_calls("@default", groups))
    for words in re.findall(r"^SystemCallFilter=(.*)$", unit, re.MULTILINE):
        named = {call for word in words.lstrip("~").split() for call in _calls(word, groups)}
        left = left - named if words.startswith("~") else left | named
    return frozenset(left)


def _groups() -> dict[str, list[str]]:
    told = subprocess.run(["systemd-analyze", "--no-pager", "syscall-filter"], capture_output=True, check=True)
    groups: dict[str, list[str]] = {}
    for block in told.stdout.decode().split("\n\n"):
        name, *members = block.strip("\n").split("\n")
        groups[name] = [word for member in members if not (word := member.strip()).startswith("#")]
    return groups


def _calls(name: str, groups: dict[str, list[str]]) -> frozenset[str]:
    if not name.startswith("@"):
        return frozenset([name])
    return frozenset().union(*(_calls(member, groups) for member in groups[name]))


def _forbid_the_rest(left: frozenset[str]) -> None:
    seccomp = ctypes.CDLL("libseccomp.so.2", use_errno=True)
    seccomp.seccomp_init.restype = ctypes.c_void_p
    rules = ctypes.c_void_p(seccomp.seccomp_init(ctypes.c_uint32(_FAIL)))
    for call in sorted(left | {"execve"}):
        number = seccomp.seccomp_syscall_resolve_name(call.encode())
        for which in _harmless(call):
            seccomp.seccomp_rule_add_array(rules, ctypes.c_uint32(_ALLOW), number, len(which), which)
    if seccomp.seccomp_load(rules):
        raise OSError("the kernel takes no filter")


def _harmless(call: str) -> list[ctypes.Array[_Compared]]:
    """In which forms a call is allowed: none makes memory that is written to one that is run."""
    bits = _WRITE | _EXECUTE
    if call in ("mmap", "mmap2"):
        return [(_Compared * 1)(_Compared(2, _MASKED_EQUAL, bits, one)) for one in (0, _WRITE, _EXECUTE)]
    if call in ("mprotect", "pkey_mprotect"):
        return [(_Compared * 1)(_Compared(2, _MASKED_EQUAL, _EXECUTE, 0))]
    return [(_Compared * 0)()]


def main() -> None:
    """Run the program in place of this one."""
    _forbid_the_rest(calls_left(Path(sys.argv[1]).read_text(encoding="utf-8")))
    os.execvp(sys.argv[2], sys.argv[2:])


if __name__ == "__main__":
    main()
