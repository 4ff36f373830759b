"""The supervisor's board: figures first, the quota matrix, who is in an interview."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from itertools import product

from cati_app.domain.casework.case_list import CaseLine
from cati_app.domain.changes import ChangeSet
from cati_app.domain.ids import CellId
from cati_app.domain.quota.cells import CellCount, QuotaMode
from cati_app.domain.quota.fitting import cells_of, is_unclassified, quota_of
from cati_app.domain.quota.what_if import in_force
from cati_app.fieldwork.monitor.board import BoardFigures
from cati_app.fieldwork.monitor.read_cases import CaseWindow
from cati_app.ui.desk.ahead_words import is_late, short_texts
from cati_app.ui.desk.board.alerting import Alerting, about
from cati_app.ui.desk.board.appointments import NEXT_ONES, TAB, appointments_table
from cati_app.ui.desk.board.cell_story import CellDetails
from cati_app.ui.desk.board.closing import ClosingUnclassified, unclassified_of
from cati_app.ui.desk.board.further import QUOTA_TABLE, further_tables
from cati_app.ui.desk.board.listings import QuotaForm, listing_of
from cati_app.ui.desk.board.live_alerts import LiveAlerts
from cati_app.ui.desk.board.outlook import FieldOutlook
from cati_app.ui.desk.board.planning import Planning
from cati_app.ui.desk.board.proposing import Proposing
from cati_app.ui.desk.board.quarter_hours import QuarterHours
from cati_app.ui.desk.board.reserved import reserved
from cati_app.ui.desk.board.states import ActiveInterview, BoardState, ColumnGroup, MatrixCell, MatrixState
from cati_app.ui.desk.board.steering import Steering
from cati_app.ui.desk.board.steering_words import cell_name
from cati_app.ui.desk.board.views import BoardView
from cati_app.ui.desk.cases.review_queue import ReviewQueue
from cati_app.ui.desk.cases.words import cell_text
from cati_app.ui.desk.services import SupervisorServices
from cati_app.ui.desk.states import TableState
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import TileState, Tone
from cati_app.ui.stage.wording import clock_text

_AT_LEAST_EVERY = timedelta(minutes=1)


class BoardPresenter:
    """Reads the counters whenever something changed, and shows them."""

    def __init__(self, stage: Stage, view: BoardView, services: SupervisorServices, queue: ReviewQueue) -> None:
        self._stage = stage
        self._queue = queue
        self._view = view
        self._services = services
        self.agreed: CaseWindow | None = None  # the next appointments, as they were read last
        self._reading = False
        self._again = False
        self._retired = False
        self._shown_at: datetime | None = None
        self._form = QuotaForm.MATRIX
        self.closing = ClosingUnclassified(stage, services)
        self.steering = Steering(stage, view, services, self.refresh)
        about_it = partial(about, stage.words, services)
        self.outlook = FieldOutlook(
            stage, services.outlook, services.clock, self.refresh, about_it, services.texts.quota_words
        )
        self.live = LiveAlerts(stage, services, self.outlook.told_live)
        self.details = CellDetails(stage, services, self.outlook)
        self.quarters = QuarterHours(stage, services)
        self.planning = Planning(stage, services, self.refresh)
        self.proposing = Proposing(stage, services)
        self.alerting = Alerting(stage, services, self.outlook, lambda: self.live.because)
        stage.listen(self._changed)

    def change_form(self) -> None:
        """Ctrl+M: interlocked, by dimension, every cell as a row."""
        self._form = self._form.following
        self.refresh()

    def row_chosen(self, table: str, key: str) -> None:
        """Enter on a row of a further tab."""
        if table.startswith(QUOTA_TABLE):
            self.details.open(key)
        elif table == TAB and self.quarters.is_shown and self.agreed is not None:
            self.quarters.open(key, self.agreed)

    def refresh(self) -> None:
        """Read and show; a burst of changes is read once more at its end, not once each."""
        if self._retired:
            return
        if self._reading:
            self._again = True
            return
        self._reading = True
        self._stage.run(self._read, self._show, self._not_read)

    def tick(self) -> None:
        """Time alone makes an appointment due or late, and a forecast old: read once a minute where nothing changes."""
        self.live.tick()
        if self._shown_at is not None and self._services.clock.now() >= self._shown_at + _AT_LEAST_EVERY:
            self.refresh()

    def retire(self) -> None:
        """Another presenter shows this board from now on."""
        self._retired = True

    def selected_appointment(self) -> CaseLine | None:
        """The row selected on the tab of appointments."""
        key = self._view.selected_cell()
        lines = self.agreed.lines if self.agreed is not None else ()
        return next((line for line in lines if str(line.case_no) == key), None)

    def _read(self) -> tuple[BoardFigures, CaseWindow]:
        services = self._services
        return services.read_board(services.user), services.cases.listing.first(services.user, NEXT_ONES)

    def _changed(self, changes: ChangeSet) -> None:
        self.refresh()

    def _not_read(self, error: Exception) -> bool:
        self._reading = False
        return False

    def _show(self, read: tuple[BoardFigures, CaseWindow]) -> None:
        self._reading = False
        if self._retired:
            return
        figures, agreed = read
        self.agreed = agreed
        self.closing.counted(unclassified_of(figures))
        self.details.read(figures)
        self.steering.read(figures)
        self.planning.read(figures)
        further = further_tables(self._stage.words, self._services, figures, self.outlook.full_on)
        tables = (*further, self._appointments(agreed))
        active, elsewhere = self._active(figures), self._is_at_stations
        undo = self.steering.undo_line
        listing = listing_of(self._stage.words, self._services, figures, self._form, self.outlook.full_on)
        board = BoardState(self._tiles(figures), self._matrix(figures), active, elsewhere, tables, undo, listing)
        self._view.render(board)
        self._shown_at = self._services.clock.now()
        self.outlook.look(figures.completes, figures.cells)
        if figures.completes:
            self._queue.look()
        if self._again:
            self._again = False
            self.refresh()

    def _appointments(self, agreed: CaseWindow) -> TableState:
        if self.quarters.is_shown:
            return self.quarters.table(agreed)
        return appointments_table(self._stage.words, self._services, agreed)

    def change_appointments(self) -> None:
        """Ctrl+M on the tab of appointments."""
        self.quarters.change_form()
        self.refresh()

    def ask_day(self) -> None:
        """D there."""
        if self.agreed is not None:
            self.quarters.ask_day(self.agreed)

    def day_chosen(self, code: str) -> None:
        """In the panel of days."""
        self.quarters.day_chosen(code)
        self.refresh()

    @property
    def _is_at_stations(self) -> bool:
        """Whether what is read is a hub's: interviews run at stations, and come to it when they are over."""
        return self._services.read_age is not None

    def _tiles(self, figures: BoardFigures) -> tuple[TileState, ...]:
        words = self._stage.words
        return (
            self._interviews(figures),
            TileState(
                "running",
                words.say("Reserved at stations") if self._is_at_stations else words.say("In interview"),
                str(
                    len(figures.running) + sum(reserved(figures, count) for count in figures.cells if _is_first(count))
                ),
                words.say(
                    "suspended {suspended} · ended early {count}",
                    suspended=figures.suspended,
                    count=figures.broken_off,
                ),
            ),
            TileState(
                "length",
                words.say("Length (median)"),
                clock_text(figures.median_length_s),
                words.say("screener {time}", time=clock_text(figures.median_screener_s)),
            ),
            TileState(
                "appointments",
                words.say("Appointments due"),
                str(figures.appointments_due),
                words.say("firm and rough"),
                Tone.WARN if figures.appointments_due else Tone.PLAIN,
            ),
            *self._unclassified(figures),
            *self._queue.tiles(),
            *self.outlook.tiles(),
        )

    def _interviews(self, figures: BoardFigures) -> TileState:
        """Those that fill cells of the first quota; whoever is in no cell, or above a target, brings none nearer."""
        words, plan, done = self._stage.words, self._services.rules.quota, figures.completes
        today = words.say("today {today}", today=figures.completes_today)
        uncounted = words.say("not counted {count}", count=figures.not_counted) if figures.not_counted else ""
        title = words.say("Interviews")
        if plan is None:
            return TileState("interviews", title, str(done), _joined(today, uncounted))
        cells = [cell for cell in figures.cells if cell.cell_id in plan.targets]
        filled = sum(min(cell.achieved, in_force(cell)) for cell in cells)
        share = words.say("{share} %", share=100 * filled // figures.target if figures.target else 0)
        beside = words.say("beside the targets {count}", count=done - filled) if done > filled else ""
        value = f"{filled} / {figures.target}"
        return TileState("interviews", title, value, _joined(share, beside, today, uncounted))

    def _unclassified(self, figures: BoardFigures) -> tuple[TileState, ...]:
        """Interviews that fit no cell, and that there are more of them than the study expects."""
        words, plan, count = self._stage.words, self._services.rules.quota, unclassified_of(figures)
        if plan is None or count is None:
            return ()
        value = words.say("{taken} of {target}", taken=count.taken, target=count.target)
        if not plan.accept_unclassified:
            detail, tone = words.say("this study interviews none"), Tone.PLAIN
        elif count.closed:
            detail, tone = words.say("closed: thanked and told why"), Tone.WARN
        elif count.taken > count.target:
            detail, tone = words.say("more than expected; Ctrl+L closes the counter"), Tone.WARN
        else:
            detail, tone = words.say("expected at most so many"), Tone.PLAIN
        return (TileState("unclassified", words.say("Without a cell"), value, detail, tone),)

    def _matrix(self, figures: BoardFigures) -> MatrixState:
        plan, words, texts = self._services.rules.quota, self._stage.words, self._services.texts
        if plan is None:
            return MatrixState(words.say("Quotas"), footer=self._screened_out(figures))
        cells = {cell.cell_id: cell for cell in figures.cells}
        rows, *columns = [d.categories for d in plan.dimensions]
        labels = [labels for _, labels in texts.dimensions]
        title = words.say("Quotas: {dimensions}", dimensions=" × ".join(label for label, _ in texts.dimensions))
        return MatrixState(
            title=title,
            rows=tuple(labels[0].get(code, code) for code in rows),
            groups=_groups(columns, labels[1:]),
            cells=tuple(
                tuple(self._ahead_of(_cell(figures, cells, row, codes)) for codes in _column_codes(columns))
                for row in rows
            ),
            footer=self._footer(figures),
            has_forecast=any(self.outlook.full_on(cell) is not None for cell in plan.targets),
        )

    def _ahead_of(self, cell: MatrixCell | None) -> MatrixCell | None:
        """The cell with the day on which it is full."""
        full = self.outlook.full_on(CellId(cell.key)) if cell is not None else None
        if cell is None or full is None:
            return cell
        return replace(cell, ahead=short_texts(self._stage.words, full), is_late=is_late(full))

    def _footer(self, figures: BoardFigures) -> str:
        words = self._stage.words
        loose = unclassified_of(figures)
        parts = []
        if loose is not None:
            parts.append(
                words.say(
                    "Not classified (don't know, refused): {count} of at most {limit}",
                    count=loose.taken,
                    limit=loose.target,
                )
            )
        above = [
            cell_name(words, self._services, count.cell_id)
            for count in figures.cells
            if count.mode is QuotaMode.SOFT and not is_unclassified(count.cell_id) and count.taken > count.target
        ]
        if above:
            parts.append(words.say("Above a soft target: {cells}", cells=", ".join(above)))
        parts.append(self._screened_out(figures))
        parts.append(words.say("Sum of targets: {sum}", sum=figures.target))
        return " · ".join(parts)

    def _screened_out(self, figures: BoardFigures) -> str:
        return self._stage.words.say("Screened out: {count}", count=figures.screened_out)

    def _active(self, figures: BoardFigures) -> tuple[ActiveInterview, ...]:
        now = self._services.clock.now()
        languages = self._services.texts.languages
        return tuple(
            ActiveInterview(
                key=interview.id,
                interviewer=self._stage.words.say("Int. {number}", number=f"{user.number:02d}" if user else "?"),
                detail=" · ".join(
                    part
                    for part in (
                        self._cell_name(interview.cell_id),
                        languages.get(interview.language, interview.language),
                    )
                    if part
                ),
                seconds=max(0, int((now - interview.started_at).total_seconds())),
            )
            for interview, user in figures.running
        )

    def _cell_name(self, cell: CellId | None) -> str:
        """The categories of a cell in words; blank until the cell is known."""
        if cell is None:
            return ""
        loose = self._stage.words.say("not classified")
        known = [loose if is_unclassified(part) else cell_text(self._services, part) for part in cells_of(cell)]
        return ", ".join(dict.fromkeys(known))


def _column_codes(columns: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Codes of each column in the plan's order: the last dimension groups, the others stand within it."""
    if not columns:
        return [()]
    *inner, outer = columns
    return [(*codes, group) for group in outer for codes in product(*inner)]


def _groups(columns: list[tuple[str, ...]], labels: list[Mapping[str, str]]) -> tuple[ColumnGroup, ...]:
    if not columns:
        return (ColumnGroup("", ("",)),)
    *inner, outer = columns
    names = list(labels)
    if not inner:
        return (ColumnGroup("", tuple(names[-1].get(code, code) for code in outer)),)
    within = tuple(" · ".join(names[i].get(code, code) for i, code in enumerate(codes)) for codes in product(*inner))
    return tuple(ColumnGroup(names[-1].get(code, code), within) for code in outer)


def _cell(figures: BoardFigures, cells: dict[CellId, CellCount], row: str, codes: tuple[str, ...]) -> MatrixCell | None:
    count = cells.get(CellId("/".join((row, *codes))))
    if count is None:
        return None
    return MatrixCell(
        count.cell_id,
        count.achieved,
        count.target,
        figures.running_places.get(count.cell_id, 0),
        figures.suspended_places.get(count.cell_id, 0),
        reserved(figures, count),
        count.state,
    )


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _is_first(count: CellCount) -> bool:
    """Whether it counts the first quota: each place is one of its cells, and may be one of further quotas, too."""
    return not quota_of(count.cell_id)
