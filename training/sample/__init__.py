"""The sample academy: invented people in a real program, so that the platform can be tried.

Composition, like training.urls: it may import anything, and nobody imports it.
"""
