package dev.tollgate.runtime;

import dev.tollgate.core.call.Attempt;
import dev.tollgate.core.call.CallLine;
import dev.tollgate.core.error.GatewayError;
import dev.tollgate.core.money.UsageKind;
import dev.tollgate.core.principal.Principal;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.cloudwatchlogs.emf.config.EnvironmentConfigurationProvider;
import software.amazon.cloudwatchlogs.emf.environment.Environments;
import software.amazon.lambda.powertools.metrics.Metrics;
import software.amazon.lambda.powertools.metrics.model.DimensionSet;
import software.amazon.lambda.powertools.metrics.model.MetricUnit;
import software.amazon.lambda.powertools.metrics.provider.EmfMetricsProvider;

/// One JSON line a call on standard output, which CloudWatch reads as the call's log entry and, by
/// its `_aws` member (embedded metric format), as counters. Holds no prompt text.
///
/// The only dimension is `Outcome`, whose values are few; tenant, key, alias and ids are
/// properties, so that they can be queried and cost nothing as metrics. Counters are doubles, as
/// the format has them: exact up to 2^53, about 9 million dollars a call. Thread-safe: each line is
/// written by a metrics instance of its own. Why in ADR 0004.
@Singleton
public final class CallTelemetry {
    private static final Logger LOG = LoggerFactory.getLogger(CallTelemetry.class);
    private static final String NAMESPACE = "Tollgate";

    private final Metrics metrics;

    public CallTelemetry() {
        // Else the library would look for a cloud by its link-local address wherever Lambda's own
        // variables are missing.
        EnvironmentConfigurationProvider.getConfig().setEnvironmentOverride(Environments.Lambda);
        metrics = new EmfMetricsProvider().getMetricsInstance();
        metrics.setNamespace(NAMESPACE);
    }

    /// A call for which a provider was called.
    ///
    /// @param line with the attempts of this invocation, one or more
    /// @param latency from the function's start to the last byte of its answer
    public void record(CallLine line, Duration latency) {
        Attempt last = line.attempts().getLast();
        write(
                last.outcome().name(),
                latency,
                metric -> {
                    properties(line).forEach(metric::addMetadata);
                    metric.addMetric("NanoDollars", (double) line.cost().nanos(), MetricUnit.NONE);
                    metric.addMetric("Attempts", line.attempts().size(), MetricUnit.COUNT);
                    for (UsageKind kind : UsageKind.values()) {
                        long count = count(line, kind);
                        if (count > 0) {
                            metric.addMetric(metricName(kind), (double) count, MetricUnit.COUNT);
                        }
                    }
                });
    }

    /// A call that was refused before any provider was called.
    ///
    /// @param latency from the function's start to the refusal
    public void refused(
            Principal principal, GatewayError error, String requestId, Duration latency) {
        write(
                "REFUSED",
                latency,
                metric -> {
                    metric.addMetadata("tenant", principal.tenant().value());
                    metric.addMetadata("subject", principal.subject());
                    if (principal.key() != null) {
                        metric.addMetadata("key", principal.key().value());
                    }
                    metric.addMetadata("requestId", requestId);
                    metric.addMetadata("code", error.code());
                    metric.addMetadata("fault", error.fault().name());
                });
    }

    /// A line that cannot be written is a defect in the log, never the caller's.
    private void write(String outcome, Duration latency, Consumer<Metrics> facts) {
        try {
            flush(outcome, latency, facts);
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("a call's log line could not be written");
        }
    }

    private void flush(String outcome, Duration latency, Consumer<Metrics> facts) {
        metrics.flushMetrics(metric -> {
            // As the default, so that it replaces the library's log group and service.
            metric.setDefaultDimensions(DimensionSet.of("Outcome", outcome));
            metric.addMetric("Requests", 1, MetricUnit.COUNT);
            metric.addMetric("Latency", (double) latency.toMillis(), MetricUnit.MILLISECONDS);
            facts.accept(metric);
        });
    }

    private static Map<String, Object> properties(CallLine line) {
        var properties = new LinkedHashMap<String, Object>();
        properties.put("tenant", line.tenant().value());
        properties.put("subject", line.subject());
        if (line.key() != null) {
            properties.put("key", line.key().value());
        }
        properties.put("alias", line.alias());
        properties.put("call", line.call().value());
        properties.put("requestId", line.requestId());
        properties.put("attempts", line.attempts().stream().map(CallTelemetry::attempt).toList());
        return properties;
    }

    private static Map<String, Object> attempt(Attempt attempt) {
        var facts = new LinkedHashMap<String, Object>();
        facts.put("number", attempt.number());
        facts.put("target", attempt.target());
        facts.put("outcome", attempt.outcome().name());
        facts.put("priceVersion", attempt.priceVersion());
        facts.put("nanoDollars", attempt.cost().nanos());
        facts.put("estimated", attempt.usage().estimated());
        facts.put("startedAt", attempt.startedAt().toString());
        facts.put("endedAt", attempt.endedAt().toString());
        facts.put("boundExceeded", attempt.boundExceeded());
        facts.put("reason", attempt.decision().reason().name());
        facts.put("failure", attempt.decision().failure());
        return facts;
    }

    private static long count(CallLine line, UsageKind kind) {
        List<Attempt> attempts = line.attempts();
        return attempts.stream().mapToLong(attempt -> attempt.usage().of(kind)).sum();
    }

    /// The kind's word and what it counts, for example `CacheReadTokens`, `TopicPolicyUnits`.
    private static String metricName(UsageKind kind) {
        String word = kind.word();
        return Character.toUpperCase(word.charAt(0))
                + word.substring(1)
                + (kind.isTokens() ? "Tokens" : "Units");
    }
}
