"""The server's routes. What they answer is written down in `web/src/types.ts`."""

import hashlib
import logging
import threading
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Mapping
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
from starlette.requests import Request as Asked
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from westphalia.app.lessons import LESSONS, described
from westphalia.app.server.guard import LOCAL, Guard
from westphalia.app.server.jobs import Full, Jobs
from westphalia.app.server.options import offered
from westphalia.app.server.play import PlayRequest
from westphalia.app.server.requests import Request
from westphalia.app.server.run_store import RunStore
from westphalia.cases.reading import findings_of, listed
from westphalia.page.html import built, shell
from westphalia.page.reasons import RunReasons
from westphalia.page.view import reasons, records, told_of
from westphalia.runs.as_json import compact
from westphalia.runs.history import facts_of
from westphalia.runs.lines import Line
from westphalia.runs.manifest import spec_hash
from westphalia.runs.spec import Spec
from westphalia.simulation.ensemble import Program
from westphalia.world.problems import UserError

#: Runs whose reasons are kept, so that the next year is there at once.
MOST_PATHS = 32
REQUEST: TypeAdapter[Any] = TypeAdapter(Request)
FILES = {"page.js": "text/javascript", "page.css": "text/css"}
log = logging.getLogger("westphalia.web")


class Api:
    """The routes, around a store of simulations and a queue of jobs."""

    def __init__(self, folder: Path, own_theories: bool) -> None:
        self.store = RunStore(folder, own_theories)
        self.jobs = Jobs()
        self._paths: OrderedDict[tuple[str, str, int], RunReasons] = OrderedDict()
        self._one = threading.Lock()  # one simulation at a time beside the queue's
        self._foreseeing = threading.Lock()

    def home(self, request: Asked) -> Any:
        """What can be chosen, and the saved runs."""
        return {**offered(), "runs": self.store.listed()}

    def runs(self, request: Asked) -> Any:
        """The saved runs."""
        return self.store.listed()

    def view(self, request: Asked) -> Any:
        """One simulation. Who opens it will soon ask why: what that needs is made ready."""
        key = request.path_params["key"]
        view = self.store.view(key)
        # the others can be asked for, one by one
        lines = [{**line, "records": line["records"][:1]} for line in view["lines"]]
        found = {**view, "lines": lines}
        if found["live"] and not self._foreseeing.locked():
            threading.Thread(target=self._foresee, args=(key, found), daemon=True).start()
        return found

    def _foresee(self, key: str, view: Mapping[str, Any]) -> None:
        """The reasons of the first theory's typical run, and the programs compiled for them."""
        if not self._foreseeing.acquire(blocking=False):
            return
        try:
            spec, _ = self.store.spec(key)
            if not spec.lines[0].baseline:
                self._reasons(spec, spec.lines[0], view["lines"][0]["typical"])
        except Exception as error:  # nobody waits for it; who asks is told
            log.info("%s cannot be asked: %s", key, error)
        finally:
            self._foreseeing.release()

    def record(self, request: Asked) -> Any:
        """One run, year by year."""
        spec, _ = self.store.spec(request.path_params["key"])
        line = spec.line(request.query_params.get("theory"))
        run = _number(request, "run", 0, spec.runs - 1)
        with self._one:
            return records(Program(spec.setting(line)), [run])[0]

    def why(self, request: Asked) -> Any:
        """Why every state did what it did in one year of one run."""
        spec, _ = self.store.spec(request.path_params["key"])
        line = spec.line(request.query_params.get("theory"))
        run = _number(request, "run", 0, spec.runs - 1)
        year = _number(request, "year", spec.calendar[0], spec.calendar[-1])
        return self._reasons(spec, line, run).why(year)

    def _reasons(self, spec: Spec, line: Line, run: int) -> RunReasons:
        """The reasons of a run, kept so that its next year is there at once."""
        with self._one:
            at = spec_hash(spec), line.label, run
            if at not in self._paths:
                self._paths[at] = reasons(spec, line, run, told_of(spec, facts_of(spec.case)))
            self._paths.move_to_end(at)
            while len(self._paths) > MOST_PATHS:
                self._paths.popitem(last=False)
            return self._paths[at]

    async def play(self, request: Asked) -> Response:
        """A game as one of its players sees it, after a move if one is sent."""
        body = await request.body()
        return await _answer(lambda _: self._played(body), request)

    def _played(self, body: bytes) -> Any:
        with self._one:
            return PlayRequest.model_validate_json(body).answer()

    def lessons(self, request: Asked) -> Any:
        """The lessons."""
        return [described(lesson) for lesson in LESSONS]

    async def job(self, request: Asked) -> Response:
        """Put a job in the queue."""
        body = await request.body()
        return await _answer(lambda _: self._start(body), request, 202)

    def _start(self, body: bytes) -> Any:
        return self.jobs.shown(REQUEST.validate_json(body).start(self.store, self.jobs))

    def asked(self, request: Asked) -> Any:
        """How a job stands."""
        job = self.jobs.find(request.path_params["id"])
        if job is None:
            raise HTTPException(404, "There is no such job; it may have been forgotten.")
        if request.method == "DELETE":
            self.jobs.cancel(job)
        return self.jobs.shown(job)


