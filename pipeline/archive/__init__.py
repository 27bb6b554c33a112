"""Stage 6, archive: a built package goes in, a bag that can be checked and built again comes out.

==============  ==============================================================
``seal``        seals a package: the whole way, in order
``verify``      checks a bag: the whole way, in order
``listing``     the bags of an archive
``dispose``     a bag that is kept no longer
``search``      which of them a search asks for
``contents``    what a bag is made of
``people``      what must not leave the house
``fonts``       the fonts of a package
``licence``     whether a font may be copied
``metadata``    Dublin Core and PREMIS
``writing``     a bag as a folder or a zip, written
``register``    the chain of seals
==============  ==============================================================
"""
