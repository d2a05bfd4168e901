#!/usr/bin/env python3
"""Every story comes out as it says, through the commands (tests/scenarios/README.md). Names of stories: only those."""
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from story import Story, StoryFault, Teller  # noqa: E402


def main():
    here = Path(__file__).parent
    names = sys.argv[1:]
    paths = [path for path in sorted(here.rglob("*.story")) if not names or path.stem in names]
    teller = Teller(os.environ["SILLOK"])
    faults = 0

    def tell(path):
        try:
            story = Story(path)
            return story.title, teller.tell(story)
        except StoryFault as fault:
            return path.stem, [str(fault)]

    with ThreadPoolExecutor(2) as pool:
        for path, (title, found) in zip(paths, pool.map(tell, paths)):
            print(f"{'FAILED' if found else 'ok':6} {path.stem}: {title}")
            for fault in found:
                print(f"       {fault}")
            faults += bool(found)
    print(f"{len(paths)} stories, {faults} failed")
    return 1 if faults or not paths else 0


sys.exit(main())
