"""Papers of a focus group, from what people left and what the study says; that their names were printed is logged."""

from __future__ import annotations

from cati_app.domain.errors import RuleViolation
from cati_app.domain.focus_groups.consents import Consent
from cati_app.domain.focus_groups.invitations import InvitationStanding
from cati_app.domain.people.users import User
from cati_app.fieldwork.recruiting.read_groups import GroupNow
from cati_app.publish.reports.group_papers import GroupPaper, PrintedGroup, PrintedPerson, group_paper
from cati_app.resources import shipped
from cati_app.station.folders import file_names_begin
from cati_app.station.loading import LoadedStudy
from cati_app.station.opening import Station
from cati_app.station.recruiting import Recruiting
from cati_app.study.focus_groups_file import FocusGroupSettings

_WRITTEN = (InvitationStanding.PROPOSED, InvitationStanding.INVITED, InvitationStanding.ACCEPTED)
_COMING = (InvitationStanding.ACCEPTED, InvitationStanding.ATTENDED)
_PAPER_LANGUAGES = ("de", "en")


class GroupPapers:
    """What is printed of one group.

    Args:
        language: Of the texts: that of the group where the program has it, else this one.
    """

    def __init__(self, station: Station, desk: Recruiting, user: User, group: str, language: str) -> None:
        self._loaded = station.loaded
        self._desk = desk
        self._user = user
        self._group = desk.read(user).group(group)
        spoken = self._group.planned.language
        self._language = spoken if spoken in _PAPER_LANGUAGES else language

    def file_name(self, paper: GroupPaper) -> str:
        """Study, group and kind of paper; no name of a person."""
        begin = f"{file_names_begin(self._loaded.folder)}{self._loaded.study.id}"
        return f"{begin}_{self._group.planned.id}_{paper.value}.pdf"

    def people(self, paper: GroupPaper) -> tuple[str, ...]:
        """For whom it is, by consent: letters for everybody who holds a place, all else for who has accepted."""
        record, wanted = self._group.record, _WRITTEN if paper is GroupPaper.LETTERS else _COMING
        return tuple(each for each in record.staying if record.standings[each] in wanted)

    def document(self, paper: GroupPaper) -> bytes:
        """The PDF.

        Raises:
            RuleViolation: `group_papers_nobody` where it would be for nobody; `group_papers_names` where
                focus-groups.yaml does not say which answer is the name, or nobody left it.
        """
        ids = self.people(paper)
        if not ids:
            raise RuleViolation("group_papers_nobody", group=self._group.planned.id)
        settings = self._desk.settings
        if not settings.name_in:
            raise RuleViolation("group_papers_names")
        left = [self._desk.keep.show(self._user, each)[0] for each in ids]
        printed = [self._person(each) for each in left]
        if not any(person.name for person in printed):
            raise RuleViolation("group_papers_names")
        fonts = shipped("resources") / "fonts"
        return group_paper(
            paper, _printed(self._loaded, self._group, self._plan(), self._letter()), printed, fonts, self._language
        )

    def _plan(self) -> FocusGroupSettings:
        return next(each for each in self._desk.settings.groups if each.id == self._group.planned.id)

    def _letter(self) -> tuple[str, str]:
        settings = self._desk.settings
        return settings.letter.get(self._group.planned.language, ""), settings.allowance

    def _person(self, consent: Consent) -> PrintedPerson:
        settings, details = self._desk.settings, consent.details
        address = [details[name] for name in settings.address_in if details.get(name)]
        return PrintedPerson(details.get(settings.name_in, ""), address)


def _printed(loaded: LoadedStudy, group: GroupNow, plan: FocusGroupSettings, texts: tuple[str, str]) -> PrintedGroup:
    introduction, titles = loaded.study.introduction, loaded.study.title
    letter, allowance = texts
    return PrintedGroup(
        title=titles.get(group.planned.language) or next(iter(titles.values())),
        institute=introduction.institute,
        phone=introduction.contact_phone,
        email=introduction.contact_email,
        group=group.planned.id,
        date=f"{group.planned.on:%d.%m.%Y}",
        time=f"{group.planned.at:%H:%M}",
        venue=plan.venue,
        letter=letter,
        allowance=allowance,
    )
