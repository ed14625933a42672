"""The tests mirror the tree; ``tests.run`` and ``tests.lint`` are what ``make`` calls."""
