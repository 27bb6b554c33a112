"""Assembles the formal invitation package of an official meeting: metadata and templates go in, one PDF comes out.

The stages, each a function of values and paths:

1. :mod:`~pipeline.load`      ``meeting.toml``, ``config.toml`` → a checked :class:`~pipeline.model.Meeting`
2. :mod:`~pipeline.localise`  meeting, language → the wording: every word that a template may show
3. :mod:`~pipeline.merge`     wording, template, letterhead → a Word document
4. :mod:`~pipeline.convert`   any office file → a tagged PDF
5. :mod:`~pipeline.bundle`    letter and numbered enclosures → one PDF; :mod:`~pipeline.audit` reads it back,
                              and :mod:`~pipeline.report` tells people what was done
6. :mod:`~pipeline.archive`   a built package → a bag that can be checked and built again;
                              :mod:`~pipeline.compare` says what differs

:mod:`~pipeline.plan` has their order as :mod:`~pipeline.tasks`, :mod:`~pipeline.executor` does what is stale of them,
:mod:`~pipeline.building` goes from a meeting to its package, :mod:`~pipeline.archivist` does what archivists do,
:mod:`~pipeline.cli` is the command.
"""

__version__ = "0.1.0"
