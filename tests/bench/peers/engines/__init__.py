"""One module for each engine: what of it is measured, and how it is asked."""
