"""A draft of the methods report: what settings and records tell, and what the institute still has to write."""

from __future__ import annotations

from collections.abc import Iterator

from cati_app.domain.casework.lengths import median_length
from cati_app.publish.print.document import (
    ReportBlock,
    ReportColumn,
    ReportDocument,
    ReportFacts,
    ReportSection,
    ReportTable,
    ReportText,
    TextKind,
)
from cati_app.publish.reports.field_outcomes import outcome_sections
from cati_app.publish.reports.field_words import FieldWords, numbers
from cati_app.publish.reports.methods_facts import MethodsFacts, MethodsQuota
from cati_app.publish.reports.rates_text import QUOTA
from cati_app.texts import words_of


def methods_report(facts: MethodsFacts, language: str) -> ReportDocument:
    """The whole draft; the same settings and records give the same.

    Args:
        language: `de` or `en`.
    """
    words = FieldWords(words_of(language), facts.study, facts.figures)
    pages, say = _Methods(words, facts), words.say
    sections = [
        ReportSection(say("In short"), tuple(pages.overview())),
        ReportSection(say("Population and sample"), tuple(pages.sample())),
        *([ReportSection(say("Quotas"), tuple(pages.quotas()))] if facts.quotas else []),
        ReportSection(say("Questionnaire and languages"), tuple(pages.questionnaire())),
        ReportSection(say("Fieldwork"), tuple(pages.fieldwork())),
        *outcome_sections(words),
        ReportSection(say("Review and coding"), tuple(pages.review())),
        ReportSection(say("Weighting"), tuple(pages.weighting())),
        ReportSection(say("Data protection"), tuple(pages.privacy())),
        ReportSection(say("Limits"), tuple(pages.limits())),
    ]
    return ReportDocument(
        kind=say("Methods report, draft"),
        title=facts.study.title,
        beneath=f"{facts.study.institute} · {words.period()}",
        language=language,
        sections=tuple(sections),
        source=words.source(say("settings and records of the study {study}", study=facts.study.id)),
        page=say("Page {page} of {pages}", page="{page}", pages="{pages}"),
        contents=say("Contents"),
        warning=say("Rehearsal: nothing of this is real.") if facts.study.is_rehearsal else say("Draft"),
        is_draft=True,
    )


