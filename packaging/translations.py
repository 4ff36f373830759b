"""Keeps resources/i18n/cati_de.ts in step with the source strings and compiles it.

    python packaging/translations.py          update the .ts: new strings come in unfinished, gone ones go
    python packaging/translations.py compile  the same, then write the .qm; fails while a string is unfinished

Collected are `translate("Context", "…")`, what presenters say (`words.say("…")`, context Presenters) and the texts
of the command table (context Commands). Only literals are found, so write literals.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "i18n"
TS_FILE, QM_FILE = FOLDER / "cati_de.ts", FOLDER / "cati_de.qm"
Key = tuple[str, str]  # context and source


def collect(package: Path = ROOT / "cati_app") -> list[Key]:
    """All source strings of the interface, sorted."""
    found: set[Key] = set()
    for path in package.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                found.update(_strings(node))
    return sorted(found)


def _strings(call: ast.Call) -> list[Key]:
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    literals = [
        arg.value if isinstance(arg, ast.Constant) and isinstance(arg.value, str) else None for arg in call.args
    ]
    if name == "translate" and len(literals) >= 2 and literals[0] and literals[1]:
        return [(literals[0], literals[1])]
    if name == "say" and literals and literals[0]:
        return [("Presenters", literals[0])]
    if name == "Command":
        short = [kw.value.value for kw in call.keywords if kw.arg == "short" and isinstance(kw.value, ast.Constant)]
        texts = [literals[place] for place in (2, 4) if place < len(literals)] + short
        return [("Commands", text) for text in texts if isinstance(text, str) and text]
    return []


def read_ts() -> dict[Key, str]:
    """Translations of the .ts file; blank for unfinished ones."""
    if not TS_FILE.exists():
        return {}
    known: dict[Key, str] = {}
    for context in ElementTree.parse(TS_FILE).getroot().iter("context"):
        for message in context.iter("message"):
            key = (context.findtext("name", ""), message.findtext("source", ""))
            known[key] = message.findtext("translation", "")
    return known


def write_ts(keys: list[Key], known: dict[Key, str]) -> None:
    """Write the .ts file with exactly these strings."""
    root = ElementTree.Element("TS", version="2.1", language="de_DE", sourcelanguage="en")
    for name in sorted({key[0] for key in keys}):
        context = ElementTree.SubElement(root, "context")
        ElementTree.SubElement(context, "name").text = name
        for key in keys:
            if key[0] != name:
                continue
            message = ElementTree.SubElement(context, "message")
            ElementTree.SubElement(message, "source").text = key[1]
            translation = ElementTree.SubElement(message, "translation")
            translation.text = known.get(key, "")
            if not translation.text:
                translation.set("type", "unfinished")
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    TS_FILE.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{text}\n', encoding="utf-8")


def unfinished() -> list[Key]:
    """Source strings without a German translation."""
    known = read_ts()
    return [key for key in collect() if not known.get(key)]


def main(arguments: list[str]) -> int:
    write_ts(collect(), read_ts())
    missing = unfinished()
    for context, source in missing:
        sys.stderr.write(f"unfinished: {context}: {source}\n")
    if arguments != ["compile"]:
        return 0
    if missing:
        return 1
    compiler = Path(sys.executable).with_name("pyside6-lrelease")
    return subprocess.run([compiler, TS_FILE, "-qm", QM_FILE, "-silent"], check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
