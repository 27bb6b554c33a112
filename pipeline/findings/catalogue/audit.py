"""The audit: what of a bundle, read back, is not as its parts and its meeting want it."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.findings.catalogue.entry import Entry, error


def _amiss(what: str) -> Entry:
    return error(
        what,
        "Open the enclosure in the program that it comes from and export it as PDF again; if that does not help, "
        "report it, with the file: the same files give the same bundle, however often it is built.",
    )


ENTRIES: Mapping[str, Entry] = {
    "audit-unread": _amiss("The bundle can't be read."),
    "audit-property": _amiss("Its {property} is “{found}” and should be “{wanted}”."),
    # --- pages --------------------------------------------------------------------------------------
    "audit-page-count": _amiss("Its pages: {found}; those of its parts: {wanted}."),
    "audit-page": _amiss("It does not show what {file} has there."),
    "audit-page-resources": _amiss("Its fonts or pictures are not those of {file}."),
    "audit-page-size": _amiss("Its size or rotation is not that of {file}."),
    "audit-label": _amiss("Its label is “{found}” and should be “{wanted}”."),
    "audit-stamp": _amiss("Its stamp says “{found}” and should say “{wanted}”."),
    "audit-stamp-lacks": _amiss("Its stamp does not say “{wanted}”."),
    "audit-stamp-unseen": _amiss("Its stamp is outside of what is seen of the page."),
    "audit-mark": _amiss("Its {mark} says “{found}” and should say “{wanted}”."),
    "audit-mark-unseen": _amiss("Its {mark} is outside of what is seen of the page."),
    # --- what leads somewhere -----------------------------------------------------------------------
    "audit-outline": _amiss("Its outline has {found} where it should have {wanted}."),
    "audit-outline-count": _amiss("Lines of its outline: {found}; there should be {wanted}."),
    "audit-annotations": _amiss("Its links and fields: {found}; those of its source: {wanted}."),
    "audit-links": _amiss("Its links: {found}; those of its source: {wanted}."),
    "audit-action": _amiss("It has an action of the kind {kind}."),
    "audit-link-nowhere": _amiss("The link “{address}” leads to no page."),
    "audit-link": _amiss("A link leads to {found} and should lead to {wanted}."),
    "audit-destination": _amiss("Its destination “{name}” does not lead to page {page} of its part."),
    # --- what it carries ----------------------------------------------------------------------------
    "audit-field-missing": _amiss("Its form field “{name}” is missing."),
    "audit-field-more": _amiss("It has a form field “{name}”, which no part has."),
    "audit-field": _amiss("Its form field “{name}” holds {found} and should hold {wanted}."),
    "audit-attachment": _amiss("Its attached file “{name}” is missing."),
    "audit-attachment-program": _amiss("Its attached file “{name}” is a program."),
    "audit-attached": _amiss("What it says of its attached file “{name}” is not what that is."),
    "audit-attachments": _amiss("Its attached files: {found}; those of its parts: {wanted}."),
    "audit-layer-shown": _amiss("Its layer “{name}” is not there, or hidden; it should be shown."),
    "audit-layer-hidden": _amiss("Its layer “{name}” is not there, or shown; it should be hidden."),
    "audit-threads": _amiss("Its article threads: {found}; those of its parts: {wanted}."),
    # --- tags ---------------------------------------------------------------------------------------
    "audit-tag-shared": _amiss("In its tags, {thing} shares the key {key} with another."),
    "audit-parts-share": _amiss("In its tags, pages of several parts share the key {key}."),
    "audit-tag-unknown": _amiss("In its tags, the key {key} of {thing} is not known."),
    "audit-tag-loose": _amiss("The tags of {thing} are in no structure tree."),
    "audit-tags-lost": _amiss("Its tags are lost."),
    "audit-marked": _amiss("Some of its content is found from no tag: {numbers}."),
    "audit-tag-part": _amiss("Its tags have {found} where {wanted} should be."),
    "audit-tag": _amiss("Its tags have {found} where {wanted} should be."),
    "audit-all-tagged": _amiss("It says that all of it is tagged; it is not."),
}
