import pytest
from tollgate_host.policy import Decision, decide

ARN = "arn:aws:execute-api:us-east-1:1:api/dev/POST/model/a%3Ab/converse"


def policy(*statements):
    return {"Statement": [{"Effect": effect, "Resource": resource} for effect, resource in statements]}


@pytest.mark.parametrize("resource", [ARN, "*", "arn:*/POST/model/*", ARN.replace("dev", "d?v"), ["arn:other", ARN]])
def test_allow_that_covers_allows(resource):
    assert decide(policy(("Allow", resource)), ARN) is Decision.ALLOWED


@pytest.mark.parametrize("resource", ["arn:*/GET/*", ARN + "x", ARN.replace(".", "x") + "?", "arn:*/POST/model/[a]*"])
def test_allow_that_does_not_cover_denies_implicitly(resource):
    assert decide(policy(("Allow", resource)), ARN) is Decision.IMPLICITLY_DENIED


def test_deny_wins():
    assert decide(policy(("Allow", "*"), ("Deny", "arn:*")), ARN) is Decision.EXPLICITLY_DENIED


def test_one_statement_needs_no_list():
    assert decide({"Statement": {"Effect": "Allow", "Resource": ARN}}, ARN) is Decision.ALLOWED
