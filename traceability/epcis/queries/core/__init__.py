"""What a query says, without a database. Pure."""
