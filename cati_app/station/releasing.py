"""Composition of the release check: the texts of a data set with what was decided about them, and what is still open.

Imported only when data are to become public: what it needs is slow to load.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import InterviewId
from cati_app.domain.release.release_check import ReleaseCheck
from cati_app.fieldwork.monitor.clear_texts import DecidedTexts
from cati_app.fieldwork.rights import Actor
from cati_app.publish.dataset.fieldwork import case_id
from cati_app.publish.dataset.public_table import FreeText, PublicRules, free_texts, public_check, public_table
from cati_app.publish.dataset.table import DataTable
from cati_app.station.data_table import complete_interviews
from cati_app.station.opening import Station
from cati_app.station.text_matching import TextMatcher, text_matcher
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.values import dataclass


class NotPublic(RuleViolation):
    """Something is open: `release_open`.

    Args:
        check: What it is.
    """

    def __init__(self, check: ReleaseCheck) -> None:
        super().__init__("release_open")
        self.check = check


@dataclass(frozen=True, slots=True)
class PublicRelease:
    """What turns a data set into a public one.

    Args:
        decided: About its texts.
    """

    rules: PublicRules
    matcher: TextMatcher
    decided: DecidedTexts

    def texts(self, table: DataTable, interviews: Iterable[InterviewId]) -> tuple[FreeText, ...]:
        """Those of a table; `interviews` have ids of which its `case_id` are made."""
        by_case = {case_id(table.study_id, each): self.decided[each] for each in interviews if each in self.decided}
        return tuple(free_texts(table, self.rules, by_case))

    def check(self, table: DataTable, texts: Iterable[FreeText]) -> ReleaseCheck:
        """What is open."""
        return public_check(table, self.rules, tuple(texts), self.matcher.tells)

    def table(self, table: DataTable, interviews: Iterable[InterviewId]) -> tuple[DataTable, ReleaseCheck]:
        """The public data set.

        Raises:
            NotPublic: something is open.
        """
        texts = self.texts(table, interviews)
        check = self.check(table, texts)
        if not check.is_public:
            raise NotPublic(check)
        return public_table(table, self.rules, texts, check), check


def release_of(station: Station, by: Actor, keys: HeldKeys, whole: Station) -> PublicRelease:
    """With what was decided until now; `whole` is where the interviews of all stations are read.

    Raises:
        RuleViolation: `no_export`, `answers_sealed`.
    """
    declared = station.loaded.study.release
    rules = PublicRules(declared.quasi_identifiers, declared.sensitive, declared.left_out)
    return PublicRelease(rules, text_matcher(station.loaded), station.clear_texts(keys, whole).decided(by))


@dataclass(frozen=True, slots=True)
class CheckedRelease:
    """A data set before its release.

    Args:
        texts: By variable.
        table: As it is in the house.
        interviews: By `case_id`.
    """

    public: PublicRelease
    table: DataTable
    texts: tuple[FreeText, ...]
    interviews: Mapping[str, InterviewId]
    check: ReleaseCheck


def checked_release(
    station: Station,
    by: Actor,
    keys: HeldKeys,
    whole: Station,
    language: str,
    on_progress: Callable[[float], None] = lambda share: None,
) -> CheckedRelease:
    """The complete interviews as they would be public.

    Args:
        language: Of the labels.
        on_progress: Told the share that is read, from 0 to 1; what it raises ends the reading.

    Raises:
        RuleViolation: `no_export`, `answers_sealed`.
    """
    public = release_of(station, by, keys, whole)
    interviews = complete_interviews(whole, by, keys, language, on_progress)
    by_case = {case_id(interviews.table.study_id, each): each for each in interviews.ids}
    texts = public.texts(interviews.table, interviews.ids)
    return CheckedRelease(public, interviews.table, texts, by_case, public.check(interviews.table, texts))


def checked_anew(checked: CheckedRelease, decided: DecidedTexts) -> CheckedRelease:
    """The same data set with other decisions about its texts."""
    public = replace(checked.public, decided=decided)
    texts = public.texts(checked.table, checked.interviews.values())
    return replace(checked, public=public, texts=texts, check=public.check(checked.table, texts))
