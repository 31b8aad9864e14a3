package dev.tollgate.runtime;

import dev.tollgate.core.config.Settings;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.BeanContext;
import io.micronaut.context.BeanResolutionContext;
import io.micronaut.inject.BeanConfiguration;
import io.micronaut.inject.BeanDefinitionReference;
import org.jspecify.annotations.Nullable;

/// Starts the beans of one function.
///
/// Held once per process, never per invocation: Micronaut's own Lambda handlers register singletons
/// with every call, and grow by it. Configuration comes from [Settings] alone, so Micronaut's own
/// property sources and its search for a cloud stay off.
public final class FunctionContext {
    private FunctionContext() {}

    /// @param function its package is the root of the beans that take part; those of this package
    ///   join them (`Clock`, `IdSource`, [CallTelemetry], and the settings themselves). Other
    ///   functions on the same class path, as in the local stack, stay out
    public static ApplicationContext start(Settings settings, Class<?> function) {
        return ApplicationContext.builder()
                .deduceEnvironment(false)
                .deduceCloudEnvironment(false)
                .enableDefaultPropertySources(false)
                .environmentPropertySource(false)
                .bootstrapEnvironment(false)
                .banner(false)
                .singletons(settings)
                .beanConfigurations(new OtherFunctions(function.getPackageName()))
                .start();
    }

    /// Switches off what belongs to Tollgate but neither to the function nor to this package.
    private record OtherFunctions(String root) implements BeanConfiguration {
        private static final String TOLLGATE = "dev.tollgate.";

        /// By where the bean is defined, not by its type: a factory of ours may make any type.
        @Override
        @SuppressWarnings("rawtypes")
        public boolean isWithin(BeanDefinitionReference reference) {
            return isWithin(reference.getBeanDefinitionName());
        }

        @Override
        public boolean isWithin(String className) {
            return className.startsWith(TOLLGATE)
                    && !className.startsWith(root + ".")
                    && !className.startsWith(FunctionContext.class.getPackageName() + ".");
        }

        @Override
        public boolean isEnabled(BeanContext context, @Nullable BeanResolutionContext resolution) {
            return false;
        }

        @Override
        public Package getPackage() {
            return FunctionContext.class.getPackage();
        }

        @Override
        public String getName() {
            return "other functions than " + root;
        }

        @Override
        public String getVersion() {
            return "";
        }
    }
}
