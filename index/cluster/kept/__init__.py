"""What a cluster keeps, and how it is written and read: indices, heads, and each kind of document."""
