"""The compliance report as two pages: what is declared, when and how often was called; breaches, consent, access."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time
from pathlib import Path

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, PageBreak, Spacer, Table, TableStyle

from cati_app.domain.calling.calendar import CallingWindow
from cati_app.domain.calling.compliance import ComplianceLedger, DayFacts, DayKind, LedgerRules, Rule
from cati_app.publish.print.pages import HEAD, SMALL, STRONG, TITLE, WIDTH, WRONG, Pages, short
from cati_app.publish.print.prose import INK
from cati_app.publish.reports.compliance_words import COMPLIANCE_TERMS
from cati_app.texts import words_of
from cati_app.values import dataclass

_MOST_CASES = 12


@dataclass(frozen=True, slots=True)
class Declared:
    """What study.yaml says about calls; None or empty: not declared."""

    title: str
    version: str
    institute: str
    client: str
    controller: str
    legal_basis: str
    caller_number: str | None
    caller_leads_to: str | None
    caller_says: str
    notice: Sequence[str]
    recording: bool
    beyond: str  # reason for calls beyond the preset
    pack: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured, ready to be printed; `breaches` by key of its text, with case numbers."""

    at: datetime  # local
    ledger: ComplianceLedger
    breaches: Mapping[str, tuple[int, tuple[int, ...]]]  # how many, in which cases
    prevented: Mapping[str, int]  # by key of its text
    consent: Mapping[str, int]
    log: Mapping[str, int]
    hole_free: bool
    last_event: int
    log_end: str  # where the log ended then; blank for one without a chain


def compliance_pdf(declared: Declared, rules: LedgerRules, measured: Measured, fonts: Path, language: str) -> bytes:
    """The document; the same facts give the same bytes.

    Args:
        fonts: The folder `resources/fonts`.
        language: `de` or `en`.

    Raises:
        OSError: the fonts cannot be read.
    """
    pages = Pages(fonts, language)
    report = _Report(declared, rules, measured, pages)
    foot = f"{declared.title} · {declared.version}", f"{report.word('page')} {{page}} / 2"
    story = [*report.first(), PageBreak(), *report.second()]
    return pages.bound(story, f"{report.word('title')} – {declared.title}", foot)


