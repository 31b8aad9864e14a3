package dev.tollgate.localstack.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.DynamicTest;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/// A JUnit XML report of another test runner.
///
/// @param cases in the order they ran
record Report(List<Case> cases) {
    /// Runners of tests end with it when a test fails, and with more when they do.
    static final int TESTS_FAILED = 1;

    /// One test there.
    ///
    /// @param file which it stands in
    /// @param seconds which it took
    /// @param failure what it printed; empty when it passed
    /// @param skipped why it did not run; empty when it did
    record Case(String file, String name, double seconds, String failure, String skipped) {}

    static Report read(Path file) throws IOException {
        try {
            NodeList nodes =
                    DocumentBuilderFactory.newInstance()
                            .newDocumentBuilder()
                            .parse(file.toFile())
                            .getElementsByTagName("testcase");
            var cases = new ArrayList<Case>();
            for (int i = 0; i < nodes.getLength(); i++) {
                cases.add(read((Element) nodes.item(i)));
            }
            return new Report(cases);
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException("not a report: " + file, e);
        }
    }

    /// Each of its tests as one here. Prints what each file of them took, which Surefire, to whom
    /// they are one, cannot say.
    ///
    /// @param printed by the runner, which says why there are none
    Stream<DynamicTest> tests(String printed) {
        assertFalse(cases.isEmpty(), printed);
        seconds()
                .forEach(
                        (file, took) -> System.out.printf(Locale.ROOT, "%s: %.1f s%n", file, took));
        return cases.stream().map(Report::asTest);
    }

    private Map<String, Double> seconds() {
        return cases.stream()
                .collect(
                        Collectors.groupingBy(
                                Case::file, TreeMap::new, Collectors.summingDouble(Case::seconds)));
    }

    private static DynamicTest asTest(Case found) {
        return dynamicTest(
                found.name(),
                () -> {
                    assumeTrue(found.skipped().isEmpty(), found.skipped());
                    assertEquals("", found.failure(), found.name());
                });
    }

    private static Case read(Element test) {
        String name = test.getAttribute("classname") + "." + test.getAttribute("name");
        return new Case(
                file(test),
                name,
                Double.parseDouble(test.getAttribute("time")),
                text(test, "failure") + text(test, "error"),
                text(test, "skipped"));
    }

    /// Node says it; pytest's class names begin with it.
    private static String file(Element test) {
        return test.hasAttribute("file")
                ? Path.of(test.getAttribute("file")).getFileName().toString()
                : test.getAttribute("classname");
    }

    private static String text(Element test, String kind) {
        NodeList nodes = test.getElementsByTagName(kind);
        if (nodes.getLength() == 0) {
            return "";
        }
        var node = (Element) nodes.item(0);
        return node.getAttribute("message") + "\n" + node.getTextContent();
    }
}
