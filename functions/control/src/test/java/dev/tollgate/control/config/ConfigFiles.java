package dev.tollgate.control.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A configuration directory for tests: one provider, one priced model, tenant `acme`.
final class ConfigFiles {
    static final Map<String, String> VARIABLES =
            Map.of("TOLLGATE_ISSUER_URL", "http://127.0.0.1:4000/oidc");

    static final String PLATFORM =
            """
            issuers:
              - issuer: ${TOLLGATE_ISSUER_URL}/acme
                jwksUri: https://login.example/jwks.json
                audience: tollgate
                algorithms: [RS256, ES256]
                tenantClaim: tenant
                tenants: {acme-corp: acme}
                claims: [plan, groups]
                leeway: 30s
            providers:
              bedrock:
                kind: bedrock
                baseUrl: https://bedrock.example
                region: us-east-1
              openai:
                kind: openai
                baseUrl: https://openai.example/v1
                credential: env:TOLLGATE_UPSTREAM_OPENAI_KEY
                outputBound: 512
            prices:
              bedrock:
                nova-v1:0:
                  - version: 2026-01
                    from: 2026-01-01
                    input: 3.00
                    output: 15.00
                    cacheRead: 0.30
                  - version: 2027-01
                    from: 2027-01-01
                    input: 2.00
                    output: 10.00
            models:
              bedrock: {"nova-v1:0": {context: 300000, input: [image, text], output: [text]}}
              openai: {gpt: {}}
            """;

    static final String ACME =
            """
            tenant: acme
            name: Acme Corporation
            timeZone: Europe/Berlin
            aliases:
              nova:
                provider: bedrock
                model: nova-v1:0
                maxOutputTokens: 4096
            limits:
              requests: {second: 20, minute: 600}
              tokens:
                day: 2000000
              money:
                month: 100.50
            keys:
              k7f3q2m9:
                models: [nova]
                routes: [bedrock, self-service]
                limits:
                  money: {day: 1}
            """;

    /// What may stand below [#ACME].
    static final String OWN_KEYS =
            """
            upstreamKeys:
              openai: {credential: ssm:/tollgate/dev/upstream/acme/openai, shared: allowed}
            """;

    private ConfigFiles() {}

    static Path write(Path directory, String platform, String acme) throws IOException {
        Files.createDirectories(directory.resolve("tenants"));
        Files.writeString(directory.resolve("platform.yaml"), platform);
        Files.writeString(directory.resolve("tenants/acme.yaml"), acme);
        return directory;
    }
}
