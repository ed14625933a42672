"""Forms, files and sensors through which people write events."""
