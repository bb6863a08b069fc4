"""Paginators that can be asked where they are, and begin there again after the process has ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dlt.sources.helpers.rest_client.paginators import (
    BaseReferencePaginator,
    JSONLinkPaginator,
    JSONResponseCursorPaginator,
    SinglePagePaginator,
)
from requests import Request, Response

from guanxi.errors import GuanxiError

__all__ = ["ByKey", "ByLink", "ByToken", "OnePage", "PageNumbers", "Resumable"]


class Resumable(BaseReferencePaginator):
    """A paginator whose place is a text: `position`, None before the first page and after the last."""

    @property
    def position(self) -> str | None:
        return self._next_reference

    def begin_at(self, position: str | None) -> None:
        """Let the first request be the one for `position`."""
        if position is not None:
            self._next_reference = position

    def init_request(self, request: Request) -> None:
        if self.position is not None:
            self.update_request(request)


class ByToken(Resumable, JSONResponseCursorPaginator):
    """The reply has a token (at `cursor_path`) that is a parameter of the next request."""


class ByLink(Resumable, JSONLinkPaginator):
    """The reply has the address of the next page (at `next_url_path`)."""


class OnePage(Resumable, SinglePagePaginator):
    """All is in one reply."""


class PageNumbers(Resumable):
    """Pages have numbers from 1; the reply says at info.more_records whether there is another (Zoho)."""

    def update_state(self, response: Response, data: list[Any] | None = None) -> None:
        info = response.json().get("info") or {}
        self._next_reference = str(int(info.get("page", 1)) + 1) if info.get("more_records") and data else None

    def update_request(self, request: Request) -> None:
        if isinstance(request.params, dict):
            request.params = request.params | {"page": self.position}


class ByKey(Resumable):
    """Records are sorted by a key, and each page is asked for as those after the last key so far.

    Records that change while the pages are read keep their place, so none is passed over; and there is no limit on how
    far one can read. `place` puts the key into the body of the request; a page with fewer than `size` is the last.
    """

    def __init__(self, key: str, size: int, place: Callable[[dict[str, Any], str], None]) -> None:
        super().__init__()
        self._key, self._size, self._place = key, size, place

    def update_state(self, response: Response, data: list[Any] | None = None) -> None:
        if not data or len(data) < self._size:
            self._next_reference = None
            return
        last = str(data[-1][self._key])
        if last == self.position:
            raise GuanxiError(f"The page after {self._key} {last} ends with it again.", "Tell the API's vendor.")
        self._next_reference = last

    def update_request(self, request: Request) -> None:
        if self.position is not None and isinstance(request.json, dict):
            self._place(request.json, self.position)
