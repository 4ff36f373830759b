"""Editions: what a study at a hub consists of, part by part, declared by a supervisor and numbered."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from enum import StrEnum

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cati_app.store.trust.declaration import Declarable, Declaration
from cati_app.store.trust.head import Head, HeadRefused, Refusal
from cati_app.values import dataclass

_DIGEST = re.compile("[0-9a-f]{64}")
_LAST = 2**53 - 1
"""The highest number of an edition: what every reader of JSON, and every database, holds exactly."""


class PartName(StrEnum):
    """The parts of a study at a hub."""

    RULES = "rules"  # in clear: hours, limits, delays, targets of cells
    STAFF = "staff"  # in clear: login, role, languages and skills, and what shows that somebody knows a password
    PEOPLE = "people"  # sealed: the rows that the head signs, boxes, devices, beginnings of chains
    FOLDER = "folder"  # sealed: the study folder without its sample, and every version of the questionnaire


IN_CLEAR = frozenset({PartName.RULES, PartName.STAFF})


@dataclass(frozen=True, slots=True)
class PartFacts:
    """A part as it lies at the hub: SHA-256 in hexadecimal, and bytes."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class StudyEdition:
    """What a study consists of.

    Args:
        study: The study's id, in hexadecimal.
        n: From 1; a later one has a higher number.
        head_n: The head under which it was made, the newest then.
        head: SHA-256 of that head.
        at: Moment, ISO 8601 in UTC.
        by: Id of the supervisor who signs.
    """

    study: str
    n: int
    head_n: int
    head: str
    at: str
    by: str
    parts: Mapping[PartName, PartFacts]

    def signed(self, key: Ed25519PrivateKey) -> Declaration:
        """As it is sent and kept."""
        facts = {
            "study": self.study,
            "n": self.n,
            "head_n": self.head_n,
            "head": self.head,
            "at": self.at,
            "by": self.by,
            "parts": {name.value: [part.sha256, part.size] for name, part in self.parts.items()},
        }
        return Declaration.signed(Declarable.EDITION, facts, key)

    @staticmethod
    def head_named(declaration: Declaration) -> int:
        """The head under which it says it was made, before anything of it is believed. HeadRefused: `damaged`."""
        try:
            return int(json.loads(declaration.text)["head_n"])
        except (KeyError, TypeError, ValueError) as error:
            raise HeadRefused(Refusal.DAMAGED) from error

    @staticmethod
    def parts_named(declaration: Declaration) -> dict[PartName, PartFacts]:
        """The parts of an edition that was read before; whoever signed it may have left since."""
        parts = json.loads(declaration.text)["parts"]
        return {PartName(name): PartFacts(*part) for name, part in parts.items()}

    @classmethod
    def read(cls, declaration: Declaration, newest: Head) -> StudyEdition:
        """An edition under the head that it names.

        Args:
            newest: The newest head, which must be the one it was made under.

        Raises:
            HeadRefused: `unsigned`, `damaged`, `other_study`; `lower` for an older head, `forked` for another one,
                `skipped` for a newer one.
        """
        facts = declaration.facts(Declarable.EDITION, newest.study, newest.signers)
        try:
            parts = {PartName(name): PartFacts(*part) for name, part in facts.pop("parts").items()}
            edition = cls(**facts, parts=parts)
            whole = set(parts) == set(PartName) and isinstance(edition.n, int) and 0 < edition.n <= _LAST
            sound = all(_DIGEST.fullmatch(p.sha256) and isinstance(p.size, int) and p.size > 0 for p in parts.values())
            if not whole or not sound or not isinstance(edition.head_n, int):
                raise ValueError("no edition")
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            raise HeadRefused(Refusal.DAMAGED) from error
        if edition.head_n != newest.n:
            raise HeadRefused(Refusal.LOWER if edition.head_n < newest.n else Refusal.SKIPPED)
        if edition.head != newest.digest:
            raise HeadRefused(Refusal.FORKED)
        return edition
