package dev.tollgate.localstack.api.contract;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the route of a request as API Gateway REST does: on the pair of resource and method,
/// segment by segment a literal before a parameter before a greedy parameter; a trailing slash does
/// not count. Works on the raw path, so that an encoded slash separates nothing.
public final class Router {
    private final List<Pattern> patterns;

    public Router(List<Route> routes) {
        patterns = routes.stream().map(Pattern::of).sorted(Pattern.MOST_SPECIFIC_FIRST).toList();
    }

    /// @param path raw, beginning with a slash
    public Optional<RouteMatch> match(String method, String path) {
        List<String> segments = segments(path);
        for (Pattern pattern : patterns) {
            Map<String, String> parameters =
                    pattern.route.method().equals(method) ? pattern.match(segments) : null;
            if (parameters != null) {
                return Optional.of(new RouteMatch(pattern.route, parameters));
            }
        }
        return Optional.empty();
    }

    private static List<String> segments(String path) {
        var segments = new ArrayList<String>();
        int start = 1;
        for (int end = path.indexOf('/', start); end >= 0; end = path.indexOf('/', start)) {
            segments.add(path.substring(start, end));
            start = end + 1;
        }
        if (start < path.length()) {
            segments.add(path.substring(start));
        }
        return segments;
    }

    private enum Kind {
        LITERAL,
        PARAMETER,
        GREEDY
    }

    private record Segment(Kind kind, String text) {
        static Segment of(String template) {
            if (!template.startsWith("{")) {
                return new Segment(Kind.LITERAL, template);
            }
            return template.endsWith("+}")
                    ? new Segment(Kind.GREEDY, template.substring(1, template.length() - 2))
                    : new Segment(Kind.PARAMETER, template.substring(1, template.length() - 1));
        }
    }

    private record Pattern(Route route, List<Segment> segments) {
        /// By the kinds of the segments from left to right; then the longer one.
        static final Comparator<Pattern> MOST_SPECIFIC_FIRST = Pattern::compareSpecificity;

        static Pattern of(Route route) {
            return new Pattern(
                    route, Router.segments(route.resource()).stream().map(Segment::of).toList());
        }

        private int compareSpecificity(Pattern other) {
            int shared = Math.min(segments.size(), other.segments.size());
            for (int i = 0; i < shared; i++) {
                int order = segments.get(i).kind().compareTo(other.segments.get(i).kind());
                if (order != 0) {
                    return order;
                }
            }
            return other.segments.size() - segments.size();
        }

        @Nullable Map<String, String> match(List<String> path) {
            var parameters = new LinkedHashMap<String, String>();
            for (int i = 0; i < segments.size(); i++) {
                if (i >= path.size() || path.get(i).isEmpty()) {
                    return null;
                }
                Segment segment = segments.get(i);
                switch (segment.kind()) {
                    case LITERAL -> {
                        if (!segment.text().equals(path.get(i))) {
                            return null;
                        }
                    }
                    case PARAMETER -> parameters.put(segment.text(), path.get(i));
                    case GREEDY -> {
                        parameters.put(
                                segment.text(), String.join("/", path.subList(i, path.size())));
                        return parameters;
                    }
                }
            }
            return path.size() == segments.size() ? parameters : null;
        }
    }
}
