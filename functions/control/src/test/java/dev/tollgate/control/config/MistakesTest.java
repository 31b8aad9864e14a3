package dev.tollgate.control.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each row mends one part of a good file into a bad one and says what a person is told.
final class MistakesTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);

    @TempDir private Path directory;

    private static final String ROUTE =
            """
                targets:
                  - {provider: bedrock, model: "nova-v1:0", maxOutputTokens: 9, weight: 9, when: {inputBytes: {atLeast: 2, atMost: 10}, claims: {plan: [gold]}, budgetLeft: 20%}}
                retries: 1
                fallbackOn: [connect, failed]
                timeouts: {idle: 30s}
                drop: [seed]
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = true,
            textBlock =
                    """
                    name: Acme Corporation          | nmae: Acme                        | 2  | nmae: there is no such field; write name
                    name: Acme Corporation          | name: 7                           | 2  | name: 7 is no text; write for example "Acme Corporation"
                    name: Acme Corporation          | name:                             | 2  | name: nothing is no text; write
                    name: Acme Corporation          | name: ''                          | 2  | name: "" does not fit; write
                    name: Acme Corporation          | colour: red                       | 2  | colour: there is no such field; there are tenant, name
                    name: Acme Corporation          | tenant: acme                      | 2  | "tenant" stands here twice; keep one of the two
                    name: Acme Corporation          | name: "a\\nb"                     | 2  | a line break or control character
                    name: Acme Corporation          | name: &a Acme                     | 2  | anchors and aliases are not read
                    name: Acme Corporation          | name: *a                          | 2  | refers to an anchor
                    name: Acme Corporation          | name: !!java.net.URL [x]          | 2  | tags are not read
                    name: Acme Corporation          | name: ${TOLLGATE_ISUER_URL}       | 2  | write ${TOLLGATE_ISSUER_URL}
                    name: Acme Corporation          | name: ${HOME}                     | 2  | there is no variable ${HOME}
                    name: Acme Corporation          | name: ${TOLLGATE_ISSUER_URL       | 2  | without its "}"
                    tenant: acme                    | tenant: acme2                     | 1  | tenant: "acme2" is not the file's name; write acme
                    tenant: acme                    | tenant: Acme                      | 1  | tenant: "Acme" does not fit; write for example "acme"
                    timeZone: Europe/Berlin         | timeZone: Berlin                  | 3  | timeZone: "Berlin" is no IANA time zone; write Europe/Berlin
                    timeZone: Europe/Berlin         | timeZone: '+02:00'                | 3  | timeZone: "+02:00" is no IANA time zone
                    timeZone: Europe/Berlin         | timezone: Europe/Berlin           | 3  | timezone: there is no such field; write timeZone
                    aliases:                        | aliases: []                       | 5  | not YAML
                    '  nova:'                       | '  ../nova:'                      | 5  | aliases["../nova"]: is not a name that can stand here: the models
                    provider: bedrock               | provider: bedrok                  | 6  | aliases.nova.provider: platform.yaml has no provider "bedrok"; write bedrock
                    model: nova-v1:0                | model: nova-v2:0                  | 7  | aliases.nova.model: there is no price for nova-v2:0; write nova-v1:0, or add prices.bedrock["nova-v2:0"] to platform.yaml, or a ceilingPrice here
                    model: nova-v1:0                | model: "a b"                      | 7  | aliases.nova.model: "a b" does not fit
                    maxOutputTokens: 4096           | maxOutputTokens: 0                | 8  | aliases.nova.maxOutputTokens: 0 does not fit; write for example 4096
                    maxOutputTokens: 4096           | maxOutputTokens: 4.5              | 8  | aliases.nova.maxOutputTokens: 4.5 is no whole number
                    maxOutputTokens: 4096           | maxOutputTokens: 1_000            | 8  | aliases.nova.maxOutputTokens: "1_000" is no whole number
                    {second: 20, minute: 600}       | {second: 20, minutes: 600}        | 10 | limits.requests.minutes: there is no such field; write minute
                    {second: 20, minute: 600}       | {second: 20, second: 600}         | 10 | "second" stands here twice
                    {second: 20, minute: 600}       | {second: -1}                      | 10 | limits.requests.second: -1 does not fit; write for example 600
                    {second: 20, minute: 600}       | {}                                | 10 | limits.requests: is empty; write for example {
                    {second: 20, minute: 600}       | {second: 2e1}                     | 10 | limits.requests.second: "2e1" is no whole number
                    {second: 20, minute: 600}       | [second]                          | 10 | limits.requests: a list is no map of fields
                    month: 100.50                   | month: $100                       | 14 | limits.money.month: "$100" is no number; write for example 12.5
                    month: 100.50                   | month: 0.0000000001               | 14 | limits.money.month: 0.0000000001 does not fit
                    k7f3q2m9:                       | K7:                               | 16 | keys.K7: is not a name that can stand here
                    models: [nova]                  | models: [novo]                    | 17 | keys.k7f3q2m9.models[0]: there is no alias "novo" here; write nova
                    models: [nova]                  | models: nova                      | 17 | keys.k7f3q2m9.models: "nova" is no list; write for example ["*"]
                    routes: [bedrock, self-service] | routes: [bedrock, selfservice]    | 18 | keys.k7f3q2m9.routes[1]: "selfservice" is none of bedrock, anthropic, openai, self-service; write self-service
                    routes: [bedrock, self-service] | routes: [bedrock, bedrock]        | 18 | keys.k7f3q2m9.routes: names the same twice
                    money: {day: 1}                 | money: {day: 1                    | 21 | not YAML
                    """)
    void tenant_mistake_namesLineFieldAndWhatToWrite(String good, String bad, int line, String told)
            throws IOException {
        String acme = replaced(ConfigFiles.ACME, good, bad);

        assertTold("tenants/acme.yaml:" + line + ": ", told, ConfigFiles.PLATFORM, acme);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = true,
            textBlock =
                    """
                    retries: 1             | retries: 4                | 8  | aliases.nova.retries: 4 does not fit; write for example 1
                    retries: 1             | retry: 1                  | 8  | aliases.nova.retry: there is no such field; write retries
                    [connect, failed]      | [connect, fails]          | 9  | aliases.nova.fallbackOn[1]: "fails" is none of connect, timeout, throttled, failed
                    idle: 30s              | idle: 30                  | 10 | aliases.nova.timeouts.idle: 30 is no text; write for example "20s"
                    idle: 30s              | idle: 0s                  | 10 | aliases.nova.timeouts.idle: "0s" does not fit
                    weight: 9              | weight: 0                 | 7  | aliases.nova.targets[0].weight: 0 does not fit
                    provider: bedrock      | provider: bedrok          | 7  | aliases.nova.targets[0].provider: platform.yaml has no provider "bedrok"; write bedrock
                    atMost: 10             | atMost: 1                 | 7  | aliases.nova.targets[0].when.inputBytes: no request is so large and so small
                    {plan: [gold]}         | {plans: [gold]}           | 7  | aliases.nova.targets[0].when.claims.plans: no issuer of this tenant hands on the claim "plans"; write plan, or add it to claims of the issuer in platform.yaml
                    {plan: [gold]}         | {team: [gold]}            | 7  | aliases.nova.targets[0].when.claims.team: no issuer of this tenant hands on the claim "team"; add it to claims
                    {plan: [gold]}         | {plan: gold}              | 7  | aliases.nova.targets[0].when.claims.plan: "gold" is no list; write for example ["gold","platinum"]
                    {plan: [gold]}         | {plan: []}                | 7  | aliases.nova.targets[0].when.claims.plan: is empty
                    {plan: [gold]}         | {plan: [true]}            | 7  | aliases.nova.targets[0].when.claims.plan[0]: true is no text; write for example "gold"
                    {plan: [gold]}         | {"a b": [gold]}           | 7  | when.claims["a b"]: is not a name that can stand here
                    budgetLeft: 20%        | budgetLeft: 20            | 7  | aliases.nova.targets[0].when.budgetLeft: 20 is no text; write for example "20%"
                    budgetLeft: 20%        | budgetLeft: 100%          | 7  | aliases.nova.targets[0].when.budgetLeft: "100%" does not fit
                    [seed]                 | ["a.b"]                   | 11 | aliases.nova.drop[0]: "a.b" does not fit
                    """)
    void tenant_mistakeInARoute_namesLineFieldAndWhatToWrite(
            String good, String bad, int line, String told) throws IOException {
        String target = "    provider: bedrock\n    model: nova-v1:0\n    maxOutputTokens: 4096\n";
        String acme = replaced(ConfigFiles.ACME, target, ROUTE);

        assertTold(
                "tenants/acme.yaml:" + line + ": ",
                told,
                ConfigFiles.PLATFORM,
                replaced(acme, good, bad));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = true,
            textBlock =
                    """
                    issuer: ${TOLLGATE_ISSUER_URL}  | issuer: http://login.example        | 2  | issuers[0].issuer: is not safe to call; write https://
                    https://login.example/jwks.json | https://169.254.169.254/latest      | 3  | issuers[0].jwksUri: leads to a link-local address
                    https://login.example/jwks.json | https://login.example/?kid=1        | 3  | issuers[0].jwksUri: holds a '?' or '#'
                    https://login.example/jwks.json | login.example                       | 3  | issuers[0].jwksUri: names no host
                    https://login.example/jwks.json | 'https://a b'                       | 3  | issuers[0].jwksUri: is no address
                    audience: tollgate              | audience: [tollgate]                | 4  | issuers[0].audience: a list is no text
                    [RS256, ES256]                  | [RS256, HS256]                      | 5  | issuers[0].algorithms[1]: "HS256" is none of
                    [RS256, ES256]                  | [none]                              | 5  | issuers[0].algorithms[0]: "none" is none of
                    [RS256, ES256]                  | []                                  | 5  | issuers[0].algorithms: is empty
                    tenantClaim: tenant             | claim: tenant                       | 6  | issuers[0].claim: there is no such field
                    {acme-corp: acme}               | {acme-corp: acmee}                  | 7  | issuers[0].tenants.acme-corp: there is no tenant "acmee"; write acme
                    [plan, groups]                  | [plan, plan]                        | 8  | issuers[0].claims: names the same twice; take one out
                    [plan, groups]                  | ["a b"]                             | 8  | issuers[0].claims[0]: "a b" does not fit; write for example "plan"
                    [plan, groups]                  | [a, b, c, d, e, f, g, h, i]         | 8  | issuers[0].claims: a list does not fit; write for example ["plan","groups"]
                    leeway: 30s                     | leeway: 121s                        | 9  | issuers[0].leeway: "121s" does not fit; write for example "30s"
                    leeway: 30s                     | leeway: 30                          | 9  | issuers[0].leeway: 30 is no text; write for example "30s"
                    kind: bedrock                   | kind: bedrok                        | 12 | providers.bedrock.kind: "bedrok" is none of bedrock, openai, anthropic, gemini; write bedrock
                    baseUrl: https://bedrock        | baseUrl: https://me@bedrock         | 13 | providers.bedrock.baseUrl: holds a user or password
                    region: us-east-1               | outputBound: 9                      | 11 | providers.bedrock.region: is missing; write for example "us-east-1"
                    outputBound: 512                | region: us-east-1                   | 19 | providers.openai.region: does not belong here; take it out
                    kind: bedrock                   | 'kind: bedrock\n    preset: groq'  | 13 | providers.bedrock.preset: does not belong here; take it out
                    kind: openai                    | 'kind: openai\n    preset: grok'   | 17 | providers.openai.preset: there is no preset "grok"; write groq
                    kind: openai                    | 'kind: openai\n    preset: Groq!'  | 17 | providers.openai.preset: "Groq!" does not fit; write for example "groq"
                    outputBound: 512                | outputBound: 1e3                    | 19 | providers.openai.outputBound: "1e3" is no whole number
                    credential: env:TOLLGATE_UPSTREAM_OPENAI_KEY | credential: plain       | 18 | providers.openai.credential: this value does not fit; write for example "ssm:/
                    credential: env:TOLLGATE_UPSTREAM_OPENAI_KEY | credential: env:HOME    | 18 | providers.openai.credential: this value does not fit; write for example "ssm:/
                    credential: env:TOLLGATE_UPSTREAM_OPENAI_KEY | credential: arn:aws:ssm:x | 18 | providers.openai.credential: this value does not fit; write for example "ssm:/
                    version: 2026-01                | version: 2026                       | 23 | version: 2026 is no text
                    version: 2027-01                | version: 2026-01                    | 28 | prices.bedrock["nova-v1:0"][1].version: the version "2026-01" is taken
                    from: 2026-01-01                | from: 2026-02-30                    | 24 | from: "2026-02-30" is no date
                    from: 2027-01-01                | from: 2025-01-01                    | 29 | from: "2025-01-01" is not after the price above it (2026-01-01)
                    output: 15.00                   | outptu: 15.00                       | 26 | outptu: there is no such field; write output
                    output: 15.00                   | output: free                        | 26 | output: "free" is no number; write for example 3
                    '  bedrock:\n    nova'          | '  bedrok:\n    nova'               | 21 | prices.bedrok: platform.yaml has no provider "bedrok"; write bedrock
                    'openai: {gpt'                  | 'opena: {gpt'                       | 34 | models.opena: platform.yaml has no provider "opena"; write openai
                    input: [image, text]            | input: [picture, text]              | 33 | models.bedrock["nova-v1:0"].input[0]: "picture" is none of text, image
                    context: 300000                 | context: 0                          | 33 | models.bedrock["nova-v1:0"].context: 0 does not fit; write for example 200000
                    issuers:                        | issuers: !x                         | 1  | tags are not read
                    """)
    void platform_mistake_namesLineFieldAndWhatToWrite(
            String good, String bad, int line, String told) throws IOException {
        String platform = replaced(ConfigFiles.PLATFORM, good, bad);

        assertTold("platform.yaml:" + line + ": ", told, platform, ConfigFiles.ACME);
    }

    @Test
    void file_tab_isTold() throws IOException {
        assertTold(
                "tenants/acme.yaml:6: ",
                "a tab; indent with spaces",
                ConfigFiles.PLATFORM,
                ConfigFiles.ACME.replace("    provider", "\tprovider"));
    }

    @Test
    void file_secondDocument_isTold() throws IOException {
        assertTold(
                "tenants/acme.yaml:21: ",
                "a second document",
                ConfigFiles.PLATFORM,
                ConfigFiles.ACME + "---\ntenant: globex\n");
    }

    @Test
    void file_bombOfAnchors_isToldAndNotExpanded() throws IOException {
        var bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        assertTold("tenants/acme.yaml:", "anchors", ConfigFiles.PLATFORM, bomb.toString());
    }

    @Test
    void file_deeplyNested_isTold() throws IOException {
        String deep = "name: " + "[".repeat(2000) + "]".repeat(2000) + "\n";
        assertTold("tenants/acme.yaml:", "epth", ConfigFiles.PLATFORM, deep);
    }

    @Test
    void file_tooLarge_isTold() throws IOException {
        String large = "# " + "x".repeat(YamlReader.LARGEST);
        assertTold("tenants/acme.yaml:1: ", "more than 262144 bytes", ConfigFiles.PLATFORM, large);
    }

    @Test
    void file_empty_isTold() throws IOException {
        assertTold("tenants/acme.yaml:1: ", "the file is empty", ConfigFiles.PLATFORM, "# soon\n");
    }

    @Test
    void file_controlCharacter_isTold() throws IOException {
        assertTold(
                "tenants/acme.yaml:2: ",
                "a control character",
                ConfigFiles.PLATFORM,
                ConfigFiles.ACME.replace("Acme Corporation", "Acme \u0007"));
    }

    @Test
    void file_notUtf8_isTold() throws IOException {
        ConfigFiles.write(directory, ConfigFiles.PLATFORM, ConfigFiles.ACME);
        Files.write(
                directory.resolve("tenants/acme.yaml"),
                ConfigFiles.ACME.replace("Corp", "Körp").getBytes(StandardCharsets.ISO_8859_1));

        assertEquals(
                List.of("tenants/acme.yaml:2: this line is not UTF-8; save the file as UTF-8"),
                told());
    }

    @Test
    void tenant_priceThatBeginsLater_isTold() throws IOException {
        assertTold(
                "tenants/acme.yaml:7: ",
                "aliases.nova.model: the price for nova-v1:0 begins on 2026-12-01",
                ConfigFiles.PLATFORM.replace("from: 2026-01-01", "from: 2026-12-01"),
                ConfigFiles.ACME);
    }

    @Test
    void directory_strayFiles_areTold() throws IOException {
        ConfigFiles.write(directory, ConfigFiles.PLATFORM, ConfigFiles.ACME);
        Files.writeString(directory.resolve("globex.yaml"), "");
        Files.writeString(directory.resolve("tenants/globex.yml"), "");
        Files.writeString(directory.resolve("tenants/Globex.yaml"), "");
        Files.writeString(directory.resolve("README.md"), "");

        assertEquals(
                List.of("globex.yaml:1", "tenants/Globex.yaml:1", "tenants/globex.yml:1"),
                told().stream().map(line -> line.replaceAll(": is not read; .*", "")).toList());
    }

    @Test
    void directory_empty_isTold() {
        assertEquals(
                List.of("platform.yaml:1: is missing; write issuers, providers and prices"),
                told());
    }

    @Test
    void field_misspelt_isNotToldAsMissingToo() throws IOException {
        ConfigFiles.write(
                directory, ConfigFiles.PLATFORM, ConfigFiles.ACME.replace("name:", "nmae:"));

        assertEquals(
                List.of("tenants/acme.yaml:2: nmae: there is no such field; write name"), told());
    }

    @Test
    void directory_manyMistakes_areAllToldInOrder() throws IOException {
        ConfigFiles.write(
                directory,
                ConfigFiles.PLATFORM.replace("leeway: 30s", "leeway: 1h"),
                ConfigFiles.ACME.replace("minute: 600", "hours: 1").replace("[nova]", "[n0va]"));
        Files.writeString(directory.resolve("tenants/beta.yaml"), "tenant: [");

        assertEquals(
                List.of(
                        "platform.yaml:9",
                        "tenants/acme.yaml:10",
                        "tenants/acme.yaml:17",
                        "tenants/beta.yaml:1"),
                told().stream().map(line -> line.replaceAll("(:[0-9]+):.*", "$1")).toList());
    }

    @Test
    void mistake_pastedSecret_isNotRepeated() throws IOException {
        String pasted = "sk-" + Long.toString(System.nanoTime(), 36);
        ConfigFiles.write(
                directory,
                ConfigFiles.PLATFORM.replace("env:TOLLGATE_UPSTREAM_OPENAI_KEY", pasted),
                ConfigFiles.ACME);

        assertEquals(1, told().size());
        assertTrue(
                told().stream().noneMatch(line -> line.contains(pasted)), () -> told().toString());
    }

    private static String replaced(String file, String good, String bad) {
        String before = good.replace("\\n", "\n");
        assertTrue(file.contains(before), () -> "the good file does not hold " + before);
        return file.replaceFirst(
                Pattern.quote(before), Matcher.quoteReplacement(bad.replace("\\\\", "\\")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    '  openai: {'           | '  opanai: {'            | upstreamKeys.opanai: platform.yaml has no provider "opanai"; write openai
                    upstream/acme/openai    | upstream/openai         | upstreamKeys.openai.credential: a tenant's own key stands under its name; write …/upstream/acme/openai
                    upstream/acme/openai    | upstream/globex/openai  | upstreamKeys.openai.credential: a tenant's own key stands under its name
                    upstream/acme/openai    | upstream/acme2/openai   | upstreamKeys.openai.credential: a tenant's own key stands under its name
                    ssm:/tollgate/dev/upstream/acme/openai | env:TOLLGATE_UPSTREAM_OPENAI | upstreamKeys.openai.credential: this value does not fit
                    shared: allowed         | shared: maybe           | upstreamKeys.openai.shared: "maybe" is none of refused, allowed
                    shared: allowed         | fallback: true          | upstreamKeys.openai.fallback: there is no such field
                    """)
    void tenant_mistakeInAnOwnKey_namesLineFieldAndWhatToWrite(String good, String bad, String told)
            throws IOException {
        String acme = replaced(ConfigFiles.ACME + ConfigFiles.OWN_KEYS, good, bad);
        assertTold("tenants/acme.yaml:22: ", told, ConfigFiles.PLATFORM, acme);
    }

    private void assertTold(String place, String told, String platform, String acme)
            throws IOException {
        ConfigFiles.write(directory, platform, acme);
        List<String> lines = told();

        assertTrue(
                lines.stream().anyMatch(line -> line.startsWith(place) && line.contains(told)),
                () -> String.join("\n", lines));
    }

    private List<String> told() {
        return new ConfigDirectory(Presets.load())
                .read(directory, new Variables(ConfigFiles.VARIABLES), TODAY).mistakes().stream()
                        .map(Mistake::toString)
                        .toList();
    }
}
