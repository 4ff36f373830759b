"""The texts of an XForm: itext by language, inline texts, values piped into both."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element

from cati_app.engine.xform.document import attribute, child, children, local

_ITEXT = re.compile(r"jr:itext\(\s*(?:'([^']*)'|\"([^\"]*)\")\s*\)\Z")
_FORMS = {
    "": "",
    "long": "",
    "guidance": "guidance",
    "image": "image",
    "audio": "audio",
    "video": "video",
    "big-image": "big-image",
}
Wordings = dict[str, dict[str, str]]  # by form (blank: what is read), then by language


class Itext:
    """The translations of a form."""

    def __init__(self, model: Element) -> None:
        self.languages: list[str] = []
        self.default = ""
        self._texts: dict[str, Wordings] = {}
        itext = child(model, "itext")
        for translation in children(itext, "translation") if itext is not None else ():
            language = attribute(translation, "lang") or "default"
            self.languages.append(language)
            if "default" in translation.attrib and not self.default:
                self.default = language
            for text in children(translation, "text"):
                self._add(language, text)
        self.default = self.default or next(iter(self.languages), "")

    def _add(self, language: str, text: Element) -> None:
        wordings = self._texts.setdefault(attribute(text, "id"), {})
        for value in children(text, "value"):
            form = _FORMS.get(attribute(value, "form"))
            if form is not None:
                wordings.setdefault(form, {}).setdefault(language, content(value))

    def of(self, identifier: str) -> Wordings:
        """The wordings of a text by its id."""
        return self._texts.get(identifier, {})

    def named(self, reference: str) -> Wordings | None:
        """The wordings of `jr:itext('id')`, None when it is something else."""
        match = _ITEXT.match(reference.strip())
        return self.of(match[1] or match[2] or "") if match else None

    def element(self, element: Element | None) -> Wordings:
        """The wordings of a label or hint."""
        if element is None:
            return {}
        named = self.named(attribute(element, "ref"))
        if named is not None:
            return named
        text = content(element)
        return {"": {self.default: text}} if text else {}

    def message(self, text: str) -> Mapping[str, str]:
        """A message of a bind: a text, or a reference to one."""
        if not text:
            return {}
        named = self.named(text)
        return named.get("", {}) if named is not None else {self.default: text}


def content(element: Element) -> str:
    """The text of an element; `<output>` stays as a reference that texts of workbooks know."""
    parts = [element.text or ""]
    for inner in element:
        if local(inner) == "output":
            value = (attribute(inner, "value") or attribute(inner, "ref")).replace('"', "&quot;")
            parts.append(f'<output value="{value}"/>')
        else:
            parts.append(content(inner))
        parts.append(inner.tail or "")
    text = "".join(parts)
    return re.sub(r"[ \t]*\n\s*", "\n", text).strip() if "\n" in text else text.strip()
