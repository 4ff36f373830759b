"""Signing in and out leaves facts in the log; a failed attempt tells nothing, is written down and slows the next."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cati_app.domain.errors import RuleViolation
from cati_app.texts import words_of
from cati_app.ui.stage.wording import rule_text
from tests.faults.proofs import Said
from tests.stations import PASSWORD, Site

KINDS = ("signed_in", "sign_in_failed", "signed_out")


def facts(site: Site) -> list[tuple[str, str | None, object]]:
    """What the log says of people coming and going."""
    return sorted((fact.kind, fact.user_id, dict(fact.payload or {})) for kind in KINDS for fact in site.facts(kind))


def test_who_signs_in_and_out_stands_in_the_log(site: Site) -> None:
    signed_in = site.station.sign_in("ann", PASSWORD)
    site.station.people.sign_out()(site.ann)

    assert signed_in is not None
    assert site.ann == signed_in[0]
    assert [("signed_in", site.ann.id, {"through": "window"}), ("signed_out", site.ann.id, {})] == facts(site)


@pytest.mark.parametrize(("login", "known"), [("sue", True), ("hunter2 typed into the wrong field", False)])
def test_a_failed_attempt_is_written_down_without_what_was_typed(site: Site, login: str, known: bool) -> None:
    assert site.station.sign_in(login, "a wrong secret", "cati status") is None

    (told,) = site.facts("sign_in_failed")
    assert (site.sue.id if known else None, {"through": "cati status"}) == (told.user_id, told.payload)
    assert not any(word in str(told) for word in ("hunter2", "wrong"))


@pytest.mark.parametrize("login", ["sue", "nobody"])
def test_after_several_failures_a_login_waits_whether_the_name_exists_or_not(
    site: Site, login: str, said: Said
) -> None:
    answers = [site.station.sign_in(login, "wrong") for _ in range(3)]

    assert [None] * 3 == answers
    for name, password in ((login, "wrong"), (login.upper(), "wrong"), (login, PASSWORD)):
        with pytest.raises(RuleViolation) as told:
            site.station.sign_in(name, password)
        assert ("sign_in_delayed", {"seconds": 2}) == (told.value.code, told.value.context)
        said(rule_text(words_of("en"), told.value))
    assert 3 == len(site.facts("sign_in_failed"))  # who has to wait has not failed


def test_the_failures_of_one_login_do_not_make_another_wait(site: Site) -> None:
    for _ in range(3):
        site.station.sign_in("sue", "wrong")

    assert site.station.sign_in("ann", PASSWORD) is not None
    with pytest.raises(RuleViolation, match="sign_in_delayed"):
        site.station.sign_in("sue", PASSWORD)


@pytest.mark.on_store
def test_nothing_of_what_was_typed_as_a_login_is_kept(site: Site) -> None:
    site.station.sign_in("hunter2 typed into the wrong field", "wrong")

    assert "hunter2" not in repr(site.sql("SELECT key, value FROM meta"))


@pytest.mark.on_store
def test_a_wrong_old_password_is_written_down_and_slows_the_next_attempt(site: Site) -> None:
    change = site.station.people.change_own_password(site.keys)
    for _ in range(3):
        with pytest.raises(RuleViolation, match="wrong_login"):
            change(site.ann, "wrong", "another long secret")

    with pytest.raises(RuleViolation, match="sign_in_delayed"):
        change(site.ann, PASSWORD, "another long secret")
    with pytest.raises(RuleViolation, match="sign_in_delayed"):
        site.station.sign_in("ann", PASSWORD)
    assert [(site.ann.id, "own password")] * 3 == [
        (fact.user_id, dict(fact.payload or {})["through"]) for fact in site.facts("sign_in_failed")
    ]
    site.clock.move_to(site.clock.now() + timedelta(seconds=2))
    change(site.ann, PASSWORD, "another long secret")
    assert site.station.sign_in("ann", "another long secret") is not None


def test_a_new_password_that_may_not_be_chosen_costs_no_attempt(site: Site) -> None:
    change = site.station.people.change_own_password(site.keys)
    for _ in range(5):
        with pytest.raises(RuleViolation, match="password_as_before"):
            change(site.ann, PASSWORD, PASSWORD)

    assert site.station.sign_in("ann", PASSWORD) is not None


def test_the_delay_survives_a_restart_and_is_over_after_its_time(site: Site) -> None:
    for _ in range(3):
        site.station.sign_in("sue", "wrong")
    site.reopen()
    with pytest.raises(RuleViolation):
        site.station.sign_in("sue", PASSWORD)
    site.clock.move_to(site.clock.now() + timedelta(seconds=2))

    assert site.station.sign_in("sue", PASSWORD) is not None


def test_who_knows_a_password_does_not_make_the_failures_forgotten(site: Site) -> None:
    for password in ("wrong", "wrong", PASSWORD, "wrong"):
        site.station.sign_in("sue", password)

    with pytest.raises(RuleViolation):
        site.station.sign_in("sue", PASSWORD)


def test_an_attempt_counts_before_its_password_is_looked_at(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(login: str, password: str) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(site.station.people, "_checked", killed)
        for _ in range(3):
            with pytest.raises(KeyboardInterrupt):
                site.station.sign_in("sue", "wrong")

    with pytest.raises(RuleViolation):
        site.station.sign_in("sue", PASSWORD)


def test_the_clock_of_the_fieldwork_is_not_told_by_who_comes_and_goes(site: Site) -> None:
    with site.units()() as unit:
        before = unit.log.last_at()
    site.clock.move_to(site.clock.now() + timedelta(days=400))
    site.station.sign_in("ann", PASSWORD)
    site.station.sign_in("ann", "wrong")
    site.station.people.sign_out()(site.ann)
    site.station.note_backup()(site.sue)
    site.station.note_export()(site.sue, 3, ["csv"])

    with site.units()() as unit:
        assert before == unit.log.last_at()
