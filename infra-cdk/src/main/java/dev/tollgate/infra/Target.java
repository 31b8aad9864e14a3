package dev.tollgate.infra;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import software.amazon.awscdk.CfnResource;
import software.constructs.IConstruct;

/// What the app is deployed to, and the one place that knows what an emulator cannot take:
/// constructs are built for AWS, and amended here. What comes of it is listed, with a reason for
/// each difference, in `src/test/resources/target-differences.yaml`.
enum Target {
    AWS,
    /// LocalStack 4.14.0 in host mode. Types that it does not know complete without being made.
    LOCALSTACK,
    /// MiniStack 1.5.33. A type that it does not know fails its stack.
    MINISTACK;

    private static final String FUNCTION = "AWS::Lambda::Function";

    /// @throws IllegalArgumentException naming the targets that there are
    static Target of(String word) {
        return Arrays.stream(values())
                .filter(target -> target.word().equals(word))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "there is no target "
                                        + word
                                        + "; there are "
                                        + Arrays.stream(values()).map(Target::word).toList()));
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Changes what was built below a construct; to be called when all of it is built.
    void amend(IConstruct built) {
        var amendments = amendments();
        for (IConstruct construct : built.getNode().findAll()) {
            if (construct instanceof CfnResource resource) {
                String type = resource.getCfnResourceType();
                amendments.stream()
                        .filter(amendment -> amendment.type().equals(type))
                        .forEach(amendment -> amendment.apply(resource));
            }
        }
    }

    private List<Amendment> amendments() {
        return switch (this) {
            case AWS -> List.of();
            case LOCALSTACK, MINISTACK -> fromBootstrap();
        };
    }

    /// Functions are processes, started by the `bootstrap` of their package.
    private static List<Amendment> fromBootstrap() {
        return List.of(
                new Amendment.Set(FUNCTION, "Runtime", "provided.al2023"),
                new Amendment.Remove(FUNCTION, "SnapStart"),
                new Amendment.Remove(
                        FUNCTION, "Environment.Variables." + FunctionsStack.EXEC_WRAPPER));
    }
}
