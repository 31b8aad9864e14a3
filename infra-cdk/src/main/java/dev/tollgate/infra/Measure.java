package dev.tollgate.infra;

import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;

/// What is read from CloudWatch, over one period.
///
/// @param period from 1 minute to 1 day
record Measure(Duration period) {
    Metric sum(String namespace, String name, Map<String, String> dimensions) {
        return statistic("Sum", namespace, name, dimensions);
    }

    Metric statistic(
            String statistic, String namespace, String name, Map<String, String> dimensions) {
        return Metric.Builder.create()
                .namespace(namespace)
                .metricName(name)
                .statistic(statistic)
                .dimensionsMap(dimensions)
                .period(period)
                .build();
    }

    /// Of the whole, in percent; 0 while there is nothing.
    IMetric percent(IMetric part, IMetric whole) {
        return math("IF(whole > 0, 100 * part / whole, 0)", Map.of("part", part, "whole", whole));
    }

    IMetric math(String expression, Map<String, ? extends IMetric> metrics) {
        return MathExpression.Builder.create()
                .expression(expression)
                .usingMetrics(metrics)
                .period(period)
                .build();
    }
}
