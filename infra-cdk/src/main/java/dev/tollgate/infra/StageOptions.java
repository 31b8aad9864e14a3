package dev.tollgate.infra;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import software.constructs.Node;

/// What is chosen with `-c name=value`.
///
/// @param target `target`: aws (the default), localstack or ministack
/// @param stage `stage`: dev (the default), preprod or prod
/// @param mode `streaming`: stream (the default) or buffered
/// @param bedrockModels `bedrockModels`: ids, inference profiles or ARNs that the proxy may invoke,
///   separated by commas; none by default
record StageOptions(Target target, StageName stage, ResponseMode mode, List<String> bedrockModels) {
    StageOptions {
        bedrockModels = List.copyOf(bedrockModels);
    }

    /// @throws IllegalArgumentException naming the value that is not understood
    static StageOptions of(Node app) {
        return new StageOptions(
                Target.of(text(app, "target", "aws")),
                StageName.of(text(app, "stage", "dev")),
                mode(text(app, "streaming", "stream")),
                Arrays.stream(text(app, "bedrockModels", "").split(",", -1))
                        .map(String::strip)
                        .filter(model -> !model.isEmpty())
                        .toList());
    }

    private static ResponseMode mode(String word) {
        return switch (word) {
            case "stream" -> ResponseMode.STREAM;
            case "buffered" -> ResponseMode.BUFFERED;
            default ->
                    throw new IllegalArgumentException(
                            "streaming is stream or buffered, not "
                                    + word.toLowerCase(Locale.ROOT));
        };
    }

    private static String text(Node app, String name, String otherwise) {
        return app.tryGetContext(name) instanceof String value ? value : otherwise;
    }
}
