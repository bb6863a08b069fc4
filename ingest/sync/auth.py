"""How requests are given their token, and how a new one is got."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from dlt.sources.helpers.rest_client.auth import OAuth2ClientCredentials
from requests import PreparedRequest
from requests.auth import AuthBase

from ingest.sync.session import ApiError, Session

__all__ = ["BodyToken", "OAuthToken"]


class OAuthToken(OAuth2ClientCredentials):
    """An OAuth 2 token for an application's id and secret; with a refresh token, one for the user who gave it."""

    def __init__(self, url: str, secrets: Mapping[str, str], session: Session, *, scheme: str = "Bearer") -> None:
        grant = (
            {"grant_type": "refresh_token", "refresh_token": secrets["refresh_token"]}
            if "refresh_token" in secrets
            else {"grant_type": "client_credentials"}
        )
        super().__init__(
            access_token_url=url,
            client_id=secrets["client_id"],
            client_secret=secrets["client_secret"],
            access_token_request_data=grant,
            session=session,
        )
        self._scheme = scheme

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        super().__call__(request)
        request.headers["Authorization"] = f"{self._scheme} {self.access_token}"
        return request

    def renew(self) -> None:
        self.obtain_token()

    def is_own(self, request: PreparedRequest) -> bool:
        """Whether `request` is the one that asks for a token."""
        return request.url == self.access_token_url

    def parse_access_token(self, response_json: Any) -> str:
        token = response_json.get("access_token")
        if not token:
            raise ApiError("No token is given for these credentials.", "docs/syncing.md says how to get them.")
        return str(token)


class BodyToken(AuthBase):
    """A token that goes into the JSON body of each request, beside who asks (纷享销客).

    `ask` is the body that asks for a token at `url`; `fields` are the fields of its reply that go into every body.
    """

    def __init__(
        self, url: str, ask: Mapping[str, str], fields: tuple[str, ...], always: Mapping[str, str], session: Session
    ) -> None:
        self._url, self._ask, self._fields, self._always, self._session = url, ask, fields, always, session
        self._token: dict[str, str] | None = None

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        if self._token is None:
            self.renew()
        asked = json.loads(request.body) if isinstance(request.body, str | bytes) else {}
        body = asked | dict(self._always) | (self._token or {})
        request.prepare_body(data=None, files=None, json=body)
        return request

    def renew(self) -> None:
        reply = self._session.post(self._url, json=dict(self._ask)).json()
        missing = [name for name in self._fields if not reply.get(name)]
        if missing:
            raise ApiError(
                f"The reply to the credentials has no {missing[0]}.", "docs/syncing.md says how to get them."
            )
        self._token = {name: str(reply[name]) for name in self._fields}

    def is_own(self, request: PreparedRequest) -> bool:
        """Whether `request` is the one that asks for a token."""
        return request.url == self._url
