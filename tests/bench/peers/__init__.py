"""The first stage beside other engines: `make bench-peers DATA=folder`."""
