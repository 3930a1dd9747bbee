"""Lock files name packages and hashes, never where they were fetched from."""

import re

from tools.terminal import ROOT, stop

LOCKS = ["requirements*.lock", "requirements*.in", "package-lock.json", "package.json", ".npmrc"]
ADDRESS = re.compile(r"https?://|file://")
# Whom a package's makers ask to be paid by.
HARMLESS = re.compile(r'"url": "https://(github\.com/sponsors|opencollective\.com|github\.com)/')


def main() -> None:
    """Stop at the first address found."""
    for pattern in LOCKS:
        for file in sorted(ROOT.glob(pattern)):
            for number, line in enumerate(file.read_text().splitlines(), start=1):
                if ADDRESS.search(line) and not HARMLESS.search(line):
                    stop(f"{file.name}:{number} names an address. `make lock` writes lock files without them.")


if __name__ == "__main__":
    main()
