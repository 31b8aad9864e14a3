package dev.tollgate.llmproxy.provider.bedrock;

import dev.tollgate.llmproxy.json.JsonField;
import java.util.regex.Pattern;

/// A client's tags for Bedrock's invocation log, by Bedrock's own rules: at most 16, names of 1 to
/// 256 and values of 0 to 256 characters. They pass, and mean nothing here: identity never comes
/// from them.
final class RequestMetadata {
    private static final int MOST = 16;
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9\\s:_@$#=/+,.-]{1,256}");
    private static final Pattern VALUE = Pattern.compile("[a-zA-Z0-9\\s:_@$#=/+,.-]{0,256}");

    private RequestMetadata() {}

    static void check(JsonField metadata) {
        if (metadata.object().size() > MOST) {
            throw metadata.wrong("has more than " + MOST + " entries");
        }
        metadata.object()
                .fieldNames()
                .forEachRemaining(name -> {
                    if (!NAME.matcher(name).matches()) {
                        throw metadata.wrong("has a name that is not allowed");
                    }
                    JsonField value = metadata.required(name);
                    if (!VALUE.matcher(value.text()).matches()) {
                        throw metadata.wrong("has a value that is not allowed");
                    }
                });
    }
}
