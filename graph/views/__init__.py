"""What is looked at: the one value, its address and history, the graph that follows from it."""
