"""An unmodified boto3 client applies guardrails: judged, held, settled by AWS's units, on record."""

import pytest
from botocore.exceptions import ClientError
from conftest import fetch, say

SESSION = "own.mask"
"""Signed in the tenant's own session, and fixed at version 1."""


@pytest.fixture(scope="module", params=["TOLLGATE_JWT_ACME", "TOLLGATE_KEY_ACME"], ids=["jwt", "key"])
def acme(stack, request):
    return stack.client(stack[request.param])


def text(*texts):
    return [{"text": {"text": one}} for one in texts]


def apply(client, alias, content, version="1", **more):
    return client.apply_guardrail(
        guardrailIdentifier=alias, guardrailVersion=version, source="INPUT", content=content, **more)


def newest_line(stack):
    return stack.ledger("acme")["lines"][0]


def refused(call):
    with pytest.raises(ClientError) as error:
        call()
    answer = error.value.response
    return answer["ResponseMetadata"]["HTTPStatusCode"], answer["Error"]["Code"], answer["Error"]["Message"]


@pytest.mark.parametrize("alias", ["sim.mask", SESSION])
def test_masks(stack, acme, alias):
    answer = apply(acme, alias, text("Write to ada@example.com"))
    assert answer["action"] == "GUARDRAIL_INTERVENED"
    assert answer["outputs"] == [{"text": "Write to {EMAIL}"}]
    assert answer["assessments"][0]["sensitiveInformationPolicy"]["piiEntities"][0]["type"] == "EMAIL"
    line = newest_line(stack)
    attempt = line["attempts"][0]
    assert line["alias"] == alias and attempt["target"].endswith("/guardrail/simmask")
    assert attempt["usage"] == {"sensitiveInformationPolicy": 1} and not attempt["estimated"]
    assert attempt["costNanos"] == 100_000


def test_blocks_and_counts_images(stack, acme):
    image = {"image": {"format": "png", "source": {"bytes": b"x"}}}
    answer = apply(acme, "sim.block", text("x" * 1001, "forbidden") + [image], "DRAFT", outputScope="FULL")
    assert answer["action"] == "GUARDRAIL_INTERVENED"
    attempt = newest_line(stack)["attempts"][0]
    assert attempt["usage"] == {"wordPolicy": 2, "contentPolicy": 2, "contentPolicyImage": 1}
    assert attempt["costNanos"] == 2 * 150_000 + 750_000


def test_lets_pass(acme):
    answer = apply(acme, "sim.mask", text("Nothing to see."))
    assert answer["action"] == "NONE" and answer["outputs"] == []
    assert answer["usage"]["sensitiveInformationPolicyUnits"] == 1


def test_without_usage_is_charged_as_held(stack, acme):
    apply(acme, "sim.mask", text("[[sim no-usage]]"))
    attempt = newest_line(stack)["attempts"][0]
    assert attempt["estimated"] and attempt["costNanos"] == 840_000
    assert attempt["usage"]["automatedReasoningPolicy"] == 2


def test_trace_shows_units(stack):
    bearer = stack["TOLLGATE_JWT_ACME"]
    answer = apply(stack.client(bearer), "sim.mask", text("a@b.example"))
    call = answer["ResponseMetadata"]["HTTPHeaders"]["x-tollgate-call"]
    trace = fetch(stack["url"] + "/v1/traces/" + call, "GET", {"authorization": "Bearer " + bearer})
    assert trace["attempts"][0]["usage"] == {"sensitiveInformationPolicy": 1}
    assert trace["cost"] == {"nanoDollars": 100_000, "dollars": "0.000100000"}


@pytest.mark.parametrize(("text_of_it", "status", "code"), [
    ("[[sim status=429]]", 429, "ThrottlingException"),
    ("[[sim status=500]]", 503, "ServiceUnavailableException"),
    ("[[sim cut=0]]", 424, "ModelErrorException"),
    ("[[sim malformed=0]]", 424, "ModelErrorException"),
])
def test_faults(stack, text_of_it, status, code):
    client = stack.client(stack["TOLLGATE_KEY_ACME"], AWS_MAX_ATTEMPTS="1")
    assert refused(lambda: apply(client, "sim.mask", text(text_of_it)))[:2] == (status, code)
    attempt = newest_line(stack)["attempts"][0]
    assert attempt["costNanos"] == (840_000 if status == 424 else 0)


def test_refusals(acme):
    def of(alias, version="1"):
        return refused(lambda: apply(acme, alias, text("x"), version))

    assert of("no.such")[:2] == (404, "ResourceNotFoundException")
    assert of("arn:aws:bedrock:us-east-1:111122223333:guardrail/simmask")[0] == 404
    assert of("sim.mask", "7")[:2] == (400, "ValidationException")
    status, code, said = of(SESSION, "DRAFT")
    assert (status, code) == (400, "ValidationException") and "fixed at version 1" in said
    status, _, said = of("sim.claude")
    assert status == 400 and "sim.mask" in said
    status, _, said = refused(lambda: acme.converse(modelId="sim.mask", messages=say("x")))
    assert status == 400 and "own.claude" in said


def test_models_do_not_list_it(stack):
    bearer = {"authorization": "Bearer " + stack["TOLLGATE_KEY_ACME"]}
    listed = [model["id"] for model in fetch(stack["url"] + "/v1/models", "GET", bearer)["data"]]
    assert "sim.claude" in listed and "sim.mask" not in listed and SESSION not in listed
