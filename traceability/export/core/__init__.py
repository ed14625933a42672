"""The pages of a passport: what stands where. Knows no Django."""
