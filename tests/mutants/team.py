"""Mistakes in what is told of people at work, in messages to them, in handing over, and in review."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

_MESSAGES, _SENDING = "cati_app/domain/people/team_messages.py", "tests/unit/fieldwork/test_team_messages.py"
_AGREE, _AGREEING = "cati_app/fieldwork/calling/agree_anew.py", "tests/unit/fieldwork/test_agree_anew.py"
_REVIEW, _REVIEWING = "cati_app/fieldwork/quota/review_interview.py", "tests/unit/store/test_review.py"
_QUALITY, _JUDGED = "cati_app/domain/casework/interview_quality.py", "tests/unit/domain/test_interview_quality.py"
_LOOKING = "tests/unit/store/test_looks.py"
_MEASURING, _KEPT = "cati_app/fieldwork/monitor/read_reviews.py", "tests/unit/store/test_kept_measures.py"
_HUB, _AT_HUB = "cati_app/hub/team.py", "tests/unit/hub/test_team_at_a_hub.py"

_PROPOSING, _ON_THE_PAGE = "cati_app/ui/analyst/review/proposing.py", "tests/unit/ui/test_review_page.py"

TEAM = (
    Mutant(
        "review page: withdrawing proposes anew", _PROPOSING, "elif code == WITHDRAW:", "elif code == '':", _ON_THE_PAGE
    ),
    Mutant(
        "review page: a correction is of no question",
        _PROPOSING,
        "AnswerCorrection(given.ref, ",
        'AnswerCorrection("", ',
        _ON_THE_PAGE,
    ),
    Mutant(
        "review page: a correction to no answer is one to its key",
        _PROPOSING,
        '"" if special else text.strip(), special)',
        "text.strip(), special)",
        _ON_THE_PAGE,
    ),
    Mutant(
        "review page: what somebody else proposed is withdrawn",
        _PROPOSING,
        "if waits is None or not self._words.is_mine(waits):",
        "if waits is None:",
        _ON_THE_PAGE,
    ),
    Mutant(
        "review page: a second proposal is asked for while one waits",
        _PROPOSING,
        "if shown.waiting_proposal is not None:",
        "if shown.proposals and not shown.waiting_proposal:",
        _ON_THE_PAGE,
    ),
    Mutant(
        "review page: what was typed is gone once a correction is refused",
        _PROPOSING,
        "shown, given, typed, told))",
        "shown, given, message=told))",
        _ON_THE_PAGE,
    ),
    Mutant("review: facts that came later are not read", _MEASURING, " {facts.get(each.id, 0)}", "", _KEPT),
    Mutant("review: another program believes what was kept", _MEASURING, "_digest((program, ", '_digest(("", ', _KEPT),
    Mutant(
        "review: measures of what counts no more are kept",
        "cati_app/store/kept_measures.py",
        "if known not in complete",
        "if not known",
        _KEPT,
    ),
    Mutant(
        "team: a pause is told with its length",
        "cati_app/domain/people/seats.py",
        "if self.activity is Activity.AWAY and (",
        "if not self.user_id and (",
        "tests/unit/domain/test_seats.py",
    ),
    Mutant(
        "team: a station that is silent for long has people at work",
        "cati_app/hub/seats.py",
        "if now - told[0] < FORGOTTEN_AFTER",
        "if told",
        _AT_HUB,
    ),
    Mutant(
        "team: a message to one goes to everybody",
        "cati_app/fieldwork/people/team_messages.py",
        "if user.id == message.to]",
        "if user.id]",
        _SENDING,
    ),
    Mutant("team: messages are kept for good", _MESSAGES, " or not each.is_kept(now)", "", _SENDING),
    Mutant(
        "team: somebody it never went to has a message read",
        _MESSAGES,
        "return replace(self, read=self.read | {user_id}) if user_id in self.people else self",
        "return replace(self, read=self.read | {user_id})",
        _SENDING,
    ),
    Mutant(
        "team: a message that can wait is seen during a call",
        "cati_app/ui/console/message_reader.py",
        "if not urgent and between and unread:",
        "if not urgent and unread:",
        "tests/unit/ui/test_team_messages.py",
    ),
    Mutant(
        "team: messages are sent in any name", _HUB, "if each.envelope.by == by.id]", "if each.envelope.by]", _AT_HUB
    ),
    Mutant(
        "team: anybody who has signed in sees who is at work at a hub",
        _HUB,
        "if user.role not in GRANTS[Right.SUPERVISE].roles:",
        "if user.role not in GRANTS[Right.WORK].roles:",
        "tests/unit/hub/test_who_may_ask.py",
    ),
    Mutant(
        "team: a case is handed to somebody its household refused",
        _AGREE,
        "if agreement.owner is not None and case.not_by == person.id:",
        "if agreement.owner is not None and case.not_by == case.id:",
        _AGREEING,
    ),
    Mutant(
        "team: what was agreed is taken back although the case went on",
        _AGREE,
        "if not case.is_callable or case.appointment != agreed.after:",
        "if not case.is_callable:",
        _AGREEING,
    ),
    Mutant(
        "team: a rejected interview keeps its place",
        _REVIEW,
        "        unit.quota.give_back(under_review.interview.cell_id)\n",
        "",
        _REVIEWING,
    ),
    Mutant(
        "team: an interview is accepted again into a full cell",
        _REVIEW,
        "if not all(has_room(count) for count in under_review.cells):",
        "if not under_review.is_rejected:",
        _REVIEWING,
    ),
    Mutant(
        "team: a recount counts rejected interviews",
        "cati_app/fieldwork/monitor/verify.py",
        " and i.id not in uncounted",
        "",
        _REVIEWING,
    ),
    Mutant(
        "team: people who have left are on shift",
        "cati_app/domain/calling/quarter_hours.py",
        "sum(user.active and user.role is Role.INTERVIEWER and",
        "sum(user.role is Role.INTERVIEWER and",
        "tests/unit/domain/test_quarter_hours.py",
    ),
    Mutant(
        "team: more are on shift than are planned",
        "cati_app/domain/calling/quarter_hours.py",
        "return min(able, sum(shift.seats for shift in covering))",
        "return able",
        "tests/unit/domain/test_quarter_hours.py",
    ),
    Mutant(
        "team: whoever held an interview gives the verdict",
        _REVIEW,
        "if interview.user_id == by:",
        "if interview.user_id == '':",
        _LOOKING,
    ),
    Mutant(
        "team: an interview in which nothing was found waits on",
        _QUALITY,
        "each in known and each not in looked_at and",
        "each in known and",
        _JUDGED,
    ),
    Mutant(
        "team: a flagged interview stands in the list alone",
        _QUALITY,
        "[:COMPANIONS]",
        "[:0]",
        _JUDGED,
    ),
    Mutant(
        "team: a quick interview that was resumed is flagged",
        _QUALITY,
        "if judged.resumed or judged.interpreted",
        "if judged.interpreted",
        _JUDGED,
    ),
    Mutant(
        "team: straight lines are told at any pace",
        _QUALITY,
        "judged.straight >= STRAIGHT_GRIDS and pace.get(judged.id, 0.0) < low",
        "judged.straight >= STRAIGHT_GRIDS",
        _JUDGED,
    ),
    Mutant(
        "team: the story of a case in review names who held it",
        "cati_app/ui/desk/cases/story.py",
        "if user_id is not None and self._names_nobody:",
        "if user_id is not None and self._story.opened:",
        "tests/unit/ui/test_reviewing.py",
    ),
)
