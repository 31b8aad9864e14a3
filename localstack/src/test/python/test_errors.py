"""Every refusal, as an unmodified boto3 client sees it: status, type, class, attempts, and a message that says what to do."""

import json
import time

import pytest
from botocore.exceptions import ClientError, EventStreamError
from conftest import assert_no_trace, fetch, say

LIMITS = {"maxTokens": 16}


def ask(client, text="hello", model="sim.claude", **more):
    return client.converse(modelId=model, messages=say(text), inferenceConfig=LIMITS, **more)


def refusal(call):
    with pytest.raises(ClientError) as raised:
        call()
    error = raised.value
    assert_no_trace(json.dumps(error.response, default=str))
    return error


def check(error, status, kind, attempts, *words):
    meta = error.response["ResponseMetadata"]
    seen = (meta["HTTPStatusCode"], error.response["Error"]["Code"], type(error).__name__, meta["RetryAttempts"] + 1)
    assert meta["HTTPHeaders"]["x-amzn-errortype"].split(":")[0] == kind
    # botocore has no class of its own for types outside the operation's model
    assert seen[:2] == (status, kind) and seen[2] in (kind, "ClientError") and seen[3] == attempts, seen
    message = error.response["Error"]["Message"]
    assert all(word.lower() in message.lower() for word in words), message


@pytest.fixture
def acme(stack):
    return stack.client(stack["TOLLGATE_JWT_ACME"], AWS_MAX_ATTEMPTS="3")


NOT_VALID = ["expired", "wrongAudience", "unknownIssuer", "algNone", "hs256PublicKey", "revokedKey", "secondTenant",
             "kidPath", "kidUrl", "jwkHeader", "noExpiry", "garbage", "mistypedKey"]


@pytest.mark.parametrize("token", NOT_VALID)
def test_what_is_not_a_valid_credential_is_a_401(stack, token):
    calls = stack.upstream_requests()
    error = refusal(lambda: ask(stack.client(stack["tokens"][token])))
    check(error, 401, "AccessDeniedException", 1, "AWS_BEARER_TOKEN_BEDROCK")
    assert stack.upstream_requests() == calls


def test_no_token(stack):
    request = json.dumps({"messages": say("x")}).encode()
    with pytest.raises(Exception) as raised:
        fetch(stack["url"] + "/model/sim.claude/converse", "POST", {"Content-Type": "application/json"}, request)
    assert raised.value.code == 401 and raised.value.headers["x-amzn-ErrorType"] == "AccessDeniedException"
    body = json.loads(raised.value.read())
    assert "AWS_BEARER_TOKEN_BEDROCK" in body["message"] and body["error"]["message"] == body["message"]
    assert body["type"] == "error"


def test_sigv4_is_told_which_variable_to_set(stack):
    keys = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local"}
    error = refusal(lambda: ask(stack.client(None, **keys)))
    check(error, 403, "AccessDeniedException", 1, "AWS_BEARER_TOKEN_BEDROCK")


def test_key_without_this_model(stack):
    error = refusal(lambda: ask(stack.client(stack["tokens"]["keyOfOneModel"]), model="sim.gpt"))
    check(error, 403, "AccessDeniedException", 1, "sim.gpt")


def test_key_without_this_route(stack):
    error = refusal(lambda: ask(stack.client(stack["tokens"]["keyOfUsageOnly"])))
    check(error, 403, "AccessDeniedException", 1, "route", "self-service")


def test_unknown_model(acme):
    check(refusal(lambda: ask(acme, model="no.such")), 404, "ResourceNotFoundException", 1, "no.such")


