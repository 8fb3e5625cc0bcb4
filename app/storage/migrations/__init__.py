"""One migration per file, forward only; all that a file lacks run in one transaction.

A module here is named ``m0001_what_it_does`` and has ``run(database)``.
"""
