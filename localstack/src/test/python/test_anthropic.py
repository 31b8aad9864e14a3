"""Anthropic's own SDK beyond the conversations that all have: against the simulator directly, and through the gateway to three kinds of upstreams."""

import base64
import json
import re
import threading
import urllib.error
import urllib.request
import uuid
from pathlib import Path

import anthropic
import pytest
from conftest import environment, fetch

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
TOOLS = [
    {"name": name, "description": "A test's tool.", "input_schema": {"type": "object", "properties": {"number": {"type": "integer"}}}}
    for name in ("weather", "clock")
]
THROUGH = ["sim.anthropic", "sim.claude", "sim.gpt"]
"""Same language; the same on Bedrock; another language."""


@pytest.fixture
def client(stack):
    return through(stack, stack["TOLLGATE_KEY_ACME"])


def through(stack, key, **options):
    """An unmodified client, configured as `.tollgate/env` does: by environment variables alone."""
    with environment(ANTHROPIC_BASE_URL=stack["ANTHROPIC_BASE_URL"], ANTHROPIC_API_KEY=key, ANTHROPIC_AUTH_TOKEN=None):
        return anthropic.Anthropic(**options)


def directly(stack):
    return anthropic.Anthropic(base_url=stack["sim"] + "/anthropic", api_key=stack["TOLLGATE_UPSTREAM_ANTHROPIC_KEY"])


def user(text):
    return [{"role": "user", "content": text}]


def text_of(message):
    return "".join(block.text for block in message.content if block.type == "text")


def newest(stack, tenant="acme"):
    return stack.ledger(tenant)["lines"][0]


@pytest.fixture(params=["directly", *THROUGH])
def way(stack, client, request):
    """A client and a model: the simulator is proven by the vendor's own SDK first."""
    if request.param == "directly":
        return directly(stack), "claude-sim-1"
    return client, request.param


def test_the_simulator_refuses_as_anthropic_does(stack):
    asked = {"model": "claude-sim-1", "max_tokens": 8, "messages": user("Hello")}
    with pytest.raises(anthropic.AuthenticationError):
        anthropic.Anthropic(base_url=stack["sim"] + "/anthropic", api_key="another").messages.create(**asked)
    with pytest.raises(anthropic.NotFoundError):
        directly(stack).messages.create(**{**asked, "model": "claude-other"})
    with pytest.raises(anthropic.BadRequestError, match="extraneous key"):
        directly(stack).messages.create(**asked, extra_body={"nonsense": 1})


def test_the_bound_on_an_answer_ends_it(way):
    client, model = way
    message = client.messages.create(model=model, max_tokens=2, messages=user("Hello [[sim words=9]]"))
    assert message.stop_reason == "max_tokens" and message.usage.output_tokens == 2


def test_a_stream_streams(stack, client):
    """The next piece is made only when the last one has been read."""
    for model in THROUGH:
        name = uuid.uuid4().hex
        prompt = user(f"[[sim words=4 handshake={name}]]")
        read = 0
        with client.messages.stream(model=model, max_tokens=64, messages=prompt) as stream:
            for _ in stream.text_stream:
                read += 1
                fetch(stack["sim"] + "/sim/handshake/" + name, "POST", body=b"")
        assert read == 4


def test_parallel_tool_calls_stream_one_whole_block_after_the_other(way):
    client, model = way
    messages = user("[[sim words=2 call=weather call=clock]]")
    with client.messages.stream(model=model, max_tokens=256, tools=TOOLS, messages=messages) as events:
        finished = [event.content_block for event in events if event.type == "content_block_stop"]
    assert [block.type for block in finished] == ["text", "tool_use", "tool_use"]
    assert [block.name for block in finished[1:]] == ["weather", "clock"]


