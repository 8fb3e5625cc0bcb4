"""The document: frozen entities, tiles, edits and undo. No files, no Qt, no GL, no SQL."""
