"""The server's routes.

    GET    /api/options                         Options
    GET    /api/runs                            list[SavedRun]
    GET    /api/runs/KEY                        View
    GET    /api/runs/KEY/record?theory=L&run=K  RunRecord
    GET    /api/runs/KEY/why?theory=L&run=K&year=Y  list[Why], one a state
    GET    /api/lessons                         list[LessonDescription]
    POST   /api/jobs   JobRequest               JobReport
    GET    /api/jobs/ID                         JobReport; poll it until the job ends
    DELETE /api/jobs/ID                         JobReport, cancelled
    POST   /api/play   PlayRequest              PlayAnswer

Errors are {"error": text} with status 400, 403, 404, 405, 413, 415, 422, 429 or 500. The types are
those of `page.types` and of `types` in `app.server`, `app.lessons` and `app.play`.
"""

import hashlib
import logging
import threading
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import ClientDisconnect
from starlette.requests import Request as HttpRequest
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from westphalia.app.lessons import LESSONS, LessonDescription, describe
from westphalia.app.server.guard import LOCAL, Guard
from westphalia.app.server.jobs import Jobs, QueueFull
from westphalia.app.server.options import choosable
from westphalia.app.server.play import PlayRequest
from westphalia.app.server.requests import Request
from westphalia.app.server.run_store import RunStore
from westphalia.app.server.types import JobReport, Options, SavedRun
from westphalia.cases.reading import findings_of, list_findings
from westphalia.page.html import built_file, page_html
from westphalia.page.reasons import RunReasons
from westphalia.page.types import Line as LineView
from westphalia.page.types import RunRecord, View, Why
from westphalia.page.view import history_in_words, run_reasons, run_records
from westphalia.runs.as_json import compact
from westphalia.runs.history import facts_of
from westphalia.runs.lines import Line
from westphalia.runs.manifest import spec_hash
from westphalia.runs.spec import Spec
from westphalia.simulation.ensemble import Program
from westphalia.world.problems import UserError

#: Runs whose reasons are cached, so that their next year needs no simulation.
MOST_PATHS = 32
REQUEST: TypeAdapter[Any] = TypeAdapter(Request)
FILES = {"page.js": "text/javascript", "page.css": "text/css"}
log = logging.getLogger(__name__)


class Api:
    """The routes, around a store of runs and a queue of jobs."""

    def __init__(self, folder: Path, own_theories: bool) -> None:
        self.store = RunStore(folder, own_theories)
        self.jobs = Jobs()
        self._reasons_cache: OrderedDict[tuple[str, str, int], RunReasons] = OrderedDict()
        self._simulating = threading.Lock()  # one simulation at a time beside the queue's
        self._preparing = threading.Lock()

    def options(self, request: HttpRequest) -> Options:
        """What can be chosen, and the saved runs."""
        return {**choosable(), "runs": self.store.saved_runs()}

    def runs(self, request: HttpRequest) -> list[SavedRun]:
        """The saved runs."""
        return self.store.saved_runs()

    def view(self, request: HttpRequest) -> View:
        """One simulation. Its reasons will be asked for next: their computation is started."""
        key = request.path_params["key"]
        view = self.store.view(key)
        # the other records can be requested one by one
        lines: list[LineView] = [{**line, "records": line["records"][:1]} for line in view["lines"]]
        found: View = {**view, "lines": lines}
        if found["live"] and not self._preparing.locked():
            threading.Thread(target=self._prepare_reasons, args=(key, found), daemon=True).start()
        return found

    def _prepare_reasons(self, key: str, view: View) -> None:
        """Compute the reasons of the first theory's typical run, which compiles their programs."""
        if not self._preparing.acquire(blocking=False):
            return
        try:
            spec, _ = self.store.spec(key)
            if not spec.lines[0].baseline:
                self._reasons_of(spec, spec.lines[0], view["lines"][0]["typical"])
        except Exception as error:  # nobody waits for this; a request will raise it again
            log.info("no reasons prepared for %s: %s", key, error)
        finally:
            self._preparing.release()

    def record(self, request: HttpRequest) -> RunRecord:
        """One run, year by year."""
        spec, _ = self.store.spec(request.path_params["key"])
        line = spec.line(request.query_params.get("theory"))
        run = _whole_number(request, "run", 0, spec.runs - 1)
        with self._simulating:
            return run_records(Program(spec.setting(line)), [run])[0]

    def why(self, request: HttpRequest) -> list[Why]:
        """Why every state did what it did in one year of one run."""
        spec, _ = self.store.spec(request.path_params["key"])
        line = spec.line(request.query_params.get("theory"))
        run = _whole_number(request, "run", 0, spec.runs - 1)
        year = _whole_number(request, "year", spec.calendar[0], spec.calendar[-1])
        return self._reasons_of(spec, line, run).why(year)

    def _reasons_of(self, spec: Spec, line: Line, run: int) -> RunReasons:
        """The reasons of a run, from the cache if they are there."""
        with self._simulating:
            at = spec_hash(spec), line.label, run
            if at not in self._reasons_cache:
                past = history_in_words(spec, facts_of(spec.case))
                self._reasons_cache[at] = run_reasons(spec, line, run, past)
            self._reasons_cache.move_to_end(at)
            while len(self._reasons_cache) > MOST_PATHS:
                self._reasons_cache.popitem(last=False)
            return self._reasons_cache[at]

    async def play(self, request: HttpRequest) -> Response:
        """A game as one of its players sees it, after the move if one is sent."""
        body = await request.body()
        return await _respond(lambda _: self._play(body), request)

    def _play(self, body: bytes) -> dict[str, Any]:
        with self._simulating:
            answer = PlayRequest.model_validate_json(body).answer()
        return {"game": answer["game"].model_dump(), "seat": answer["seat"]}

    def lessons(self, request: HttpRequest) -> list[LessonDescription]:
        """The lessons."""
        return [describe(lesson) for lesson in LESSONS]

    async def add_job(self, request: HttpRequest) -> Response:
        """Put a job in the queue."""
        body = await request.body()
        return await _respond(lambda _: self._start(body), request, 202)

    def _start(self, body: bytes) -> JobReport:
        return self.jobs.report(REQUEST.validate_json(body).start(self.store, self.jobs))

    def job(self, request: HttpRequest) -> JobReport:
        """The state of a job; DELETE cancels it."""
        job = self.jobs.find(request.path_params["id"])
        if job is None:
            raise HTTPException(404, "Unknown or expired job.")
        if request.method == "DELETE":
            self.jobs.cancel(job)
        return self.jobs.report(job)


