package dev.tollgate.contract.errors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.contract.errors.ErrorCase.Client;
import dev.tollgate.testkit.ErrorTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Holds what a client saw against the case and the table.
public final class JudgeError {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// Traces, classes, addresses: nothing that a caller should learn.
    private static final Pattern LEAK =
            Pattern.compile(
                    "\\bat [\\w.$]+\\([\\w.]+:\\d+\\)|Exception in thread|Traceback"
                            + "|\\b(?:dev\\.tollgate|java|javax|jdk|com\\.fasterxml|org\\.eclipse"
                            + "|software\\.amazon)\\.\\w|127\\.0\\.0\\.1|localhost|\\$context");

    private final ErrorCase wanted;
    private final Client client;
    private final List<String> problems = new ArrayList<>();

    private JudgeError(ErrorCase wanted, Client client) {
        this.wanted = wanted;
        this.client = client;
    }

    /// @return what is wrong; empty when nothing is
    public static List<String> problems(ErrorCase wanted, Client client, Seen seen) {
        var judge = new JudgeError(wanted, client);
        if (wanted.code() == null) {
            judge.same("a whole answer", true, seen.whole());
        } else {
            judge.error(ErrorTable.read().row(wanted.code()), seen);
        }
        return judge.problems;
    }

    /// How often the client had to send the call.
    public static int attempts(ErrorCase wanted, Client client) {
        boolean retried =
                wanted.code() != null
                        && !wanted.started()
                        && ErrorTable.read().row(wanted.code()).retried();
        return retried ? wanted.mostAttempts(client) : 1;
    }

    private void error(ErrorTable.Row row, Seen seen) {
        same("an error", false, seen.whole());
        same("content before it", wanted.started(), seen.started());
        if (client == Client.OPENAI) {
            openAi(row.toOpenAi(), seen);
        } else {
            aws(row, seen);
        }
        shown("attempts", attempts(wanted, client), seen.attempts());
        if (client != Client.AWS_CLI && String.valueOf(seen.requestId()).length() < 8) {
            problems.add("no request id: " + seen);
        }
        words(String.valueOf(seen.shown()));
        if (client == Client.RAW) {
            body(row, seen);
        }
    }

    private void aws(ErrorTable.Row row, Seen seen) {
        String name = wanted.started() ? Objects.requireNonNull(row.frame()) : row.exception();
        same("exception", capital(name), capital(String.valueOf(seen.exception())));
        Integer status = wanted.status() == null ? Integer.valueOf(row.status()) : wanted.status();
        if (!wanted.started()) {
            shown("status", status, seen.status());
        }
    }

    /// Its SDK names an error by `code`; what it gives as the body is the member `error`.
    private void openAi(ErrorTable.Said said, Seen seen) {
        same("code", said.code(), seen.exception());
        same("family", said.type(), parsed(String.valueOf(seen.body())).path("type").asText());
        if (!wanted.started()) {
            same("status", said.status(), seen.status());
        }
    }

    private void words(String shown) {
        String lower = shown.toLowerCase(Locale.ROOT);
        for (String word : wanted.says()) {
            if (!lower.contains(word.toLowerCase(Locale.ROOT))) {
                problems.add("\"" + word + "\" is not in: " + shown);
            }
        }
        if (LEAK.matcher(shown).find()) {
            problems.add("shows too much: " + shown);
        }
    }

    /// The one shape that all SDKs parse.
    private void body(ErrorTable.Row row, Seen seen) {
        JsonNode body = parsed(String.valueOf(seen.body()));
        if (wanted.started()) {
            same("members", Set.of("code", "message"), members(body));
            same("code", row.code(), body.path("code").asText());
            return;
        }
        JsonNode error = body.path("error");
        same("members", Set.of("error", "message", "type"), members(body));
        same("members of error", Set.of("code", "message", "type"), members(error));
        same("type", "error", body.path("type").asText());
        same("family", row.type(), error.path("type").asText());
        same("code", row.code(), error.path("code").asText());
        same("message", body.path("message").asText(), error.path("message").asText());
        if (body.path("message").asText().length() < 10) {
            problems.add("a message that says nothing: " + body);
        }
        if (wanted.retryAfter() == null || wanted.retryAfter() > 0) {
            var hint = wanted.retryAfter() == null ? null : wanted.retryAfter().toString();
            same("retry-after", String.valueOf(hint), String.valueOf(seen.retryAfter()));
        } else {
            same("a retry-after", true, seen.retryAfter() != null);
        }
    }

    private JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            problems.add("no JSON: " + text);
            return JSON.createObjectNode();
        }
    }

    private static Set<String> members(JsonNode object) {
        var names = new TreeSet<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static String capital(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    private void shown(String what, Object expected, @Nullable Object seen) {
        if (client != Client.AWS_CLI || seen != null) {
            same(what, expected, seen);
        }
    }

    private void same(String what, Object expected, @Nullable Object seen) {
        if (!expected.equals(seen)) {
            problems.add(what + ": expected " + expected + ", was " + seen);
        }
    }
}
