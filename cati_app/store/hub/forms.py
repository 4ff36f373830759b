"""Which form the hub's own tables have, read without the tools that change it.

Two chains of steps lead to the newest forms: one of what belongs to the hub as a whole, one of what a hub keeps of each
study. Hubs made before there were steps noted a form in a table of theirs, and are known by it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase
from cati_app.store.hub.engine import hub_damaged
from cati_app.values import dataclass

VERSION_TABLE = "hub_version"
"""Where the form stands; a study's store has that of the study's own tables beside it, in `alembic_version`."""
STEPPED = "steps"
"""Noted where forms were noted before; programs that know no steps refuse it."""
Asked = Callable[[str], Sequence[Any] | None]
"""The first row of a question, if any."""


@dataclass(frozen=True, slots=True)
class StepChain:
    """Steps that lead to the newest form.

    Args:
        name: Of the folder they are in.
        newest: The form they lead to; forms follow each other as their texts do.
        holder: Table in which the form was noted before.
        before: The step at which each of those forms stands.
    """

    name: str
    newest: str
    holder: str
    before: Mapping[str, str]


REGISTER = StepChain("register", "0002", "hub", {"2": "0001"})
"""Of what belongs to the hub as a whole."""
OF_STUDY = StepChain("study", "0006", "hub_store", {"2": "0001", "3": "0002", "4": "0003"})
"""Of what a hub keeps of a study."""


@dataclass(frozen=True, slots=True)
class KnownForm:
    """The form some tables have.

    Args:
        marked: False: made before there were steps.
    """

    step: str
    marked: bool


def known_form(ask: Asked, chain: StepChain, told_as: str) -> KnownForm:
    """The form of tables that this version can bring to the newest one, or that have it.

    Args:
        told_as: What is asked, as people know it: a file, or a schema of the database.

    Raises:
        EnvironmentProblem: `hub_damaged`, `hub_other_form`, `hub_newer`.
    """
    row = ask(f"SELECT form FROM {chain.holder}")
    if row is None:
        raise hub_damaged()
    if row[0] != STEPPED:
        if row[0] not in chain.before:
            raise _other_form()
        return KnownForm(chain.before[row[0]], marked=False)
    version = ask(f"SELECT version_num FROM {VERSION_TABLE}")
    if version is None:
        raise hub_damaged()
    if version[0] > chain.newest:
        raise hub_newer(told_as, version[0], chain.newest)
    return KnownForm(version[0], marked=True)


def check_newest(ask: Asked, chain: StepChain, told_as: str) -> None:
    """Whether the tables have the newest form.

    Raises:
        EnvironmentProblem: as `known_form`; `hub_older`.
    """
    form = known_form(ask, chain, told_as)
    if form.step != chain.newest:
        raise hub_older(told_as, form.step, chain.newest)


def check_study(form: str | None, newest: str, told_as: str) -> None:
    """Whether the tables that a study has anywhere have the newest form.

    Args:
        form: Theirs; None: none is noted.
        newest: Of this engine.
        told_as: As for `known_form`.

    Raises:
        EnvironmentProblem: `hub_newer`, `hub_older`.
    """
    if form != newest:
        raise (hub_newer if (form or "") > newest else hub_older)(told_as, form or "", newest)


def hub_older(told_as: str, form: str, newest: str) -> EnvironmentProblem:
    """An older version has made it, and whoever asks may not change it."""
    return EnvironmentProblem(
        "hub_older",
        Phrase(
            "{place} has form {form}, which an older version of the program made; this version works with form"
            " {newest}. Nothing was changed.",
            place=told_as,
            form=form,
            newest=newest,
        ),
        "Stop every program of the older version that serves this hub, then start `cati hub serve` once with this"
        " one: it brings the hub to the newer form, and keeps everything in it.",
    )


def hub_newer(told_as: str, form: str, newest: str) -> EnvironmentProblem:
    """A newer version has been at work there."""
    return EnvironmentProblem(
        "hub_newer",
        Phrase(
            "{place} has form {form}, which a newer version of the program made; this version knows forms up to"
            " {newest}. Nothing was changed.",
            place=told_as,
            form=form,
            newest=newest,
        ),
        "Install the newer version on this machine, or go on with a copy made before it was installed.",
    )


def _other_form() -> EnvironmentProblem:
    return EnvironmentProblem(
        "hub_other_form",
        "Another version of this program has made this hub. Nothing was changed.",
        "Run it with the version that made it. A hub made before codes expired holds logs alone: make a new one"
        " with `cati hub init`, and enrol the stations there; they send everything once more.",
    )
