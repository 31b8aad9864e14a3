package dev.tollgate.llmproxy.messages;

import dev.tollgate.core.money.UsageKind;
import dev.tollgate.llmproxy.json.JsonField;
import dev.tollgate.llmproxy.provider.TokenBound;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads of a request what bounds or prices it; the rest is the upstream's to judge. Refused by
/// name is what would make the bound or the price untrue: tokens that do not come from the request,
/// other models, and what is charged beside tokens (Anthropic API reference, "Create a Message").
public final class MessagesBody {
    private static final String BYTES = "send the bytes in the request";

    /// Tools that the provider runs itself: what they read is not in the request, and some are
    /// charged by use.
    private static final List<String> RUN_BY_THE_PROVIDER =
            List.of("web_search_", "web_fetch_", "code_execution_", "advisor_", "mcp_toolset");

    /// Members that bring in other models, other people's tokens or other prices.
    private static final List<String> UNBOUNDED =
            List.of("mcp_servers", "container", "thread", "fallbacks", "fallback_credit_token");

    private int images;
    private boolean compressed;
    private boolean longCache;

    private MessagesBody() {}

    /// @throws dev.tollgate.core.error.Refused naming a member that is of a wrong type or that no
    ///   bound covers
    public static TokenBound.Contents contents(JsonField root) {
        return new MessagesBody().read(root);
    }

    /// The client's bound on the answer. Zero only fills the prompt cache.
    public static Optional<Long> maxTokens(JsonField root) {
        return root.member("max_tokens").map(field -> field.number(0, Integer.MAX_VALUE));
    }

    private TokenBound.Contents read(JsonField root) {
        UNBOUNDED.forEach(name -> root.member(name).ifPresent(MessagesBody::refuse));
        only(root, "speed", "standard");
        only(root, "inference_geo", "global");
        root.member("context_management")
                .flatMap(management -> management.member("edits"))
                .ifPresent(edits -> edits.items().forEach(MessagesBody::refuseCompaction));
        root.member("cache_control").ifPresent(this::cached);
        for (JsonField message : root.required("messages").items()) {
            message.member("content").ifPresent(this::blocks);
        }
        root.member("system").ifPresent(this::blocks);
        root.member("tools").ifPresent(tools -> tools.items().forEach(this::tool));
        return new TokenBound.Contents(
                images,
                compressed,
                root.member("tools").isPresent(),
                longCache ? Set.of(UsageKind.CACHE_WRITE_1H) : Set.of());
    }

    private void tool(JsonField tool) {
        tool.member("cache_control").ifPresent(this::cached);
        tool.member("type")
                .filter(type -> RUN_BY_THE_PROVIDER.stream().anyMatch(type.text()::startsWith))
                .ifPresent(type -> {
                    throw type.notSupported(
                            "what a tool reads that the provider runs has no bound; give the model"
                                    + " a tool that you run");
                });
    }

    private void blocks(JsonField content) {
        if (content.node().isArray()) {
            content.items().forEach(this::block);
        }
    }

    private void block(JsonField block) {
        block.member("cache_control").ifPresent(this::cached);
        switch (block.object().path("type").asText("")) {
            case "image" -> images++;
            case "document" -> document(block);
            case "tool_result" -> block.member("content").ifPresent(this::blocks);
            case "container_upload" -> throw block.notSupported(BYTES);
            default -> {}
        }
    }

    /// A document's bytes are compressed; one that is elsewhere has no bound at all.
    private void document(JsonField document) {
        compressed = true;
        Optional<JsonField> source = document.member("source");
        source.flatMap(from -> from.member("type"))
                .filter(type -> Set.of("url", "file").contains(type.text()))
                .ifPresent(type -> {
                    throw type.notSupported(BYTES);
                });
        source.flatMap(from -> from.member("content")).ifPresent(this::blocks);
    }

    private void cached(JsonField mark) {
        longCache |= mark.member("ttl").filter(ttl -> ttl.text().equals("1h")).isPresent();
    }

    private static void only(JsonField root, String name, String standard) {
        root.member(name)
                .filter(field -> !field.text().equals(standard))
                .ifPresent(field -> {
                    throw field.notSupported("leave it out, or send " + standard);
                });
    }

    /// Compaction reads the conversation once more.
    private static void refuseCompaction(JsonField edit) {
        edit.member("type")
                .filter(type -> type.text().startsWith("compact"))
                .ifPresent(MessagesBody::refuse);
    }

    private static void refuse(JsonField field) {
        throw field.notSupported(
                "what it takes is not in the request, so no budget could hold for it; leave it out");
    }
}
