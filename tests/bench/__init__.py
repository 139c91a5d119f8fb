"""Benchmarks: `make bench DATA=folder`."""
