"""Errors whose message says what was wrong and what to do about it."""

from collections.abc import Iterable
from difflib import get_close_matches


class Cp4pError(Exception):
    """Base of the family: anything that the person at the keyboard can put right."""


class UnknownNameError(Cp4pError):
    """A name that nothing here answers to."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        names = sorted(known)
        guesses = get_close_matches(name.lower(), names, n=1) or get_close_matches(name, names, n=1)
        if guesses:
            hint = f"Did you mean '{guesses[0]}'?"
        elif len(names) <= 25:
            hint = f"Known: {', '.join(names)}."
        else:
            hint = f"There are {len(names)}; 'cp4p ask --list' shows the measures."
        super().__init__(f"There is no {kind} '{name}'. {hint}")
        self.suggestions = tuple(guesses)


class AmbiguousNameError(Cp4pError):
    """A name that means more than one thing."""

    def __init__(self, kind: str, name: str, choices: Iterable[str]) -> None:
        listed = list(choices)
        super().__init__(
            f"'{name}' is the name of {len(listed)} {kind}s: {' and '.join(listed)}. Write which one is meant."
        )
        self.choices = tuple(listed)


class DataFileError(Cp4pError):
    """A file that is missing, can't be read, or has columns that nothing here knows."""


class RefusedFileError(Cp4pError):
    """A file that intake will not take, because of what is in it."""


class StoreError(Cp4pError):
    """The record store is missing, busy or of another version."""


class StoreBusyError(StoreError):
    """The record store is in use by someone else: the same can be tried again later."""


class NotProtectedError(Cp4pError):
    """A release whose proof failed, and which is therefore not published."""


class InboxError(Cp4pError):
    """A dropped file that could not be put into the inbox, or an inbox that someone else is taking care of."""


class PortalError(Cp4pError):
    """A data portal that can't be reached, or whose answers can't be used."""


class NoRecordsError(StoreError):
    """A store that holds nothing to publish."""


class NotPublishedError(Cp4pError):
    """Something that no release holds, or not for this audience."""


class CannotAnswerError(Cp4pError):
    """A question that a measure has no answer to, with what to ask instead."""


class ProfileError(Cp4pError):
    """A source's profile that can't be used as it is written, with where and what to write instead."""


class EngineError(Cp4pError):
    """An engine that is missing, can't be reached, or could not count."""


class NotPortableError(EngineError):
    """A query that engines would not all answer alike, with what to write instead."""
