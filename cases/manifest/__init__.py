"""The manifest of a flight, from bytes to checked rows: reading → columns → checking. No database here.

Everything is typed and pure; what to do with the checked rows is the business of ``cases.services``.
"""
