package dev.tollgate.core.config;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What servers of OpenAI's chat completions have each in its own way. A preset says it by one
/// name.
///
/// @param path of chat completions below the base URL; `{model}` in it stands for the target's
///   model
/// @param apiVersion of the query; null for none
/// @param bounds the members that bound an answer's tokens and are known there; not empty. The
///   client's own is kept where it is one of them, else the first says it
/// @param asksForUsage whether a stream tells its usage only on the wish for it
///   (`stream_options.include_usage`); where it is false there is no such member, and usage comes
///   without
/// @param refuses what it does not take: members of a request, `messages.<member>`,
///   `messages.content.<type>`, `response_format.<type>`
public record ChatServer(
        String path,
        @Nullable String apiVersion,
        KeyHeader keyHeader,
        List<String> bounds,
        boolean asksForUsage,
        Set<String> refuses) {
    public static final String MODEL = "{model}";

    /// What may bound an answer; the client may use either, never both.
    public static final List<String> BOUNDS = List.of("max_tokens", "max_completion_tokens");

    /// A server of which nothing more is known: `max_tokens` is what all of them have.
    public static final ChatServer ANY =
            new ChatServer("/chat/completions", null, KeyHeader.BEARER, BOUNDS, true, Set.of());

    public ChatServer {
        bounds = List.copyOf(bounds);
        refuses = Set.copyOf(refuses);
        if (bounds.isEmpty() || !BOUNDS.containsAll(bounds)) {
            throw new IllegalArgumentException("bounds are one or more of " + BOUNDS);
        }
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("a path starts with /");
        }
    }

    /// @param version null for none
    public ChatServer withApiVersion(@Nullable String version) {
        return new ChatServer(path, version, keyHeader, bounds, asksForUsage, refuses);
    }
}
