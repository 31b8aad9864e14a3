package dev.tollgate.infra;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.GraphWidget;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.IWidget;
import software.constructs.Construct;

/// One page: what is asked, what it costs, what fails, what gets tight.
final class OperatorsDashboard {
    private static final int HALF = 12;

    private OperatorsDashboard() {}

    static void of(Construct scope, StageName stage, GatewayMetrics metrics) {
        Dashboard.Builder.create(scope, "Dashboard")
                .dashboardName("tollgate-" + stage.word())
                .widgets(
                        List.of(
                                List.of(calls(metrics), money(metrics)),
                                List.of(gateway(metrics), latency(metrics)),
                                List.of(
                                        functions(
                                                "Duration of functions, p99",
                                                function ->
                                                        metrics.of(function, "Duration", "p99")),
                                        functions(
                                                "Concurrency of functions",
                                                function ->
                                                        metrics.of(
                                                                function,
                                                                "ConcurrentExecutions",
                                                                "Maximum")))))
                .build();
    }

    private static IWidget calls(GatewayMetrics metrics) {
        return graph(
                "Calls by outcome",
                List.of(
                        metrics.ofCalls("Requests", "COMPLETED"),
                        metrics.ofCalls("Requests", "REFUSED"),
                        metrics.ofCalls("Requests", "FAILED"),
                        metrics.ofCalls("Requests", "CLIENT_GONE"),
                        metrics.ofCalls("Requests", "CUT")));
    }

    private static IWidget money(GatewayMetrics metrics) {
        return GraphWidget.Builder.create()
                .title("Cost in nano-dollars (left), tokens (right)")
                .left(List.of(metrics.ofAnsweredCalls("NanoDollars")))
                .right(
                        List.of(
                                metrics.ofAnsweredCalls("InputTokens"),
                                metrics.ofAnsweredCalls("OutputTokens")))
                .width(HALF)
                .build();
    }

    private static IWidget gateway(GatewayMetrics metrics) {
        return graph(
                "API Gateway",
                List.of(
                        metrics.ofApi("Count", "Sum"),
                        metrics.ofApi("4XXError", "Sum"),
                        metrics.ofApi("5XXError", "Sum")));
    }

    private static IWidget latency(GatewayMetrics metrics) {
        return graph(
                "Latency of the API",
                List.of(metrics.ofApi("Latency", "p50"), metrics.ofApi("Latency", "p99")));
    }

    private static IWidget functions(String title, Function<GatewayFunction, IMetric> metric) {
        return graph(title, Arrays.stream(GatewayFunction.values()).map(metric).toList());
    }

    private static IWidget graph(String title, List<IMetric> metrics) {
        return GraphWidget.Builder.create().title(title).left(metrics).width(HALF).build();
    }
}
