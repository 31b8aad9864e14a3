package dev.tollgate.localstack.api.contract;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Renders the gateway's own answers by the contract's templates. What a template inserts is not
/// escaped, as in API Gateway: only `$context.error.messageString` is a quoted JSON string.
public final class GatewayResponses {
    private static final String VARIABLE = "$context.";
    private static final Template BUILT_IN =
            new Template(Optional.empty(), Map.of(), "{\"message\":$context.error.messageString}");

    private final Map<GatewayResponseType, Template> templates;

    public GatewayResponses(Map<GatewayResponseType, Template> templates) {
        this.templates = Map.copyOf(templates);
    }

    /// What the contract says of one type.
    ///
    /// @param statusCode empty to keep API Gateway's own
    /// @param headers fixed values
    public record Template(Optional<Integer> statusCode, Map<String, String> headers, String body) {
        public Template {
            headers = Map.copyOf(headers);
        }
    }

    public record Rendered(int statusCode, Map<String, String> headers, String body) {}

    /// @param context values of `$context.…`, by what stands after the dot; missing ones are empty
    public Rendered render(GatewayResponseType type, Map<String, String> context) {
        Template template =
                templates.getOrDefault(type, templates.getOrDefault(type.fallback(), BUILT_IN));
        var variables = new LinkedHashMap<>(context);
        variables.put("error.message", type.message());
        variables.put("error.messageString", quoted(type.message()));
        variables.put("error.responseType", type.name());
        var headers = new LinkedHashMap<String, String>();
        headers.put("Content-Type", "application/json");
        headers.put("x-amzn-ErrorType", type.errorType());
        headers.putAll(template.headers());
        return new Rendered(
                template.statusCode().orElse(type.status()),
                headers,
                fill(template.body(), variables));
    }

    private static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    private static String fill(String template, Map<String, String> variables) {
        var filled = new StringBuilder();
        int from = 0;
        for (int at = template.indexOf(VARIABLE); at >= 0; at = template.indexOf(VARIABLE, from)) {
            int start = at + VARIABLE.length();
            int end = endOfName(template, start);
            filled.append(template, from, at)
                    .append(variables.getOrDefault(template.substring(start, end), ""));
            from = end;
        }
        return filled.append(template, from, template.length()).toString();
    }

    /// A dot is part of a name only when a letter follows: `$context.requestId.` ends a sentence.
    private static int endOfName(String template, int start) {
        int end = start;
        while (end < template.length()
                && (Character.isLetterOrDigit(template.charAt(end))
                        || template.charAt(end) == '_'
                        || (template.charAt(end) == '.'
                                && end + 1 < template.length()
                                && Character.isLetter(template.charAt(end + 1))))) {
            end++;
        }
        return end;
    }
}
