"""Short messages to people: texts by kind and language, channels, one queue."""
