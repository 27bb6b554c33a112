"""Stage 5, bundle: a letter and its numbered enclosures go in, one numbered, linked and stamped PDF comes out.

=================  ==========================================================
``assemble``       the order of the work: read it first (:func:`~pipeline.bundle.assemble.bundle`)
``source``         opens a part, or says why it can't be opened
``actions``        what a link or a button may do in a bundle
``destinations``   where a link goes: named destinations become pages, and stay
``siblings``       which enclosure a link between files leads to
``annotations``    links, their descriptions, and links between enclosures
``outline``        the outline (bookmarks)
``labels``         the page labels
``view``           a page as it is seen, whatever its boxes and rotation
``content``        what a page's content stream says: graphics states left open, how far up it draws
``room``           where on a page a stamp covers nothing
``shaping``        a stamp's words as signs from left to right, Arabic letters joined
``stamps``         the words that pages bear besides their own, in one font
``marking``        stamps, numbers and a draft's mark, each put where it covers nothing
``forms``          form fields, each enclosure's under a name of its own
``unlisted``       fields whose form was lost
``layers``         what is shown and what is hidden
``threads``        articles that run over pages
``attachments``    attached files, each named by its enclosure; no programs
``structure``      the tags of all parts in one structure tree
``paper``          an enclosure with every page on sheets of one size
``blanks``         blank pages, so that each part begins on a right-hand page
``share``          equal fonts, pictures and profiles, stored once
``intent``         what the colours mean
``declaration``    what the bundle declares of PDF/A and PDF/UA, once it is checked, and why not more
``catalog``        title, author, dates, language, how viewers open the file
``save``           writes a file whole or not at all
``signed``         the scan of a signed letter, with the letter's links and words
``letter``         the letter that travels alone, its links pointing at the enclosures' files
=================  ==========================================================
"""
