"""From a database to the cluster: generations come whole or not at all."""
