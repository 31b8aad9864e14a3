from types import SimpleNamespace

import pytest
from localstack.services.apigateway.next_gen.execute_api.gateway_response import IntegrationFailureError, InternalServerError
from tollgate_host.answers import BrokenAnswer
from tollgate_host.streamed_integration import OPEN_ANSWERS, STREAMING, _accepting_stream_uris, _streaming

HEAD = b'{"statusCode":201,"headers":{"A":"1"}}' + b"\0" * 8


def invoke(plain, uri="arn:f" + STREAMING):
    context = SimpleNamespace(integration_request={"uri": uri}, context_variables={"requestId": "r1"})
    return _streaming(plain)(None, context)


def writing(*chunks, error=None):
    """A function that writes these chunks."""

    def plain(_, context):
        answer = OPEN_ANSWERS.of_event({"requestContext": context.context_variables})
        for chunk in chunks:
            answer.write(chunk)
        answer.end(error)
        return {"status_code": 200}

    return plain


def test_answer_comes_with_its_head_however_it_is_cut():
    made = invoke(writing(HEAD[:5], HEAD[5:-3], HEAD[-3:] + b"one", b"two"))
    assert made["status_code"] == 201
    assert made["headers"]["A"] == "1"
    assert list(made["body"]) == [b"one", b"two"]


def test_other_integrations_are_left_alone():
    assert invoke(lambda _, context: context.integration_request["uri"], "arn:f/invocations") == "arn:f/invocations"


def test_function_that_breaks_off_breaks_the_body():
    body = invoke(writing(HEAD + b"one", error="Model.Gone"))["body"]
    assert next(body) == b"one"
    with pytest.raises(BrokenAnswer):
        next(body)


@pytest.mark.parametrize("plain", [writing(b"no head"), writing(b"", error="Gone"), lambda *_: {"status_code": 200}])
def test_function_without_a_head_is_the_gateways_failure(plain):
    with pytest.raises(InternalServerError) as failed:
        invoke(plain)
    assert failed.value.status_code == 502


def test_failure_of_the_call_stays_what_it_is():
    def plain(*_):
        raise IntegrationFailureError("Internal server error", status_code=502)

    with pytest.raises(IntegrationFailureError):
        invoke(plain)


def test_streaming_uris_are_accepted_and_remembered():
    put = _accepting_stream_uris(lambda self, context, request: request["uri"])
    uri = "arn:aws:apigateway:us-east-1:lambda:path/2021-11-15/functions/arn:f" + STREAMING
    assert put(None, None, {"uri": uri}) == uri.replace("2021-11-15", "2015-03-31")
