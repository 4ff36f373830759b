"""Mistakes in what a hub from a copy, and a hub that is told something untrue, are held to."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

_SHARING, _SIM = "cati_app/fieldwork/sharing", "tests/sim"
_MANY = "tests/unit/store/test_many_stations.py tests/unit/store/test_stations_and_hub.py"
_RECEIPTS = "tests/unit/hub/test_receipts.py"
_AHEAD = "tests/unit/store/test_work_ahead.py"
_COPY = "tests/unit/store/test_hub_from_a_copy.py"

RECOVERING = (
    Mutant(
        "an interview without a place is surplus before a hub from a copy knows every place",
        f"{_SHARING}/judge_interviews.py",
        "SetAside.WAITS if self.recovers else SetAside.SURPLUS",
        "SetAside.SURPLUS",
        f"{_SIM} {_COPY}",
    ),
    Mutant(
        "an interview without a place takes one that is a station's, which has not told it yet",
        f"{_SHARING}/judge_interviews.py",
        "(self.recovers and cell != UNCLASSIFIED) or not hold_one",
        "not hold_one",
        _COPY,
    ),
    Mutant(
        "a suspended interview loses its place before a hub from a copy knows every place",
        f"{_SHARING}/judge_interviews.py",
        "if grant is None and self.recovers:",
        "if grant is None and not self.recovers and self.now is None:",
        f"{_SIM} {_COPY}",
    ),
    Mutant(
        "what waited for the end of a recovery waits for ever",
        f"{_SHARING}/recovery.py",
        "if not missing_stations(unit, epoch):",
        "if missing_stations(unit, epoch):",
        _COPY,
    ),
    Mutant(
        "a hub believes a receipt that a station made up",
        "cati_app/hub/receipts.py",
        "return hmac.compare_digest(self._mac(sender, life, receipt.mark, receipt.acts), receipt.mac)",
        "return len(receipt.mac) == len(self._mac(sender, life, receipt.mark, receipt.acts))",
        _RECEIPTS,
    ),
    Mutant(
        "a hub that lacks what it has acknowledged goes on in the same life",
        "cati_app/hub/reception.py",
        "if lost and now == life:",
        "if lost and now != life:",
        _RECEIPTS,
    ),
    Mutant(
        "a station keeps to itself that the hub lacks what it had acknowledged",
        "cati_app/sync/case_store.py",
        "return self.receipt.acts > standing.receipt.acts or self.receipt.mark > standing.receipt.mark",
        "return False",
        _SIM,
    ),
    Mutant(
        "a case is taken in before the log that tells what was done on it",
        "cati_app/hub/casework.py",
        "if self.mark < asked.last:",
        "if self.mark > asked.last:",
        _SIM,
    ),
    Mutant(
        "attempts of two stations with one number count once",
        "cati_app/store/bundles.py",
        "max(last or 0, made)",
        "last or 0",
        _SIM,
    ),
    Mutant(
        "a hub from a copy goes on in the life of the copy",
        "cati_app/store/hub/copying.py",
        "life = Register(statements, now).begin_epoch(secrets.token_hex(16))",
        "life = Register(statements, now).epoch()",
        "tests/unit/store/test_hub_copies.py",
    ),
    Mutant(
        "a server that was promoted goes on in the same life of the hub",
        "cati_app/store/hub/server.py",
        "        if known is not None:\n            part = self.part()",
        "        if known is None:\n            part = self.part()",
        "tests/integration/test_hub_on_a_server.py",
    ),
    Mutant(
        "a lease holds places for as many interviews as a station names",
        f"{_SHARING}/grant_place.py",
        "        if grant not in comes_from:\n",
        "        if grant in comes_from and not comes_from:\n",
        _MANY,
    ),
    Mutant(
        "a place that was asked for in a lease outlives it",
        f"{_SHARING}/judge_interviews.py",
        "        if not _is_here(unit, grant.interview_id):",
        "        if not grant.is_live:",
        _MANY,
    ),
    Mutant(
        "a case of an earlier life is believed from any station",
        f"{_SHARING}/take_in.py",
        "if lease is None and station is not None and handed.token in station.awaited:",
        "if lease is None and handed.token.epoch < handed.epoch:",
        _MANY,
    ),
    Mutant(
        "something else under a lease that was handed in is dropped",
        f"{_SHARING}/take_in.py",
        "if again and lease.digest in (None, digest) and before.keys()",
        "if again and before.keys()",
        _MANY,
    ),
    Mutant(
        "the clock of a station decides when a case is due",
        f"{_SHARING}/take_in.py",
        "case.due_at if abs(ahead) < _CLOCKS_DIFFER else case.due_at - ahead",
        "case.due_at",
        _MANY,
    ),
    Mutant(
        "the clock of a station decides how long a suspended interview keeps its place",
        f"{_SHARING}/judge_interviews.py",
        "self.unit.interviews.save(replace(interview, place_until=self._place_until(interview)))",
        "assert self._place_until(interview)",
        _MANY,
    ),
    Mutant(
        "of two bundles kept aside under one token one is lost",
        "cati_app/store/bundles.py",
        "values = device, token.epoch, token.n, digest, bundle.case_id,",
        "values = '', token.epoch, token.n, '', bundle.case_id,",
        _MANY,
    ),
    Mutant(
        "a supervisor's write-off forgets what the station has packed",
        f"{_SHARING}/attach_station.py",
        "unit.stations.save(replace(known, written_off=True))",
        "unit.stations.save(KnownStation(device, known.epoch, written_off=True))",
        _COPY,
    ),
    Mutant(
        "places are given ahead until none is left for whoever has a line",
        "cati_app/domain/sharing/ahead.py",
        "or count.closed or free <= stations:",
        "or count.closed or free <= 0:",
        "tests/unit/domain/test_ahead.py",
    ),
    Mutant(
        "stations have more places ahead than all of them together may",
        "cati_app/domain/sharing/ahead.py",
        "return max(0, min(each, most, together - ahead))",
        "return max(0, min(each, most, together + ahead))",
        "tests/unit/domain/test_ahead.py",
    ),
    Mutant(
        "a place that was given ahead is no station's when its interview comes",
        f"{_SHARING}/take_in.py",
        "        bind_places(unit, device, bundle.places)\n",
        "",
        _SIM,
    ),
    Mutant(
        "a place is used ahead though its time is over",
        f"{_SHARING}/work_ahead.py",
        "grant.use_by is not None and now < grant.use_by:",
        "grant.use_by is not None:",
        _AHEAD,
    ),
    Mutant(
        "a clock that was set back makes time for a place that was given ahead",
        f"{_SHARING}/work_ahead.py",
        "if last_at is not None and now < last_at - _BACK_A_LITTLE:",
        "if last_at is None:",
        _AHEAD,
    ),
    Mutant(
        "what was given ahead and not used stays held",
        f"{_SHARING}/work_ahead.py",
        "hub.places_back([grant.id for grant in back],",
        "hub.places_back([grant.id for grant in back[:0]],",
        _AHEAD,
    ),
    Mutant(
        "a late copy of a request for places ahead holds them for nobody",
        f"{_SHARING}/grant_ahead.py",
        "if counts and unit.grants.get(request) is None:",
        "if not counts:",
        _AHEAD,
    ),
    Mutant(
        "a heartbeat shortens a lease for work without a line",
        "cati_app/domain/sharing/leases.py",
        "expires_at=max(self.expires_at, over)",
        "expires_at=over",
        _AHEAD,
    ),
    Mutant(
        "room that was given ahead for one interview lets in any",
        "cati_app/store/place_grants.py",
        "AND g.state = 'live' AND g.interview_id <> ''",
        "AND g.state = 'live'",
        _AHEAD,
    ),
)
