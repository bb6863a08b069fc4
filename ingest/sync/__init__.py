"""Live sources: CRMs that are read through their APIs, page by page, and loaded as files are.

A run reads every page that is new onto disk first and loads it then, so that it can be ended at any moment and goes on
where it was. One module of `sources` declares one product; importing this package imports neither them nor dlt.
"""
