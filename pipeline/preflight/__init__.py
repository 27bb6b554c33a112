"""What could embarrass the office: the documents of a package go in, findings come out, before anything is sent.

============  ===================================================================================
``document``  what a reader reads, as data: lines with their places, documents, a package of them
``reading``   a file and its pages as such lines
``facts``     what a text is held against, as plain data; ``stated`` makes it of what the meeting says
``checks``    the lists of all checks
``leftovers`` what authors leave in a document for themselves
``garbled``   letters that broke on their way
``linked``    links that readers can't follow, or that follow them
``typeset``   signs and spaces that one text sets in two ways
``pages``     what its pages look like that nobody meant so
``unseen``    what a PDF hides of its words: ``undrawn``, signs that its fonts lack
``structure`` what readers stumble over who can't see a page
``disagree``  the checks of what texts say: ``dated``, ``listed``, ``named``, ``numbered``, ``written``,
              ``languages``, ``aligned``
``meeting``   what a meeting's own files tell before anything is made of them
``papers``    what templates and phrases tell before they are filled in
``stopping``  what a build would stop at before anything is made
============  ===================================================================================

A check is a function that yields findings. It is told in the build's report, stops a build where its finding is an
error, and is told by ``papers check``, because it stands in one of the lists of ``checks``; nothing else knows its
name.
"""
