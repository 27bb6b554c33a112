"""What translators need: the languages of a meeting's templates go in, how they stand to each other comes out.

:mod:`~pipeline.translating.templates` is where to begin: it gathers a meeting's templates (``gathering``), reads each
(``wordfile``, ``sides``), sets them side by side (``compare``, by what their tags ask for: ``facts``), tells what has
changed since a translation was confirmed (``confirmed``), and shows it all (``page``).
:mod:`~pipeline.translating.renaming` gives a placeholder another name; :mod:`~pipeline.translating.exchange` is the way
to translators' programs and back; :mod:`~pipeline.translating.pseudo` is a language that nobody speaks. Files are
changed in their bytes (``elements``, ``tomltext``), all or none (``together``).
"""
