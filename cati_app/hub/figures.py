"""Figures of a running hub for Prometheus: how much it was asked, and what it answered."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class HubMetrics:
    """Counters since the hub was started; no label tells of a person, a study or a device."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "cati_hub_requests", "Requests, by path and status", ["path", "status"], registry=self._registry
        )
        self._seconds = Histogram("cati_hub_request_seconds", "Time to answer", ["path"], registry=self._registry)
        self._events = Counter(
            "cati_hub_events", "Events, by what became of them", ["verdict"], registry=self._registry
        )

    def answered(self, path: str, status: int, seconds: float) -> None:
        """A request was answered."""
        self._requests.labels(path, str(status)).inc()
        self._seconds.labels(path).observe(seconds)

    def judged(self, verdict: str) -> None:
        """An event has come."""
        self._events.labels(verdict).inc()

    def text(self) -> bytes:
        """In Prometheus' own format."""
        return generate_latest(self._registry)
