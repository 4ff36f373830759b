"""The recovery sheet: shown until it is on paper, confirmed by typing two groups back, replaced when it is lost."""

from __future__ import annotations

from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.people.rights import Right
from cati_app.domain.people.sheet import RecoverySheet
from cati_app.fieldwork.logging_events import happened
from cati_app.fieldwork.ports.sheets import SheetUnits
from cati_app.fieldwork.rights import Actor, needs


class ReadSheet:
    """Shows the sheet to the supervisor for whom it waits."""

    def __init__(self, units: SheetUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.SUPERVISE)
    def __call__(self, by: Actor) -> RecoverySheet:
        """Both pages; a fact of the log says that they were shown.

        Raises:
            RuleViolation: `sheet_on_paper` when it is confirmed, or waits for another supervisor.
        """
        with self._units() as unit:
            sheet = unit.sheets.waiting()
            if sheet is None:
                raise RuleViolation("sheet_on_paper")
            unit.log.append([happened("sheet_shown", self._clock, by, None, number=sheet.number)])
            unit.commit()
        return sheet


class ConfirmSheet:
    """Takes the word of whoever has both pages on paper: a group of each page, typed back."""

    def __init__(self, units: SheetUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.SUPERVISE)
    def __call__(self, by: Actor, page_1: tuple[int, str], page_2: tuple[int, str]) -> None:
        """From now on page 1 is on paper only.

        Args:
            page_1: Number of a group, 1 to 14, and what was typed for it; case, blanks and dashes do not matter.
            page_2: The same of the other page.

        Raises:
            RuleViolation: `sheet_on_paper`; `sheet_group_wrong` with `page`.
        """
        with self._units() as unit:
            sheet = unit.sheets.waiting()
            if sheet is None:
                raise RuleViolation("sheet_on_paper")
            for page, (group, typed) in ((1, page_1), (2, page_2)):
                if not sheet.holds(page, group, typed):
                    raise RuleViolation("sheet_group_wrong", page=page, group=group)
            unit.sheets.confirm()
            unit.log.append([happened("sheet_confirmed", self._clock, by, None, number=sheet.number)])
            unit.commit()


class RenewSheet:
    """Makes another sheet where one is lost: new pages, new secrets; two supervisors sign, where there are two."""

    def __init__(self, units: SheetUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.SUPERVISE)
    def __call__(self, by: Actor, second: Actor | None = None) -> RecoverySheet:
        """The new sheet, which waits for `by` until it is confirmed; the old one signs and opens nothing any more.

        Args:
            second: The other supervisor, whose keys the units of work hold too.

        Raises:
            RuleViolation: `supervisor_needed`, `second_supervisor_needed`.
        """
        with self._units() as unit:
            sheet = unit.sheets.renew()
            told = second.id if second is not None else None
            unit.log.append([happened("sheet_renewed", self._clock, by, None, number=sheet.number, second=told)])
            unit.commit()
        return sheet
