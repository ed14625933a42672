"""What stands in requests and answers, without a database. Pure."""
