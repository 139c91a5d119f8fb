"""HTTP with the nodes of a cluster: requests, and documents in bulk."""
