"""The pages of stalls."""
