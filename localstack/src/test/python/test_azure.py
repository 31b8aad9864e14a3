"""Azure OpenAI: the simulator by the SDK's own AzureOpenAI class directly, and the deployment behind an alias."""

import openai
import pytest

DEPLOYMENT = "gpt-sim-deployment"
FILTERED = "[[sim status=400]]"
"""What Azure's content filter refuses."""


def directly(stack, key=None, version="2024-10-21"):
    return openai.AzureOpenAI(azure_endpoint=stack["sim"] + "/azure", api_version=version,
                              api_key=key or stack["TOLLGATE_UPSTREAM_AZURE_KEY"], max_retries=0)


def through(stack):
    return openai.OpenAI(base_url=stack["url"] + "/v1", api_key=stack["TOLLGATE_KEY_ACME"], max_retries=0)


def user(text):
    return [{"role": "user", "content": text}]


@pytest.fixture(params=["directly", "v1 directly", "sim.azure", "sim.azure-v1"])
def way(stack, request):
    """A client and a model: the simulator is proven by the vendor's own SDK first."""
    if request.param == "directly":
        return directly(stack), DEPLOYMENT
    if request.param == "v1 directly":
        key = stack["TOLLGATE_UPSTREAM_AZURE_KEY"]
        return openai.OpenAI(base_url=stack["sim"] + "/azure/openai/v1", api_key=key,
                             default_headers={"api-key": key}, max_retries=0), DEPLOYMENT
    return through(stack), request.param


def test_a_completion_with_the_filters_results(way):
    client, model = way
    answer = client.chat.completions.create(model=model, messages=user("Hello [[sim words=3]]"), max_completion_tokens=20)
    assert len(answer.choices[0].message.content.split()) == 3 and answer.usage.completion_tokens == 3
    assert answer.model_extra["prompt_filter_results"][0]["content_filter_results"]["hate"]["filtered"] is False


def test_a_stream_begins_with_the_filters_results(way):
    client, model = way
    chunks = list(client.chat.completions.create(model=model, messages=user("Hello [[sim words=3]]"), stream=True,
                                                 stream_options={"include_usage": True}))
    assert chunks[0].choices == [] and chunks[0].model_extra["prompt_filter_results"]
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices).count(" ") == 2
    assert chunks[-1].usage.completion_tokens == 3


def test_the_old_name_of_the_bound_holds_too(stack):
    answer = through(stack).chat.completions.create(model="sim.azure", messages=user("Hello [[sim words=9]]"), max_tokens=2)
    assert answer.choices[0].finish_reason == "length" and answer.usage.completion_tokens == 2


def test_the_simulator_refuses_as_azure_does(stack):
    hello = {"model": DEPLOYMENT, "messages": user("Hello")}
    with pytest.raises(openai.AuthenticationError):
        directly(stack, key="another").chat.completions.create(**hello)
    with pytest.raises(openai.NotFoundError):
        directly(stack, version="latest").chat.completions.create(**hello)
    with pytest.raises(openai.NotFoundError) as raised:
        directly(stack).chat.completions.create(**{**hello, "model": "other"})
    assert raised.value.code == "DeploymentNotFound"
    with pytest.raises(openai.BadRequestError) as raised:
        directly(stack).chat.completions.create(model=DEPLOYMENT, messages=user(FILTERED))
    assert raised.value.code == "content_filter"
    assert raised.value.body["innererror"]["code"] == "ResponsibleAIPolicyViolation"


@pytest.mark.parametrize("model", ["sim.azure", "sim.azure-v1"])
def test_what_the_filter_refuses_is_said_and_free(stack, model):
    with pytest.raises(openai.APIStatusError) as raised:
        through(stack).chat.completions.create(model=model, messages=user(FILTERED))
    assert "content management policy" in raised.value.message
    line = stack.ledger("acme")["lines"][0]
    assert line["attempts"][0]["costNanos"] == 0
