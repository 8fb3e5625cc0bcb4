"""The rows of the command table and the verbs of the document."""
