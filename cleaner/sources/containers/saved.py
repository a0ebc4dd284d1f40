"""Pages that a browser saved as `Page.html` with a folder `Page_files`, or in one file."""

from __future__ import annotations

from typing import Final
from urllib.parse import unquote

from cleaner.sources.patterns import linear

_SAMPLE: Final = 8192  # characters: browsers write where a page is from before its head, SingleFile in its first tag
_FROM: Final = linear(
    r"(?i)<!--\s*saved from url=\([0-9]{1,5}\)(https?://[^\s<>]+)"
    r"|<!--\s*Page saved with SingleFile\s+url:\s*(https?://[^\s<>]+)"
)
# What browsers put behind a page's name, in the languages of Windows (Microsoft, "Connected Files").
_ENDINGS: Final = tuple(
    """_files .files _archivos _arquivos _bestanden _bylos _datoteke -dateien _dosyalar _elemei _failid _fails _fajlovi
    _ficheiros _fichiers _file -filer _fitxategiak _fitxers _pliki _soubory _tiedostot""".split()
)


def saved_from(html: str) -> str:
    """The address that a saved page says it is from; "" when it says none, or one that is not of the web."""
    match = _FROM.search(html[:_SAMPLE])
    if not match:
        return ""
    url = match[1] or match[2]
    return url.partition("--")[0] if url.endswith("--") else url


def is_local(url: str) -> bool:
    """Whether an address points into the folder of a saved page, or elsewhere on the disk of whoever saved it."""
    url = url.strip()
    if url[:5].lower() == "file:":
        return True
    folder, slash, name = url.replace("\\", "/").removeprefix("./").partition("/")
    if not slash or not name or any(sign in folder for sign in ":?#"):
        return False
    return unquote(folder).lower().endswith(_ENDINGS) and not folder.startswith("..")
