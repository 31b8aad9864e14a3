package dev.tollgate.contract.verify;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/// Runs the contract and prints a checklist. Exit code 0 when all that this stage could be asked
/// holds.
public final class Verify {
    private Verify() {}

    /// @param arguments none; what to ask are system properties, see [LiveStage]
    public static void main(String[] arguments) {
        System.exit(run() ? 0 : 1);
    }

    private static boolean run() {
        LauncherDiscoveryRequest request =
                LauncherDiscoveryRequestBuilder.request()
                        .selectors(selectClass(LiveStage.class))
                        .build();
        var checklist = new Checklist(System.out);
        LauncherFactory.create().execute(request, checklist);
        return checklist.conclude();
    }
}
