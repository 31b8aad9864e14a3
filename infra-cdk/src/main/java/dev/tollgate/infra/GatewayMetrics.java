package dev.tollgate.infra;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.Metric;

/// The numbers that say how a stage is, over five minutes: those of API Gateway, Lambda and
/// DynamoDB, and those that the functions write with each call (ADR 0004).
final class GatewayMetrics {
    private static final Measure MEASURE = new Measure(Duration.minutes(5));

    /// The functions' own namespace, and its only dimension.
    private static final String TOLLGATE = "Tollgate";

    private static final String OUTCOME = "Outcome";
    private static final List<String> ANSWERED =
            List.of("COMPLETED", "CLIENT_GONE", "CUT", "FAILED");

    private final StageName stage;
    private final FunctionsStack functions;

    GatewayMetrics(StageName stage, FunctionsStack functions) {
        this.stage = stage;
        this.functions = functions;
    }

    Metric ofApi(String name, String statistic) {
        return MEASURE.statistic(statistic, "AWS/ApiGateway", name, ApiStack.dimensions(stage));
    }

    Metric of(GatewayFunction function, String name, String statistic) {
        return MEASURE.statistic(
                statistic, "AWS/Lambda", name, Map.of("FunctionName", functions.name(function)));
    }

    /// Of the whole account and Region.
    Metric concurrency() {
        return MEASURE.statistic("Maximum", "AWS/Lambda", "ConcurrentExecutions", Map.of());
    }

    Metric ofTable(String table, String name) {
        return MEASURE.sum("AWS/DynamoDB", name, Map.of("TableName", table));
    }

    /// @param name of a counter of the functions, for example `Requests`
    /// @param outcome of the call
    Metric ofCalls(String name, String outcome) {
        return MEASURE.sum(TOLLGATE, name, Map.of(OUTCOME, outcome));
    }

    /// A counter of the functions over all calls for which a provider was called.
    IMetric ofAnsweredCalls(String name) {
        // A graph wants each of its metrics under an id of its own.
        String id = name.toLowerCase(Locale.ROOT);
        var metrics = new LinkedHashMap<String, Metric>();
        for (String outcome : ANSWERED) {
            metrics.put(id + '_' + outcome.toLowerCase(Locale.ROOT), ofCalls(name, outcome));
        }
        return MEASURE.math(
                metrics.keySet().stream()
                        .map(metric -> "FILL(" + metric + ", 0)")
                        .collect(Collectors.joining(" + ")),
                metrics);
    }

    IMetric percent(IMetric part, IMetric whole) {
        return MEASURE.percent(part, whole);
    }

    /// Of all calls with a good credential, those that were refused before a provider was called:
    /// by a limit, by the tenant's configuration, or because the request was wrong.
    IMetric refusedPercent() {
        var metrics = new LinkedHashMap<String, Metric>();
        metrics.put("refused", ofCalls("Requests", "REFUSED"));
        metrics.put("completed", ofCalls("Requests", "COMPLETED"));
        metrics.put("failed", ofCalls("Requests", "FAILED"));
        return MEASURE.math(
                "100 * FILL(refused, 0)"
                        + " / (FILL(refused, 0) + FILL(completed, 0) + FILL(failed, 0))",
                metrics);
    }

    /// Failed calls among those that reached a provider.
    IMetric failedPercent() {
        return MEASURE.math(
                "100 * FILL(failed, 0) / (FILL(failed, 0) + FILL(completed, 0))",
                Map.of(
                        "failed", ofCalls("Requests", "FAILED"),
                        "completed", ofCalls("Requests", "COMPLETED")));
    }
}
