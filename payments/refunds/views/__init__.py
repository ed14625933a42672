"""Pages about refunds: the seller asks and proves, staff looks after what is stuck."""
