"""The official OpenAI SDK, unmodified: plain, streamed by hand-shake, images, models, and each refusal as its own class with its own retries."""

import json
import os
import re
from pathlib import Path

import openai
import pytest
from conftest import environment, fetch

PIXEL = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
ALIASES = ["sim.azure", "sim.azure-v1", "sim.claude", "sim.gemini", "sim.gpt"]


def client_of(stack, credential, **more):
    """Configured by environment variables alone, as the client of a process of its own would be."""
    with environment(OPENAI_BASE_URL=stack["url"] + "/v1", OPENAI_API_KEY=credential):
        return openai.OpenAI(**more)


@pytest.fixture
def acme(stack):
    return client_of(stack, stack["TOLLGATE_KEY_ACME"])


def say(text):
    return [{"role": "user", "content": text}]


@pytest.mark.parametrize("model", ALIASES + ["local.smollm2"])
def test_a_completion(acme, model):
    answer = acme.chat.completions.create(model=model, messages=say("Name a colour."), max_tokens=24)
    assert answer.choices[0].message.content and answer.choices[0].finish_reason in ("stop", "length")
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens
    assert answer._request_id


@pytest.mark.parametrize("model", ALIASES)
def test_a_token_of_the_issuer_serves_as_key(stack, model):
    client = client_of(stack, stack["TOLLGATE_JWT_ACME"])
    assert client.chat.completions.create(model=model, messages=say("Hello.")).choices[0].message.content


@pytest.mark.parametrize("model", ALIASES)
def test_an_answer_says_what_the_tightest_rate_leaves(acme, model):
    answer = acme.chat.completions.with_raw_response.create(model=model, messages=say("Hello."))
    assert answer.parse().choices[0].message.content
    assert answer.headers["x-ratelimit-limit-requests"] == "1000"  # a second; the tenant's other rate is 10000 a minute
    assert 0 < int(answer.headers["x-ratelimit-remaining-requests"]) < 1000
    assert re.fullmatch(r"1s|\d+ms", answer.headers["x-ratelimit-reset-requests"])
    assert "x-ratelimit-limit-tokens" not in answer.headers
    assert '"tenant-requests-minute";q=10000;w=60' in answer.headers["ratelimit-policy"]


@pytest.mark.parametrize("usage", [True, False])
@pytest.mark.parametrize("model", ALIASES)
def test_a_stream_by_hand_shake(stack, acme, model, usage):
    name = f"openai-{model.replace('.', '-')}-{usage}"
    more = {"stream_options": {"include_usage": True}} if usage else {}
    text, counted = "", []
    stream = acme.chat.completions.create(
        model=model, messages=say(f"[[sim words=6]] [[sim handshake={name}]] go"), stream=True, **more)
    for chunk in stream:
        if chunk.usage:
            counted.append(chunk.usage)
        for choice in chunk.choices:
            if choice.delta.content:
                text += choice.delta.content
                fetch(stack["sim"] + "/sim/handshake/" + name, "POST", body=b"")
    assert len(text.split()) == 6
    assert [one.completion_tokens for one in counted] == ([6] if usage else [])


@pytest.mark.parametrize("model", ALIASES)
def test_an_image_and_what_was_said_before(acme, model):
    messages = [
        {"role": "system", "content": "You are brief."},
        *say("My name is Ada."),
        {"role": "assistant", "content": "Hello, Ada."},
        {"role": "user", "content": [{"type": "text", "text": "What is this?"},
                                     {"type": "image_url", "image_url": {"url": PIXEL}}]},
    ]
    assert acme.chat.completions.create(model=model, messages=messages).choices[0].message.content


@pytest.mark.parametrize("model", ["sim.gpt", "sim.gemini"])
def test_sound_where_it_has_a_price(acme, model):
    sound = {"type": "input_audio", "input_audio": {"data": "UklGRg==", "format": "wav"}}
    question = [{"role": "user", "content": [{"type": "text", "text": "What is said?"}, sound]}]
    answer = acme.chat.completions.create(model=model, messages=question, max_tokens=24)
    assert answer.choices[0].message.content
    with pytest.raises(openai.BadRequestError) as refused:
        acme.chat.completions.create(model="sim.azure", messages=question, max_tokens=24)
    assert refused.value.param == "messages[0].content[1]" and "price of audio" in refused.value.message


def test_models_are_those_the_credential_may_use(stack, acme):
    assert {model.id for model in acme.models.list()} >= {"sim.claude", "sim.gpt", "local.smollm2"}
    narrow = client_of(stack, stack["tokens"]["keyOfOneModel"])
    assert [model.id for model in narrow.models.list()] == ["sim.claude"]
    gpt = acme.models.retrieve("sim.gpt")
    assert gpt.owned_by == "sim-openai" and gpt.dollars_per_million_tokens["output"] == "10.000000000"
    with pytest.raises(openai.NotFoundError) as raised:
        narrow.models.retrieve("sim.gpt")
    assert raised.value.code == "model_not_found"


def test_a_member_the_target_cannot_carry_is_named_and_one_it_can_passes(acme):
    with pytest.raises(openai.BadRequestError) as raised:
        acme.chat.completions.create(model="sim.claude", messages=say("Hello."), seed=7)
    assert raised.value.code == "not_supported_by_target" and "seed" in raised.value.message
    assert acme.chat.completions.create(model="sim.gpt", messages=say("Hello."), seed=7).choices


