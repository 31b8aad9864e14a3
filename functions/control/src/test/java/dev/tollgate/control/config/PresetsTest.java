package dev.tollgate.control.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.core.config.ChatServer;
import dev.tollgate.core.config.KeyHeader;
import dev.tollgate.core.config.ProviderConfig;
import dev.tollgate.testkit.Fixtures;
import dev.tollgate.testkit.InMemoryConfigStore;
import dev.tollgate.testkit.MutableClock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class PresetsTest {
    private static final Presets PRESETS = Presets.load();

    @TempDir private Path directory;

    static Stream<String> names() {
        return PRESETS.names().stream();
    }

    @Test
    void presets_ofTheProductsPromise_areThere() {
        assertTrue(
                PRESETS.names()
                        .containsAll(
                                Set.of(
                                        "openai",
                                        "azure",
                                        "xai",
                                        "mistral",
                                        "groq",
                                        "deepseek",
                                        "vllm",
                                        "llama.cpp",
                                        "ollama",
                                        "huggingface")));
    }

    @ParameterizedTest
    @MethodSource("names")
    void provider_presetAndItsExample_isAServerWithAnAddress(String name) throws IOException {
        Presets.Preset preset = PRESETS.named(name).orElseThrow();
        ProviderConfig provider =
                provider("preset: " + name + "\n    baseUrl: " + preset.example());

        assertEquals(URI.create(preset.example()), provider.baseUrl());
        assertEquals(preset.server(), provider.server());
    }

    @Test
    void provider_presetWithAnAddress_needsNoOther() throws IOException {
        ProviderConfig provider = provider("preset: groq");

        assertEquals(URI.create("https://api.groq.com/openai/v1"), provider.baseUrl());
        assertEquals(
                new ChatServer(
                        "/chat/completions",
                        null,
                        KeyHeader.BEARER,
                        List.of("max_completion_tokens", "max_tokens"),
                        true,
                        Set.of("logit_bias", "logprobs", "messages.name", "n", "top_logprobs")),
                provider.server());
    }

    @Test
    void provider_azureByDeployment_keepsTheVersionThatIsSaid() throws IOException {
        String address =
                "preset: azure-deployments\n    baseUrl: https://acme.openai.azure.com/openai";
        ProviderConfig usual = provider(address);
        ProviderConfig said = provider(address + "\n    apiVersion: 2026-05-01-preview");

        assertEquals("2024-10-21", usual.server().apiVersion());
        assertEquals(usual.server().withApiVersion("2026-05-01-preview"), said.server());
        assertEquals(KeyHeader.API_KEY, said.server().keyHeader());
        assertEquals("/deployments/{model}/chat/completions", said.server().path());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    preset: azure | providers.openai.baseUrl: is missing; write for example "https://my-resource
                    outputBound: 9 | providers.openai.baseUrl: is missing; write for example "https://
                    """)
    void provider_withoutAnAddress_isAMistake(String fields, String told) throws IOException {
        Plan.Mistakes mistakes = assertInstanceOf(Plan.Mistakes.class, plan(fields));

        assertTrue(mistakes.lines().toString().contains(told), mistakes.lines()::toString);
    }

    private ProviderConfig provider(String fields) throws IOException {
        Plan plan = plan(fields);
        return Objects.requireNonNull(
                Objects.requireNonNull(
                                assertInstanceOf(
                                                Plan.Changes.class,
                                                plan,
                                                () -> plan.lines().toString())
                                        .platform())
                        .providers()
                        .get("openai"));
    }

    /// @param fields of the provider `openai`
    private Plan plan(String fields) throws IOException {
        var table = new InMemoryConfigStore();
        String platform =
                ConfigFiles.PLATFORM
                        .replace("baseUrl: https://openai.example/v1", fields)
                        .replace("    outputBound: 512\n", "");
        Files.createDirectories(directory);
        ConfigFiles.write(directory, platform, ConfigFiles.ACME);
        return new ConfigImporter(table, table, new MutableClock(Fixtures.NOW))
                .plan(directory, ConfigFiles.VARIABLES);
    }
}