def raw(stack, body, path="/model/sim.claude/converse", **headers):
    """A request that no SDK would send; answers (status, type, message)."""
    headers = {"Authorization": "Bearer " + stack["TOLLGATE_JWT_ACME"], "Content-Type": "application/json", **headers}
    try:
        fetch(stack["url"] + path, "POST", headers, body)
    except Exception as error:
        text = error.read().decode()
        assert_no_trace(text)
        return error.code, error.headers["x-amzn-ErrorType"], json.loads(text)["message"]
    return 200, None, None


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (b'{"messages": [', "json"),
        (b"", "json"),
        (b"[]", "object"),
        (b'{"messages": "hello"}', "messages"),
        (b'{"messages": [{"role": "user", "content": [{"text": 7}]}]}', "text"),
        (b'{"messages": [], "messages": []}', "twice"),
        (b'{"messages": [{"role": "user", "content": [{"text": "x"}]}], "inferenceConfig": {"maxTokens": "many"}}', "maxTokens"),
        (b'{"a":' * 200 + b"1" + b"}" * 200, "deep"),
        (b'{"messages": [{"role": "user", "content": [{"text": "\xff"}]}]}', "utf-8"),
    ],
    ids=["cut", "empty", "array", "wrong-type", "number-for-text", "duplicate", "max-tokens", "depth", "utf-8"],
)
@pytest.mark.parametrize("model", ["sim.claude", "sim.gpt"])
def test_malformed_requests(stack, model, body, word):
    status, kind, message = raw(stack, body, f"/model/{model}/converse")
    assert (status, kind) == (400, "ValidationException"), message
    assert word.lower() in message.lower()


def test_too_large(acme):
    error = refusal(lambda: ask(acme, "x" * (5 * 1024 * 1024)))
    assert error.response["ResponseMetadata"]["HTTPStatusCode"] == 413
    assert "MiB" in error.response["Error"]["Message"] or "bytes" in error.response["Error"]["Message"]


@pytest.mark.parametrize("model", ["%252F", "..", "%2e%2e", "a%00b", "sim%252eclaude", "%25"])
def test_ids_that_hide_something_are_refused(stack, model):
    status, kind, _ = raw(stack, b"{}", f"/model/{model}/converse")
    assert (status, kind) in ((400, "ValidationException"), (403, "MissingAuthenticationTokenException"),
                              (404, "ResourceNotFoundException"))


def test_over_a_rate_is_throttling_and_retried(stack):
    client = stack.client(stack["TOLLGATE_JWT_RATE"], AWS_MAX_ATTEMPTS="2")
    if time.time() % 60 > 45:  # all within one calendar minute
        time.sleep(16)
    ask(client)
    ask(client)
    error = refusal(lambda: ask(client))
    check(error, 429, "ThrottlingException", 2, "requests per", "again")


def test_over_a_budget_is_a_quota_and_not_retried(stack):
    client = stack.client(stack["TOLLGATE_JWT_BUDGET"])
    with pytest.raises(ClientError) as raised:
        for _ in range(50):
            ask(client, "[[sim usage=100,16]] spend")
    check(raised.value, 400, "ServiceQuotaExceededException", 1, "per", "budget")
    books = stack.ledger("budget")
    for limit in books["limits"]:
        assert limit["settled"] + limit["held"] <= limit["limit"]
    assert books["holds"] == []


def test_a_key_is_held_to_its_own_limit_and_scope(stack):
    client = stack.client(stack["tokens"]["keyOfTwoRequests"])
    ask(client)
    ask(client)
    check(refusal(lambda: ask(client)), 400, "ServiceQuotaExceededException", 1, "2 requests per day", "acmetworequests")
    check(refusal(lambda: ask(client, model="sim.gpt")), 403, "AccessDeniedException", 1, "sim.gpt")
    ask(stack.client(stack["TOLLGATE_JWT_ACME"]))


def test_a_call_that_alone_is_above_a_limit_can_never_pass(stack):
    client = stack.client(stack["tokens"]["keyOfFiftyTokens"])
    error = refusal(lambda: ask(client))
    check(error, 400, "ServiceQuotaExceededException", 1, "50 tokens per minute", "maxTokens")


def test_an_issuer_that_never_answered_is_the_gateways_fault(stack):
    error = refusal(lambda: ask(stack.client(stack["tokens"]["issuerThatIsDown"], AWS_MAX_ATTEMPTS="2")))
    meta = error.response["ResponseMetadata"]
    assert meta["HTTPStatusCode"] == 500 and meta["RetryAttempts"] == 1, "a token nobody can check is not a wrong one"


