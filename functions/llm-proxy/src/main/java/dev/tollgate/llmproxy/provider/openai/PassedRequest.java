package dev.tollgate.llmproxy.provider.openai;

import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.core.config.ChatServer;
import dev.tollgate.core.money.Price;
import dev.tollgate.core.money.UsageKind;
import dev.tollgate.llmproxy.json.JsonField;
import dev.tollgate.llmproxy.json.MemberSplice;
import dev.tollgate.llmproxy.json.StrictJson;
import dev.tollgate.llmproxy.language.NativeCall;
import dev.tollgate.llmproxy.provider.TokenBound;
import dev.tollgate.llmproxy.provider.Upstream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A client's own chat-completions request on its way to a server of the same language. Only what
/// bounds or prices a call is read; the rest is the server's to judge. Refused is what would make
/// the bound or the price untrue.
///
/// @param body with model, bound and the wish for usage spliced in
/// @param showUsage whether the client itself asked for the usage of a stream
@SuppressWarnings("ArrayRecordComponent") // passed on, never changed or compared
record PassedRequest(byte[] body, TokenBound bound, boolean showUsage) {
    /// Of searches and of spoken answers.
    private static final String NO_PRICE =
            "leave it out: it has a price of its own, and none is set";

    private static final int MOST_CHOICES = 128;
    private static final String STREAM_OPTIONS = "stream_options";

    static PassedRequest of(NativeCall call, Upstream upstream) {
        JsonField root = call.root();
        ChatServer server = upstream.config().server();
        refuseOtherPrices(root);
        new NotTaken(server.refuses()).check(root);
        var contents = new Contents(upstream.price());
        for (JsonField message : root.required("messages").items()) {
            message.member("content").ifPresent(contents::content);
        }
        var splice = new MemberSplice().set("model", upstream.target().model());
        long output = bound(root, upstream, splice);
        long choices = root.member("n").map(n -> n.number(1, MOST_CHOICES)).orElse(1L);
        boolean showUsage =
                root.member(STREAM_OPTIONS)
                        .flatMap(options -> options.member("include_usage"))
                        .map(JsonField::bool)
                        .orElse(false);
        if (!server.asksForUsage()) {
            splice.remove(STREAM_OPTIONS);
        } else if (call.stream() && !showUsage) {
            splice.set(STREAM_OPTIONS, withUsage(root));
        }
        byte[] body = splice.apply(call.body());
        boolean tools = root.member("tools").isPresent();
        return new PassedRequest(
                body,
                TokenBound.of(body.length, contents.total(tools), output * choices),
                showUsage);
    }

    /// The bound on the answer: the client's own, if it has one, under a name that the server
    /// knows, for it would pass over another one.
    private static long bound(JsonField root, Upstream upstream, MemberSplice splice) {
        List<JsonField> said =
                ChatServer.BOUNDS.stream().flatMap(name -> root.member(name).stream()).toList();
        if (said.size() > 1) {
            throw said.getFirst().wrong("must not stand beside " + said.getLast().path());
        }
        Optional<Long> asked =
                said.stream().findFirst().map(field -> field.number(1, Integer.MAX_VALUE));
        long output = upstream.capped(asked.orElse(null));
        List<String> known = upstream.config().server().bounds();
        String name =
                said.stream()
                        .map(JsonField::path)
                        .filter(known::contains)
                        .findFirst()
                        .orElse(known.getFirst());
        ChatServer.BOUNDS.stream().filter(other -> !other.equals(name)).forEach(splice::remove);
        boolean same = said.stream().anyMatch(field -> field.path().equals(name));
        if (!same || asked.orElseThrow() != output) {
            splice.set(name, LongNode.valueOf(output));
        }
        return output;
    }

    private static ObjectNode withUsage(JsonField root) {
        ObjectNode options =
                root.member(STREAM_OPTIONS)
                        .map(said -> said.object().deepCopy())
                        .orElseGet(StrictJson::newObject);
        return options.put("include_usage", true);
    }

    private static void refuseOtherPrices(JsonField root) {
        root.member("service_tier")
                .filter(tier -> !Set.of("auto", "default").contains(tier.text()))
                .ifPresent(tier -> {
                    throw tier.notSupported("leave it out, or send default");
                });
        root.member("web_search_options")
                .ifPresent(search -> {
                    throw search.notSupported(NO_PRICE);
                });
        root.member("audio")
                .ifPresent(audio -> {
                    throw audio.notSupported(NO_PRICE);
                });
    }

    /// What else than text the messages hold. Not thread-safe.
    private static final class Contents {
        private final Price price;
        private int images;
        private boolean compressed;
        private boolean sound;

        Contents(Price price) {
            this.price = price;
        }

        void content(JsonField content) {
            if (content.node().isArray()) {
                content.items().forEach(this::part);
            }
        }

        private void part(JsonField part) {
            switch (part.object().path("type").asText("")) {
                case "image_url" -> images++;
                case "input_audio" -> {
                    if (!price.says(UsageKind.AUDIO)) {
                        throw part.notSupported(Upstream.SOUND_WITHOUT_PRICE);
                    }
                    sound = true;
                }
                case "file" -> {
                    compressed = true;
                    part.member("file")
                            .flatMap(file -> file.member("file_id"))
                            .ifPresent(id -> {
                                throw id.notSupported("send the file's bytes as file_data");
                            });
                }
                default -> {}
            }
        }

        TokenBound.Contents total(boolean tools) {
            return new TokenBound.Contents(
                    images, compressed || sound, tools, sound ? Set.of(UsageKind.AUDIO) : Set.of());
        }
    }
}
