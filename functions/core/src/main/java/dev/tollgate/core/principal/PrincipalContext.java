package dev.tollgate.core.principal;

import dev.tollgate.core.tenant.TenantId;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A principal as an API Gateway authorizer's context: flat, strings only. The one way in which
/// identity reaches a function.
public final class PrincipalContext {
    public static final String TENANT = "tenant";
    public static final String SUBJECT = "subject";
    public static final String KEY = "key";
    public static final String MODELS = "models";
    public static final String ROUTES = "routes";

    /// As an HTML form is sent, a name for each value; not there without claims.
    public static final String CLAIMS = "claims";

    private PrincipalContext() {}

    public static Map<String, String> encode(Principal principal) {
        var context = new LinkedHashMap<String, String>();
        context.put(TENANT, principal.tenant().value());
        context.put(SUBJECT, principal.subject());
        KeyId key = principal.key();
        if (key != null) {
            context.put(KEY, key.value());
        }
        context.put(MODELS, String.join(" ", new TreeSet<>(principal.scope().models())));
        context.put(
                ROUTES,
                principal.scope().routes().stream()
                        .map(RouteFamily::word)
                        .sorted()
                        .collect(Collectors.joining(" ")));
        if (!principal.claims().isEmpty()) {
            context.put(CLAIMS, form(principal.claims()));
        }
        return context;
    }

    /// Reads what [#encode] wrote.
    ///
    /// @throws IllegalArgumentException when a part is missing or malformed: the API is wired
    ///   wrongly
    public static Principal decode(Map<String, String> context) {
        return new Principal(
                new TenantId(required(context, TENANT)),
                required(context, SUBJECT),
                key(context.get(KEY)),
                new Scope(
                        words(required(context, MODELS)).collect(Collectors.toSet()),
                        words(required(context, ROUTES))
                                .map(RouteFamily::ofWord)
                                .flatMap(Optional::stream)
                                .collect(Collectors.toSet())),
                claims(context.getOrDefault(CLAIMS, "")));
    }

    private static String form(Map<String, Set<String>> claims) {
        return new TreeMap<>(claims)
                .entrySet().stream()
                        .flatMap(claim ->
                                new TreeSet<>(claim.getValue())
                                        .stream()
                                                .map(value ->
                                                        coded(claim.getKey()) + '=' + coded(value)))
                        .collect(Collectors.joining("&"));
    }

    private static Map<String, Set<String>> claims(String form) {
        return Stream.of(form.split("&"))
                .filter(field -> field.indexOf('=') > 0)
                .map(field -> field.split("=", 2))
                .collect(
                        Collectors.groupingBy(
                                field -> decoded(field[0]),
                                Collectors.mapping(
                                        field -> decoded(field[1]), Collectors.toSet())));
    }

    private static String coded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static @Nullable KeyId key(@Nullable String value) {
        return value == null ? null : new KeyId(value);
    }

    private static Stream<String> words(String text) {
        return Stream.of(text.split(" ")).filter(word -> !word.isEmpty());
    }

    private static String required(Map<String, String> context, String name) {
        String value = context.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the authorizer's context has no " + name);
        }
        return value;
    }
}