def test_no_valid_key(stack):
    for key in ("sk-" + "x" * 40, stack["tokens"]["revokedKey"], stack["tokens"]["expired"]):
        with pytest.raises(openai.AuthenticationError) as raised:
            client_of(stack, key).models.list()
        assert "OPENAI_API_KEY" in raised.value.message


def azure(stack, **more):
    """Azure's own class: the model in the path, the key in `api-key`, or a directory's token."""
    return openai.AzureOpenAI(azure_endpoint=stack["url"], api_version="2024-10-21", **more)


@pytest.mark.parametrize("model", ALIASES)
def test_azures_client_by_deployment(stack, model):
    for credential in ({"api_key": stack["TOLLGATE_KEY_ACME"]}, {"api_key": stack["TOLLGATE_JWT_ACME"]},
                       {"azure_ad_token": stack["TOLLGATE_JWT_ACME"]}):
        client = azure(stack, **credential)
        answer = client.chat.completions.create(model=model, messages=say("Name a colour."), max_tokens=24)
        assert answer.choices[0].message.content and answer.usage.total_tokens
    fixed = azure(stack, api_key=stack["TOLLGATE_KEY_ACME"], azure_deployment=model)
    words = [chunk.choices[0].delta.content or "" for chunk in fixed.chat.completions.create(
        model="passed over", messages=say("[[sim words=3]] go"), stream=True) if chunk.choices]
    assert len("".join(words).split()) == 3


def test_azures_client_gets_its_own_classes_of_errors(stack):
    with pytest.raises(openai.NotFoundError) as unknown:
        azure(stack, api_key=stack["TOLLGATE_KEY_ACME"]).chat.completions.create(model="no-such", messages=say("Hello."))
    assert unknown.value.code == "model_not_found"
    for key in ("x" * 40, stack["tokens"]["revokedKey"]):
        with pytest.raises(openai.AuthenticationError):
            azure(stack, api_key=key).chat.completions.create(model="sim.gpt", messages=say("Hello."))
    with pytest.raises(openai.PermissionDeniedError):
        azure(stack, api_key=stack["tokens"]["keyOfUsageOnly"]).chat.completions.create(model="sim.gpt", messages=say("Hello."))


def test_azures_v1_path(stack):
    for headers in ({"api-key": stack["TOLLGATE_KEY_ACME"]}, {"Authorization": "Bearer " + stack["TOLLGATE_KEY_ACME"]}):
        body = json.dumps({"model": "sim.gpt", "messages": say("Hello.")}).encode()
        sent = {**headers, "Content-Type": "application/json"}
        assert fetch(stack["url"] + "/openai/v1/chat/completions", "POST", sent, body)["choices"]


def test_routes_are_held_to_the_key(stack):
    with pytest.raises(openai.PermissionDeniedError):
        client_of(stack, stack["tokens"]["keyOfUsageOnly"]).chat.completions.create(model="sim.gpt", messages=say("Hello."))


def test_over_a_rate_says_when_to_come_again(stack):
    client = client_of(stack, stack["TOLLGATE_JWT_RATE"], max_retries=0)
    with pytest.raises(openai.RateLimitError) as raised:
        for _ in range(6):  # two an hour: six stand in three hours at the least
            client.chat.completions.create(model="sim.claude", messages=say("Hello."))
    assert raised.value.code == "rate_limit_exceeded"
    headers = raised.value.response.headers
    assert 0 < int(headers["retry-after"]) <= 3600
    assert (headers["x-ratelimit-limit-requests"], headers["x-ratelimit-remaining-requests"]) == ("2", "0")


def test_a_repeat_under_one_key_is_called_once(stack, acme):
    """A key of the caller's own: the SDK sends none."""
    more = {"extra_headers": {"Idempotency-Key": "openai-" + os.urandom(8).hex()}}
    acme.chat.completions.create(model="sim.gpt", messages=say("Once."), **more)
    with pytest.raises(openai.BadRequestError) as raised:
        acme.chat.completions.create(model="sim.gpt", messages=say("Another."), **more)
    assert raised.value.code == "id_reused"


def test_raw_unknown_members_survive(stack):
    body = {"model": "sim.gpt", "messages": say("Hello."), "inventedTomorrow": {"x": 1}}
    headers = {"Authorization": "Bearer " + stack["TOLLGATE_KEY_ACME"], "Content-Type": "application/json"}
    answer = fetch(stack["url"] + "/v1/chat/completions", "POST", headers, json.dumps(body).encode())
    assert answer["model"] == "gpt-sim"


def test_the_guide_runs_as_it_stands(stack, capsys):
    guide = Path(__file__).parents[4] / "docs/guide/openai.md"
    blocks = re.findall(r"```python\n(.*?)```", guide.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 4
    key = stack["TOLLGATE_KEY_ACME"]
    of_azure = {"AZURE_OPENAI_ENDPOINT": stack["url"], "AZURE_OPENAI_API_KEY": key, "OPENAI_API_VERSION": "2024-10-21"}
    with environment(OPENAI_BASE_URL=stack["url"] + "/v1", OPENAI_API_KEY=key, **of_azure):
        exec(compile("\n".join(blocks), str(guide), "exec"), {})
    assert "sim.claude sim-bedrock 4096" in capsys.readouterr().out
