#!/usr/bin/env python3
"""The service beside whoever records: what is recorded and published shows, what does not hold is told, nothing stops."""
import os
import resource
import shutil
import signal
import unittest

from program import OfficersLedger, of_a_directory
from served import NEVER, WIDTH, ServeCase, parse_metrics, root_of, tile_path, until
from witness_test import unit


class Following(ServeCase):
    def test_a_ledger_that_grows_beside_it(self):
        served = self.serve("--publish-every", 1)
        before = until(lambda: served.ask("/checkpoint").status == 200 and served.checkpoint(), "the first checkpoint")
        seen = [before]
        for number in range(3):
            last = self.submit(number)  # the writer's lock is free
            until(lambda: served.ask("/livez").position >= last, "the event")
            self.grow_until_published(served, last)
            size, root = served.checkpoint()
            self.assertEqual(size, last + 1)
            self.assertEqual(root_of(served.row(0, size)), root)
            seen.append((size, root))
        for size, root in seen:  # all of them are of one log
            self.assertEqual(root_of(served.row(0, seen[-1][0])[:size]), root)
        # What it published is what everybody else finds, with the map of persons.
        self.assertEqual(self.publish()["checkpoint"], served.ask("/checkpoint").text)
        self.assertEqual(self.publish()["persons"]["size"], len(seen))
        verified = self.ledger.json("verify", "--full")
        self.assertEqual(verified.code, 0, str(verified))
        self.assertEqual(served.stop(), 0)
        self.assertEqual(served.stderr(), "")

    def test_many_events_do_not_wait_for_the_time(self):
        served = self.serve("--publish-every", 86400)
        first = until(lambda: served.ask("/livez").checkpoint_size, "the first checkpoint")
        self.assertEqual(self.ledger.run("demo", "--officials", 500, "--years", 8).code, 0)
        size = until(lambda: (it := served.ask("/livez").checkpoint_size) >= first + 10_000 and it, "one of 10,000 events more")
        self.assertLessEqual(size, self.ledger.size())

    @of_a_directory
    def test_beside_others_who_publish(self):
        """Commands that publish take turns with it; nobody finds the other's checkpoint a damage."""
        served = self.serve("--publish-every", 1)
        for number in range(12):
            last = self.submit(number)
            self.assertEqual(self.publish()["size"], last + 1)
            until(lambda: served.ask("/livez").checkpoint_size == last + 1, "it")
            self.assertEqual(served.ask("/checkpoint").status, 200)
        self.assertEqual(served.ready()[0], 200)
        self.assertEqual(served.stderr(), "")

    def test_a_restart_storm_makes_no_new_checkpoint(self):
        first = self.publish()["checkpoint"]
        for how in (signal.SIGKILL, signal.SIGTERM, signal.SIGKILL, signal.SIGINT):
            self.serve("--publish-every", 1).stop(how)
        self.assertEqual(self.publish()["checkpoint"], first)
        self.assertEqual(self.publish()["persons"]["size"], 1)


