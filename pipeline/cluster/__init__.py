"""Tasks done on other machines: a task goes in with the bytes that it needs, its output comes back as bytes.

============= =========================================================================================
``parcel``    a task with all that it reads, to be sent and unpacked
``worker``    what a worker does with one: it keeps an office, and says which tools it has
``cluster``   the executor: which workers serve, what is sent when, and what happens when one is lost
============= =========================================================================================

Nothing here loads before a scheduler is named.
"""
