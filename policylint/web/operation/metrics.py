"""Figures for Prometheus: how much is asked, how long it takes, and how much waits."""

from __future__ import annotations

import time
from typing import Any, Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.routing import Match, Router
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from policylint import __version__

CONTENT_TYPE: Final = CONTENT_TYPE_LATEST
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
"""What is counted by its name: a method that somebody made up is not a figure of its own."""
_SECONDS: Final = (0.1, 0.25, 0.5, 1.0, 1.5, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 900.0)


class Metrics:
    """The figures of one server."""

    def __init__(self) -> None:
        self.registry: Final = CollectorRegistry()
        one: dict[str, Any] = {"registry": self.registry}
        labels = ["route", "method", "status"]
        self._requests = Counter("policylint_requests_total", "Requests answered.", labels, **one)
        self._times = Histogram("policylint_request_seconds", "Time to answer a request.", ["route"], **one)
        self._uploads = Counter("policylint_uploads_total", "Files taken in.", **one)
        self._refused = Counter("policylint_refused_total", "Uploads refused.", ["why"], **one)
        self._examined = Counter("policylint_examined_total", "Documents examined.", ["state"], **one)
        self._work = Histogram("policylint_examine_seconds", "Time to examine.", buckets=_SECONDS, **one)
        self._waits = Histogram("policylint_wait_seconds", "Time before examining.", buckets=_SECONDS, **one)
        self._made = Histogram("policylint_make_seconds", "Time to make a file.", ["kind"], buckets=_SECONDS, **one)
        self._ends = Counter("policylint_worker_ends_total", "Workers that ended.", ["why"], **one)
        self._documents = Gauge("policylint_documents", "Documents that are kept.", ["state"], **one)
        self._expired = Counter("policylint_expired_total", "Documents deleted because their time was over.", **one)
        self._busy = Gauge("policylint_workers_busy", "Workers at work.", **one)
        Gauge("policylint_info", "What runs.", ["version"], **one).labels(__version__).set(1)

    def took_in(self, number: int) -> None:
        """Files were taken in."""
        self._uploads.inc(number)

    def refused(self, why: str) -> None:
        """An upload was refused."""
        self._refused.labels(why).inc()

    def examined(self, state: str, seconds: float, waited: float) -> None:
        """A document was examined, or given up."""
        self._examined.labels(state).inc()
        self._work.observe(seconds)
        self._waits.observe(waited)

    def made(self, kind: str, seconds: float) -> None:
        """A file was made for somebody."""
        self._made.labels(kind).observe(seconds)

    def worker_ended(self, why: str) -> None:
        """A worker ended other than with the server."""
        self._ends.labels(why).inc()

    def expired(self, number: int) -> None:
        """Documents were deleted because their time was over."""
        self._expired.inc(number)

    def answered(self, route: str, method: str, status: int, seconds: float) -> None:
        """A request was answered."""
        self._requests.labels(route, method, str(status)).inc()
        self._times.labels(route).observe(seconds)

    def text(self, *, counts: dict[str, int], busy: int) -> bytes:
        """All figures, as Prometheus reads them. `counts` are documents by state."""
        for state in ("waiting", "working", "done", "failed"):
            self._documents.labels(state).set(counts.get(state, 0))
        self._busy.set(busy)
        return generate_latest(self.registry)


class Measured:
    """Counts and times each request, under its route: an address with a document's id would be a figure of its own."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics, router: Router) -> None:
        self._app = app
        self._metrics = metrics
        self._router = router

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status = time.monotonic(), 500

        async def note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, note)
        finally:
            method = scope["method"] if scope["method"] in _METHODS else "other"
            self._metrics.answered(self._route(scope), method, status, time.monotonic() - begun)

    def _route(self, scope: Scope) -> str:
        route = scope.get("route")
        if route is None:
            for known in self._router.routes:
                if known.matches(scope)[0] == Match.FULL:
                    route = known
                    break
        return getattr(route, "path", "") or "none"
