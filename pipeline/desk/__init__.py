"""The desk: a house goes in, pages for staff and an interface for programs come out, served over HTTP.

A client of the library's door, as the command line is one: it imports nothing else of the package, and what it shows of
a page, the page's JSON twin has as data (``/meetings`` and ``/meetings.json``).

=============  ===================================================================
``serving``    a house's folder → a server on the loopback, and the address to open
``app``        a house → the application: what answers which address
``guard``      a request → passed on, or refused before anything is read of it
``rendering``  plain data → a page, or the same data as JSON
``words``      a language → what the pages say in it
``people``     a key, a cookie → who is asking, and what they may do
``signing_in``  an office's accounts (OpenID Connect) → who came back
``database``   what lies in no file: people, jobs, history, marks
``history``    who did what → lines in a chain, as the register of seals has them
``jobs``       what takes a while → progress, cancelled or gone on with after a stop
``work``       what each kind of job does
``apart``      the process that does it
``trouble``    what stopped the work that nobody meant to stop → what is told of it
``forms``      the schema of ``meeting.toml`` → fields, and what is typed in them → values
``seen``       which text of a meeting a person saw
``naming``     a file's name from elsewhere → one that any system takes
``views``      the pages, a subject a file
=============  ===================================================================
"""
