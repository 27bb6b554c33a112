"""The pages, a subject a file: a request goes in, what a page shows comes out."""

from __future__ import annotations

from pipeline.desk.views import building, checking, entering, meetings

ROUTERS = (entering.router, meetings.router, checking.router, building.router)
"""In the order in which they are asked."""
