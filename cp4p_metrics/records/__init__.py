"""What happened: the tables, the views that say what counts as one thing, and the store that holds them."""
