package dev.tollgate.localstack.api.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RouterTest {
    private final Router router =
            router(
                    "GET /{proxy+}",
                    "POST /a/{x}/c",
                    "POST /a/b/c",
                    "GET /a/b",
                    "POST /a/{x}/{rest+}");

    @ParameterizedTest
    @CsvSource({
        "POST, /a/b/c, /a/b/c",
        "POST, /a/z/c, /a/{x}/c",
        "POST, /a/b/c/, /a/b/c",
        "GET, /a/b/c, /{proxy+}",
        "GET, /a/b, /a/b",
        "GET, /a, /{proxy+}",
        "POST, /a/b/d, /a/{x}/{rest+}",
        "POST, /a/b%2Fc/c, /a/{x}/c",
        "POST, /a/x/c/d, /a/{x}/{rest+}",
        "POST, /a//c, -",
        "POST, /a, -",
        "GET, /, -",
        "PUT, /a/b/c, -"
    })
    void match_findsTheMostSpecificRouteThatServesTheMethod(
            String method, String path, String resource) {
        assertEquals(
                resource,
                router.match(method, path).map(found -> found.route().resource()).orElse("-"));
    }

    @Test
    void match_keepsParametersAsTheyWereSent() {
        assertEquals(
                Map.of("x", "arn%3Aaws%2F..%252F"),
                router.match("POST", "/a/arn%3Aaws%2F..%252F/c").orElseThrow().pathParameters());
        assertEquals(
                Map.of("proxy", "p/q%2F/r"),
                router.match("GET", "/p/q%2F/r").orElseThrow().pathParameters());
    }

    private static Router router(String... routes) {
        List<Route> all =
                Arrays.stream(routes)
                        .map(line ->
                                new Route(
                                        line.substring(0, line.indexOf(' ')),
                                        line.substring(line.indexOf(' ') + 1),
                                        Optional.empty(),
                                        new Integration.Function("f")))
                        .toList();
        return new Router(all);
    }
}
