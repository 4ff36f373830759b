"""Lines of texts: a word that is wider than its line is cut where readers expect it."""

from __future__ import annotations

from pathlib import Path

from cati_app.publish.print.faces import Faces
from cati_app.publish.print.prose import Prose, Setting, Style

FONTS = Path(__file__).parents[3] / "resources" / "fonts"


def lines(text: str, room: float) -> list[str]:
    return Prose(Setting(Faces(FONTS), right_to_left=False), text, Style()).broken(room)


def test_a_word_too_wide_is_cut_with_a_hyphen_and_three_letters_at_least_on_each_side() -> None:
    told = lines("Einwanderungsgeschichte", 100)
    assert "Einwanderungsgeschichte" == "".join(line.removesuffix("-") for line in told)
    assert all(line.endswith("-") for line in told[:-1])
    assert min(map(len, told)) >= 3


def test_a_hyphen_of_its_own_is_where_it_is_cut_and_figures_get_none() -> None:
    assert ["Einwanderungs-", "geschichten"] == lines("Einwanderungs-geschichten", 80)
    told = lines("1234567890123456789012345", 60)
    assert "1234567890123456789012345" == "".join(told)
