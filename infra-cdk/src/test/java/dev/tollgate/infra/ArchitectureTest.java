package dev.tollgate.infra;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// DESIGN section 2 on the CDK app: with all functions on the class path of this test.
@AnalyzeClasses(
        packages = "dev.tollgate",
        importOptions = {ImportOption.DoNotIncludeTests.class})
final class ArchitectureTest {
    @ArchTest
    static final ArchRule THE_APP_IMPORTS_CONFIGURATION_KEYS_ONLY =
            noClasses()
                    .that()
                    .resideInAPackage("dev.tollgate.infra..")
                    .should()
                    .dependOnClassesThat(ourOthers())
                    .because("what is deployed must not need the code that runs in it");

    @ArchTest
    static final ArchRule THE_CDK_IS_IN_THE_APP_ALONE =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("dev.tollgate.infra..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("software.amazon.awscdk..", "software.constructs..")
                    .because("functions know nothing of how they were deployed");

    private static DescribedPredicate<JavaClass> ourOthers() {
        return new DescribedPredicate<>("are ours, but neither infra nor the keys") {
            @Override
            public boolean test(JavaClass type) {
                String name = type.getPackageName();
                return name.startsWith("dev.tollgate.")
                        && !name.startsWith("dev.tollgate.infra")
                        && !name.equals("dev.tollgate.core.config");
            }
        };
    }
}
