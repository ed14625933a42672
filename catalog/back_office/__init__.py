"""Staff's pages in Wagtail's admin: sellers, products, certificates, categories.

Lists are Wagtail's; whatever changes something goes through `catalog.actions`.
"""
