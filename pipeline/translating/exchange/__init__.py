"""Words go out to translators' programs and come back: a meeting goes in, a PO, XLIFF or TMX file comes out; such a
file goes in, and the files that are to be written come out.

What is translated is the same for all kinds of files (``units``): a segment a paragraph or a phrase, of
``meeting.toml`` (``facts``), catalogues of phrases (``catalogues``), Word templates (``documents``), messages
(``messages``) and letterheads (``letterheads``), all of them gathered in ``files``. How a kind of file for translators
has them is in ``po``, ``xliff`` and ``tmx``; ``doors`` is the way out and the way back.
"""
