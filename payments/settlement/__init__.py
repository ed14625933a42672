"""What the platform takes of a sale, and how it gets it."""
