"""Writes resources/first_names.txt, by which texts that may tell who somebody is are found.

    pip install --target FOLDER faker==40.63.0
    PYTHONPATH=FOLDER python packaging/first_names.py

The lists are those of Faker (MIT, resources/FAKER-LICENSE.txt); the program itself does without the package.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path

FILE = Path(__file__).resolve().parent.parent / "resources" / "first_names.txt"
LOCALES = (
    *("de_DE", "de_AT", "de_CH", "tr_TR", "pl_PL", "ru_RU", "uk_UA", "ro_RO", "bg_BG", "hr_HR", "it_IT", "es_ES"),
    *("fr_FR", "el_GR", "ar_AA", "ar_DZ", "fa_IR", "en_GB", "pt_PT", "vi_VN", "hu_HU", "hy_AM", "ka_GE", "sk_SK"),
)
"""Of countries many people in Germany come from."""
NO_NAMES = frozenset(
    (
        *("alle", "alma", "am", "an", "anh", "august", "ben", "bis", "blume", "bo", "can", "chi", "christ", "da", "de"),
        *(
            "dem",
            "davor",
            "den",
            "der",
            "die",
            "do",
            "ein",
            "ernst",
            "es",
            "german",
            "gut",
            "han",
            "heide",
            "ich",
            "im",
            "in",
            "ist",
            "ja",
        ),
        *(
            "jo",
            "jung",
            "kind",
            "klar",
            "linde",
            "line",
            "lust",
            "mai",
            "man",
            "mark",
            "mit",
            "nein",
            "nun",
            "offen",
            "ort",
        ),
        *(
            "rose",
            "server",
            "sie",
            "so",
            "solange",
            "stern",
            "tag",
            "um",
            "und",
            "von",
            "was",
            "weil",
            "wie",
            "wir",
            "wolf",
            "zu",
        ),
    )
)
"""Words of German that are names somewhere, and mostly meant as words."""
_NAME = re.compile(r"[^\W\d_]{2,}")


def _names(provider: object) -> Iterator[str]:
    for attribute in vars(provider):
        told = getattr(provider, attribute) if attribute.startswith("first_names") else ()
        yield from (str(name) for name in (told if isinstance(told, Mapping | tuple | list) else ()))


def main() -> None:
    """Write the file: one name a line, of letters alone, in order."""
    providers = (import_module(f"faker.providers.person.{locale}").Provider for locale in LOCALES)
    names = {name for provider in providers for name in _names(provider)}
    kept = {name for name in names if _NAME.fullmatch(name) and not name[0].islower() and name.lower() not in NO_NAMES}
    FILE.write_text("".join(f"{name}\n" for name in sorted(kept)), encoding="utf-8")


if __name__ == "__main__":
    main()
