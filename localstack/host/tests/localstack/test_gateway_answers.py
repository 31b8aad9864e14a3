from types import SimpleNamespace

from localstack.services.apigateway.next_gen.execute_api.gateway_response import AccessDeniedError
from rolo import Response
from tollgate_host.gateway_answers import _configured, fill

VALUES = {"context": {"requestId": "r1", "error": {"messageString": 'a "b"'}, "authorizer": {"reason": "expired"}}, "stageVariables": {}}


def test_fill_replaces_what_there_is_and_empties_the_rest():
    assert fill("$context.requestId: $context.authorizer.reason$context.nothing.here.", VALUES) == "r1: expired."


def test_fill_writes_the_message_string_with_quotes():
    assert fill('{"message":$context.error.messageString}', VALUES) == '{"message":"a \\"b\\""}'


def answer(configured):
    context = SimpleNamespace(
        deployment=SimpleNamespace(rest_api=SimpleNamespace(gateway_responses={"ACCESS_DENIED": configured})),
        context_variables=VALUES["context"],
        stage_variables=None,
    )
    plain = _configured(lambda *_: Response("plain", 403, {"x-amzn-ErrorType": "Plain"}))
    return plain(None, AccessDeniedError(), context)


def test_configured_template_and_headers_take_the_place_of_the_default():
    made = answer(
        {
            "responseTemplates": {"application/json": "$context.authorizer.reason"},
            "responseParameters": {
                "gatewayresponse.header.x-amzn-ErrorType": "'AccessDeniedException'",
                "gatewayresponse.header.X-Id": "context.requestId",
            },
        }
    )
    assert made.data == b"expired"
    assert made.headers["x-amzn-ErrorType"] == "AccessDeniedException"
    assert made.headers["X-Id"] == "r1"


def test_default_response_stays():
    assert answer({"defaultResponse": True, "responseTemplates": {"application/json": "other"}}).data == b"plain"
