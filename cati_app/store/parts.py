"""What a unit of work hands out: repositories, each loaded when it is first asked for.

The first screen asks for people and the end of the log. The table says for the running program what the imports say
for type checkers and for the rules of the house; a test compares them.
"""

# ruff: noqa: PLC0414 - the imports are what type checkers see exported

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cati_app.store.access_codes import SqlAccessCodes as SqlAccessCodes
    from cati_app.store.block_feed import SqlBlockFeed as SqlBlockFeed
    from cati_app.store.blocked import SqlBlockList as SqlBlockList
    from cati_app.store.bundles import SqlBundles as SqlBundles
    from cati_app.store.calls import SqlCalls as SqlCalls
    from cati_app.store.case_book import SqlCaseBook as SqlCaseBook
    from cati_app.store.cases import SqlCases as SqlCases
    from cati_app.store.contacts import SqlContacts as SqlContacts
    from cati_app.store.documents import InterviewDocuments as InterviewDocuments
    from cati_app.store.erasures import SqlErasures as SqlErasures
    from cati_app.store.event_log import SqlEventLog as SqlEventLog
    from cati_app.store.event_rows import EventRows as EventRows
    from cati_app.store.field_record import SqlFieldRecord as SqlFieldRecord
    from cati_app.store.form_versions import SqlFormVersions as SqlFormVersions
    from cati_app.store.histories import SqlHistories as SqlHistories
    from cati_app.store.interview_book import SqlInterviewBook as SqlInterviewBook
    from cati_app.store.interview_counts import SqlInterviewCounts as SqlInterviewCounts
    from cati_app.store.interviews import SqlInterviews as SqlInterviews
    from cati_app.store.known_stations import SqlStations as SqlStations
    from cati_app.store.leases import SqlLeases as SqlLeases
    from cati_app.store.leases import SqlNumberHolds as SqlNumberHolds
    from cati_app.store.packages import SqlPackages as SqlPackages
    from cati_app.store.place_grants import SqlPlaceGrants as SqlPlaceGrants
    from cati_app.store.quota_book import SqlQuotaBook as SqlQuotaBook
    from cati_app.store.sample import SqlSample as SqlSample
    from cati_app.store.sample_changes import SqlSampleChanges as SqlSampleChanges
    from cati_app.store.sign_ins import SqlSignIns as SqlSignIns
    from cati_app.store.stock import SqlStock as SqlStock
    from cati_app.store.team_messages import SqlTeamMessages as SqlTeamMessages
else:

    def __getattr__(name):
        """A repository by its name, loaded now; AttributeError for any other name."""
        if name not in MODULE_OF:
            raise AttributeError(name)
        part = globals()[name] = getattr(import_module(MODULE_OF[name]), name)
        return part


_NAMES = {
    "cati_app.store.access_codes": "SqlAccessCodes",
    "cati_app.store.block_feed": "SqlBlockFeed",
    "cati_app.store.blocked": "SqlBlockList",
    "cati_app.store.bundles": "SqlBundles",
    "cati_app.store.calls": "SqlCalls",
    "cati_app.store.case_book": "SqlCaseBook",
    "cati_app.store.cases": "SqlCases",
    "cati_app.store.contacts": "SqlContacts",
    "cati_app.store.documents": "InterviewDocuments",
    "cati_app.store.erasures": "SqlErasures",
    "cati_app.store.event_log": "SqlEventLog",
    "cati_app.store.event_rows": "EventRows",
    "cati_app.store.field_record": "SqlFieldRecord",
    "cati_app.store.form_versions": "SqlFormVersions",
    "cati_app.store.histories": "SqlHistories",
    "cati_app.store.interview_book": "SqlInterviewBook",
    "cati_app.store.interview_counts": "SqlInterviewCounts",
    "cati_app.store.interviews": "SqlInterviews",
    "cati_app.store.known_stations": "SqlStations",
    "cati_app.store.leases": "SqlLeases SqlNumberHolds",
    "cati_app.store.packages": "SqlPackages",
    "cati_app.store.place_grants": "SqlPlaceGrants",
    "cati_app.store.quota_book": "SqlQuotaBook",
    "cati_app.store.sample": "SqlSample",
    "cati_app.store.sample_changes": "SqlSampleChanges",
    "cati_app.store.sign_ins": "SqlSignIns",
    "cati_app.store.stock": "SqlStock",
    "cati_app.store.team_messages": "SqlTeamMessages",
}
MODULE_OF = {name: module for module, names in _NAMES.items() for name in names.split()}

PART_MODULES = tuple(_NAMES)
"""Where they are."""
