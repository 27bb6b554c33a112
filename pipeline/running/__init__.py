"""Building: a meeting's name goes in, its package comes out, and nothing is done twice.

===========  ==============================================================
``start``    finds the meeting and starts the offices, before all else loads
``whole``    the build: gather, plan, run, publish
``run``      runs the steps that are stale
``store``    what steps have made, by fingerprint
``auditors`` audits in processes of their own
``tools``    the versions that are part of a fingerprint
``publish``  the outputs under their names, and the manifest
===========  ==============================================================
"""
