"""The quotas of a new study: which there are, and one more, with figures typed in or from published tables."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from math import prod

from cati_app.texts import Words
from cati_app.ui.setting_up.port import Filled, LookedThrough
from cati_app.ui.setting_up.typed_quota import MODES, NESTED, TypedQuota, as_text, cells_of, quotas_of
from cati_app.ui.stage.form_states import FieldKind, FieldState

LIST, TYPED, CELLS, TABLE = "list", "typed", "cells", "table"
_ON, _REMOVE = "on", "remove"
MOST_CELLS = 60
"""Of a table that is typed in; larger ones come from a file."""
_MOST_DIGITS = 6
_NAME = re.compile(r"[a-z][a-z0-9_]{0,30}")

Form = tuple[str, tuple[str, ...], tuple[FieldState, ...]]
"""Title, texts, fields; a blank title: that of the step."""


class QuotaPages:
    """Where one is among the forms of the step, and what is filled in of the quota that is being added."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self.at = LIST
        self._draft = TypedQuota()
        self._adds = False

    # -- what is shown --------------------------------------------------------------------------------------------

    def form(self, filled: Filled, looked: LookedThrough) -> Form:
        """The form in front."""
        if self.at == CELLS:
            return self._cells_form(looked)
        if self.at == TYPED:
            return self._typed_form(filled, looked)
        return self._table_form(filled, looked) if self.at == TABLE else self._list_form(filled, looked)

    def verb(self, next_step: str) -> str:
        """What Enter does."""
        say = self._words.say
        return {
            LIST: say("Next"),
            CELLS: say("Add the quota"),
            TABLE: say("Add the quota"),
            TYPED: say("Next: the figures"),
        }.get(self.at, next_step)

    def _list_form(self, filled: Filled, looked: LookedThrough) -> Form:
        say, quotas = self._words.say, quotas_of(filled["quotas"])
        told = [quota_line(self._words, quota, looked) for quota in quotas]
        if not told:
            told = [say("No quota yet: every interview counts.")]
        told.append(say("An interview is taken if every quota takes it; one that only counts, or warns, takes all."))
        done = say("no further quota") if quotas else say("no quota")
        options = [(_ON, done), (TYPED, say("a quota with figures typed in"))]
        options.append((TABLE, say("a quota from published tables")))
        if quotas:
            options.append((_REMOVE, say("take the last quota off")))
        groups = (("", say("no group")), *((group, group) for group in looked.groups))
        screener = FieldState(
            "screener",
            say("Group of the questionnaire that ends the screening"),
            FieldKind.PICK,
            filled["screener"],
            groups,
            may_be_blank=True,
        )
        what = FieldState("what", say("What comes next?"), FieldKind.PICK, _ON, tuple(options))
        return "", tuple(told), (what, screener)

    def _typed_form(self, filled: Filled, looked: LookedThrough) -> Form:
        say, draft = self._words.say, self._draft
        known = tuple((name, f"{name} ({len(choices)})") for name, choices in looked.variables.items())
        first, second = (*draft.variables, "", "")[:2]
        label = say("Question, by its name, with its number of answers")
        hint = say("Both together make the cells: 2 × 3 answers are six of them.")
        fields = (
            *self._who(filled, looked),
            FieldState("first", label, FieldKind.PICK, first, known),
            FieldState(
                "second",
                say("Second question"),
                FieldKind.PICK,
                second,
                (("", say("no second question")), *known),
                may_be_blank=True,
                hint=hint,
            ),
        )
        return say("A quota with figures typed in"), (), fields

    def _cells_form(self, looked: LookedThrough) -> Form:
        say, draft = self._words.say, self._draft
        labels = [dict(looked.variables[name]) for name in draft.variables]
        fields = tuple(
            FieldState(
                cell,
                " / ".join(names[code] for names, code in zip(labels, cell.split("/"), strict=True)),
                value=draft.targets.get(cell, ""),
            )
            for cell in _cells(draft, looked)
        )
        zero = {
            "counter": say("They are shown beside what was counted; nobody is turned away by them."),
            "soft": say("Above them everybody is interviewed as well, with a warning."),
        }.get(draft.mode, say("0: nobody of that cell is interviewed."))
        return say("Interviews wanted in each cell"), (zero,), fields

    def _table_form(self, filled: Filled, looked: LookedThrough) -> Form:
        say, draft = self._words.say, self._draft
        texts = (
            say("Targets are planned from published figures: margins or cross tables, rounded to whole interviews."),
        )
        fields = (
            FieldState(
                "table",
                say("Published tables"),
                value=draft.table,
                hint=say("CSV or XLSX with a row for each category: variable, category, count or share."),
            ),
            FieldState("total", say("Interviews wanted"), value=draft.total),
            *self._who(filled, looked),
        )
        return say("A quota from published tables"), texts, fields

    def _who(self, filled: Filled, looked: LookedThrough) -> tuple[FieldState, ...]:
        """Mode; of a further quota its name and whom it counts, too."""
        say, draft, quotas = self._words.say, self._draft, quotas_of(filled["quotas"])
        mode = FieldState(
            "mode", say("When a cell takes one more"), FieldKind.PICK, draft.mode, mode_words(self._words)
        )
        if not quotas:
            return (mode,)
        inside = [
            (f"{name}{NESTED}{code}", say("only {category} ({variable})", category=label, variable=name))
            for quota in quotas
            for name in quota.variables or looked.planned.get(quota.name, ())
            for code, label in looked.variables.get(name, ())
        ]
        hint = say("Small letters, digits and _; it begins the names of its cells: region:north.")
        options = (("", say("everybody")), *dict(inside).items())
        within = FieldState("within", say("Whom it counts"), FieldKind.PICK, draft.within, options, may_be_blank=True)
        return (FieldState("name", say("Name of the quota"), value=draft.name, hint=hint), mode, within)

    # -- what is given --------------------------------------------------------------------------------------------

    def given(self, texts: Mapping[str, str], filled: Filled, looked: LookedThrough) -> tuple[dict[str, str], bool]:
        """What is filled in then, and whether the step is done.

        Raises:
            ValueError: with words for the person, what is wrong with the texts.
        """
        new, self._adds = dict(filled), False
        if self.at == LIST:
            new["screener"] = texts["screener"]
            return self._chosen(texts["what"], new)
        quotas = quotas_of(filled["quotas"])
        if self.at == CELLS:
            self._draft = replace(self._draft, targets=dict(texts))
            self._check_targets(texts.values())
        else:
            self._draft = self._drafted(texts, quotas, looked)
            if self.at == TYPED:
                self.at = CELLS
                return new, False
        self._adds = True
        new["quotas"] = as_text((*quotas, self._draft))
        return new, False

    def kept(self) -> None:
        """The quota was looked through and is on the list."""
        if self._adds:
            self.at, self._adds = LIST, False

    def file_chosen(self, path: str) -> None:
        """Published tables, from a dialog."""
        self._draft = replace(self._draft, table=path)

    def back(self) -> bool:
        """Esc; False at the list, from where the step itself is left."""
        if self.at == LIST:
            return False
        self.at = TYPED if self.at == CELLS else LIST
        return True

    def _chosen(self, what: str, new: dict[str, str]) -> tuple[dict[str, str], bool]:
        quotas = quotas_of(new["quotas"])
        if what == _ON:
            return new, True
        if what == _REMOVE:
            new["quotas"] = as_text(quotas[:-1])
        else:
            self.at = what
            self._draft = TypedQuota() if not quotas else TypedQuota(f"quota{len(quotas) + 1}", "soft")
        return new, False

    def _drafted(self, texts: Mapping[str, str], quotas: tuple[TypedQuota, ...], looked: LookedThrough) -> TypedQuota:
        say = self._words.say
        name = texts.get("name", "main")
        if quotas and (not _NAME.fullmatch(name) or name in {quota.name for quota in quotas}):
            raise ValueError(say("The name has small letters, digits and _, and no other quota has it."))
        draft = replace(self._draft, name=name, mode=texts["mode"], within=texts.get("within", ""))
        if self.at == TABLE:
            return replace(draft, table=texts["table"], total=texts["total"], variables=(), targets={})
        variables = tuple(dict.fromkeys(each for each in (texts["first"], texts["second"]) if each))
        if not variables:
            raise ValueError(say("The questionnaire has no question with one answer of several."))
        if prod(len(looked.variables[each]) for each in variables) > MOST_CELLS:
            raise ValueError(say("More than {most} cells are planned from a file.", most=MOST_CELLS))
        known = set(cells_of([[code for code, _ in looked.variables[each]] for each in variables]))
        targets = {cell: text for cell, text in draft.targets.items() if cell in known}
        return replace(draft, variables=variables, table="", targets=targets)

    def _check_targets(self, texts: Collection[str]) -> None:
        if any(not text.isdecimal() or len(text) > _MOST_DIGITS for text in texts) or not self._draft.wanted():
            raise ValueError(self._words.say("Each cell has a whole number, and one of them is above 0."))


