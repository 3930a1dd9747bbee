"""Bring the front-end files into static/build/, which is not committed.

npm fetches three packages by the hashes of package-lock.json and runs none of their scripts. From govuk-frontend
we take the two minified files, without its typeface, its crest and its source maps, because this is not GOV.UK;
from fontsource the two woff2 files that cover English, Welsh and the names of people; and axe-core for the tests.
"""

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tools.terminal import ROOT, run_quietly, step, stop

BUILD = ROOT / "static" / "build"
PACKAGES = ROOT / "node_modules"
OUR_FAMILY = '"Source Sans 3",arial,sans-serif'
OLDEST_NPM = 8  # the first to read a lock file of version 3 and to respect ignore-scripts everywhere


def main() -> None:
    """Build the front-end files unless they are there already, made from the same lock file by the same script."""
    stamp = _stamp()
    stamp_file = BUILD / "stamp"
    if stamp_file.exists() and stamp_file.read_text() == stamp:
        return
    step("fetching the front-end files (govuk-frontend, Source Sans 3, axe-core)")
    run_quietly(
        [_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        otherwise="npm could not fetch the front-end packages. Is the npm registry reachable from here?",
    )
    BUILD.mkdir(parents=True, exist_ok=True)
    govuk = PACKAGES / "govuk-frontend" / "dist" / "govuk"
    fonts = PACKAGES / "@fontsource-variable" / "source-sans-3" / "files"
    (BUILD / "govuk-frontend.min.css").write_text(debranded((govuk / "govuk-frontend.min.css").read_text()))
    (BUILD / "govuk-frontend.min.js").write_text(without_map((govuk / "govuk-frontend.min.js").read_text()))
    shutil.copyfile(fonts / "source-sans-3-latin-wght-normal.woff2", BUILD / "source-sans-3.woff2")
    shutil.copyfile(fonts / "source-sans-3-latin-ext-wght-normal.woff2", BUILD / "source-sans-3-ext.woff2")
    shutil.copyfile(PACKAGES / "axe-core" / "axe.min.js", BUILD / "axe.min.js")
    stamp_file.write_text(stamp)


def debranded(css: str) -> str:
    """Return govuk-frontend's style sheet without its typeface, its crest and its source map."""
    css = re.sub(r"@font-face\{[^}]*\}", "", css)
    css = re.sub(r"font-family:(GDS Transport,arial,sans-serif|sans-serif)(?=[;}])", f"font-family:{OUR_FAMILY}", css)
    css = re.sub(r"[^{}]*\{[^{}]*govuk-crest\.svg[^{}]*\}", "", css)
    css = without_map(css)
    for mark in ("GDS Transport", "govuk-crest", "url("):
        if mark in css:
            stop(f"govuk-frontend's style sheet has changed: '{mark}' is still in it. tools/assets.py must learn it.")
    return css


def without_map(text: str) -> str:
    """Drop the pointer to a source map that we do not serve."""
    return re.sub(r"(//|/\*)# sourceMappingURL=\S+?\.map( ?\*/)?", "", text).rstrip() + "\n"


def _stamp() -> str:
    made_from = [ROOT / "package-lock.json", Path(__file__)]
    return hashlib.sha256(b"".join(file.read_bytes() for file in made_from)).hexdigest()


def _npm() -> Path:
    """Find npm; where there is none fit for the lock file, bring Node from the Python package index."""
    programs = Path(sys.executable).parent
    for found in (shutil.which("npm"), programs / "npm"):
        if found and _major_version(found) >= OLDEST_NPM:
            return Path(found)
    step("there is no Node here: bringing it from the Python package index")
    install = "pip", "install", "--python", sys.executable, "--require-hashes", "-r", "requirements-node.lock"
    run_quietly(
        [programs / "uv", *install],
        otherwise="Node is missing and could not be installed. Install Node 20 or later, then try again.",
    )
    return programs / "npm"


def _major_version(npm: str | Path) -> int:
    try:
        answer = subprocess.run([npm, "--version"], capture_output=True, text=True, check=True, timeout=30).stdout
        return int(answer.strip().split(".")[0])
    except (OSError, ValueError, subprocess.SubprocessError):
        return 0


if __name__ == "__main__":
    main()
