"""Building: a meeting's name goes in, its package comes out, and nothing is done twice.

===============  ==============================================================
``order``        what is to be built, and the hold on its output
``guess``        whether the offices start before all else loads
``unchanged``    whether there is anything to do at all
``staff``        offices, readers and auditors, who do the work
``build``        the build: gather, plan, run, publish
``environment``  what a package was made with, for those who keep it
``gate``         what must not go out stops the build here
``publish``      the outputs under their names, and the manifest
===============  ==============================================================
"""