def quota_line(words: Words, quota: TypedQuota, looked: LookedThrough) -> str:
    """`sex × age, 36 interviews, strict`; the name stands before it where somebody gave one."""
    say = words.say
    what = " × ".join(quota.variables) or quota.table.replace("\\", "/").rpartition("/")[2]
    named = what if quota.name == TypedQuota().name else say("{name}: {what}", name=quota.name, what=what)
    told = say(
        "{what}, {count} interviews, {mode}",
        what=named,
        count=quota.wanted(),
        mode=dict(mode_words(words))[quota.mode],
    )
    if not quota.within:
        return told
    variable, _, code = quota.within.partition(NESTED)
    label = dict(looked.variables.get(variable, ())).get(code, code)
    return f"{told}, {say('only {category} ({variable})', category=label, variable=variable)}"


def mode_words(words: Words) -> tuple[tuple[str, str], ...]:
    """What each mode is called."""
    say = words.say
    told = (
        say("strict: while there is room, those in interview counted"),
        say("overrun: until it is full; whoever is in interview finishes"),
        say("soft: always, with a warning above the target"),
        say("counter: always; it only counts"),
    )
    return tuple(zip(MODES, told, strict=True))


def _cells(draft: TypedQuota, looked: LookedThrough) -> tuple[str, ...]:
    return cells_of([[code for code, _ in looked.variables[name]] for name in draft.variables])
