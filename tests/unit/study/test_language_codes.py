"""Codes of languages are those that are registered, wherever a study names a language."""

from __future__ import annotations

import subprocess
import sys

import pytest

from cati_app.engine.xlsform.language_aliases import SHORT_CODES
from cati_app.study.languages import is_language, two_letter_codes
from cati_app.study.load import load_study
from tests.unit.study.test_load_study import _SOUND


@pytest.mark.parametrize("code", ["de", "tr", "ar", "prs", "kmr", "ckb", "uk"])
def test_codes_of_two_and_three_letters_are_known(code: str) -> None:
    assert is_language(code)
    assert load_study(_SOUND.replace("code: de", f"code: {code}").encode()).study is not None


@pytest.mark.parametrize(
    ("code", "near"),
    [
        ("xx", ""),
        ("DE", "de"),
        ("ara", "ar"),
        ("ger", "de"),
        ("German", "de"),
        ("Türkçe", "tr"),
        ("zzz", ""),
        ("qaa-qtz", ""),
    ],
)
def test_other_codes_are_refused_with_those_there_are(code: str, near: str) -> None:
    found = load_study(_SOUND.replace("code: de", f"code: {code}").encode()).findings

    assert ["language-code-unknown"] == [one.code for one in found]
    assert f"“{code}”" in str(found[0].message)
    assert "aa, ab, ae" in str(found[0].cure)
    assert (f"do you mean “{near}”" in str(found[0].cure)) is bool(near)


def test_the_list_is_read_without_the_package_around_it() -> None:
    program = "import sys; from cati_app.study.languages import is_language as known; known('prs'); print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert "pyxform" not in run.stdout.split()
    assert 150 < len(two_letter_codes()) < 250


def test_each_code_of_three_letters_stands_for_a_registered_one_of_two_and_is_itself_not_registered() -> None:
    for long, short in SHORT_CODES.items():
        assert not is_language(long), long
        assert is_language(short), short
