"""How an upload is to be read: the choices of whoever imports it, and the mapping that follows from them.

In: the choices, as a form or the database keeps them. Out: a mapping, and the same import as a command line. Errors:
`UnreadableFile` with a sentence for people.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import ValidationError

from salaries.admin.import_kinds import KINDS
from salaries.importers import UnreadableFile
from salaries.importers.guess import guess_mapping, parse_constants, settle_mapping
from salaries.importers.mapping import Mapping, load_mapping, parse_mapping

# Besides the names of mappings that come with the site.
GUESS, OWN, FILE = "guess", "own format", "file"
ALL_OR_NOTHING = {"": None, "refuse": True, "take": False}


@dataclass(frozen=True)
class Choices:
    """Everything that a person can say of an upload; the fields are those of the form."""

    kind: str = "salaries"
    mapping: str = GUESS
    # The name and the text of a mapping file that was uploaded too.
    mapping_name: str = ""
    mapping_text: str = ""
    # Which column is which field, once a person has said so on the preview.
    columns: dict[str, str] | None = None
    constants: str = ""
    create_roles: bool = False
    is_strict: bool = False
    prune: bool = False
    refused: str = ""
    encoding: str = ""
    sheet: str = ""

    @property
    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def options(self) -> dict[str, Any]:
        """What the importer of salaries is told."""
        return {
            "create_roles": self.create_roles,
            "is_strict": self.is_strict,
            "prune": self.prune,
            "all_or_nothing": ALL_OR_NOTHING[self.refused],
        }

    def base(self) -> Mapping | None:
        """The mapping that was chosen, before constants and corrections. Raises UnreadableFile."""
        if self.mapping in (GUESS, OWN):
            return None
        if self.mapping == FILE:
            return parse_mapping(self.mapping_text, name=self.mapping_name)
        return load_mapping(self.mapping)

    def settle(self, base: Mapping | None, header: Sequence[str]) -> Mapping | None:
        """How a file with this header is read; None is our own format. Raises UnreadableFile."""
        constants = parse_constants([line.strip() for line in self.constants.splitlines() if line.strip()])
        if self.mapping == OWN:
            if constants:
                raise UnreadableFile("Our own format names everything in its columns: it takes no constants.")
            return None
        mapping = settle_mapping(base, header, constants)
        if mapping is None and "key" not in header:
            # No column has a usual name: the person says on the preview which is which.
            mapping = guess_mapping(header, constants)
        return mapping if mapping is None or self.columns is None else self.corrected(mapping)

    def corrected(self, mapping: Mapping) -> Mapping:
        """The mapping with the columns that a person chose. Raises UnreadableFile."""
        chosen = {name: column for name, column in (self.columns or {}).items() if name not in mapping.constants}
        if chosen == mapping.columns:
            return mapping.model_copy(update={"is_guess": False})
        parts = mapping.model_dump() | {"columns": chosen, "name": f"{mapping.name}, corrected"}
        try:
            return Mapping.model_validate(parts)
        except ValidationError as error:
            raise UnreadableFile(f"Mapping {mapping.name}: {error.errors()[0]['msg']}.") from error

    def command(self, file_name: str) -> str:
        """The same import as a command, for a file that is too large here."""
        words = ["manage.py", KINDS[self.kind].command, file_name]
        if self.mapping == FILE:
            words += ["--mapping", f"{self.mapping_name}.toml"]
        elif self.mapping not in (GUESS, OWN):
            words += ["--mapping", self.mapping]
        for line in self.constants.splitlines():
            words += ["--set", line.strip()] if line.strip() else []
        flags = {
            "--create-roles": self.create_roles,
            "--strict": self.is_strict,
            "--prune": self.prune,
            "--all-or-nothing": self.refused == "refuse",
            "--skip-refused": self.refused == "take",
        }
        words += [flag for flag, is_set in flags.items() if is_set]
        words += [word for word in (f"--encoding={self.encoding}", f"--sheet={self.sheet}") if word[-1] != "="]
        return shlex.join(words)
