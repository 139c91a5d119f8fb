"""Exact BM25 over postings: segments on disk, statistics over collections, candidates for a question."""
