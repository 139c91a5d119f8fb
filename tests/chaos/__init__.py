"""Kills at random moments: of the indexing process, of the one that started it, of both. `make chaos` runs 200."""
