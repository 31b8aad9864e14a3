package dev.tollgate.localstack.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.localstack.stack.StackException;
import java.util.regex.Pattern;

/// What the CDK app says of a deployment, by the names of its outputs.
///
/// @param api the id of the REST API
/// @param stage its stage
/// @param pepperParameter the name that the pepper of virtual keys is looked for under
record DeployedOutputs(
        String tenantTable,
        String platformTable,
        String pepperParameter,
        String api,
        String stage) {
    private static final Pattern URL = Pattern.compile("https://([^.]+)\\.[^/]+/([^/]+)/?");

    /// @param stacks what `cdk deploy --outputs-file` wrote: outputs by stack
    static DeployedOutputs of(JsonNode stacks) {
        String address = find(stacks, "GatewayUrl");
        var url = URL.matcher(address);
        if (!url.matches()) {
            throw new StackException("the CDK app's output GatewayUrl is no API's: " + address);
        }
        return new DeployedOutputs(
                find(stacks, "TenantTableName"),
                find(stacks, "PlatformTableName"),
                find(stacks, "KeyPepperParameter"),
                url.group(1),
                url.group(2));
    }

    private static String find(JsonNode stacks, String name) {
        for (JsonNode stack : stacks) {
            if (stack.hasNonNull(name)) {
                return stack.get(name).asText();
            }
        }
        throw new StackException("the CDK app has no output " + name);
    }
}
