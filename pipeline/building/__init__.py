"""Building: a meeting's name goes in, its package comes out, and nothing is done twice.

===============  ==============================================================
``start``        finds the meeting and starts the offices, before all else loads
``whole``        the build: gather, plan, run, publish
``environment``  what a package was made with, for those who keep it
``publish``      the outputs under their names, and the manifest
===============  ==============================================================
"""
