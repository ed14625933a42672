"""Pages about disputes: staff answers, the seller sees and helps."""
