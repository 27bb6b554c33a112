"""Stage 6, archive: a built package goes in, a bag that can be checked and built again comes out.

==============  ==============================================================
``seal``        seals a package: the whole way, in order
``verify``      checks a bag: the whole way, in order
``regenerate``  builds a bag's package again: the whole way, in order
``listing``     the bags of an archive, and a search
``contents``    what a bag holds, from the build's own record
``people``      what must not leave the house
``catalogue``   what a bag is found by
``fonts``       the fonts of a package
``licence``     whether a font may be copied
``layout``      the names and tag files of a bag, and its seal (RFC 8493)
``metadata``    Dublin Core and PREMIS
``writing``     a bag as a folder or a zip, written
``reading``     the same, read
``zipped``      the one form of zip that bags have
``streams``     one reading of a file, for all digests
``register``    the chain of seals
==============  ==============================================================
"""
