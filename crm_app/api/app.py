"""HTTP for machines: every route, put together. What is not here goes on to the pages."""

from starlette.applications import Starlette
from starlette.routing import Route

from crm_app.api import health

app = Starlette(
    routes=[
        Route("/health", health.ready),
        Route("/health/ready", health.ready),
        Route("/health/live", health.live),
    ]
)
