"""What a journal entry is and what it becomes. Pure."""
