package dev.tollgate.control.config;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;

/// Reads YAML into a tree that remembers its lines. Of YAML it takes what JSON can say: one
/// document, no anchors, no tags, no key twice; plain words are `true`, `false`, `null`, numbers as
/// JSON writes them, else text (so that a date, `no` and `012` stay what was written).
final class YamlReader {
    /// The largest file, in bytes.
    static final int LARGEST = 256 * 1024;

    private static final int DEEPEST = 32;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final String TAG_ADVICE =
            "tags are not read; take the '!' out or quote the value";
    private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]{0,30})");
    private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9][0-9]{0,30})\\.[0-9]{1,30}");

    /// What plain words and the three kinds of node come with when no tag is written.
    private static final Set<Tag> TAGS =
            Set.of(
                    Tag.MAP,
                    Tag.SEQ,
                    Tag.STR,
                    Tag.INT,
                    Tag.FLOAT,
                    Tag.BOOL,
                    Tag.NULL,
                    Tag.TIMESTAMP,
                    Tag.MERGE);

    private final Variables variables;
    private final List<Mistake> mistakes;

    /// @param mistakes where to put what is wrong
    YamlReader(Variables variables, List<Mistake> mistakes) {
        this.variables = variables;
        this.mistakes = mistakes;
    }

    /// The file's tree; empty when a mistake keeps it from being read at all.
    Optional<Source> read(String file, byte[] bytes) {
        if (bytes.length > LARGEST) {
            refuse(file, 1, "the file has more than " + LARGEST + " bytes; shorten it");
            return Optional.empty();
        }
        String text = decode(file, bytes);
        Node root = text == null ? null : compose(file, text);
        if (root == null) {
            return Optional.empty();
        }
        var reading = new Reading(file);
        JsonNode tree = reading.tree(root, JsonPointer.empty());
        return reading.whole
                ? Optional.of(new Source(file, tree, reading.lines))
                : Optional.empty();
    }

    private @Nullable String decode(String file, byte[] bytes) {
        var text = CharBuffer.allocate(bytes.length);
        var input = ByteBuffer.wrap(bytes);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(input, text, true);
        text.flip();
        if (result.isError()) {
            refuse(file, lineAfter(text), "this line is not UTF-8; save the file as UTF-8");
            return null;
        }
        return text.toString();
    }

    private @Nullable Node compose(String file, String text) {
        var options = new LoaderOptions();
        options.setCodePointLimit(LARGEST);
        options.setNestingDepthLimit(DEEPEST);
        // The walk refuses the first anchor before it follows an alias: nothing is expanded.
        options.setMaxAliasesForCollections(Integer.MAX_VALUE);
        try {
            Node root = new Yaml(options).compose(new StringReader(text));
            if (root == null) {
                refuse(file, 1, "the file is empty; write what its schema asks for");
            }
            return root;
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
            refuse(file, mark == null ? 1 : mark.getLine() + 1, advice(e));
        } catch (ReaderException e) {
            String before = text.substring(0, Math.min(e.getPosition(), text.length()));
            refuse(file, lineAfter(before), "a control character; take it out");
        } catch (YAMLException e) {
            refuse(file, 1, "not YAML that can be read: " + e.getMessage());
        }
        return null;
    }

    private static int lineAfter(CharSequence text) {
        return 1 + (int) text.chars().filter(c -> c == '\n').count();
    }

    private static String advice(MarkedYAMLException e) {
        String problem = String.valueOf(e.getProblem());
        if (problem.contains("\\t")) {
            return "a tab; indent with spaces";
        }
        if (problem.contains("another document")) {
            return "a second document; write one document a file and take the '---' out";
        }
        if (problem.contains("tag")) {
            return TAG_ADVICE;
        }
        if (problem.contains("undefined alias")) {
            return "a '*' at the start of a value refers to an anchor, which is not read; quote it";
        }
        return "not YAML: " + problem.replaceAll("\\s+", " ");
    }

    private static JsonNode plain(String text) {
        if (WHOLE.matcher(text).matches()) {
            return NODES.numberNode(new BigInteger(text));
        }
        if (DECIMAL.matcher(text).matches()) {
            return NODES.numberNode(new BigDecimal(text));
        }
        return switch (text) {
            case "true" -> NODES.booleanNode(true);
            case "false" -> NODES.booleanNode(false);
            case "null", "~", "" -> NODES.nullNode();
            case String word -> NODES.textNode(word);
        };
    }

    private void refuse(String file, int line, String message) {
        mistakes.add(new Mistake(file, line, "", message));
    }

    /// The walk through one file.
    private final class Reading {
        private final String file;
        private final Map<JsonPointer, Integer> lines = new HashMap<>();
        private boolean whole = true;

        Reading(String file) {
            this.file = file;
        }

        JsonNode tree(Node node, JsonPointer at) {
            lines.putIfAbsent(at, line(node));
            if (node.getAnchor() != null) {
                whole = false;
                refuse(file, line(node), "anchors and aliases are not read; write the value out");
                return NODES.nullNode();
            }
            if (!TAGS.contains(node.getTag())) {
                refuse(file, line(node), TAG_ADVICE);
            }
            return switch (node) {
                case MappingNode mapping -> object(mapping, at);
                case SequenceNode sequence -> array(sequence, at);
                case ScalarNode scalar -> scalar(scalar);
                case Node other ->
                        throw new IllegalStateException("a YAML node of kind " + other.getNodeId());
            };
        }

        private ObjectNode object(MappingNode mapping, JsonPointer at) {
            ObjectNode object = NODES.objectNode();
            for (NodeTuple entry : mapping.getValue()) {
                int line = line(entry.getKeyNode());
                if (!(entry.getKeyNode() instanceof ScalarNode name)) {
                    refuse(file, line, "a field's name is a word, not a list or a map");
                } else if (object.has(name.getValue())) {
                    refuse(
                            file,
                            line,
                            "\"%s\" stands here twice; keep one of the two"
                                    .formatted(name.getValue()));
                } else {
                    JsonPointer place = at.appendProperty(name.getValue());
                    lines.put(place, line);
                    object.set(name.getValue(), tree(entry.getValueNode(), place));
                }
            }
            return object;
        }

        private ArrayNode array(SequenceNode sequence, JsonPointer at) {
            ArrayNode array = NODES.arrayNode();
            for (Node item : sequence.getValue()) {
                array.add(tree(item, at.appendIndex(array.size())));
            }
            return array;
        }

        private JsonNode scalar(ScalarNode scalar) {
            String text = scalar.getValue();
            if (text.chars().anyMatch(Character::isISOControl)) {
                complain(scalar, "a line break or control character; write it on one line");
            }
            if (text.contains(Variables.OPENING)) {
                return NODES.textNode(variables.fill(text, problem -> complain(scalar, problem)));
            }
            return scalar.isPlain() ? plain(text) : NODES.textNode(text);
        }

        private void complain(Node node, String problem) {
            refuse(file, line(node), problem);
        }

        private static int line(Node node) {
            return node.getStartMark().getLine() + 1;
        }
    }
}
