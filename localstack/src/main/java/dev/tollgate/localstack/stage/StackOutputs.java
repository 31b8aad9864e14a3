package dev.tollgate.localstack.stage;

import dev.tollgate.localstack.stack.StackException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Stack;

/// What a stack of CloudFormation says of itself.
///
/// @param id its ARN
/// @param values by the outputs' names
record StackOutputs(String stack, String id, Map<String, String> values) {
    /// The word in CloudFormation's answer about a stack that there is not; the code is that of all
    /// requests it does not like.
    private static final String UNKNOWN = "does not exist";

    private static final int ACCOUNT = 4;

    StackOutputs {
        values = Map.copyOf(values);
    }

    /// @return empty when there is no such stack
    /// @throws software.amazon.awssdk.core.exception.SdkException when CloudFormation cannot be
    ///   asked
    static Optional<StackOutputs> read(CloudFormationClient client, String stack) {
        try {
            List<Stack> found = client.describeStacks(request -> request.stackName(stack)).stacks();
            return found.stream()
                    .findFirst()
                    .map(one ->
                            new StackOutputs(
                                    stack,
                                    one.stackId(),
                                    one.outputs().stream()
                                            .collect(
                                                    Collectors.toMap(
                                                            Output::outputKey,
                                                            Output::outputValue))));
        } catch (CloudFormationException e) {
            if (String.valueOf(e.getMessage()).contains(UNKNOWN)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// The account that the stack is in, by its ARN.
    String account() {
        String[] parts = id.split(":", -1);
        return parts.length > ACCOUNT ? parts[ACCOUNT] : id;
    }

    Optional<String> find(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /// @throws StackException when the stack has no such output
    String required(String name) {
        return find(name)
                .orElseThrow(() ->
                        new StackException(
                                "the stack %s has no output %s; deploy the CDK app of this checkout"
                                        .formatted(stack, name)));
    }
}
