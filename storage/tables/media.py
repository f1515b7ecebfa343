"""Files that flows send: the bytes lie in the data directory, a row tells whose they are and what."""

from piccolo.columns import BigInt, Text
from piccolo.table import Table

from storage.database import DB
from storage.tables import columns as c


class Media(Table, db=DB):
    """One uploaded file; `token` is its name on the disk and in its public address."""

    id = c.identity()
    user_id = c.number()
    token = Text(default=None, unique=True)
    kind = c.text()
    mime_type = c.text()
    size = BigInt(default=None)
    sha256 = c.text()
    name = c.text()
    created_at = c.now()
