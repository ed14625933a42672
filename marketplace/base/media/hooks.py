"""What this module tells others."""

from marketplace.base.media.models import Media
from marketplace.kernel.hooks import Hook

media_ready: Hook[[Media], None] = Hook("media_ready")
"""The worker has made a photo's sizes; pages prepared without it can be prepared again."""
