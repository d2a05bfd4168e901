#!/usr/bin/env python3
"""What holds of a ledger in a directory holds of one that is a topic: the tests of the command line once more, each ledger
in a topic of its own.

Some of them here, all with SILLOK_CONTRACT=all (`ops/campaign kafka`)."""
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from topic import ROOT, OnABroker, main  # noqa: E402

FEW = ("tests/cli/answers_test.py", "tests/cli/explain_test.py", "tests/cli/usage_test.py", "tests/cli/policy_test.py")
ALL = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests" / "cli").glob("*_test.py")) + ["tests/scenarios/stories_test.py"]
LIMIT_S = 600


class TheSameOfATopic(OnABroker):
    def test_what_holds_of_a_directory(self):
        for script in ALL if os.environ.get("SILLOK_CONTRACT") == "all" else FEW:
            with self.subTest(script):
                done = subprocess.run([sys.executable, ROOT / script], env={**os.environ, "SILLOK_ON_KAFKA": self.brokers},
                                      capture_output=True, text=True, timeout=LIMIT_S, check=False)
                said = done.stdout + done.stderr
                self.assertEqual(done.returncode, 0, said[-4000:])
                self.assertRegex(said, re.compile(r"Ran [1-9]\d* tests|[1-9]\d* stories, 0 failed"))


if __name__ == "__main__":
    main()
