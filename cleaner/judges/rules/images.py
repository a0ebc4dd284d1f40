"""Blocks that are nothing but icons."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.judges.rules.view import Finding, View


def icon_image(view: View) -> Iterator[Finding]:
    """A picture that is an icon, an avatar or a logo, by its size, name or folder.

    Changes:
        ![](/graphics/icons/burger_menu_white_16x16.png)

    Leaves alone:
        ![The valley from the north, in March](/photos/2024/valley-1600x900.jpg)
    """
    for index in view.image_kinds:
        if not view.blocks[index].text and view.all_images(index, "icon"):
            yield index, "an icon"