def _number(request: Asked, name: str, least: int, most: int) -> int:
    text = request.query_params.get(name, "")
    try:
        value = int(text)
    except ValueError:
        value = least - 1
    if not least <= value <= most:
        raise UserError(f"{name}: '{text[:40]}' is not a whole number from {least} to {most}.")
    return value


Answering = Callable[[Asked], Any]


def _route(address: str, answer: Answering, methods: tuple[str, ...] = ("GET",)) -> Route:
    """A route whose answer is JSON, made in a thread."""

    async def endpoint(request: Asked) -> Response:
        return await _answer(answer, request)

    return Route(address, endpoint, methods=list(methods))


async def _answer(answer: Answering, request: Asked, status: int = 200) -> Response:
    """The answer as JSON; what goes wrong as {error} with its status."""
    try:
        found = await run_in_threadpool(answer, request)
        return Response(compact(found), status, media_type="application/json")
    except Full as error:
        return _error(429, str(error))
    except UserError as error:
        return _error(422, str(error))
    except ValidationError as error:
        return _error(422, listed(findings_of(error)[:20]))


def _error(status: int, text: str) -> Response:
    return JSONResponse({"error": text}, status)


async def _http_error(request: Asked, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _error(error.status_code, error.detail)


async def _gone(request: Asked, error: Exception) -> Response:
    return _error(400, "The request ended before it was whole.")


async def _server_error(request: Asked, error: Exception) -> Response:
    log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return _error(500, "The server failed at this, and not by your mistake: see its log.")


async def _page(request: Asked) -> Response:
    marks = {name: hashlib.sha256(built(name).encode()).hexdigest()[:12] for name in FILES}
    head = f'<link rel="stylesheet" href="/static/page.css?{marks["page.css"]}">'
    body = f'<script type="module" src="/static/page.js?{marks["page.js"]}"></script>'
    return HTMLResponse(shell("Westphalia", head, body))


async def _static(request: Asked) -> Response:
    name = request.path_params["name"]
    if name not in FILES:
        raise HTTPException(404, "There is no such file.")
    aged = {"Cache-Control": "max-age=31536000, immutable"} if request.url.query else {}
    return Response(built(name), media_type=FILES[name], headers=aged)


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
            _route("/api/home", api.home),
            _route("/api/runs", api.runs),
            _route("/api/runs/{key}", api.view),
            _route("/api/runs/{key}/record", api.record),
            _route("/api/runs/{key}/why", api.why),
            _route("/api/lessons", api.lessons),
            Route("/api/play", api.play, methods=["POST"]),
            Route("/api/jobs", api.job, methods=["POST"]),
            _route("/api/jobs/{id}", api.asked, ("GET", "DELETE")),
        ],
        middleware=[Middleware(Guard, hosts=hosts), Middleware(GZipMiddleware, minimum_size=1000)],
        exception_handlers={
            HTTPException: _http_error,
            ClientDisconnect: _gone,
            Exception: _server_error,
        },
        lifespan=lifespan,
    )
