"""The page's title, and the lines beside it that say who wrote the page and when."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.judges.rules.view import Finding, View


def repeated_title(view: View) -> Iterator[Finding]:
    """The title for the second time: the first stays.

    Changes:
        # Otters return to the Elbe

        # Otters return to the Elbe

        Twelve animals were counted this spring along the river, more than in any year before.

    Leaves alone:
        # Otters return to the Elbe

        ## Otters in other rivers

        Twelve animals were counted this spring along the river, more than in any year before.
    """
    for index in view.titles[1:]:
        if index < view.first_prose or view.blocks[index].kind == "heading":
            yield index, "repeats the title"
