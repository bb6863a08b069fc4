"""Work in the background: jobs in the app store, done one after another by a process of their own each.

A job whose app has died is `interrupted` and can be run again. Short looks at files do not wait for long loads.
"""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Lock, Thread
from typing import IO, Any, cast

import psutil
from flask import Flask, current_app
from sqlalchemy import select, update

from guanxi.appstore import Job
from guanxi.errors import NotFoundError
from web.services import Services

__all__ = ["ENDED", "Jobs", "jobs"]

ENDED = ("done", "failed", "interrupted")
"""The states of a job that does nothing any more."""

_TASKS = {
    "look": "look",
    "check": "ingest",
    "import": "ingest",
    "replay": "replay",
    "undo": "undo",
    "analyze": "analyze",
}
"""What the process of each kind of job does."""
_LANES = (("look", "check"), ("import", "replay", "undo", "analyze"))
"""Kinds of jobs that wait for each other."""
_SECONDS_BETWEEN = 0.4


class Jobs:
    """The jobs of an app. `after` has what is done once a job of a kind is done."""

    def __init__(self, services: Services) -> None:
        self.after: dict[str, Callable[[Job], None]] = {}
        self._services = services
        self._lock = Lock()
        self._workers: dict[tuple[str, ...], Thread] = {}
        self._processes: dict[str, subprocess.Popen[str]] = {}
        self._recovered = False

    def init_app(self, app: Flask) -> None:
        app.extensions["guanxi_jobs"] = self

    def start(self, kind: str, user_id: int, request: dict[str, Any], arguments: dict[str, Any]) -> str:
        """Have a job done; return its id. `request` is for whoever shows it, `arguments` are for its process."""
        job = Job(
            id=secrets.token_urlsafe(12),
            kind=kind,
            user_id=user_id,
            status="waiting",
            request={**request, "arguments": arguments},
            progress={},
        )
        with self._services.appstore.session() as session:
            session.add(job)
        self._wake()
        return job.id

    def get(self, job_id: str) -> Job:
        """A job as it stands. Raises NotFoundError."""
        self._wake()
        with self._services.appstore.session() as session:
            job = session.get(Job, job_id)
        if job is None:
            raise NotFoundError("There is no such job.")
        return job

    def recent(self, *kinds: str, limit: int = 10) -> list[Job]:
        """The newest jobs of these kinds."""
        self._wake()
        chosen = select(Job).where(Job.kind.in_(kinds)).order_by(Job.created_at.desc(), Job.id).limit(limit)
        with self._services.appstore.session() as session:
            return list(session.scalars(chosen))

    def cancel(self, job_id: str) -> None:
        """End a job that waits or runs; what it has loaded stays, as after any interruption."""
        with self._lock:
            process = self._processes.get(job_id)
            self._set(job_id, ("waiting", "running"), status="interrupted", ended_at=_now())
        if process is not None and process.stdin is not None:
            process.stdin.close()

    def run_again(self, job_id: str) -> None:
        """Have a job that failed or was interrupted done again: what it loaded already is not loaded twice."""
        changes: dict[str, Any] = {"status": "waiting", "progress": {}, "error": None, "result": None, "ended_at": None}
        self._set(job_id, ("failed", "interrupted"), **changes)
        self._wake()

    def _wake(self) -> None:
        """See to it that somebody works where a job waits."""
        with self._lock:
            if not self._recovered:
                self._recover()
                self._recovered = True
            for lane in _LANES:
                if lane not in self._workers and self._next(lane) is not None:
                    self._workers[lane] = Thread(target=self._work, args=(lane,), daemon=True)
                    self._workers[lane].start()

    def _recover(self) -> None:
        with self._services.appstore.session() as session:
            for job in session.scalars(select(Job).where(Job.status == "running")):
                process = job.progress.get("process")
                if process == os.getpid() or not psutil.pid_exists(process or 0):
                    job.status, job.ended_at = "interrupted", _now()

    def _next(self, lane: tuple[str, ...]) -> Job | None:
        waiting = select(Job).where(Job.status == "waiting", Job.kind.in_(lane)).order_by(Job.created_at, Job.id)
        with self._services.appstore.session() as session:
            return session.scalars(waiting.limit(1)).first()

    def _work(self, lane: tuple[str, ...]) -> None:
        while True:
            with self._lock:
                job = self._next(lane)
                if job is None:
                    del self._workers[lane]
                    return
                self._set(job.id, ("waiting",), status="running", progress={"process": os.getpid()})
                process = self._processes[job.id] = self._process()
            try:
                self._follow(job, process)
            finally:
                del self._processes[job.id]

    def _process(self) -> subprocess.Popen[str]:
        command = [sys.executable, "-P", "-m", "ingest.child"]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")

    def _follow(self, job: Job, process: subprocess.Popen[str]) -> None:
        """Hand a process its task, and keep what it says until it ends."""
        said: dict[str, Any] = {}
        kept_at = 0.0
        try:
            self._hand(job, process)
            for line in process.stdout or ():
                said = json.loads(line)
                if "progress" in said and time.monotonic() - kept_at >= _SECONDS_BETWEEN:
                    kept_at = time.monotonic()
                    progress = {**said["progress"], "process": os.getpid()}
                    self._set(job.id, ("running",), progress=progress)
        except (BrokenPipeError, ValueError):
            said = {}
        finally:
            if process.stdin is not None:
                process.stdin.close()
            if process.stdout is not None:
                process.stdout.close()
            process.wait()
        self._conclude(job, said)

    def _hand(self, job: Job, process: subprocess.Popen[str]) -> None:
        settings = self._services.settings.model_dump(mode="json")
        settings["app"]["database"] = self._services.appstore.engine.url.render_as_string(hide_password=False)
        task = {"settings": settings, "task": _TASKS[job.kind], "arguments": job.request["arguments"]}
        stdin = cast(IO[str], process.stdin)
        stdin.write(json.dumps(task) + "\n")
        stdin.flush()

    def _conclude(self, job: Job, said: dict[str, Any]) -> None:
        changes: dict[str, Any] = {"ended_at": _now()}
        if "result" in said:
            changes |= {"status": "done", "result": said["result"]}
        elif "error" in said:
            changes |= {"status": "failed", "error": f"{said['error']} {said['hint']}".strip()}
        else:
            changes |= {"status": "interrupted"}
        self._set(job.id, ("running",), **changes)
        if changes["status"] == "done" and job.kind in self.after:
            self.after[job.kind](job)

    def _set(self, job_id: str, states: tuple[str, ...], **changes: Any) -> None:
        """Change a job that is in one of these states."""
        with self._services.appstore.session() as session:
            session.execute(update(Job).where(Job.id == job_id, Job.status.in_(states)).values(**changes))


def jobs() -> Jobs:
    """The jobs of the running app."""
    return cast(Jobs, current_app.extensions["guanxi_jobs"])


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
