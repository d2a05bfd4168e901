"""The named crash points (points.txt), and which command passes them."""
import os

LIST = os.path.join(os.path.dirname(os.path.abspath(__file__)), "points.txt")


def listed():
    """(name, file) of each, in the order of the list."""
    with open(LIST, encoding="utf-8") as file:
        return [tuple(line.split()) for line in file if line.strip() and not line.startswith("#")]


def init_points():
    return [name for name, _ in listed() if name.startswith("init.")]


def witness_points():
    return [name for name, _ in listed() if name.startswith("witness.")]


def restore_points():
    return [name for name, _ in listed() if name.startswith("restore.")]


def recording_points():
    """Those of submit, import and checkpoint."""
    return [name for name, _ in listed() if not name.startswith(("init.", "witness.", "restore.", "topic.", "move.", "vault."))]


def topic_points():
    """Those of a recording writer of a topic, besides those of any writer."""
    return [name for name, _ in listed() if name.startswith("topic.")]


def move_points():
    return [name for name, _ in listed() if name.startswith("move.")]
