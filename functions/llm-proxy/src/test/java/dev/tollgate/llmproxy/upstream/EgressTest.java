package dev.tollgate.llmproxy.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EgressTest {
    @ParameterizedTest
    @CsvSource({
        "https://bedrock-runtime.us-east-1.amazonaws.com/model, true",
        "http://127.0.0.1:8080/v1, true",
        "http://localhost:8080/v1, true",
        "https://[::1]/v1, true",
        "http://bedrock-runtime.us-east-1.amazonaws.com/model, false",
        "http://127.0.0.1.example/v1, false",
        "http://169.254.169.254/latest, false",
        "https://169.254.169.254/latest, false",
        "https://169.254.170.2/v2/credentials, false",
        "https://10.0.0.1/v1, false",
        "https://172.20.0.1/v1, false",
        "https://172.32.0.1/v1, true",
        "https://192.168.1.1/v1, false",
        "https://100.64.0.1/v1, false",
        "https://[fd00:ec2::254]/v1, false",
        "https://[fe80::1]/v1, false",
        "https://[::ffff:169.254.169.254]/v1, false",
        "https://2852039166/v1, false",
        "https://user@api.example/v1, false",
        "ftp://127.0.0.1/v1, false",
        "file:///etc/hosts, false"
    })
    void allows_url_asTheRuleSays(String url, boolean allowed) {
        assertEquals(allowed, Egress.allows(URI.create(url)));
    }
}
