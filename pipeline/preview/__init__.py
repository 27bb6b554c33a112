"""A look at papers before they go out: their pages as pictures, and where each word on them comes from.

===========  ============================================================================
``typed``    a meeting whose words know where in ``meeting.toml`` they were typed
``pages``    the pages of a PDF as pictures, and its words with their places
``sources``  where a word is from, in files, lines and paragraphs
``results``  what a preview answers with
``pairs``    the paragraphs of two languages, one against the other
``words``    what a word is from, as a sentence
``html``     the page that shows it; ``look``, how that looks and what it does
``watching`` a preview that is renewed at each save, and ``serving``, who shows it
===========  ============================================================================
"""
