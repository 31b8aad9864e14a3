from types import SimpleNamespace

from tollgate_host.authorizer_resource import AuthorizerProvider, create_parameters

PROPERTIES = {"RestApiId": "a", "Type": "REQUEST", "Name": "n", "AuthorizerResultTtlInSeconds": "30", "Unknown": 1}


def test_properties_become_parameters_with_numbers_as_numbers():
    assert create_parameters(PROPERTIES) == {"restApiId": "a", "type": "REQUEST", "name": "n", "authorizerResultTtlInSeconds": 30}


def test_created_authorizer_is_deleted_by_its_id():
    calls = []
    client = SimpleNamespace(
        create_authorizer=lambda **call: calls.append(call) or {"id": "z"}, delete_authorizer=lambda **call: calls.append(call)
    )
    request = SimpleNamespace(
        desired_state=dict(PROPERTIES), aws_client_factory=SimpleNamespace(apigateway=client), custom_context={}
    )
    provider = AuthorizerProvider()
    assert provider.create(request).resource_model["AuthorizerId"] == "z"
    provider.delete(request)
    assert calls[1] == {"restApiId": "a", "authorizerId": "z"}
