package dev.tollgate.contract;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;

/// What must hold of the gateway wherever it runs, asked through its URL alone: one suite for the
/// embedded stack, emulators and live stages. What a kind of target cannot do stands in its list,
/// `targets/<kind>.yaml`.
public abstract class GatewayContract {
    /// What to ask; it runs already.
    protected abstract Target target() throws Exception;

    @TestFactory
    Stream<DynamicContainer> gateway_askedByItsUrlAlone_doesWhatTheContractSays() throws Exception {
        Target target = target();
        LeftOut leftOut = LeftOut.of(target.kind());
        List<Area> areas = areas(target);
        leftOut.requireKnown(names(areas));
        return areas.stream()
                .map(area ->
                        dynamicContainer(
                                area.name(),
                                area.checks()
                                        .map(check ->
                                                dynamicTest(
                                                        check.name(),
                                                        () ->
                                                                leftOut.run(
                                                                        name(area, check),
                                                                        check.body())))));
    }

    private static List<Area> areas(Target target) {
        return List.of(
                new RouteChecks(target),
                new ModelIdChecks(target),
                new CredentialChecks(target),
                new ErrorChecks(target),
                new StreamChecks(target),
                new BookChecks(target),
                new ClientChecks(target));
    }

    private static Set<String> names(List<Area> areas) {
        return areas.stream()
                .flatMap(area -> area.checks().map(check -> name(area, check)))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String name(Area area, Check check) {
        return area.name() + ": " + check.name();
    }
}
