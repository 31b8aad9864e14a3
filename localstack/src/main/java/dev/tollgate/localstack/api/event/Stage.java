package dev.tollgate.localstack.api.event;

/// Where the API is deployed, as events and ARNs name it.
public record Stage(String region, String account, String apiId, String name) {
    /// The ARN an authorizer's policy is held against. See "Control access to invoking an API".
    ///
    /// @param path raw, beginning with a slash
    public String methodArn(String method, String path) {
        return "arn:aws:execute-api:%s:%s:%s/%s/%s%s"
                .formatted(region, account, apiId, name, method, path);
    }

    public String functionArn(String function) {
        return "arn:aws:lambda:%s:%s:function:%s".formatted(region, account, function);
    }
}
