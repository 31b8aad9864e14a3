"""`AWS::ApiGateway::Authorizer` for LocalStack's CloudFormation, whose open core does not know the type and passes it over."""

from localstack.services.cloudformation.resource_provider import (
    CloudFormationResourceProviderPlugin,
    OperationStatus,
    ProgressEvent,
    ResourceProvider,
)

TYPE = "AWS::ApiGateway::Authorizer"
PARAMETERS = {
    "Name": "name",
    "Type": "type",
    "AuthorizerUri": "authorizerUri",
    "IdentitySource": "identitySource",
    "AuthorizerResultTtlInSeconds": "authorizerResultTtlInSeconds",
    "AuthType": "authType",
    "AuthorizerCredentials": "authorizerCredentials",
    "IdentityValidationExpression": "identityValidationExpression",
    "RestApiId": "restApiId",
}
"""Properties of the resource as parameters of CreateAuthorizer."""


def create_parameters(properties):
    """CreateAuthorizer's parameters; CloudFormation writes numbers as text."""
    parameters = {PARAMETERS[name]: value for name, value in properties.items() if name in PARAMETERS}
    if "authorizerResultTtlInSeconds" in parameters:
        parameters["authorizerResultTtlInSeconds"] = int(parameters["authorizerResultTtlInSeconds"])
    return parameters


class AuthorizerProvider(ResourceProvider):
    """Creates and deletes. A stack here is not updated but made anew, as LocalStack's updates are."""

    TYPE = TYPE
    SCHEMA = {
        "typeName": TYPE,
        "properties": {name: {} for name in (*PARAMETERS, "AuthorizerId")},
        "required": ["RestApiId", "Type"],
        "primaryIdentifier": ["/properties/RestApiId", "/properties/AuthorizerId"],
        "createOnlyProperties": ["/properties/RestApiId"],
        "readOnlyProperties": ["/properties/AuthorizerId"],
    }

    def create(self, request):
        model = request.desired_state
        made = request.aws_client_factory.apigateway.create_authorizer(**create_parameters(model))
        model["AuthorizerId"] = made["id"]
        return _done(request)

    def delete(self, request):
        model = request.desired_state
        request.aws_client_factory.apigateway.delete_authorizer(restApiId=model["RestApiId"], authorizerId=model["AuthorizerId"])
        return _done(request)


def _done(request):
    return ProgressEvent(status=OperationStatus.SUCCESS, resource_model=request.desired_state, custom_context=request.custom_context)


class AuthorizerPlugin(CloudFormationResourceProviderPlugin):
    name = TYPE

    def load(self):
        self.factory = AuthorizerProvider
