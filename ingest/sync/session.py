"""The one way to an API: no faster than it allows, again when it fails for a while, with a new token when need be."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.exceptions import ChunkedEncodingError, ConnectionError, ContentDecodingError, Timeout
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential_jitter

from guanxi.errors import GuanxiError

__all__ = ["ApiError", "Session", "StalePositionError"]

_CONNECT_S, _READ_S = 10, 120
_UNREACHED = (ConnectionError, Timeout, ChunkedEncodingError, ContentDecodingError)
_MESSAGE_LENGTH = 200
_NOTHING = (204, 304)


class ApiError(GuanxiError):
    """An API that refuses, or does not answer as its documents say."""


class StalePositionError(ApiError):
    """The API no longer knows the page that was to be the next."""


class _RetryableError(Exception):
    """Something that may pass: `sentence` says what, `after` how many seconds the API asks us to wait."""

    def __init__(self, sentence: str, after: float | None = None) -> None:
        super().__init__(sentence)
        self.sentence, self.after = sentence, after


class _ExpiredError(Exception):
    """The token is no longer good."""


@dataclass(frozen=True)
class Rules:
    """How one API is to be talked to; see `Product` for the fields of the same name."""

    title: str
    paces: tuple[tuple[str, float], ...]
    error: Callable[[Any, int], tuple[str, str] | None]
    errors: Mapping[str, str]
    attempts: int
    longest_wait_s: float
    hosts: frozenset[str]
    secrets: tuple[str, ...]


class Session(requests.Session):
    """A session for one run: every request goes through `send`. `authority`, once set, gives requests their token."""

    def __init__(self, rules: Rules, sleep: Callable[[float], None] = time.sleep) -> None:
        super().__init__()
        self.rules = rules
        self.auth = lambda request: request
        self.authority: Any = None
        self.server_time: datetime | None = None
        """The API's clock at its latest reply."""
        self._sleep = sleep
        self._last_request: dict[str, float] = {}
        self._jitter = wait_exponential_jitter(initial=1, max=rules.longest_wait_s, jitter=1)

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        """The reply, once there is a good one. Raises ApiError with a sentence where there will be none."""
        host = urlsplit(request.url or "").netloc
        if host not in self.rules.hosts:
            raise ApiError(f"{self.rules.title} sends us on to {host!r}.", "Check base_url of the connection.")
        kwargs |= {"timeout": (_CONNECT_S, _READ_S), "allow_redirects": False}
        retrying = Retrying(
            retry=retry_if_exception_type(_RetryableError),
            stop=stop_after_attempt(self.rules.attempts),
            wait=self._wait,
            sleep=self._sleep,
            reraise=True,
        )
        try:
            return retrying(self._authorised, request, **kwargs)
        except _RetryableError as error:
            tries = self.rules.attempts
            raise ApiError(f"{error.sentence} ({tries} times).", "Run the sync again later: it goes on here.") from None

    def _wait(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = error.after if isinstance(error, _RetryableError) else None
        return self._jitter(state) if asked is None else asked

    def _authorised(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        try:
            return self._attempt(request, **kwargs)
        except _ExpiredError as error:
            if not hasattr(self.authority, "renew") or self.authority.is_own(request):
                raise self._refused(str(error)) from None
        self.authority.renew()
        try:
            return self._attempt(self.authority(request), **kwargs)
        except _ExpiredError as error:
            raise self._refused(str(error)) from None

    def _attempt(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        self._keep_pace(urlsplit(request.url or "").path)
        try:
            response = super().send(request, **kwargs)
        except _UNREACHED as error:
            raise _RetryableError(
                f"{self.rules.title} cannot be reached, or breaks off ({type(error).__name__})"
            ) from None
        if "Date" in response.headers:
            self.server_time = _moment(response.headers["Date"]) or self.server_time
        self._judge(response)
        return response

    def _judge(self, response: requests.Response) -> None:
        status = response.status_code
        if status in _NOTHING:
            return
        try:
            reply = response.json()
        except ValueError:
            reply = None
        found = self.rules.error(reply, status) if reply is not None else None
        if found:
            self._judge_code(*found, response)
        told = f": {self._readable(found[1])}" if found and found[1] else ""
        title = self.rules.title
        if status == 429 or status >= 500:
            raise self._retryable(f"{title} answers with status {status}{told}", response)
        if status == 401:
            raise _ExpiredError(told)
        if status >= 300:
            where = urlsplit(response.url).path
            raise ApiError(
                f"{title} answers {where} with status {status}{told}.", "guanxi sync check tests the access."
            )
        if found:
            raise ApiError(f"{title} answers with error {found[0]}{told}.", "Its documents say what this means.")
        if reply is None:
            raise _RetryableError(f"{title} answers with something that is no JSON")

    def _judge_code(self, code: str, message: str, response: requests.Response) -> None:
        meaning = self.rules.errors.get(code)
        told = self._readable(message) or code
        if meaning == "retry":
            raise self._retryable(f"{self.rules.title} answers: {told}", response)
        if meaning == "expired":
            raise _ExpiredError(f": {told}")
        if meaning == "stale":
            raise StalePositionError(f"{self.rules.title} no longer knows the next page: {told}.")
        if meaning:
            raise ApiError(f"{self.rules.title} refuses: {told}.", meaning)

    def _retryable(self, sentence: str, response: requests.Response) -> Exception:
        """What to raise where the API fails for a while: final where that is longer than anybody would wait."""
        after = _retry_after(response)
        if after is None or after <= self.rules.longest_wait_s:
            return _RetryableError(sentence, after)
        return ApiError(f"{sentence}, for {after:.0f} seconds.", "Run the sync again then: it goes on here.")

    def _refused(self, told: str) -> ApiError:
        return ApiError(
            f"{self.rules.title} does not accept the credentials{told}.", "docs/syncing.md says how to get them."
        )

    def _readable(self, message: str) -> str:
        for secret in self.rules.secrets:
            message = message.replace(secret, "…")
        return " ".join(message.split())[:_MESSAGE_LENGTH].rstrip(".")

    def _keep_pace(self, path: str) -> None:
        ending, per_second = next((ending, pace) for ending, pace in self.rules.paces if path.endswith(ending))
        due = self._last_request.get(ending, 0.0) + 1 / per_second
        ahead = due - time.monotonic()
        if ahead > 0:
            self._sleep(ahead)
        self._last_request[ending] = time.monotonic()


def _retry_after(response: requests.Response) -> float | None:
    """Seconds until the API wants to be asked again, from its header: a number, or a date."""
    value = response.headers.get("Retry-After", "").strip()
    if value.isdigit():
        return float(value)
    moment = _moment(value)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds()) if moment else None


def _moment(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text).astimezone(UTC)
    except ValueError:
        return None
