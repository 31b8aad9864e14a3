package dev.tollgate.infra;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import software.constructs.Node;

/// What is chosen with `-c name=value`.
///
/// @param target `target`: aws (the default), localstack or ministack
/// @param stage `stage`: dev (the default), preprod or prod
/// @param mode `streaming`: stream (the default) or buffered
/// @param bedrockModels `bedrockModels`: ids, inference profiles or ARNs that the proxy may invoke,
///   and guardrails (`guardrail/<id>`) that it may apply, separated by commas; none by default
/// @param reserved `reservedConcurrency`: `llm-proxy=200,control=20`; by default functions share
///   the account's
/// @param vpcEndpoints `vpcEndpoints`: ids of interface endpoints of execute-api, separated by
///   commas; with one or more the API is private and answers them alone
/// @param domain `domain` and `certificate`, and `hostedZone` for a record that leads there
/// @param alarmEmail `alarmEmail`: who is told of alarms, beside subscribers of the topic
/// @param accountConcurrency `accountConcurrency`: the account's quota of concurrent executions,
///   which an alarm watches; 1,000 by default, as AWS's
/// @param release `release`: a word of the operator's for what is deployed, in each function's
///   description; another word makes a new version of each
record StageOptions(
        Target target,
        StageName stage,
        ResponseMode mode,
        List<String> bedrockModels,
        Map<GatewayFunction, Integer> reserved,
        List<String> vpcEndpoints,
        Optional<OwnDomain> domain,
        Optional<String> alarmEmail,
        int accountConcurrency,
        Optional<String> release) {
    private static final Pattern RESERVED = Pattern.compile("([a-z-]+)=([1-9][0-9]{0,4})");
    private static final Pattern RELEASE = Pattern.compile("[\\w.-]{1,64}");
    private static final Pattern COUNT = Pattern.compile("[1-9][0-9]{0,5}");

    StageOptions {
        bedrockModels = List.copyOf(bedrockModels);
        reserved = Map.copyOf(reserved);
        vpcEndpoints = List.copyOf(vpcEndpoints);
        if (target != Target.AWS && stage != StageName.DEV) {
            throw new IllegalArgumentException(
                    "an emulator takes the stage dev: it knows nothing of the firewall, the"
                            + " canaries and the alarms of "
                            + stage.word());
        }
        if (domain.isPresent() && !vpcEndpoints.isEmpty()) {
            throw new IllegalArgumentException(
                    "a private API has no domain here: leave out domain, or vpcEndpoints");
        }
    }

    /// @throws IllegalArgumentException naming the value that is not understood
    static StageOptions of(Node app) {
        return new StageOptions(
                Target.of(text(app, "target").orElse("aws")),
                StageName.of(text(app, "stage").orElse("dev")),
                mode(text(app, "streaming").orElse("stream")),
                list(app, "bedrockModels"),
                reserved(list(app, "reservedConcurrency")),
                list(app, "vpcEndpoints"),
                text(app, "domain")
                        .map(name ->
                                OwnDomain.of(
                                        name, text(app, "certificate"), text(app, "hostedZone"))),
                text(app, "alarmEmail"),
                count(text(app, "accountConcurrency").orElse("1000")),
                release(text(app, "release")));
    }

    /// Environments that are kept for a function, and above which it is throttled.
    Optional<Integer> reservedConcurrency(GatewayFunction function) {
        return Optional.ofNullable(reserved.get(function));
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

    private static Map<GatewayFunction, Integer> reserved(List<String> entries) {
        var reserved = new HashMap<GatewayFunction, Integer>();
        for (String entry : entries) {
            var match = RESERVED.matcher(entry);
            if (!match.matches()) {
                throw new IllegalArgumentException(
                        "reservedConcurrency is <function>=<count>, separated by commas, not "
                                + entry);
            }
            reserved.put(GatewayFunction.of(match.group(1)), Integer.parseInt(match.group(2)));
        }
        return reserved;
    }

    private static Optional<String> release(Optional<String> word) {
        if (word.isPresent() && !RELEASE.matcher(word.get()).matches()) {
            throw new IllegalArgumentException(
                    "release is 1 to 64 letters, digits, dots, dashes, underscores, not "
                            + word.get());
        }
        return word;
    }

    private static int count(String text) {
        if (!COUNT.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "accountConcurrency is a whole number from 1 to 999999, not " + text);
        }
        return Integer.parseInt(text);
    }

    private static List<String> list(Node app, String name) {
        return Arrays.stream(text(app, name).orElse("").split(",", -1))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
    }

    private static Optional<String> text(Node app, String name) {
        return app.tryGetContext(name) instanceof String value && !value.isBlank()
                ? Optional.of(value)
                : Optional.empty();
    }
}
