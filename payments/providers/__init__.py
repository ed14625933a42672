"""Ways to pay, each a module in a folder of its own; strangers to each other."""