def test_images_and_documents_are_taken(way):
    client, model = way
    content = [
        {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": PNG}},
        {"type": "document", "title": "a", "source": {"type": "base64", "media_type": "application/pdf", "data": base64.b64encode(b"%PDF-1.4").decode()}},
        {"type": "text", "text": "What is this?"},
    ]
    message = client.messages.create(model=model, max_tokens=64, messages=user(content))
    assert text_of(message)


def test_thoughts_come_signed_and_go_back_as_they_came(stack, client):
    for model in ("sim.anthropic", "sim.claude"):
        asked = {"model": model, "max_tokens": 2048, "thinking": {"type": "enabled", "budget_tokens": 1024}}
        with client.messages.stream(messages=user("[[sim think=4 words=2]]"), **asked) as events:
            answer = events.get_final_message()
        thoughts = answer.content[0]
        assert thoughts.type == "thinking" and len(thoughts.thinking.split()) == 4 and thoughts.signature
        turns = [*user("x"), {"role": "assistant", "content": answer.content}, *user("And?")]
        assert text_of(client.messages.create(messages=turns, **asked))


def test_tokens_are_counted_where_the_upstream_counts(way):
    client, model = way
    asked = {"model": model, "messages": user("Hello there, how are you?")}
    if model == "sim.gpt":
        with pytest.raises(anthropic.BadRequestError, match="does not count tokens"):
            client.messages.count_tokens(**asked)
        return
    counted = client.messages.count_tokens(**asked).input_tokens
    assert counted == client.messages.create(max_tokens=8, **asked).usage.input_tokens


def test_credentials_work_in_either_header_and_not_in_both(stack):
    base = stack["ANTHROPIC_BASE_URL"]
    key, token = stack["TOLLGATE_KEY_ACME"], stack["TOLLGATE_JWT_ACME"]
    asked = {"model": "sim.anthropic", "max_tokens": 8, "messages": user("Hello")}
    for credential in ({"api_key": key}, {"api_key": token}, {"auth_token": key}, {"auth_token": token}):
        with environment(ANTHROPIC_API_KEY=None, ANTHROPIC_AUTH_TOKEN=None):
            assert text_of(anthropic.Anthropic(base_url=base, **credential).messages.create(**asked))
    # This SDK sends a key as a bearer too; others send it as x-api-key.
    assert fetch(base + "/v1/messages", "POST", {"x-api-key": key, "content-type": "application/json"}, json.dumps(asked).encode())
    both = anthropic.Anthropic(base_url=base, api_key=key, default_headers={"X-Api-Key": key})
    with pytest.raises(anthropic.AuthenticationError):
        both.messages.create(**asked)
    with pytest.raises(anthropic.AuthenticationError):
        anthropic.Anthropic(base_url=base, api_key="nonsense").messages.create(**asked)


ERRORS = [
    # what is asked, the SDK's exception, the error's type, requests that reach the upstream with 2 retries
    ({"model": "nope"}, anthropic.NotFoundError, "not_found_error", 0),
    ({"extra_body": {"temperature": "hot"}}, anthropic.BadRequestError, "invalid_request_error", 1),
    ({"extra_body": {"speed": "fast"}}, anthropic.BadRequestError, "invalid_request_error", 0),
    ({"messages": user("[[sim status=400]]")}, anthropic.BadRequestError, "invalid_request_error", 1),
    ({"messages": user("[[sim status=429]]")}, anthropic.RateLimitError, "rate_limit_error", 3),
    ({"messages": user("[[sim status=500]]")}, anthropic.OverloadedError, "overloaded_error", 3),
    ({"messages": user("[[sim status=529]]")}, anthropic.OverloadedError, "overloaded_error", 3),
    ({"messages": user("[[sim cut=1]]")}, anthropic.APIStatusError, "api_error", 1),
]


@pytest.mark.parametrize("asked,exception,kind,reached", ERRORS)
def test_errors_are_the_sdks_own_and_retried_as_it_does(stack, asked, exception, kind, reached):
    client = through(stack, stack["TOLLGATE_KEY_ACME"], max_retries=2)
    before = stack.upstream_requests()
    with pytest.raises(exception) as raised:
        client.messages.create(**{"model": "sim.anthropic", "max_tokens": 8, "messages": user("Hello"), **asked})
    error = raised.value
    assert error.type == kind and error.request_id and error.body["request_id"] == error.request_id
    assert stack.upstream_requests() - before == reached


def test_a_budget_that_is_used_up_is_a_billing_error_and_not_retried(stack):
    client = anthropic.Anthropic(base_url=stack["ANTHROPIC_BASE_URL"], api_key=stack["TOLLGATE_JWT_BUDGET"], max_retries=2)
    before = stack.upstream_requests()
    with pytest.raises(anthropic.PaymentRequiredError) as raised:
        client.messages.create(model="sim.claude", max_tokens=4096, messages=user("x" * 100_000))
    assert raised.value.type == "billing_error"
    assert stack.upstream_requests() == before


def test_models_are_listed_in_the_sdks_own_shape(stack, client):
    models = {model.id: model for model in client.models.list()}
    claude = client.models.retrieve("sim.anthropic")
    assert models["sim.anthropic"] == claude
    assert (claude.type, claude.max_input_tokens) == ("model", 200000) and claude.max_tokens > 0
    assert claude.capabilities.image_input.supported and claude.created_at.year == 1970
    assert "sim.claude" in models and "sim.gpt" in models
    page = client.models.list(limit=2)
    assert len(page.data) == 2 and page.has_more and page.last_id == page.data[1].id
    assert [model.id for model in page] == sorted(models)  # the SDK asks for the others by after_id
    before = client.models.list(limit=1, before_id=page.data[1].id)
    assert [model.id for model in before.data] == [page.data[0].id] and not before.has_more
    with pytest.raises(anthropic.NotFoundError) as raised:
        client.models.retrieve("nope")
    assert raised.value.body["error"]["code"] == "unknown_model"


def test_an_answer_says_what_the_tightest_rate_leaves(client):
    answer = client.messages.with_raw_response.create(model="sim.anthropic", max_tokens=16, messages=user("Hello."))
    assert text_of(answer.parse())
    assert answer.headers["anthropic-ratelimit-requests-limit"] == "1000"
    assert 0 < int(answer.headers["anthropic-ratelimit-requests-remaining"]) < 1000
    assert answer.headers["anthropic-ratelimit-requests-reset"].endswith("Z")


@pytest.mark.parametrize("model", THROUGH)
def test_a_stream_that_fails_ends_with_a_typed_error(client, model):
    read = []
    with pytest.raises(anthropic.APIStatusError) as raised:
        with client.messages.stream(model=model, max_tokens=64, messages=user("[[sim words=5 fail=2]]")) as stream:
            for piece in stream.text_stream:
                read.append(piece)
    assert len(read) == 2 and raised.value.body["type"] == "error"


def test_what_is_charged_is_what_the_upstream_counted(stack, client):
    client.messages.create(model="sim.anthropic", max_tokens=64, messages=user("[[sim usage=1000,100]]"))
    (attempt,) = newest(stack)["attempts"]
    assert attempt["usage"] == {"input": 1000, "output": 100} and not attempt["estimated"]
    # 1000 x 3.00 and 100 x 15.00 dollars for a million, in nano-dollars
    assert attempt["costNanos"] == 1000 * 3_000 + 100 * 15_000


def test_callers_at_once_get_their_own_answers(stack, client):
    answers, threads = {}, []

    def ask(number):
        message = client.messages.create(model=THROUGH[number % 3], max_tokens=64, messages=user(f"[[sim echo]] caller {number}"))
        answers[number] = text_of(message)

    for number in range(12):
        threads.append(threading.Thread(target=ask, args=(number,)))
        threads[-1].start()
    for thread in threads:
        thread.join()
    assert answers == {number: f"caller {number}" for number in range(12)}


AGENT = Path(__file__).parent.parent / "resources" / "agents"


RECORDED = {path.stem: json.loads(path.read_text()) for path in sorted(AGENT.glob("*.json"))}
"""Requests in the habits of coding agents: beta flags, thinking, cache marks, 40 tools, 200 KB of prompt. What cannot carry one is `refused`."""


def sent_by_an_agent(stack, recorded, model):
    body = {**recorded["body"], "model": model}
    if "repeat" in recorded:
        first, *others = body["messages"]
        opening = first["content"][0]
        long = {**opening, "text": opening["text"] * recorded["repeat"]}
        body["messages"] = [{**first, "content": [long, *first["content"][1:]]}, *others]
    headers = {"x-api-key": stack["TOLLGATE_KEY_ACME"], "content-type": "application/json", **recorded["headers"]}
    request = urllib.request.Request(stack["url"] + recorded["path"], json.dumps(body).encode(), headers, method="POST")
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.read().decode()


def of_agents(member):
    return [pytest.param(one, model, id=f"{name} to {model}") for name, one in RECORDED.items() for model in one.get(member, [])]


@pytest.mark.parametrize("recorded,model", of_agents("models"))
def test_what_coding_agents_send_is_taken(stack, recorded, model):
    answer = sent_by_an_agent(stack, recorded, model)
    if recorded["body"].get("stream"):
        assert answer.rstrip().endswith('{"type":"message_stop"}')
    else:
        assert json.loads(answer)


@pytest.mark.parametrize("recorded,model", of_agents("refused"))
def test_what_coding_agents_send_and_a_target_cannot_carry_is_refused_by_name(stack, recorded, model):
    before = stack.upstream_requests()
    with pytest.raises(urllib.error.HTTPError) as refused:
        sent_by_an_agent(stack, recorded, model)
    error = json.loads(refused.value.read())["error"]
    assert (refused.value.code, error["type"], error["code"]) == (400, "invalid_request_error", "not_supported_by_target")
    assert recorded["refused"][model] in error["message"] and stack.upstream_requests() == before


GUIDE = Path(__file__).parents[4] / "docs" / "guide" / "anthropic.md"


def test_the_guide_runs_as_it_stands(stack, capsys):
    blocks = re.findall(r"```python\n(.*?)```", GUIDE.read_text(), re.S)
    assert len(blocks) == 3
    with environment(ANTHROPIC_BASE_URL=stack["ANTHROPIC_BASE_URL"], ANTHROPIC_API_KEY=stack["ANTHROPIC_API_KEY"]):
        exec("\n".join(blocks), {})
    printed = capsys.readouterr().out.splitlines()
    assert "weather {" in printed[-2]
    assert int(printed[-1]) > 0
