"""The report, beside the bundle: its parts and what is to be told of them go in, one page of HTML comes out.

===========  ============================================================================
``picture``  the first page of a part, drawn small
``words``    what the report says, in its reader's language or, where that lacks it, in English
``page``     the page
``markup``   elements, attributes and words, with their signs escaped
``style``    how it looks on the screen and on paper
===========  ============================================================================
"""
