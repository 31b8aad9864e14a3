import asyncio
import io

import pytest
from ministack.core.responses import StreamingResponse
from ministack.services import apigateway_v1
from tollgate_host import ministack_stream
from tollgate_host.answers import Answer
from tollgate_host.ministack_stream import OPEN_ANSWERS, call, pass_on

HEAD = b'{"statusCode":201,"headers":{"A":"1"},"cookies":["a=b","c=d"]}' + b"\0" * 8
EVENT = {"requestContext": {"requestId": "r1"}}
PATIENCE = 60


def answered(*chunks, error=None, ends=True):
    """What a client gets of a function that writes these chunks, and whether it came to its end."""

    async def function():
        answer = OPEN_ANSWERS.of_event(EVENT)
        for chunk in chunks:
            await asyncio.to_thread(answer.write, chunk)
        if ends:
            answer.end(error)

    async def run():
        made = await call(EVENT, function())
        if not isinstance(made, tuple):
            return made, None
        frames = []

        async def send(frame):
            frames.append(frame)

        assert isinstance(made[2], StreamingResponse)
        await made[2].runner(send, None)
        return made, frames

    return asyncio.run(asyncio.wait_for(run(), PATIENCE))


def test_answer_comes_with_its_head_however_it_is_cut():
    (status, headers, _), frames = answered(HEAD[:5], HEAD[5:], b"one", b"two")
    assert status == 201
    assert headers == {"Content-Type": "application/octet-stream", "A": "1", "Set-Cookie": ["a=b", "c=d"]}
    assert [frame["body"] for frame in frames] == [b"one", b"two", b""]
    assert not frames[-1]["more_body"]


def test_answers_own_content_type_is_the_only_one():
    head = b'{"statusCode":200,"headers":{"content-type":"application/json"}}' + b"\0" * 8
    (_, headers, _), _ = answered(head)
    assert headers == {"content-type": "application/json"}


def test_gateway_response_keeps_the_error_type_it_was_given(monkeypatch):
    def plain(error, request):
        return 401, {"x-amzn-ErrorType": "MiniStacks"}, b"{}"

    given = {"UNAUTHORIZED": {"responseParameters": {"gatewayresponse.header.x-amzn-ErrorType": "'Ours'"}}}
    monkeypatch.setattr(apigateway_v1, "_deployed_gateway_responses", {"api": {"d1": given}})
    request = {"api_id": "api", "stage": {"deploymentId": "d1"}}
    respond = ministack_stream.with_own_error_type(plain)
    seen = [respond(apigateway_v1._GatewayError(kind, ""), request)[1] for kind in ("UNAUTHORIZED", "THROTTLED")]
    assert [headers["x-amzn-ErrorType"] for headers in seen] == ["Ours", "MiniStacks"]


def test_function_that_breaks_off_leaves_the_last_frame_out():
    _, frames = answered(HEAD + b"one", error="Model.Gone")
    assert [frame["more_body"] for frame in frames] == [True]


@pytest.mark.parametrize("ends", [True, False])
def test_function_without_a_head_is_the_gateways_failure(ends):
    made, _ = answered(b"no head", ends=ends)
    assert made.response_type == "INTEGRATION_FAILURE"


def test_pass_on_writes_chunks_and_takes_the_trailers():
    answer = Answer()
    text = b"3\r\nabc\r\n0\r\nLambda-Runtime-Function-Error-Type: Gone\r\n\r\n"
    assert pass_on(io.BytesIO(text), answer) == b'{"statusCode":200}'
    chunks = iter(answer)
    assert next(chunks) == b"abc"
    with pytest.raises(Exception, match="Gone"):
        next(chunks)


def test_authorizers_event_gets_a_request_id():
    async def plain(_, event, *where):
        return event, where

    event, where = asyncio.run(ministack_stream._with_request_id(plain)({}, {"requestContext": {}}, "1", "us-east-1"))
    assert event["requestContext"]["requestId"]
    assert where == ("1", "us-east-1")


def test_apis_get_the_path_as_it_was_sent(monkeypatch):
    seen = []

    async def app(scope, receive, send):
        seen.append(scope["path"])

    monkeypatch.setattr(ministack_stream.server, "app", app)
    for raw in (b"/_aws/execute-api/a/dev/model/x%3Ay", b"/other/x%3Ay"):
        scope = {"type": "http", "raw_path": raw, "path": raw.decode().replace("%3A", ":")}
        asyncio.run(ministack_stream.app(scope, None, None))
    assert seen == ["/_aws/execute-api/a/dev/model/x%3Ay", "/other/x:y"]
