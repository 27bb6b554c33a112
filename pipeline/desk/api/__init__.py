"""The interface for programs, below ``/api/v1``: JSON and files go in and out, with a token; OpenAPI describes it.

It does what the pages do, by the same functions. Whatever goes wrong is told as ``problems``: findings with a code, a
place, values and words.

============  ========================================================
``records``   what goes in and comes out
``answering`` what all operations have in common
``meetings``  meetings, their facts, what is wrong with them
``papers``    what they are made from: enclosures, templates, recipients
``making``    previews, builds, what was made; one file by itself
``sealing``   the signed copy, and the archive
============  ========================================================
"""

from __future__ import annotations

from fastapi import APIRouter, Depends
from fastapi.security import HTTPBearer

from pipeline.desk.api import making, meetings, papers, sealing
from pipeline.desk.api.records import Problems

router = APIRouter(
    prefix="/api/v1",
    responses={"default": {"model": Problems, "description": "What went wrong"}},
    dependencies=[Depends(HTTPBearer(auto_error=False, description="A token that a person made on the desk's page"))],
)
for _each in (meetings, papers, making, sealing):
    router.include_router(_each.router)
