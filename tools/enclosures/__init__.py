"""The ten sample enclosures of the meeting ``siem-reap-2024``: nothing goes in, one file a paper comes out.

A module a paper or a kind of paper; what they share stands in ``house`` (looks, names, French typography,
steady bytes) and in ``word`` (a lean Word document).
"""
