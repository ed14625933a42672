"""Pure: what may go back, and how a refund moves. Imports no framework."""
