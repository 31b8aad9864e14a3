package dev.tollgate.infra;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.constructs.Construct;

/// What somebody is called for; each alarm names its runbook in `docs/runbooks`. No calls at all
/// raise none.
final class Alarms {
    /// Of a time-out, or of a quota, where it gets tight.
    private static final double TIGHT = 0.8;

    private static final int TWICE = 2;
    private static final int FOR_A_QUARTER = 3;

    /// @param threshold above which it is raised
    /// @param periods of five minutes, each of which is above it
    private record Watch(
            String id, String runbook, IMetric metric, double threshold, int periods) {}

    private Alarms() {}

    static List<Alarm> of(
            Construct scope, StageOptions options, DataStack data, GatewayMetrics metrics) {
        var watches = new ArrayList<Watch>();
        watches.addAll(functions(options, metrics));
        watches.addAll(tables(data, metrics));
        watches.add(
                new Watch(
                        "GatewayFailures",
                        "gateway-failures",
                        metrics.percent(
                                metrics.ofApi("5XXError", "Sum"), metrics.ofApi("Count", "Sum")),
                        1,
                        TWICE));
        watches.add(new Watch("Refusals", "refusals", metrics.refusedPercent(), 50, FOR_A_QUARTER));
        watches.add(
                new Watch(
                        "ProviderFailures",
                        "provider-failures",
                        metrics.failedPercent(),
                        10,
                        TWICE));
        watches.add(
                new Watch(
                        "Concurrency",
                        "concurrency",
                        metrics.concurrency(),
                        options.accountConcurrency() * TIGHT,
                        1));
        return watches.stream().map(watch -> alarm(scope, watch)).toList();
    }

    private static List<Watch> functions(StageOptions options, GatewayMetrics metrics) {
        var watches = new ArrayList<Watch>();
        for (GatewayFunction function : GatewayFunction.values()) {
            String id = function.word();
            watches.add(
                    new Watch(
                            id + "-throttles",
                            "throttles",
                            metrics.of(function, "Throttles", "Sum"),
                            0,
                            1));
            double timeout = function.timeout(options.mode()).toMilliseconds().doubleValue();
            watches.add(
                    new Watch(
                            id + "-duration",
                            "duration",
                            metrics.of(function, "Duration", "p99"),
                            timeout * TIGHT,
                            TWICE));
            if (function.isProxy()) {
                // The authorizer counts each wrong credential as an error.
                watches.add(
                        new Watch(
                                id + "-errors",
                                "errors",
                                metrics.percent(
                                        metrics.of(function, "Errors", "Sum"),
                                        metrics.of(function, "Invocations", "Sum")),
                                1,
                                TWICE));
            }
        }
        return watches;
    }

    private static List<Watch> tables(DataStack data, GatewayMetrics metrics) {
        return List.of(
                table("tenant-table-writes", data.tenantTable().getTableName(), "Write", metrics),
                table("tenant-table-reads", data.tenantTable().getTableName(), "Read", metrics),
                table(
                        "platform-table-reads",
                        data.platformTable().getTableName(),
                        "Read",
                        metrics));
    }

    private static Watch table(String id, String table, String kind, GatewayMetrics metrics) {
        return new Watch(
                id, "table-throttles", metrics.ofTable(table, kind + "ThrottleEvents"), 0, TWICE);
    }

    private static Alarm alarm(Construct scope, Watch watch) {
        return Alarm.Builder.create(scope, watch.id())
                .alarmDescription("What to do: docs/runbooks/" + watch.runbook() + ".md")
                .metric(watch.metric())
                .threshold(watch.threshold())
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                .evaluationPeriods(watch.periods())
                .treatMissingData(TreatMissingData.NOT_BREACHING)
                .build();
    }
}
