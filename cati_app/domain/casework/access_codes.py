"""The code that a respondent is given, to have what is stored about them shown, corrected or erased later.

Twelve digits, for letters fail on the telephone and between scripts; the last one checks the others.
"""

from __future__ import annotations

from cati_app.domain.errors import RuleViolation
from cati_app.values import dataclass

DIGITS = 12
NUMBERS = 90_000_000_000
"""How many codes there are: the first digit is none that somebody leaves out."""
CODE_MARK = "{code}"
"""Stands for the code in what is said of it."""
_GROUP = 3
_BETWEEN = frozenset(" \t\u00a0\u202f-–.·/,")
_TABLE = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)


def check_digit(digits: str) -> str:
    """The digit that stands behind others so that together they are free of mistakes.

    It tells every single wrong digit and every swap of two neighbours, the check digit among them. So does Verhoeff's;
    this table tells, too, whatever is misheard in German and English alike: 13 for 30, 14 for 40 and so on to 90.

    Args:
        digits: ASCII, one at least.

    Source: H. M. Damm, Total anti-symmetrische Quasigruppen, Marburg 2004; the table is his of order 10.
    """
    interim = 0
    for digit in digits:
        interim = int(_TABLE[interim][int(digit)])
    return str(interim)


@dataclass(frozen=True, slots=True)
class AccessCode:
    """A code whose digits fit together.

    Args:
        digits: Twelve, ASCII. ValueError for others.
    """

    digits: str

    def __post_init__(self) -> None:
        if len(self.digits) != DIGITS or not (self.digits.isascii() and self.digits.isdigit()):
            raise ValueError("no twelve digits")
        if check_digit(self.digits) != "0":
            raise ValueError("the check digit does not fit")

    @classmethod
    def numbered(cls, number: int) -> AccessCode:
        """The code of a number from 0 below `NUMBERS`; ValueError for others."""
        if not 0 <= number < NUMBERS:
            raise ValueError("out of range")
        digits = str(number + NUMBERS // 9)
        return cls(digits + check_digit(digits))

    @classmethod
    def typed(cls, text: str) -> AccessCode:
        """As a person typed it: with blanks or dashes between the digits, in the digits of any script.

        Raises:
            RuleViolation: `access_code_length` with how many digits there are, `access_code_letters`,
                `access_code_check`.
        """
        kept = [character for character in text if character not in _BETWEEN]
        if not all(character.isdecimal() for character in kept):
            raise RuleViolation("access_code_letters")
        digits = "".join(str(int(character)) for character in kept)
        if len(digits) != DIGITS:
            raise RuleViolation("access_code_length", digits=len(digits))
        try:
            return cls(digits)
        except ValueError as error:
            raise RuleViolation("access_code_check") from error

    @property
    def groups(self) -> tuple[str, ...]:
        """Its digits by threes, as they are read out with a pause behind each."""
        return tuple(self.digits[at : at + _GROUP] for at in range(0, DIGITS, _GROUP))
