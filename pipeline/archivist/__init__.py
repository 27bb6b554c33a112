"""What archivists do with a house and its bags, above the stages: a meeting is sealed, a bag's package is built again.

==============  ==============================================================
``sealing``     gathers what a package was built from, and seals it
``place``       where a house keeps its bags
``catalogue``   what its bag is found by
``regenerate``  builds a bag's package again: the whole way, in order
==============  ==============================================================
"""
