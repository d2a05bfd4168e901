"""What a disk holds after the power went: replays the trace of storage_fault.cc, and keeps apart what a program sees
(the cache) and what was synced.

A file's bytes and size are safe once the file was synced, a name once its directory was. Of the rest, a cut keeps
  nothing    the harshest that POSIX allows;
  prefix     names and each file's writes up to some moment, the write at that moment torn at a sector of 512 bytes;
  scattered  names up to some moment, and of each file any sectors at all, its size grown or not.
A sync that fails makes nothing safe and forgets what it should have written: a later one that succeeds does not bring it
back, though the program still sees it in the cache, as on Linux.
"""
import os

SECTOR = 512
CUTS = ("nothing", "prefix", "scattered")


class File:
    def __init__(self):
        self.cache, self.safe = bytearray(), bytearray()
        self.pending = []  # (offset, bytes), or (size, None) for a cut, since the last sync

    def change(self, change):
        apply(self.cache, change)
        self.pending.append(change)

    def sync(self):
        for change in self.pending:
            apply(self.safe, change)
        self.pending = []

    def after(self, cut, random_):
        found = bytearray(self.safe)
        if cut == "prefix":
            whole = random_.randint(0, len(self.pending))
            for change in self.pending[:whole]:
                apply(found, change)
            if whole < len(self.pending) and self.pending[whole][1]:
                offset, content = self.pending[whole]
                reach = random_.randint(offset // SECTOR, (offset + len(content)) // SECTOR) * SECTOR
                if reach > offset:
                    apply(found, (offset, content[:reach - offset]))
        elif cut == "scattered":
            for offset, content in self.pending:
                if content is None:
                    apply(found, (offset, None))
                    continue
                for begin in range(offset // SECTOR * SECTOR, offset + len(content), SECTOR):
                    if random_.random() < 0.5:
                        low, high = max(begin, offset), min(begin + SECTOR, offset + len(content))
                        apply(found, (low, content[low - offset:high - offset]))
            if random_.random() < 0.5 and len(found) < len(self.cache):
                found.extend(bytes(len(self.cache) - len(found)))
        return found


def apply(content, change):
    offset, new = change
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    if new is None:
        del content[offset:]
    else:
        content[offset:offset + len(new)] = new


class Directory:
    def __init__(self):
        self.cache, self.safe = {}, {}


class Disk:
    """Everything below one directory. Not what was there before the first trace: begin with an empty place."""

    def __init__(self, root):
        self.root = root
        self.top = Directory()  # its own place is safe
        self.pending = []  # changes of names, oldest first; each a list of (directory, name, file or directory or None)
        self.handles = {}
        self.out = bytearray()

    def begin_run(self):
        """Another process: its handles are its own."""
        self.handles, self.out = {}, bytearray()

    def find(self, path):
        node = self.top
        for part in self.parts(path):
            node = node.cache.get(part) if node else None
        return node

    def parts(self, path):
        inside = os.path.relpath(path, self.root)
        return [] if inside == "." else inside.split("/")

    def place(self, path):
        *above, name = self.parts(path)
        node = self.top
        for part in above:
            node = node.cache[part]
        return node, name

    def rename_all(self, changes):
        for directory, name, node in changes:
            set_name(directory.cache, name, node)
        self.pending.append(changes)

    def step(self, what, words, content):
        """Takes one record of a trace."""
        if what == "open":
            handle, made, emptied, path = words.split(" ", 3)
            if made == "1":
                self.rename_all([(*self.place(path), File())])
            self.handles[handle] = self.find(path) or File()  # what the test put there itself is only read
            if emptied == "1":
                self.handles[handle].change((0, None))
        elif what == "write":
            handle, offset, _ = words.split()
            self.handles[handle].change((int(offset), content))
        elif what == "cut":
            handle, size = words.split()
            self.handles[handle].change((int(size), None))
        elif what == "sync":
            self.sync(self.handles[words])
        elif what == "rename":
            old, new = words.split("\t")
            self.rename_all([(*self.place(old), None), (*self.place(new), self.find(old))])
        elif what == "link":
            old, new = words.split("\t")
            self.rename_all([(*self.place(new), self.find(old))])
        elif what == "remove":
            self.rename_all([(*self.place(words), None)])
        elif what == "mkdir":
            self.rename_all([(*self.place(words), Directory())])
        elif what == "out":
            self.out += content
        elif what == "failed":
            kind, handle = words.split(" ", 1)
            if kind == "sync" and isinstance(self.handles[handle], File):
                self.handles[handle].pending = []
        else:
            assert what == "calls", what

    def sync(self, node):
        if isinstance(node, File):
            node.sync()
            return
        later = []
        for changes in self.pending:
            if any(directory is node for directory, _, _ in changes):
                for directory, name, child in changes:
                    set_name(directory.safe, name, child)
            else:
                later.append(changes)
        self.pending = later

    def write_tree(self, target, cut, random_):
        """Makes below `target` what a cut of that kind leaves."""
        names = {}

        def names_of(directory):
            return names.setdefault(id(directory), dict(directory.safe))

        kept = 0 if cut == "nothing" else random_.randint(0, len(self.pending))
        for changes in self.pending[:kept]:
            for directory, name, node in changes:
                set_name(names_of(directory), name, node)

        def write(directory, path):
            os.makedirs(path, mode=0o700, exist_ok=True)
            for name, node in names_of(directory).items():
                inside = os.path.join(path, name)
                if isinstance(node, Directory):
                    write(node, inside)
                    continue
                with open(os.open(inside, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
                    file.write(node.after(cut, random_))

        write(self.top, target)


def set_name(names, name, node):
    if node is None:
        names.pop(name, None)
    else:
        names[name] = node


def read_trace(path):
    """The records of one run: (what, words, content)."""
    with open(path, "rb") as file:
        while line := file.readline():
            what, _, words = line.decode().rstrip("\n").partition(" ")
            content = None
            if what in ("write", "out"):
                content = file.read(int(words.split()[-1]))
                assert file.read(1) == b"\n", f"the trace is cut: {line}"
            yield what, words, content
