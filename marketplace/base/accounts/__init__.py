"""People who sign in: phone first."""
