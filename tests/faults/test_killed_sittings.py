"""Killed in a sitting: every card that was acknowledged is there, and all but the last second of the draft."""

from __future__ import annotations

import os
import random
import signal
from pathlib import Path

import pytest

from cati_app.domain.casework.interviews import Interview
from cati_app.domain.events import Moment
from cati_app.domain.sittings.card_pile import cards_of
from cati_app.domain.sittings.guide import GuideTopic, TopicGuide
from cati_app.domain.sittings.guided_interview import GuidedInterview, SittingPhase
from cati_app.fieldwork.sitting import sitting_protocol as told
from cati_app.fieldwork.sitting.record_sitting import ReadSitting, RecordSitting
from cati_app.fieldwork.sitting.sitting_conduct import DRAFT_MS, SittingConduct
from cati_app.station.machine import UuidSource
from tests.forked import forked
from tests.stations import Site
from tests.unit.fieldwork.sittings import begun

_KEY_MS = 100
_OF_A_CARD = 40
"""Keys, after which the card is closed."""
_NEW = GuidedInterview(TopicGuide("1", (GuideTopic("city", {}, {}, 10),)), None, 3)


class Typist:
    """Types one card after the other and says on a pipe what was typed, and which cards are acknowledged."""

    def __init__(self, site: Site, interview: Interview, pipe: int) -> None:
        self._site, self._interview, self._pipe = site, interview, pipe
        self._record = RecordSitting(site.station.answer_log(site.keys), site.clock)
        self._conduct = SittingConduct(_NEW, None, UuidSource(site.clock, random.Random(2)))

    def work(self) -> None:
        """Until somebody ends it."""
        self._tell(told.SittingBegun(self._now()))
        while True:
            text = ""
            for number in range(_OF_A_CARD):
                self._site.clock.move(_KEY_MS / 1_000)
                text += "abcde "[number % 6]
                self._say(f"typed {len(text)}")
                self._tell(told.TextTyped(self._now(), text))
            self._tell(told.NextCard(self._now()))
            self._say("card")

    def _now(self) -> Moment:
        return Moment(self._site.clock.now(), self._site.clock.monotonic_ms())

    def _tell(self, event: told.SittingEvent) -> None:
        for command in self._conduct.handle(event):
            if isinstance(command, told.WriteSitting):
                self._record(self._site.ann, self._interview, command, "de")
                self._tell(told.WriteDone(self._now()))

    def _say(self, line: str) -> None:
        os.write(self._pipe, f"{line}\n".encode())


def killed(site: Site, interview: Interview, line: int) -> list[str]:
    """What a typist had said when it was killed, after that many lines at least."""
    site.close()
    reads, writes = os.pipe()

    def types() -> None:
        site.reopen()
        Typist(site, interview, writes).work()

    pid = forked(types)
    os.close(writes)
    with os.fdopen(reads) as pipe:
        said = [pipe.readline() for _ in range(line)]
        os.kill(pid, signal.SIGKILL)
        said += pipe.readlines()
    assert -signal.SIGKILL == os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    site.reopen()
    return [each.strip() for each in said]


@pytest.mark.parametrize("line", [7, 41, 150])
def test_no_acknowledged_card_is_lost_and_a_second_of_the_draft_at_most(tmp_path: Path, line: int) -> None:
    site = Site(tmp_path)
    _, interview = begun(site)

    said = killed(site, interview, line)

    record = ReadSitting(site.units())(site.ann, interview.id)
    cards = cards_of(record.facts)
    kept = sum(len(card.text) + 1 for card in cards) + len(record.draft.text if record.draft is not None else "")
    acknowledged = said.count("card")
    typed = acknowledged * _OF_A_CARD + (int(said[-1].split()[1]) if said[-1].startswith("typed") else 0)
    assert len(cards) >= acknowledged
    assert kept >= typed - DRAFT_MS // _KEY_MS - 1
    running = _NEW.after_all(record.facts)
    assert (SittingPhase.RUNNING, "city", 1) == (running.phase, running.topic, running.sitting)
    site.close()
