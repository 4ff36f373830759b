"""Long lists: a cascade over 40,000 choices, and searching among them while typing."""

from __future__ import annotations

import random
import time

from cati_app.engine.form.answers import Answer
from cati_app.engine.session.session import InterviewSession
from cati_app.engine.xlsform.load import load_form
from cati_app.ui.stage.typeahead import Typeahead
from tests.bench.engine import StillClock

_WARM_UP = 3
CHOICES, _REGIONS, _DISTRICTS = 40_000, 20, 20  # 100 places in each of 20 districts of 20 regions
_FORM = """| survey |
| | type | name | label | choice_filter | appearance |
| | select_one region | region | Region? | | |
| | select_one_from_file districts.csv | district | District? | region = ${region} | |
| | select_one_from_file places.csv | place | Place? | district = ${district} | autocomplete |
| choices |
| | list_name | name | label |
"""


def measure_cascade(edits: int = 300) -> list[float]:
    """Milliseconds from an answer in the middle of the cascade to the choices of the next question, after the first."""
    session = _session()
    chance, times = random.Random(3), []
    for edit in range(edits + _WARM_UP):
        region = chance.randrange(_REGIONS)
        district = f"{region}-{chance.randrange(_DISTRICTS)}"
        session.answer("/region", Answer(str(region)))
        begin = time.process_time()
        session.answer("/district", Answer(district))
        session.jump("/place")
        found = len(session.screen().questions[0].choices)
        if edit >= _WARM_UP:
            times.append((time.process_time() - begin) * 1000)
        assert found == CHOICES // _REGIONS // _DISTRICTS
    return times


def measure_typeahead(searches: int = 60) -> list[float]:
    """Milliseconds for each key of a search among all of them."""
    chance, times = random.Random(4), []
    index = Typeahead(tuple(_label(place) for place in range(CHOICES)))
    for _ in range(searches):
        text = _label(chance.randrange(CHOICES))
        for end in range(1, min(8, len(text)) + 1):
            begin = time.process_time()
            index.find(text[:end])
            times.append((time.process_time() - begin) * 1000)
    return times


def _session() -> InterviewSession:
    regions = "".join(f"| | region | {region} | Region {region} |\n" for region in range(_REGIONS))
    pairs = [(f"{region}-{district}", region) for region in range(_REGIONS) for district in range(_DISTRICTS)]
    districts = "name,label,region\n" + "".join(f"{name},District {name},{region}\n" for name, region in pairs)
    each = CHOICES // len(pairs)
    places = "name,label,district\n" + "".join(
        f"{number * each + place},{_label(number * each + place)},{name}\n"
        for number, (name, _) in enumerate(pairs)
        for place in range(each)
    )
    files = {"districts.csv": districts.encode(), "places.csv": places.encode()}
    form = load_form((_FORM + regions).encode(), "cascade.md", None, files).form
    assert form is not None
    session = InterviewSession(form, StillClock(), seed=1, language=form.default_language, hidden={})
    for ref, answer in (("/region", "0"), ("/district", "0-0"), ("/place", "0")):
        session.answer(ref, Answer(answer))
        session.forward()
    return session


def _label(place: int) -> str:
    ends = ("bach", "berg", "dorf", "feld", "hausen", "heim", "stadt", "tal", "wald", "weiler")
    starts = ("Alten", "Birken", "Eichen", "Frei", "Grün", "Hohen", "Linden", "Neu", "Ober", "Unter", "Wald", "Weiß")
    return f"{starts[place % 12]}{ends[place // 12 % 10]} {place // 120}"
