"""Figures of a running hub for Prometheus: how much it was asked, and what it answered."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class HubMetrics:
    """Counters since the hub was started; no label tells of a person, a study, a device or an address."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._answered: dict[tuple[str, int], tuple[Counter, Histogram]] = {}
        self._judged: dict[str, Counter] = {}
        self._requests = Counter(
            "cati_hub_requests", "Requests, by path and status", ["path", "status"], registry=self._registry
        )
        self._seconds = Histogram("cati_hub_request_seconds", "Time to answer", ["path"], registry=self._registry)
        self._events = Counter(
            "cati_hub_events", "Events, by what became of them", ["verdict"], registry=self._registry
        )
        self._turned_away = Counter(
            "cati_hub_connections_turned_away",
            "Connections, by why they were ended",
            ["reason"],
            registry=self._registry,
        )
        self._failed = Counter(
            "cati_hub_failed_tries", "Wrong codes and unknown secrets", ["refused"], registry=self._registry
        )
        self._delayed = Counter(
            "cati_hub_delayed_tries", "Requests not looked at, after failed tries", registry=self._registry
        )
        self._paced = Counter(
            "cati_hub_paced_requests", "Requests of stations that ask too often", registry=self._registry
        )

    def answered(self, path: str, status: int, seconds: float) -> None:
        """A request was answered."""
        known = self._answered.get((path, status))
        if known is None:
            known = self._answered[path, status] = (
                self._requests.labels(path, str(status)),
                self._seconds.labels(path),
            )
        known[0].inc()
        known[1].observe(seconds)

    def judged(self, verdict: str) -> None:
        """An event has come."""
        known = self._judged.get(verdict)
        if known is None:
            known = self._judged[verdict] = self._events.labels(verdict)
        known.inc()

    def turned_away(self, reason: str) -> None:
        """A connection was ended.

        Args:
            reason: `address`: too many from there; `full`: too many at all; `gave_way`: to a newer one; `late`: its
                request did not come in time.
        """
        self._turned_away.labels(reason).inc()

    def failed(self, refused: str) -> None:
        """A wrong code or an unknown secret came."""
        self._failed.labels(refused).inc()

    def delayed(self) -> None:
        """A request was not looked at, because too many from its address had failed."""
        self._delayed.inc()

    def paced(self) -> None:
        """A request was not looked at, because its station asks too often."""
        self._paced.inc()

    def text(self) -> bytes:
        """In Prometheus' own format."""
        return generate_latest(self._registry)
