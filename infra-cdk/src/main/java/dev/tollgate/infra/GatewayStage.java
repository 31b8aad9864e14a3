package dev.tollgate.infra;

import dev.tollgate.infra.contract.Contract;
import java.util.Optional;
import software.amazon.awscdk.Stage;
import software.amazon.awscdk.StageProps;
import software.amazon.awscdk.Tags;
import software.constructs.Construct;

/// The whole gateway of one stage, for one account and Region: those of the caller's credentials.
final class GatewayStage extends Stage {
    private final DataStack data;
    private final FunctionsStack functions;
    private final ApiStack api;
    private final Optional<ObservabilityStack> observability;

    GatewayStage(Construct app, StageOptions options, Contract contract, CodeSource code) {
        super(app, "tollgate-" + options.stage().word(), StageProps.builder().build());
        Tags.of(this).add("application", "tollgate");
        Tags.of(this).add("stage", options.stage().word());
        data = new DataStack(this, options.stage());
        functions = new FunctionsStack(this, options, data, code);
        api = new ApiStack(this, options, data, functions, contract);
        observability =
                options.stage().keeps()
                        ? Optional.of(new ObservabilityStack(this, options, data, functions))
                        : Optional.empty();
        options.target().amend(this);
    }

    DataStack data() {
        return data;
    }

    FunctionsStack functions() {
        return functions;
    }

    ApiStack api() {
        return api;
    }

    /// Empty where nobody is called: in dev.
    Optional<ObservabilityStack> observability() {
        return observability;
    }
}
