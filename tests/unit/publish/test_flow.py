"""The picture of the routing."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cati_app.publish.paper.flow_layout import layout_of
from cati_app.publish.paper.flow_svg import flow_svg, shortened, width_of
from cati_app.publish.paper.lanes import lanes
from cati_app.publish.paper.routing import Mark, Routing, RoutingBlock, lines_of, routing_of
from cati_app.publish.paper.source import Source
from tests.commands import Command
from tests.unit.publish.sources import source_of

_FORM = """
| survey |
| | type | name | label::en (en) | label::ar (ar) | relevant | calculation | appearance | required | repeat_count |
| | hidden | quota_status | | | | | | | |
| | hidden | unused | | | | | | | |
| | begin group | first | First <b>part</b> | الجزء الأول | | | | | |
| | integer | age | Your age & &lt;script&gt;alert(1)&lt;/script&gt; | كم عمرك؟ | | | | yes | |
| | calculate | grown | | | | if(${age} >= 18, 1, 0) | | | |
| | calculate | twice | | | | ${age} * 2 | | | |
| | end group | | | | | | | | |
| | begin group | work | Work | العمل | ${grown} = 1 and ${quota_status} != 'full' | | | | |
| | text | job | Your job? | ما عملك؟ | | | | | |
| | text | boss | Your boss? | من مديرك؟ | ${job} != '' | | | | |
| | text | desk | Your desk? | أين مكتبك؟ | ${job} != '' | | | | |
| | begin group | grid | Rate these | قيّم | | | table-list | | |
| | select_one yn | a | A? | أ؟ | | | | | |
| | select_one yn | b | B? | ب؟ | | | | | |
| | end group | | | | | | | | |
| | begin repeat | kid | Child | طفل | ${a} = 1 | | | | ${age} |
| | text | toy | Toy? | لعبة؟ | | | | | |
| | end repeat | | | | | | | | |
| | end group | | | | | | | | |
| choices |
| | list_name | name | label::en (en) | label::ar (ar) |
| | yn | 1 | Yes | نعم |
| | yn | 2 | No | لا |
"""


@pytest.fixture(scope="module")
def source() -> Source:
    return source_of(_FORM)


def _block(routing: Routing, name: str) -> RoutingBlock:
    todo = list(routing.parts)
    while todo:
        part = todo.pop()
        if isinstance(part, RoutingBlock):
            if part.node is not None and part.node.name == name:
                return part
            todo += part.parts
    raise AssertionError(name)


def test_values_stand_in_the_picture_only_when_they_decide(source: Source) -> None:
    names = [line.node.name for line in lines_of(routing_of(source).parts)]

    assert ["quota_status", "age", "grown", "job", "boss", "desk", "a", "b", "toy"] == names


def test_neighbours_with_one_condition_share_a_block(source: Source) -> None:
    work = _block(routing_of(source), "work")
    block = work.parts[1]

    assert isinstance(block, RoutingBlock)
    assert (Mark.CONDITION, "${job} != ''") == (block.mark, block.condition)
    assert ["boss", "desk"] == [line.node.name for line in lines_of(block.parts)]


def test_a_block_knows_who_decides_it(source: Source) -> None:
    form, routing = source.form, routing_of(source)
    deciders = {name: [form.nodes[index].name for index in _block(routing, name).deciders] for name in ("work", "kid")}

    assert {"work": ["quota_status", "grown"], "kid": ["age", "a"]} == deciders
    assert (Mark.GRID, Mark.REPEAT) == (_block(routing, "grid").mark, _block(routing, "kid").mark)


def test_the_quota_place_stands_where_the_screener_ends(source: Source) -> None:
    first = _block(routing_of(source, frozenset({"grown"}), "first"), "first")
    last = list(lines_of(first.parts))[-1]

    assert (Mark.PLACE, "quota_status") == (last.mark, last.node.name)
    assert [("age", False), ("grown", True)] == [(line.node.name, line.quota) for line in lines_of(first.parts)][:2]


@given(st.lists(st.tuples(st.floats(0, 5000), st.floats(0, 5000)).map(sorted).map(lambda pair: (pair[0], pair[1]))))
def test_intervals_that_meet_have_lanes_of_their_own(intervals: list[tuple[float, float]]) -> None:
    found = lanes(intervals)

    for one, (low, high) in enumerate(intervals):
        for other, (other_low, other_high) in enumerate(intervals[:one]):
            assert found[one] != found[other] or high < other_low or low > other_high


def test_arrows_run_beside_everything_written(source: Source) -> None:
    layout = layout_of(routing_of(source))
    right = max(area.x + area.width for area in layout.areas)

    assert layout.arcs
    assert all(arc.lane_x > right for arc in layout.arcs)
    ends = [end for arc in layout.arcs for end in arc.ends]
    assert len(ends) == len(set(ends))


def test_lines_of_a_block_lie_within_it_and_apart(source: Source) -> None:
    rows = layout_of(routing_of(source)).rows

    assert all(above.y + above.height <= below.y for above, below in pairwise(rows))


def test_the_forms_text_is_escaped_and_whole_in_the_tooltip(source: Source) -> None:
    picture = flow_svg(source, routing_of(source), "en")
    root = ElementTree.fromstring(picture)

    assert b"<script" not in picture
    tips = {title.text for title in root.iter("{http://www.w3.org/2000/svg}title")}
    assert "Your age & <script>alert(1)</script>" in tips
    assert "${grown} = 1 and ${quota_status} != 'full'" in tips
    assert b"href" not in picture


def test_the_same_form_gives_the_same_bytes_and_arabic_runs_from_the_right(source: Source) -> None:
    routing = routing_of(source)

    assert flow_svg(source, routing, "ar") == flow_svg(source, routing, "ar")
    assert "\u202bكم عمرك؟\u202c".encode() in flow_svg(source, routing, "ar")
    assert "\u202b".encode() not in flow_svg(source, routing, "en")


@given(st.text(max_size=200), st.floats(20, 400))
def test_a_shortened_text_fits(text: str, room: float) -> None:
    assert width_of(shortened(text, room, 12), 12) <= room + 12


def test_the_command_draws_a_form_and_names_languages(tmp_path: Path, cati: Command) -> None:
    form = tmp_path / "form.md"
    form.write_text(_FORM, encoding="utf-8")
    out = tmp_path / "flow.svg"

    assert 0 == cati("flow", form, "--out", out, "--language", "ar (ar)").returncode
    assert ElementTree.fromstring(out.read_bytes()).get("lang") == "ar"
    wrong = cati("flow", form, "--out", out, "--language", "xx")
    assert (1, True) == (wrong.returncode, "ar (ar)" in wrong.stderr)
    assert 1 == cati("flow", form, "--out", tmp_path / "no" / "flow.svg").returncode
