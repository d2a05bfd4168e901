"""Days and medians, as the answer files count and write them."""
import datetime
import statistics


def days(begin, end):
    return (datetime.date.fromisoformat(end) - datetime.date.fromisoformat(begin)).days


def shifted(day, count):
    return (datetime.date.fromisoformat(day) + datetime.timedelta(count)).isoformat()


def median(values):
    middle = statistics.median(values)
    return int(middle) if middle == int(middle) else middle
