"""Commands of the operator: the same changes as on Discord, a backup and its restoring."""
