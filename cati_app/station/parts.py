"""What a station hands out: use cases and the services of the roles, each loaded when it is first asked for.

The first screen needs a dozen of them. The window loads the others while a password is typed (`station/roles.py`), a
command only what it does. The table says for the running program what the imports say for type checkers and for the
rules of the house; a test compares them.
"""

# ruff: noqa: PLC0414 - the imports are what type checkers see exported

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cati_app.engine.changes.steps import Edition as Edition
    from cati_app.engine.form.nodes import NodeKind as NodeKind
    from cati_app.fieldwork.calling.agree_anew import AgreeAnew as AgreeAnew
    from cati_app.fieldwork.calling.change_result import ChangeResult as ChangeResult
    from cati_app.fieldwork.calling.clock_watch import ClockWatch as ClockWatch
    from cati_app.fieldwork.calling.explain_case import ExplainCase as ExplainCase
    from cati_app.fieldwork.calling.finish_attempt import FinishAttempt as FinishAttempt
    from cati_app.fieldwork.calling.leave_word import LeaveWord as LeaveWord
    from cati_app.fieldwork.calling.look_ahead import LookAhead as LookAhead
    from cati_app.fieldwork.calling.look_up_caller import LookUpCaller as LookUpCaller
    from cati_app.fieldwork.calling.make_call import EndCall as EndCall
    from cati_app.fieldwork.calling.make_call import StartCall as StartCall
    from cati_app.fieldwork.calling.promise import CheckPromise as CheckPromise
    from cati_app.fieldwork.calling.record_result import RecordResult as RecordResult
    from cati_app.fieldwork.calling.record_result import TakeBackResult as TakeBackResult
    from cati_app.fieldwork.calling.ring_back import EndRingBack as EndRingBack
    from cati_app.fieldwork.calling.ring_back import TakeRingBack as TakeRingBack
    from cati_app.fieldwork.calling.settle_blocks import SettleBlocks as SettleBlocks
    from cati_app.fieldwork.calling.settle_blocks import settle_blocks as settle_blocks
    from cati_app.fieldwork.calling.settle_queue import KeepCase as KeepCase
    from cati_app.fieldwork.calling.take_case import ReturnCase as ReturnCase
    from cati_app.fieldwork.calling.take_case import TakeCase as TakeCase
    from cati_app.fieldwork.interview.earlier_forms import CurrentForm as CurrentForm
    from cati_app.fieldwork.interview.earlier_forms import EarlierForms as EarlierForms
    from cati_app.fieldwork.interview.finish_interview import FinishInterview as FinishInterview
    from cati_app.fieldwork.interview.give_access_code import GiveAccessCode as GiveAccessCode
    from cati_app.fieldwork.interview.handed_in import comes_sealed as comes_sealed
    from cati_app.fieldwork.interview.note_screened import NoteScreened as NoteScreened
    from cati_app.fieldwork.interview.record_events import RecordEvents as RecordEvents
    from cati_app.fieldwork.interview.set_aside import SetAsideInterview as SetAsideInterview
    from cati_app.fieldwork.interview.start_interview import ResumeInterview as ResumeInterview
    from cati_app.fieldwork.interview.start_interview import StartInterview as StartInterview
    from cati_app.fieldwork.monitor.access_requests import FindRespondent as FindRespondent
    from cati_app.fieldwork.monitor.access_requests import NoteAnswered as NoteAnswered
    from cati_app.fieldwork.monitor.access_requests import ReadOwnData as ReadOwnData
    from cati_app.fieldwork.monitor.agree_to_form import AgreeToForm as AgreeToForm
    from cati_app.fieldwork.monitor.answer_corrections import CheckCorrection as CheckCorrection
    from cati_app.fieldwork.monitor.answer_corrections import CorrectAnswer as CorrectAnswer
    from cati_app.fieldwork.monitor.board import ReadBoard as ReadBoard
    from cati_app.fieldwork.monitor.check_clock import CheckClock as CheckClock
    from cati_app.fieldwork.monitor.clear_texts import ClearTexts as ClearTexts
    from cati_app.fieldwork.monitor.code_answers import CodeAnswers as CodeAnswers
    from cati_app.fieldwork.monitor.code_answers import ReadOpenAnswers as ReadOpenAnswers
    from cati_app.fieldwork.monitor.coded_places import CodedPlaces as CodedPlaces
    from cati_app.fieldwork.monitor.count_changed import CountChanged as CountChanged
    from cati_app.fieldwork.monitor.data import ReadData as ReadData
    from cati_app.fieldwork.monitor.data import ReadDataTime as ReadDataTime
    from cati_app.fieldwork.monitor.data import ReadPaths as ReadPaths
    from cati_app.fieldwork.monitor.decide_relations import DecideRelations as DecideRelations
    from cati_app.fieldwork.monitor.follow_codes import FollowCodes as FollowCodes
    from cati_app.fieldwork.monitor.foresee_form import ForeseeForm as ForeseeForm
    from cati_app.fieldwork.monitor.keep_form import KeepForm as KeepForm
    from cati_app.fieldwork.monitor.note_code import NoteCode as NoteCode
    from cati_app.fieldwork.monitor.note_export import NoteExport as NoteExport
    from cati_app.fieldwork.monitor.note_rules import NoteRules as NoteRules
    from cati_app.fieldwork.monitor.places_at_hub import FollowCodesAtHub as FollowCodesAtHub
    from cati_app.fieldwork.monitor.read_alerts import ReadAlerts as ReadAlerts
    from cati_app.fieldwork.monitor.read_cases import ReadCase as ReadCase
    from cati_app.fieldwork.monitor.read_cases import ReadCases as ReadCases
    from cati_app.fieldwork.monitor.read_compliance import ConsentQuestions as ConsentQuestions
    from cati_app.fieldwork.monitor.read_compliance import ReadCompliance as ReadCompliance
    from cati_app.fieldwork.monitor.read_course import ReadCourse as ReadCourse
    from cati_app.fieldwork.monitor.read_exports import ReadExports as ReadExports
    from cati_app.fieldwork.monitor.read_field_calls import ReadFieldCalls as ReadFieldCalls
    from cati_app.fieldwork.monitor.read_field_report import ReadFieldReport as ReadFieldReport
    from cati_app.fieldwork.monitor.read_field_rows import ReadFieldCases as ReadFieldCases
    from cati_app.fieldwork.monitor.read_field_rows import ReadWithdrawn as ReadWithdrawn
    from cati_app.fieldwork.monitor.read_forecast import ReadForecast as ReadForecast
    from cati_app.fieldwork.monitor.read_history import ReadHistory as ReadHistory
    from cati_app.fieldwork.monitor.read_interviewer_findings import ReadInterviewerFindings as ReadInterviewerFindings
    from cati_app.fieldwork.monitor.read_outcomes import ReadOutcomes as ReadOutcomes
    from cati_app.fieldwork.monitor.read_privacy import ReadPrivacy as ReadPrivacy
    from cati_app.fieldwork.monitor.read_proposals import ReadProposals as ReadProposals
    from cati_app.fieldwork.monitor.read_release_gain import ReadReleaseGain as ReadReleaseGain
    from cati_app.fieldwork.monitor.read_reviewed import ReadReviewed as ReadReviewed
    from cati_app.fieldwork.monitor.read_reviews import ReadReviews as ReadReviews
    from cati_app.fieldwork.monitor.read_sightings import ReadSightings as ReadSightings
    from cati_app.fieldwork.monitor.read_staff_figures import ReadStaffFigures as ReadStaffFigures
    from cati_app.fieldwork.monitor.read_what_if import ReadWhatIf as ReadWhatIf
    from cati_app.fieldwork.monitor.replay_rules import ReplayRules as ReplayRules
    from cati_app.fieldwork.monitor.rest_alerts import RestAlerts as RestAlerts
    from cati_app.fieldwork.monitor.set_aside_answers import ReadSetAside as ReadSetAside
    from cati_app.fieldwork.monitor.tally import ReadTally as ReadTally
    from cati_app.fieldwork.monitor.verify import Verify as Verify
    from cati_app.fieldwork.monitor.weightings import ChooseWeighting as ChooseWeighting
    from cati_app.fieldwork.monitor.weightings import ReadWeightings as ReadWeightings
    from cati_app.fieldwork.people.add_person import AddPerson as AddPerson
    from cati_app.fieldwork.people.change_people import ChangePerson as ChangePerson
    from cati_app.fieldwork.people.change_people import DeactivatePerson as DeactivatePerson
    from cati_app.fieldwork.people.change_people import RecoverStudy as RecoverStudy
    from cati_app.fieldwork.people.change_people import RotateKeys as RotateKeys
    from cati_app.fieldwork.people.keep_block_list import JoinBlockList as JoinBlockList
    from cati_app.fieldwork.people.keep_block_list import KeepBlockList as KeepBlockList
    from cati_app.fieldwork.people.note_backup import NoteBackup as NoteBackup
    from cati_app.fieldwork.people.note_hub import NoteAct as NoteAct
    from cati_app.fieldwork.people.note_hub import NoteHub as NoteHub
    from cati_app.fieldwork.people.open_figures import OpenFigures as OpenFigures
    from cati_app.fieldwork.people.open_figures import ReadOpenedFigures as ReadOpenedFigures
    from cati_app.fieldwork.people.openings import Openings as Openings
    from cati_app.fieldwork.people.passwords import ChangeOwnPassword as ChangeOwnPassword
    from cati_app.fieldwork.people.passwords import ChangePasswordAtHub as ChangePasswordAtHub
    from cati_app.fieldwork.people.passwords import CheckPassword as CheckPassword
    from cati_app.fieldwork.people.passwords import ResetPassword as ResetPassword
    from cati_app.fieldwork.people.passwords import any_password as any_password
    from cati_app.fieldwork.people.pseudonyms import Pseudonyms as Pseudonyms
    from cati_app.fieldwork.people.read_people import ReadPeople as ReadPeople
    from cati_app.fieldwork.people.seats import ReadSeats as ReadSeats
    from cati_app.fieldwork.people.seats import TellSeat as TellSeat
    from cati_app.fieldwork.people.sheet import ConfirmSheet as ConfirmSheet
    from cati_app.fieldwork.people.sheet import ReadSheet as ReadSheet
    from cati_app.fieldwork.people.sheet import RenewSheet as RenewSheet
    from cati_app.fieldwork.people.sheet_in_force import ReadSheetInForce as ReadSheetInForce
    from cati_app.fieldwork.people.sign_in import SignIn as SignIn
    from cati_app.fieldwork.people.sign_in import SignOut as SignOut
    from cati_app.fieldwork.people.team import ReadTeam as ReadTeam
    from cati_app.fieldwork.people.team_messages import ExchangeMessages as ExchangeMessages
    from cati_app.fieldwork.people.team_messages import OwnMessages as OwnMessages
    from cati_app.fieldwork.people.team_messages import ReadSentMessages as ReadSentMessages
    from cati_app.fieldwork.people.team_messages import SendMessage as SendMessage
    from cati_app.fieldwork.quota.look_at_interview import FindNothing as FindNothing
    from cati_app.fieldwork.quota.look_at_interview import ProposeReview as ProposeReview
    from cati_app.fieldwork.quota.look_at_interview import WithdrawProposal as WithdrawProposal
    from cati_app.fieldwork.quota.read_cell import ReadCell as ReadCell
    from cati_app.fieldwork.quota.read_cell import ReadSteered as ReadSteered
    from cati_app.fieldwork.quota.read_counters import ReadCounters as ReadCounters
    from cati_app.fieldwork.quota.read_place import ReadPlace as ReadPlace
    from cati_app.fieldwork.quota.reserve_place import ReservePlace as ReservePlace
    from cati_app.fieldwork.quota.review_interview import ReviewInterview as ReviewInterview
    from cati_app.fieldwork.quota.steer_cell import SteerCell as SteerCell
    from cati_app.fieldwork.sample.read_sample import ReadSample as ReadSample
    from cati_app.fieldwork.sample.release_sample import ReleaseSample as ReleaseSample
    from cati_app.fieldwork.sample.settle_columns import SettleColumns as SettleColumns
    from cati_app.fieldwork.sharing.borrow_case import KeepPackages as KeepPackages
    from cati_app.fieldwork.sharing.decide_at_hub import DecideAtHub as DecideAtHub
    from cati_app.fieldwork.sharing.erase_case import NoteErasure as NoteErasure
    from cati_app.fieldwork.sharing.hand_over import HandOver as HandOver
    from cati_app.fieldwork.sharing.named_case import AgreeLentAnew as AgreeLentAnew
    from cati_app.fieldwork.sharing.named_case import ChangeLentResult as ChangeLentResult
    from cati_app.fieldwork.sharing.named_case import NamedCases as NamedCases
    from cati_app.fieldwork.sharing.review_at_hub import ReviewAtHub as ReviewAtHub
    from cati_app.fieldwork.sharing.steering_at_hub import SteerCellAtHub as SteerCellAtHub
    from cati_app.fieldwork.sharing.work_ahead import WorkAhead as WorkAhead
    from cati_app.fieldwork.sitting.read_cards import ReadCards as ReadCards
    from cati_app.fieldwork.sitting.record_sitting import ReadSitting as ReadSitting
    from cati_app.fieldwork.sitting.record_sitting import RecordSitting as RecordSitting
    from cati_app.fieldwork.sitting.release_quotes import ReleaseQuotes as ReleaseQuotes
    from cati_app.fieldwork.sitting.transcripts import Transcripts as Transcripts
    from cati_app.station.checked_study import built as built
    from cati_app.station.checked_study import built_for_data as built_for_data
    from cati_app.station.message_desk import MessagesHere as MessagesHere
    from cati_app.station.sampling import Bringing as Bringing
    from cati_app.station.sampling import BroughtHere as BroughtHere
    from cati_app.station.sampling import Generator as Generator
    from cati_app.station.sampling import Importer as Importer
    from cati_app.station.sampling import ImportReport as ImportReport
    from cati_app.station.sampling import Releasing as Releasing
    from cati_app.station.sampling import import_options as import_options
    from cati_app.station.sampling import new_seed as new_seed
    from cati_app.station.sampling import read_settings as read_settings
    from cati_app.station.saved_table import save_table as save_table
    from cati_app.station.wiring import read_session as read_session
    from cati_app.station.wiring import settle_codes as settle_codes
    from cati_app.study.form_changes import check_origins as check_origins
    from cati_app.study.form_changes import renamings as renamings
    from cati_app.study.rules import rate_settings as rate_settings
    from cati_app.ui.console.services import InterviewerServices as InterviewerServices
    from cati_app.ui.console.sitting_services import SittingServices as SittingServices
    from cati_app.ui.desk.outcomes.services import OutcomesServices as OutcomesServices
    from cati_app.ui.desk.outlook_services import OutlookServices as OutlookServices
    from cati_app.ui.desk.people.port import PeopleDesk as PeopleDesk
    from cati_app.ui.desk.sample.port import SampleDesk as SampleDesk
    from cati_app.ui.desk.services import CaseDesk as CaseDesk
    from cati_app.ui.desk.services import CellDesk as CellDesk
    from cati_app.ui.desk.services import SupervisorServices as SupervisorServices
    from cati_app.ui.desk.stations.services import StationsServices as StationsServices
    from cati_app.ui.desk.team.services import MessageDesk as MessageDesk
    from cati_app.ui.desk.team.services import TeamServices as TeamServices
