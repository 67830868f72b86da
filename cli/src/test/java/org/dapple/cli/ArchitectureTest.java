package org.dapple.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The arrows of docs/architecture.md: who may know whom. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("/testing/"))
            .importPackages("org.dapple");

    private static final Pattern ELEMENTARY_FUNCTION = Pattern.compile(
            "(log|log10|log2|log1p|exp|expm1|sqrt|sin|cos|tan|sinh|cosh|tanh|asin|acos|atan|asinh|acosh|atanh|erfinv)");

    private static final ArchRule ELEMENTARY = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("org.dapple.core.ops.Elementary")
            .should()
            .callMethodWhere(DescribedPredicate.describe(
                    "computes an elementary function of an array",
                    (JavaMethodCall call) -> call.getTargetOwner().isAssignableTo(NDArray.class)
                            && ELEMENTARY_FUNCTION
                                    .matcher(call.getTarget().getName())
                                    .matches()));

    @Test
    void dataFlowsOneWay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("core")
                .definedBy("org.dapple.core..")
                .layer("data")
                .definedBy("org.dapple.data..")
                .layer("masking")
                .definedBy("org.dapple.masking..")
                .layer("models")
                .definedBy("org.dapple.models..")
                .layer("train")
                .definedBy("org.dapple.train..")
                .layer("eval")
                .definedBy("org.dapple.eval..")
                .layer("contracts")
                .definedBy("org.dapple.contracts..")
                .layer("experiment")
                .definedBy("org.dapple.experiment..")
                .layer("cli")
                .definedBy("org.dapple.cli..")
                .whereLayer("cli")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("contracts")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("experiment")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("train")
                .mayOnlyBeAccessedByLayers("experiment", "cli")
                .whereLayer("eval")
                .mayOnlyBeAccessedByLayers("experiment", "cli")
                .whereLayer("masking")
                .mayOnlyBeAccessedByLayers("contracts", "train", "experiment", "cli")
                .whereLayer("data")
                .mayOnlyBeAccessedByLayers("contracts", "train", "eval", "experiment", "cli")
                .whereLayer("models")
                .mayOnlyBeAccessedByLayers("contracts", "train", "eval", "experiment", "cli")
                .whereLayer("core")
                .mayOnlyBeAccessedByLayers(
                        "data", "masking", "models", "contracts", "train", "eval", "experiment", "cli")
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("org.dapple.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void librariesKnowNoCommandLineNoYamlAndNoLoggingBackend() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.dapple.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("picocli..", "com.fasterxml..", "ch.qos..", "me.tongfei..")
                .check(CLASSES);
    }

    @Test
    void coreMaskingAndModelsNeedNothingButDjl() {
        noClasses()
                .that()
                .resideInAnyPackage("org.dapple.core..", "org.dapple.masking..", "org.dapple.models..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.bytedeco..", "org.apache.commons..")
                .check(CLASSES);
    }

    @Test
    void onlyTheOperationsKnowTheEngine() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.dapple.core.ops..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.djl.pytorch..")
                .check(CLASSES);
    }

    /** Everywhere else the first call of such a function may run on two threads, one of which is then imprecise. */
    @Test
    void elementaryFunctionsAreCalledWhereTheirKernelsAreChosen() {
        ELEMENTARY.check(CLASSES);
        assertThrows(
                AssertionError.class,
                () -> ELEMENTARY.check(new ClassFileImporter().importClasses(Offender.class)),
                "the rule sees who does");
    }

    /** What only {@link org.dapple.core.ops.Elementary} may do. */
    static final class Offender {
        private Offender() {}

        static NDArray root(NDArray array) {
            return array.sqrt();
        }
    }
}
