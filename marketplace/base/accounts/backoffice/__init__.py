"""People in the back office: Wagtail's user screens for our user."""
