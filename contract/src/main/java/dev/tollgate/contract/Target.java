package dev.tollgate.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A gateway that runs somewhere: what the contract knows of it.
///
/// @param kind its list of what is left out: the name of a file under `targets/`
/// @param url without a slash at its end
/// @param credentials bearers, by the names that cases of errors use; `acme` is the caller's own
/// @param alias of a model to call; simulated where there is a simulator
/// @param simulator where the simulated models are told what to do; null for real models
/// @param variables what clients are configured by, besides the two that say where and as whom
/// @param python an interpreter that has boto3 and pytest; null for none
/// @param lines null where nobody but the gateway can read its tables
public record Target(
        String kind,
        String url,
        Map<String, String> credentials,
        String alias,
        @Nullable URI simulator,
        Map<String, String> variables,
        @Nullable Path python,
        @Nullable Lines lines) {
    /// The alias that every target with a simulator has.
    public static final String SIMULATED = "sim.claude";

    /// Who calls, unless a check says otherwise.
    static final String CALLER = "acme";

    /// The call lines in a target's tables.
    @FunctionalInterface
    public interface Lines {
        /// @return the newest lines of the tenant, each with `call`, `costNanos`, `attempts`
        JsonNode of(String tenant) throws IOException;
    }

    public Target {
        credentials = Map.copyOf(credentials);
        variables = Map.copyOf(variables);
        if (!credentials.containsKey(CALLER)) {
            throw new IllegalArgumentException("the caller's own credential is missing");
        }
    }

    boolean simulated() {
        return simulator != null;
    }

    String caller() {
        return credential(CALLER);
    }

    String credential(String name) {
        String bearer = credentials.get(name);
        if (bearer == null) {
            throw new NotOfferedException("no credential of the kind " + name + " was given");
        }
        return bearer;
    }

    URI simulatorUrl() {
        if (simulator == null) {
            throw new NotOfferedException("it takes the simulated models, and these are real");
        }
        return simulator;
    }

    Path interpreter() {
        if (python == null) {
            throw new NotOfferedException("no Python with boto3 and pytest was given");
        }
        return python;
    }

    Lines tables() {
        if (lines == null) {
            throw new NotOfferedException("its tables are not open to the caller");
        }
        return lines;
    }

    @Override
    public String toString() {
        return "Target[" + kind + " " + url + "]";
    }
}
