"""Reads the dates that people type after an option."""

from argparse import ArgumentTypeError
from datetime import date, datetime, time

from reports_app import conf


def read_moment(text: str) -> datetime:
    """Read YYYY-MM-DD as that midnight in the firm's zone, or a full moment with its offset.

    Raises: ArgumentTypeError, which argparse shows with the option's name.
    """
    try:
        if len(text) == len("2026-11-17"):
            return datetime.combine(date.fromisoformat(text), time(), tzinfo=conf.firm_zone())
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise ArgumentTypeError(f"{text!r} is no date. Write 2026-11-17, or 2026-11-17T09:30:00Z.")
    return moment
