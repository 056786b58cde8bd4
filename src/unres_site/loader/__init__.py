"""One source text to records: the only door to this folder is `load`. Pure: bytes in, a `Reading` out.

source → cleaning → notes → blocks → structure → resolution
"""

from unres_site.loader.load import load

__all__ = ["load"]
