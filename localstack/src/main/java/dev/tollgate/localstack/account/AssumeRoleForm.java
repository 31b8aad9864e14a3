package dev.tollgate.localstack.account;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The parameters of `AssumeRole` that this STS knows; any other is refused, so that nothing that
/// would mean something in AWS is passed over. Source: STS API Reference, "AssumeRole".
///
/// @param lasts as asked, 15 minutes to an hour: a role that assumes a role gets no more
/// @param tags at most one
record AssumeRoleForm(String role, String session, Duration lasts, Map<String, String> tags) {
    private static final Pattern SESSION = Pattern.compile("[\\w+=,.@-]{2,64}");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,5}");
    private static final Set<String> KNOWN =
            Set.of("Action", "Version", "RoleArn", "RoleSessionName", "DurationSeconds");
    private static final String KEY = "Tags.member.1.Key";
    private static final String VALUE = "Tags.member.1.Value";
    private static final int LEAST = 900;
    private static final int MOST = 3600;

    AssumeRoleForm {
        tags = Map.copyOf(tags);
    }

    /// @throws IllegalArgumentException saying what is wrong
    static AssumeRoleForm read(byte[] body) {
        Map<String, String> form = form(new String(body, StandardCharsets.UTF_8));
        if (!"AssumeRole".equals(form.get("Action"))) {
            throw new IllegalArgumentException("this STS knows AssumeRole only");
        }
        // What an SDK sends for an empty list.
        form.remove("Tags", "");
        Map<String, String> tags = tags(form.remove(KEY), form.remove(VALUE));
        for (String name : form.keySet()) {
            if (!KNOWN.contains(name)) {
                throw new IllegalArgumentException("this STS does not know " + name);
            }
        }
        String session = form.getOrDefault("RoleSessionName", "");
        if (!SESSION.matcher(session).matches()) {
            throw new IllegalArgumentException("RoleSessionName is 2 to 64 of a-z, 0-9, +=,.@-");
        }
        return new AssumeRoleForm(
                form.getOrDefault("RoleArn", ""),
                session,
                duration(form.getOrDefault("DurationSeconds", "3600")),
                tags);
    }

    private static Map<String, String> tags(@Nullable String key, @Nullable String value) {
        if (key == null && value == null) {
            return Map.of();
        }
        if (key == null || value == null) {
            throw new IllegalArgumentException("a tag has a key and a value");
        }
        return Map.of(key, value);
    }

    private static Duration duration(String seconds) {
        if (!SECONDS.matcher(seconds).matches()
                || Integer.parseInt(seconds) < LEAST
                || Integer.parseInt(seconds) > MOST) {
            throw new IllegalArgumentException("DurationSeconds is " + LEAST + " to " + MOST);
        }
        return Duration.ofSeconds(Integer.parseInt(seconds));
    }

    private static Map<String, String> form(String body) {
        var form = new LinkedHashMap<String, String>();
        for (String pair : body.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 0
                    || form.put(
                                    decode(pair.substring(0, equals)),
                                    decode(pair.substring(equals + 1)))
                            != null) {
                throw new IllegalArgumentException("not a form, or a parameter twice");
            }
        }
        return form;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