class Trouble(ServeCase):
    def wait_for(self, served, line, status=503):
        return until(lambda: (it := served.ready())[0] == status and line in it[1] and it, line)

    def test_an_anchor_that_does_not_hold(self):
        served = self.serve("--publish-every", 1)
        size = until(lambda: served.ask("/livez").checkpoint_size, "a checkpoint")
        path = os.path.join(self.ledger.path, "anchor")
        with open(path, "r+b") as file:
            before = file.read()
            file.seek(0)
            file.write(b"x" * len(before))
        self.wait_for(served, "[-]log anchor.damaged")
        # It lives, and what was published before is as true as it was.
        self.assertEqual(served.ask("/livez").status, 200)
        self.assertEqual(root_of(served.row(0, size)), served.checkpoint()[1])
        with open(path, "r+b") as file:
            file.write(before)
        self.wait_for(served, "[+]log ok", 200)
        self.assertEqual(len(served.stderr().splitlines()), 1, "told once")

    def test_a_checkpoint_that_was_touched_or_is_gone(self):
        served = self.serve(*NEVER)
        self.publish()
        until(lambda: served.ask("/checkpoint").status == 200, "the checkpoint")
        path = os.path.join(self.ledger.path, "checkpoint")
        with open(path, "rb") as file:
            note = file.read()
        for content, code in ((note.replace(b"\n", b"\n\n", 1), "checkpoint.damaged"), (None, "checkpoint.set_back")):
            if content is None:
                os.remove(path)
            else:
                with open(path, "wb") as file:
                    file.write(content)
            self.wait_for(served, f"[-]checkpoint {code}")
            self.check_problem(served.ask("/checkpoint"), 500, code)
            with open(path, "wb") as file:
                file.write(note)
            self.wait_for(served, "[+]checkpoint ok", 200)
        self.assertEqual(served.ask("/checkpoint").body, note)

    def test_a_store_that_is_not_mounted(self):
        store = os.path.join(self.ledger.home, "store")
        self.assertEqual(self.ledger.run("anchor", "store", store).code, 0)
        served = self.serve("--publish-every", 1)
        size = until(lambda: served.ask("/livez").checkpoint_size, "a checkpoint")
        os.rename(store, store + ".away")
        self.wait_for(served, "[-]checkpoint checkpoint.store")
        self.check_problem(served.ask("/checkpoint"), 503, "checkpoint.store")
        self.assertEqual(served.ask(tile_path(0, 0, size)).status if size < WIDTH else 200, 200)
        os.rename(store + ".away", store)
        self.wait_for(served, "[+]checkpoint ok", 200)
        last = self.submit(1)
        self.grow_until_published(served, last)

    @of_a_directory
    def test_a_key_that_is_gone(self):
        ledger = OfficersLedger()
        self.addCleanup(ledger.close)
        served = self.serve("--publish-every", 1, ledger=ledger)
        until(lambda: served.ask("/livez").checkpoint_size, "a checkpoint")
        key = os.path.join(ledger.path, "keys", "ledger.key")
        os.rename(key, key + ".away")
        until(lambda: any(line.startswith("[-]key ") for line in served.ready()[1]), "the missing key")
        answer = ledger.submit(unit(1))
        self.assertEqual(answer.code, 0, str(answer))
        until(lambda: any(line.startswith("[-]checkpoint not published: ") for line in served.ready()[1]), "the failure")
        figures, _ = parse_metrics(self, served.ask("/metrics").text)
        self.assertGreater(figures["sillok_checkpoint_failures_total", ""], 0)
        self.assertEqual(figures["sillok_ready", 'check="key"'], 0)
        self.assertNotIn(ledger.path, served.ask("/readyz").text)
        os.rename(key + ".away", key)
        self.wait_for(served, "[+]key ok", 200)
        self.grow_until_published(served, answer.one()["positions"][1])
        # One that starts without it answers and publishes nothing.
        os.rename(key, key + ".away")
        other = self.serve("--publish-every", 1, ledger=ledger)
        self.assertIn("no checkpoints are published", other.stderr())
        self.assertEqual(other.ready()[1], ["[+]log ok", "[+]views ok", "[+]checkpoint ok"])
        os.rename(key + ".away", key)

    def test_views_that_nobody_has_stored(self):
        self.assertEqual(self.ledger.run("demo", "--officials", 1000, "--years", 10).code, 0)
        size = self.ledger.size()
        self.assertGreater(size, 20_000)
        shutil.rmtree(os.path.join(self.ledger.path, "views"))
        served = self.serve("--publish-every", 1)
        status, lines = served.ready()
        self.assertEqual((status, lines[1]), (503, f"[-]views behind by {size} events"))
        self.assertEqual(self.ledger.run("rebuild").code, 0)
        self.wait_for(served, "[+]views ok", 200)
        until(lambda: served.ask("/livez").checkpoint_size == size, "the checkpoint")

    def test_few_files_may_be_opened(self):
        limit = 128
        served = self.serve("--publish-every", 1, before=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit)))
        waiting = [served.connect() for _ in range(2 * limit)]
        last = self.submit(1)
        self.grow_until_published(served, last)
        self.assertEqual(served.ready()[0], 200)
        for each in waiting:
            each.close()


if __name__ == "__main__":
    unittest.main()
