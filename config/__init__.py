"""What an operator edits: settings and the lexicon. Imports nothing of the project."""
