package dev.tollgate.testkit;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The contract's table of errors (`openapi/errors.yaml`), for tests that hold something against
/// it.
///
/// @param errors in the file's order; no code stands twice
public record ErrorTable(List<Row> errors) {
    public ErrorTable {
        errors = List.copyOf(errors);
        var codes = new HashSet<String>();
        for (Row row : errors) {
            if (!codes.add(row.code())) {
                throw new IllegalArgumentException("twice: " + row.code());
            }
        }
    }

    /// What a call that ended so costs.
    public enum Charged {
        NOTHING,
        /// What the model did, or may have done.
        USED,
        /// Nobody but the call's line knows.
        UNKNOWN
    }

    /// What a dialect's clients see of an error.
    ///
    /// @param type the family
    public record Said(int status, String type, String code) {}

    /// One error; the file's head says what each column is.
    ///
    /// @param frame null when it never comes after the first content
    /// @param openai null where it is said as in the other columns
    /// @param anthropic null where it is said as in the other columns
    public record Row(
            String code,
            int status,
            @JsonSetter(nulls = Nulls.AS_EMPTY) Set<Integer> alsoStatus,
            String exception,
            String type,
            @Nullable String frame,
            boolean retried,
            @Nullable Said openai,
            @Nullable Said anthropic,
            Charged charged,
            Set<String> from,
            String means,
            @JsonProperty("do") String remedy) {
        public Row {
            alsoStatus = Set.copyOf(alsoStatus);
            from = Set.copyOf(from);
        }

        /// As OpenAI's clients see it.
        public Said toOpenAi() {
            return openai == null ? new Said(status, type, code) : openai;
        }

        /// As Anthropic's clients see it.
        public Said toAnthropic() {
            return anthropic == null ? new Said(status, type, code) : anthropic;
        }

        /// Status and exception, as tests compare them.
        public String said() {
            return status + " " + exception + " " + type;
        }
    }

    /// The table of the checkout that the test runs in.
    public static ErrorTable read() {
        try {
            return YAMLMapper.builder()
                    .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                    .build()
                    .readValue(OpenApi.file("errors.yaml").toFile(), ErrorTable.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @throws IllegalArgumentException when there is none
    public Row row(String code) {
        return errors.stream()
                .filter(row -> row.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not in the table: " + code));
    }

    /// The codes that a function or a gateway response type says.
    public Set<String> from(String source) {
        return errors.stream()
                .filter(row -> row.from().contains(source))
                .map(Row::code)
                .collect(Collectors.toUnmodifiableSet());
    }
}
