package dev.tollgate.contract.errors;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One way to get an error, as `errors/cases.yaml` has it; its head says what each member is.
@JsonIgnoreProperties("why")
public record ErrorCase(
        String name,
        @Nullable String code,
        @Nullable Integer status,
        String as,
        String call,
        String model,
        int modelTimes,
        String text,
        int times,
        @Nullable String body,
        @Nullable String base64,
        @Nullable String path,
        Map<String, JsonNode> fields,
        Map<String, String> headers,
        String under,
        Set<Preparation> with,
        Map<String, Integer> attempts,
        List<String> says,
        boolean started,
        @Nullable Integer retryAfter,
        boolean called,
        @Nullable String line,
        boolean held,
        Set<Client> only) {

    /// Who runs the cases.
    public enum Client {
        RAW,
        BOTO3,
        AWS_CLI,
        JS,
        JAVA_SYNC,
        JAVA_ASYNC,
        OPENAI;

        @JsonCreator
        public static Client of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
        }

        /// As the data has it.
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// What a case needs of the target before it is run; undone afterwards.
    public enum Preparation {
        STORE_DOWN,
        STORE_DOWN_AFTER_CALL,
        /// Calls end after some seconds.
        SHORT,
        THROTTLED,
        AUTHORIZER_FAILS,
        AUTHORIZER_HANGS,
        AUTHORIZER_BABBLES,
        NO_TENANT,
        FUNCTION_DIES,
        FUNCTION_HANGS,
        /// The gateway keeps the authorizer's answer for the credential.
        KNOWN,
        /// The credential's limits are used up.
        USED_UP,
        IN_FLIGHT,
        SAME_CALL_RUNNING,
        SAME_CALL_DONE,
        ID_USED;

        @JsonCreator
        static Preparation of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    private static final Set<Preparation> CALLS =
            EnumSet.range(Preparation.KNOWN, Preparation.ID_USED);

    boolean streams() {
        return call.equals("converse-stream");
    }

    /// Whether all that it needs is made by calls, and not by a hand on the stack.
    public boolean takesCallsAlone() {
        return CALLS.containsAll(with) && !as.equals("fresh-key");
    }

    /// Whether it needs models that do as they are told, or routes to none.
    public boolean takesSimulator() {
        return called || line != null || !with.isEmpty() || model.endsWith(".gpt");
    }

    /// Whether another call runs meanwhile.
    public boolean hasCallUnderWay() {
        return with.contains(Preparation.IN_FLIGHT) || with.contains(Preparation.SAME_CALL_RUNNING);
    }

    /// With another model in the place of the simulated one; a model that is named for being wrong
    /// stays, and so does a path.
    public ErrorCase withModel(String alias) {
        return new ErrorCase(
                name,
                code,
                status,
                as,
                call,
                model.equals("sim.claude") ? alias : model,
                modelTimes,
                text,
                times,
                body,
                base64,
                path,
                fields,
                headers,
                under,
                with,
                attempts,
                says,
                started,
                retryAfter,
                called,
                line,
                held,
                only);
    }

    /// What not every client can express, and its name.
    List<String> traits() {
        var asked = new HashMap<String, Boolean>();
        asked.put("body", body != null || base64 != null);
        asked.put(name, true);
        asked.put("path", path != null);
        asked.put("count-tokens", call.equals("count-tokens"));
        asked.put("aws-keys", as.equals("aws-keys"));
        asked.put("usage", call.equals("usage"));
        asked.put("no-credential", as.equals("none"));
        asked.put("stream", streams());
        asked.put("headers", !headers.isEmpty());
        asked.put("fields", !fields.isEmpty());
        asked.put("whole", code == null);
        var traits = new ArrayList<String>();
        asked.forEach((trait, has) -> {
            if (has) {
                traits.add(trait);
            }
        });
        return traits;
    }

    /// How often a client may try.
    public int mostAttempts(Client client) {
        return client == Client.RAW ? 1 : attempts.getOrDefault(client.word(), 2);
    }

    @Override
    public String toString() {
        return name;
    }
}
