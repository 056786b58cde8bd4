"""One source text to records: the only door to this folder is `load`. Pure: bytes in, a `Reading` out.

    decode → front → clean → notes → body → assemble, then the room `damage` looks at the record

| folder or file | does |
|---|---|
| `decode/` | bytes to characters and lines; a correction’s edits |
| `front/` | what is above the text: formula, heading, masthead; several resolutions of a file; refusals |
| `clean/` | page furniture into the ledger |
| `notes/` | notes and marks set apart from the text |
| `body/` | where each paragraph begins: `rules.RULES` is the one ordered table; several resolutions of one text |
| `assemble/` | words, kinds, nesting and anchors of paragraphs; the resolution put together |
| `supplied` | the enacting formula and the organ that a sidecar gives |
| `pieces` | what stages hand on |
| `refusal` | why a text can't be read |
| `load` | the way of a text from end to end |
"""

from unres_site.loader.decode.source import SourceText, decode
from unres_site.loader.load import load

__all__ = ["SourceText", "decode", "load"]
