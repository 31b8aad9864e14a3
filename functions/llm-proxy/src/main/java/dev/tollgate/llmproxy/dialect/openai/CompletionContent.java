package dev.tollgate.llmproxy.dialect.openai;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.tollgate.llmproxy.chat.Feature;
import dev.tollgate.llmproxy.chat.Members;
import dev.tollgate.llmproxy.chat.Part;
import dev.tollgate.llmproxy.json.JsonField;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a message's content: a text, or parts of it. Notes what not every target carries.
final class CompletionContent {
    /// RFC 2397; only the base64 form is in use.
    private static final Pattern DATA =
            Pattern.compile("data:([A-Za-z0-9.+/-]{1,127});base64,([A-Za-z0-9+/]*+={0,2})");

    /// Not OpenAI's own: clients that know Anthropic's models behind a server of its language (as
    /// OpenRouter's) write their marks for the prompt cache on messages and on parts.
    static final String CACHE = "cache_control";

    private static final TextNode AUTO = TextNode.valueOf("auto");

    private final Members members;

    CompletionContent(Members members) {
        this.members = members;
    }

    /// The mark for the prompt cache that stands on a message or a part.
    Optional<Part.CachePoint> mark(JsonField owner) {
        Optional<JsonField> mark = owner.member(CACHE);
        mark.ifPresent(place -> members.note(Feature.CACHE_POINT, place));
        return mark.map(_ -> new Part.CachePoint());
    }

    /// Content that is text alone, and the marks on it.
    List<Part.Instruction> texts(JsonField content) {
        if (content.node().isTextual()) {
            return List.of(new Part.Text(content.text()));
        }
        var texts = new ArrayList<Part.Instruction>();
        for (JsonField part : content.items()) {
            JsonField type = part.required("type");
            if (!type.text().equals("text")) {
                throw type.notSupported();
            }
            texts.add(text(part, "text"));
            mark(part).ifPresent(texts::add);
        }
        return texts;
    }

    /// Content of any kind.
    List<Part> parts(JsonField content) {
        if (content.node().isTextual()) {
            return content.text().isEmpty() ? List.of() : List.of(new Part.Text(content.text()));
        }
        var parts = new ArrayList<Part>();
        for (JsonField part : content.items()) {
            parts.add(part(part));
            mark(part).ifPresent(parts::add);
        }
        return parts;
    }

    private Part part(JsonField part) {
        JsonField type = part.required("type");
        return switch (type.text()) {
            case "text" -> text(part, "text");
            case "refusal" -> new Part.Refusal(text(part, "refusal").text());
            case "image_url" -> image(within(part, "image_url"));
            case "input_audio" -> audio(within(part, "input_audio"));
            case "file" -> file(within(part, "file"));
            default -> throw type.notSupported();
        };
    }

    private static Part.Text text(JsonField part, String member) {
        part.carriesOnly(Set.of("type", member, CACHE));
        return new Part.Text(part.required(member).text());
    }

    private static JsonField within(JsonField part, String member) {
        part.carriesOnly(Set.of("type", member, CACHE));
        return part.required(member);
    }

    private Part image(JsonField image) {
        image.carriesOnly(Set.of("url", "detail"));
        JsonField url = image.required("url");
        if (!url.text().startsWith("data:")) {
            members.note(Feature.IMAGE_URL, image);
            return new Part.ImageUrl(
                    url.text(), image.member("detail").map(JsonField::text).orElse(null));
        }
        image.member("detail").ifPresent(detail -> detail.carriesOnly(AUTO));
        members.note(Feature.IMAGE, image);
        Matcher data = data(url);
        return new Part.Image(data.group(1), data.group(2));
    }

    private Part audio(JsonField audio) {
        audio.carriesOnly(Set.of("data", "format"));
        members.note(Feature.AUDIO, audio);
        return new Part.Audio(audio.required("format").text(), audio.required("data").base64());
    }

    private Part file(JsonField file) {
        file.carriesOnly(Set.of("filename", "file_data"));
        members.note(Feature.DOCUMENT, file);
        Matcher data = data(file.required("file_data"));
        return new Part.Document(
                data.group(1),
                data.group(2),
                file.member("filename").map(JsonField::text).orElse(null));
    }

    private static Matcher data(JsonField url) {
        Matcher data = DATA.matcher(url.text());
        if (!data.matches()) {
            throw url.wrong("must be a data URL: data:<media type>;base64,<bytes>");
        }
        return data;
    }
}
