"""truth_test.py SET: feeds a real data set to a new sandbox ledger and asks it for every answer of
tests/data/truth, through the commands of the program in $SILLOK. Exit 1 if one differs."""
import difflib
import importlib
import sys
import tempfile

from ledger import DATA, Ledger, answer_file, as_csv

TRUST = {"ministers": "system", "navy": "paper", "whitehouse": "system", "congress": "system", "korea": "paper"}
PREFIXES = {"congress": ("congress_", "executive_")}


def main(name):
    answers = importlib.import_module(name + "_answers")
    prefixes = PREFIXES.get(name, (name + "_",))
    truth = getattr(answers, "TRUTH", None)  # a folder of its own, or with the others by its name
    wanted = {file.name.removesuffix(".csv.gz") for file in (truth or DATA / "truth").iterdir()
              if truth or file.name.startswith(prefixes)}
    with tempfile.TemporaryDirectory(prefix="sillok-truth-") as folder:
        ledger = Ledger(folder, name, TRUST[name])
        given = answers.answers(ledger)
        bad = [f"no answer to {missing}" for missing in sorted(wanted - set(given))]
        for question, (head, rows) in given.items():
            expected, found = answer_file(truth or DATA / "truth", question), as_csv(head, rows)
            if expected != found:
                bad.append(f"{question} differs:")
                bad += difflib.unified_diff(expected.splitlines(), found.splitlines(), "truth", "ledger", n=0, lineterm="")
            print(f"{question}: {len(rows)} rows, {'equal' if expected == found else 'DIFFERS'}")
        verdict = ledger.ask("verify")
        if not verdict["ok"] or verdict["size"] != len(ledger.events):
            bad.append(f"verify: {verdict}")
        bad += [f"a name in the clear: {path}" for path in ledger.files_with_a_name()]
    print("\n".join(bad[:200]))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
