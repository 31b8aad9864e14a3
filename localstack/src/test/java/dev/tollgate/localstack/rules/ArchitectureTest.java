package dev.tollgate.localstack.rules;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/// The directions of DESIGN section 2.
@AnalyzeClasses(
        packages = "dev.tollgate",
        importOptions = {ImportOption.DoNotIncludeTests.class})
final class ArchitectureTest {
    private static final String[] FUNCTIONS = {
        "dev.tollgate.llmproxy..", "dev.tollgate.control..", "dev.tollgate.authorizer.."
    };

    @ArchTest
    static final ArchRule CORE_IMPORTS_THE_JDK_ALONE =
            classes()
                    .that()
                    .resideInAPackage("dev.tollgate.core..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "java..", "javax.crypto..", "org.jspecify..", "dev.tollgate.core..")
                    .because("the domain outlives every library, and can be read without one");

    @ArchTest
    static final ArchRule CORE_PACKAGES_ARE_ACYCLIC =
            slices().matching("dev.tollgate.core.(*)..")
                    .should()
                    .beFreeOfCycles()
                    .because("each package can be understood after those it imports, and alone");

    @ArchTest
    static final ArchRule AWS_SDK_STAYS_IN_ITS_ADAPTERS =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(
                            "dev.tollgate.aws..",
                            "dev.tollgate.llmproxy.provider.bedrock..",
                            "dev.tollgate.llmproxy.upstream..",
                            "dev.tollgate.localstack..",
                            "dev.tollgate.contract..",
                            "dev.tollgate.testkit..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("software.amazon.awssdk..")
                    .because("only adapters and the signer of Bedrock calls speak AWS");

    @ArchTest
    static final ArchRule LAMBDA_TYPES_STAY_AT_THE_EDGE =
            noClasses()
                    .that()
                    .resideInAnyPackage("dev.tollgate.core..", "dev.tollgate.aws..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("com.amazonaws.services.lambda..")
                    .because("a use case does not know what carries its requests");

    @ArchTest
    static final ArchRule FUNCTIONS_DO_NOT_IMPORT_ONE_ANOTHER =
            slices().assignedFrom(new FunctionSlices())
                    .should()
                    .notDependOnEachOther()
                    .because("functions are deployed apart and meet in core");

    @ArchTest
    static final ArchRule NOBODY_IMPORTS_THE_LOCAL_STACK =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("dev.tollgate.localstack..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("dev.tollgate.localstack..")
                    .because("what runs on a laptop must not be needed in an account");

    @ArchTest
    static final ArchRule THE_CONTRACT_KNOWS_NO_PART_OF_THE_GATEWAY =
            noClasses()
                    .that()
                    .resideInAPackage("dev.tollgate.contract..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "dev.tollgate.aws..",
                            "dev.tollgate.core..",
                            "dev.tollgate.runtime..",
                            "dev.tollgate.llmproxy..",
                            "dev.tollgate.control..",
                            "dev.tollgate.authorizer..")
                    .because("it holds for any stage, and all it has of one is a URL");

    @ArchTest
    static final ArchRule MAIN_CODE_DOES_NOT_IMPORT_THE_TESTKIT =
            noClasses()
                    .that()
                    .resideOutsideOfPackages("dev.tollgate.testkit..", "dev.tollgate.contract..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("dev.tollgate.testkit..")
                    .because("fakes answer tests, never callers");

    @ArchTest
    static final ArchRule AN_SPI_KNOWS_NO_IMPLEMENTATION =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "dev.tollgate.llmproxy.provider", "dev.tollgate.llmproxy.dialect")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "dev.tollgate.llmproxy.provider.(*)..",
                            "dev.tollgate.llmproxy.dialect.(*)..")
                    .because("one more is added without touching what lists them");

    @ArchTest
    static final ArchRule DIALECTS_DO_NOT_IMPORT_ONE_ANOTHER =
            slices().matching("dev.tollgate.llmproxy.dialect.(*)..")
                    .should()
                    .notDependOnEachOther()
                    .because("each can be read, replaced and removed alone");

    @ArchTest
    static final ArchRule PROVIDERS_KNOW_NO_DIALECT =
            noClasses()
                    .that()
                    .resideInAPackage("dev.tollgate.llmproxy.provider..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("dev.tollgate.llmproxy.dialect..")
                    .because("any provider works for any dialect");

    @ArchTest
    static final ArchRule DIALECTS_KNOW_NO_PROVIDER =
            noClasses()
                    .that()
                    .resideInAPackage("dev.tollgate.llmproxy.dialect..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("dev.tollgate.llmproxy.provider..")
                    .because("any dialect works with any provider");

    @ArchTest
    static final ArchRule PROVIDERS_DO_NOT_IMPORT_ONE_ANOTHER =
            slices().matching("dev.tollgate.llmproxy.provider.(*)..")
                    .should()
                    .notDependOnEachOther()
                    .because("each can be read, replaced and removed alone");

    @ArchTest
    static final ArchRule THE_ENVIRONMENT_IS_READ_IN_ONE_PLACE =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(
                            "dev.tollgate.core.config..",
                            "dev.tollgate.localstack.cli..",
                            "dev.tollgate.contract.verify..")
                    .should()
                    .callMethod(System.class, "getenv")
                    .orShould()
                    .callMethod(System.class, "getenv", String.class)
                    .because(
                            "static configuration is read once, validated, and fails with the key's name");

    @ArchTest
    static final ArchRule RANDOMNESS_STANDS_BEHIND_ID_SOURCE =
            noClasses()
                    .that()
                    .resideOutsideOfPackages("dev.tollgate.testkit..", "dev.tollgate.contract..")
                    .should()
                    .callMethod(UUID.class, "randomUUID")
                    .orShould()
                    .dependOnClassesThat()
                    .areAssignableTo(ThreadLocalRandom.class)
                    .because("tests repeat, and a snapshot must hold no seed");

    @ArchTest
    static final ArchRule TIME_STANDS_BEHIND_CLOCK =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("dev.tollgate.testkit..")
                    .should()
                    .callMethod(Instant.class, "now")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .because("tests set the time, and a restored snapshot must ask for it anew");

    @ArchTest
    static final ArchRule NO_MUTABLE_STATICS =
            fields().that()
                    .areStatic()
                    .and()
                    .areDeclaredInClassesThat()
                    .resideInAPackage("dev.tollgate..")
                    .should()
                    .beFinal()
                    .because("concurrent requests and snapshots share statics");

    @ArchTest
    static final ArchRule EDGES_ARE_FINAL =
            classes()
                    .that()
                    .haveNameMatching(".*(Function|Handler|Provider)")
                    .and()
                    .areNotInterfaces()
                    .and()
                    .doNotHaveModifier(JavaModifier.ABSTRACT)
                    .and()
                    .resideInAnyPackage(FUNCTIONS)
                    .should()
                    .haveModifier(JavaModifier.FINAL)
                    .because("they are configured, not inherited");

    @ArchTest
    static final ArchRule NAMES_SAY_WHAT_A_THING_IS =
            noClasses()
                    .that(generatedByUs())
                    .should()
                    .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)")
                    .orShould()
                    .resideInAnyPackage(
                            "..util..",
                            "..common..",
                            "..helper..",
                            "..manager..",
                            "..impl..",
                            "..service..")
                    .because("such a name means that nobody decided what it is");

    private static DescribedPredicate<JavaClass> generatedByUs() {
        return resideInAPackage("dev.tollgate..");
    }
}
