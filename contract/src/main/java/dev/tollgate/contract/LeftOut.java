package dev.tollgate.contract;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.function.Executable;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/// What a kind of target cannot do, with the reason for each check: `targets/<kind>.yaml`. Such a
/// check is run all the same. It has to fail, and is then reported as skipped with its reason.
///
/// @param reasons by the check's full name
/// @param skipsNotOffered whether a check is skipped for want of what it needs; else it fails, so
///   that tests cannot shrink unseen
record LeftOut(String kind, Map<String, String> reasons, boolean skipsNotOffered) {
    private static final ObjectMapper YAML = new YAMLMapper();

    LeftOut {
        reasons = Map.copyOf(reasons);
    }

    /// The file as it is written.
    ///
    /// @param notOffered `skipped` or `fails`
    private record Listing(String notOffered, List<Entry> leftOut) {}

    private record Entry(String reason, List<String> checks) {}

    /// @throws IllegalArgumentException when there is no list for the kind, or it is wrong
    static LeftOut of(String kind) {
        try (var in = LeftOut.class.getResourceAsStream("/targets/" + kind + ".yaml")) {
            if (in == null) {
                throw new IllegalArgumentException("there is no list targets/" + kind + ".yaml");
            }
            return of(kind, YAML.readValue(in, Listing.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LeftOut of(String kind, Listing listing) {
        var reasons = new HashMap<String, String>();
        for (Entry entry : listing.leftOut()) {
            for (String check : entry.checks()) {
                if (entry.reason().isBlank() || reasons.put(check, entry.reason()) != null) {
                    throw new IllegalArgumentException(
                            "targets/" + kind + ".yaml: no reason for it, or twice: " + check);
                }
            }
        }
        return new LeftOut(kind, reasons, listing.notOffered().equals("skipped"));
    }

    /// @throws IllegalArgumentException when an entry names no check
    void requireKnown(Set<String> names) {
        var unknown = new HashSet<>(reasons.keySet());
        unknown.removeAll(names);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "targets/" + kind + ".yaml names checks that there are not: " + unknown);
        }
    }

    /// Runs a check, or sees it fail if it is on the list.
    ///
    /// @throws TestAbortedException when it is left out, with the reason
    void run(String name, Executable check) throws Throwable {
        String reason = reasons.get(name);
        if (reason == null) {
            runOffered(name, check);
            return;
        }
        try {
            check.execute();
        } catch (Exception | AssertionError _) {
            throw new TestAbortedException("left out: " + reason);
        }
        Assertions.fail(
                "\""
                        + name
                        + "\" is left out for "
                        + kind
                        + ", and holds now: take it out of"
                        + " targets/"
                        + kind
                        + ".yaml. Its reason was: "
                        + reason);
    }

    private void runOffered(String name, Executable check) throws Throwable {
        try {
            check.execute();
        } catch (NotOfferedException e) {
            if (skipsNotOffered) {
                throw new TestAbortedException("left out: " + e.getMessage(), e);
            }
            throw e;
        } catch (AssertionError e) {
            // Reports number the checks of an area; this names the one.
            throw new AssertionFailedError(name + ": " + e.getMessage(), e);
        }
    }
}
