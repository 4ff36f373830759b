"""How a study comes to the peppers of a block list that others made, and leaves its own for those that come later."""

from __future__ import annotations

from collections.abc import Sequence

from cati_app.domain.errors import EnvironmentProblem
from cati_app.store.blocklist import BlockListFile, no_list, pepper_name
from cati_app.store.database import Database
from cati_app.store.trust.derivation import Purpose

_BOXES_OF = "block_list_boxes"
"""The fact of a database that says which boxes it has put beside the list, and under which head."""


def put_boxes(database: Database, shared: BlockListFile) -> None:
    """Leave each pepper of the list in a box for page 1 of this study's sheet; nothing where they are there."""
    peppers = shared.peppers_held()
    done = " ".join([str(database.head_n), *sorted(peppers)])
    if not peppers or database.kept(_BOXES_OF) == done:
        return
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey  # noqa: PLC0415 - seldom

    from cati_app.store.heads import history_of  # noqa: PLC0415 - as above
    from cati_app.store.trust.boxes import Address, seal_secret  # noqa: PLC0415 - as above
    from cati_app.store.trust.held_keys import RECOVERY  # noqa: PLC0415 - as above

    with database.transaction() as statements:
        history = history_of(statements, database.state, database.study)
    if history is None:
        return
    public = X25519PublicKey.from_public_bytes(bytes.fromhex(history.newest.recovery))
    address = Address(database.study, Purpose.BLOCK_LIST, 1, RECOVERY)
    for name, pepper in peppers.items():
        shared.keep_box(name, database.study.hex(), seal_secret(bytes.fromhex(pepper), public, address))
    if database.writable:
        database.keep(_BOXES_OF, done)


def peppers_by_sheet(shared: BlockListFile, typed: str) -> Sequence[str]:
    """What page 1 of the recovery sheet of a study that uses the list opens.

    Raises:
        EnvironmentProblem: `sheet_misread`; `blocklist_none`; `sheet_opens_nothing` where it is the sheet of no such
            study.
    """
    from cati_app.store.trust.boxes import Address, open_unvouched  # noqa: PLC0415 - seldom
    from cati_app.store.trust.held_keys import RECOVERY  # noqa: PLC0415 - as above
    from cati_app.store.trust.sheet import SheetPage, read, recovery_key  # noqa: PLC0415 - as above

    if not shared.names():
        raise no_list()
    r, peppers = read(typed, SheetPage.ROOT), []
    for name, study, sealed in shared.boxes():
        known = bytes.fromhex(study)
        pepper = open_unvouched(sealed, recovery_key(r, known), Address(known, Purpose.BLOCK_LIST, 1, RECOVERY))
        if pepper is not None and pepper_name(pepper.hex()) == name:
            peppers.append(pepper.hex())
    if not peppers:
        raise EnvironmentProblem(
            "sheet_opens_nothing",
            "No study with this recovery sheet has used the block list of this machine. Nothing was changed.",
            "Take page 1 of the newest sheet of a study that calls from this machine.",
        )
    return peppers
