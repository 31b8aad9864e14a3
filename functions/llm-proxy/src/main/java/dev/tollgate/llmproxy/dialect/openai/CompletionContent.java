package dev.tollgate.llmproxy.dialect.openai;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.tollgate.llmproxy.chat.Feature;
import dev.tollgate.llmproxy.chat.Members;
import dev.tollgate.llmproxy.chat.Part;
import dev.tollgate.llmproxy.json.JsonField;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a message's content: a text, or parts of it. Notes what not every target carries.
final class CompletionContent {
    /// RFC 2397; only the base64 form is in use.
    private static final Pattern DATA =
            Pattern.compile("data:([A-Za-z0-9.+/-]{1,127});base64,([A-Za-z0-9+/]*+={0,2})");

    private static final TextNode AUTO = TextNode.valueOf("auto");

    private final Members members;

    CompletionContent(Members members) {
        this.members = members;
    }

    /// Content that is text alone.
    static List<Part.Text> texts(JsonField content) {
        if (content.node().isTextual()) {
            return List.of(new Part.Text(content.text()));
        }
        return content.items().stream()
                .map(part -> {
                    JsonField type = part.required("type");
                    if (!type.text().equals("text")) {
                        throw type.notSupported();
                    }
                    return text(part, "text");
                })
                .toList();
    }

    /// Content of any kind.
    List<Part> parts(JsonField content) {
        if (content.node().isTextual()) {
            return content.text().isEmpty() ? List.of() : List.of(new Part.Text(content.text()));
        }
        var parts = new ArrayList<Part>();
        content.items().forEach(part -> parts.add(part(part)));
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
        part.carriesOnly(Set.of("type", member));
        return new Part.Text(part.required(member).text());
    }

    private static JsonField within(JsonField part, String member) {
        part.carriesOnly(Set.of("type", member));
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
