package dev.tollgate.localstack.api.contract;

/// The answers that API Gateway gives by itself, of those that can happen here, with its own status
/// and words for them.
///
/// See "Gateway response types" in the API Gateway developer guide.
public enum GatewayResponseType {
    UNAUTHORIZED(401, "UnauthorizedException", "Unauthorized"),
    ACCESS_DENIED(403, "AccessDeniedException", "User is not authorized to access this resource"),
    MISSING_AUTHENTICATION_TOKEN(
            403, "MissingAuthenticationTokenException", "Missing Authentication Token"),
    REQUEST_TOO_LARGE(413, "RequestTooLargeException", "Request Too Long"),
    THROTTLED(429, "TooManyRequestsException", "Too Many Requests"),
    AUTHORIZER_FAILURE(500, "AuthorizerFailureException", "Internal server error"),
    AUTHORIZER_CONFIGURATION_ERROR(
            500, "AuthorizerConfigurationException", "Internal server error"),
    INTEGRATION_FAILURE(502, "InternalServerErrorException", "Internal server error"),
    INTEGRATION_TIMEOUT(504, "InternalServerErrorException", "Endpoint request timed out"),
    /// The request line is longer than API Gateway takes.
    URI_TOO_LONG(414, "BadRequestException", "URI Too Long"),
    /// The headers are larger than API Gateway takes.
    HEADERS_TOO_LARGE(431, "BadRequestException", "Request Header Fields Too Large"),
    /// The template of every 4xx that has none of its own.
    DEFAULT_4XX(400, "BadRequestException", "Bad Request"),
    /// The template of every 5xx that has none of its own.
    DEFAULT_5XX(500, "InternalServerErrorException", "Internal server error");

    private final int status;
    private final String errorType;
    private final String message;

    GatewayResponseType(int status, String errorType, String message) {
        this.status = status;
        this.errorType = errorType;
        this.message = message;
    }

    public int status() {
        return status;
    }

    public String errorType() {
        return errorType;
    }

    public String message() {
        return message;
    }

    /// Whose template is used when this type has none.
    public GatewayResponseType fallback() {
        return status < 500 ? DEFAULT_4XX : DEFAULT_5XX;
    }
}
