"""Errors as people and programs can use them: a page with a way on, or {"message", "hint"} as JSON."""

from __future__ import annotations

from apiflask import HTTPError
from flask import Flask, Response, current_app, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from guanxi.errors import GuanxiError, MergedError, TemplateError

__all__ = ["init_app", "told"]


def init_app(app: Flask) -> None:
    app.register_error_handler(GuanxiError, _expected)
    app.register_error_handler(MergedError, _merged)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(HTTPError, _invalid)
    app.register_error_handler(Exception, _unexpected)


def told(error: GuanxiError) -> tuple[str, str]:
    """The message and the hint, in the reader's language where they are templates."""
    if not isinstance(error, TemplateError):
        return error.message, error.hint
    hint = _(error.hint_template) if error.hint_template else ""
    return _(error.template).format(**error.values), hint.format(**error.values)


def _expected(error: GuanxiError) -> ResponseReturnValue:
    if error.status == 503:
        current_app.logger.error("%s %s", error.message, error.hint)
    return _answer(error.status, *told(error))


def _merged(error: MergedError) -> ResponseReturnValue:
    """The same address with what stands for the record in its place, where the address names it."""
    named = request.view_args or {}
    for name, value in named.items():
        if str(value).endswith(error.named):
            stand = str(value).removesuffix(error.named) + error.stand
            return redirect(url_for(str(request.endpoint), **{**request.args, **named, name: stand}))
    return _expected(error)


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None:
        return error.response
    status = error.code or 500
    message, hint = _texts(error, status)
    return _answer(status, message, hint)


def _invalid(error: HTTPError) -> ResponseReturnValue:
    """What is asked of the API does not fit its schema: name each field that is wrong."""
    problems = [
        f"{field}: {' '.join(map(str, reasons))}"
        for fields in (error.detail or {}).values()
        for field, reasons in fields.items()
    ]
    return _answer(error.status_code, error.message or "", "; ".join(problems))


def _unexpected(error: Exception) -> ResponseReturnValue:
    current_app.logger.exception("%s %s failed", request.method, request.path)
    return _answer(500, _("Something went wrong here."), _("It has been written to the log. Try again in a moment."))


def _texts(error: HTTPException, status: int) -> tuple[str, str]:
    if isinstance(error, CSRFError):
        return _("This form is too old."), _("Go back, load the page again and repeat what you did.")
    known = {
        401: (_("You are not logged in."), _("Log in and try again.")),
        403: (_("This is not for your role."), _("Ask an administrator for the role that you need.")),
        404: (_("There is no such page."), _("Check the address, or search by name at the top.")),
        413: (_("That is too much at once."), _("Send less.")),
        429: (_("Too many attempts."), _("Wait a minute and try again.")),
    }
    return known.get(status, (error.name, error.description or ""))


def _answer(status: int, message: str, hint: str) -> ResponseReturnValue:
    if request.path.startswith("/api/"):
        return jsonify(message=message, hint=hint), status
    if "HX-Request" in request.headers:
        return Response(f"{message} {hint}".strip(), status, mimetype="text/plain")
    return render_template("shell/error.html", status=status, message=message, hint=hint), status
