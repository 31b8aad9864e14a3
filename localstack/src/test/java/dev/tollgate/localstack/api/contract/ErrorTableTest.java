package dev.tollgate.localstack.api.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.contract.ContractDocument;
import dev.tollgate.testkit.ErrorTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Holds the table of errors against the gateway responses and the guide. What the functions say is
/// held against it by their own tests.
final class ErrorTableTest {
    private static final ErrorTable TABLE = ErrorTable.read();
    private static final Path CONTRACT = Path.of("../openapi/tollgate.yaml");
    private static final Path GUIDE = Path.of("../docs/guide/errors.md");
    private static final Set<String> FUNCTIONS = Set.of("llm-proxy", "control", "functions");

    private final JsonNode contract = ContractDocument.read().root();

    @Test
    void contract_namesTheTable() {
        Path named = Path.of(contract.path("x-tollgate-errors").asText());
        assertTrue(Files.exists(CONTRACT.resolveSibling(named)), named.toString());
    }

    @Test
    void sources_areTheFunctionsAndEveryGatewayResponse() {
        var sources = new HashSet<>(FUNCTIONS);
        contract.path("x-tollgate-gateway-responses").fieldNames().forEachRemaining(sources::add);
        assertEquals(
                sources,
                TABLE.errors().stream()
                        .flatMap(row -> row.from().stream())
                        .collect(Collectors.toSet()));
    }

    @Test
    void gatewayResponses_sayWhatTheTableSays() throws IOException {
        GatewayResponses responses = ContractReader.read(CONTRACT).gatewayResponses();
        for (GatewayResponseType type : GatewayResponseType.values()) {
            var said = responses.render(type, Map.of("requestId", "r-1"));
            JsonNode error = new ObjectMapper().readTree(said.body()).path("error");
            String code = error.path("code").asText();
            ErrorTable.Row row = TABLE.row(code);
            boolean own = contract.path("x-tollgate-gateway-responses").has(type.name());
            String source = own ? type.name() : type.fallback().name();
            assertEquals(Set.of(code), TABLE.from(source), type.name());
            assertTrue(
                    row.status() == said.statusCode()
                            || row.alsoStatus().contains(said.statusCode()),
                    type.name());
            assertEquals(row.exception(), said.headers().get("x-amzn-ErrorType"), type.name());
            assertEquals(row.type(), error.path("type").asText(), type.name());
        }
    }

    /// `-Dgolden.rewrite=true` writes the page's table anew.
    @Test
    void guide_showsTheTable() throws IOException {
        String page = Files.readString(GUIDE);
        String begin = "<!-- openapi/errors.yaml -->\n";
        int from = page.indexOf(begin) + begin.length();
        int to = page.indexOf("<!-- end -->");
        if (Boolean.getBoolean("golden.rewrite")) {
            Files.writeString(GUIDE, page.substring(0, from) + table() + page.substring(to));
        } else {
            assertEquals(table(), page.substring(from, to));
        }
    }

    private static String table() {
        var text = new StringBuilder();
        text.append("| status | exception | `code` | family | elsewhere | retried | ");
        text.append("charged | means · what to do |\n|---|---|---|---|---|---|---|---|\n");
        for (ErrorTable.Row row : TABLE.errors()) {
            text.append(
                    "| %s | %s | `%s` | %s | %s | %s | %s | %s %s |%n"
                            .formatted(
                                    status(row),
                                    exception(row),
                                    row.code(),
                                    row.type(),
                                    otherwise(row),
                                    row.retried() ? "yes" : "no",
                                    row.charged().name().toLowerCase(Locale.ROOT),
                                    row.means(),
                                    row.remedy()));
        }
        return text.toString();
    }

    /// How the dialects say it that do not say it like Bedrock's.
    private static String otherwise(ErrorTable.Row row) {
        var others = new ArrayList<String>();
        ErrorTable.Said openAi = row.openai();
        if (openAi != null) {
            others.add(
                    "OpenAI %d %s `%s`".formatted(openAi.status(), openAi.type(), openAi.code()));
        }
        ErrorTable.Said anthropic = row.anthropic();
        if (anthropic != null) {
            others.add("Anthropic %d %s".formatted(anthropic.status(), anthropic.type()));
        }
        return String.join("<br>", others);
    }

    private static String status(ErrorTable.Row row) {
        return row.status()
                + row.alsoStatus().stream()
                        .sorted()
                        .map(status -> ", " + status)
                        .collect(Collectors.joining());
    }

    private static String exception(ErrorTable.Row row) {
        return row.frame() == null
                ? row.exception()
                : row.exception() + "<br>in a stream: " + row.frame();
    }
}
