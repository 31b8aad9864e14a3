package dev.tollgate.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// What `/v1/usage` says of a credential's limits.
record UsageReport(JsonNode root) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> WINDOWS = List.of("second", "minute", "hour", "day", "month");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(50);

    /// When nothing is held any more: a client may have its answer before it is booked.
    ///
    /// @throws IOException when the report does not come, or something is held for half a minute
    static UsageReport settled(Caller caller, String bearer)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            UsageReport report = read(caller, bearer);
            if (report.limits().allMatch(limit -> limit.path("held").asLong() == 0)) {
                return report;
            }
            if (System.nanoTime() > end) {
                throw new IOException("still held: " + report.root());
            }
            Thread.sleep(PAUSE);
        }
    }

    private static UsageReport read(Caller caller, String bearer)
            throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = caller.get("/v1/usage", bearer);
        if (answer.statusCode() != 200) {
            throw new IOException("no usage report: " + answer);
        }
        return new UsageReport(JSON.readTree(answer.body()));
    }

    Stream<JsonNode> limits() {
        return root.path("limits").valueStream();
    }

    /// What was spent in the longest period that has a limit of money, in nano-dollars.
    ///
    /// @throws NotOfferedException when the caller has none, so that spending does not show
    long spentNanos() {
        return limits().filter(limit -> limit.path("unit").asText().equals("money"))
                .max(Comparator.comparingInt(UsageReport::length))
                .orElseThrow(() ->
                        new NotOfferedException("no limit of money shows what the caller spends"))
                .path("settled")
                .asLong();
    }

    boolean showsMoney() {
        return limits().anyMatch(limit -> limit.path("unit").asText().equals("money"));
    }

    private static int length(JsonNode limit) {
        return WINDOWS.indexOf(limit.path("window").asText());
    }
}
