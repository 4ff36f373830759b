"""Cases and places come out of their messages as they went in; what is no such message is refused by field."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cati_app.domain.calling.queue import Because, Nothing, Waits
from cati_app.domain.ids import CaseId, CellId, InterviewId, UserId
from cati_app.domain.quota.cells import CellCount
from cati_app.domain.sharing.handing import CaseRequest, HandedIn, HandIn, LentCase, PlaceAnswer, TakenAs
from cati_app.domain.sharing.leases import CaseBundle, CaseLease, LeaseToken, NotCounted, Renewal, SetAside
from cati_app.domain.sharing.places import GrantState, PlaceGrant
from cati_app.sync.case_messages import CaseAnswer, CaseTakenIn, HandInCase, NextCase, PlaceGiven, Renewed, SignInShown
from cati_app.sync.case_values import (
    case_answer,
    case_request,
    hand_in_message,
    handed_in_of,
    lent_of,
    place_answer,
    place_given,
    renewal_of,
    renewed_told,
    taken_in_message,
    taken_in_of,
)
from cati_app.sync.messages import PROTOCOL, Epoch, Refused, Unreadable, read, written

AT = datetime(2026, 11, 24, 15, tzinfo=UTC)
DEVICE = "abcd1234"
LEASE = CaseLease(
    LeaseToken(2, 7), CaseId("c"), DEVICE, UserId("u"), "2.7", AT, AT + timedelta(minutes=15), AT + timedelta(hours=5)
)
GRANT = PlaceGrant("g", DEVICE, InterviewId("i"), CellId("m/young"), AT, GrantState.LIVE)
BUNDLE = CaseBundle(CaseId("c"), {"case": [["c", 1, None, True, "00ff"]], "number": []})
LIFE = Epoch(n=2, id="e" * 32)


def test_a_lent_case_comes_out_as_it_went_in() -> None:
    lent = LentCase(LEASE, BUNDLE, Because.RESUME, (GRANT,))
    assert lent_of(read(CaseAnswer, written(case_answer(lent))), DEVICE) == lent


def test_why_there_is_no_case_comes_out_as_it_went_in() -> None:
    nothing = Nothing({Waits.APPOINTMENT: 3}, AT, 3)
    assert lent_of(read(CaseAnswer, written(case_answer(nothing))), DEVICE) == nothing


def test_an_answer_that_says_neither_is_none() -> None:
    assert lent_of(read(CaseAnswer, b"{}"), DEVICE) is None


def test_what_is_asked_for_comes_out_as_it_went_in() -> None:
    asked = NextCase(epoch=LIFE, session="5" * 64, request="r", lasts_s=60, waits=True)
    expected = CaseRequest(2, DEVICE, "r", timedelta(minutes=1), waits=True)
    assert expected == case_request(read(NextCase, written(asked)), DEVICE)


def test_the_answer_to_a_heartbeat_comes_out_as_it_went_in() -> None:
    for renewal in (Renewal(LEASE, timedelta(seconds=90)), Renewal(LEASE), Renewal(None)):
        assert renewal == renewal_of(read(Renewed, written(renewed_told(renewal))), DEVICE)


def test_a_case_handed_in_comes_out_as_it_went_in() -> None:
    handed = HandIn(2, DEVICE, LEASE.token, BUNDLE)
    assert handed_in_of(read(HandInCase, written(hand_in_message(handed, LIFE, 3, 9))), DEVICE) == handed


def test_what_became_of_it_comes_out_as_it_went_in() -> None:
    taken = HandedIn(TakenAs.UNITED, (NotCounted(InterviewId("i"), SetAside.SURPLUS, AT),))
    assert taken_in_of(read(CaseTakenIn, written(taken_in_message(taken)))) == taken


def test_a_place_comes_out_as_it_went_in() -> None:
    answer = PlaceAnswer(GRANT, CellCount(CellId("m/young"), 4, 1, 2))
    assert place_answer(read(PlaceGiven, written(place_given(answer))), DEVICE) == answer


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (('"n":7', '"n":0'), "token.n"),
        (('"n":7', '"n":"7"'), "token.n"),
        (('["c",1,null,true,"00ff"]', "[1.5]"), "rows.case.0.0"),
        (('["c",1,null,true,"00ff"]', '[{"a":1}]'), "rows.case.0.0"),
        (('"case_id":"c"', '"case_id":""'), "case_id"),
        (('"last":9', '"last":-1'), "last"),
        (('"last":9', '"last":9,"more":1'), "more"),
    ],
)
def test_a_wrong_field_is_refused_by_its_name(change: tuple[str, str], field: str) -> None:
    text = written(hand_in_message(HandIn(2, DEVICE, LEASE.token, BUNDLE), LIFE, 3, 9)).decode()
    assert text.count(change[0]) == 1
    with pytest.raises(Unreadable) as refused:
        read(HandInCase, text.replace(*change).encode())
    assert refused.value.refused is Refused.MESSAGE
    assert refused.value.field.startswith(field)


@pytest.mark.parametrize("user_id", ["", "\0", "ann\0", "a" * 101])
def test_an_id_that_not_every_hub_can_keep_is_refused_by_name(user_id: str) -> None:
    shown = SignInShown.model_construct(protocol=PROTOCOL, user_id=user_id, shown="a" * 64)

    with pytest.raises(Unreadable) as told:
        read(SignInShown, written(shown))
    assert (Refused.MESSAGE, "user_id") == (told.value.refused, told.value.field)
