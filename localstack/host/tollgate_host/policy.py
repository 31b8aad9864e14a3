"""The policy that an authorizer answers, as API Gateway reads it: explicit deny, then allow, then implicit deny."""

import re
from enum import Enum


class Decision(Enum):
    ALLOWED = "allowed"
    EXPLICITLY_DENIED = "explicitly denied"
    IMPLICITLY_DENIED = "implicitly denied"


def decide(policy, arn):
    effects = {
        statement["Effect"]
        for statement in _list(policy["Statement"])
        if any(_covers(pattern, arn) for pattern in _list(statement["Resource"]))
    }
    if "Deny" in effects:
        return Decision.EXPLICITLY_DENIED
    return Decision.ALLOWED if "Allow" in effects else Decision.IMPLICITLY_DENIED


def _covers(pattern, arn):
    """`*` and `?` alone are special."""
    expression = "".join({"*": ".*", "?": "."}.get(character, re.escape(character)) for character in pattern)
    return re.fullmatch(expression, arn, re.DOTALL) is not None


def _list(value):
    return value if isinstance(value, list) else [value]
