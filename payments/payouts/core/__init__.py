"""Pure: what stands in a file for a bank. Imports no framework."""