def _whole_number(request: HttpRequest, name: str, least: int, most: int) -> int:
    text = request.query_params.get(name, "")
    try:
        value = int(text)
    except ValueError:
        value = least - 1
    if not least <= value <= most:
        raise UserError(f"{name}: '{text[:40]}' is not a whole number from {least} to {most}.")
    return value


Handler = Callable[[HttpRequest], Any]


def _route(address: str, handler: Handler, methods: tuple[str, ...] = ("GET",)) -> Route:
    """A route that answers JSON; its handler runs in a thread."""

    async def endpoint(request: HttpRequest) -> Response:
        return await _respond(handler, request)

    return Route(address, endpoint, methods=list(methods))


async def _respond(handler: Handler, request: HttpRequest, status: int = 200) -> Response:
    """The handler's answer as JSON; a user's error as {error} with its status."""
    try:
        found = await run_in_threadpool(handler, request)
        return Response(compact(found), status, media_type="application/json")
    except QueueFull as error:
        return _error(429, str(error))
    except UserError as error:
        return _error(422, str(error))
    except ValidationError as error:
        return _error(422, list_findings(findings_of(error)[:20]))


def _error(status: int, text: str) -> Response:
    return JSONResponse({"error": text}, status)


async def _http_error(request: HttpRequest, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _error(error.status_code, error.detail)


async def _disconnected(request: HttpRequest, error: Exception) -> Response:
    return _error(400, "The request was cut off before it was complete.")


async def _server_error(request: HttpRequest, error: Exception) -> Response:
    log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return _error(500, "Internal server error; see the server log.")


async def _page(request: HttpRequest) -> Response:
    marks = {name: hashlib.sha256(built_file(name).encode()).hexdigest()[:12] for name in FILES}
    head = f'<link rel="stylesheet" href="/static/page.css?{marks["page.css"]}">'
    body = f'<script type="module" src="/static/page.js?{marks["page.js"]}"></script>'
    return HTMLResponse(page_html("Westphalia", head, body))


async def _static(request: HttpRequest) -> Response:
    name = request.path_params["name"]
    if name not in FILES:
        raise HTTPException(404, "Unknown file.")
    cached = {"Cache-Control": "max-age=31536000, immutable"} if request.url.query else {}
    return Response(built_file(name), media_type=FILES[name], headers=cached)


def make_app(folder: Path, hosts: tuple[str, ...] = LOCAL, own_theories: bool = False) -> Starlette:
    """The server as an ASGI application.

    Args:
        folder: where run folders are read and saved.
        hosts: the names it answers to (see `Guard`).
        own_theories: whether theory files in run folders, which are code, are run.
    """
    api = Api(folder, own_theories)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        api.jobs.close()

    return Starlette(
        routes=[
            Route("/", _page),
            Route("/static/{name}", _static),
            _route("/api/options", api.options),
            _route("/api/runs", api.runs),
            _route("/api/runs/{key}", api.view),
            _route("/api/runs/{key}/record", api.record),
            _route("/api/runs/{key}/why", api.why),
            _route("/api/lessons", api.lessons),
            Route("/api/play", api.play, methods=["POST"]),
            Route("/api/jobs", api.add_job, methods=["POST"]),
            _route("/api/jobs/{id}", api.job, ("GET", "DELETE")),
        ],
        middleware=[Middleware(Guard, hosts=hosts), Middleware(GZipMiddleware, minimum_size=1000)],
        exception_handlers={
            HTTPException: _http_error,
            ClientDisconnect: _disconnected,
            Exception: _server_error,
        },
        lifespan=lifespan,
    )
