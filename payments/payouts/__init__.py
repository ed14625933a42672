"""Money that the platform pays out: proposed by one person, approved by another, filed, proven."""
