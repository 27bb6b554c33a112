"""Bags, for those who write them and those who read them: names and digests, and a bag as a folder or a zip.

===========  ==============================================================
``layout``   the names and tag files of a bag, and its seal (RFC 8493)
``reading``  a bag as it lies there, a folder or a zip
``zipped``   the one form of zip that bags have
``streams``  one reading of a file, for all digests
===========  ==============================================================
"""
