"""The words of each language and one layout go in, the sample's Word templates and letterheads come out.

``language`` says what a language's module holds; ``ar``, ``en``, ``es``, ``fr``, ``ru`` and ``zh`` hold it; ``word``
makes Word documents with no more styles than they use; ``letters``, ``papers`` and ``letterheads`` lay out.
"""
