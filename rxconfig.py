"""What Reflex needs to know, from the same settings as everything else."""

import os
import sysconfig

import reflex as rx
from reflex.plugins import Plugin

from crm_app.kit.settings import settings

# The wheel's Node and npm come before any other: many machines have none, or one that Reflex refuses.
os.environ["PATH"] = sysconfig.get_path("scripts") + os.pathsep + os.environ.get("PATH", "")
os.environ.setdefault("REFLEX_USE_NPM", "1")

STATE_JS = "utils/state.js"
TAKES_HOST = "endpoint.hostname = frontend_hostname;"
TAKES_PORT_TOO = TAKES_HOST + " endpoint.port = window.location.port;"


class SameOrigin(Plugin):
    """Lets the browser find the server at the page's own address.

    Reflex bakes the port of the build into the pages and replaces only the host name in the browser. With the port
    replaced too, one build serves on every port and behind every proxy. While developing, the server has a port of
    its own, so the original line is put back.
    """

    def pre_compile(self, **context) -> None:
        context["add_modify_task"](STATE_JS, own_port if developing else same_port)


def same_port(script: str) -> str:
    """Add the port to the line that takes the page's host name; a Reflex that lost the line stops the build."""
    if TAKES_HOST not in script:
        raise RuntimeError(f"{STATE_JS} has no line {TAKES_HOST!r}: this is not the pinned Reflex")
    return own_port(script).replace(TAKES_HOST, TAKES_PORT_TOO)


def own_port(script: str) -> str:
    """The script as Reflex wrote it."""
    return script.replace(TAKES_PORT_TOO, TAKES_HOST)


known = settings()
developing = os.environ.get("REFLEX_ENV_MODE") == "dev"  # pages from Vite, the rest from a second port

config = rx.Config(
    app_name="crm_app",
    frontend_port=known.port,
    backend_port=known.port + 5000 if developing else known.port,
    redis_url=known.redis_url,
    state_manager_mode="redis" if known.redis_url else "memory",
    cors_allowed_origins=known.origins,
    trusted_proxy_hops=known.trusted_proxies,
    telemetry_enabled=False,
    show_built_with_reflex=False,
    default_color_mode="system",
    plugins=[SameOrigin()],
    disable_plugins=[rx.plugins.SitemapPlugin],
)
