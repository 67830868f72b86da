package org.dapple.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows of docs/architecture.md: who may know whom. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("/testing/"))
            .importPackages("org.dapple");

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
                .layer("cli")
                .definedBy("org.dapple.cli..")
                .whereLayer("cli")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("train")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("eval")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("masking")
                .mayOnlyBeAccessedByLayers("train", "cli")
                .whereLayer("data")
                .mayOnlyBeAccessedByLayers("train", "eval", "cli")
                .whereLayer("models")
                .mayOnlyBeAccessedByLayers("train", "eval", "cli")
                .whereLayer("core")
                .mayOnlyBeAccessedByLayers("data", "masking", "models", "train", "eval", "cli")
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
}
