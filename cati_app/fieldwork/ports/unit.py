"""What use cases need to keep things, as protocols. `store` implements them; `station` brings both together."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol

from cati_app.fieldwork.ports.access_codes import AccessCodes
from cati_app.fieldwork.ports.block_list import BlockList
from cati_app.fieldwork.ports.calls import Calls
from cati_app.fieldwork.ports.case_book import CaseBook
from cati_app.fieldwork.ports.cases import Cases
from cati_app.fieldwork.ports.contacts import Contacts
from cati_app.fieldwork.ports.field_record import FieldRecord
from cati_app.fieldwork.ports.form_versions import FormVersions
from cati_app.fieldwork.ports.histories import Histories
from cati_app.fieldwork.ports.interview_book import InterviewBook
from cati_app.fieldwork.ports.interview_counts import InterviewCounts
from cati_app.fieldwork.ports.interviews import Interviews
from cati_app.fieldwork.ports.kept_measures import KeptMeasures
from cati_app.fieldwork.ports.log import EventLog
from cati_app.fieldwork.ports.people import People
from cati_app.fieldwork.ports.quota_book import QuotaBook
from cati_app.fieldwork.ports.sample import Sample
from cati_app.fieldwork.ports.sign_ins import SignIns
from cati_app.fieldwork.ports.stock import StockOfPeople
from cati_app.fieldwork.ports.team_messages import TeamMessages


class CallingUnit(Protocol):
    """One transaction for those who call and interview: everything in it is committed together or not at all."""

    @property
    def cases(self) -> Cases: ...
    @property
    def blocklist(self) -> BlockList: ...
    @property
    def calls(self) -> Calls: ...
    @property
    def histories(self) -> Histories: ...
    @property
    def interviews(self) -> Interviews: ...
    @property
    def form_versions(self) -> FormVersions: ...
    @property
    def quota(self) -> QuotaBook: ...
    @property
    def log(self) -> EventLog: ...
    @property
    def people(self) -> People: ...
    @property
    def sign_ins(self) -> SignIns: ...
    @property
    def contacts(self) -> Contacts: ...
    @property
    def access_codes(self) -> AccessCodes: ...
    @property
    def team_messages(self) -> TeamMessages: ...

    def commit(self) -> None:
        """Make it durable."""
        ...


class UnitOfWork(CallingUnit, Protocol):
    """The same with what samples, lists, boards and data sets need."""

    @property
    def sample(self) -> Sample: ...
    @property
    def interview_counts(self) -> InterviewCounts: ...
    @property
    def interview_book(self) -> InterviewBook: ...
    @property
    def case_book(self) -> CaseBook: ...
    @property
    def field_record(self) -> FieldRecord: ...
    @property
    def stock(self) -> StockOfPeople: ...


class ReviewingUnit(UnitOfWork, Protocol):
    """The same for whoever reads complete interviews again and again."""

    @property
    def kept_measures(self) -> KeptMeasures: ...


CallingUnits = Callable[[], AbstractContextManager[CallingUnit]]
"""Opens a unit of work; leaving it without `commit` rolls back."""
Units = Callable[[], AbstractContextManager[UnitOfWork]]
"""The same for the larger one."""
ReviewingUnits = Callable[[], AbstractContextManager[ReviewingUnit]]
"""The same for reviews."""
