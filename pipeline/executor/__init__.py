"""Doing what is stale: a plan's tasks go in, what each has made comes out, and nothing is done twice.

============  ==========================================================================
``run``       the build's heart: takes tasks from the schedule, and hands out what is stale
``schedule``  which tasks are ready: a queue that follows the edges of the plan
``prepare``   what a task is made of, and its fingerprint
``tools``     the versions that are part of a fingerprint
``local``     an executor: threads of this process
``perform``   calls a task's function, and tells of its files by the names that people know
``events``    what is told while it goes on
============  ==========================================================================
"""
