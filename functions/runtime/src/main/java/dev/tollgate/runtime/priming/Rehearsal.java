package dev.tollgate.runtime.priming;

import dev.tollgate.core.config.Settings;
import dev.tollgate.runtime.LambdaFunction;
import java.net.URI;
import java.util.List;
import java.util.Map;

/// What a function rehearses: itself, started a second time, in a world that ends at the process's
/// own loopback. A function that wants to be primed has one as a bean; see [Priming].
public interface Rehearsal {
    /// @param origin where everything is that the function talks to: stores, upstreams, issuers
    Stage stage(URI origin);

    /// Another instance of the function, which is closed afterwards.
    LambdaFunction start(Settings settings);

    /// @param settings all that the second instance is told; nothing of the real environment, so no
    ///   secret and no address of it
    /// @param outside answers whatever the function asks there
    /// @param scenes played one after the other, more than once
    record Stage(Map<String, String> settings, Outside outside, List<Scene> scenes) {
        public Stage {
            settings = Map.copyOf(settings);
            scenes = List.copyOf(scenes);
        }
    }

    /// An invocation and how its answer is recognised.
    ///
    /// @param event as API Gateway sends it
    /// @param answer a part of the right answer
    @SuppressWarnings("ArrayRecordComponent") // sent, never changed or compared
    record Scene(byte[] event, String answer) {}

    /// Everybody whom the function asks. Thread-safe.
    @FunctionalInterface
    interface Outside {
        Reply reply(Question question);
    }

    /// A request of the function.
    ///
    /// @param target `X-Amz-Target`, by which AWS's JSON protocols name the operation; else empty
    @SuppressWarnings("ArrayRecordComponent") // read, never changed or compared
    record Question(String path, String target, byte[] body) {}

    /// The answer to it, 200.
    ///
    /// @param parts sent one by one, each in a chunk of its own
    record Reply(String contentType, List<byte[]> parts) {
        public Reply {
            parts = List.copyOf(parts);
        }

        public static Reply json(byte[] body) {
            return new Reply("application/json", List.of(body));
        }
    }
}
