"""From a query to hits: candidates of the cluster, scored again and proven."""
