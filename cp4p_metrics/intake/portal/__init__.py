"""Reads a city's open data portal, page by page, into one file that comes in like any other."""

from .pull import pull_city

__all__ = ["pull_city"]
