"""The web application: pages, live socket, sign-in and the API for machines, on one port."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import reflex as rx
import structlog

from crm_app.api.app import app as machine_api
from crm_app.bootstrap import close_runtime, open_runtime
from crm_app.kit import log
from crm_app.kit.settings import settings
from crm_app.ui import live, theme
from crm_app.ui.guard import Guard, QuietAboutStrangers
from crm_app.ui.hosts import Hosts
from crm_app.ui.imports.routes import routes as import_routes
from crm_app.ui.inbox.routes import routes as inbox_routes
from crm_app.ui.installation.routes import routes as installation_routes
from crm_app.ui.people.routes import routes as people_routes
from crm_app.ui.routes import PAGES
from crm_app.ui.serving import Pages, compressed
from crm_app.ui.sign_in.routes import routes as sign_in_routes
from crm_app.ui.standing import Standing

log.set_up(settings().log_level)
logger = structlog.get_logger()


@asynccontextmanager
async def running() -> AsyncIterator[None]:
    """The runtime, for as long as the server runs; news goes to open pages meanwhile."""
    await open_runtime()
    logging.getLogger("reflex_base.event.processor.event_processor").addFilter(QuietAboutStrangers())
    try:
        async with live.delivering(app):
            yield
    finally:
        await close_runtime()


def tell_the_log(exception: Exception) -> None:
    """What no decorator caught; Reflex answers with code to evaluate, which the content policy refuses."""
    logger.error("event_failed", exc_info=exception)


def tell_the_log_briefly(exception: Exception) -> None:
    """A browser's own report of a failure: anybody can send one, so it is kept short."""
    logger.warning("browser_failed", said=str(exception)[:500])


app = rx.App(
    api_transformer=[
        sign_in_routes(),
        installation_routes(),
        inbox_routes(),
        import_routes(),
        people_routes(),
        machine_api,
        partial(Pages, pages={page.path: page.public for page in PAGES}),
        compressed,
        Hosts,
    ],
    head_components=[
        rx.el.script(src="/boot.js"),
        rx.el.link(rel="icon", href="/favicon.svg", type="image/svg+xml"),
        rx.el.style(theme.custom_properties()),
    ],
    stylesheets=["/inbox.css", "/people.css", "/tacit.css", "/workspaces.css"],
    html_lang="en",
    toaster=None,  # notices, the line about a lost connection and the failed page are our own
    app_wraps={},
    backend_exception_handler=tell_the_log,
    frontend_exception_handler=tell_the_log_briefly,
)
app.add_middleware(Guard())
app.register_lifespan_task(running)
for page in PAGES:
    arriving = page.on_load if page.public else [page.on_load, Standing.arrive]
    app.add_page(page.build, route=page.path, title=page.title, on_load=arriving)
