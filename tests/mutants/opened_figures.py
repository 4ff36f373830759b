"""Mistakes in opening figures of single people, in telling that a study is rehearsed, and in a rehearsal at a hub."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

_FINDINGS, _FOUND = (
    "cati_app/fieldwork/monitor/read_interviewer_findings.py",
    "tests/unit/store/test_findings_by_person.py",
)
_LIMITS, _LIMITED = (
    "cati_app/domain/casework/interviewer_findings.py",
    "tests/unit/domain/test_interviewer_findings.py",
)
_OPENED, _OPEN = "cati_app/domain/people/opened_figures.py", "cati_app/fieldwork/people/open_figures.py"
_DAYS, _COMMAND = "tests/unit/domain/test_opened_figures.py", "tests/unit/cli/test_figures_opened.py"
_PSEUDONYMS, _DATA = "cati_app/fieldwork/people/pseudonyms.py", "cati_app/fieldwork/monitor/data.py"
_BESIDE = "tests/unit/station/test_pseudonyms_beside_results.py"
_TOLD = "tests/unit/cli/test_rehearsed_output.py"

OPENED_FIGURES = (
    Mutant("figures: opened for good", _OPENED, "self.ends_at is None or now < self.ends_at", "True", _DAYS),
    Mutant(
        "figures: opened for a day more",
        _OPENED,
        "(last - first).days < PERIOD",
        "(last - first).days <= PERIOD",
        _DAYS,
    ),
    Mutant("figures: opened by the person", _OPENED, "if of in people:", "if of == by:", _DAYS),
    Mutant(
        "figures: an agreement reaches back",
        _OPENED,
        "return cls(None, *people, at, today + timedelta(days=1)",
        "return cls(None, *people, at, today",
        _DAYS,
    ),
    Mutant(
        "figures: days that nobody opened are counted",
        "cati_app/fieldwork/monitor/read_staff_figures.py",
        "if any(o.covers(person.id, self._day(talk.at)) for o in opened)",
        "",
        _COMMAND,
    ),
    Mutant("files: a pseudonym beside a break-off", _PSEUDONYMS, "if counts:", "if number:", _BESIDE),
    Mutant("files: a day that nobody opened", _PSEUDONYMS, "opened.covers(UserId(user), day)", "True", _BESIDE),
    Mutant("files: what was ended stays open", _PSEUDONYMS, "if not entry.closed and ", "if ", _BESIDE),
    Mutant("files: rejected ones count", _DATA, " and interview.id not in uncounted", "", _BESIDE),
    Mutant(
        "groups: two looks tell what few people did between",
        "cati_app/domain/people/shown_days.py",
        "return not changed or is_enough(changed, self._new_at_least)",
        "return True",
        "tests/unit/domain/test_shown_days.py",
    ),
    Mutant(
        "groups: a figure of before stands for ever",
        "cati_app/domain/people/shown_days.py",
        "if oldest <= today - kept_days * _DAY:",
        "if oldest > today:",
        "tests/unit/domain/test_shown_days.py",
    ),
    Mutant(
        "figures: what is expected of one tells of few others",
        "cati_app/fieldwork/monitor/read_staff_figures.py",
        "own if is_enough(others, TALKS_AT_LEAST) else own.alone",
        "own",
        "tests/unit/cli/test_figures.py",
    ),
    Mutant("figures: one person opens alone", _OPEN, "if second.id == by.id:", "if not second.id:", _COMMAND),
    Mutant(
        "figures: an end ends nothing",
        "cati_app/fieldwork/people/openings.py",
        "closed=_is_ended(logged, entry, ends.values())",
        "closed=False",
        _COMMAND,
    ),
    Mutant(
        "figures: the person is not told",
        _OPEN,
        "self._tell(unit, opened, (person.id,), ONE",
        "self._tell(unit, opened, (), ONE",
        _COMMAND,
    ),
    Mutant(
        "staff: conversations count for ever",
        "cati_app/fieldwork/monitor/read_staff_figures.py",
        "if talk.at >= since)",
        ")",
        "tests/unit/cli/test_figures.py",
    ),
    Mutant("staff: interviews count for ever", _FINDINGS, "each.ended_at >= since and ", "", _FOUND),
    Mutant(
        "staff: a flag in which nothing was found stays a person's",
        _FINDINGS,
        " and each.id not in read.passed",
        "",
        _FOUND,
    ),
    Mutant(
        "staff: interviews of days that are not open count",
        _FINDINGS,
        " and is_meant(self._day(each.ended_at))",
        "",
        _FOUND,
    ),
    Mutant(
        "staff: flagged interviews of one are compared with those of few",
        _LIMITS,
        " or len(held) < PEOPLE_AT_LEAST",
        "",
        _LIMITED,
    ),
    Mutant(
        "staff: flagged interviews of one are told of few", _LIMITS, "own.all < INTERVIEWS_AT_LEAST or ", "", _LIMITED
    ),
    Mutant(
        "staff: files tell for ever who held an interview",
        "cati_app/fieldwork/people/pseudonyms.py",
        "PseudonymsNow(self._called, now - self._kept, opened,",
        "PseudonymsNow(self._called, now - 99 * self._kept, opened,",
        "tests/unit/cli/test_figures.py",
    ),
    Mutant(
        "rehearsal: files of a data set are named as those of a field",
        "cati_app/station/folders.py",
        '"rehearsal_" if is_rehearsal(folder) else ""',
        '""',
        _TOLD,
    ),
    Mutant(
        "rehearsal: JSON does not tell it",
        "cati_app/cli/rehearsed_output.py",
        "{KEY: True, **each}",
        "{**each}",
        _TOLD,
    ),
    Mutant(
        "rehearsal: idle time of one seat takes the place of that of others",
        "cati_app/demo/rehearsal/at_station.py",
        "total.idle_s += told",
        "total.idle_s = told",
        "tests/e2e/test_rehearsal_at_hub.py",
    ),
    Mutant(
        "log: a station's log is compared with chains of others",
        "cati_app/store/log_check.py",
        "WHERE device = ? OR device IN (SELECT DISTINCT device FROM event)",
        "WHERE ? <> ''",
        "tests/unit/store/test_log_check.py",
    ),
)
