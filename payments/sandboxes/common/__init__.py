"""What every sandbox process needs: pages, a web server, a file of its own, calls to the shop.

It knows no Django, so that a sandbox shares nothing with the shop it plays for.
"""
