"""The web app: `create_app` puts the screens together."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apiflask import APIFlask

    from graph.store import Store
    from guanxi.appstore import AppStore
    from guanxi.config import Settings

__all__ = ["create_app"]


def create_app(
    settings: Settings | None = None, *, store: Store | None = None, appstore: AppStore | None = None
) -> APIFlask:
    """The app under `settings` (those in force where none are given).

    `store` and `appstore` are used where they are given; else they are opened when they are first needed,
    so that the app starts, and says what is wrong, while Neo4j is down.
    """
    from apiflask import APIFlask

    from guanxi import __version__
    from guanxi.config import load
    from web import (
        account,
        api,
        campaigns,
        clusters,
        comments,
        compression,
        console,
        data,
        duplicates,
        errors,
        explore,
        followups,
        i18n,
        imports,
        influencers,
        live,
        login,
        map,
        people,
        quality,
        quarantine,
        queries,
        referrals,
        saved,
        security,
        segments,
        services,
        shell,
        today,
        tour,
        undo,
    )
    from web.freshness import Freshness
    from web.jobs import Jobs
    from web.live.broadcaster import Broadcaster

    settings = settings or load()
    app = APIFlask(
        __name__,
        title="Guanxi",
        version=__version__,
        spec_path="/api/openapi.json",
        docs_path=None,
        json_errors=False,
        template_folder=".",
    )
    shared = services.Services(settings, store, appstore)
    fresh = Freshness(shared)
    for part in (shared, Jobs(shared), fresh, Broadcaster(shared, fresh), compression, security, i18n, errors, imports):
        part.init_app(app)
    for screen in (
        shell,
        login,
        today,
        influencers,
        campaigns,
        account,
        map,
        people,
        explore,
        followups,
        clusters,
        segments,
        referrals,
        console,
        data,
        comments,
        queries,
        saved,
        live,
        tour,
        duplicates,
        imports,
        quarantine,
        quality,
        undo,
        *api.PARTS,
    ):
        app.register_blueprint(screen.blueprint)
    login.init_app(app)
    return app