def test_a_stream_that_stalls_ends_at_the_deadline_and_is_charged(stack):
    client = stack.client(stack["TOLLGATE_JWT_ACME"], url=stack["shortUrl"])
    answer = client.converse_stream(
        modelId="sim.claude", messages=say("[[sim words=8]] [[sim stall=3]]"), inferenceConfig=LIMITS
    )
    read = []
    with pytest.raises(EventStreamError):
        read.extend(answer["stream"])
    request = answer["ResponseMetadata"]["RequestId"]
    (line,) = [line for line in stack.ledger("acme")["lines"] if line["requestId"] == request]
    assert line["attempts"][-1]["outcome"] == "cut" and line["attempts"][-1]["costNanos"] > 0


def test_upstream_429(stack, acme):
    check(refusal(lambda: ask(acme, "[[sim status=429]]")), 429, "ThrottlingException", 3, "upstream")


def test_upstream_500(stack, acme):
    check(refusal(lambda: ask(acme, "[[sim status=500]]", model="sim.gpt")), 503, "ServiceUnavailableException", 3)


def test_upstream_slow_ends_at_the_deadline(stack):
    client = stack.client(stack["TOLLGATE_JWT_ACME"], url=stack["shortUrl"])
    started = time.monotonic()
    error = refusal(lambda: ask(client, "[[sim delay=60s]]"))
    assert time.monotonic() - started < 30
    assert error.response["ResponseMetadata"]["HTTPStatusCode"] in (408, 424)
    assert error.response["ResponseMetadata"]["RetryAttempts"] == 0, "a call that may have been paid is not repeated"
    attempt = stack.ledger("acme")["lines"][0]["attempts"][-1]
    assert attempt["outcome"] == "cut" and attempt["costNanos"] > 0


@pytest.mark.parametrize("alias", ["sim.claude", "sim.gpt"])
@pytest.mark.parametrize("fault", ["cut=3", "malformed=3"])
def test_cut_stream_is_an_exception_event_and_charged(stack, acme, alias, fault):
    stream = acme.converse_stream(
        modelId=alias, messages=say(f"[[sim words=10]] [[sim {fault}]]"), inferenceConfig=LIMITS
    )["stream"]
    read = []
    with pytest.raises(EventStreamError) as raised:
        read.extend(stream)
    assert_no_trace(str(raised.value))
    attempt = stack.ledger("acme")["lines"][0]["attempts"][-1]
    assert attempt["outcome"] == "cut" and attempt["estimated"] and attempt["costNanos"] > 0


def test_client_that_leaves_is_charged_and_settled(stack):
    client = stack.client(stack["TOLLGATE_JWT_ACME"])
    answer = client.converse_stream(
        modelId="sim.claude", messages=say("[[sim words=16]] [[sim handshake=leaves]]"), inferenceConfig=LIMITS
    )
    next(iter(answer["stream"]))
    request = answer["ResponseMetadata"]["RequestId"]
    answer["stream"].close()
    for _ in range(16):  # the model goes on; the gateway learns by writing that nobody reads
        fetch(stack["sim"] + "/sim/handshake/leaves", "POST", body=b"")
        time.sleep(0.05)
    line = None
    for _ in range(50):
        line = next((line for line in stack.ledger("acme")["lines"] if line["requestId"] == request), None)
        if line:
            break
        time.sleep(0.2)
    assert line["attempts"][-1]["outcome"] == "client_gone" and line["attempts"][-1]["costNanos"] > 0


def test_store_down_is_a_503_and_nothing_is_called(stack, acme):
    ask(acme)
    calls = stack.upstream_requests()
    stack.control("/store/stop")
    try:
        error = refusal(lambda: ask(stack.client(stack["TOLLGATE_JWT_ACME"], AWS_MAX_ATTEMPTS="1")))
        check(error, 503, "ServiceUnavailableException", 1, "again")
    finally:
        stack.control("/store/start")
    assert stack.upstream_requests() == calls
    ask(acme)


def test_unsupported_field_is_refused_by_name(acme):
    error = refusal(lambda: ask(acme, model="sim.gpt", additionalModelRequestFields={"top_k": 3}))
    check(error, 400, "ValidationException", 1, "additionalModelRequestFields")
