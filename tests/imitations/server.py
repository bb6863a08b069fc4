"""What all imitations share: a server, a log of requests, and faults to order."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass
class Request:
    method: str
    path: str
    query: dict[str, str]
    body: Any
    headers: dict[str, str]

    @property
    def what(self) -> str:
        """Everything that says which page is asked for."""
        return json.dumps([self.method, self.path, self.query, self.body], sort_keys=True, ensure_ascii=False)


@dataclass
class Reply:
    body: Any = None
    """Sent as JSON, or as it is where it is bytes."""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    truncated: bool = False


MALFORMED = Reply(b'{"results": [{"id": "1", "proper')
TRUNCATED = Reply(b'{"results": []}', truncated=True)


class Imitation:
    """An API. Subclasses say how it answers; `order` makes it fail at a certain request."""

    def __init__(self) -> None:
        self.log: list[Request] = []
        self.pause = 0.0
        self.orders: dict[int, Reply | Callable[[], None]] = {}
        self.url = ""

    def answer(self, request: Request) -> Reply:
        raise NotImplementedError

    def order(self, number: int, fault: Reply | Callable[[], None]) -> None:
        """At the request of that number (from 1, not counting those for tokens): a fault, or something that happens."""
        self.orders[number] = fault

    def is_for_token(self, request: Request) -> bool:
        return "oken" in request.path

    @property
    def asked(self) -> list[Request]:
        """The requests for data, in order."""
        return [request for request in self.log if not self.is_for_token(request)]

    def handle(self, request: Request) -> Reply:
        time.sleep(self.pause)
        self.log.append(request)
        if not self.is_for_token(request):
            ordered = self.orders.pop(len(self.asked), None)
            if isinstance(ordered, Reply):
                return ordered
            if ordered is not None:
                ordered()
        return self.answer(request)

    @contextmanager
    def running(self) -> Iterator[str]:
        server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        self.url = f"http://127.0.0.1:{server.server_port}"
        try:
            yield self.url
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


def _handler(imitation: Imitation) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _serve(self) -> None:
            url = urlsplit(self.path)
            raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            kind = self.headers.get("Content-Type", "")
            body = dict(parse_qsl(raw.decode())) if "form" in kind else json.loads(raw or b"null")
            query = dict(parse_qsl(url.query))
            request = Request(self.command, url.path, query, body, dict(self.headers))
            self._send(imitation.handle(request))

        do_GET = do_POST = _serve  # noqa: N815

        def _send(self, reply: Reply) -> None:
            content = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
            if reply.status in (204, 304):
                content = b""
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content) + (100 if reply.truncated else 0)))
            self.end_headers()
            self.wfile.write(content)
            if reply.truncated:
                self.close_connection = True

        def log_message(self, *args: Any) -> None:
            pass

    return Handler
