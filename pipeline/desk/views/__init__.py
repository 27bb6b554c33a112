"""The pages, a subject a file: a request goes in, what a page shows comes out."""

from __future__ import annotations

from pipeline.desk.views import (
    archive,
    building,
    checking,
    enclosures,
    entering,
    facts,
    looking,
    meetings,
    passwords,
    recipients,
    signing_in,
    starting,
    templates,
)

ROUTERS = (
    entering.router,
    signing_in.router,
    meetings.router,
    checking.router,
    building.router,
    facts.router,
    enclosures.router,
    recipients.router,
    starting.router,
    looking.router,
    archive.router,
    templates.router,
    passwords.router,
)
"""In the order in which they are asked."""
