"""Every SDK with every provider: the conversations of resources/conversations.yaml, each by the SDK's own means, and what came back."""

import json

import pytest
from speakers import TABLE, Anthropic, Azure, Boto3, Gemini, OpenAi

THROUGH = [OpenAi, Anthropic, Boto3]
DIRECTLY = [OpenAi, Azure, Anthropic, Boto3, Gemini]
"""A simulator is proven by the vendor's own SDK first."""


def says(sdk):
    return [one for one in TABLE["conversations"] if sdk.language in one.get("languages", [sdk.language])]


def pairs(carried):
    """Each conversation that an SDK's language can say, with each target that carries it, or with each that does not."""
    for sdk in THROUGH:
        for one in says(sdk):
            for target, model in TABLE["targets"].items():
                pair = (one["name"], target, sdk.language)
                rows = [row for row in TABLE["refused"] if (row["conversation"], row["target"], row["language"]) == pair]
                if carried == (not rows):
                    yield pytest.param(sdk, model, one, *rows, id=f"{sdk.__name__.lower()} to {target}: {one['name']}")


def own():
    for sdk in DIRECTLY:
        for one in says(sdk):
            yield pytest.param(sdk, one, id=f"{sdk.__name__.lower()}: {one['name']}")


@pytest.fixture(scope="module")
def clients(stack):
    return {sdk: sdk.through(stack) for sdk in THROUGH}


@pytest.fixture(scope="module")
def own_clients(stack):
    return {sdk: sdk.directly(stack) for sdk in DIRECTLY}


@pytest.mark.parametrize("sdk,one", own())
def test_a_simulator_has_a_conversation_with_its_vendors_own_sdk(own_clients, sdk, one):
    assert_conversation(own_clients[sdk], sdk.own_model, one)


@pytest.mark.parametrize("sdk,model,one", pairs(carried=True))
def test_a_conversation(clients, sdk, model, one):
    assert_conversation(clients[sdk], model, one)


def assert_conversation(client, model, one):
    said = client.say(model, one, client.asked(one))
    assert said.ended == ("tools" if "calls" in one else "end")
    assert said.calls == [(call["name"], call["input"]) for call in one.get("calls", [])]
    assert said.tokens[0] > 0 and said.tokens[1] == one.get("tokens", said.tokens[1]) > 0
    if one.get("streamed"):
        assert said.pieces == len(said.text.split())
    if "says" in one:
        assert said.text == one["says"]
    if "schema" in one:
        report, properties = json.loads(said.text), one["schema"]["properties"]
        assert list(report) == list(properties) and report["sky"] in properties["sky"]["enum"]
        assert [type(value) for value in report.values()] == [str, int, str, list]
    if "json" in one:
        assert isinstance(json.loads(said.text), dict)
    if "calls" in one:
        last = client.say(model, one, said.again)
        assert last.ended == "end" and last.text and not last.calls and last.tokens[0] > said.tokens[0]


@pytest.mark.parametrize("model", TABLE["targets"].values(), ids=TABLE["targets"])
@pytest.mark.parametrize("sdk", [OpenAi, Anthropic])
def test_a_prompt_that_no_target_can_hold_is_refused_as_the_clients_own_vendor_does(clients, sdk, model):
    client, one = clients[sdk], {"ask": "[[sim context=1]] Is this too long?"}
    with pytest.raises(sdk.refusal) as refused:
        client.say(model, one, client.asked(one))
    code, message = client.why(refused.value)
    assert code == sdk.too_long[0] and sdk.too_long[1] in message


@pytest.mark.parametrize("sdk,model,one,row", pairs(carried=False))
def test_what_a_target_cannot_carry_is_refused_by_name(stack, clients, sdk, model, one, row):
    client, before = clients[sdk], stack.upstream_requests()
    with pytest.raises(sdk.refusal) as refused:
        client.say(model, one, client.asked(one))
    code, message = client.why(refused.value)
    assert code == row["code"] and row["names"] in message
    assert stack.upstream_requests() - before == (code == "upstream_rejected")
