"""A study folder in which a focus group's people are called: their list, one question, calling rules of the study.

Each is a case of its own there, named by the consent and worked in the normal console: a yes is a complete interview,
a no a refusal, and whoever wants another time gets an appointment. It has no answer of the interview before.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from cati_app.domain.errors import RuleViolation
from cati_app.domain.focus_groups.invitations import InvitationStanding, follows
from cati_app.domain.people.users import User
from cati_app.fieldwork.recruiting.read_groups import GroupNow
from cati_app.fieldwork.recruiting.read_invited import ReadInvited
from cati_app.station.joined_folder import put_in_place, written_beside
from cati_app.station.opening import Station
from cati_app.station.recruiting import Recruiting
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.study.plain_yaml import plain_yaml
from cati_app.study.sheet_name import STUDY_SHEET
from cati_app.texts.invitation_call import INVITATION_CALL_TERMS, SPOKEN

_FORM, _LIST = "form.md", "list.csv"
_TO_CALL = (InvitationStanding.PROPOSED, InvitationStanding.INVITED)
_NOT_OF_CALLS = ("field", "shifts", "sample_fields", "partial_core_share", "day_parts")
"""Settings of calling that belong to the field before, or to columns of its sample."""


def write_calls(station: Station, desk: Recruiting, user: User, group: str, folder: Path) -> int:
    """Make the folder; how many people are to be called. Each of them was shown: it stands in the log.

    Raises:
        RuleViolation: `group_papers_nobody` where nobody waits for a call; `group_papers_names`.
        EnvironmentProblem: `join_folder` where the folder holds something else; it cannot be written.
    """
    now = desk.read(user).group(group)
    settings = desk.settings
    if not settings.name_in:
        raise RuleViolation("group_papers_names")
    ids = [each for each in now.record.staying if now.record.standings[each] in _TO_CALL]
    if not ids:
        raise RuleViolation("group_papers_nobody", group=group)
    rows = []
    for each in ids:
        left, case = desk.keep.show(user, each)
        known = [number.number.e164 for number in case.numbers if number.number is not None]
        numbers = dict.fromkeys(number for number in (left.details.get(settings.number_in, ""), *known) if number)
        rows.append((each, left.details.get(settings.name_in, ""), *list(numbers)[:2]))
    files = {
        STUDY_SHEET: "".join(f"{line}\n" for line in _study(station, now)).encode(),
        _FORM: "".join(f"{line}\n" for line in _form(station, now, _venue(desk, group))).encode(),
        _LIST: _list(rows),
    }
    with written_beside(folder, files) as part:
        put_in_place(part, folder, files)
    return len(rows)


def take_in(
    desk: Recruiting, user: User, group: str, called: Station, caller: User, keys: HeldKeys
) -> Mapping[str, InvitationStanding]:
    """Note what came of calls, of those whose standing it changes; each is a fact of this study.

    Args:
        called: The study in which they were called.
        caller: A supervisor there, with the keys of that person.

    Raises:
        RuleViolation: `group_unknown`, `supervisor_needed`.
    """
    standings = desk.read(user).group(group).record.standings
    told = ReadInvited(called.units(keys))(caller, sorted(standings))
    news = {consent: standing for consent, standing in told.items() if standing in follows(standings[consent])}
    for consent, standing in news.items():
        desk.keep.note(user, group, consent, standing)
    return news


def _venue(desk: Recruiting, group: str) -> str:
    return next(each.venue for each in desk.settings.groups if each.id == group)


def _list(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(("consent", "person_name", "number", "further_number"))
    writer.writerows((*row, *[""] * (4 - len(row))) for row in rows)
    return text.getvalue().encode()


def _study(station: Station, group: GroupNow) -> Iterator[str]:
    """study.yaml, a setting a line; the values are JSON, which is YAML."""
    before = plain_yaml((station.loaded.folder / STUDY_SHEET).read_bytes())
    assert isinstance(before, Mapping), "it was checked when the study was opened"
    calling = {name: value for name, value in before["calling"].items() if name not in _NOT_OF_CALLS}
    titles = {code: INVITATION_CALL_TERMS.of(code)("title") for code in SPOKEN}
    languages = [
        {"code": code, "name": INVITATION_CALL_TERMS.of(code)("language"), "status": "draft"} for code in SPOKEN
    ]
    settings: dict[str, object] = {
        "id": f"{station.loaded.study.id}-{group.planned.id}",
        "title": titles,
        "version": "1",
        "questionnaire": _FORM,
        "languages": languages,
        "introduction": before["introduction"],
        "consent": {"legal_basis": before["consent"]["legal_basis"]},
        "calling": calling,
        "ending": {"taking_part": ["comes"]},
        "sample": {
            "file": _LIST,
            "columns": {
                "case_id": "consent",
                "numbers": ["number", "further_number"],
                "fields": {"person_name": "person_name"},
            },
        },
    }
    settings |= {name: before[name] for name in ("caller", "notice") if name in before}
    for name, value in settings.items():
        yield f"{name}: {json.dumps(value, ensure_ascii=False, default=str)}"


def _form(station: Station, group: GroupNow, venue: str) -> Iterator[str]:
    """The questionnaire as a table of text: one question, and thanks."""
    planned, institute = group.planned, station.loaded.study.introduction.institute
    words = [INVITATION_CALL_TERMS.of(code) for code in SPOKEN]

    def row(*cells: str) -> str:
        return f"| | {' | '.join(cells)} |"

    def labels(key: str, **values: object) -> list[str]:
        return [_cell(word(key, **values)) for word in words]

    asked = labels(
        "comes",
        institute=institute,
        date=f"{planned.on:%d.%m.%Y}",
        time=f"{planned.at:%H:%M}",
        venue=f"{venue}." if venue else "",
    )
    heads = [f"label::{word('language')} ({code})" for word, code in zip(words, SPOKEN, strict=True)]
    hints = [f"hint::{word('language')} ({code})" for word, code in zip(words, SPOKEN, strict=True)]
    yield "| survey |"
    yield row("type", "name", *heads, *hints, "relevant", "required")
    yield row("hidden", "person_name", "", "", "", "", "", "")
    yield row("select_one yes_no", "comes", *asked, *labels("comes_hint"), "", "yes")
    yield row("note", "thanks", *labels("thanks"), "", "", "${comes} = '1'", "")
    yield "| choices |"
    yield row("list_name", "name", *heads)
    yield row("yes_no", "1", *labels("yes"))
    yield row("yes_no", "2", *labels("no"))


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "/").split())
