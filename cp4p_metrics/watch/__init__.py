"""`cp4p watch`: takes dropped files out of the inbox, checks them, and answers with counts and reasons."""

from .loop import watch

__all__ = ["watch"]
