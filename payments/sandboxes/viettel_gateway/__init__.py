"""The sandbox of Viettel Money gateway."""