class _Methods:
    def __init__(self, words: FieldWords, facts: MethodsFacts) -> None:
        self._words = words
        self._facts = facts
        self._source = words.source(words.say("settings of the study, version {version}", version=facts.study.version))

    def _gap(self, what: str) -> ReportText:
        return ReportText(self._words.say("To be filled in by the institute: {what}", what=what), TextKind.GAP)

    def overview(self) -> Iterator[ReportBlock]:
        """What it is a report of."""
        say, facts, words = self._words.say, self._facts, self._words
        yield ReportText(
            say(
                "Draft from the settings and records of the study. What they do not know is marked; the sentences may"
                " be changed, the figures are those of the records."
            ),
            TextKind.NOTE,
        )
        told = [
            (say("Study"), f"{facts.study.title}, {facts.study.version}"),
            (say("Client"), facts.study.client),
            (say("Institute"), facts.study.institute),
            (say("Method"), say("standardised interviews by telephone, questions shown by a program (CATI)")),
            (say("Period of the field"), words.period()),
            (say("Complete interviews"), words.number(facts.figures.interviews)),
            (say("Median length of an interview"), words.minutes(median_length(facts.figures.lengths))),
            (say("Questions"), words.number(facts.questions)),
            (say("Version of the questionnaire"), ", ".join(facts.versions)),
            (say("Program"), f"cati {facts.program}"),
        ]
        yield ReportFacts(tuple(told))
        yield self._gap(say("purpose of the study, and who paid for it"))

    def sample(self) -> Iterator[ReportBlock]:
        """Population, frame, numbers, release."""
        say, facts, words = self._words.say, self._facts, self._words
        yield self._gap(say("the population: territory, age, who is left out, such as people without a telephone"))
        if facts.eligibility:
            told = " · ".join(facts.eligibility)
            yield ReportText(say("Whether somebody belongs to it was asked by: {questions}", questions=told))
        yield self._gap(say("where the numbers come from, of which day, and how they were drawn"))
        rows = tuple(
            (
                words.frame(name),
                words.number(count),
                words.number(facts.sample.sizes[name]) if name in facts.sample.sizes else "–",
            )
            for name, count in facts.sample.frames.items()
        )
        columns = (ReportColumn(say("Frame"), 2.0), *numbers(say("Cases"), say("Numbers in the frame"), share=0.9))
        yield ReportTable(say("The sample by frame"), columns, rows, self._source, say("There are no cases."))
        if facts.sample.draws:
            count = facts.sample.draws
            yield ReportText(
                words.words.say_count(
                    "Numbers were generated at random {count} time.",
                    "Numbers were generated at random {count} times.",
                    count,
                )
            )
        portions = facts.sample.portions
        released = sum(portion.waiting == 0 for portion in portions)
        if len(portions) > 1:
            yield ReportText(
                say(
                    "The sample is divided at random into {portions} portions; released in whole: {released}.",
                    portions=words.number(len(portions)),
                    released=words.number(released),
                )
            )
        yield ReportText(
            say(
                "Numbers dialled: {numbers}; calls: {calls}.",
                numbers=words.number(facts.figures.numbers_dialled),
                calls=words.number(facts.figures.calls),
            )
        )
        yield self._gap(say("how a person of the household was selected, if not by the questionnaire"))

    def quotas(self) -> Iterator[ReportBlock]:
        """Each quota with the sources of its targets."""
        for quota in self._facts.quotas:
            yield from self._quota(quota)
        yield ReportText(self._words.say("How far each cell was filled is told by the field report."), TextKind.NOTE)

    def _quota(self, quota: MethodsQuota) -> Iterator[ReportBlock]:
        say, words = self._words.say, self._words
        modes = {
            "strict": say("a cell takes somebody while achieved and running interviews are below its target"),
            "overrun": say("a cell takes somebody while achieved interviews are below its target"),
            "soft": say("a cell always takes somebody, above its target with a warning"),
            "counter": say("cells are only counted"),
        }
        unknown = {
            "accept_unclassified": say("are interviewed and counted apart"),
            "screen_out": say("are not interviewed"),
        }
        told = (
            (say("Quota"), quota.label),
            (say("Interviews wanted"), words.number(quota.total)),
            (say("Rule"), modes[quota.mode]),
            (say("Persons without a cell"), unknown[quota.unknown]),
        )
        yield ReportFacts(told)
        rows = [
            (dimension.label if number == 0 else "", label, "–" if share is None else words.percent(share))
            for dimension in quota.dimensions
            for number, (label, share) in enumerate(dimension.categories)
        ]
        columns = (
            ReportColumn(say("Dimension"), 1.6),
            ReportColumn(say("Category"), 1.8),
            ReportColumn(say("Share"), 0.6, is_number=True),
        )
        yield ReportTable(say("Targets of {quota}", quota=quota.label), columns, tuple(rows), self._source)
        for dimension in quota.dimensions:
            source = dimension.source or say("no source is named")
            estimate = f" ({say('estimate')})" if dimension.is_estimate else ""
            yield ReportText(
                say("Source of {dimension}: {source}", dimension=dimension.label, source=f"{source}{estimate}")
            )
        if any(not dimension.source for dimension in quota.dimensions):
            yield self._gap(say("sources of the targets that name none"))

    def questionnaire(self) -> Iterator[ReportBlock]:
        """Languages with the state of their texts, versions."""
        say = self._words.say
        states = {"draft": say("draft"), "checked": say("checked"), "approved": say("approved")}
        interviews = self._facts.figures.languages
        rows = tuple((name, states[state]) for name, state in self._facts.languages)
        columns = (ReportColumn(say("Language"), 1.5), ReportColumn(say("State of the texts"), 1.5))
        yield ReportTable(say("Languages of the interview"), columns, rows, self._source)
        if any(state == "draft" for _, state in self._facts.languages):
            yield ReportText(
                say("Texts marked as drafts were not checked by native speakers before the data were collected."),
                TextKind.CAVEAT,
            )
        if len(interviews) > 1:
            yield ReportText(say("Interviews by language are told by the field report."), TextKind.NOTE)
        if len(self._facts.versions) > 1:
            yield ReportText(
                say("There are answers of several versions: {versions}.", versions=", ".join(self._facts.versions))
            )
        yield self._gap(say("who wrote, translated and checked the questionnaire; pretest with number and result"))

    def fieldwork(self) -> Iterator[ReportBlock]:
        """Hours, contact rules, limits."""
        say, rules, words = self._words.say, self._facts.rules, self._words
        none = say("no calls")
        soft = rules.soft_refusal_days
        told = (
            (say("Monday to Friday"), rules.weekdays or none),
            (say("Saturday"), rules.saturday or none),
            (say("Sundays and public holidays"), rules.sunday or none),
            (say("Contact attempts per number"), say("at most {count}", count=words.number(rules.per_number))),
            (say("Contact attempts per number and day"), say("at most {count}", count=words.number(rules.per_day))),
            (say("Soft refusals"), none if soft is None else say("tried once more after {days} days", days=soft)),
            (say("Hard refusals"), say("never called again")),
            (say("Recording"), say("after consent asked before") if rules.recording else say("none")),
            (say("Listening in"), say("after consent asked before") if rules.listening_in else say("none")),
            (say("Locked rules"), rules.source),
        )
        yield ReportFacts(told)
        yield ReportText(say("Hours are those of the clock of whoever was called."), TextKind.NOTE)
        yield self._gap(say("number, selection and training of the interviewers, place of work, supervision"))

    def review(self) -> Iterator[ReportBlock]:
        """Interviews that do not count; codes of open answers."""
        say, words, facts = self._words.say, self._words, self._facts
        yield ReportText(
            say(
                "The program lists complete interviews that stand out by pace, straight lines or missing answers"
                " together with random ones, without saying who held them; a supervisor rejects what should not count."
            )
        )
        rejected = words.number(facts.figures.rejected)
        yield ReportText(say("Interviews that were held and do not count: {count}.", count=rejected))
        coded = words.number(facts.coded)
        yield ReportText(say("Open answers to “other” that were given codes: {count}.", count=coded))
        yield self._gap(say("rules of review and coding, who coded"))

    def weighting(self) -> Iterator[ReportBlock]:
        """The recipe in force."""
        if not self._facts.weighting:
            yield ReportText(self._words.say("The data are not weighted."))
        for text in self._facts.weighting:
            yield ReportText(text)

    def privacy(self) -> Iterator[ReportBlock]:
        """Controller, legal basis, keys, erasure."""
        say, privacy = self._words.say, self._facts.privacy
        special = self._words.number(privacy.special)
        told = [
            (say("Controller"), privacy.controller),
            (say("Legal basis"), privacy.legal_basis),
            (say("Questions on special categories"), special),
            (say("Consent to them"), say("asked") if privacy.asks_consent else say("not asked by the questionnaire")),
            (say("Contact again"), say("after consent") if privacy.recontact else say("not foreseen")),
        ]
        yield ReportFacts(tuple(told))
        yield ReportText(
            say(
                "Contact data and answers lie encrypted under different keys, which people open with their own"
                " passwords; analysts have no key to contact data. Data sets hold no contact data, and interviews have"
                " random ids."
            )
        )
        yield ReportText(
            say(
                "Who looked at contact data or took data out of the house is written down in a log that cannot be"
                " changed unnoticed. After {days} days nothing tells who held a conversation.",
                days=privacy.staff_days,
            )
        )
        yield self._gap(say("how people learn what is stored of them, and how it is erased for them"))
        yield self._gap(say("how long contact data and answers are kept, when the link between them is deleted"))
        yield self._gap(say("data-protection officer, contract with the processor, information given to respondents"))

    def limits(self) -> Iterator[ReportBlock]:
        """What the figures cannot say."""
        say = self._words.say
        if not self._facts.is_random:
            yield ReportText(say(QUOTA), TextKind.CAVEAT)
        yield ReportText(
            say("People who cannot be reached by telephone, or speak none of the languages, are not represented.")
        )
        yield self._gap(say("nonresponse, wording, events during the field, comparison with other sources"))
