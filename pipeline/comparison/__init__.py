"""Comparing: two bags, two builds or two PDF files go in, what differs on which page, and why, comes out.

=============  ==============================================================
``whole``      the comparison: the whole way, in order
``sides``      what a bag, a build or a PDF file has to compare
``sections``   the letter, the index and the enclosures of a PDF file
``align``      which section, and which page, answers to which
``pages``      two pages as text and as pixels
``unseen``     what pages do not show: links, fields, files, scripts
``tags``       the structure tree, as words in order
``words``      what is said on one page and not on the other
``causes``     which input, font or tool is another
``report``     all of it as one page of HTML
=============  ==============================================================
"""
