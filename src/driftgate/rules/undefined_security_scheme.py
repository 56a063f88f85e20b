"""The rule `undefined-security-scheme`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from driftgate.finding import Severity, Source
from driftgate.pointer import escape
from driftgate.rule import Mismatch, rule
from driftgate.subject import Draft

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAME = re.compile(r"[A-Za-z0-9._-]{1,64}")


@rule(on=Draft, severity=Severity.ERROR, source=Source.DOCUMENT)
def undefined_security_scheme(draft: Draft) -> Iterator[Mismatch]:
    """
    A security requirement names a scheme that the document does not define.

    ## Why it matters
    Tools drop what they cannot find: mocks stop asking for a token, generated clients stop sending one.

    ## Example
    `security: [BearerAuth: []]`, and `components.securitySchemes` is not there.

    ## To settle it
    Define the scheme, upstream or in an overlay.

    ## Source
    OpenAPI Specification 3.0.3, Security Requirement Object: each name must correspond to a security scheme.
    """
    tree = draft.contract.tree
    defined = (tree.get("components") or {}).get("securitySchemes") or {}
    places: list[tuple[str, Any]] = [
        ("/security", tree.get("security")),
        *((f"{each.pointer}/security", each.raw.get("security")) for each in draft.contract.operations),
    ]
    for pointer, requirements in places:
        for index, requirement in enumerate(requirements if isinstance(requirements, list) else ()):
            for name in requirement if isinstance(requirement, dict) else ():
                if name not in defined:
                    shown = name if _NAME.fullmatch(name) else "another name"
                    yield Mismatch(
                        f"{shown} is required and defined nowhere",
                        f"scheme {shown}",
                        "a defined scheme",
                        document_pointer=f"{pointer}/{index}/{escape(name)}",
                    )
