#!/usr/bin/env python3
"""Tiles over HTTP (C2SP tlog-tiles): the tree they make is the published one, and not a hash goes beyond it."""
import glob
import os
import unittest

from program import of_a_directory
from served import NEVER, WIDTH, ServeCase, root_by_levels, root_of, tile_path, until


class Tiles(ServeCase):
    @of_a_directory
    def test_a_tree_of_three_levels(self):
        self.assertEqual(self.ledger.run("demo", "--officials", 2000, "--years", 15).code, 0)
        served = self.serve(*NEVER)
        size = self.publish()["size"]
        self.assertGreater(size, WIDTH * WIDTH, "a full tile of level 1 and one of level 2 are wanted")
        until(lambda: served.ask("/livez").checkpoint_size == size, "the checkpoint")
        published, root = served.checkpoint()
        self.assertEqual(published, size)
        rows = [served.row(level, size) for level in range(3)]
        self.assertEqual([len(row) for row in rows], [size, size >> 8, size >> 16])
        self.assertEqual(root_of(rows[0]), root, "from the leaves alone")
        self.assertEqual(root_by_levels(rows, size), root, "from the highest tiles down")
        for level in (1, 2):
            for index in {0, 1, len(rows[level]) - 1}:
                self.assertEqual(rows[level][index], root_of(rows[level - 1][index * WIDTH:(index + 1) * WIDTH]), (level, index))
        full = served.ask(tile_path(0, 0))
        self.assertEqual(full.headers["Content-Type"], "application/octet-stream")
        self.assertEqual((len(full.body), full.headers["Cache-Control"]), (8192, "public, max-age=31536000, immutable"))
        # Nothing beyond, in no level; and partial ones of older sizes stay.
        for level in range(9):
            count = size >> 8 * level
            last, rest = divmod(count, WIDTH)
            for width in {1, rest, WIDTH - 1}:
                wanted = 200 if 1 <= width <= rest else 404
                if width:
                    self.assertEqual(served.ask(tile_path(level, last, width)).status, wanted, (level, last, width))
            for index, width in ((last, WIDTH), (last + 1, 1), (last + 1, WIDTH), (10 ** 9, 1)):
                self.check_problem(served.ask(tile_path(level, index, width)), 404, "tile.unknown")
        last, rest = divmod(size, WIDTH)
        for width in (1, rest // 2 or 1, rest):
            if width:
                self.assertEqual(served.tile(0, last, width), rows[0][last * WIDTH:last * WIDTH + width])
        self.assertEqual(served.tile(0, 3, 17), rows[0][3 * WIDTH:3 * WIDTH + 17], "a partial one whose full one is there")
        # Table files with a flipped bit are found by the read, and told.
        served.stop()
        again = self.serve(*NEVER)
        self.assertEqual(again.ready()[0], 200)
        for name in glob.glob(os.path.join(self.ledger.path, "log", "*.sst")):
            with open(name, "r+b") as file:
                content = bytearray(file.read())
                for at in range(100, len(content) - 4096, 997):
                    content[at] ^= 1
                file.seek(0)
                file.write(content)
        replies = [again.ask(tile_path(0, index)) for index in range(size // WIDTH)]
        self.assertTrue(all(reply.status in (200, 500) for reply in replies), {reply.status for reply in replies})
        bad = [reply for reply in replies if reply.status == 500]
        self.assertTrue(bad)
        self.check_problem(bad[0], 500, "log.damaged")
        self.assertNotIn(self.ledger.path, bad[0].text)
        for index, reply in enumerate(replies):
            if reply.status == 200:
                self.assertEqual(reply.body, b"".join(rows[0][index * WIDTH:(index + 1) * WIDTH]), "never a wrong hash")
        status, lines = again.ready()
        self.assertEqual((status, lines[0]), (503, "[-]log log.damaged"))
        self.assertEqual(again.ask("/livez").status, 200)

    def test_not_one_hash_beyond_what_is_published(self):
        """At every size around a tile's edge: the log is ahead of the checkpoint, and the tiles are not."""
        served = self.serve(*NEVER)
        now = self.ledger.size()
        for size in (now, now + 1, WIDTH - 1, WIDTH, WIDTH + 1, 2 * WIDTH):
            if size > now:
                self.submit(*range(now, size))
            self.publish()
            now = self.submit(f"ahead-{size}") + 1
            until(lambda: served.ask("/livez").checkpoint_size == size and served.ask("/livez").position == size, f"size {size}")
            leaves = served.row(0, size)
            self.assertEqual(root_of(leaves), served.checkpoint()[1])
            last, rest = divmod(size, WIDTH)
            for width in range(rest + 1, WIDTH + 1):
                self.assertEqual(served.ask(tile_path(0, last, width)).status, 404, (size, width))
            self.assertEqual(served.ask(tile_path(0, last + 1, 1)).status, 404)
            for width in range(1, 4):
                self.assertEqual(served.ask(tile_path(1, 0, width)).status, 200 if width <= last else 404, (size, width))


if __name__ == "__main__":
    unittest.main()