class _Report:
    def __init__(self, declared: Declared, rules: LedgerRules, measured: Measured, pages: Pages) -> None:
        self._pages = pages
        self._declared = declared
        self._rules = rules
        self._measured = measured
        self.word = COMPLIANCE_TERMS.of(pages.language)
        self._words = words_of(pages.language)

    # -- page 1 --------------------------------------------------------------------------------------------------

    def first(self) -> Iterator[Flowable]:
        """Study, verdict, what is declared, hours, attempts."""
        word, ledger = self.word, self._measured.ledger
        yield self._pages.text(word("title"), TITLE)
        yield self._pages.text(word("for"), SMALL)
        period = word("none_yet")
        if ledger.first_on is not None and ledger.last_on is not None:
            period = f"{ledger.calls} ({ledger.first_on:%d.%m.%Y} {word('to')} {ledger.last_on:%d.%m.%Y})"
        at = f"{self._measured.at:%d.%m.%Y %H:%M} ({self._declared.time_zone})"
        yield Spacer(0, 6)
        yield self._pages.pairs(
            [
                (word("study"), f"{self._declared.title}, {self._declared.version}"),
                (word("at"), at),
                (word("period"), period),
            ]
        )
        breaches = sum(count for count, _ in self._measured.breaches.values())
        yield Spacer(0, 6)
        yield self._pages.text(self._verdict(breaches) if breaches else word("clean"), WRONG if breaches else STRONG)
        yield self._pages.text(word("declared"), HEAD)
        yield self._pages.pairs(list(self._declarations()))
        yield self._pages.text(word("hours"), HEAD)
        yield self._hours()
        yield self._pages.text(f"{word('pack')}: {self._declared.pack}", SMALL)
        if self._declared.beyond:
            yield self._pages.text(short(f"{word('beyond')}: {self._declared.beyond}"), SMALL)
        yield from self._attempts()
        yield Spacer(0, 10)
        yield self._pages.text(word("how"), SMALL)

    def _attempts(self) -> Iterator[Flowable]:
        word, rules, ledger = self.word, self._rules, self._measured.ledger
        yield self._pages.text(word("attempts"), HEAD)
        limits = f"{rules.max_attempts} {word('per_number')}, {rules.max_attempts_per_day} {word('per_day')}"
        yield self._pages.text(word("limits", detail=limits))
        yield Spacer(0, 3)
        yield self._histogram(word("per_number"), word("numbers"), ledger.per_number, rules.max_attempts)
        yield Spacer(0, 4)
        per_day = ledger.per_number_and_day
        yield self._histogram(word("per_day"), word("numbers_and_days"), per_day, rules.max_attempts_per_day)

    def _histogram(self, title: str, unit: str, counts: Mapping[int, int], limit: int) -> Table:
        """How many had 1, 2 … attempts; what lies above the limit in one column."""
        over = sum(count for attempts, count in counts.items() if attempts > limit)
        heads = [title, *(str(attempts) for attempts in range(1, limit + 1)), f"> {limit}"]
        values = [unit, *(str(counts.get(attempts, 0)) for attempts in range(1, limit + 1)), str(over)]
        rest = 0.72 / (limit + 1)
        return self._pages.grid([heads, values], [0.28, *([rest] * (limit + 1))])

    def _declarations(self) -> Iterator[tuple[str, str]]:
        word, declared = self.word, self._declared
        nothing = word("not_declared")
        leads = nothing
        if declared.caller_leads_to:
            leads = f"{word(declared.caller_leads_to)}: {declared.caller_says}"
        yield word("institute"), f"{declared.institute}, {declared.client}"
        yield word("controller"), declared.controller
        yield word("legal"), declared.legal_basis
        yield word("caller"), declared.caller_number or nothing
        yield word("leads_to"), leads
        yield word("notice"), ", ".join(word(point) for point in declared.notice) or nothing
        yield word("recording"), word("on" if declared.recording else "off")

    def _hours(self) -> Table:
        word = self.word
        study, widest = self._rules.study, self._rules.guideline
        windows = {
            DayKind.WEEKDAY: (study.weekdays, widest.weekdays),
            DayKind.SATURDAY: (study.saturday, widest.saturday),
            DayKind.SUNDAY: (study.sunday, widest.sunday),
        }
        rows = [[word(key) for key in ("day", "allowed", "guideline", "calls", "earliest", "latest")]]
        for kind, (own, outer) in windows.items():
            facts = self._measured.ledger.days.get(kind, DayFacts())
            clocks = [_clock(facts.earliest), _clock(facts.latest)]
            rows.append([word(kind.value), self._window(own), self._window(outer), str(facts.calls), *clocks])
        return self._pages.grid(rows, [0.28, 0.2, 0.19, 0.11, 0.11, 0.11])

    def _verdict(self, count: int) -> str:
        return self._words.say_count(
            "{count} breach was found; it is listed on page 2.",
            "{count} breaches were found; they are listed on page 2.",
            count,
        )

    def _window(self, window: CallingWindow | None) -> str:
        return f"{window.start:%H:%M}–{window.end:%H:%M}" if window else self.word("no_calls")

    # -- page 2 --------------------------------------------------------------------------------------------------

    def second(self) -> Iterator[Flowable]:
        """Breaches, consent, access."""
        word = self.word
        yield self._pages.text(word("measured"), HEAD)
        yield self._breaches()
        yield self._pages.text(word("prevented"), HEAD)
        yield self._pages.pairs([(word(key), str(count)) for key, count in self._measured.prevented.items()])
        yield self._pages.text(word("consent"), HEAD)
        yield self._pages.pairs([(word(key), str(count)) for key, count in self._measured.consent.items()])
        yield self._pages.text(word("log"), HEAD)
        whole = word("hole_free") if self._measured.hole_free else word("holes", detail=self._measured.last_event)
        log = [
            (word(key), f"{count} ({whole})" if key == "entries" else str(count))
            for key, count in self._measured.log.items()
        ]
        if self._measured.log_end:
            log.append((word("log_end"), self._measured.log_end))
        yield self._pages.pairs(log)
        yield Spacer(0, 34)
        yield _signature(self._pages, word("signed"))

    def _breaches(self) -> Table:
        word = self.word
        rows = [[word("rule"), word("count"), word("cases")]]
        for key, (count, cases) in self._measured.breaches.items():
            named = ", ".join(str(case) for case in cases[:_MOST_CASES])
            if len(cases) > _MOST_CASES:
                named += f" {word('more', detail=len(cases) - _MOST_CASES)}"
            rows.append([word(key), str(count), named or "–"])
        return self._pages.grid(rows, [0.5, 0.1, 0.4])


def breach_rows(ledger: ComplianceLedger) -> dict[str, tuple[int, tuple[int, ...]]]:
    """Rules of the ledger with how often they were broken, and in which cases."""
    return {rule.value: (ledger.count(rule), ledger.cases_of(rule)) for rule in Rule}


def _clock(at: time | None) -> str:
    return f"{at:%H:%M}" if at else "–"


def _signature(pages: Pages, text: str) -> Table:
    table = Table([[pages.text(text, SMALL), ""]], colWidths=[90 * mm, WIDTH - 90 * mm], hAlign="LEFT")
    table.setStyle(TableStyle([("LINEABOVE", (0, 0), (0, 0), 0.6, INK), ("LEFTPADDING", (0, 0), (-1, -1), 0)]))
    return table
