"""How well cleaner and its peers take the content out of HTML, by the measure that stands outside the project.

This is `html_quality.py` and not `html.py` because a script's folder goes before the standard library, which has an
`html` that half of the peers import.
"""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import html_figures
from html_contestants import html_contestants
from html_figures import HtmlResult, HtmlRun
from html_scores import run
from quality import SHARED, is_there, load_measure, positive
from webpages import web_pages

TRUTHS: Final = tuple(SHARED / f"data/{name}/dev.jsonl" for name in ("wcxb", "fundus"))


def main(argv: Sequence[str] | None = None) -> int:
    """Run every tool over every set of pages that is there, print the tables, and write them if asked to."""
    options = _parser().parse_args(argv)
    measure = load_measure(options.measures / "score_words.py")
    sets = [web_pages(truth, options.every) for truth in options.truth or TRUTHS if is_there(truth)]
    rivals = html_contestants(options.only)
    if measure is None or not sets or not rivals:
        print("nothing to measure: see --truth, --measures and --only", file=sys.stderr)
        return 2
    results = []
    for pages in sets:
        result = HtmlResult(pages)
        for rival in rivals:
            print(f"{pages.name}: {rival.label}, {len(pages)} pages", file=sys.stderr)
            keep = options.keep and options.keep / pages.name / rival.label.replace(" ", "-").replace(":", "")
            result.scores[rival.label] = run(pages, rival, measure, options.jobs, keep)
        results.append(result)
    print("\n\n".join(html_figures.tables(results)))
    if options.write:
        command = shlex.join(["python", "bench/html_quality.py", *(sys.argv[1:] if argv is None else argv)])
        html_figures.write(options.write, results, HtmlRun(command, options.every))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="html_quality.py", description=__doc__)
    parser.add_argument(
        "--truth",
        type=Path,
        action="append",
        metavar="FILE",
        help="main content of pages, with html/ID.html.gz beside it; may be given again; named after its folder",
    )
    parser.add_argument(
        "--measures", type=Path, default=SHARED / "bench", metavar="DIR", help="folder of score_words.py"
    )
    parser.add_argument("--every", type=positive, default=1, metavar="N", help="of large sets each Nth page only")
    parser.add_argument("--only", default="", metavar="NAME", help="only tools that have this in their label")
    parser.add_argument(
        "--keep", type=Path, metavar="DIR", help="keep what the tools write, as DIR/SET/TOOL/ID.md or .txt"
    )
    parser.add_argument(
        "-j", "--jobs", type=positive, default=os.cpu_count() or 1, metavar="N", help="processes (default: one a core)"
    )
    parser.add_argument("--write", type=Path, metavar="DIR", help="write html-figures.md there")
    return parser


if __name__ == "__main__":
    sys.exit(main())
