"""The pages, a subject a file: a request goes in, what a page shows comes out."""

from __future__ import annotations

from pipeline.desk.views import entering, meetings

ROUTERS = (entering.router, meetings.router)
"""In the order in which they are asked."""
