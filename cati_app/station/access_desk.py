"""What answers people who ask about their own data: opened for one request, with the whole study to read from."""

from __future__ import annotations

from cati_app.domain.casework.access_codes import AccessCode
from cati_app.domain.ids import CaseId
from cati_app.domain.people.users import User
from cati_app.domain.sampling.phone import PhoneNumber
from cati_app.fieldwork.monitor.access_requests import OwnInterview
from cati_app.fieldwork.monitor.read_exports import MadeExport
from cati_app.fieldwork.monitor.read_reviews import GivenAnswer
from cati_app.publish.reports.own_data import ToldAnswer, ToldData, ToldInterview
from cati_app.station.loading import titles_of
from cati_app.station.opening import Station
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.texts import Words, words_of
from cati_app.texts.outcomes import outcome_label


class AccessDesk:
    """Requests of respondents.

    Args:
        station: Where things are written.
        source: Where the whole study is read.
    """

    def __init__(self, station: Station, source: Station, user: User, keys: HeldKeys) -> None:
        self._station = station
        self._source = source
        self._user = user
        self._keys = keys
        self._find = source.find_respondent(keys)
        self._read = source.read_own_data(keys)

    def by_code(self, code: AccessCode) -> CaseId:
        """Whose code it is. RuleViolation: as `FindRespondent.by_code`."""
        return self._find.by_code(self._user, code)

    def by_number(self, number: PhoneNumber) -> tuple[CaseId, ...]:
        """Who was called at that number. RuleViolation: `access_number_unknown`."""
        return self._find.by_number(self._user, number)

    def case_no(self, case_id: CaseId) -> int:
        """The number of a case, as people say it."""
        return self._find.case_no(self._user, case_id)

    def exports(self, case_id: CaseId) -> tuple[MadeExport, ...]:
        """Those that may hold it."""
        return self._source.read_exports().since_first_call(self._user, case_id)

    def restrict(self, case_id: CaseId, reason: str) -> None:
        """Leave the interview out of data sets and counters, until somebody accepts it again.

        Raises:
            RuleViolation: `reason_needed`, `not_reviewable`, `own_interview`, `review_unchanged`.
        """
        review = self._station.review_read_from(self._keys, self._source)
        review(self._user, case_id, rejected=True, reason=reason)

    def block(self, case_id: CaseId) -> int:
        """The numbers of a case are called no more, in no study; how many were new on the list."""
        numbers = self._find.numbers(self._user, case_id)
        return self._station.block_list.keeping(self._keys).block(self._user, numbers) if numbers else 0

    def told(self, case_id: CaseId, language: str) -> ToldData:
        """What is stored of a case, as its person reads it.

        Args:
            language: Of the file; blank: that of the interview, else the first of the study.
        """
        station, study = self._station, self._station.loaded.study
        own = self._read(self._user, case_id, language)
        spoken = language or own.language or study.first_language
        words, local = words_of(spoken), station.rules.calendar.local
        titles = titles_of(station.loaded.folder, study.title)
        introduction = study.introduction
        return ToldData(
            titles.get(spoken) or titles.get("de") or next(iter(titles.values())),
            introduction.controller,
            f"{introduction.contact_phone} · {introduction.contact_email}",
            local(station.clock.now()),
            spoken,
            spoken in station.loaded.form.right_to_left,
            own.numbers,
            own.sealed_names,
            tuple((local(at), outcome_label(words, result) if result else "") for at, result in own.calls),
            own.notes,
            own.has_consent,
            tuple(self._interview(interview, words) for interview in own.interviews),
        )

    def _interview(self, interview: OwnInterview, words: Words) -> ToldInterview:
        local = self._station.rules.calendar.local
        ended = local(interview.ended_at) if interview.ended_at is not None else None
        answers = tuple(_answer(given, words) for given in interview.answers)
        return ToldInterview(local(interview.started_at), ended, answers)


def _answer(given: GivenAnswer, words: Words) -> ToldAnswer:
    special = {
        "dont_know": words.say_in("column", "don't know"),
        "refused": words.say_in("column", "refused"),
        "not_applicable": words.say_in("column", "not applicable"),
    }
    text = special.get(given.special, given.special) if given.special else given.text
    return ToldAnswer(given.ref.rpartition("/")[2], given.question, text)