else:

    def __getattr__(name):
        """A part by its name, loaded now; AttributeError for any other name."""
        if name not in MODULE_OF:
            raise AttributeError(name)
        part = globals()[name] = getattr(import_module(MODULE_OF[name]), name)
        return part


_NAMES = {
    "cati_app.engine.changes.steps": "Edition",
    "cati_app.engine.form.nodes": "NodeKind",
    "cati_app.fieldwork.calling.agree_anew": "AgreeAnew",
    "cati_app.fieldwork.calling.change_result": "ChangeResult",
    "cati_app.fieldwork.calling.clock_watch": "ClockWatch",
    "cati_app.fieldwork.calling.explain_case": "ExplainCase",
    "cati_app.fieldwork.calling.finish_attempt": "FinishAttempt",
    "cati_app.fieldwork.calling.leave_word": "LeaveWord",
    "cati_app.fieldwork.calling.look_ahead": "LookAhead",
    "cati_app.fieldwork.calling.look_up_caller": "LookUpCaller",
    "cati_app.fieldwork.calling.make_call": "EndCall StartCall",
    "cati_app.fieldwork.calling.promise": "CheckPromise",
    "cati_app.fieldwork.calling.record_result": "RecordResult TakeBackResult",
    "cati_app.fieldwork.calling.ring_back": "EndRingBack TakeRingBack",
    "cati_app.fieldwork.calling.settle_blocks": "SettleBlocks settle_blocks",
    "cati_app.fieldwork.calling.settle_queue": "KeepCase",
    "cati_app.fieldwork.calling.take_case": "ReturnCase TakeCase",
    "cati_app.fieldwork.interview.earlier_forms": "CurrentForm EarlierForms",
    "cati_app.fieldwork.interview.finish_interview": "FinishInterview",
    "cati_app.fieldwork.interview.give_access_code": "GiveAccessCode",
    "cati_app.fieldwork.interview.handed_in": "comes_sealed",
    "cati_app.fieldwork.interview.note_screened": "NoteScreened",
    "cati_app.fieldwork.interview.record_events": "RecordEvents",
    "cati_app.fieldwork.interview.set_aside": "SetAsideInterview",
    "cati_app.fieldwork.interview.start_interview": "ResumeInterview StartInterview",
    "cati_app.fieldwork.monitor.agree_to_form": "AgreeToForm",
    "cati_app.fieldwork.monitor.answer_corrections": "CheckCorrection CorrectAnswer",
    "cati_app.fieldwork.monitor.board": "ReadBoard",
    "cati_app.fieldwork.monitor.check_clock": "CheckClock",
    "cati_app.fieldwork.monitor.clear_texts": "ClearTexts",
    "cati_app.fieldwork.monitor.code_answers": "CodeAnswers ReadOpenAnswers",
    "cati_app.fieldwork.monitor.coded_places": "CodedPlaces",
    "cati_app.fieldwork.monitor.count_changed": "CountChanged",
    "cati_app.fieldwork.monitor.decide_relations": "DecideRelations",
    "cati_app.fieldwork.monitor.follow_codes": "FollowCodes",
    "cati_app.fieldwork.monitor.data": "ReadData ReadDataTime ReadPaths",
    "cati_app.fieldwork.monitor.foresee_form": "ForeseeForm",
    "cati_app.fieldwork.monitor.keep_form": "KeepForm",
    "cati_app.fieldwork.monitor.note_code": "NoteCode",
    "cati_app.fieldwork.monitor.note_export": "NoteExport",
    "cati_app.fieldwork.monitor.note_rules": "NoteRules",
    "cati_app.fieldwork.monitor.read_alerts": "ReadAlerts",
    "cati_app.fieldwork.monitor.places_at_hub": "FollowCodesAtHub",
    "cati_app.fieldwork.monitor.read_cases": "ReadCase ReadCases",
    "cati_app.fieldwork.monitor.access_requests": "FindRespondent NoteAnswered ReadOwnData",
    "cati_app.fieldwork.monitor.read_privacy": "ReadPrivacy",
    "cati_app.fieldwork.monitor.read_exports": "ReadExports",
    "cati_app.fieldwork.monitor.read_compliance": "ConsentQuestions ReadCompliance",
    "cati_app.fieldwork.monitor.read_course": "ReadCourse",
    "cati_app.fieldwork.monitor.read_field_calls": "ReadFieldCalls",
    "cati_app.fieldwork.monitor.read_field_report": "ReadFieldReport",
    "cati_app.fieldwork.monitor.read_field_rows": "ReadFieldCases ReadWithdrawn",
    "cati_app.fieldwork.monitor.read_forecast": "ReadForecast",
    "cati_app.fieldwork.monitor.read_history": "ReadHistory",
    "cati_app.fieldwork.monitor.read_interviewer_findings": "ReadInterviewerFindings",
    "cati_app.fieldwork.monitor.read_outcomes": "ReadOutcomes",
    "cati_app.fieldwork.monitor.read_proposals": "ReadProposals",
    "cati_app.fieldwork.monitor.read_release_gain": "ReadReleaseGain",
    "cati_app.fieldwork.monitor.read_reviewed": "ReadReviewed",
    "cati_app.fieldwork.monitor.read_reviews": "ReadReviews",
    "cati_app.fieldwork.monitor.read_sightings": "ReadSightings",
    "cati_app.fieldwork.monitor.read_staff_figures": "ReadStaffFigures",
    "cati_app.fieldwork.monitor.read_what_if": "ReadWhatIf",
    "cati_app.fieldwork.monitor.replay_rules": "ReplayRules",
    "cati_app.fieldwork.monitor.rest_alerts": "RestAlerts",
    "cati_app.fieldwork.monitor.set_aside_answers": "ReadSetAside",
    "cati_app.fieldwork.monitor.tally": "ReadTally",
    "cati_app.fieldwork.monitor.verify": "Verify",
    "cati_app.fieldwork.monitor.weightings": "ChooseWeighting ReadWeightings",
    "cati_app.fieldwork.people.add_person": "AddPerson",
    "cati_app.fieldwork.people.change_people": "ChangePerson DeactivatePerson RecoverStudy RotateKeys",
    "cati_app.fieldwork.people.keep_block_list": "JoinBlockList KeepBlockList",
    "cati_app.fieldwork.people.note_backup": "NoteBackup",
    "cati_app.fieldwork.people.note_hub": "NoteAct NoteHub",
    "cati_app.fieldwork.people.open_figures": "OpenFigures ReadOpenedFigures",
    "cati_app.fieldwork.people.openings": "Openings",
    "cati_app.fieldwork.people.passwords": (
        "ChangeOwnPassword ChangePasswordAtHub CheckPassword ResetPassword any_password"
    ),
    "cati_app.fieldwork.people.pseudonyms": "Pseudonyms",
    "cati_app.fieldwork.people.read_people": "ReadPeople",
    "cati_app.fieldwork.people.seats": "ReadSeats TellSeat",
    "cati_app.fieldwork.people.sheet": "ConfirmSheet ReadSheet RenewSheet",
    "cati_app.fieldwork.people.sheet_in_force": "ReadSheetInForce",
    "cati_app.fieldwork.people.sign_in": "SignIn SignOut",
    "cati_app.fieldwork.people.team": "ReadTeam",
    "cati_app.fieldwork.people.team_messages": "ExchangeMessages OwnMessages ReadSentMessages SendMessage",
    "cati_app.fieldwork.quota.look_at_interview": "FindNothing ProposeReview WithdrawProposal",
    "cati_app.fieldwork.quota.read_cell": "ReadCell ReadSteered",
    "cati_app.fieldwork.quota.read_counters": "ReadCounters",
    "cati_app.fieldwork.quota.read_place": "ReadPlace",
    "cati_app.fieldwork.quota.reserve_place": "ReservePlace",
    "cati_app.fieldwork.quota.review_interview": "ReviewInterview",
    "cati_app.fieldwork.quota.steer_cell": "SteerCell",
    "cati_app.fieldwork.sample.read_sample": "ReadSample",
    "cati_app.fieldwork.sample.release_sample": "ReleaseSample",
    "cati_app.fieldwork.sample.settle_columns": "SettleColumns",
    "cati_app.fieldwork.sharing.borrow_case": "KeepPackages",
    "cati_app.fieldwork.sharing.decide_at_hub": "DecideAtHub",
    "cati_app.fieldwork.sharing.erase_case": "NoteErasure",
    "cati_app.fieldwork.sharing.hand_over": "HandOver",
    "cati_app.fieldwork.sharing.named_case": "AgreeLentAnew ChangeLentResult NamedCases",
    "cati_app.fieldwork.sharing.review_at_hub": "ReviewAtHub",
    "cati_app.fieldwork.sharing.steering_at_hub": "SteerCellAtHub",
    "cati_app.fieldwork.sharing.work_ahead": "WorkAhead",
    "cati_app.fieldwork.sitting.read_cards": "ReadCards",
    "cati_app.fieldwork.sitting.record_sitting": "ReadSitting RecordSitting",
    "cati_app.fieldwork.sitting.release_quotes": "ReleaseQuotes",
    "cati_app.fieldwork.sitting.transcripts": "Transcripts",
    "cati_app.station.checked_study": "built built_for_data",
    "cati_app.station.message_desk": "MessagesHere",
    "cati_app.station.sampling": (
        "Bringing BroughtHere Generator ImportReport Importer Releasing import_options new_seed read_settings"
    ),
    "cati_app.station.saved_table": "save_table",
    "cati_app.station.wiring": "read_session settle_codes",
    "cati_app.study.form_changes": "check_origins renamings",
    "cati_app.study.rules": "rate_settings",
    "cati_app.ui.console.services": "InterviewerServices",
    "cati_app.ui.console.sitting_services": "SittingServices",
    "cati_app.ui.desk.outcomes.services": "OutcomesServices",
    "cati_app.ui.desk.outlook_services": "OutlookServices",
    "cati_app.ui.desk.people.port": "PeopleDesk",
    "cati_app.ui.desk.sample.port": "SampleDesk",
    "cati_app.ui.desk.services": "CaseDesk CellDesk SupervisorServices",
    "cati_app.ui.desk.stations.services": "StationsServices",
    "cati_app.ui.desk.team.services": "MessageDesk TeamServices",
}
MODULE_OF = {name: module for module, names in _NAMES.items() for name in names.split()}

PART_MODULES = tuple(_NAMES)
"""Where they are."""
