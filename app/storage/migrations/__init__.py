"""One migration per file, forward only, each in a transaction with its record.

A module here is named ``m0001_what_it_does`` and has ``run(database)``.
"""
